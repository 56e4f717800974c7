"""The estimate: intake of each nutrient from the answers, with its likely range.

The central value is plain arithmetic: servings a week / 7 × portion × serving in grams / 100 ×
content per 100 g, summed over the foods. Around it, each food's amount is frequency × portion ×
content, three independent quantities:

- frequency: within the class that the answer stands for, with the counted servings c as its mean:
  even below c and even above it. From a to b that has the variance (c − a) (b − c) / 3, which is
  that of a uniform quantity where c is in the middle.
- portion: log-normal with the portion factor as its mean and a log-SD of PORTION_LOG_SD, half of
  whose variance is the person's: who takes large servings of one food takes them of others too.
- content: log-normal with the table's central value as its mean and its log-SD from the table.

The mean M of the sum is the central value. Its variance V over independent foods is matched by a
log-normal, whose log-variance is ln(1 + V / M²), the Fenton-Wilkinson approximation. What a person
does alike with every food multiplies the whole sum, so its log-variance is added: the shared half
of the portion, and reporting of all foods too often or too seldom (REPORTING_LOG_SD). The forms of
K2 in one food share frequency and portion; their contents are independent.

The range is never narrower than what studies found on raw answers (`Nutrient.sigma_floor`).
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ScoringError, shown
from ..foods.table import Food, FoodTable
from ..frozen import ReadOnlyMappings
from ..lognormal import log_variances_of
from ..nutrients import NUTRIENTS, STORED, TOTALS
from ..questionnaire.answers import (
    FREQUENCIES,
    NEVER,
    PORTIONS,
    Answers,
    Frequency,
)
from ..questionnaire.codes import Codes, codes_of, require_known_foods
from . import warnings
from .not_asked import (
    Allowance,
    WholeIntake,
    allowance_arrays,
    allowances_of_one,
    whole_intakes,
)

Floats = NDArray[np.float64]

DEFAULT_RANGE_LEVEL = 0.8

FORMULAS_SINCE = "2026-11-30"
"""The day from which the formulas give the results they give now, as in CHANGELOG.md."""

PORTION_LOG_SD = 0.30
"""How far real servings of one food lie from the size that was ticked."""

_SHARED_PORTION_VARIANCE = PORTION_LOG_SD**2 / 2
OWN_PORTION_VARIANCE = PORTION_LOG_SD**2 - _SHARED_PORTION_VARIANCE
"""Half and half, by judgement: no study that could be read separates the two."""

REPORTING_LOG_SD = 0.20
"""How far a person reports all foods too often or too seldom, by judgement: part of the distance
between lists of foods and better methods, which is a floor for the whole."""

SHARED_LOG_VARIANCE = _SHARED_PORTION_VARIANCE + REPORTING_LOG_SD**2
"""Log-variance of what a person does alike with every food."""


@dataclass(frozen=True)
class Causes:
    """Why an intake is uncertain: shares of its variance on the log scale that add up to 1.

    All three are 0 for an intake of 0. What content and answers do only together, by varying at
    once, is split between the first two in the proportion of what each does alone.

    Attributes:
        foods_vary: Foods of one name differ in content.
        coarse_answers: Frequencies are classes, and portions differ.
        recall: All foods are reported too often or too seldom; and how far questionnaires lie from
            better methods, where that is more than all the rest.
    """

    foods_vary: float
    coarse_answers: float
    recall: float


@dataclass(frozen=True)
class Intake:
    """Intake of one nutrient from food, a day, in the unit of the nutrient.

    Attributes:
        central: The sum over the foods.
        low: Low end of the likely range: central × exp(−z sigma).
        high: High end of the likely range: central × exp(z sigma). For an intake of 0 it is above 0
            where a food eaten may hold what laboratories cannot tell.
        sigma: The log-SD behind the range; 0 for an intake of 0.
        causes: Why it is uncertain.
    """

    central: float
    low: float
    high: float
    sigma: float
    causes: Causes


@dataclass(frozen=True)
class Contribution(ReadOnlyMappings):
    """What one food that is eaten gives.

    Attributes:
        food_id: The food.
        servings_per_week: How many servings the answer counts as.
        g_per_day: Grams a day.
        per_day: For each of TOTALS the amount a day in its unit, None where the table has no data.
            A sum such as `k2` holds the parts that are known, and is None only where none is.
    """

    food_id: str
    servings_per_week: float
    g_per_day: float
    per_day: Mapping[str, float | None]


@dataclass(frozen=True)
class Estimate(ReadOnlyMappings):
    """The estimate for one person; amounts are a day, in the unit of the nutrient.

    Attributes:
        intakes: From the foods of the list, for each of TOTALS: the sum to check by hand.
        not_asked: What foods that are not asked are likely to add, for each of TOTALS for which
            that can be said.
        wholes: Both together, for each of TOTALS; the intake from the list alone where nothing can
            be said of the rest.
        contributions: Of the foods that are eaten, in the order of the questionnaire.
        unanswered: Ids of foods without an answer; they count as 0. One that is seldom eaten in the
            country of the table is not asked about at once, and so is not among them.
        unknown: Foods that are eaten and lack data, with the nutrients they lack.
        could_hide_per_day: For each of TOTALS, what the unknown foods would add if each held as
            much as the middle food in which the nutrient was found: grams eaten × the median
            central content of those foods of the table. No bound: a food may hold more, or nothing.
            None where it cannot be said, because the table has no food in which it was found; for a
            sum where that is so of a part that an eaten food lacks.
        supplements_per_day: For each of WHOLES (for `k2`, MK-4 and MK-7 together); not part of the
            intakes.
        range_level: Share of cases that the likely range is made for, 0.8 by default.
        warnings: Codes of `scoring.intake.warnings.WARNING_TEXT`.
    """

    intakes: Mapping[str, Intake]
    not_asked: Mapping[str, Allowance]
    wholes: Mapping[str, WholeIntake]
    contributions: tuple[Contribution, ...]
    unanswered: tuple[str, ...]
    unknown: Mapping[str, tuple[str, ...]]
    could_hide_per_day: Mapping[str, float | None]
    supplements_per_day: Mapping[str, float]
    range_level: float
    warnings: tuple[str, ...]


def estimate(
    foods: FoodTable, answers: Answers, range_level: float = DEFAULT_RANGE_LEVEL
) -> Estimate:
    """Estimate the intake of one person.

        >>> from scoring import Answer, Answers, FoodTable, estimate
        >>> from scoring.files.shipped import shipped_folder
        >>> foods = FoodTable.load(shipped_folder() / "foods.csv")
        >>> found = estimate(foods, Answers({"natto": Answer("1w"), "eggs": Answer("1d")}))
        >>> k2 = found.intakes["k2"]
        >>> round(k2.central), round(k2.low), round(k2.high)
        (82, 37, 181)
        >>> found.contributions[0].food_id, round(found.contributions[0].g_per_day, 2)
        ('natto', 7.14)

    Args:
        foods: The food table that was asked about.
        answers: What the person answered.
        range_level: Share of cases that the likely range is made for, between 0 and 1.

    Raises:
        AnswersError: An answer is about a food that is not in the table.
        ScoringError: The range level is outside its range.
    """
    require_known_foods(foods, answers.foods)
    frequency, portion = codes_of(foods, [answers.foods])
    z = range_z(range_level)
    totals = total_intakes(foods, frequency, portion, z)
    not_asked = allowance_arrays(foods)
    whole = whole_intakes(totals, not_asked, z)
    supplements = answers.supplements.totals
    flags = warnings.flags(
        foods,
        frequency,
        warnings.unanswered(foods, frequency),
        totals.central,
        {n: np.array([a]) for n, a in supplements.items()},
    )
    contributions = _contributions(foods, frequency[0], portion[0])
    return Estimate(
        intakes=_intakes_of_one(totals, _causes(foods, frequency, portion, totals)),
        not_asked=allowances_of_one(not_asked, whole, z),
        wholes={
            name: WholeIntake(*row)
            for name, *row in zip(
                TOTALS,
                *(a[0].tolist() for a in (whole.central, whole.low, whole.high)),
                strict=True,
            )
        },
        contributions=contributions,
        unanswered=tuple(
            food.food_id
            for food in foods
            if food.food_id not in answers.foods and food.food_id not in foods.seldom_eaten
        ),
        unknown={
            c.food_id: foods[c.food_id].unknown for c in contributions if foods[c.food_id].unknown
        },
        could_hide_per_day=_could_hide(foods, contributions),
        supplements_per_day=supplements,
        range_level=range_level,
        warnings=tuple(np.array(warnings.WARNINGS)[flags[0]].tolist()),
    )


@dataclass(frozen=True, eq=False)
class TotalIntakes:
    """Intakes of many people, arrays of people × TOTALS.

    Attributes:
        central: A day, in the unit of each nutrient, as are low and high.
        low: Low end of the likely range.
        high: High end of the likely range.
        variance: Of what differs from food to food, content, frequency and the food's own half of
            the portion, in the unit of each nutrient squared.
        sigma: The log-SD behind the range: of that and SHARED_LOG_VARIANCE, and never below
            `Nutrient.sigma_floor`; 0 for an intake of 0.
        relative_variance: What the range stands for, in squares of the central value:
            exp(sigma²) − 1.
    """

    central: Floats
    low: Floats
    high: Floats
    variance: Floats
    sigma: Floats
    relative_variance: Floats


def total_intakes(foods: FoodTable, frequency: Codes, portion: Codes, z: float) -> TotalIntakes:
    """Intakes of many people.

    Args:
        foods: The food table that was asked about.
        frequency: People × foods; 0 = unanswered, 1 to 9 = FREQUENCIES in their order.
        portion: People × foods; 0 to 2 = PORTIONS in their order.
        z: Half-width of the likely range in log-SDs, from range_z.
    """
    return intakes_of_answers(foods, _answer_numbers(frequency, portion), z)


def intakes_of_answers(
    foods: FoodTable,
    answer: Codes,
    z: float,
    country: Codes | None = None,
    of_answers: Callable[[Floats, NDArray[np.unsignedinteger[Any]]], Floats] = np.take,
) -> TotalIntakes:
    """Intakes of many people, the one implementation of the estimate.

    The formulas stand on top of this module. Fastest on some thousand people at once, whose arrays
    fit the processor's cache.

    Args:
        foods: The food table that was asked about.
        answer: Foods × people; frequency × len(PORTIONS) + portion, each as in total_intakes.
        z: Half-width of the likely range in log-SDs, from range_z.
        country: Of each person, one of COUNTRY_NUMBERS; None where the table is that of everybody.
        of_answers: Looks up the value at each index, as numpy's take does; for many people Arrow's
            is faster.

    Returns:
        Arrays of people × TOTALS.
    """
    content = _content_of(foods) if country is None else _content_in_every_country(foods)
    amount = of_answers(_AMOUNT, answer)
    central = (content.mean @ amount)[: len(TOTALS)]
    # The variance of a product, split into what the amount and what the content brings.
    variance = content.square @ of_answers(_AMOUNT_VARIANCE, answer)
    variance += content.variance @ np.square(amount)
    variance = variance[: len(TOTALS)]
    if country is not None and (apart := _apart_of(foods)):
        place = apart.place + country * np.uint32(len(_AMOUNT)) + answer[apart.foods]
        for n, mean in zip(apart.totals, of_answers(apart.mean, place), strict=True):
            central[n] += mean
        for n, own in zip(apart.totals, of_answers(apart.variance, place), strict=True):
            variance[n] += own
    none = central == 0
    relative = variance / (np.square(central) + none)
    relative = np.maximum((1 + relative) * _SHARED_MEAN_SQUARE, _FLOOR_MEAN_SQUARE)
    sigma = np.maximum(np.sqrt(np.log(relative)), _FLOOR) * ~none
    factor = z * sigma
    np.exp(factor, out=factor)
    high = central * factor
    if none.any():
        # Foods that may hold what laboratories cannot tell: as of a normal quantity around 0.
        np.copyto(high, z * np.sqrt(variance), where=none)
    relative -= 1
    return TotalIntakes(
        central=central.T,
        low=(central / factor).T,
        high=high.T,
        variance=variance.T,
        sigma=sigma.T,
        relative_variance=relative.T,
    )


def amounts_of_answers(foods: FoodTable) -> Floats:
    """The central amount a day that each answer about each food gives, in the unit of the total.

        >>> from scoring.files.shipped import shipped_folder
        >>> foods = FoodTable.load(shipped_folder() / "foods.csv")
        >>> once_a_week_medium = 3 * len(PORTIONS) + 1
        >>> mk7 = amounts_of_answers(foods)[TOTALS.index("mk7"), foods.places["natto"]]
        >>> round(float(mk7[once_a_week_medium]), 1)
        58.5

    Args:
        foods: The food table.

    Returns:
        TOTALS × foods × answers, numbered as in `intakes_of_answers`; 0 where there is no data.
    """
    content = _content_of(foods).mean[: len(TOTALS)]
    amounts: Floats = content[:, :, None] * _AMOUNT
    return amounts


def _causes(
    foods: FoodTable, frequency: Codes, portion: Codes, totals: TotalIntakes
) -> tuple[Causes, ...]:
    """Why the intakes of one person are uncertain, in the order of TOTALS."""
    content = _content_of(foods)
    answer = _answer_numbers(frequency, portion)
    from_content = content.variance @ np.square(_AMOUNT.take(answer))
    from_amount = np.square(content.mean) @ _AMOUNT_VARIANCE.take(answer)
    content_share = _ratio(from_content, from_content + from_amount)[: len(TOTALS), 0]
    whole = np.square(totals.sigma[0])
    food_share = _ratio(log_variances_of(totals.central[0], totals.variance[0]), whole)
    portion_share = _ratio(np.full_like(whole, _SHARED_PORTION_VARIANCE), whole)
    foods_vary = food_share * content_share
    coarse_answers = food_share * (1 - content_share) + portion_share
    recall = np.where(whole > 0, 1 - food_share - portion_share, 0.0)
    shares = np.column_stack((foods_vary, coarse_answers, recall))
    return tuple(Causes(*share) for share in shares.tolist())


def _intakes_of_one(totals: TotalIntakes, causes: tuple[Causes, ...]) -> dict[str, Intake]:
    arrays = (totals.central, totals.low, totals.high, totals.sigma)
    numbers = (array[0].tolist() for array in arrays)
    return {name: Intake(*row) for name, *row in zip(TOTALS, *numbers, causes, strict=True)}


def range_z(range_level: float) -> float:
    """Half-width of the likely range in SDs of a normal distribution.

        >>> round(range_z(0.8), 4), round(range_z(0.95), 4)
        (1.2816, 1.96)

    Args:
        range_level: Share of cases that the range is made for.

    Raises:
        ScoringError: The range level is not between 0 and 1.
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


