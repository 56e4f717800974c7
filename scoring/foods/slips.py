"""Slips of a unit in a food table: figures a thousand or a million times those of ours.

A spreadsheet in German reads 0.572 as 572, and a table in milligrams has a thousandth of our
figures. Neither breaks a rule of the format, so they are asked about. So are contents that nobody
can measure and servings that nobody eats.
"""

import math
from collections.abc import Iterator

from ..errors import Fault
from ..languages import _, plain
from ..nutrients import NUTRIENTS, STORED
from .table import FoodTable

_WITHIN = math.log(3)
"""How far a ratio may lie from a power of a thousand, as a logarithm."""

_TIMES_OUR_HIGHEST = 10
"""A figure above so many times the highest of our foods is asked about."""

_LIKELY_SERVING_G = (0.5, 1_500.0)
"""A pinch of dried herbs, and a large bowl of soup with a drink: others are asked about."""

_SMALLEST_TOLD_UG = 0.01
"""µg in 100 g; tables give no smaller content, so that one is asked about."""

_GRAMS_UG = 0.001
"""A content below it, in µg, is likely in grams, and one above it in milligrams."""


def questions(foods: FoodTable, ours: FoodTable) -> tuple[Fault, ...]:
    """Figures that look like a slip of a unit, each with what it may be.

    Args:
        foods: The table to look at.
        ours: The table to set it beside; only foods of the same id are.
    """
    return tuple(_questions(foods, ours))


def _questions(foods: FoodTable, ours: FoodTable) -> Iterator[Fault]:
    highest = {n: max((c.central for f in ours if (c := f.content[n])), default=0) for n in STORED}
    least_g, most_g = _LIKELY_SERVING_G
    for food in foods:
        if not least_g <= food.serving_g <= most_g:
            allowed = _("likely {least} to {most} g: are these kilograms?")
            if food.serving_g > most_g:
                allowed = _("likely {least} to {most} g: are these milligrams?")
            allowed = allowed.format(least=plain(least_g), most=plain(most_g))
            yield Fault(0, f"{food.food_id}, serving_g", f"{food.serving_g:g}", allowed)
        for n in STORED:
            content = food.content[n]
            beside = ours[food.food_id].content[n] if food.food_id in ours else None
            if content is None or not content.central:
                continue
            column = f"{food.food_id}, {NUTRIENTS[n].columns[0]}"
            if beside is not None and beside.central:
                asked = _asked(math.log(content.central / beside.central))
                if asked:
                    allowed = asked.format(figure=f"{beside.central:g}")
                    yield Fault(0, column, f"{content.central:g}", allowed)
                    continue
            ug = content.central * NUTRIENTS[n].ug_per_unit
            if ug < _SMALLEST_TOLD_UG:
                allowed = _("an amount that can be measured: are these milligrams?")
                if ug < _GRAMS_UG:
                    allowed = _("an amount that can be measured: are these grams?")
                yield Fault(0, column, f"{content.central:g}", allowed)
            elif content.central > _TIMES_OUR_HIGHEST * highest[n]:
                allowed = _("at most {most}, ten times our highest: is it in another unit?")
                most = f"{_TIMES_OUR_HIGHEST * highest[n]:g}"
                yield Fault(0, column, f"{content.central:g}", allowed.format(most=most))


def _asked(log_ratio: float) -> str:
    for times, words in (
        (1e3, _("about {figure} as in ours: were three decimals read as thousands?")),
        (1e6, _("about {figure} as in ours: is it in millionths of a microgram?")),
        (1e-3, _("about {figure} as in ours: is it in milligrams?")),
        (1e-6, _("about {figure} as in ours: is it in grams?")),
    ):
        if abs(log_ratio - math.log(times)) < _WITHIN:
            return words
    return ""
