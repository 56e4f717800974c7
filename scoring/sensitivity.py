"""What the likely range of an estimate is made of, and what would narrow it.

For each food that is eaten, three things are uncertain: how much of the nutrient such foods hold,
how often the food is eaten within the class that was ticked, and the size of a serving. Knowing one
of them exactly removes its part of the variance. All in closed form, with the moments that
scoring.intake describes: the mean square of a product of independent quantities is the product of
their mean squares.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from languages import N_, Words
from scoring.errors import ScoringError, did_you_mean
from scoring.foods import K2_FORMS, TOTALS, Food, FoodTable
from scoring.intake import DEFAULT_RANGE_LEVEL, PORTION_LOG_SD, SIGMA_FLOOR, estimate, range_z
from scoring.questionnaire import FREQUENCIES, PORTIONS, Answer, Answers


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

    share: part of the food-level variance of the intake that this thing accounts for, 0 to 1. The
        shares of all add up to a little over 1: what two things do only together counts for both.
    sigma_food_now, sigma_food_then: log-SD from foods and answers, today and then.
    sigma_now, sigma_then: log-SD of the range that is shown: never below the floor that validation
        studies set (SIGMA_FLOOR).
    low_now, high_now, low_then, high_then: the range that is and the one that would be shown, µg a
        day, around the same central value.
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

        Less than one percent is nothing to speak of.
        """
        return self.sigma_then < self.sigma_now and round(100 * self.shrinks_by) >= 1

    @property
    def shrinks_by(self) -> float:
        """Share of the width of the range in µg that would go, 0 to 1."""
        return 1 - (self.high_then - self.low_then) / (self.high_now - self.low_now)


def what_would_narrow(
    foods: FoodTable,
    answers: Answers,
    nutrient: str,
    range_level: float = DEFAULT_RANGE_LEVEL,
) -> tuple[Narrowing, ...]:
    """For each food eaten that holds the nutrient: what knowing it better would do, best first.

    Means stay as they are; only the variance of the thing that becomes known goes away. An intake
    of 0 gives an empty tuple.

    Raises ScoringError for a nutrient that is not in TOTALS, or for what `estimate` refuses.
    """
    if nutrient not in TOTALS:
        hint = did_you_mean(nutrient, TOTALS)
        raise ScoringError(f"nutrient: found {nutrient!r}; allowed: {', '.join(TOTALS)}.{hint}")
    intake = estimate(foods, answers, range_level).intakes[nutrient]
    z = range_z(range_level)
    parts = [
        _moments(foods[food_id], answer, nutrient) for food_id, answer in answers.foods.items()
    ]
    mean = math.fsum(part.mean for part in parts)
    variance = math.fsum(part.variance() for part in parts)
    if mean == 0:
        return ()
    found = []
    for food_id, part in zip(answers.foods, parts, strict=True):
        if part.mean == 0:
            continue
        for known in Known:
            removed = part.variance() - part.variance(known)
            sigma_food_then = _log_sd(mean, max(variance - removed, 0.0))
            sigma_then = max(sigma_food_then, SIGMA_FLOOR[nutrient])
            found.append(
                Narrowing(
                    food_id=food_id,
                    known=known,
                    share=removed / variance,
                    sigma_food_now=_log_sd(mean, variance),
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

    mean: µg a day. The rest: mean square of a factor ÷ the square of its mean, 1 if certain.
    """

    mean: float
    frequency: float
    portion: float
    content: float

    def variance(self, known: Known | None = None) -> float:
        """Variance of the intake from this food, µg² a day², with one factor known exactly."""
        ratios = {
            Known.FREQUENCY: self.frequency,
            Known.PORTION: self.portion,
            Known.CONTENT: self.content,
        }
        rest = math.prod(ratio for factor, ratio in ratios.items() if factor is not known)
        return self.mean**2 * (rest - 1)


def _moments(food: Food, answer: Answer, nutrient: str) -> _Moments:
    frequency = next(f for f in FREQUENCIES if f.code == answer.frequency)
    portion = next(p for p in PORTIONS if p.code == answer.portion)
    forms = K2_FORMS if nutrient == "k2" else (nutrient,)
    contents = [content for form in forms if (content := food.content[form]) is not None]
    content_ug = math.fsum(content.central_ug for content in contents)
    low, high = frequency.class_low, frequency.class_high
    servings = (low + high) / 2
    mean = servings / 7 * portion.factor * food.serving_g / 100 * content_ug
    if mean == 0:
        return _Moments(0.0, 1.0, 1.0, 1.0)
    content_variance = math.fsum(
        content.central_ug**2 * math.expm1(content.log_sd**2) for content in contents
    )
    return _Moments(
        mean=mean,
        frequency=1 + (high - low) ** 2 / 12 / servings**2,
        portion=math.exp(PORTION_LOG_SD**2),
        content=1 + content_variance / content_ug**2,
    )


def _log_sd(mean: float, variance: float) -> float:
    return math.sqrt(math.log1p(variance / mean**2))