def frequency_variance(frequency: Frequency) -> float:
    """Variance of the servings a week that an answer stands for, around those that are counted.

    Even from the low end of the class to the counted servings, and even from there to the high
    end, so much of it on either side that the counted servings are the mean.

        >>> round(frequency_variance(Frequency("2w", "twice a week", 2, 1.5, 2.5)), 4)
        0.0833
    """
    counted = frequency.servings_per_week
    return (counted - frequency.class_low) * (frequency.class_high - counted) / 3


# By frequency code × number of portions + portion code: medium servings a week.
_AMOUNT = _answer_table(
    [0, *(f.servings_per_week for f in FREQUENCIES)], [p.factor for p in PORTIONS]
)
"""What the estimate counts: the mean."""

_AMOUNT_MEAN_SQUARE = _answer_table(
    [0, *(f.servings_per_week**2 + frequency_variance(f) for f in FREQUENCIES)],
    [p.factor**2 * math.exp(OWN_PORTION_VARIANCE) for p in PORTIONS],
)
"""Mean square: a log-normal of mean m and log-SD s has the mean square m² exp(s²)."""

_AMOUNT_VARIANCE = _AMOUNT_MEAN_SQUARE - np.square(_AMOUNT)
"""Variance: of servings within the class and of the food's own part of the portion."""

