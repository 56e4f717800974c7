"""Published figures against ours: each recomputed, none hidden, none taken from our own records."""

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scoring import validation
from scoring.__main__ import main
from scoring.data_files import DataFileError
from scoring.foods import FoodTable, load_sources
from scoring.intake import estimate
from scoring.provenance import load_records
from scoring.questionnaire import Answer, Answers
from scoring.validation import CASE_NUTRIENTS, Independence, Verdict

ROOT = Path(__file__).resolve().parents[2]
OURS = FoodTable.load(ROOT / "foods.csv")
CASES = validation.load_cases()
COMPARISONS = {c.case.case_id: c for c in validation.compare(OURS, CASES)}
with validation.CASES_CSV.open(encoding="utf-8", newline="") as file:
    CASE_ROWS = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def result():
    return validation.validate(OURS)


@pytest.fixture(scope="module")
def report(result):
    return validation.report_text(result)


@pytest.mark.parametrize("row", CASE_ROWS, ids=[row["case_id"] for row in CASE_ROWS])
def test_each_case_recomputed_from_the_file(row):
    if row["use"] == "excluded":
        assert row["reason"]
        assert row["case_id"] not in COMPARISONS
        return
    found = COMPARISONS[row["case_id"]]
    ours = sum(
        float(part.split(":")[1]) / 100 * OURS[part.split(":")[0]].content[nutrient].central_ug
        for part in row["foods"].split(";")
        for nutrient in CASE_NUTRIENTS[row["nutrient"]]
    )
    low = float(row["published_low_ug"] or row["published_ug"])
    high = float(row["published_high_ug"] or row["published_ug"])
    assert low <= high
    assert found.ours_ug == pytest.approx(ours)
    assert found.ours_low_ug <= ours <= found.ours_high_ug
    assert found.published_ug == pytest.approx((low + high) / 2)
    if low + high > 0:
        assert found.ratio == pytest.approx(2 * ours / (low + high))
    else:
        assert math.isnan(found.ratio)
    outside = high < found.ours_low_ug or low > found.ours_high_ug
    assert (found.verdict is Verdict.MISS) == outside
    whole = found.ours_low_ug <= low and high <= found.ours_high_ug
    assert (found.verdict is Verdict.INSIDE) == whole


def test_worked_by_hand():
    spinach, natto = OURS["spinach"].content, OURS["natto"].content
    meal = COMPARISONS["k1_spinach_meal"]  # 3.5 µmol of 450.7 g/mol in 400 g
    assert meal.published_ug == pytest.approx(3.5 * 450.7, abs=1)
    assert meal.ours_ug == pytest.approx(4 * spinach["k1"].central_ug)
    assert meal.ours_high_ug == pytest.approx(4 * spinach["k1"].high_ug)
    meal = COMPARISONS["k2_natto_meal"]  # 3.1 µmol of 649 g/mol in 200 g
    assert meal.published_ug == pytest.approx(3.1 * 649, abs=1)
    forms = [natto[form].central_ug for form in ("mk4", "mk7", "mkx")]
    assert meal.ours_ug == pytest.approx(2 * sum(forms))
    assert COMPARISONS["k1_broccoli_kamao"].verdict is Verdict.MISS
    assert COMPARISONS["d_white_fish_au"].verdict is Verdict.PARTLY


def test_range_of_a_sum_agrees_with_draws():
    """K1 and K2 of chicken, half leg and half breast: eight independent contents."""
    rng = np.random.default_rng(3)
    total = np.zeros(300_000)
    for food_id in ("chicken_leg", "chicken_breast"):
        for nutrient in CASE_NUTRIENTS["k_total"]:
            c = OURS[food_id].content[nutrient]
            normal = rng.standard_normal(total.size)
            total += 0.5 * c.central_ug * np.exp(c.log_sd * normal - c.log_sd**2 / 2)
    found = COMPARISONS["k_chicken_finland"]
    assert found.ours_ug == pytest.approx(total.mean(), rel=0.01)
    expected = np.quantile(total, [0.1, 0.9])
    assert (found.ours_low_ug, found.ours_high_ug) == pytest.approx(tuple(expected), rel=0.03)


def test_no_case_is_among_the_used_records():
    records = load_records(ROOT / "food_records.csv")
    sources = load_sources(ROOT / "sources.csv")
    assert validation.independence_faults(CASES, records, sources) == ()


@pytest.mark.parametrize("case_id", ["ods_broccoli", "ie_herring", "ods_trout", "fu_cottage"])
def test_a_copied_figure_called_independent_is_found_out(case_id):
    records = load_records(ROOT / "food_records.csv")
    sources = load_sources(ROOT / "sources.csv")
    (case,) = (c for c in CASES if c.case_id == case_id)
    claimed = replace(case, independence=Independence.INDEPENDENT)
    assert validation.independence_faults([claimed], records, sources)
    unnamed = replace(case, table_source_ids=())
    assert validation.independence_faults([unnamed], records, sources)


def test_a_paper_cited_in_a_record_is_found_out():
    records = load_records(ROOT / "food_records.csv")
    sources = load_sources(ROOT / "sources.csv")
    (case,) = (c for c in CASES if c.case_id == "k2_natto_meal")
    kamao = validation.load_published_sources()["kamao2007"]
    faults = validation.independence_faults([replace(case, source=kamao)], records, sources)
    assert any("Kamao 2007" in fault for fault in faults)


def test_every_row_of_the_file_is_printed(result, report):
    assert len(result.comparisons) + len(result.not_compared) == len(CASE_ROWS)
    first_words = [line.split()[0] for line in report.splitlines() if line.strip()]
    for row in CASE_ROWS:
        assert first_words.count(row["case_id"]) == 1, row["case_id"]


