"""Whose figures an estimate was made with."""

from scoring.countries import COUNTRIES
from scoring.foods.table import FoodTable
from scoring.languages import _


def contents_of(foods: FoodTable, *, own_table: bool) -> str:
    """Whose contents of foods these are: they differ between countries.

    Args:
        foods: The table that was used.
        own_table: Whether the visitor brought it.
    """
    if own_table:
        return _("your own food table")
    if foods.country:
        return _("foods as in {country}").format(country=COUNTRIES[foods.country].name)
    return _("foods as in all countries together")
