"""What a person would have to know to narrow a range, and by how much it would: in words."""

from collections.abc import Sequence

import content
from content.words import NUTRIENT_NAMES
from scoring import FoodTable
from scoring.safety import Hold
from scoring.sensitivity import KNOWN_WORDS, Known, Narrowing
from scoring.validation import TypicalNarrowing
from ui import notices, session
from ui.tables import show_table
from ui.text import as_markdown


def knowing(narrowing: Narrowing, nutrient: str) -> str:
    """What would have to be known: words that fit behind "knowing"."""
    words = (
        content.what_to_know(narrowing.food_id, nutrient)
        if narrowing.known is Known.CONTENT
        else ""
    )
    return words or KNOWN_WORDS[narrowing.known]


def effect(narrowing: Narrowing) -> str:
    """What it would do to the range: "halve it", or narrow it by so many percent."""
    percent = round(100 * narrowing.shrinks_by)
    return "halve the range" if 45 <= percent <= 55 else f"narrow the range by {percent} %"


def food_name(narrowing: Narrowing, foods: FoodTable) -> str:
    """The food it is about, as Markdown; `foods` is the table that was used."""
    return as_markdown(foods[narrowing.food_id].food)


def show_typical_weeks(found: Sequence[TypicalNarrowing]) -> None:
    """What would narrow the range of made-up typical weeks, first those where something would.

    Vitamin D alone where foods must not be ranked by vitamin K.
    """
    hold = Hold.VITAMIN_K_RANKING in notices.held_back()
    weeks = [week for week in found if week.nutrient == "d" or not hold]
    weeks.sort(key=lambda week: not (week.best and week.best.shown_range_shrinks))
    show_table(
        [_row(week) for week in weeks],
        "What would narrow the range of typical weeks",
    )


def _row(week: TypicalNarrowing) -> dict[str, str]:
    best = week.best
    row = {"Week": f"{as_markdown(week.diet)}: {NUTRIENT_NAMES[week.nutrient]}"}
    if best is None:
        return row | {"Best to know": "nothing: no food of it holds any"}
    does = f"; this would {effect(best)}" if best.shown_range_shrinks else ""
    words = as_markdown(knowing(best, week.nutrient))
    return row | {"Best to know": f"{food_name(best, session.our_food_table())}: {words}{does}"}
