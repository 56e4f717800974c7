"""Responses files that strangers hand in: limits are checked before anything is unpacked.

A small file can ask for much memory, such as by millions of short lines. What passes the limits is
scored like any other file; a Parquet file goes through `clean_parquet` first.
"""

import re
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import pyarrow.parquet

from ..errors import Fault, ResponsesError, shown
from ..exchange.dictionary import NO_DICTIONARY, Dictionary, is_dictionary_file
from ..exchange.layout import SEPARATORS
from ..exchange.mapping import FileMapping, SeenColumn, is_mapping_file, propose
from ..exchange.names import RESPONDENT, response_columns
from ..files.csv_tables import ROWS_OF_PEOPLE, is_utf16, other_than_text
from ..foods.table import WORKBOOK_ENDINGS, FoodTable
from ..languages import _, whole
from .clean_parquet import clean, most_people
from .meaning import seen_columns
from .opened import JSON_ENDINGS, READ_ENDINGS, TEXT_ENDINGS, open_responses
from .pieces import as_text
from .score_files import Progress, Tally, score_file
from .template import write_template
from .write import WholeFile

if TYPE_CHECKING:
    import pandas as pd

MAX_MEGABYTES = 50
"""Size of the file, in units of 1024 × 1024 bytes: about 200,000 people who answer every food."""

MAX_PEOPLE = 250_000
MAX_COLUMNS = 2_000
"""More than a food table of 500 foods asks for; a faulty file below it gets each column named."""

_MEGABYTE = 1024 * 1024
_LONGEST_LINE = 1_000_000
_LONGEST_STEM = 80

FIRST_PEOPLE = 5
"""How many people `look_at` shows."""

_one_at_a_time = threading.Lock()
"""Held while a file is scored, so that the memory for one is all that a server needs for many."""


@dataclass(frozen=True, eq=False)
class Scored:
    """Intakes of many people in the columns of an intakes file.

    Attributes:
        intakes: One row a person.
        csv: The same as a CSV file, no text cell of which can start a formula in a spreadsheet.
        parquet: The same as a Parquet file.
        tally: How many people there are, and how the file was read.
    """

    intakes: "pd.DataFrame"
    csv: bytes
    parquet: bytes
    tally: Tally


