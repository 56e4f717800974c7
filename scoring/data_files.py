"""Reading the data files that ship with the project: CSV that must be exactly as expected."""

import csv
from collections.abc import Collection
from pathlib import Path

from languages.files import translated_row
from scoring.errors import ScoringError

OPENED_STATUSES = ("opened-primary", "opened-secondary")
"""How a source was read: itself, or in another text that reports it."""


class DataFileError(ScoringError):
    """A data file that ships with the project breaks its own rules; names file and row."""


def read_data_rows(path: Path, columns: Collection[str]) -> list[dict[str, str]]:
    """Rows of a data file of the project, each with exactly these columns.

    Its words are in the language in use.

    Raises DataFileError where a column is missing, unknown or a row has too many or too few
    cells.
    """
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
    return [translated_row(path.name, row) for row in rows]


def check_opened(path: Path, number: int, status: str) -> bool:
    """True when the source was read in another text; raises DataFileError if it was not opened."""
    if status not in OPENED_STATUSES:
        raise DataFileError(
            f"{path.name}, row {number}: status '{status}' may not reach a reader; "
            f"allowed are {', '.join(OPENED_STATUSES)}."
        )
    return status == "opened-secondary"


def yes_or_no(text: str) -> bool:
    """True for ``yes``, False for ``no``; raises ValueError for anything else."""
    if text not in ("yes", "no"):
        raise ValueError(f"'{text}' must be yes or no")
    return text == "yes"
