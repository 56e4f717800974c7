"""How the content is read, each fault named by file and row or paragraph.

Tables are CSV files in this folder, texts Markdown files in `content/markdown/`.
"""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from scoring.errors import ScoringError, did_you_mean
from scoring.files.data_files import DataFileError, check_opened, read_data_rows

FOLDER = Path(__file__).parent
MARKDOWN = FOLDER / "markdown"

_T = TypeVar("_T")


class ContentError(ScoringError):
    """A text or data file of the content breaks its own rules; names file and row."""


def read_table(name: str, columns: str, build: Callable[[dict[str, str]], _T]) -> tuple[_T, ...]:
    """Read a CSV file of this folder, one value a row, its words in the language in use.

    Args:
        name: The name of the file.
        columns: The names of its columns, in order, with spaces between them. A column `status`
            says whether the source of the row was opened; no other row is accepted.
        build: Makes the value of a row; raises ValueError for what a row must not hold.

    Raises:
        ContentError: The file breaks its rules; names the row.
    """
    path = FOLDER / name
    values = []
    try:
        for number, row in enumerate(read_data_rows(path, columns.split()), start=2):
            if "status" in row:
                check_opened(path, number, row["status"])
            try:
                values.append(build(row))
            except ValueError as error:
                raise ContentError(f"{name}, row {number}: {error}") from error
    except DataFileError as error:
        raise ContentError(str(error)) from error
    return tuple(values)


def markdown_files(folder: str) -> list[Path]:
    """The Markdown files of a folder in `content/markdown/`, in the order of their names."""
    return sorted((MARKDOWN / folder).glob("*.md"))


def by_id(name: str, values: tuple[_T, ...], key: Callable[[_T], str]) -> Mapping[str, _T]:
    """The values of a file by their id.

    Raises:
        ContentError: An id stands there twice.
    """
    found: dict[str, _T] = {}
    for value in values:
        if key(value) in found:
            raise ContentError(f"{name}: '{key(value)}' stands there twice.")
        found[key(value)] = value
    return MappingProxyType(found)


def known_ids(text: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """The ids in a cell, with semicolons between them.

    Raises:
        ValueError: One is not among the known.
    """
    ids = tuple(part for part in text.split(";") if part)
    for one in ids:
        if one not in known:
            raise ValueError(f"'{one}' is not known.{did_you_mean(one, known)}")
    return ids


def cell(row: Mapping[str, str], column: str, read: Callable[[str], _T]) -> _T:
    """What `read` makes of a cell of a row.

    Raises:
        ValueError: `read` refuses the text; names the column.
    """
    try:
        return read(row[column])
    except ValueError as error:
        raise ValueError(f"column {column}: {error}") from error


def one_of(known: Collection[str]) -> Callable[[str], str]:
    """A reader for `cell` that takes these words alone."""

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"'{text}' is not one of {', '.join(filter(None, known))}")
        return text

    return read


def ids_of(known: Mapping[str, object]) -> Callable[[str], tuple[str, ...]]:
    """A reader for `cell` that takes ids with semicolons between them."""
    return lambda text: known_ids(text, known)


def require_filled(row: Mapping[str, str], *columns: str) -> None:
    """Check that none of these columns is empty in a row.

    Raises:
        ValueError: One is.
    """
    for column in columns:
        if not row[column].strip():
            raise ValueError(f"column {column} is empty")


def look_up(what: str, values: Mapping[str, _T], key: str) -> _T:
    """The value of a key.

    Raises:
        ContentError: The key is unknown; names those that are known.
    """
    if key not in values:
        raise ContentError(
            f"No {what} '{key}'.{did_you_mean(key, values)} Known: {', '.join(values)}."
        )
    return values[key]
