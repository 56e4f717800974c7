"""Responses files that strangers hand in: limits are checked before anything is unpacked.

A small file can ask for much memory, such as by millions of short lines. What passes the limits is
scored by scoring.many like any other file; a Parquet file goes through scoring.clean_parquet first.
"""

import re
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet

from languages import _, whole
from scoring.clean_parquet import clean, most_people
from scoring.csv_tables import other_than_text
from scoring.errors import Fault, ResponsesError, shown
from scoring.foods import FoodTable
from scoring.many import response_columns
from scoring.score_files import Progress, score_file, write_template
from scoring.whole_files import ENDINGS, WholeFile, encoded

if TYPE_CHECKING:
    import pandas as pd

MAX_MEGABYTES = 50
"""Size of the file, in units of 1024 × 1024 bytes: about 200,000 people who answer every food."""

MAX_PEOPLE = 250_000
MAX_COLUMNS = 2_000
"""More than a food table of 500 foods asks for; a faulty file below it gets each column named."""

_MEGABYTE = 1024 * 1024
_LONGEST_LINE = 1_000_000

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
    ending = Path(name).suffix.lower()
    faults = list(_faults_before_reading(foods, data, ending))
    if faults:
        raise ResponsesError(name, faults)
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="kdcheck-") as folder:
        responses, intakes = Path(folder, f"responses{ending}"), Path(folder, "intakes.parquet")
        responses.write_bytes(data)
        if ending == ".parquet":
            given = responses.rename(Path(folder, "given.parquet"))
            clean(given, responses, name, MAX_PEOPLE, MAX_COLUMNS)
        try:
            score_file(foods, responses, intakes, progress=progress)
        except ResponsesError as error:
            raise ResponsesError(name, error.faults) from None
        table = pa.parquet.read_table(intakes)
        as_csv = intakes.with_suffix(".csv")
        with WholeFile(as_csv, table.schema) as file:
            file.write(encoded(table, csv=True))
        return Scored(table.to_pandas(), as_csv.read_bytes(), intakes.read_bytes())


def template_csv(foods: FoodTable) -> bytes:
    """An empty responses file with every column, as CSV."""
    with tempfile.TemporaryDirectory(prefix="kdcheck-") as folder:
        path = Path(folder, "responses.csv")
        write_template(foods, path)
        return path.read_bytes()


def _faults_before_reading(foods: FoodTable, data: bytes, ending: str) -> list[Fault]:
    """What speaks against reading a file at all; at most one fault."""
    if ending not in ENDINGS:
        found = _("the ending {ending}").format(ending=shown(ending))
        csv, parquet = ENDINGS
        allowed = _("{first} or {second}").format(first=csv, second=parquet)
        return [Fault(0, "", found, allowed)]
    if len(data) > MAX_MEGABYTES * _MEGABYTE:
        found = _("{count} MB").format(count=whole(len(data) / _MEGABYTE))
        return [Fault(0, "", found, _("at most {most} MB").format(most=MAX_MEGABYTES))]
    if kind := other_than_text(data):
        allowed = _(
            "a header row and one row a person: UTF-8 text: save the file as CSV (UTF-8), or a "
            "Parquet file"
        )
        return [Fault(0, "", kind, allowed)]
    return _csv_faults(foods, data) if ending == ".csv" else []


def _csv_faults(foods: FoodTable, data: bytes) -> list[Fault]:
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > MAX_PEOPLE + 1:
        found = _("{count} lines").format(count=whole(lines))
        return [Fault(0, "", found, most_people(MAX_PEOPLE))]
    header = re.match(rb"[^\r\n]*", data)
    columns = header[0].count(b",") + 1 if header else 0
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