def test_every_miss_is_marked_in_words(result, report):
    lines = {line.split()[0]: line for line in report.splitlines() if line.strip()}
    for found in result.comparisons:
        marked = " MISS " in lines[found.case.case_id]
        assert marked == (found.verdict is Verdict.MISS), found.case.case_id
    misses = sum(c.verdict is Verdict.MISS for c in result.comparisons)
    assert misses > 0
    assert sum(line.count(" MISS ") for line in report.splitlines()) == misses


def test_sources_are_all_used_and_say_how_they_were_read():
    with validation.SHARES_CSV.open(encoding="utf-8", newline="") as shares:
        used = {row["source_key"] for row in csv.DictReader(shares)}
    used |= {row["source_key"] for row in CASE_ROWS}
    sources = validation.load_published_sources()
    assert used == set(sources)
    assert all(source.read_in and source.citation for source in sources.values())
    assert len({row["case_id"] for row in CASE_ROWS}) == len(CASE_ROWS)


@pytest.mark.parametrize(
    ("column", "value"),
    [("nutrient", "k9"), ("source_key", "nobody"), ("independence", "yes"), ("use", "hidden")],
)
def test_a_broken_case_is_refused_by_row_and_column(tmp_path, monkeypatch, column, value):
    path = tmp_path / "cases.csv"
    with path.open("w", encoding="utf-8", newline="") as broken:
        writer = csv.DictWriter(broken, CASE_ROWS[0])
        writer.writeheader()
        writer.writerow(CASE_ROWS[0] | {column: value})
    monkeypatch.setattr(validation, "CASES_CSV", path)
    with pytest.raises(DataFileError, match=f"row 2: {column} '{value}'"):
        validation.load_cases.__wrapped__()


def test_likely_ranges_hold_what_they_say():
    found = validation.calibrate(OURS)
    assert {c.nutrient for c in found} == {"k1", "mk4", "mk7", "mkx", "k2", "d"}
    for c in found:
        assert 0.78 <= c.likely.coverage <= 0.90, c.nutrient
        assert c.diets >= 300


def test_sharper_than_a_constant_percentage_that_holds_as_many():
    for c in validation.calibrate(OURS):
        assert c.by_percent.coverage == pytest.approx(c.likely.coverage, abs=0.001)
        assert c.by_factor.coverage == pytest.approx(c.likely.coverage, abs=0.001)
        assert c.likely.high_to_low < c.by_percent.high_to_low, c.nutrient
        assert c.likely.score < c.by_percent.score, c.nutrient


def test_calibration_is_the_same_for_the_same_seed():
    few = {"number_of_random_diets": 5, "draws": 20}
    assert validation.calibrate(OURS, **few) == validation.calibrate(OURS, **few)
    assert validation.calibrate(OURS, **few) != validation.calibrate(OURS, **few, seed=1)


def test_truths_have_the_spread_of_the_range():
    """The log-SD of many truths is the sigma of the estimate, floor included."""
    answers = validation.complete_answers(
        OURS, {"spinach": Answer("1d"), "lettuce": Answer("3-4w")}
    )
    found = estimate(OURS, answers)
    truths = validation.draw_truths(OURS, answers, found, 60_000, np.random.default_rng(1))
    assert np.log(truths[:, 0]).std() == pytest.approx(found.intakes["k1"].sigma, rel=0.02)
    assert (truths[:, 5] == 0).all()


def test_interval_score_worked_by_hand():
    """Two truths around a range of ÷ and × 2: one inside, one a factor 2 above the high end."""
    low, high = np.array([[0.5]]), np.array([[2.0]])
    found = validation._quality(np.array([[1.0, 4.0]]), low, high)
    assert found.coverage == 0.5
    assert found.high_to_low == pytest.approx(4)
    assert found.width == 1.5
    assert found.score == pytest.approx(math.log(4) + 10 * math.log(2) / 2)


def test_typical_diets_are_of_our_foods():
    diets = validation.load_typical_diets()
    assert len(diets) >= 12
    for eaten in diets.values():
        assert all(food_id in OURS for food_id in eaten)
        assert set(validation.complete_answers(OURS, eaten).foods) == {f.food_id for f in OURS}
    assert isinstance(validation.random_diets(OURS, 2, seed=1)[0], Answers)


def test_typical_diets_say_when_recall_rules(result, report):
    assert len(result.narrowings) == 3 * len(validation.load_typical_diets())
    ruled = [n for n in result.narrowings if n.best and not n.best.shown_range_shrinks]
    assert report.count("stays: recall rules") == len(ruled) > 0


def test_source_coverage_worked_by_hand(result):
    found = {(c.population, c.country, c.years, c.nutrient): c for c in result.coverage}
    irish = found["Adults 18 to 64", "Ireland", "1999", "k1"]
    assert irish.surely_percent == 26 + 10 + 10 + 8
    assert irish.not_covered_percent == 22 + 10
    assert irish.not_stated_percent == pytest.approx(14)
    assert irish.missing_groups == ("Other vegetables", "Potatoes, also fried")
    british = found["Adults", "United Kingdom", "2000-2001", "k1"]
    assert (british.surely_percent, british.at_most_percent) == (19, 60)
    for c in result.coverage:
        stated = c.at_most_percent + c.not_covered_percent
        assert stated + c.not_stated_percent == pytest.approx(100, abs=0.3)


def test_the_command_prints_the_report(capsys):
    assert main(["validate"]) == 0
    printed = capsys.readouterr().out
    for row in CASE_ROWS:
        assert f"\n{row['case_id']} " in printed
