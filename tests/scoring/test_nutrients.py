"""Each nutrient is described once: a further one needs an entry and data, and no other code."""

import ast
import csv
import json
import math
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring import FoodTable
from scoring.batch.score_files import score_file
from scoring.intake.warnings import WARNINGS
from scoring.nutrients import (
    K_TOTAL,
    NUTRIENTS,
    SPREAD_OF_ANSWERS,
    STORED,
    TOTALS,
    WHOLES,
    Nutrient,
    raw_answer_log_sd,
)
from scoring.validation.outside import ANSWER_ERRORS

HOUSE = Path(__file__).parent.parent.parent

ENTRIES = """
    Nutrient(
        nutrient_id="zinc",
        name_en="Zinc",
        lower_name_en="zinc",
        unit="mg",
        sigma_floor=0.6,
        resolution_per_100g=0.01,
        supplement_limit_per_day=200,
    ),
    Nutrient(
        nutrient_id="b6_plant",
        name_en="B6 of plants",
        lower_name_en="B6 of plants",
        unit="mg",
        sigma_floor=0.6,
        resolution_per_100g=0.01,
    ),
    Nutrient(
        nutrient_id="b6_animal",
        name_en="B6 of animals",
        lower_name_en="B6 of animals",
        unit="mg",
        sigma_floor=0.6,
        resolution_per_100g=0.01,
        supplement_limit_per_day=50,
    ),
    Nutrient(
        nutrient_id="b6",
        name_en="B6",
        lower_name_en="B6",
        unit="mg",
        parts=("b6_plant", "b6_animal"),
        sigma_floor=0.6,
    ),
)

NUTRIENTS: Mapping"""
NEW_COLUMNS = [
    f"{nutrient}_{part}"
    for nutrient in ("zinc", "b6_plant", "b6_animal")
    for part in ("mg", "low", "high")
]
RECORDS = (
    *(("beef", "zinc", "5"), ("pork", "zinc", "3"), ("pork", "zinc", "2")),
    *(("beef", "b6_plant", "0"), ("beef", "b6_animal", "0.4")),
    *(("pork", "b6_animal", "0.5"), ("pork", "b6_animal", "0.5")),
)
RESPONSES = {"respondent_id": "Ann", "beef": "1d", "beef.portion": "L", "natto": "2w"}
SUPPLEMENTS = {"supplement.zinc_mg": "10", "supplement.b6_animal_mg": "2", "supplement.d_ug": "20"}
SERVING_G = 100
FLOOR_FACTOR = math.exp(1.2815515655446004 * 0.6)
"""Both new intakes vary less than the floor, so the floor makes their ranges."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the science with two made-up nutrients, one a sum of two parts, all in mg."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(
        HOUSE / "scoring", copy / "scoring", ignore=shutil.ignore_patterns("__pycache__")
    )
    (copy / "docs").mkdir()
    for name in (
        "foods.csv", "foods_by_country.csv", "seldom_eaten.csv", "sources.csv", "food_records.csv",
    ):  # fmt: skip
        shutil.copy(HOUSE / name, copy)
    code = copy / "scoring" / "nutrients.py"
    text = code.read_text(encoding="utf-8")
    assert text.count("\n)\n\nNUTRIENTS: Mapping") == 1
    code.write_text(text.replace("\n)\n\nNUTRIENTS: Mapping", ENTRIES), encoding="utf-8")

    rows = read(copy / "foods.csv")
    assert next(row for row in rows if row["food_id"] == "beef")["serving_g"] == str(SERVING_G)
    write(copy / "foods.csv", [row | dict.fromkeys(NEW_COLUMNS, "") for row in rows])
    records = read(copy / "food_records.csv")
    blank = dict.fromkeys(records[0], "")
    for food_id, nutrient, value in RECORDS:
        records.append(
            blank
            | {"food_id": food_id, "nutrient": nutrient, "value_ug_per_100g": value}
            | {"source_id": records[0]["source_id"], "place": "p", "quoted": "q", "use": "used"}
        )
    write(copy / "food_records.csv", records)
    run(copy, "-m", "scoring", "build", ".")
    return copy


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def run(folder, *arguments, code=0):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_its_figures_follow_from_its_records(copy):
    beef = next(row for row in read(copy / "foods.csv") if row["food_id"] == "beef")
    # Pork, 2 and 3: squares 2 × 0.2² = 0.08 over one. One record of beef: twice that, log-SD
    # sqrt(ln 1.16) = 0.38525; 5 × exp(-0.38525² / 2) ÷ and × exp(1.28155 × 0.38525) = 1.6384.
    assert [beef[f"zinc_{part}"] for part in ("mg", "low", "high")] == ["5", "2.83", "7.61"]
    assert "Zinc (mg): 5 (1 record" in (copy / "docs" / "foods.md").read_text(encoding="utf-8")


def test_check_accepts_the_table_and_knows_what_a_food_may_hold(copy, tmp_path):
    assert "no faults; 66 foods" in run(copy, "-m", "scoring", "check", "foods.csv")
    rows = read(copy / "foods.csv")
    for row in rows:
        if row["food_id"] == "beef":
            row |= {"zinc_mg": "100001", "zinc_high": "100001"}  # more mg than are in 100 g
    write(tmp_path / "foods.csv", rows)
    found = run(copy, "-m", "scoring", "check", str(tmp_path / "foods.csv"), code=1)
    assert "'zinc_mg': found '100001'; allowed: 0, or a number from 1e-09 to 100000," in found


def test_the_template_asks_about_its_supplement(copy, tmp_path):
    run(copy, "-m", "scoring", "template", "--out", str(tmp_path / "empty.csv"))
    header = next(csv.reader((tmp_path / "empty.csv").read_text(encoding="utf-8").splitlines()))
    assert header[-3:] == ["supplement.d_ug", "supplement.zinc_mg", "supplement.b6_animal_mg"]


def test_score_carries_it_and_leaves_the_others_as_they_are(copy, tmp_path):
    responses, intakes = tmp_path / "responses.csv", tmp_path / "intakes.csv"
    write(responses, [RESPONSES | SUPPLEMENTS])
    run(copy, "-m", "scoring", "score", str(responses), "--out", str(intakes), "--digits", "full")
    [row] = read(intakes)
    zinc = 7 / 7 * 1.5 * SERVING_G / 100 * 5  # once a day, large, 5 mg in 100 g
    b6 = 7 / 7 * 1.5 * SERVING_G / 100 * 0.4
    for name, central in (("zinc", zinc), ("b6", b6)):
        found = [float(row[f"{name}_{part}"]) for part in ("mg", "low", "high")]
        hand = [central, central / FLOOR_FACTOR, central * FLOOR_FACTOR]
        assert found == pytest.approx(hand, rel=1e-9)
    assert (row["zinc_supplement_mg"], row["b6_supplement_mg"]) == ("10", "2")
    assert row["unknown_b6_foods"] == "1"  # natto; only beef and pork have data

    write(responses, [RESPONSES | {"supplement.d_ug": "20"}])
    score_file(FoodTable.load(HOUSE / "foods.csv"), responses, tmp_path / "before.csv", digits=None)
    [before] = read(tmp_path / "before.csv")
    assert len(before) == 49  # 25, and 4 of foods that are not asked for each of 6 totals
    assert {column: row[column] for column in before} == before


def test_a_supplement_beyond_its_limit_is_named_in_its_unit(copy, tmp_path):
    responses = tmp_path / "responses.csv"
    write(responses, [RESPONSES | {"supplement.zinc_mg": "201"}])
    found = run(
        *(copy, "-m", "scoring", "score", str(responses), "--out", str(tmp_path / "out.csv")),
        code=2,
    )
    assert "allowed: empty, or a number from 0 to 200 mg a day" in found


def test_estimate_carries_it(copy):
    script = """