_PARTS_OF_SUMS = {name: n.parts for name, n in NUTRIENTS.items() if n.parts}

_SHARED_MEAN_SQUARE = math.exp(SHARED_LOG_VARIANCE)
_FLOOR = np.array([[NUTRIENTS[name].sigma_floor] for name in TOTALS])
_FLOOR_MEAN_SQUARE = np.exp(np.square(_FLOOR))
"""Mean squares of factors of mean 1: a log-normal of log-SD s has exp(s²)."""

_ROWS = 8
"""Rows of the arrays of content: OpenBLAS multiplies eight rows faster than the six of TOTALS."""


@dataclass(frozen=True, eq=False)
class _ContentArrays:
    """Content of a medium serving a week, a day, TOTALS × foods; 0 where there is no data.

    Rows of 0 follow, up to _ROWS.

    Attributes:
        mean: In the unit of each nutrient.
        variance: Of the content between foods of one name.
        square: Mean of the squared content: the square of the mean, and the variance.
    """

    mean: Floats
    variance: Floats
    square: Floats


@lru_cache(maxsize=32)  # a table for each country
def _content_of(foods: FoodTable) -> _ContentArrays:
    serving = np.array([[food.serving_g / 100 / 7] for food in foods])
    means, variances = [], []
    for food in foods:
        moments = {n: _mean_and_variance(food, n) for n in STORED}
        parts = [[moments[part] for part in NUTRIENTS[name].stored] for name in TOTALS]
        means.append([math.fsum(mean for mean, _ in own) for own in parts])
        variances.append([math.fsum(variance for _, variance in own) for own in parts])
    mean = (serving * np.array(means)).T
    variance = (np.square(serving) * np.array(variances)).T
    square = np.square(mean) + variance
    rows = ((0, -len(TOTALS) % _ROWS), (0, 0))
    return _ContentArrays(*(np.pad(array, rows) for array in (mean, variance, square)))