@dataclass(frozen=True)
class Upload:
    """A file that somebody handed in: its name, a text of a stranger, and its bytes."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Look:
    """What a file says of itself before it is scored.

    Attributes:
        columns: Its columns.
        mapping: What they are taken for, with what is open.
        written: How it is written, in words.
        people: The cells of the first people, as they stand in it.
    """

    columns: tuple[SeenColumn, ...]
    mapping: FileMapping
    written: tuple[str, ...]
    people: tuple[tuple[str, ...], ...]


def score_upload(
    foods: FoodTable, data: bytes, name: str, progress: Progress | None = None
) -> Scored:
    """Score a file that somebody handed in; as `score_uploads`."""
    return score_uploads(foods, [Upload(name, data)], progress)


def score_uploads(
    foods: FoodTable,
    files: Sequence[Upload],
    progress: Progress | None = None,
    mapping: FileMapping | None = None,
) -> Scored:
    """Score responses that somebody handed in, one file or several.

    While they are scored the files lie in a temporary folder, which is deleted in any case.

    Args:
        foods: The food table that was asked about.
        files: The files.
        progress: As in `score_file`.
        mapping: What the columns of the one file are; None to go by what they say themselves.

    Raises:
        ResponsesError: A file has faults, or is larger than the limits above.
        ScoringError: An answers file has faults.
    """
    with laid_down(foods, files) as paths, _named_as(files):
        intakes = paths[0].with_name("intakes.parquet")
        tally = score_file(foods, paths, intakes, progress=progress, mapping=mapping)
        table = pyarrow.parquet.read_table(intakes)
        as_csv = intakes.with_suffix(".csv")
        with WholeFile(as_csv, table.schema) as file:
            file.write(file.encoded(table))
        return Scored(table.to_pandas(), as_csv.read_bytes(), intakes.read_bytes(), tally)


def look_at(
    foods: FoodTable, files: Sequence[Upload], dictionary: Dictionary = NO_DICTIONARY
) -> Look | None:
    """What responses say of themselves before they are scored.

    Returns:
        None where there is nothing to ask: several files, or columns as in the template.

    Raises:
        ResponsesError: A file has faults, or is larger than the limits above.
    """
    if len(files) > 1:
        return None
    with laid_down(foods, files) as (path,), _named_as(files):
        source = open_responses(foods, path)
        columns = seen_columns(source)
        headers = [column.header for column in columns]
        if RESPONDENT in headers and set(headers) <= set(response_columns(foods)):
            return None
        mapping = propose(foods, columns, dictionary)
        parsed = source.parse(next(source.pieces())).responses.slice(0, FIRST_PEOPLE)
        texts = [as_text(column).to_pylist() for column in parsed.columns]
        people = tuple(zip(*texts, strict=True))
        return Look(tuple(columns), mapping, tuple(source.written), people)


def sorted_out(
    files: Sequence[Upload],
) -> tuple[list[Upload], list[Upload], list[Upload]]:
    """Files as responses, mappings and data dictionaries, by their header."""
    kinds: tuple[list[Upload], list[Upload], list[Upload]] = ([], [], [])
    for file in files:
        is_text = Path(file.name).suffix.lower() in TEXT_ENDINGS
        is_mapping = is_text and is_mapping_file(file.data)
        is_dictionary = is_text and not is_mapping and is_dictionary_file(file.data)
        kinds[1 if is_mapping else 2 if is_dictionary else 0].append(file)
    return kinds


@contextmanager
def laid_down(foods: FoodTable, files: Sequence[Upload]) -> Iterator[list[Path]]:
    """The files in a temporary folder, each below the limits and, if Parquet, cleaned.

    Raises:
        ResponsesError: A file is larger than the limits above, or is none of those that are read.
    """
    for file in files:
        faults = list(_reasons_to_reject(foods, file.data, Path(file.name).suffix.lower()))
        if faults:
            raise ResponsesError(file.name, faults)
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="kdcheck-") as folder:
        paths = []
        for n, file in enumerate(files):
            ending = Path(file.name).suffix.lower()
            place = Path(folder, str(n), f"{_safe_stem(file.name)}{ending}")
            place.parent.mkdir()
            place.write_bytes(file.data)
            if ending == ".parquet":
                given = place.rename(place.with_name("given.parquet"))
                clean(given, place, file.name, MAX_PEOPLE, MAX_COLUMNS)
            paths.append(place)
        yield paths


@contextmanager
def _named_as(files: Sequence[Upload]) -> Iterator[None]:
    """Faults of one file go by the name under which it was handed in."""
    try:
        yield
    except ResponsesError as error:
        name = files[0].name if len(files) == 1 else error.name
        raise ResponsesError(name, error.faults) from None


def _safe_stem(name: str) -> str:
    """The name of a file without its ending, as any system can hold it."""
    stem = re.sub(r"[^\w .()@+-]", "_", PurePath(name).stem)
    return stem.strip(" .")[:_LONGEST_STEM] or "responses"


def template_csv(foods: FoodTable) -> bytes:
    """An empty responses file with every column, as CSV."""
    with tempfile.TemporaryDirectory(prefix="kdcheck-") as folder:
        path = Path(folder, "responses.csv")
        write_template(foods, path)
        return path.read_bytes()


def _reasons_to_reject(foods: FoodTable, data: bytes, ending: str) -> list[Fault]:
    """Reasons to reject a file before it is read; at most one."""
    if ending not in READ_ENDINGS:
        found = _("the ending {ending}").format(ending=shown(ending))
        return [Fault(0, "", found, ", ".join(READ_ENDINGS))]
    if len(data) > MAX_MEGABYTES * _MEGABYTE:
        found = _("{count} MB").format(count=whole(len(data) / _MEGABYTE))
        return [Fault(0, "", found, _("at most {most} MB").format(most=MAX_MEGABYTES))]
    if not data or data.isspace():
        return [Fault(0, "", _("an empty file"), _(ROWS_OF_PEOPLE))]
    if ending in (*WORKBOOK_ENDINGS, *JSON_ENDINGS):
        return []
    is_text = ending in TEXT_ENDINGS
    if (kind := other_than_text(data)) and not (is_text and is_utf16(data)):
        allowed = _(
            "a header row and one row a person: UTF-8 text: save the file as CSV (UTF-8), or a "
            "Parquet file"
        )
        return [Fault(0, "", kind, allowed)]
    return _csv_faults(foods, data) if is_text else []


def _csv_faults(foods: FoodTable, data: bytes) -> list[Fault]:
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > MAX_PEOPLE + 1:
        found = _("{count} lines").format(count=whole(lines))
        return [Fault(0, "", found, most_people(MAX_PEOPLE))]
    header = re.match(rb"[^\r\n]*", data)
    columns = max(header[0].count(sign.encode()) for sign in SEPARATORS) + 1 if header else 0
    if columns > MAX_COLUMNS:
        found = _("{count} columns").format(count=whole(columns))
        allowed = _("the {count} columns of the template").format(
            count=whole(len(response_columns(foods)))
        )
        return [Fault(0, "", found, allowed)]
    if max(map(len, re.split(rb"[\r\n]", data))) > _LONGEST_LINE:
        found = _("a line of more than {count} signs").format(count=whole(_LONGEST_LINE))
        return [Fault(0, "", found, _("one line a person"))]
    return []
