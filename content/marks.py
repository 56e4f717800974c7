"""The one vocabulary of marks in charts, on the screen and on paper.

A line around a dot can mean three things, and each has a mark of its own that means nothing else: a
figure that is not sure, people who differ, and foods that differ. Each chart shows the legend of
the marks in it. `ui/charts.py` draws them on the screen, `report/report.typ` on paper.
"""

from dataclasses import dataclass
from enum import StrEnum

from scoring.languages import N_, Words


class MarkKind(StrEnum):
    """What the line around a dot means."""

    UNCERTAINTY = "uncertainty"
    PEOPLE = "people"
    FOODS = "foods"


@dataclass(frozen=True)
class Look:
    """How a mark looks.

    Attributes:
        line_px: Thickness of the line.
        opacity: Of the line, 0 to 1.
        dash: Its pattern, in the words of plotly.
        ends: Whether a short stroke stands at either end.
        symbol: Of the dot: `circle`, `diamond` or `square`.
    """

    line_px: float
    opacity: float
    dash: str
    ends: bool
    symbol: str


LOOKS = {
    MarkKind.UNCERTAINTY: Look(10, 0.45, "solid", ends=False, symbol="circle"),
    MarkKind.PEOPLE: Look(3, 1, "solid", ends=True, symbol="diamond"),
    MarkKind.FOODS: Look(4, 1, "dot", ends=False, symbol="square"),
}

LEGENDS = Words(
    {
        MarkKind.UNCERTAINTY: N_("Dot and band: a figure and its likely range"),
        MarkKind.PEOPLE: N_("Diamond and line: an average and how far people differ"),
        MarkKind.FOODS: N_("Square and dots: a food’s middle and how far such foods differ"),
    }
)
"""What each mark means, in words; a chart may say more precisely what its own shows."""