@dataclass(frozen=True, eq=False)
class _Apart:
    """What foods give whose content differs between countries, one row a food and total.

    Attributes:
        foods: The place of each row's food in the table.
        totals: The place of its total in TOTALS.
        place: Where each row begins in the two arrays below, a column.
        mean: A day, in the unit of the total: by row, country and answer.
        variance: The same of the variance that differs from food to food.
    """

    foods: NDArray[np.intp]
    totals: list[int]
    place: NDArray[np.uint32]
    mean: Floats
    variance: Floats


@lru_cache(maxsize=4)
def _content_in_every_country(foods: FoodTable) -> _ContentArrays:
    """The content of foods that hold the same everywhere, and 0 for what differs."""
    content, differs = _content_of(foods), _differs(foods)
    arrays = (content.mean, content.variance, content.square)
    return _ContentArrays(*(np.where(differs, 0.0, array) for array in arrays))


@lru_cache(maxsize=4)
def _apart_of(foods: FoodTable) -> _Apart | None:
    totals, places = np.nonzero(_differs(foods))
    if not len(totals):
        return None
    every = [_content_of(table) for table in foods.in_every_country]
    mean, variance, square = (
        np.array([getattr(c, name)[totals, places] for c in every]).T[:, :, None]
        for name in ("mean", "variance", "square")
    )
    starts = np.arange(len(totals), dtype=np.uint32) * np.uint32(len(every) * len(_AMOUNT))
    return _Apart(
        foods=places,
        totals=totals.tolist(),
        place=starts[:, None],
        mean=(mean * _AMOUNT).ravel(),
        variance=(square * _AMOUNT_VARIANCE + variance * np.square(_AMOUNT)).ravel(),
    )


