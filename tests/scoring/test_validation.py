"""Published figures against ours: each recomputed, none hidden, none taken from our own records."""

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scoring.__main__ import main
from scoring.files.data_files import DataFileError
from scoring.foods.build import content_of, recompute, typical_relative_sd, used_by_key
from scoring.foods.records import load_records
from scoring.foods.table import FoodTable, NutrientContent, load_sources
from scoring.intake.estimate import estimate
from scoring.questionnaire.answers import Answer, Answers
from scoring.validation import calibration, coverage, diets, left_out, outside, published
from scoring.validation.published import CASE_NUTRIENTS, Independence, Verdict
from scoring.validation.report import held_of_comparisons, report_text, validate

ROOT = Path(__file__).resolve().parents[2]
OURS = FoodTable.load(ROOT / "foods.csv")
RECORDS = load_records(ROOT / "food_records.csv")
CASES = published.load_cases()
COMPARISONS = {c.case.case_id: c for c in published.compare(OURS, CASES)}
with published.CASES_CSV.open(encoding="utf-8", newline="") as file:
    CASE_ROWS = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def result():
    return validate(OURS)


@pytest.fixture(scope="module")
def report(result):
    return report_text(result)


def test_each_case_recomputed_from_the_file(subtests):
    for row in CASE_ROWS:
        with subtests.test(case=row["case_id"]):
            if row["use"] == "excluded":
                assert row["reason"]
                assert row["case_id"] not in COMPARISONS
                continue
            found = COMPARISONS[row["case_id"]]
            ours = sum(
                float(part.split(":")[1]) / 100 * OURS[part.split(":")[0]].content[nutrient].central
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
    assert meal.ours_ug == pytest.approx(4 * spinach["k1"].central)
    assert meal.ours_high_ug == pytest.approx(4 * spinach["k1"].high)
    meal = COMPARISONS["k2_natto_meal"]  # 3.1 µmol of 649 g/mol in 200 g
    assert meal.published_ug == pytest.approx(3.1 * 649, abs=1)
    forms = [natto[form].central for form in ("mk4", "mk7", "mkx")]
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
            total += 0.5 * c.central * np.exp(c.log_sd * normal - c.log_sd**2 / 2)
    found = COMPARISONS["k_chicken_finland"]
    assert found.ours_ug == pytest.approx(total.mean(), rel=0.01)
    expected = np.quantile(total, [0.1, 0.9])
    assert (found.ours_low_ug, found.ours_high_ug) == pytest.approx(tuple(expected), rel=0.05)


def test_no_case_is_among_the_used_records():
    records = load_records(ROOT / "food_records.csv")
    sources = load_sources(ROOT / "sources.csv")
    assert published.independence_faults(CASES, records, sources) == ()


@pytest.mark.parametrize("case_id", ["ods_broccoli", "ie_herring", "ods_trout", "fu_cottage"])
def test_a_copied_figure_called_independent_is_found_out(case_id):
    records = load_records(ROOT / "food_records.csv")
    sources = load_sources(ROOT / "sources.csv")
    (case,) = (c for c in CASES if c.case_id == case_id)
    claimed = replace(case, independence=Independence.INDEPENDENT)
    assert published.independence_faults([claimed], records, sources)
    unnamed = replace(case, table_source_ids=())
    assert published.independence_faults([unnamed], records, sources)


def test_a_paper_cited_in_a_record_is_found_out():
    records = load_records(ROOT / "food_records.csv")
    sources = load_sources(ROOT / "sources.csv")
    (case,) = (c for c in CASES if c.case_id == "k2_natto_meal")
    kamao = published.load_published_sources()["kamao2007"]
    faults = published.independence_faults([replace(case, source=kamao)], records, sources)
    assert any("Kamao 2007" in fault for fault in faults)


@pytest.mark.slow
def test_every_row_of_the_file_is_printed(result, report):
    report = report.partition("PUBLISHED FIGURES AGAINST OURS")[2]
    assert len(result.comparisons) + len(result.not_compared) == len(CASE_ROWS)
    first_words = [line.split()[0] for line in report.splitlines() if line.strip()]
    for row in CASE_ROWS:
        assert first_words.count(row["case_id"]) == 1, row["case_id"]


def test_every_left_out_miss_is_printed(result, report):
    misses = [one for one in result.left_out if not one.inside]
    head, _, rest = report.partition(f"Left-out figures outside their range: {len(misses)}\n")
    printed = rest.partition("DOES THE RANGE OF AN INTAKE HOLD?")[0]
    for one in misses:
        assert one.record.place in printed
    assert f"{left_out.held_of_left_out(result.left_out).share:.1%}" in head
    assert f"{result.high_to_low:.2f}" in head


def test_every_miss_is_marked_in_words(result, report):
    report = report.partition("PUBLISHED FIGURES AGAINST OURS")[2]
    lines = {line.split()[0]: line for line in report.splitlines() if line.strip()}
    for found in result.comparisons:
        marked = " MISS " in lines[found.case.case_id]
        assert marked == (found.verdict is Verdict.MISS), found.case.case_id
    misses = sum(c.verdict is Verdict.MISS for c in result.comparisons)
    assert misses > 0
    assert sum(line.count(" MISS ") for line in report.splitlines()) == misses


def test_sources_are_all_used_and_say_how_they_were_read():
    with coverage.SHARES_CSV.open(encoding="utf-8", newline="") as shares:
        used = {row["source_key"] for row in csv.DictReader(shares)}
    used |= {row["source_key"] for row in CASE_ROWS}
    sources = published.load_published_sources()
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
    monkeypatch.setattr(published, "CASES_CSV", path)
    with pytest.raises(DataFileError, match=f"row 2: {column} '{value}'"):
        published.load_cases.__wrapped__()


def test_ranges_of_single_foods_hold_figures_that_they_were_not_made_from(result):
    """The promise is 80 %. Sources left out are tried without their food; others are not used."""
    found = left_out.held_of_left_out(result.left_out)
    assert found.figures > 500
    assert 0.77 <= found.share <= 0.86
    unused = held_of_comparisons(result.unused)
    # 28 independent and 38 of unclear origin. Seven Irish and British figures of fortified foods
    # are no test any more: the table takes the figures of those countries from them.
    assert unused.figures == 28 + 38
    assert 0.77 <= round(unused.share, 2) <= 0.86
    assert result.high_to_low <= 6.7


def test_zeros_read_as_stated_do_not_change_the_picture(result):
    """As the strictest reading has it, a figure of 0 lies outside every range that begins above."""
    strict = [one.content.low <= one.record.value <= one.content.high for one in result.left_out]
    assert 0.76 <= sum(strict) / len(strict) <= 0.86


def test_a_range_without_a_source_knows_neither_its_figures_nor_its_food(subtests):
    found = left_out.leave_sources_out(OURS, RECORDS)
    groups = used_by_key(RECORDS)
    for one in found[:: max(len(found) // 25, 1)]:
        record = one.record
        with subtests.test(food=record.food_id, nutrient=record.nutrient, source=record.source_id):
            others = {k: g for k, g in groups.items() if k[0] != record.food_id}
            rest = [
                r
                for r in groups[record.food_id, record.nutrient]
                if r.family != record.family and r.source_id not in left_out.ASSUMED
            ]
            is_animal = "animal" in OURS[record.food_id].tags
            typical = typical_relative_sd(others)[record.nutrient]
            assert one.content == content_of(rest, typical, is_animal=is_animal)


def test_every_figure_is_left_out_once_where_another_source_has_one():
    found = left_out.leave_sources_out(OURS, RECORDS)
    measured = [r for r in RECORDS if r.used and r.source_id not in left_out.ASSUMED]
    families = {}
    for record in measured:
        families.setdefault((record.food_id, record.nutrient), set()).add(record.family)
    expected = [r for r in measured if len(families[r.food_id, r.nutrient]) > 1]
    assert sorted(map(repr, expected)) == sorted(repr(one.record) for one in found)


def test_a_figure_of_zero_says_less_than_can_be_told():
    content = NutrientContent(2.0, 0.4, 6.0)
    assert left_out.holds(content, "k1", 0)
    assert not left_out.holds(content, "d", 0)
    assert not left_out.holds(content, "k1", 0.3)
    assert left_out.holds(content, "k1", 6)
    assert not left_out.holds(content, "k1", 6.1)


def test_held_worked_by_hand():
    """Eggs 2 of 2, milk 1 of 2 with one below: 3 of 4; (2 − 1.5)² + (1 − 1.5)² = 0.5, root ÷ 4."""
    outcomes = [("eggs", True, False), ("eggs", True, False), ("milk", True, False)]
    found = left_out.held([*outcomes, ("milk", False, True)])
    assert (found.figures, found.inside, found.below, found.above) == (4, 3, 1, 0)
    assert found.share == 0.75
    assert found.standard_error == pytest.approx(math.sqrt(0.5) / 4)


def test_high_to_low_of_the_table():
    logs = [
        math.log(c.high / c.low)
        for c in recompute(RECORDS, {f.food_id for f in OURS if "animal" in f.tags}).values()
        if c.low
    ]
    assert left_out.mean_high_to_low(OURS) == pytest.approx(math.exp(sum(logs) / len(logs)))


def test_the_range_of_a_week_holds_with_errors_from_outside_the_model(result):
    """On average over answers that spread 1.0 to 1.3 times as much as intakes.

    The upper bound for K2 is wider by what judgement set: no study says how well it is answered.
    Vitamin D with foods left out, of which a list misses a quarter, needs the allowance for them.
    """
    assert {one.nutrient for one in result.outside} == {"k1", "k2", "d"}
    for one in result.outside:
        for shares in (one.all_asked, one.allowed_for):
            assert 0.76 <= sum(shares) / len(shares) <= 0.88, one.nutrient
            assert list(shares) == sorted(shares, reverse=True), "more error, fewer inside"
        assert all(a > b for a, b in zip(one.allowed_for, one.left_out, strict=True))
        assert one.weeks >= 14
        assert one.high_to_low < 5
        assert one.mean_high_to_low < 5.2
    every = [sum(one.left_out) / len(one.left_out) for one in result.outside]
    assert 0.76 <= sum(every) / len(every) <= 0.86


def test_errors_from_outside_are_the_same_for_the_same_seed():
    few = outside.try_from_outside(OURS, RECORDS, draws=20)
    assert outside.try_from_outside(OURS, RECORDS, draws=20) == few
    assert outside.try_from_outside(OURS, RECORDS, draws=20, seed=1) != few


def test_the_answers_miss_by_what_the_studies_found():
    """With contents known, all truths are off by √(s² (1 + k² − 2kr)) on the log scale: by hand."""
    week = diets.complete_answers(OURS, {"spinach": Answer("1d")})
    found = estimate(OURS, week)
    exact = {("spinach", "k1"): [r for r in RECORDS if r.food_id == "spinach"][:1]}
    assert exact["spinach", "k1"][0].value > 0
    central = 7 / 7 * OURS["spinach"].serving_g / 100 * exact["spinach", "k1"][0].value
    drawn = outside._drawn_contents(found, "k1", exact, 5, np.random.default_rng(1))
    assert drawn == pytest.approx([central] * 5)


@pytest.mark.slow
def test_likely_ranges_hold_what_they_say():
    found = calibration.calibrate(OURS)
    assert {c.nutrient for c in found} == {"k1", "mk4", "mk7", "mkx", "k2", "d"}
    for c in found:
        assert 0.78 <= c.likely.coverage <= 0.90, c.nutrient
        assert c.diets >= 300


@pytest.mark.slow
def test_sharper_than_a_constant_percentage_that_holds_as_many():
    for c in calibration.calibrate(OURS):
        assert c.by_percent.coverage == pytest.approx(c.likely.coverage, abs=0.001)
        assert c.by_factor.coverage == pytest.approx(c.likely.coverage, abs=0.001)
        assert c.likely.high_to_low < c.by_percent.high_to_low, c.nutrient
        assert c.likely.score < c.by_percent.score, c.nutrient


def test_calibration_is_the_same_for_the_same_seed():
    few = {"number_of_random_diets": 5, "draws": 20}
    assert calibration.calibrate(OURS, **few) == calibration.calibrate(OURS, **few)
    assert calibration.calibrate(OURS, **few) != calibration.calibrate(OURS, **few, seed=1)


def test_truths_have_the_spread_of_the_range():
    """The log-SD of many truths is the sigma of the estimate, floor included."""
    answers = diets.complete_answers(OURS, {"spinach": Answer("1d"), "lettuce": Answer("3-4w")})
    found = estimate(OURS, answers)
    truths = calibration.draw_truths(OURS, answers, found, 60_000, np.random.default_rng(1))
    assert np.log(truths[:, 0]).std() == pytest.approx(found.intakes["k1"].sigma, rel=0.03)
    assert (truths[:, 5] == 0).all()


def test_interval_score_worked_by_hand():
    """Two truths around a range of ÷ and × 2: one inside, one a factor 2 above the high end."""
    low, high = np.array([[0.5]]), np.array([[2.0]])
    found = calibration._quality(np.array([[1.0, 4.0]]), low, high)
    assert found.coverage == 0.5
    assert found.high_to_low == pytest.approx(4)
    assert found.width == 1.5
    assert found.score == pytest.approx(math.log(4) + 10 * math.log(2) / 2)


def test_typical_diets_are_of_our_foods():
    typical = diets.load_typical_diets()
    assert len(typical) >= 12
    for diet in typical.values():
        assert all(food_id in OURS for food_id in diet.eats)
        assert set(diets.complete_answers(OURS, diet.eats).foods) == {f.food_id for f in OURS}
    assert isinstance(calibration.random_diets(OURS, 2, seed=1)[0], Answers)


def test_typical_diets_say_when_recall_rules(result, report):
    assert len(result.narrowings) == 3 * len(diets.load_typical_diets())
    ruled = [n for n in result.narrowings if n.best and not n.best.shown_range_shrinks]
    assert report.count("stays: recall rules") == len(ruled) > 0


def test_source_coverage_worked_by_hand(result):
    found = {(c.population, c.country, c.years, c.nutrient): c for c in result.coverage}
    irish = found["Adults 18 to 64", "Ireland", "1999", "k1"]
    assert irish.surely_percent == pytest.approx(26 + 10 + 10 + 8 + 0.85 * 22 + 0.3 * 10)
    assert irish.at_most_percent == pytest.approx(26 + 10 + 10 + 8 + 22 + 0.8 * 10)
    assert irish.not_covered_percent == 0
    assert irish.not_stated_percent == pytest.approx(14)
    assert irish.missing_groups == ()
    british = found["Adults", "United Kingdom", "2000-2001", "k1"]
    assert british.surely_percent == pytest.approx(19 + 0.85 * 41)
    assert british.at_most_percent == pytest.approx(60)
    for c in result.coverage:
        assert 0 <= c.surely_percent <= c.at_most_percent <= 100 + 1e-9
        assert c.at_most_percent + c.not_covered_percent + c.not_stated_percent <= 100.3


@pytest.mark.slow
def test_the_command_prints_the_report(capsys):
    assert main(["validate"]) == 0
    printed = capsys.readouterr().out
    for row in CASE_ROWS:
        assert f"\n{row['case_id']} " in printed
