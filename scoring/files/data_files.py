"""Reading the data files that ship with the project: CSV that must be exactly as expected."""

import csv
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

from ..errors import ScoringError
from ..languages.files import translated_row

_T = TypeVar("_T")

OPENED_STATUSES = ("opened-primary", "opened-secondary")
"""How a source was read: itself, or in another text that reports it."""


class DataFileError(ScoringError):
    """A data file that ships with the project breaks its own rules; names file and row."""


def read_data_rows(path: Path, columns: Collection[str]) -> list[dict[str, str]]:
    """Rows of a data file of the project, with its words in the language in use.

    Which columns hold words says `scoring.languages.files.COLUMNS`; no id and no key is among them.

    Args:
        path: The CSV file, in UTF-8.
        columns: Its columns, in their order.

    Raises:
        DataFileError: The columns are others, or a row has too many or too few cells.
    """
    return [translated_row(path.name, row) for row in read_rows_in_english(path, columns)]


def read_rows_in_english(path: Path, columns: Collection[str]) -> list[dict[str, str]]:
    """The same as they stand in the file, for words that are translated where they are shown."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        found = reader.fieldnames or []
        if list(found) != list(columns):
            raise DataFileError(
                f"{path.name}: the columns must be {', '.join(columns)}; found {', '.join(found)}."
            )
        rows = list(reader)
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise DataFileError(f"{path.name}, row {number}: expected {len(columns)} cells.")
    return rows


def check_opened(path: Path, number: int, status: str) -> bool:
    """Whether a source was read in another text that reports it, and not itself.

    Args:
        path: The data file, for the error.
        number: The row, the header being 1.
        status: What the row says of its source.

    Raises:
        DataFileError: The status is not among OPENED_STATUSES, so nobody opened it.
    """
    if status not in OPENED_STATUSES:
        raise DataFileError(
            f"{path.name}, row {number}: status '{status}' may not reach a reader; "
            f"allowed are {', '.join(OPENED_STATUSES)}."
        )
    return status == "opened-secondary"


def cell(row: Mapping[str, str], column: str, read: Callable[[str], _T]) -> _T:
    """What stands in a cell, as `read` takes it.

    Raises:
        ValueError: `read` refuses it; names the column.
    """
    try:
        return read(row[column])
    except ValueError as error:
        raise ValueError(f"column {column}: {error}") from error


def filled(text: str) -> str:
    """A text that is not empty.

    Raises:
        ValueError: It is.
    """
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def yes_or_no(text: str) -> bool:
    """Whether a text is `yes` and not `no`.

    Raises:
        ValueError: It is neither.
    """
    if text not in ("yes", "no"):
        raise ValueError(f"'{text}' must be yes or no")
    return text == "yes"
