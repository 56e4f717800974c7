"""Reading a CSV file that people edit: every fault in it is named by line and column.

Uses the csv module alone, so that a page which only lists foods starts without pandas.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Fault, UnreadableTableError, did_you_mean
from ..exchange.layout import decoded, number_text
from ..languages import N_, _, ngettext, whole
from .plain_text import PLAIN, hidden_characters

UTF8_CSV = N_("UTF-8 text: save the file as CSV (UTF-8)")
ROWS_OF_PEOPLE = N_(
    "a header row and one row a person, in UTF-8 text: save the file as CSV (UTF-8)"
)
CSV_QUOTES = N_("CSV with commas, text with commas or quotes in double quotes")

WORDS = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
"""An id: lower-case words joined by `_`."""

_NUMBER = re.compile(r"(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_UNKNOWN_COLUMNS_NAMED = 20
_MOST_ROWS = 20_000
"""Many times what a food table and its records hold; a larger file is another file."""
_LONGEST_CELL = 2_000
"""Characters; more is a slip, such as a quote that was never closed."""


def parse_number(text: str) -> float | None:
    """The number written in the text with a decimal point, or None. No sign, no nan, no inf."""
    return float(text) if _NUMBER.fullmatch(text) else None


def is_utf16(data: bytes) -> bool:
    """Whether a file is text in UTF-16, by its mark."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def other_than_text(data: bytes) -> str:
    """What a file is, in words, where it is not 8-bit text such as UTF-8; empty where it may be."""
    if is_utf16(data):
        return _("UTF-16 text")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _("a spreadsheet or another packed file")
    if not data or data.isspace():
        return _("an empty file")
    return ""


def cells_found_and_allowed(found: int, allowed: int) -> tuple[str, str]:
    """How many cells a row has and how many it may have, in words."""
    return (
        ngettext("{count} cell", "{count} cells", found).format(count=whole(found)),
        ngettext(
            "{count} cell, one for each column", "{count} cells, one for each column", allowed
        ).format(count=whole(allowed)),
    )


@dataclass
class Row:
    """One row of a file: its cells by column, and the faults found in it so far."""

    line: int
    cells: dict[str, str]
    faults: list[Fault] = field(default_factory=list)

    def text(self, column: str) -> str:
        """The cell without blanks at its ends; empty where the column is missing."""
        return self.cells.get(column, "")

    def keys(self, column: str) -> tuple[str, ...]:
        """The `;`-separated words of a cell."""
        return tuple(word.strip() for word in self.text(column).split(";") if word.strip())

    def fault(self, column: str, allowed: str) -> None:
        """Note a fault, unless the column is missing, which is a fault of the header already."""
        if column in self.cells:
            self.faults.append(Fault(self.line, column, self.cells[column], allowed))

    def check_text(self) -> None:
        """Note a fault for each cell that is too long, or holds characters that are not seen."""
        for column, cell in self.cells.items():
            if len(cell) > _LONGEST_CELL:
                words = _("at most {most} characters (here {count})")
                count = whole(len(cell))
                self.fault(column, words.format(most=whole(_LONGEST_CELL), count=count))
            elif hidden := hidden_characters(cell):
                self.fault(
                    column, _("{allowed} (not {found})").format(allowed=_(PLAIN), found=hidden)
                )

    def require_text(self, column: str) -> None:
        """Note a fault where the cell is empty."""
        if not self.text(column):
            self.fault(column, _("some text"))

    def require_one_of(self, column: str, allowed: Collection[str]) -> None:
        """Note a fault where the cell holds anything else."""
        if self.text(column) not in allowed:
            self.fault(column, ", ".join(allowed) + did_you_mean(self.text(column), allowed))

    def check_id(self, column: str, first_lines: dict[str, int]) -> None:
        """Check that the id is well formed and unique; `first_lines` collects ids by their line."""
        value = self.text(column)
        if not WORDS.fullmatch(value):
            self.fault(column, _("lower-case words of a-z and 0-9 joined by _"))
        elif value in first_lines:
            row = _("row {row}").format(row=first_lines[value])
            self.fault(column, _("an id of its own ({row} has this one)").format(row=row))
        else:
            first_lines[value] = self.line

    def number(self, column: str, smallest: float, largest: float, zero: bool) -> float | None:
        """The number in a cell, or None with a fault noted."""
        number = parse_number(number_text(self.text(column)))
        if number is not None and (smallest <= number <= largest or (zero and number == 0)):
            return number
        words = (
            _("0, or a number from {least} to {most}, with a decimal point, or empty for no data")
            if zero
            else _("a number from {least} to {most}, with a decimal point")
        )
        self.fault(column, words.format(least=f"{smallest:g}", most=f"{largest:.9g}"))
        return None


