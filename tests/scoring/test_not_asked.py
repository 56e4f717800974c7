"""Foods that are not asked: an allowance beside the sum, from published figures, with its range."""

import csv
import math

import numpy as np
import pandas as pd
import pytest

from scoring import Answer, Answers, FoodTable, estimate, score_responses
from scoring.countries import COUNTRIES, INTERNATIONAL
from scoring.files.data_files import DataFileError
from scoring.intake import not_asked
from scoring.intake.estimate import TotalIntakes, range_z
from scoring.intake.not_asked import allowance_arrays, share_not_asked, whole_intakes
from scoring.nutrients import NUTRIENTS, STORED, TOTALS
from scoring.questionnaire.answers import FREQUENCY_CODES
from scoring.validation.allowance import allowances_text
from scoring.validation.coverage import source_coverage
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "foods.csv")
SMALL = FoodTable.load(ROOT / "tests" / "scoring" / "small_foods.csv")
Z = range_z(0.8)
WEEK = {
    "spinach": Answer("1w"),
    "broccoli_brussels_sprouts": Answer("2w"),
    "eggs": Answer("3-4w"),
    "gouda_edam": Answer("1d"),
    "salmon_trout": Answer("1w"),
}

with not_asked.NOT_ASKED_CSV.open(encoding="utf-8", newline="") as file:
    ROWS = {(row["country"], row["nutrient"]): row for row in csv.DictReader(file)}


def whole(foods, codes, country=INTERNATIONAL):
    everything = {food.food_id: Answer("never") for food in foods} | codes
    return estimate(foods.for_country(country), Answers(everything))


def test_the_figures_follow_from_published_shares_and_intakes():
    assert allowances_text(FOODS) == not_asked.NOT_ASKED_CSV.read_text(encoding="utf-8")


def test_an_irish_allowance_worked_by_hand():
    # Duggan 2004: green vegetables 26, dairy 10, spreads 10 and meat 8 % are on the list, of other
    # vegetables (22) 85 to 100 %, of potatoes (10) 30 to 80 %, and 14 % are not told: at least
    # 54 + 18.7 + 3 = 75.7 % and at most 54 + 22 + 8 + 14 = 98 % are carried, so 2 to 24.3 % are
    # missing, 13.15 in the middle. Means of Ireland: 79, 84, 75 and 85.2, so 80.8 µg. A share from
    # 2 to 24.3 has a relative SD of 22.3 / sqrt(12) / 13.15 = .4896, a log-SD of .4632; K1 differs
    # between people by a log-SD of .506, the middle of the published SDs.
    row = ROWS["IE", "k1"]
    assert float(row["missing_low_percent"]) == 2
    assert float(row["missing_high_percent"]) == pytest.approx(24.3)
    assert float(row["ug_per_day"]) == pytest.approx(0.1315 * (79 + 84 + 75 + 85.2) / 4, rel=1e-3)
    assert float(row["log_sd"]) == pytest.approx(math.hypot(0.506, 0.4632), abs=0.002)
    assert row["source_keys"].split(";") == ["duggan2004", "hayes2016"]


@pytest.mark.parametrize("country", [INTERNATIONAL, "IE", "JP", "US", "AT"])
def test_sum_and_allowance_make_the_whole(country):
    found = whole(FOODS, WEEK, country)
    alone = estimate(FOODS.for_country(country), Answers(WEEK))
    for nutrient in TOTALS:
        intake, in_all = found.intakes[nutrient], found.wholes[nutrient]
        assert intake.central == pytest.approx(alone.intakes[nutrient].central)
        allowance = found.not_asked.get(nutrient)
        added = allowance.central if allowance else 0
        assert in_all.central == pytest.approx(intake.central + added)
        assert in_all.low <= in_all.central <= in_all.high
        if allowance and allowance.central:
            assert allowance.low < allowance.central < allowance.high
    assert found.not_asked["k1"].of_country == (country in ("IE", "JP", "US"))


def test_a_whole_intake_worked_by_hand():
    found = whole(FOODS, WEEK, "IE")
    k1, allowance = found.intakes["k1"], found.not_asked["k1"].central
    assert allowance == pytest.approx(float(ROWS["IE", "k1"]["ug_per_day"]))
    log_sd = float(ROWS["IE", "k1"]["log_sd"])
    variance = k1.central**2 * math.expm1(k1.sigma**2) + allowance**2 * math.expm1(log_sd**2)
    log_variance = math.log1p(variance / (k1.central + allowance) ** 2)
    sigma = max(math.sqrt(log_variance), NUTRIENTS["k1"].sigma_floor)
    assert found.wholes["k1"].high == pytest.approx((k1.central + allowance) * math.exp(Z * sigma))


def test_the_range_of_the_whole_holds_eight_in_ten_simulated_sums():
    rng = np.random.default_rng(1)
    arrays = allowance_arrays(FOODS.for_country("US"))
    central, log_sd = 150.0, 0.7
    row, none = np.array([[central, 0, 0, 0, 0, 0]]), np.zeros((1, 6))
    relative_variance = np.array([[math.expm1(log_sd**2), 0, 0, 0, 0, 0]])
    listed = TotalIntakes(row, row, row, none, none, relative_variance)
    found = whole_intakes(listed, arrays, Z)
    foods = central * np.exp(log_sd * rng.standard_normal(40_000) - log_sd**2 / 2)
    own = math.sqrt(math.log1p(arrays.relative_variance[0]))
    rest = found.allowance[0, 0] * np.exp(own * rng.standard_normal(40_000) - own**2 / 2)
    inside = (found.low[0, 0] <= foods + rest) & (foods + rest <= found.high[0, 0])
    assert 0.77 <= inside.mean() <= 0.83