def _differs(foods: FoodTable) -> NDArray[np.bool_]:
    """Which content is not the same in every country, as in _ContentArrays."""
    first, *others = map(_content_of, foods.in_every_country)
    differs = np.zeros(first.mean.shape, dtype=bool)
    for own in others:
        differs |= (own.mean != first.mean) | (own.variance != first.variance)
    return differs


def _mean_and_variance(food: Food, nutrient: str) -> tuple[float, float]:
    """Of the content per 100 g; 0 and 0 where there is no data."""
    content = food.content[nutrient]
    return (0.0, 0.0) if content is None else (content.central, content.variance)


def _contributions(foods: FoodTable, frequency: Codes, portion: Codes) -> tuple[Contribution, ...]:
    contributions = []
    for food, f, p in zip(foods, frequency.tolist(), portion.tolist(), strict=True):
        if f <= NEVER:
            continue
        servings_per_week = FREQUENCIES[f - 1].servings_per_week
        g_per_day = servings_per_week / 7 * PORTIONS[p].factor * food.serving_g
        per_day = _per_day(food, g_per_day)
        contributions.append(Contribution(food.food_id, servings_per_week, g_per_day, per_day))
    return tuple(contributions)


def _per_day(food: Food, g_per_day: float) -> dict[str, float | None]:
    """Amount a day of each of TOTALS in this much of the food, None where there is no data."""
    amounts: dict[str, float | None] = {}
    for nutrient in STORED:
        content = food.content[nutrient]
        amounts[nutrient] = None if content is None else g_per_day / 100 * content.central
    for total, parts in _PARTS_OF_SUMS.items():
        known = [amount for part in parts if (amount := amounts[part]) is not None]
        amounts[total] = math.fsum(known) if known else None
    return {name: amounts[name] for name in TOTALS}


def _could_hide(
    foods: FoodTable, contributions: tuple[Contribution, ...]
) -> dict[str, float | None]:
    middle = _middle_content(foods)
    amounts: dict[str, float | None] = {}
    for n in STORED:
        grams = [c.g_per_day for c in contributions if c.per_day[n] is None]
        content = middle[n] if grams else 0.0
        amounts[n] = None if content is None else math.fsum(grams) / 100 * content
    for total, parts in _PARTS_OF_SUMS.items():
        known = [amount for part in parts if (amount := amounts[part]) is not None]
        amounts[total] = math.fsum(known) if len(known) == len(parts) else None
    return {name: amounts[name] for name in TOTALS}


@lru_cache(maxsize=4)
def _middle_content(foods: FoodTable) -> Mapping[str, float | None]:
    """Median central content per 100 g of the foods in which a nutrient was found."""
    found = {
        n: [c.central for food in foods if (c := food.content[n]) is not None and c.central]
        for n in STORED
    }
    return {n: median(values) if values else None for n, values in found.items()}
