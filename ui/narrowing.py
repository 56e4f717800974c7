"""What a person would have to know to narrow a range, and by how much it would: in words."""

from collections.abc import Sequence

from content.numbers import percent
from content.stories import what_to_know
from content.words import NUTRIENT_NAMES
from scoring import FoodTable
from scoring.guidance.safety import Hold
from scoring.intake.sensitivity import KNOWN_WORDS, Known, Narrowing
from scoring.languages import _
from scoring.nutrients import VITAMIN_K
from scoring.validation.diets import TypicalNarrowing
from ui import session
from ui.tables import show_table
from ui.text import as_markdown


def knowing(narrowing: Narrowing, nutrient: str) -> str:
    """What would have to be known: words that fit behind "knowing"."""
    words = what_to_know(narrowing.food_id, nutrient) if narrowing.known is Known.CONTENT else ""
    return words or KNOWN_WORDS[narrowing.known]


def halves(narrowing: Narrowing) -> bool:
    """Whether to say that it would halve the range; else by how many percent it would narrow it."""
    return 45 <= round(100 * narrowing.shrinks_by) <= 55


def food_name(narrowing: Narrowing, foods: FoodTable) -> str:
    """The food it is about, as Markdown; `foods` is the table that was used."""
    return as_markdown(_(foods[narrowing.food_id].food))


def show_typical_weeks(found: Sequence[TypicalNarrowing], holds: frozenset[Hold]) -> None:
    """What would narrow the range of made-up typical weeks, first those where something would.

    Vitamin D alone where foods must not be ranked by vitamin K.
    """
    hold = Hold.VITAMIN_K_RANKING in holds
    weeks = [week for week in found if not (hold and week.nutrient in VITAMIN_K)]
    weeks.sort(key=lambda week: not (week.best and week.best.shown_range_shrinks))
    show_table(
        [_row(week) for week in weeks],
        _("What would narrow the range of typical weeks"),
    )


def _row(week: TypicalNarrowing) -> dict[str, str]:
    best = week.best
    if best is None:
        words = _("nothing: no food of it holds any")
    elif not best.shown_range_shrinks:
        words = _("{food}: {what}")
    elif halves(best):
        words = _("{food}: {what}; this would halve the range")
    else:
        words = _("{food}: {what}; this would narrow the range by {share}")
    if best is not None:
        words = words.format(
            food=food_name(best, session.tables.our_foods()),
            what=as_markdown(knowing(best, week.nutrient)),
            share=percent(best.shrinks_by),
        )
    return {
        _("Week"): _("{name}: {value}").format(
            name=as_markdown(week.diet.name), value=NUTRIENT_NAMES[week.nutrient]
        ),
        _("Best to know"): words,
    }
