"""One set of answers under two food tables: before, after, and where the difference comes from."""

import csv
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from scoring.__main__ import main
from scoring.batch.rescore import NOT_ASKED, differences_table, rescore_file
from scoring.batch.simulate import simulate_file
from scoring.errors import ResponsesError, ScoringError
from scoring.foods.changes import changes_between, earlier_table, earlier_versions
from scoring.foods.table import FoodTable
from scoring.intake.two_tables import under_two_tables
from scoring.nutrients import TOTALS
from scoring.questionnaire.answers import Answer, Answers
from tests.conftest import ROOT

FIRST = "a6aa08799256"


@pytest.fixture(scope="module")
def foods():
    return FoodTable.load(ROOT / "foods.csv")


@pytest.fixture(scope="module")
def first_table():
    return earlier_table(FIRST)


def without(foods, food_id, *nutrients):
    """The table without a food, or without its data on some nutrients."""
    kept = []
    for food in foods:
        if food.food_id == food_id:
            if not nutrients:
                continue
            food = replace(food, content={**food.content} | dict.fromkeys(nutrients))
        kept.append(food)
    return FoodTable(tuple(kept), foods.countries)


def responses(folder, text="ana,1w,2w\nben,3-4w,never\n", header="respondent_id,natto,eggs"):
    path = folder / "responses.csv"
    path.write_text(f"{header}\n{text}", encoding="utf-8")
    return path


def test_the_table_of_the_first_version_is_kept_under_its_own_version(first_table):
    assert earlier_versions() == (FIRST,)
    assert first_table.version == FIRST
    with pytest.raises(ScoringError, match=FIRST):
        earlier_table("000000000000")


def test_a_food_that_the_new_table_lacks_becomes_unknown_and_not_zero(foods, tmp_path):
    out = tmp_path / "out.csv"
    found = rescore_file(foods, without(foods, "natto"), responses(tmp_path), out)
    people = pd.read_csv(out).set_index("respondent_id")
    natto = 50 / 7 / 100 * 819  # one pack of 50 g a week, 819 µg of MK-7 in 100 g
    assert people.loc["ana", "mk7_now_unknown_ug"] == pytest.approx(natto, abs=1e-4)
    assert people.loc["ana", "mk7_difference_ug"] == pytest.approx(-natto, abs=1e-4)
    (mk7,) = (d for d in found.differences if (d.food_id, d.nutrient) == ("natto", "mk7"))
    assert mk7.after is None
    assert mk7.people == 2
    assert mk7.now_unknown == pytest.approx((1 + 3.5) * natto)
    (row,) = (
        row
        for row in differences_table(found).to_pylist()
        if (row["food_id"], row["nutrient"]) == ("natto", "mk7")
    )
    assert row["after_ug"] is None


def test_a_form_without_data_any_more_leaves_a_sum_of_the_others(foods, tmp_path):
    found = rescore_file(
        foods, without(foods, "natto", "mkx"), responses(tmp_path), tmp_path / "out.csv"
    )
    by_nutrient = {d.nutrient: d for d in found.differences if d.food_id == "natto"}
    assert by_nutrient.keys() == {"mkx", "k2"}
    assert by_nutrient["mkx"].after is None
    assert by_nutrient["k2"].after > 0
    assert by_nutrient["k2"].now_unknown == pytest.approx(by_nutrient["mkx"].before)


@pytest.mark.parametrize("jobs", [1, 2])
def test_everything_adds_up(foods, first_table, tmp_path, jobs):
    made_up, out = tmp_path / "r.parquet", tmp_path / "out.parquet"
    simulate_file(first_table, 1500, made_up, seed=18)
    frame = pd.read_parquet(made_up)
    frame["country"] = np.resize(["NL", "IE", "", "FI"], len(frame))
    frame.to_parquet(made_up)
    found = rescore_file(first_table, foods, made_up, out, jobs=jobs)
    people = pd.read_parquet(out)
    table = differences_table(found).to_pandas()
    assert (table["food_id"] == NOT_ASKED).any()
    for n in TOTALS:
        moved = people[f"{n}_after_ug"] - people[f"{n}_before_ug"]
        assert (moved - people[f"{n}_difference_ug"]).abs().max() < 0.001
        own = table[table["nutrient"] == n]
        listed = own[own["food_id"] != NOT_ASKED]["difference_ug"].sum()
        whole = own["difference_ug"].sum()
        # a person's figures are rounded to 0.0001 µg, of which the sum of 1,500 is told
        assert listed / 1500 == pytest.approx(people[f"{n}_difference_ug"].mean(), abs=0.001)
        assert whole / 1500 == pytest.approx(people[f"{n}_total_difference_ug"].mean(), abs=0.001)
        both = found.totals[n]
        assert both[1] - both[0] == pytest.approx(whole, abs=0.01)


