"""Which foods carry an intake, as far as this person may see an order of foods."""

from dataclasses import dataclass

from scoring.foods import FoodTable
from scoring.intake import Contribution, Estimate
from scoring.safety import Hold


@dataclass(frozen=True)
class FoodShares:
    """The foods behind one nutrient: the largest first, and the others, which go unnamed."""

    top: tuple[Contribution, ...]
    rest: tuple[Contribution, ...]


def nutrients_to_rank(nutrients: tuple[str, ...], holds: frozenset[Hold]) -> tuple[str, ...]:
    """Those of `nutrients` by which foods may be ordered: no vitamin K where that is held back."""
    return tuple(n for n in nutrients if n == "d" or Hold.VITAMIN_K_RANKING not in holds)


def food_shares(
    foods: FoodTable, estimate: Estimate, nutrient: str, shown: int, holds: frozenset[Hold]
) -> FoodShares:
    """The foods that carry a nutrient, `shown` of them by name, and one more where it is the last.

    Liver is never named where `Hold.LIVER` applies. Both parts are empty where no food carries it.
    """
    carrying = [c for c in estimate.contributions if c.ug_per_day[nutrient]]
    carrying.sort(key=lambda c: -(c.ug_per_day[nutrient] or 0))
    hold = Hold.LIVER in holds
    named = [c for c in carrying if not (hold and "liver" in foods[c.food_id].tags)]
    top = named if len(named) == shown + 1 else named[:shown]
    return FoodShares(tuple(top), tuple(c for c in carrying if c not in top))
