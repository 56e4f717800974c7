"""The estimate: intake of each nutrient from the answers, with its likely range.

The central value is plain arithmetic: servings a week / 7 × portion × serving in grams / 100 ×
content per 100 g, summed over the foods. Around it, each food's amount is frequency × portion ×
content, three independent quantities:

- frequency: uniform within the class that the answer stands for,
- portion: log-normal with the portion factor as its mean and a log-SD of 0.30,
- content: log-normal with the table's central value as its mean and its log-SD from the table.

Mean M and variance V of the sum over independent foods are matched by a log-normal, whose log-SD
is σ_food = sqrt(ln(1 + V / M²)), the Fenton-Wilkinson approximation. The forms of K2 in one food
share frequency and portion; their contents are independent.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist, median

import numpy as np
from numpy.typing import NDArray

from scoring import plausibility
from scoring.errors import AnswersError, ScoringError, did_you_mean, shown
from scoring.foods import K2_FORMS, NUTRIENTS, TOTALS, Food, FoodTable
from scoring.frozen import ReadOnlyMappings
from scoring.questionnaire import (
    DEFAULT_PORTION,
    FREQUENCIES,
    FREQUENCY_CODES,
    NEVER,
    PORTION_CODES,
    PORTIONS,
    UNANSWERED,
    Answers,
    Supplements,
)

Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]

DEFAULT_RANGE_LEVEL = 0.8

FORMULAS_SINCE = "2026-11-23"
"""The day from which the formulas give the results they give now, as in CHANGELOG.md."""

PORTION_LOG_SD = 0.30

SIGMA_FLOOR = {"k1": 0.43, "mk4": 0.52, "mk7": 0.52, "mkx": 0.52, "k2": 0.52, "d": 0.45}
"""Least log-SD of an intake: how far food-frequency questionnaires lie from better methods.

