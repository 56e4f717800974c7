"""The page of the class for the wall: what stands on it, in the language in use."""

from datetime import date
from typing import TYPE_CHECKING

import report
from content.numbers import percent
from content.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES
from scoring.guidance.disclaimer import disclaimer_short
from scoring.languages import _, date_words, tag
from ui.workshop import room
from workshop.held_back import held_back

if TYPE_CHECKING:
    from workshop.picture import Picture
    from workshop.store import Count, Session


def page(found: "Session", counted: "Count", picture: "Picture", made_on: date) -> bytes:
    """One page of A4 of a closed workshop.

    It hangs where anybody reads it, so foods stand on it for vitamin D alone: somebody may take a
    vitamin K antagonist.

    Raises:
        ReportError: As for `report.class_page`.
    """
    return report.class_page(found.title, _words(counted, picture, made_on))


def _words(counted: "Count", picture: "Picture", made_on: date) -> dict[str, object]:
    return {
        "language": tag().split("-")[0],
        "date": [made_on.year, made_on.month, made_on.day],
        "made_on": date_words(made_on),
        "lead": room.lead(picture),
        "also": held_back(counted, closed=True),
        "amounts": [_amount(nutrient, picture) for nutrient in HEADLINES],
        "foods": _foods(picture),
        "eaten": _eaten(picture),
        "disclaimer": disclaimer_short(),
        "marks_of": {},
    }


def _amount(nutrient: str, picture: "Picture") -> dict[str, object]:
    return {
        "name": NUTRIENT_NAMES[nutrient],
        "hue": report.HUES[nutrient],
        "lines": [
            {"kind": kind, "words": words}
            for kind, words in room.amount_lines(nutrient, picture, str)
        ],
        "bars": [
            {
                "label": room.bar_label(bar),
                "people": str(bar.people),
                "of_all": bar.people / picture.people,
            }
            for bar in picture.bars[nutrient]
        ],
    }


def _foods(picture: "Picture") -> dict[str, object]:
    return {
        "name": _("Foods behind vitamin D"),
        "hue": report.HUES["d"],
        "rows": [
            {
                "label": room.food_name(share.food_id),
                "share": percent(share.share),
                "of_all": share.share,
            }
            for share in picture.foods["d"]
        ],
        "none": _("None of the foods eaten here carries {nutrient} in our table.").format(
            nutrient=LOWER_NAMES["d"]
        ),
    }


def _eaten(picture: "Picture") -> list[dict[str, object]]:
    lines = room.weekly_lines(picture)
    rows = [{"label": by, "words": foods} for by, foods in lines]
    return [{"name": _("Eaten every week"), "rows": rows}] if rows else []