def read_rows(path: Path, columns: tuple[str, ...]) -> tuple[list[Row], list[Fault]]:
    """The rows of a CSV file and the faults of its layout.

    Raises:
        UnreadableTableError: The file is missing or cannot be opened.
    """
    return rows_in(read_bytes(path), columns)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UnreadableTableError: The file is missing or cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        found = f"{path}: {error.strerror or error}"
        fault = Fault(0, "", found, _("a file that can be opened"))
        raise UnreadableTableError(path.name, [fault]) from None


def rows_in(data: bytes, columns: tuple[str, ...]) -> tuple[list[Row], list[Fault]]:
    """The rows of a CSV file that is in memory, and the faults of its layout."""
    kind = other_than_text(data) or (_("a binary file") if b"\0" in data else "")
    if kind and not is_utf16(data):
        allowed = _("a header row and rows below it, in UTF-8 text: save the file as CSV (UTF-8)")
        return [], [Fault(0, "", kind, allowed)]
    try:
        text, separator = decoded(data)
    except csv.Error as error:
        return [], [Fault(1, "", str(error), _(CSV_QUOTES))]
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = _("byte {byte}").format(byte=f"{data[error.start]:#04x}")
        return [], [Fault(line, "", found, _(UTF8_CSV))]
    return _rows_of(text, separator, columns)


def _rows_of(text: str, separator: str, columns: tuple[str, ...]) -> tuple[list[Row], list[Fault]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    faults: list[Fault] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        faults += _header_faults(header, columns)
        line = reader.line_num + 1
        for cells in reader:
            if len(rows) == _MOST_ROWS:
                allowed = _("at most {most} rows").format(most=whole(_MOST_ROWS))
                faults.append(Fault(line, "", _("another row"), allowed))
                break
            if len(cells) == len(header):
                named = zip(header, (cell.strip() for cell in cells), strict=True)
                rows.append(Row(line, {c: cell for c, cell in named if c in columns}))
                rows[-1].check_text()
            elif cells:
                faults.append(Fault(line, "", *cells_found_and_allowed(len(cells), len(header))))
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault(reader.line_num, "", str(error), _(CSV_QUOTES)))
    if not rows and not faults:
        faults.append(Fault(0, "", _("a header alone"), _("at least one row below the header")))
    return rows, faults


def _header_faults(header: list[str], columns: tuple[str, ...]) -> list[Fault]:
    counts = Counter(header)
    unknown = [column for column in counts if column not in columns]
    faults = []
    allowed = _("the columns {columns}").format(columns=", ".join(columns))
    for column in unknown[:_UNKNOWN_COLUMNS_NAMED]:
        faults.append(Fault(1, column, column, f"{allowed}.{did_you_mean(column, columns)}"))
        allowed = _("the same columns")
    more = len(unknown) - _UNKNOWN_COLUMNS_NAMED
    if more > 0:
        found = ngettext("{count} more unknown column", "{count} more unknown columns", more)
        faults.append(Fault(1, "", found.format(count=whole(more)), allowed))
    for column in columns:
        if counts[column] > 1:
            found = _("{count} times").format(count=counts[column])
            faults.append(Fault(1, column, found, _("once")))
        elif not counts[column]:
            faults.append(Fault(1, column, _("no such column"), _("this column, once")))
    return faults
