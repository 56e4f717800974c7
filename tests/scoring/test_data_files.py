"""Data files of the project: words are in the language in use, ids and keys never are."""

import csv
import re
from pathlib import Path

import pytest

from scoring import FoodTable, languages
from scoring.files.data_files import DataFileError, read_data_rows, read_rows_in_english
from scoring.guidance.references import (
    AUTHORITIES,
    load_population_intakes,
    load_reference_values,
)
from scoring.guidance.safety import load_rules
from scoring.languages.files import COLUMNS
from scoring.validation.coverage import source_coverage
from scoring.validation.diets import DIETS_CSV, load_typical_diets
from scoring.validation.published import load_cases, load_published_sources

HOUSE = Path(__file__).parent.parent.parent
FOODS = FoodTable.load(HOUSE / "foods.csv")
KEYS = re.compile(r".*_ids?|.*_key|kind|sex|life_stage|status|use|verdict|authority|holds|places")


@pytest.fixture(params=["nl", "de", "fr", "ja"])
def language(request):
    """Another language for the time of a test; English again after it."""
    languages.use(request.param)
    yield request.param
    languages.use(languages.ENGLISH)


def keys():
    """Every id and key that the science reads from its data files."""
    return {
        "authorities": tuple(AUTHORITIES),
        "values": [(v.authority, v.nutrient, v.kind, v.sex, v.life_stage, v.ref_id)
                   for v in load_reference_values()],
        "intakes": [(i.nutrient, i.sex, i.ref_id) for i in load_population_intakes()],
        "rules": [(rule_id, rule.holds, rule.notice.places, rule.notice.ref_ids)
                  for rule_id, rule in load_rules().items()],
        "sources": tuple(load_published_sources()),
        "cases": [(c.case_id, c.nutrient, dict(c.grams), c.independence, c.source.source_key)
                  for c in load_cases()],
        "coverage": [(c.nutrient, c.source.source_key, c.surely_percent)
                     for c in source_coverage(FOODS)],
        "diets": [(diet_id, dict(diet.eats)) for diet_id, diet in load_typical_diets().items()],
    }  # fmt: skip


ENGLISH_KEYS = keys()


def test_ids_and_keys_do_not_depend_on_the_language(language):
    assert keys() == ENGLISH_KEYS


def test_words_do(language):
    rows = read_rows_in_english(*_file("reference_values.csv"))
    names = {row["authority"]: row["authority_name"] for row in rows}
    assert dict(AUTHORITIES) == {key: languages._(name) for key, name in names.items()} != names
    assert load_typical_diets()["mediterranean"].name != "Mediterranean"
    rule = load_rules()["under-18"]
    assert rule.notice.text != read_rows_in_english(*_file("safety_rules.csv"))[0]["notice"]


def _file(name):
    path = next(HOUSE.glob(f"scoring/*/{name}"))
    with path.open(encoding="utf-8", newline="") as file:
        return path, next(csv.reader(file))


def test_no_key_is_among_the_columns_of_words():
    found = {column for columns in COLUMNS.values() for column in columns if KEYS.fullmatch(column)}
    assert found == set()


def test_rows_come_as_they_stand_and_in_the_language_in_use(language):
    path, columns = _file(DIETS_CSV.name)
    english = read_rows_in_english(path, columns)
    assert english[0]["diet"] == "Eats everything, Netherlands"
    translated = read_data_rows(path, columns)
    assert translated[0]["diet"] == languages._(english[0]["diet"]) != english[0]["diet"]
    assert translated[0]["diet_id"] == english[0]["diet_id"] == "omnivore_nl"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,c\n1,2\n", "data.csv: the columns must be a, b; found a, c."),
        ("a,b\n1,2\n1\n", "data.csv, row 3: expected 2 cells."),
        ("a,b\n1,2,3\n", "data.csv, row 2: expected 2 cells."),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path, text, message):
    path = tmp_path / "data.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=re.escape(message)):
        read_rows_in_english(path, ("a", "b"))
