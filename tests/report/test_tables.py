"""The tables to take along: their figures, their columns, and that no cell is a formula."""

import csv
import io

import pandas as pd
import pytest

import report
from report.tables import FOODS_COLUMNS
from scoring import Answer
from scoring.batch.score_files import score_file
from scoring.batch.spreadsheet import safe_cell
from scoring.guidance.disclaimer import disclaimer_short
from scoring.guidance.safety import SafetyAnswers
from scoring.questionnaire.answers import Supplements
from tests.report.people import OUR_FOODS, SMALL_ANSWERS, SMALL_FOODS, person, renamed


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def foods_of(someone: report.Person) -> dict[str, dict[str, str]]:
    return {row["food_id"]: row for row in rows(report.foods_csv(someone))}


def test_one_row_a_food_with_what_it_gives():
    found = foods_of(person())
    assert list(found) == [food.food_id for food in SMALL_FOODS]
    assert tuple(found["natto"]) == FOODS_COLUMNS
    natto = found["natto"]
    assert (natto["frequency"], natto["portion"]) == ("1w", "M")
    assert float(natto["g_per_week"]) == pytest.approx(50)
    assert float(natto["mk7_ug"]) == pytest.approx(800 * 0.5 / 7)
    assert float(natto["k2_ug"]) == pytest.approx(886 * 0.5 / 7)
    assert float(found["spinach"]["k1_ug"]) == pytest.approx(500 * 0.8 * 2 / 7)
    assert found["egg"]["g_per_week"] == "0.0"
    assert found["egg"]["d_ug"] == "0.0"
    assert found["gouda"]["mk7_ug"] == found["gouda"]["mk7_low"] == ""
    assert float(found["gouda"]["k2_ug"]) == pytest.approx(58 * 0.3)


def test_the_range_of_a_food_is_that_of_a_person_who_eats_only_this():
    alone = dict.fromkeys(SMALL_ANSWERS, Answer("never")) | {"salmon": Answer("1w")}
    expected = person(answers=alone).estimate.intakes["d"]
    salmon = foods_of(person())["salmon"]
    assert float(salmon["d_low"]) == pytest.approx(expected.low)
    assert float(salmon["d_high"]) == pytest.approx(expected.high)


def test_an_unanswered_food_has_empty_cells():
    answers = {food.food_id: Answer("1w") for food in OUR_FOODS if food.food_id != "brie"}
    brie = foods_of(person(OUR_FOODS, answers))["brie"]
    assert {brie[column] for column in FOODS_COLUMNS[3:-1]} == {""}


def test_each_row_says_what_it_is():
    for row in rows(report.foods_csv(person(example="Example: vegan", own_table=True))):
        assert row["about"].startswith("Example: vegan. Own food table ")
        assert SMALL_FOODS.version in row["about"]
        assert "2026-03-04" in row["about"]
        assert disclaimer_short() in row["about"]


def test_intakes_are_those_of_the_command_line(tmp_path):
    supplements = Supplements({"k1": 1, "mk4": 2, "mk7": 3, "d": 4.5})
    (row,) = rows(report.intakes_csv(person(supplements=supplements)))
    header = {"respondent_id": "1"} | {f: a.frequency for f, a in SMALL_ANSWERS.items()}
    header |= {"supplement.k1_ug": 1, "supplement.mk4_ug": 2, "supplement.mk7_ug": 3}
    header |= {"supplement.d_ug": 4.5}
    pd.DataFrame([header]).to_csv(tmp_path / "responses.csv", index=False)
    score_file(SMALL_FOODS, tmp_path / "responses.csv", tmp_path / "intakes.csv")
    with (tmp_path / "intakes.csv").open(encoding="utf-8-sig", newline="") as file:
        (expected,) = csv.DictReader(file)
    assert list(row) == list(expected)
    for name, value in expected.items():
        try:
            assert float(row[name]) == float(value), name
        except ValueError:
            assert row[name] == value, name
    assert row["k2_ug"] == "80.79"


def test_intakes_are_those_of_the_country():
    irish = OUR_FOODS.for_country("IE")
    spread_alone = dict.fromkeys((food.food_id for food in OUR_FOODS), Answer("never"))
    spread_alone["spread_fortified"] = Answer("1d")
    (row,) = rows(report.intakes_csv(person(irish, spread_alone)))
    assert float(row["d_ug"]) == pytest.approx(5.5 * 10 / 100)  # 5.5 µg in 100 g there, 10 g a day
    (row,) = rows(report.intakes_csv(person(OUR_FOODS, spread_alone)))
    assert float(row["d_ug"]) == pytest.approx(9.38 * 10 / 100)  # the international figure


def test_an_example_names_its_row():
    (row,) = rows(report.intakes_csv(person(example="Example: vegan")))
    assert row["respondent_id"] == "Example: vegan"


@pytest.mark.parametrize("name", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0"])
def test_no_cell_starts_a_formula(name):
    table = renamed(SMALL_FOODS, natto=name)
    someone = person(table, example=name)
    for data in (report.foods_csv(someone), report.intakes_csv(someone)):
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
            for cell in row:
                assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert foods_of(someone)["natto"]["food"] == safe_cell(name) != name


def test_a_spreadsheet_reads_it_as_utf_8():
    assert report.foods_csv(person()).startswith(b"\xef\xbb\xbf")
    assert "respondent_id" in pd.read_csv(io.BytesIO(report.intakes_csv(person())))


def test_tables_are_withheld_where_results_are():
    with pytest.raises(report.ReportError):
        person(safety=SafetyAnswers(adult=False, blood_thinner="none"))
