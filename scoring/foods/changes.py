"""What differs between two food tables: every figure that was replaced, with its sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..countries import INTERNATIONAL
from ..errors import ScoringError, shown
from ..nutrients import NUTRIENTS, STORED
from .table import Food, FoodTable

_EARLIER = Path(__file__).with_name("earlier")
"""Food tables of before under their versions, for answers that were given with them."""

SERVING = "serving_g"


@dataclass(frozen=True)
class Change:
    """One figure of a food that another one replaced.

    Attributes:
        food_id: The food.
        country: The country whose own figure it is, in either table; INTERNATIONAL for all others.
        column: As in foods.csv, such as `d_ug`; `food_id` for a food that one table lacks.
        before: None where the earlier table has no data, or no such food.
        after: The same of the later table.
        sources_before: Keys of the sources of the food in the earlier table.
        sources_after: The same of the later table.
    """

    food_id: str
    country: str
    column: str
    before: float | None
    after: float | None
    sources_before: tuple[str, ...] = ()
    sources_after: tuple[str, ...] = ()


def changes_between(before: FoodTable, after: FoodTable) -> tuple[Change, ...]:
    """Every figure that differs, food by food in the order of the earlier table, new foods last."""
    found: list[Change] = []
    for food in before:
        if food.food_id not in after:
            found.append(Change(food.food_id, INTERNATIONAL, "food_id", None, None, food.sources))
            continue
        theirs = after[food.food_id]
        found += _changes_of(food, theirs, INTERNATIONAL)
        for country in sorted({*before.countries, *after.countries}):
            own = before.for_country(country)[food.food_id]
            own_after = after.for_country(country)[food.food_id]
            if own.content != food.content or own_after.content != theirs.content:
                found += _changes_of(own, own_after, country)
    for food in after:
        if food.food_id not in before:
            change = Change(food.food_id, INTERNATIONAL, "food_id", None, None, (), food.sources)
            found.append(change)
    return tuple(found)


def _changes_of(before: Food, after: Food, country: str) -> Iterator[Change]:
    for column, (first, second) in _figures(before, after):
        if first != second:
            yield Change(
                before.food_id, country, column, first, second, before.sources, after.sources
            )


def _figures(before: Food, after: Food) -> Iterator[tuple[str, tuple[float | None, float | None]]]:
    yield SERVING, (before.serving_g, after.serving_g)
    for n in STORED:
        for column, end in zip(NUTRIENTS[n].columns, ("central", "low", "high"), strict=True):
            contents = before.content[n], after.content[n]
            first, second = (None if own is None else getattr(own, end) for own in contents)
            yield column, (first, second)


def earlier_versions() -> tuple[str, ...]:
    """The versions of the food tables of before that ship with the project."""
    return tuple(sorted(path.stem for path in _EARLIER.glob("*.csv")))


def earlier_table(version: str) -> FoodTable:
    """A food table of before.

    Raises:
        ScoringError: None of this version ships with the project.
    """
    if version not in earlier_versions():
        raise ScoringError(
            f"found {shown(version)}; allowed: the file of a food table, or one of the versions "
            f"that are kept: {', '.join(earlier_versions())}"
        )
    return FoodTable.load(_EARLIER / f"{version}.csv")