import json
from scoring import Answer, Answers, FoodTable, estimate
from scoring.errors import AnswersError
from scoring.questionnaire.answers import Supplements
answers = Answers(
    {"beef": Answer("1d", "L"), "natto": Answer("2w")}, Supplements({"zinc": 10, "b6_animal": 2})
)
found = estimate(FoodTable.load("foods.csv"), answers)
try:
    Supplements({"zinc": 201})
except AnswersError as error:
    refused = str(error)
print(json.dumps({
    "zinc": [getattr(found.intakes["zinc"], end) for end in ("central", "low", "high")],
    "beef": next(dict(c.per_day) for c in found.contributions if c.food_id == "beef"),
    "supplements": dict(found.supplements_per_day),
    "hidden": found.could_hide_per_day["zinc"],
    "refused": refused,
}))
"""
    found = json.loads(run(copy, "-c", script))
    assert found["zinc"] == pytest.approx([7.5, 7.5 / FLOOR_FACTOR, 7.5 * FLOOR_FACTOR], rel=1e-9)
    assert found["beef"]["zinc"] == pytest.approx(7.5)
    assert found["beef"]["b6"] == pytest.approx(0.6)
    assert found["supplements"] == {"k1": 0, "k2": 0, "d": 0, "zinc": 10, "b6": 2}
    natto_g_per_day = 2 / 7 * 50
    assert found["hidden"] == pytest.approx(natto_g_per_day / 100 * (5 + 2.5) / 2)
    assert found["refused"] == (
        "Supplement zinc_mg_per_day: found '201'; allowed: a number from 0 to 200 mg a day"
    )


def test_a_sum_has_the_unit_of_its_parts_and_comes_after_them():
    for name, nutrient in NUTRIENTS.items():
        for part in nutrient.parts:
            assert NUTRIENTS[part].unit == nutrient.unit
            assert TOTALS.index(part) < TOTALS.index(name)


def test_what_follows_from_the_entries():
    assert STORED == ("k1", "mk4", "mk7", "mkx", "d")
    assert WHOLES == ("k1", "k2", "d")


def test_every_warning_about_a_nutrient_has_words():
    codes = {n.high_warning for n in NUTRIENTS.values()}
    codes |= {n.upper_level_warning for n in NUTRIENTS.values()}
    assert codes - {""} == {"k1_high", "k2_high", "d_food_high", "d_above_ul"}
    assert codes - {""} <= set(WARNINGS)


def test_an_entry_that_cannot_work_is_refused():
    with pytest.raises(ValueError, match="unit 'g'; allowed: ug, mg"):
        Nutrient(nutrient_id="x", name_en="X", lower_name_en="x", unit="g", sigma_floor=0.5)


@pytest.mark.parametrize(
    ("between_people", "r", "between_tables", "floor"),
    [
        # 0.25 × (1 + 1.21 − 1.32) + 0.0225 = 0.245, root 0.495
        (0.50, 0.60, 0.15, 0.50),
        # 0.2025 × (1 + 1.21 − 1.1) + 0.1225 = 0.34728, root 0.589
        (0.45, 0.50, 0.35, 0.60),
        # 0.2601 × 0.89 + 0.04 = 0.27149, root 0.521
        (0.51, 0.60, 0.20, 0.50),
    ],
)
def test_the_floor_of_raw_answers_worked_by_hand(between_people, r, between_tables, floor):
    found = raw_answer_log_sd(between_people=between_people, r=r, between_tables=between_tables)
    assert found == pytest.approx(floor)
    assert floor in {nutrient.sigma_floor for nutrient in NUTRIENTS.values()}


def test_answers_spread_as_the_one_study_says_that_states_both():
    """96.5 µg (SD 64.3) by the list, 80 µg (SD 47.7) by records: log-SDs 0.606 and 0.551."""
    rows = read(HOUSE / "content/validation_studies.csv")
    values = [row["value"] for row in rows if row["ref_id"] == "portugal2023"]
    (by_list, by_records) = (
        math.sqrt(math.log1p((float(sd) / float(mean)) ** 2))
        for mean, sd in (re.fullmatch(r"([\d.]+) \(SD ([\d.]+)\)", v).groups() for v in values[1:])
    )
    assert round(by_list / by_records, 1) == SPREAD_OF_ANSWERS


def test_answer_errors_of_the_outside_test_are_those_of_the_studies():
    rows = read(HOUSE / "content/validation_studies.csv")
    found = {
        name: {
            float(row["value"])
            for row in rows
            if row["nutrient"] == name and row["statistic"].startswith("r") and "editing"
            not in row["instrument"] and re.search("record|diary$", row["against"])
        }
        for name in ("Vitamin K", "Vitamin D")
    }  # fmt: skip
    assert found["Vitamin K"] == set(ANSWER_ERRORS["k1"].correlations)
    assert found["Vitamin D"] == set(ANSWER_ERRORS["d"].correlations)


CHOICES = {
    ("content/words.py", "HEADLINES"): "which nutrients lead, and their order",
    ("report/page.py", "HUES"): "colours on paper",
    ("report/page.py", "_beside"): "whole sentences",
    ("scoring/batch/simulate.py", "SUPPLEMENTS"): "who takes what, made up",
    ("scoring/validation/outside.py", "ANSWER_ERRORS"): "what studies of answers found",
    ("scoring/languages/files.py", "COLUMNS"): "columns of comparison.csv",
    ("ui/charts.py", "COLOURS"): "colours on the screen",
    ("ui/foods/food_list.py", "_food"): "columns of the list",
    ("ui/questionnaire/amounts.py", "PERIODS"): "how supplements are labelled",
    ("ui/questionnaire/amounts.py", "UNITS"): "the order of the questions, and units of labels",
    ("ui/questionnaire/sheet_data.py", "LABELS"): "whole sentences",
    ("scoring/questionnaire/words.py", "SUPPLEMENT_NAMES"): "whole sentences",
    ("ui/results/comparison.py", "_part"): "whole sentences",
    ("ui/results/headline.py", "FROM_FOOD"): "whole sentences",
    ("ui/learn/pictures.py", "PICTURES"): "drawings by name, of forms of vitamin K too",
    ("ui/learn/stories.py", "ALT_TEXTS"): "whole sentences",
    ("ui/learn/stories.py", "CHARTS"): "whole sentences",
    ("ui/what_if/controls.py", "SUPPLEMENTS"): "whole sentences",
    ("ui/workshop/room.py", "FOODS_BEHIND"): "the order on the screen of a class",
    ("workshop/export.py", "NUTRIENTS_IN_ORDER"): "the columns of a class's file",
    ("workshop/picture.py", "BAR_EDGES_UG"): "where the bars of a chart begin",
}
"""Where ids of nutrients may stand in a row: what a page chooses, and words for translation."""


def nutrient_lists(code: str) -> Iterator[str]:
    """The top-level names in which a display holds two or more ids of nutrients."""
    ids = {*TOTALS, K_TOTAL}
    for top in ast.parse(code).body:
        for node in ast.walk(top):
            items = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", ())
            if sum(isinstance(item, ast.Constant) and item.value in ids for item in items) > 1:
                yield name_of(top)


def name_of(top: ast.stmt) -> str:
    if isinstance(top, ast.Assign | ast.AnnAssign):
        target = top.targets[0] if isinstance(top, ast.Assign) else top.target
        return ast.unparse(target)
    return getattr(top, "name", "")


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('FORMS = ("mk4", "mk7", "mkx")', ["FORMS"]),
        ('def limits():\n    return {"k1": 1000, "d": 25}', ["limits"]),
        ('for n in ["k2", "d"]:\n    pass', [""]),
        ('HELD = frozenset({"k1", *FORMS, "k_total"})', ["HELD"]),
        ('one = NUTRIENTS["k2"], {"d": 25}, ("x", "d")', []),
    ],
)
def test_lists_of_nutrients_are_found(code, found):
    assert list(nutrient_lists(code)) == found


def test_nutrients_are_listed_in_one_place_and_where_a_page_chooses():
    found = set()
    for folder in ("scoring", "content", "report", "workshop", "ui", "pages", "benchmarks"):
        for path in sorted((HOUSE / folder).rglob("*.py")):
            if path != HOUSE / "scoring" / "nutrients.py":
                names = nutrient_lists(path.read_text(encoding="utf-8"))
                found |= {(path.relative_to(HOUSE).as_posix(), name) for name in names}
    assert found == set(CHOICES)
