"""What the likely range of an estimate is made of, and what would narrow it.

For each food that is eaten, three things are uncertain: how much of the nutrient such foods hold,
how often the food is eaten within the class that was ticked, and the size of a serving. Knowing one
of them exactly removes its part of the variance. What the person does alike with every food (the
shared half of the portion, reporting) stays. All in closed form, with the moments that `estimate`
describes: the mean square of a product of independent quantities is the product of their mean
squares.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from ..errors import ScoringError, did_you_mean
from ..foods.table import Food, FoodTable
from ..languages import N_, Words
from ..lognormal import log_variance_of
from ..nutrients import NUTRIENTS, TOTALS
from ..questionnaire.answers import FREQUENCIES, PORTIONS, Answer, Answers
from .estimate import (
    DEFAULT_RANGE_LEVEL,
    OWN_PORTION_VARIANCE,
    SHARED_LOG_VARIANCE,
    Estimate,
    estimate,
    frequency_variance,
    range_z,
)


class Known(StrEnum):
    """What about a food might become known exactly."""

    CONTENT = "content"
    FREQUENCY = "frequency"
    PORTION = "portion"


KNOWN_WORDS = Words(
    {
        Known.CONTENT: N_("which product it is, and so what it holds"),
        Known.FREQUENCY: N_("exactly how often it is eaten"),
        Known.PORTION: N_("exactly how large a serving is"),
    }
)


@dataclass(frozen=True)
class Narrowing:
    """What would change if one thing about one food were known exactly.

    Amounts are a day, in the unit of the nutrient.

    Attributes:
        food_id: The food.
        known: What about it would be known.
        share: Part that this thing accounts for of the variance that differs from food to food, 0
            to 1. The shares of all add up to a little over 1: what two things do only together
            counts for both.
        sigma_food_now: Log-SD from foods and answers today, what they share included.
        sigma_food_then: The same if it were known.
        sigma_now: Log-SD of the range that is shown, never below the floor that validation studies
            set (`Nutrient.sigma_floor`).
        sigma_then: The same if it were known.
        low_now: Low end of the range that is shown today.
        high_now: High end of it.
        low_then: Low end of the range that would be shown, around the same central value.
        high_then: High end of it.
    """

    food_id: str
    known: Known
    share: float
    sigma_food_now: float
    sigma_food_then: float
    sigma_now: float
    sigma_then: float
    low_now: float
    high_now: float
    low_then: float
    high_then: float

    @property
    def shown_range_shrinks(self) -> bool:
        """False where recall is the larger uncertainty: then no detail about a food helps.

        Less than five percent is lost where the ends of the range are rounded.
        """
        return self.sigma_then < self.sigma_now and round(100 * self.shrinks_by) >= 5

    @property
    def shrinks_by(self) -> float:
        """Share of the width of the range that would go, 0 to 1."""
        return 1 - (self.high_then - self.low_then) / (self.high_now - self.low_now)


def what_would_narrow(
    foods: FoodTable,
    answers: Answers,
    nutrient: str,
    range_level: float = DEFAULT_RANGE_LEVEL,
    *,
    estimated: Estimate | None = None,
) -> tuple[Narrowing, ...]:
    """For each food eaten that holds the nutrient: what knowing it better would do, best first.

    Means stay as they are; only the variance of the thing that becomes known goes away.

        >>> from scoring import Answer, Answers, FoodTable
        >>> from scoring.files.shipped import shipped_folder
        >>> foods = FoodTable.load(shipped_folder() / "foods.csv")
        >>> answers = Answers({"natto": Answer("1w"), "eggs": Answer("1d")})
        >>> best = what_would_narrow(foods, answers, "k2")[0]
        >>> best.food_id, best.known.value, round(best.share, 2)
        ('natto', 'content', 0.75)

    Args:
        foods: The food table that was asked about.
        answers: What the person answered.
        nutrient: One of TOTALS.
        range_level: Share of cases that the likely range is made for, between 0 and 1.
        estimated: The estimate for these answers where there is one already, whose range level
            counts then.

    Returns:
        Three for each such food; none where the intake is 0.

    Raises:
        ScoringError: The nutrient is not in TOTALS, or `estimate` refuses the answers.
    """
    if nutrient not in TOTALS:
        hint = did_you_mean(nutrient, TOTALS)
        raise ScoringError(f"nutrient: found {nutrient!r}; allowed: {', '.join(TOTALS)}.{hint}")
    estimated = estimated or estimate(foods, answers, range_level)
    intake = estimated.intakes[nutrient]
    z = range_z(estimated.range_level)
    parts = [
        _moments(foods[food_id], answer, nutrient) for food_id, answer in answers.foods.items()
    ]
    mean = math.fsum(part.mean for part in parts)
    variances = [part.variance() for part in parts]
    variance = math.fsum(variances)
    if mean == 0:
        return ()
    sigma_food_now = _log_sd(mean, variance)
    found = []
    for food_id, part, part_variance in zip(answers.foods, parts, variances, strict=True):
        if part.mean == 0:
            continue
        for known in Known:
            removed = part_variance - part.variance(known)
            sigma_food_then = _log_sd(mean, max(variance - removed, 0.0))
            sigma_then = max(sigma_food_then, NUTRIENTS[nutrient].sigma_floor)
            found.append(
                Narrowing(
                    food_id=food_id,
                    known=known,
                    share=removed / variance,
                    sigma_food_now=sigma_food_now,
                    sigma_food_then=sigma_food_then,
                    sigma_now=intake.sigma,
                    sigma_then=sigma_then,
                    low_now=intake.low,
                    high_now=intake.high,
                    low_then=intake.central * math.exp(-z * sigma_then),
                    high_then=intake.central * math.exp(z * sigma_then),
                )
            )
    return tuple(sorted(found, key=lambda n: -n.share))


@dataclass(frozen=True)
class _Moments:
    """What one food gives of a nutrient: its mean, and how much each factor varies.

    Attributes:
        mean: A day, in the unit of the nutrient.
        frequency: Mean square of the servings a week ÷ the square of their mean; 1 if certain.
        portion: The same of the size of a serving.
        content: The same of the content.
        traces: Variance of a food of which no more is known than that it holds less than
            laboratories can tell, in the unit of the nutrient squared; 0 for all others.
    """

    mean: float
    frequency: float
    portion: float
    content: float
    traces: float = 0.0

    def variance(self, known: Known | None = None) -> float:
        """Variance of the intake from this food, in its unit squared, one factor known exactly."""
        ratios = {
            Known.FREQUENCY: self.frequency,
            Known.PORTION: self.portion,
            Known.CONTENT: self.content,
        }
        rest = math.prod(ratio for factor, ratio in ratios.items() if factor is not known)
        return self.mean**2 * (rest - 1) + self.traces


def _moments(food: Food, answer: Answer, nutrient: str) -> _Moments:
    frequency = next(f for f in FREQUENCIES if f.code == answer.frequency)
    portion = next(p for p in PORTIONS if p.code == answer.portion)
    parts = NUTRIENTS[nutrient].stored
    contents = [content for part in parts if (content := food.content[part]) is not None]
    content_mean = math.fsum(content.central for content in contents)
    servings = frequency.servings_per_week
    hundred_g = servings / 7 * portion.factor * food.serving_g / 100
    if hundred_g == 0:
        return _Moments(0.0, 1.0, 1.0, 1.0)
    frequency_square = 1 + frequency_variance(frequency) / servings**2
    portion_square = math.exp(OWN_PORTION_VARIANCE)
    content_variance = math.fsum(content.variance for content in contents)
    if content_mean == 0:
        traces = hundred_g**2 * frequency_square * portion_square * content_variance
        return _Moments(0.0, 1.0, 1.0, 1.0, traces)
    return _Moments(
        mean=hundred_g * content_mean,
        frequency=frequency_square,
        portion=portion_square,
        content=1 + content_variance / content_mean**2,
    )


def _log_sd(mean: float, variance: float) -> float:
    return math.sqrt(log_variance_of(mean, variance) + SHARED_LOG_VARIANCE)