def test_who_eats_nothing_gets_no_allowance():
    nothing = whole(FOODS, {})
    assert all(one.central == 0 for one in nothing.not_asked.values())
    assert all(one.central == one.high == 0 for one in nothing.wholes.values())
    unanswered = estimate(FOODS, Answers({}))
    assert all(one.high == 0 for one in unanswered.wholes.values())


def test_who_eats_hardly_anything_of_a_nutrient_gets_hardly_any_allowance():
    plants = whole(FOODS, {"spinach": Answer("1w"), "natto": Answer("1w")})
    assert plants.not_asked["mk4"].central <= 0.15 / 0.85 * plants.intakes["mk4"].central + 1e-9
    assert plants.not_asked["d"].central == 0
    little = whole(FOODS, {"lettuce": Answer("1-3m")}, "IE")
    assert little.not_asked["k1"].central == pytest.approx(
        little.intakes["k1"].central * 24.3 / 75.7
    )


def test_more_on_the_list_never_makes_the_whole_smaller():
    before = 0.0
    for code in FREQUENCY_CODES:
        now = whole(FOODS, {"spinach": Answer(code)}).wholes["k1"].central
        assert now >= before
        before = now


def test_of_a_list_without_the_foods_that_the_shares_count_on_nothing_can_be_said():
    found = whole(SMALL, {"egg": Answer("1d")})
    assert not found.not_asked
    assert {n: w.central for n, w in found.wholes.items()} == {
        n: i.central for n, i in found.intakes.items()
    }
    scored = score_responses(SMALL, pd.DataFrame({"respondent_id": ["a"], "egg": ["1d"]}))
    assert scored["mk4_not_asked_ug"].isna().all()
    assert scored["mk4_total_ug"].tolist() == scored["mk4_ug"].tolist()


def test_a_form_of_which_nobody_published_shares_has_no_allowance():
    found = whole(FOODS, WEEK)
    assert "mkx" not in found.not_asked
    forms = sum(found.not_asked[n].central for n in ("mk4", "mk7"))
    assert found.not_asked["k2"].central == pytest.approx(forms) != 0


def test_many_people_get_what_one_gets():
    people = {"a": WEEK, "b": {}, "c": {"natto": Answer("1w")}, "d": {"eggs": Answer("1-3m")}}
    frame = pd.DataFrame(
        [{"respondent_id": n} | {f: a.frequency for f, a in w.items()} for n, w in people.items()]
    )
    scored = score_responses(FOODS, frame).set_index("respondent_id")
    for name, week in people.items():
        one = estimate(FOODS, Answers(week))
        for nutrient in TOTALS:
            row = scored.loc[name]
            in_all, allowance = one.wholes[nutrient], one.not_asked.get(nutrient)
            assert row[f"{nutrient}_total_ug"] == pytest.approx(in_all.central)
            assert row[f"{nutrient}_total_low"] == pytest.approx(in_all.low)
            assert row[f"{nutrient}_total_high"] == pytest.approx(in_all.high)
            if allowance is None:
                assert math.isnan(row[f"{nutrient}_not_asked_ug"])
            else:
                assert row[f"{nutrient}_not_asked_ug"] == pytest.approx(allowance.central)


def test_each_country_has_an_allowance_and_says_whose_it_is():
    for country in COUNTRIES:
        arrays = allowance_arrays(FOODS.for_country(country))
        known = dict(zip(TOTALS, arrays.known, strict=True))
        assert [known[n] for n in ("k1", "k2", "d")] == [True] * 3
    own = dict(zip(TOTALS, allowance_arrays(FOODS.for_country("AT")).of_country, strict=True))
    assert not any(own.values())
    assert share_not_asked("k1", "AT") == share_not_asked("k1")


def test_the_list_with_its_allowance_carries_92_percent_where_shares_exist():
    told = [c for c in source_coverage(FOODS) if c.tells_what_is_missing and c.country_codes]
    assert {c.nutrient for c in told} == {"k1", "mk4", "mk7", "d"}
    for covered in told:
        assert 92 <= covered.with_allowance_percent <= 108, covered
    assert set(STORED) - {c.nutrient for c in told} == {"mkx"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("IE,k1,", "XX,k1,", "row .*country"),
        ("IE,k1,", "IE,k9,", "row .*country"),
        ("IE,k1,", "IE,k1,-", "row .*amounts"),
        ("IE,k1,", "IE,k1,much", "row .*much"),
        ("country,", "land,", "columns must be country"),
    ],
)
def test_a_broken_row_is_refused(monkeypatch, tmp_path, old, new, message):
    broken = tmp_path / "not_asked.csv"
    text = not_asked.NOT_ASKED_CSV.read_text(encoding="utf-8")
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(not_asked, "NOT_ASKED_CSV", broken)
    with pytest.raises(DataFileError, match=message):
        not_asked._rows.__wrapped__()
