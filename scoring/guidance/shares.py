"""Which foods carry an intake, as far as this person may see an order of foods."""

from dataclasses import dataclass

from ..foods.table import FoodTable
from ..intake.estimate import Contribution, Estimate
from ..nutrients import NUTRIENTS, VITAMIN_K
from .safety import Hold

_NUTRIENT_BEHIND = {n.high_warning: name for name, n in NUTRIENTS.items() if n.high_warning}


@dataclass(frozen=True)
class FoodShares:
    """The foods behind one nutrient: the largest first, and the others, which go unnamed."""

    top: tuple[Contribution, ...]
    rest: tuple[Contribution, ...]


def nutrients_to_rank(nutrients: tuple[str, ...], holds: frozenset[Hold]) -> tuple[str, ...]:
    """Those of `nutrients` by which foods may be ordered: no vitamin K where that is held back."""
    return tuple(n for n in nutrients if n not in VITAMIN_K or Hold.VITAMIN_K_RANKING not in holds)


def food_shares(
    foods: FoodTable, estimate: Estimate, nutrient: str, shown: int, holds: frozenset[Hold]
) -> FoodShares:
    """The foods that carry a nutrient, the largest first.

    Args:
        foods: The table that the estimate was made with.
        estimate: The result.
        nutrient: One of TOTALS.
        shown: How many foods are named; one more where only one would go unnamed.
        holds: What this person must not be shown: liver is never named where `Hold.LIVER` applies.

    Returns:
        Both parts are empty where no food carries it.
    """
    carrying = [c for c in estimate.contributions if c.per_day[nutrient]]
    carrying.sort(key=lambda c: -(c.per_day[nutrient] or 0))
    hold = Hold.LIVER in holds
    named = [c for c in carrying if not (hold and "liver" in foods[c.food_id].tags)]
    top = named if len(named) == shown + 1 else named[:shown]
    return FoodShares(tuple(top), tuple(c for c in carrying if c not in top))


def heaviest_foods(estimate: Estimate, warning: str, count: int = 2) -> tuple[str, ...]:
    """Ids of the foods that weigh most behind a warning such as `k2_high`, largest first.

    Empty for a warning that does not come from a nutrient in foods.
    """
    nutrient = _NUTRIENT_BEHIND.get(warning)
    if nutrient is None:
        return ()
    amounts = {c.food_id: c.per_day[nutrient] or 0.0 for c in estimate.contributions}
    return tuple(sorted((f for f in amounts if amounts[f]), key=lambda f: -amounts[f])[:count])
