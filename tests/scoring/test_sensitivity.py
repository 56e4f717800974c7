"""What would narrow the range: the closed form against making the table itself certain."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scoring import Answer, Answers, FoodTable, estimate
from scoring.errors import ScoringError
from scoring.foods.table import NutrientContent
from scoring.intake.estimate import SHARED_LOG_VARIANCE
from scoring.intake.sensitivity import KNOWN_WORDS, Known, what_would_narrow
from scoring.nutrients import NUTRIENTS, TOTALS

OURS = FoodTable.load(Path(__file__).resolve().parents[2] / "foods.csv")
WEEK = Answers(
    {
        "natto": Answer("2w", "M"),
        "gouda_edam": Answer("1d", "L"),
        "eggs": Answer("3-4w", "S"),
        "salmon_trout": Answer("1w", "M"),
        "spinach": Answer("1-3m", "L"),
        "milk": Answer("2-3d", "S"),
        "olive_oil": Answer("never", "M"),
    }
)


def with_certain_content(foods: FoodTable, food_id: str) -> FoodTable:
    """The same table, but nothing about the content of one food varies."""
    food = foods[food_id]
    certain = {
        n: None if c is None else NutrientContent(c.central, c.central, c.central)
        for n, c in food.content.items()
    }
    changed = replace(food, content=certain)
    return FoodTable(tuple(changed if f.food_id == food_id else f for f in foods))


def food_sigma(foods: FoodTable, nutrient: str) -> float:
    """Log-SD from foods and answers, out of an estimate whose range it rules or not."""
    intake = estimate(foods, WEEK).intakes[nutrient]
    return math.sqrt(intake.sigma**2 * (1 - intake.causes.recall) + 0.2**2)


@pytest.mark.parametrize("nutrient", TOTALS)
def test_known_content_is_what_a_table_without_spread_gives(nutrient):
    for found in what_would_narrow(OURS, WEEK, nutrient):
        assert found.sigma_food_now == pytest.approx(food_sigma(OURS, nutrient), rel=1e-9)
        if found.known is Known.CONTENT:
            certain = with_certain_content(OURS, found.food_id)
            assert found.sigma_food_then == pytest.approx(food_sigma(certain, nutrient), rel=1e-9)
            shown = estimate(certain, WEEK).intakes[nutrient]
            assert found.sigma_then == pytest.approx(shown.sigma, rel=1e-9)
            assert (found.low_then, found.high_then) == pytest.approx((shown.low, shown.high))


@pytest.mark.parametrize("known", [Known.FREQUENCY, Known.PORTION])
def test_known_amount_agrees_with_draws(known):
    """Milk alone, 2-3 times a day, small, vitamin D: by simulation instead of by formula."""
    rng = np.random.default_rng(5)
    size = 400_000
    servings = 17.5 if known is Known.FREQUENCY else rng.uniform(10.5, 24.5, size)
    portion = (
        1.0 if known is Known.PORTION else np.exp(math.sqrt(0.045) * rng.standard_normal(size))
    )
    log_sd = OURS["milk"].content["k1"].log_sd
    content = np.exp(log_sd * rng.standard_normal(size) - log_sd**2 / 2)
    shared = np.exp(math.sqrt(SHARED_LOG_VARIANCE) * rng.standard_normal(size))
    drawn = servings * portion * content * shared
    expected = math.sqrt(math.log1p(drawn.var() / drawn.mean() ** 2))
    only_milk = Answers({"milk": Answer("2-3d", "S")})
    (found,) = (n for n in what_would_narrow(OURS, only_milk, "k1") if n.known is known)
    assert found.sigma_food_then == pytest.approx(expected, rel=0.01)


def test_portion_and_frequency_worked_by_hand():
    """One certain food once a week, S: frequency (0.75 to 1.5) and portion vary, and the person."""
    table = with_certain_content(OURS, "spinach")
    found = {
        n.known: n for n in what_would_narrow(table, Answers({"spinach": Answer("1w", "S")}), "k1")
    }
    frequency, shared = math.log(1 + 0.25 * 0.5 / 3), 0.045 + 0.04
    assert found[Known.PORTION].sigma_food_then == pytest.approx(math.sqrt(frequency + shared))
    assert found[Known.FREQUENCY].sigma_food_then == pytest.approx(math.sqrt(0.045 + shared))
    assert found[Known.CONTENT].share == 0
    assert found[Known.CONTENT].sigma_food_now == pytest.approx(
        math.sqrt(frequency + 0.045 + shared)
    )


@pytest.mark.parametrize("nutrient", TOTALS)
def test_ranked_bounded_and_never_below_the_floor(nutrient):
    found = what_would_narrow(OURS, WEEK, nutrient)
    shares = [n.share for n in found]
    assert shares == sorted(shares, reverse=True)
    assert 1 <= sum(shares) < 1.25
    central = estimate(OURS, WEEK).intakes[nutrient].central
    for n in found:
        assert n.sigma_food_then <= n.sigma_food_now + 1e-12
        assert NUTRIENTS[nutrient].sigma_floor <= n.sigma_then <= n.sigma_now
        assert n.low_then < central < n.high_then


def test_where_recall_rules_nothing_narrows_the_shown_range():
    eaten = "spinach lettuce kale_collards cabbage broccoli_brussels_sprouts vegetable_oil"
    greens = Answers({food_id: Answer("1d") for food_id in eaten.split()})
    found = what_would_narrow(OURS, greens, "k1")
    assert found
    assert not any(n.shown_range_shrinks for n in found)
    assert all(n.sigma_then == NUTRIENTS["k1"].sigma_floor for n in found)


def test_natto_once_a_month_narrows_the_shown_range():
    natto = Answers({"natto": Answer("1-3m", "M")})
    best = what_would_narrow(OURS, natto, "k2")[0]
    assert (best.food_id, best.known) == ("natto", Known.CONTENT)
    assert best.shown_range_shrinks


def test_only_foods_that_hold_the_nutrient_are_named():
    named = {n.food_id for n in what_would_narrow(OURS, WEEK, "k2")}
    assert named == {
        food_id
        for food_id, answer in WEEK.foods.items()
        if answer.frequency != "never"
        and any((c := OURS[food_id].content[form]) and c.central for form in NUTRIENTS["k2"].parts)
    }


@pytest.mark.parametrize("nutrient", TOTALS)
def test_how_much_of_the_range_would_go(nutrient):
    now = estimate(OURS, WEEK).intakes[nutrient]
    for n in what_would_narrow(OURS, WEEK, nutrient):
        assert (n.low_now, n.high_now) == (now.low, now.high)
        assert n.shrinks_by == pytest.approx(
            1 - (n.high_then - n.low_then) / (now.high - now.low), abs=1e-12
        )
        assert (n.shrinks_by >= 0.045) == n.shown_range_shrinks


def test_a_known_herb_nearly_halves_the_range_of_vitamin_k1():
    """Herbs known: what is left is the floor, of which e^(z 0.5) − e^(−z 0.5) = 1.371.

    Now the log-SD is 0.8410: e^(z 0.8410) − e^(−z 0.8410) = 2.598, and 1 − 1.371 / 2.598 = 0.472.
    Parsley, which holds more K1 than other herbs, is asked apart.
    """
    best = what_would_narrow(OURS, Answers({"fresh_herbs": Answer("1w")}), "k1")[0]
    z, now = 1.2815516, best.sigma_now
    assert best.known == Known.CONTENT
    assert best.sigma_then == 0.5
    by_hand = 1 - (math.exp(z * 0.5) - math.exp(-z * 0.5)) / (
        math.exp(z * now) - math.exp(-z * now)
    )
    assert best.shrinks_by == pytest.approx(by_hand)
    assert best.shrinks_by == pytest.approx(0.472, abs=0.001)


def test_no_intake_and_unknown_nutrient():
    assert what_would_narrow(OURS, Answers({"olive_oil": Answer("1d")}), "d") == ()
    with pytest.raises(ScoringError, match="mk7"):
        what_would_narrow(OURS, WEEK, "mk-7")


def test_every_cause_has_words():
    assert set(KNOWN_WORDS) == set(Known)
