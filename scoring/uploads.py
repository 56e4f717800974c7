"""Responses files that strangers hand in: limits are checked before anything is unpacked.

A small file can ask for much memory: by millions of short lines, or by a Parquet footer that
declares a gigabyte. What passes the limits is scored by scoring.many like any other file.
"""

import io
import re
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from scoring.csv_tables import UTF8_CSV, other_than_text
from scoring.errors import Fault, ResponsesError, shown
from scoring.foods import FoodTable
from scoring.many import ENDINGS, Progress, response_columns, score_file, write_template
from scoring.spreadsheet import safe_cells

if TYPE_CHECKING:
    import pandas as pd

MAX_MEGABYTES = 50
"""Size of the file, in units of 1024 × 1024 bytes: about 200,000 people who answer every food."""

MAX_PEOPLE = 250_000
MAX_COLUMNS = 2_000
"""More than a food table of 500 foods asks for; a faulty file below it gets each column named."""

MAX_UNPACKED_MEGABYTES = 500
"""Size of all cells of a Parquet file once unpacked."""

_MEGABYTE = 1024 * 1024
_LONGEST_LINE = 1_000_000
_FLAT_TYPES = ("BOOLEAN", "INT32", "INT64", "FLOAT", "DOUBLE", "BYTE_ARRAY")
_GROWING_ENCODING = "DELTA_BYTE_ARRAY"
"""Writes a text as the start of the one before it and the rest: small pages, huge texts."""

_one_at_a_time = threading.Lock()
"""Held while a file is scored, so that the memory for one is all that a server needs for many."""


@dataclass(frozen=True, eq=False)
class Scored:
    """Intakes of many people, one row each, and the same as a file of either kind.

    No text cell of the CSV file can start a formula in a spreadsheet.
    """

    intakes: "pd.DataFrame"
    csv: bytes
    parquet: bytes


def score_upload(
    foods: FoodTable, data: bytes, name: str, progress: Progress | None = None
) -> Scored:
    """Score the bytes of a responses file; `name` tells by its ending whether it is CSV or Parquet.

    While it is scored the file lies in a temporary folder, which is deleted in any case.

    Raises ResponsesError for faults of the file, and where it is larger than the limits above.
    """
    import pandas as pd  # slow to start, and refusing a file does without

    ending = Path(name).suffix.lower()
    faults = list(_faults_before_reading(foods, data, ending))
    if faults:
        raise ResponsesError(name, faults)
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="kdcheck-") as folder:
        responses, intakes = Path(folder, f"responses{ending}"), Path(folder, "intakes.parquet")
        responses.write_bytes(data)
        score_file(foods, responses, intakes, progress=progress)
        parquet = intakes.read_bytes()
    frame = pd.read_parquet(io.BytesIO(parquet))
    file = io.BytesIO()
    pa.csv.write_csv(pa.Table.from_pandas(safe_cells(frame), preserve_index=False), file)
    return Scored(frame, file.getvalue(), parquet)


def template_csv(foods: FoodTable) -> bytes:
    """An empty responses file with every column, as CSV."""
    with tempfile.TemporaryDirectory(prefix="kdcheck-") as folder:
        path = Path(folder, "responses.csv")
        write_template(foods, path)
        return path.read_bytes()


def _faults_before_reading(foods: FoodTable, data: bytes, ending: str) -> list[Fault]:
    """What speaks against reading a file at all; at most one fault."""
    if ending not in ENDINGS:
        return [Fault(0, "", f"the ending {shown(ending)}", " or ".join(ENDINGS))]
    if len(data) > MAX_MEGABYTES * _MEGABYTE:
        found = f"{len(data) / _MEGABYTE:,.0f} MB"
        return [Fault(0, "", found, f"at most {MAX_MEGABYTES} MB; the command line has no limit")]
    if kind := other_than_text(data):
        kinds = f"{UTF8_CSV}, or a Parquet file"
        return [Fault(0, "", kind, f"a header row and one row a person: {kinds}")]
    return (_csv_faults if ending == ".csv" else _parquet_faults)(foods, data)


