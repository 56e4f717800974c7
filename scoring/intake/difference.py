"""How far two weeks lie apart, with the likely range of the difference.

The two are taken as weeks of one table: what a food holds is the same in both and so cancels where
the food is eaten alike. Only foods that are answered otherwise bring uncertainty, whatever the
ranges of the two weeks themselves.

For each such food the difference is content × portion × servings, three independent quantities:

- content: as in `estimate`, one draw for both weeks,
- portion: a log-normal factor of mean 1 and a log-SD of 0.30 on what a medium serving is, one draw
  for both,
- servings: those of one week less those of the other, each within its class as in `estimate`, with
  the servings counted as its mean, and scaled by the portion answered; one draw where the frequency
  is the same.

Differences of foods that surely go up add up to a gain, of foods that surely go down to a loss;
mean and variance of each are matched by a log-normal, whose range lies a factor exp(z σ) around its
median, as that of a content does. A food that may go either way, such as one eaten more often in
smaller portions, is taken as normal, whose range holds somewhat more than it promises. The range of
gain less loss follows from theirs by the method of variance estimates recovery (Zou & Donner,
Statistics in Medicine 2008; 27: 1693): its lower end lies below the difference by the root of the
squares of how far the gain may be smaller and the loss larger, and so on.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..foods.table import Food, FoodTable
from ..lognormal import log_variance_of, range_around_median
from ..nutrients import NUTRIENTS, TOTALS
from ..questionnaire.answers import FREQUENCIES, PORTIONS, Answer, Answers, Frequency
from .estimate import DEFAULT_RANGE_LEVEL, PORTION_LOG_SD, frequency_variance, range_z


@dataclass(frozen=True)
class Difference:
    """How far an intake from food moves, a day, in the unit of the nutrient; below 0 for less.

    Attributes:
        central: The difference of the two sums.
        low: Low end of its likely range.
        high: High end of its likely range.
    """

    central: float
    low: float
    high: float


def differences(
    foods: FoodTable,
    before: Answers,
    after: Answers,
    range_level: float = DEFAULT_RANGE_LEVEL,
) -> Mapping[str, Difference]:
    """What the second week holds more than the first, for each of TOTALS.

        >>> from scoring import Answer, Answers, FoodTable
        >>> from scoring.files.shipped import shipped_folder
        >>> foods = FoodTable.load(shipped_folder() / "foods.csv")
        >>> before = Answers({"natto": Answer("1w"), "eggs": Answer("1d")})
        >>> after = Answers({"natto": Answer("2w"), "eggs": Answer("1d")})
        >>> found = differences(foods, before, after)
        >>> found["mk7"].low < found["mk7"].central < found["mk7"].high, found["d"].high
        (True, 0.0)

    Args:
        foods: The food table that was asked about.
        before: The first week; a food without an answer counts as none.
        after: The second.
        range_level: Share of cases that the likely ranges are made for, between 0 and 1.

    Raises:
        ScoringError: The range level is outside its range.
    """
    z = range_z(range_level)
    changed = [
        (food, before.foods.get(food.food_id), after.foods.get(food.food_id)) for food in foods
    ]
    steps = [(food, _step(old, new)) for food, old, new in changed if old != new]
    return MappingProxyType(
        {n: _combined([_of_food(food, step, n) for food, step in steps], z) for n in TOTALS}
    )


def difference_of_food(
    food: Food, before: Answer | None, after: Answer | None, nutrient: str, z: float
) -> Difference:
    """What one food brings more in the second week.

    Args:
        food: The food.
        before: The answer about it in the first week, None where there is none.
        after: The same in the second.
        nutrient: One of TOTALS.
        z: Half-width of the likely range in log-SDs, from `range_z`.
    """
    return _combined([_of_food(food, _step(before, after), nutrient)], z)


@dataclass(frozen=True)
class _Step:
    """Medium servings a week more in the second week.

    Attributes:
        mean: Of those counted.
        mean_square: With the width of the classes.
        one_way: Whether all of it lies on one side of 0.
    """

    mean: float
    mean_square: float
    one_way: bool


def _step(before: Answer | None, after: Answer | None) -> _Step:
    (old, old_portion), (new, new_portion) = map(_servings, (before, after))
    mean = new.servings_per_week * new_portion - old.servings_per_week * old_portion
    if old == new:
        square = old.servings_per_week**2 + frequency_variance(old)
        return _Step(mean, (new_portion - old_portion) ** 2 * square, one_way=True)
    variance = frequency_variance(new) * new_portion**2 + frequency_variance(old) * old_portion**2
    surely_more = new.class_low * new_portion >= old.class_high * old_portion
    surely_less = new.class_high * new_portion <= old.class_low * old_portion
    return _Step(mean, mean**2 + variance, one_way=surely_more or surely_less)


def _servings(answer: Answer | None) -> tuple[Frequency, float]:
    """How often, and the portion in medium ones; no answer counts as never."""
    if answer is None:
        return _FREQUENCIES["never"], 1.0
    return _FREQUENCIES[answer.frequency], _PORTIONS[answer.portion].factor


_FREQUENCIES = {frequency.code: frequency for frequency in FREQUENCIES}
_PORTIONS = {portion.code: portion for portion in PORTIONS}


@dataclass(frozen=True)
class _Part:
    """Mean and variance of the difference that one food makes, a day."""

    mean: float
    variance: float
    one_way: bool


def _of_food(food: Food, step: _Step, nutrient: str) -> _Part:
    found = (food.content[part] for part in NUTRIENTS[nutrient].stored)
    contents = [one for one in found if one is not None]
    serving = food.serving_g / 100 / 7
    content = serving * math.fsum(one.central for one in contents)
    content_square = content**2 + serving**2 * math.fsum(one.variance for one in contents)
    mean = content * step.mean
    mean_square = content_square * math.exp(PORTION_LOG_SD**2) * step.mean_square
    return _Part(mean, mean_square - mean**2, step.one_way)


def _combined(parts: Iterable[_Part], z: float) -> Difference:
    """The parts together: those that surely go up, those that surely go down, and the others."""
    parts = list(parts)
    central = math.fsum(part.mean for part in parts)
    gain = _reach([part for part in parts if part.one_way and part.mean > 0], z)
    loss = _reach([part for part in parts if part.one_way and part.mean < 0], z)
    either = z**2 * math.fsum(part.variance for part in parts if not part.one_way)
    below = math.sqrt(gain[0] ** 2 + loss[1] ** 2 + either)
    above = math.sqrt(gain[1] ** 2 + loss[0] ** 2 + either)
    return Difference(central, central - below, central + above)


def _reach(parts: Iterable[_Part], z: float) -> tuple[float, float]:
    """How far a log-normal sum may be smaller and larger than its mean."""
    parts = list(parts)
    mean = abs(math.fsum(part.mean for part in parts))
    if not mean:
        return 0.0, 0.0
    log_variance = log_variance_of(mean, math.fsum(part.variance for part in parts))
    low, high = range_around_median(mean, log_variance, z)
    return mean - low, max(high - mean, 0.0)
