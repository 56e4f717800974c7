"""How national food tables write what is no plain number: traces, limits, estimates and no data.

`Tr` and `<0.5` say that there is less than can be told: 0 to that amount, with the middle as the
central value. `N` and `-` say that there is no figure, which is not 0. Brackets mark an estimate.
"""

import re
from dataclasses import dataclass

from ..exchange.layout import number_text
from ..files.csv_tables import parse_number

_TRACES = ("tr", "tr.", "trace", "traces", "spur", "spuren", "spoor", "sporen", "微量")
_NO_DATA = ("n", "-", "–", "—", "n/a", "na", "nd", "n.d.")
_BELOW = re.compile(r"[<≤]\s*(\S+)")
_BRACKETS = re.compile(r"\(\s*([^()]*?)\s*\)|\[\s*([^\[\]]*?)\s*\]")


@dataclass(frozen=True)
class Reading:
    """What a cell of a nutrient says.

    Attributes:
        text: The number in it, as it is written with a decimal point; empty for none.
        is_below: Whether it says 0 to that number.
        is_trace: Whether it says that there is less than the table shows.
    """

    text: str
    is_below: bool = False
    is_trace: bool = False


def read_cell(cell: str) -> Reading:
    """What a cell says; a text that is none of these comes back as it stands.

    >>> read_cell("< 0,5").text, read_cell("[2.1]").text, read_cell("N").text, read_cell("Tr").text
    ('0.5', '2.1', '', '')
    """
    cell = cell.strip()
    if cell.isascii() and cell.replace(".", "", 1).isdecimal():
        return Reading(cell)
    if brackets := _BRACKETS.fullmatch(cell):
        cell = brackets[1] or brackets[2] or ""
    word = cell.casefold()
    if word in _TRACES:
        return Reading("", is_trace=True)
    if word in _NO_DATA:
        return Reading("")
    if below := _BELOW.fullmatch(cell):
        return Reading(number_text(below[1]), is_below=True)
    return Reading(number_text(cell))


def is_positive(text: str) -> bool:
    """Whether a text is a number above 0."""
    return bool(parse_number(text))
