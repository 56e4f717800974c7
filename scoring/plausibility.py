"""Warnings about answers and results that deserve a second look. Nothing is changed or clipped.

The limits follow the custom of cohort studies, which screen on energy and on missing items; a
list of foods for vitamins K and D gives no energy, so the screen is on answers and on results.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from languages import N_, Words
from scoring.foods import TOTALS, FoodTable
from scoring.questionnaire import FREQUENCIES, NEVER, UNANSWERED

if TYPE_CHECKING:
    from scoring.intake import Estimate

UNANSWERED_SHARE = 0.10
SAME_ANSWER_SHARE = 0.90
SERVINGS_PER_DAY = 20
K1_UG_PER_DAY = 1000
K2_UG_PER_DAY_WITHOUT_NATTO = 150
K2_UG_PER_DAY_WITH_NATTO = 600
D_FOOD_UG_PER_DAY = 25
D_ALL_UG_PER_DAY = 100
"""Upper level of EFSA (2023) and of the US National Academies (2011) for adults, food and
supplements together."""

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
            "({d_iu} IU) a day, the upper level that health authorities have set "
            "for adults. Please check the amount and its unit. If they are right, a doctor or "
            "pharmacist can tell you what they mean for you."
        ),
    },
    servings=SERVINGS_PER_DAY,
    k1_ug=K1_UG_PER_DAY,
    d_food_ug=D_FOOD_UG_PER_DAY,
    d_ug=D_ALL_UG_PER_DAY,
    d_iu=D_ALL_UG_PER_DAY * 40,
)
"""The warnings in words, by code."""

WARNINGS = tuple(WARNING_TEXT)
"""Codes of the warnings, in the order in which they are given."""

_NUTRIENT_BEHIND = {"k1_high": "k1", "k2_high": "k2", "d_food_high": "d"}
_SERVINGS_PER_WEEK = np.array([0, *(f.servings_per_week for f in FREQUENCIES)])


def flags(
    foods: FoodTable,
    frequency: NDArray[np.uint8],
    central_ug_per_day: NDArray[np.float64],
    d_supplement_ug_per_day: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Which warnings apply to whom: people × WARNINGS.

    frequency: people × foods; 0 = unanswered, 1 to 9 = FREQUENCIES in their order.
    central_ug_per_day: people × TOTALS, from food.
    d_supplement_ug_per_day: one for each person.
    """
    answers = answer_counts(frequency)
    answered = len(foods) - answers[UNANSWERED]
    k1, k2, d = (central_ug_per_day[:, TOTALS.index(name)] for name in ("k1", "k2", "d"))
    natto = np.array([food.is_natto for food in foods])
    eats_natto = (frequency[:, natto] > NEVER).any(axis=1)
    k2_limit = np.where(eats_natto, K2_UG_PER_DAY_WITH_NATTO, K2_UG_PER_DAY_WITHOUT_NATTO)
    by_code = {
        "unanswered": answers[UNANSWERED] > UNANSWERED_SHARE * len(foods),
        "all_never": (answered > 0) & (answers[NEVER] == answered),
        "same_answer": (answered > 0)
        & (answers[NEVER + 1 :].max(axis=0) >= SAME_ANSWER_SHARE * answered),
        "many_servings": _SERVINGS_PER_WEEK @ answers > SERVINGS_PER_DAY * 7,
        "k1_high": k1 > K1_UG_PER_DAY,
        "k2_high": k2 > k2_limit,
        "d_food_high": d > D_FOOD_UG_PER_DAY,
        "d_above_ul": d + d_supplement_ug_per_day > D_ALL_UG_PER_DAY,
    }
    return np.column_stack([by_code[code] for code in WARNINGS])


def answer_counts(frequency: NDArray[np.uint8]) -> NDArray[np.unsignedinteger[Any]]:
    """How many foods of each person have which answer: unanswered and FREQUENCIES × people.

    frequency: people × foods, as in `flags`.
    """
    codes = range(UNANSWERED, len(FREQUENCIES) + 1)
    return np.array([how_many(frequency == code) for code in codes])


def how_many(of_foods: NDArray[np.bool_]) -> NDArray[np.unsignedinteger[Any]]:
    """For how many foods something is so of each person.

    of_foods: people × foods.

    Returns the narrowest numbers that hold the number of foods: bytes add up several times as fast.
    """
    narrowest = np.min_scalar_type(of_foods.shape[1])
    counts: NDArray[np.unsignedinteger[Any]] = of_foods.view(np.uint8).sum(axis=1, dtype=narrowest)
    return counts


def heaviest_foods(estimate: "Estimate", warning: str, count: int = 2) -> tuple[str, ...]:
    """Ids of the foods that weigh most behind `k1_high`, `k2_high` or `d_food_high`, largest first.

    Empty for a warning that does not come from a nutrient in foods.
    """
    nutrient = _NUTRIENT_BEHIND.get(warning)
    if nutrient is None:
        return ()
    amounts = {c.food_id: c.ug_per_day[nutrient] or 0.0 for c in estimate.contributions}
    return tuple(sorted((f for f in amounts if amounts[f]), key=lambda f: -amounts[f])[:count])