def _csv_faults(foods: FoodTable, data: bytes) -> list[Fault]:
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > MAX_PEOPLE + 1:
        return [_too_many_people(f"{lines:,} lines")]
    header = re.match(rb"[^\r\n]*", data)
    columns = header[0].count(b",") + 1 if header else 0
    if columns > MAX_COLUMNS:
        return [_too_many_columns(foods, columns)]
    if max(map(len, re.split(rb"[\r\n]", data))) > _LONGEST_LINE:
        found = f"a line of more than {_LONGEST_LINE:,} signs"
        return [Fault(0, "", found, "one line a person")]
    return []


def _parquet_faults(foods: FoodTable, data: bytes) -> list[Fault]:
    """What its footer declares, and how long its repeated texts become."""
    try:
        footer = pq.read_metadata(pa.BufferReader(data))
        return _footer_faults(foods, footer) or _repeated_text_faults(data, footer)
    except (pa.ArrowException, OSError, ValueError) as error:
        return [Fault(0, "", str(error), "a Parquet file")]


def _footer_faults(foods: FoodTable, footer: pq.FileMetaData) -> list[Fault]:
    groups = [footer.row_group(n) for n in range(footer.num_row_groups)]
    parts = [group.column(n) for group in groups for n in range(group.num_columns)]
    people = max(footer.num_rows, sum(group.num_rows for group in groups))
    if people > MAX_PEOPLE:
        return [_too_many_people(f"{people:,} rows")]
    if footer.num_columns > MAX_COLUMNS:
        return [_too_many_columns(foods, footer.num_columns)]
    unpacked = sum(abs(part.total_uncompressed_size) for part in parts)
    if unpacked > MAX_UNPACKED_MEGABYTES * _MEGABYTE:
        return [_too_large(f"{unpacked / _MEGABYTE:,.0f} MB once unpacked")]
    for n in range(footer.num_columns):
        column = footer.schema.column(n)
        nested = column.max_repetition_level or column.path != column.name
        if nested or column.physical_type not in _FLAT_TYPES:
            found = "a list or a group" if nested else column.physical_type
            return [Fault(0, column.name, found, "text (UTF-8) or numbers")]
    for part in parts:
        if _GROWING_ENCODING in part.encodings:
            found = f"the encoding {_GROWING_ENCODING}"
            return [Fault(0, part.path_in_schema, found, "a Parquet file of another encoding")]
    return []


def _repeated_text_faults(data: bytes, footer: pq.FileMetaData) -> list[Fault]:
    """Each distinct text lies in the file once and may stand in every row."""
    names = [footer.schema.column(n).name for n in range(footer.num_columns)]
    size = 0
    with pq.ParquetFile(pa.BufferReader(data), read_dictionary=names) as file:
        for batch in file.iter_batches():
            for column in filter(lambda c: pa.types.is_dictionary(c.type), batch.columns):
                lengths = pc.binary_length(column.dictionary).take(column.indices)
                size += pc.sum(lengths).as_py() or 0
            if size > MAX_UNPACKED_MEGABYTES * _MEGABYTE:
                return [_too_large(f"over {MAX_UNPACKED_MEGABYTES} MB of text once unpacked")]
    return []


def _too_many_people(found: str) -> Fault:
    return Fault(0, "", found, f"at most {MAX_PEOPLE:,} people; the command line has no limit")


def _too_many_columns(foods: FoodTable, columns: int) -> Fault:
    names = response_columns(foods)
    return Fault(0, "", f"{columns:,} columns", f"the {len(names)} columns of the template")


def _too_large(found: str) -> Fault:
    return Fault(0, "", found, f"at most {MAX_UNPACKED_MEGABYTES} MB once unpacked")
