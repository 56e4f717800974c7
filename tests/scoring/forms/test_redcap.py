"""The data dictionary of REDCap: its columns and the limits that REDCap sets for them.

REDCap itself may not be installed without a licence, so the dictionary is held to what its help
says: 18 columns; names of lower-case letters, digits and underscores that begin with a letter, at
most 100 of them; choices as `code, label | code, label`; logic of fields in square brackets.
"""

import csv
import io
import re

import pytest

from scoring import FoodTable
from scoring.__main__ import main
from scoring.exchange.names import without_dots
from scoring.forms.questionnaire import Amount, questionnaire_form
from scoring.forms.redcap import COLUMNS, redcap_dictionary
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES
from scoring.questionnaire.labels import without_signs
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "foods.csv")
NAME, TYPE, CHOICES, LOGIC = COLUMNS[0], COLUMNS[3], COLUMNS[5], COLUMNS[11]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    text = redcap_dictionary(questionnaire_form(FOODS, ["en"])).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    return rows


def by_name(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {row[NAME]: row for row in rows}


def choices(row: dict[str, str]) -> dict[str, str]:
    return dict(choice.split(", ", 1) for choice in row[CHOICES].split(" | "))


def test_the_columns_are_the_18_of_a_dictionary():
    assert len(COLUMNS) == 18
    assert COLUMNS[0] == "Variable / Field Name"
    assert COLUMNS[-1] == "Field Annotation"


def test_the_first_field_is_the_id_of_the_record(rows):
    assert rows[0][NAME] == "record_id"
    assert (rows[0][TYPE], rows[0][LOGIC]) == ("text", "")


def test_names_are_within_the_limits_and_none_stands_twice(rows):
    names = [row[NAME] for row in rows]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,99}", name), name
    assert {food.food_id for food in FOODS} <= set(names)
    assert {f"{food.food_id}_portion" for food in FOODS} <= set(names)


def test_every_field_has_a_label_and_a_type_that_redcap_knows(rows):
    for row in rows:
        assert row["Field Label"].strip()
        assert row["Form Name"] == "kdcheck"
        assert row[TYPE] in {"text", "radio", "checkbox", "descriptive"}


def test_codes_hold_letters_digits_and_underscores_and_tell_the_answers_apart(rows):
    for row in rows:
        if row[CHOICES]:
            found = choices(row)
            assert len(found) == row[CHOICES].count(" | ") + 1
            assert all(re.fullmatch(r"[A-Za-z0-9_]+", code) for code in found)
    natto, portion = by_name(rows)["natto"], by_name(rows)["natto_portion"]
    assert list(choices(natto)) == [without_signs(code) for code in FREQUENCY_CODES]
    assert choices(natto)["never"] == "never, or less than once a month"
    assert choices(natto)["4pd"] == "4 or more times a day"
    assert tuple(choices(portion)) == PORTION_CODES


def test_a_portion_is_shown_only_where_the_food_is_eaten(rows):
    assert by_name(rows)["natto_portion"][LOGIC] == (
        "([safety_adult] = 'yes') and (([natto] <> '' and [natto] <> 'never'))"
    )


def test_notices_are_shown_to_whom_they_are_for(rows):
    found = by_name(rows)
    assert found["note_vka_blocker"][LOGIC] == (
        "[safety_blood_thinner] = 'vka' or [safety_blood_thinner] = 'unsure'"
    )
    assert found["note_red_flag_heart"][LOGIC] == "[safety_signs(heart)] = '1'"
    assert found["safety_signs"][TYPE] == "checkbox"


def test_logic_names_fields_and_codes_that_are_there(rows):
    found = by_name(rows)
    for row in rows:
        for name, code in re.findall(r"\[(\w+)(?:\((\w+)\))?\]", row[LOGIC]):
            assert name in found
            assert not code or code in choices(found[name])
        for name, code in re.findall(r"\[(\w+)\] (?:=|<>) '(\w+)'", row[LOGIC]):
            assert code in choices(found[name])
        assert row[LOGIC].count("(") == row[LOGIC].count(")")


def test_amounts_are_numbers_within_limits(rows):
    found = by_name(rows)
    for item in questionnaire_form(FOODS, ["en"]).items:
        if isinstance(item, Amount):
            row = found[without_dots(item.name)]
            assert row["Text Validation Type OR Show Slider Number"] == "number"
            assert (row["Text Validation Min"], float(row["Text Validation Max"])) == (
                "0",
                item.most,
            )


def test_only_what_must_be_answered_is_required(rows):
    required = {row[NAME] for row in rows if row["Required Field?"]}
    assert required == {"safety_adult", "safety_blood_thinner"}


def test_a_dictionary_holds_one_language(tmp_path, capsys):
    out = tmp_path / "form.csv"
    assert main(["form", "redcap", "--language", "en,nl", "--out", str(out)]) == 2
    assert "found en, nl; allowed: one language" in capsys.readouterr().err
    assert not out.exists()


def test_a_food_named_like_a_formula_a_tag_or_a_field_is_shown_as_it_stands(write_table):
    foods = FoodTable.load(write_table(food="=1+1 <b>[age]</b>"))
    text = redcap_dictionary(questionnaire_form(foods, ["en"])).decode()
    row = by_name(list(csv.DictReader(io.StringIO(text, newline=""))))["natto"]
    assert row["Field Label"] == "'=1+1 &lt;b>&#91;age]&lt;/b>"


def test_a_food_id_that_is_too_long_for_redcap_is_refused(write_table):
    foods = FoodTable.load(write_table(food_id="n" * 93))
    with pytest.raises(ValueError, match="up to 100 characters in REDCap"):
        redcap_dictionary(questionnaire_form(foods, ["en"]))
