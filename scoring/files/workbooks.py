"""Workbooks for spreadsheets (.xlsx): texts stay texts, and figures are numbers.

Nothing that is written here can start a formula or a link: a text goes into its cell as a text,
whatever it begins with.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..errors import ScoringError

MOST_ROWS = 1_048_576
"""Rows of a sheet, its header among them."""

LONGEST_TEXT = 32_767
"""Characters of a cell."""


@contextmanager
def workbook(file: IO[bytes], row_by_row: bool = False) -> Iterator[Workbook]:
    """A workbook that is written to a file at the end of `with`.

    Args:
        file: Takes the workbook; nothing is written where `with` ends by an exception.
        row_by_row: Rows come one after the other, and each is kept on the disk and not in memory
            until the end.
    """
    with tempfile.TemporaryDirectory(prefix="kdcheck-") as folder:
        book = Workbook(file, {"constant_memory": row_by_row, "tmpdir": folder})
        try:
            yield book
        except BaseException:
            with suppress(Exception):  # the first one counts
                book.close()  # which closes the files of its rows
            raise
        book.close()


class SheetRows:
    """Writes a sheet row by row below a header.

    Args:
        book: The workbook.
        name: Name of the sheet.
        columns: The header.

    Attributes:
        sheet: The sheet itself.
    """

    def __init__(self, book: Workbook, name: str, columns: Sequence[str]) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self._text: Format = book.add_format({"num_format": "@"})
        self._row = 0
        self._columns = columns
        heading = book.add_format({"bold": True})
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, len(column) + 2)
            self.sheet.write_string(0, number, column, heading)
        self.sheet.freeze_panes(1, 1)

    def write(self, rows: Iterable[Sequence[str | float | None]]) -> None:
        """Add rows; None and an empty text leave a cell empty.

        Raises:
            ScoringError: The sheet is full, or a text does not fit into a cell.
        """
        sheet, text = self.sheet, self._text
        for cells in rows:
            self._row += 1
            if self._row >= MOST_ROWS:
                raise ScoringError(
                    f"found more than {MOST_ROWS - 1:,} rows; allowed in .xlsx: up to that many. "
                    "Write .csv or .parquet"
                )
            for number, cell in enumerate(cells):
                if isinstance(cell, str):
                    if len(cell) > LONGEST_TEXT:
                        raise ScoringError(
                            f"row {self._row}, column {self._columns[number]!r}: found "
                            f"{len(cell):,} characters; allowed in .xlsx: up to {LONGEST_TEXT:,}. "
                            "Write .csv or .parquet"
                        )
                    if cell:
                        sheet.write_string(self._row, number, cell, text)
                elif cell is not None:
                    sheet.write_number(self._row, number, cell)
