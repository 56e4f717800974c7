"""One person's answers under two food tables: before, after, and what each food has to do with it.

Both estimates are made with the formulas of today. Of a nutrient, the figures of `foods` and the
allowances for foods that are not asked add up to what lies between the two whole intakes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..foods.table import FoodTable
from ..nutrients import TOTALS
from ..questionnaire.answers import Answers
from .estimate import Contribution, Estimate, estimate


@dataclass(frozen=True)
class FoodMove:
    """What one food that is eaten gives under either table, a day, in the unit of the nutrient.

    Attributes:
        food_id: The food.
        before: Under the earlier table; None where it had no data.
        after: Under the later one; None where it has no data or no such food, so that what the food
            gives is unknown now.
        sources_before: Keys of its sources in the earlier table.
        sources_after: The same of the later table.
    """

    food_id: str
    before: float | None
    after: float | None
    sources_before: tuple[str, ...]
    sources_after: tuple[str, ...]

    @property
    def difference(self) -> float:
        """What counts now less what counted before; what is unknown counts in neither."""
        return (self.after or 0.0) - (self.before or 0.0)

    @property
    def is_unknown(self) -> bool:
        """Whether one of the tables does not tell what the food gives."""
        return self.before is None or self.after is None


@dataclass(frozen=True)
class TwoTables:
    """One person under two food tables.

    Attributes:
        before: The estimate under the earlier table.
        after: The estimate under the later one.
        foods: For each of TOTALS, the foods whose figure moved, largest difference first.
        not_asked_then: Ids of foods that the later table asks about at once and the earlier lacks.
    """

    before: Estimate
    after: Estimate
    foods: Mapping[str, tuple[FoodMove, ...]]
    not_asked_then: tuple[str, ...]


def under_two_tables(before: FoodTable, after: FoodTable, answers: Answers) -> TwoTables:
    """Explain what another food table does to one person's figures.

    Args:
        before: The table that was asked about.
        after: The table in use.
        answers: About foods of the earlier table.
    """
    kept = {food_id: answer for food_id, answer in answers.foods.items() if food_id in after}
    first, second = estimate(before, answers), estimate(after, replace(answers, foods=kept))
    theirs = {c.food_id: c for c in second.contributions}
    moves: dict[str, tuple[FoodMove, ...]] = {}
    for total in TOTALS:
        found = [_move(before, after, c, theirs.get(c.food_id), total) for c in first.contributions]
        moved = [move for move in found if move.before != move.after]
        moves[total] = tuple(sorted(moved, key=lambda move: -abs(move.difference)))
    new = (food.food_id for food in after if food.food_id not in before)
    return TwoTables(
        first, second, moves, tuple(food_id for food_id in new if food_id not in after.seldom_eaten)
    )


def _move(
    before: FoodTable,
    after: FoodTable,
    first: Contribution,
    second: Contribution | None,
    total: str,
) -> FoodMove:
    food_id = first.food_id
    return FoodMove(
        food_id,
        first.per_day[total],
        None if second is None else second.per_day[total],
        before[food_id].sources,
        after[food_id].sources if second is not None else (),
    )
