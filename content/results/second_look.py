"""Answers and results that look unusual, with the foods behind them."""

from dataclasses import dataclass

from scoring.foods.table import Food
from scoring.guidance.assessment import Assessment
from scoring.guidance.safety import warnings_to_show
from scoring.guidance.shares import heaviest_foods
from scoring.intake.warnings import WARNING_TEXT


@dataclass(frozen=True)
class SecondLook:
    """A warning in words.

    Attributes:
        words: What looks unusual.
        foods: Those that weigh most behind it; none where it comes from no food.
    """

    words: str
    foods: tuple[Food, ...]


def second_looks(person: Assessment) -> tuple[SecondLook, ...]:
    """The warnings that have no other place with a result and that this person may see."""
    return tuple(
        SecondLook(
            WARNING_TEXT[code],
            tuple(person.foods[food_id] for food_id in heaviest_foods(person.estimate, code)),
        )
        for code in warnings_to_show(person.estimate, person.holds)
    )