From sqrt(s² (1 − r²) + t²) with s the log-SD of intakes between people, r the correlation with
better methods and t the log-SD between food tables: K1 0.50, 0.60, 0.15; K2 0.45, 0.50, 0.35;
D 0.51, 0.60, 0.20.
"""


@dataclass(frozen=True)
class Causes:
    """Why an intake is uncertain: shares of its variance on the log scale that add up to 1.

    foods_vary: foods of one name differ in content. coarse_answers: frequencies are classes and
    portions differ. recall: how far questionnaires lie from better methods, where that is more.
    All three are 0 for an intake of 0.

    What content and answers do only together, by varying at once, is split between foods_vary and
    coarse_answers in the proportion of what each does alone.
    """

    foods_vary: float
    coarse_answers: float
    recall: float


@dataclass(frozen=True)
class Intake:
    """Intake of one nutrient from food, µg a day: central value and likely range.

    sigma is the log-SD behind the range: low and high are central ÷ and × exp(z sigma).
    """

    central: float
    low: float
    high: float
    sigma: float
    causes: Causes


@dataclass(frozen=True)
class Contribution(ReadOnlyMappings):
    """What one food that is eaten gives.

    ug_per_day maps each of TOTALS to µg a day, None where the table has no data; `k2` is the sum
    of the known forms and None only where no form is known.
    """

    food_id: str
    servings_per_week: float
    g_per_day: float
    ug_per_day: Mapping[str, float | None]


@dataclass(frozen=True)
class Estimate(ReadOnlyMappings):
    """The estimate for one person.

    intakes: from food, for each of TOTALS.
    contributions: of the foods that are eaten, in the order of the questionnaire.
    unanswered: ids of foods without an answer; they count as 0.
    unknown: foods that are eaten and lack data, with the nutrients they lack.
    could_hide_ug_per_day: for each of TOTALS, what the unknown foods would add if each held as
        much as the middle food in which the nutrient was found: grams eaten × the median central
        content of those foods of the table. No bound: a food may hold more, or nothing. None
        where it cannot be said, because the table has no food in which it was found; for `k2`
        where that is so of a form that an eaten food lacks.
    supplements_ug_per_day: `k1`, `k2` (MK-4 and MK-7 together) and `d`, not part of the intakes.
    range_level: share of cases that the likely range is made for, 0.8 by default.
    warnings: codes of scoring.plausibility.WARNING_TEXT.
    """

    intakes: Mapping[str, Intake]
    contributions: tuple[Contribution, ...]
    unanswered: tuple[str, ...]
    unknown: Mapping[str, tuple[str, ...]]
    could_hide_ug_per_day: Mapping[str, float | None]
    supplements_ug_per_day: Mapping[str, float]
    range_level: float
    warnings: tuple[str, ...]


def estimate(
    foods: FoodTable, answers: Answers, range_level: float = DEFAULT_RANGE_LEVEL
) -> Estimate:
    """Estimate the intake of one person.

    range_level: share of cases that the likely range is made for, between 0 and 1.

    Raises AnswersError for an answer about a food that is not in the table, ScoringError for a
    range_level outside its range.
    """
    frequency, portion = codes_of(foods, answers)
    totals = total_intakes(foods, frequency, portion, range_z(range_level))
    supplements = _supplement_totals(answers.supplements)
    flags = plausibility.flags(foods, frequency, totals.central, np.array([supplements["d"]]))
    contributions = _contributions(foods, frequency[0], portion[0])
    return Estimate(
        intakes=_intakes_of_one(totals, _causes(foods, frequency, portion, totals)),
        contributions=contributions,
        unanswered=tuple(food.food_id for food in foods if food.food_id not in answers.foods),
        unknown={
            c.food_id: foods[c.food_id].unknown for c in contributions if foods[c.food_id].unknown
        },
        could_hide_ug_per_day=_could_hide(foods, contributions),
        supplements_ug_per_day=supplements,
        range_level=range_level,
        warnings=tuple(np.array(plausibility.WARNINGS)[flags[0]].tolist()),
    )


@dataclass(frozen=True, eq=False)
class TotalIntakes:
    """Intakes of many people, arrays of people × TOTALS.

    central, low, high: µg a day. food_variance: variance on the log scale from foods and answers
    alone. log_variance: the same, but never below the square of SIGMA_FLOOR; 0 for an intake of 0.
    sigma: its root, the log-SD behind the range.
    """

    central: Floats
    low: Floats
    high: Floats
    food_variance: Floats
    log_variance: Floats
    sigma: Floats


def total_intakes(
    foods: FoodTable,
    frequency: Codes,
    portion: Codes,
    z: float,
    of_answers: Callable[[Floats, Codes], Floats] = np.take,
) -> TotalIntakes:
    """Intakes of many people, the one implementation of the estimate.

    frequency: people × foods; 0 = unanswered, 1 to 9 = FREQUENCIES in their order.
    portion: people × foods; 0 to 2 = PORTIONS in their order.
    z: half-width of the likely range in log-SDs, from range_z.
    of_answers: looks up the value at each index, as numpy's take does, which many people outgrow.

    Fastest on some thousand people at once, whose arrays fit the processor's cache.
    """
    content = _content_of(foods)
    answer = _answer_numbers(frequency, portion)
    central = content.mean @ of_answers(_COUNTED, answer)
    amount_mean = of_answers(_AMOUNT_MEAN, answer)
    mean = content.mean @ amount_mean
    # The variance of a product, split into what the amount and what the content brings.
    variance = (content.mean_square + content.variance) @ of_answers(_AMOUNT_VARIANCE, answer)
    variance += content.variance @ np.square(amount_mean)
    # Where nothing is eaten, both are 0: the smallest number makes that 0, not 0 / 0.
    food_variance = np.log1p(variance / np.maximum(np.square(mean), np.finfo(np.float64).tiny))
    log_variance = np.where(mean > 0, np.maximum(food_variance, _FLOOR_VARIANCE), 0.0)
    sigma = np.sqrt(log_variance)
    factor = np.exp(z * sigma)
    return TotalIntakes(
        central=central.T,
        low=(central / factor).T,
        high=(central * factor).T,
        food_variance=food_variance.T,
        log_variance=log_variance.T,
        sigma=sigma.T,
    )


def _causes(
    foods: FoodTable, frequency: Codes, portion: Codes, totals: TotalIntakes
) -> tuple[Causes, ...]:
    """Why the intakes of one person are uncertain, in the order of TOTALS."""
    content = _content_of(foods)
    answer = _answer_numbers(frequency, portion)
    from_content = content.variance @ np.square(_AMOUNT_MEAN.take(answer))
    from_amount = content.mean_square @ _AMOUNT_VARIANCE.take(answer)
    content_share = _ratio(from_content, from_content + from_amount)[:, 0]
    food_share = _ratio(totals.food_variance, totals.log_variance)[0]
    recall = np.where(totals.log_variance[0] > 0, 1 - food_share, 0.0)
    shares = (food_share * content_share, food_share * (1 - content_share), recall)
    return tuple(Causes(*share) for share in np.column_stack(shares).tolist())


def _intakes_of_one(totals: TotalIntakes, causes: tuple[Causes, ...]) -> dict[str, Intake]:
    arrays = (totals.central, totals.low, totals.high, totals.sigma)
    numbers = (array[0].tolist() for array in arrays)
    return {name: Intake(*row) for name, *row in zip(TOTALS, *numbers, causes, strict=True)}


def range_z(range_level: float) -> float:
    """Half-width of the likely range in SDs of a normal distribution; 1.2816 (Z_80) for 0.8.

    Raises ScoringError for a range_level that is not between 0 and 1.
    """
    if not 0 < range_level < 1:
        raise ScoringError(
            f"range level: found {shown(range_level)}; allowed: a number between 0 and 1"
        )
    return -NormalDist().inv_cdf((1 - range_level) / 2)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Divide part by whole; 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _answer_numbers(frequency: Codes, portion: Codes) -> Codes:
    """Frequency and portion as one number, foods × people: the place in the arrays below."""
    return np.ascontiguousarray((frequency * np.uint8(len(PORTIONS)) + portion).T)


def _answer_table(unanswered_and_frequencies: list[float], portions: list[float]) -> Floats:
    return np.outer(unanswered_and_frequencies, portions).ravel()


def _class_mean_square(low: float, high: float) -> float:
    """Mean square of a quantity that is uniform from low to high."""
    return (low * low + low * high + high * high) / 3


# By frequency code × number of portions + portion code: medium servings a week.
_COUNTED = _answer_table(
    [0, *(f.servings_per_week for f in FREQUENCIES)], [p.factor for p in PORTIONS]
)
"""What the central estimate counts."""

_AMOUNT_MEAN = _answer_table(
    [0, *((f.class_low + f.class_high) / 2 for f in FREQUENCIES)], [p.factor for p in PORTIONS]
)
"""Mean over the class of the answer."""

_AMOUNT_MEAN_SQUARE = _answer_table(
    [0, *(_class_mean_square(f.class_low, f.class_high) for f in FREQUENCIES)],
    [p.factor**2 * math.exp(PORTION_LOG_SD**2) for p in PORTIONS],
)
"""Mean square: a log-normal of mean m and log-SD s has the mean square m² exp(s²)."""


_AMOUNT_VARIANCE = _AMOUNT_MEAN_SQUARE - np.square(_AMOUNT_MEAN)
"""Variance: of servings within the class and of the portion."""

_FLOOR_VARIANCE = np.square([[SIGMA_FLOOR[name]] for name in TOTALS])


@dataclass(frozen=True, eq=False)
class _ContentArrays:
    """Content of a medium serving a week, µg a day, TOTALS × foods; 0 where there is no data."""

    mean: Floats
    mean_square: Floats
    variance: Floats


@lru_cache(maxsize=4)
def _content_of(foods: FoodTable) -> _ContentArrays:
    serving = np.array([[food.serving_g / 100 / 7] for food in foods])
    means, variances = [], []
    for food in foods:
        moments = {n: _mean_and_variance(food, n) for n in NUTRIENTS}
        moments["k2"] = (
            math.fsum(moments[form][0] for form in K2_FORMS),
            math.fsum(moments[form][1] for form in K2_FORMS),
        )
        means.append([moments[name][0] for name in TOTALS])
        variances.append([moments[name][1] for name in TOTALS])
    mean = (serving * np.array(means)).T
    variance = (np.square(serving) * np.array(variances)).T
    return _ContentArrays(*map(np.ascontiguousarray, (mean, np.square(mean), variance)))


def _mean_and_variance(food: Food, nutrient: str) -> tuple[float, float]:
    """Of the content per 100 g, µg and µg²; 0 and 0 where there is no data."""
    content = food.content[nutrient]
    if content is None:
        return 0.0, 0.0
    return content.central_ug, content.central_ug**2 * math.expm1(content.log_sd**2)


def codes_of(foods: FoodTable, answers: Answers) -> tuple[Codes, Codes]:
    """The answers of one person as codes of frequency and portion, 1 × foods each.

    Raises AnswersError for an answer about a food that is not in the table.
    """
    for food_id in answers.foods:
        if food_id not in foods:
            hint = did_you_mean(str(food_id), (food.food_id for food in foods))
            raise AnswersError(
                f"answers: found food {shown(food_id)}; allowed: foods of the table.{hint}"
            )
    frequency = np.full((1, len(foods)), UNANSWERED, dtype=np.uint8)
    portion = np.full((1, len(foods)), PORTION_CODES.index(DEFAULT_PORTION), dtype=np.uint8)
    for n, food in enumerate(foods):
        answer = answers.foods.get(food.food_id)
        if answer is not None:
            frequency[0, n] = FREQUENCY_CODES.index(answer.frequency) + 1
            portion[0, n] = PORTION_CODES.index(answer.portion)
    return frequency, portion


def _contributions(foods: FoodTable, frequency: Codes, portion: Codes) -> tuple[Contribution, ...]:
    contributions = []
    for food, f, p in zip(foods, frequency.tolist(), portion.tolist(), strict=True):
        if f <= NEVER:
            continue
        servings_per_week = FREQUENCIES[f - 1].servings_per_week
        g_per_day = servings_per_week / 7 * PORTIONS[p].factor * food.serving_g
        ug_per_day = _ug_per_day(food, g_per_day)
        contributions.append(Contribution(food.food_id, servings_per_week, g_per_day, ug_per_day))
    return tuple(contributions)


def _ug_per_day(food: Food, g_per_day: float) -> dict[str, float | None]:
    """µg a day of each of TOTALS in this much of the food, None where there is no data."""
    amounts: dict[str, float | None] = {}
    for nutrient in NUTRIENTS:
        content = food.content[nutrient]
        amounts[nutrient] = None if content is None else g_per_day / 100 * content.central_ug
    forms = [amount for form in K2_FORMS if (amount := amounts[form]) is not None]
    amounts["k2"] = math.fsum(forms) if forms else None
    return {name: amounts[name] for name in TOTALS}


def _could_hide(
    foods: FoodTable, contributions: tuple[Contribution, ...]
) -> dict[str, float | None]:
    middle = _middle_content(foods)
    hidden: dict[str, float | None] = {}
    for n in NUTRIENTS:
        grams = [c.g_per_day for c in contributions if c.ug_per_day[n] is None]
        content = middle[n] if grams else 0.0
        hidden[n] = None if content is None else math.fsum(grams) / 100 * content
    forms = [amount for form in K2_FORMS if (amount := hidden[form]) is not None]
    hidden["k2"] = math.fsum(forms) if len(forms) == len(K2_FORMS) else None
    return {name: hidden[name] for name in TOTALS}


@lru_cache(maxsize=4)
def _middle_content(foods: FoodTable) -> Mapping[str, float | None]:
    """Median central content of the foods in which a nutrient was found, µg per 100 g."""
    found = {
        n: [c.central_ug for food in foods if (c := food.content[n]) is not None and c.central_ug]
        for n in NUTRIENTS
    }
    return {n: median(values) if values else None for n, values in found.items()}


def _supplement_totals(supplements: Supplements) -> dict[str, float]:
    return {
        "k1": float(supplements.k1_ug_per_day),
        "k2": float(supplements.mk4_ug_per_day + supplements.mk7_ug_per_day),
        "d": float(supplements.d_ug_per_day),
    }