def test_before_and_after_are_the_figures_of_score(foods, first_table, tmp_path):
    path, out = responses(tmp_path), tmp_path / "out.csv"
    rescore_file(first_table, foods, path, out)
    people = pd.read_csv(out)
    scored = tmp_path / "scored.csv"
    assert main(["score", str(path), "--out", str(scored), "--digits", "full"]) == 0
    now = pd.read_csv(scored)
    for n in TOTALS:
        assert people[f"{n}_after_ug"].to_numpy() == pytest.approx(now[f"{n}_ug"], abs=1e-4)
        high = people[f"{n}_total_after_high"].to_numpy()
        assert high == pytest.approx(now[f"{n}_total_high"], abs=1e-4)


def test_the_same_table_twice_differs_nowhere(foods, tmp_path):
    found = rescore_file(foods, foods, responses(tmp_path), tmp_path / "out.csv")
    assert found.differences == ()
    assert changes_between(foods, foods) == ()


def test_every_replaced_figure_is_shown_by_a_dry_run(foods, first_table, capsys):
    assert main(["rescore", "--before", FIRST, "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    changes = changes_between(first_table, foods)
    assert len(lines) == len(changes) + 1
    assert "pizza: a new food, not asked then" in lines
    for food in first_table:
        served = [line for line in lines if line.startswith(f"{food.food_id} serving_g: ")]
        assert len(served) == (food.serving_g != foods[food.food_id].serving_g)
    d = foods["spread_fortified"].content["d"], first_table["spread_fortified"].content["d"]
    if d[0].central != d[1].central:
        expected = f"spread_fortified d_ug: {d[1].central:g} -> {d[0].central:g} "
        assert any(line.startswith(expected) for line in lines)


def test_a_figure_of_a_country_is_shown_with_the_country(foods, first_table):
    irish = [c for c in changes_between(first_table, foods) if c.country == "IE"]
    (spread,) = (c for c in irish if (c.food_id, c.column) == ("spread_fortified", "d_ug"))
    assert spread.after == 5.5


def test_the_command_writes_people_and_foods(tmp_path, capsys):
    out, by_food = tmp_path / "out.csv", tmp_path / "foods.csv"
    arguments = ["--before", FIRST, "--out", str(out), "--by-food", str(by_food)]
    assert main(["rescore", str(responses(tmp_path)), *arguments]) == 0
    assert "2 people under food table a6aa08799256" in capsys.readouterr().out
    with by_food.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    eggs = [row for row in rows if row["food_id"] == "eggs"]
    assert eggs
    assert all(row["sources_after"] for row in eggs)


def test_a_person_twice_stops_it_and_leaves_nothing(foods, tmp_path):
    out, by_food = tmp_path / "out.csv", tmp_path / "foods.csv"
    path = responses(tmp_path, "ana,1w,\nana,2w,\n")
    with pytest.raises(ResponsesError, match="an id of its own"):
        rescore_file(foods, foods, path, out, by_food)
    assert not out.exists()
    assert not by_food.exists()


def test_answers_about_foods_that_the_table_of_before_lacks_are_refused(first_table, tmp_path):
    path = responses(tmp_path, "ana,1w,\n", "respondent_id,pizza,eggs")
    with pytest.raises(ResponsesError, match="pizza"):
        rescore_file(first_table, first_table, path, tmp_path / "out.csv")


EATEN = Answers({"natto": Answer("1w"), "eggs": Answer("1d", "L"), "spinach": Answer("2w")})


@pytest.mark.parametrize("country", ["", "IE"])
def test_one_person_adds_up_food_by_food(foods, first_table, country):
    found = under_two_tables(first_table, foods.for_country(country), EATEN)
    for n in TOTALS:
        moved = sum(move.difference for move in found.foods[n])
        listed = found.after.intakes[n].central - found.before.intakes[n].central
        assert moved == pytest.approx(listed, abs=0.01)
        allowances = [made.not_asked.get(n) for made in (found.before, found.after)]
        amounts = [own.central if own else 0 for own in allowances]
        whole = found.after.wholes[n].central - found.before.wholes[n].central
        assert moved + amounts[1] - amounts[0] == pytest.approx(whole, abs=0.01)
    assert "pizza" in found.not_asked_then


def test_a_food_that_is_gone_is_unknown_for_one_person_too(foods):
    found = under_two_tables(foods, without(foods, "natto"), EATEN)
    (natto,) = (move for move in found.foods["mk7"] if move.food_id == "natto")
    assert natto.after is None
    assert natto.difference == pytest.approx(-58.5)
