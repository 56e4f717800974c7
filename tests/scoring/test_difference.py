"""The range of a difference: from the foods that changed alone, and right by simulation."""

import math

import numpy as np
import pytest

from scoring import Answer, Answers, FoodTable, estimate
from scoring.intake.difference import difference_of_food, differences
from scoring.intake.estimate import PORTION_LOG_SD, range_z
from scoring.nutrients import NUTRIENTS, TOTALS
from scoring.questionnaire.answers import FREQUENCIES, PORTIONS
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "foods.csv")
Z = range_z(0.8)
DRAWS = 20_000
BASE = {
    "natto": Answer("1w"),
    "eggs": Answer("1d"),
    "gouda_edam": Answer("1d"),
    "spinach": Answer("1w"),
    "salmon_trout": Answer("2w"),
    "milk": Answer("1d"),
}
FREQUENCY = {f.code: f for f in FREQUENCIES}
FACTOR = {p.code: p.factor for p in PORTIONS}


def servings(f, rng):
    """Even below and even above the servings counted, which are the mean."""
    below, above = f.servings_per_week - f.class_low, f.class_high - f.servings_per_week
    width = below + above
    # The narrower side is met the more often.
    is_below = rng.uniform(0, width or 1, DRAWS) < above
    far = rng.uniform(0, 1, DRAWS)
    return f.servings_per_week + np.where(is_below, -below * far, above * far)


def simulated(changes, nutrient):
    """Differences drawn by the model: contents and portions shared, servings by class."""
    rng = np.random.default_rng(7)
    total = np.zeros(DRAWS)
    for food_id, after in changes.items():
        food, before = FOODS[food_id], BASE.get(food_id)
        content = np.zeros(DRAWS)
        for part in NUTRIENTS[nutrient].stored:
            if (found := food.content[part]) is not None and found.central:
                s = math.sqrt(math.log1p(found.variance / found.central**2))
                draw = np.exp(s * rng.standard_normal(DRAWS) - s**2 / 2)
                content += found.central * draw
        portion = np.exp(PORTION_LOG_SD * rng.standard_normal(DRAWS) - PORTION_LOG_SD**2 / 2)
        amounts, drawn = [], {}
        for answer in (before, after):
            if answer is None:
                amounts.append(0.0)
                continue
            f = FREQUENCY[answer.frequency]
            if f.code not in drawn:
                drawn[f.code] = servings(f, rng)
            amounts.append(drawn[f.code] * FACTOR[answer.portion])
        more = amounts[1] - amounts[0]
        total += content * portion * more * food.serving_g / 100 / 7
    return total


CHANGES = {
    "one food more": {"natto": Answer("2w")},
    "one food less": {"gouda_edam": Answer("3-4w")},
    "a food new": {"chicken_leg": Answer("1w")},
    "a larger portion": {"eggs": Answer("1d", "L")},
    "more often, smaller": {"eggs": Answer("2-3d", "S"), "spinach": Answer("2w", "S")},
    "some more, some less": {
        "eggs": Answer("1w"),
        "gouda_edam": Answer("2w"),
        "chicken_leg": Answer("3-4w"),
        "spinach": Answer("3-4w"),
        "lettuce": Answer("1d"),
        "salmon_trout": Answer("1w"),
        "herring_mackerel_sardines": Answer("1w"),
    },
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_range_holds_eight_in_ten_simulated_differences(subtests, name):
    after = Answers(BASE | CHANGES[name])
    found = differences(FOODS, Answers(BASE), after)
    for nutrient in ("k1", "k2", "d"):
        drawn = simulated(CHANGES[name], nutrient)
        if not drawn.any():
            continue
        with subtests.test(nutrient=nutrient):
            one = found[nutrient]
            assert drawn.mean() == pytest.approx(one.central, rel=0.05, abs=0.02 * drawn.std())
            inside = ((one.low <= drawn) & (drawn <= one.high)).mean()
            # A food that may go either way is taken as normal, though its tails are longer.
            most = 0.92 if name == "more often, smaller" else 0.88
            assert 0.74 <= inside <= most, (inside, one)


def test_it_is_the_difference_of_the_two_sums():
    after = Answers(BASE | CHANGES["some more, some less"])
    found = differences(FOODS, Answers(BASE), after)
    old, new = (estimate(FOODS, answers).intakes for answers in (Answers(BASE), after))
    for nutrient in TOTALS:
        gap = new[nutrient].central - old[nutrient].central
        assert found[nutrient].central == pytest.approx(gap, abs=1e-9)
        assert found[nutrient].low <= found[nutrient].central <= found[nutrient].high


def test_foods_eaten_alike_bring_nothing():
    change = {"natto": Answer("2w")}
    alone = differences(FOODS, Answers({"natto": BASE["natto"]}), Answers(change))
    among = differences(FOODS, Answers(BASE), Answers(BASE | change))
    assert alone == among
    same = differences(FOODS, Answers(BASE), Answers(BASE))
    assert all((d.low, d.central, d.high) == (0, 0, 0) for d in same.values())


def test_one_food_more_worked_by_hand():
    # MK-7 of natto: once to twice a week, 50 g. Servings: 1 of 0.75 to 1.5 and 2 of 1.5 to 2.5, so
    # 1 more with the variance (0.25 × 0.5 + 0.5 × 0.5) / 3 = 0.125; portions and contents are one
    # draw for both weeks.
    natto = FOODS["natto"].content["mk7"]
    mean = natto.central * 0.5 / 7
    content = 1 + natto.variance / natto.central**2
    ratio = content * math.exp(0.3**2) * (1 + 0.125)
    median, factor = mean / math.sqrt(ratio), math.exp(Z * math.sqrt(math.log(ratio)))
    found = difference_of_food(FOODS["natto"], Answer("1w"), Answer("2w"), "mk7", Z)
    assert found.central == pytest.approx(mean)
    assert found.low == pytest.approx(median / factor)
    assert found.high == pytest.approx(median * factor)


def test_less_mirrors_more():
    up = difference_of_food(FOODS["eggs"], Answer("1w"), Answer("1d"), "d", Z)
    down = difference_of_food(FOODS["eggs"], Answer("1d"), Answer("1w"), "d", Z)
    assert (-down.high, -down.central, -down.low) == pytest.approx((up.low, up.central, up.high))


def test_a_food_that_may_go_either_way_reaches_over_zero():
    found = difference_of_food(FOODS["eggs"], Answer("3-4w"), Answer("1d", "S"), "d", Z)
    assert found.low < found.central == 0 < found.high
