"""Warnings about answers and results that deserve a second look. Nothing is changed or clipped.

The limits follow the custom of cohort studies, which screen on energy and on missing items; a
list of foods for vitamins K and D gives no energy, so the screen is on answers and on results.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..foods.table import FoodTable
from ..languages import N_, Words
from ..nutrients import NUTRIENTS, TOTALS, Nutrient
from ..questionnaire.answers import FREQUENCIES, NEVER, UNANSWERED

UNANSWERED_SHARE = 0.10
SAME_ANSWER_SHARE = 0.90
SERVINGS_PER_DAY = 20
UNKNOWN_COUNTRY = "unknown_country"

WARNING_TEXT = Words(
    {
        "unanswered": N_(
            "More than one in ten foods has no answer yet, so the result is incomplete."
        ),
        "all_never": N_("Every answer is “never”. Please check that this is what you meant."),
        "same_answer": N_(
            "Nearly all answers are the same. Please check that this is what you meant."
        ),
        "many_servings": N_(
            "The answers add up to more than {servings} servings a day, which is unusual. "
            "Please check the foods eaten most often."
        ),
        "k1_high": N_(
            "Vitamin K1 comes out above {k1_ug} µg a day, which is unusual. "
            "Please check the foods it mostly comes from."
        ),
        "k2_high": N_(
            "Vitamin K2 comes out unusually high for these foods. "
            "Please check the foods it mostly comes from."
        ),
        "d_food_high": N_(
            "Vitamin D from food comes out above {d_food_ug} µg a day, which is unusual. "
            "Please check the foods it mostly comes from."
        ),
        "d_above_ul": N_(
            "Vitamin D from food and supplements together comes out above {d_ug} µg "
            "({d_iu} IU) a day, the upper level for adults of EFSA in Europe and of the National "
            "Academies in the USA. Please check the amount and its unit. If they are right, a "
            "doctor or pharmacist can tell you what they mean for you."
        ),
        UNKNOWN_COUNTRY: N_(
            "The country in the file is none that KD Check knows, so the international figures "
            "count for fortified foods."
        ),
    },
    servings=SERVINGS_PER_DAY,
    k1_ug=NUTRIENTS["k1"].unusual_per_day,
    d_food_ug=NUTRIENTS["d"].unusual_per_day,
    d_ug=NUTRIENTS["d"].upper_level_per_day,
    d_iu=NUTRIENTS["d"].upper_level_per_day * 40,
)
"""The warnings in words, by code; each code of a nutrient (`scoring.nutrients`) has words here."""

WARNINGS = tuple(WARNING_TEXT)
"""Codes of the warnings, in the order in which they are given."""

_SERVINGS_PER_WEEK = np.array([0, *(f.servings_per_week for f in FREQUENCIES)], np.float32)


def flags(
    foods: FoodTable,
    frequency: NDArray[np.uint8],
    gaps: NDArray[np.unsignedinteger[Any]],
    central_per_day: NDArray[np.float64],
    supplements_per_day: Mapping[str, NDArray[np.float64]],
) -> NDArray[np.bool_]:
    """Which warnings apply to whom: people × WARNINGS.

    UNKNOWN_COUNTRY never does here: who reads a file with countries knows.

    Args:
        foods: The food table that was asked about.
        frequency: People × foods; 0 = unanswered, 1 to 9 = FREQUENCIES in their order.
        gaps: From `unanswered`.
        central_per_day: People × TOTALS, from food, in the unit of each nutrient.
        supplements_per_day: By nutrient, one amount for each person; none counts as 0.
    """
    answers = answer_counts(frequency)
    answered = len(foods) - answers[UNANSWERED]
    from_food = dict(zip(TOTALS, central_per_day.T, strict=True))
    by_code = {
        "unanswered": gaps > UNANSWERED_SHARE * (answered + gaps),
        "all_never": (answered > 0) & (answers[NEVER] == answered),
        "same_answer": (answered > 0)
        & (answers[NEVER + 1 :].max(axis=0) >= SAME_ANSWER_SHARE * answered),
        "many_servings": _SERVINGS_PER_WEEK @ answers.astype(np.float32) > SERVINGS_PER_DAY * 7,
    }
    for name, nutrient in NUTRIENTS.items():
        if nutrient.high_warning:
            limit = _unusual_per_day(foods, frequency, nutrient)
            by_code[nutrient.high_warning] = from_food[name] > limit
        if nutrient.upper_level_warning:
            in_all = from_food[name] + supplements_per_day.get(name, 0.0)
            by_code[nutrient.upper_level_warning] = in_all > nutrient.upper_level_per_day
    by_code[UNKNOWN_COUNTRY] = np.zeros(len(frequency), dtype=bool)
    return np.column_stack([by_code[code] for code in WARNINGS])


def unanswered(
    foods: FoodTable, frequency: NDArray[np.uint8], country: NDArray[np.uint8] | None = None
) -> NDArray[np.unsignedinteger[Any]]:
    """How many foods each person left without an answer, but for those seldom eaten there.

    Args:
        foods: The food table that was asked about.
        frequency: People × foods, as in `flags`.
        country: Of each person, one of COUNTRY_NUMBERS; None where the table is that of everybody.
    """
    blank = frequency == UNANSWERED
    seldom = _seldom_eaten((foods,) if country is None else foods.in_every_country)
    return how_many(blank) - how_many_of(seldom, blank, country)


@lru_cache(maxsize=64)
def _seldom_eaten(tables: tuple[FoodTable, ...]) -> NDArray[np.bool_]:
    """Which foods are seldom eaten in the country of each table: tables × foods."""
    return np.array([[food.food_id in foods.seldom_eaten for food in foods] for foods in tables])


def how_many_of(
    which: NDArray[np.bool_], of_foods: NDArray[np.bool_], country: NDArray[np.uint8] | None
) -> NDArray[np.unsignedinteger[Any]]:
    """For how many foods something is so of each person, of some foods that their country names.

    Args:
        which: Which foods count: of one country, or of COUNTRY_NUMBERS, × foods.
        of_foods: People × foods.
        country: Of each person, one of COUNTRY_NUMBERS; None where `which` is of one country.
    """
    some = np.flatnonzero(which.any(axis=0))
    counted = of_foods.T[some]  # whole rows of foods, quicker to take than columns
    if country is not None:
        counted &= which.T[some].take(country, axis=1)
    return how_many(counted.T)


def _unusual_per_day(
    foods: FoodTable, frequency: NDArray[np.uint8], nutrient: Nutrient
) -> float | NDArray[np.float64]:
    """Above which intake a person's deserves a second look: one for all, or one for each person."""
    limit: float | NDArray[np.float64] = nutrient.unusual_per_day
    for tag, with_it in nutrient.unusual_per_day_with.items():
        tagged = np.array([tag in food.marks for food in foods])
        limit = np.where((frequency[:, tagged] > NEVER).any(axis=1), with_it, limit)
    return limit


def answer_counts(frequency: NDArray[np.uint8]) -> NDArray[np.unsignedinteger[Any]]:
    """How many foods of each person have which answer.

    Args:
        frequency: Codes of people × foods, as in `flags`.

    Returns:
        Counts of (unanswered and FREQUENCIES) × people.
    """
    codes = range(UNANSWERED, len(FREQUENCIES) + 1)
    return np.array([how_many(frequency == code) for code in codes])


def how_many(of_foods: NDArray[np.bool_]) -> NDArray[np.unsignedinteger[Any]]:
    """For how many foods something is so of each person.

    Args:
        of_foods: People × foods.

    Returns:
        One count for each person, in the narrowest numbers that hold the number of foods: bytes add
        up several times as fast.
    """
    narrowest = np.min_scalar_type(of_foods.shape[1])
    counts: NDArray[np.unsignedinteger[Any]] = of_foods.view(np.uint8).sum(axis=1, dtype=narrowest)
    return counts
