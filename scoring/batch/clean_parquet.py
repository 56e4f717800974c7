"""Rewrite the Parquet file of a stranger as one that is safe to read.

Damage in such a file can end the process that reads it, and a small file can unpack to gigabytes.
So `clean` reads it in a process of its own, with limits of memory, and writes its columns anew.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .. import languages
from ..errors import Fault
from ..languages import _, whole
from . import own_process

MAX_UNPACKED_MEGABYTES = 500
"""Size of all cells once unpacked, in units of 1024 × 1024 bytes."""

_MAX_UNPACKED = MAX_UNPACKED_MEGABYTES * 1024 * 1024
_FLAT_TYPES = ("BOOLEAN", "INT32", "INT64", "FLOAT", "DOUBLE", "BYTE_ARRAY")
_GROWING_ENCODING = "DELTA_BYTE_ARRAY"
"""Writes a text as the start of the one before it and the rest: small pages, huge texts."""


def clean(source: Path, target: Path, name: str, max_rows: int, max_columns: int) -> None:
    """Write the columns of a Parquet file anew, each flat and of text or numbers.

    Args:
        source: The file to read.
        target: The file to write.
        name: What errors call the file.
        max_rows: Most rows that it may have.
        max_columns: Most columns that it may have.

    Raises:
        ResponsesError: It is no such file, is damaged or goes beyond a limit.
    """
    arguments = [str(source), str(target), str(max_rows), str(max_columns)]
    own_process.run(__name__, arguments, name, _("a Parquet file"))


def most_people(most: int) -> str:
    """How many people a file may have at most, in words."""
    return _("at most {most} people").format(most=whole(most))


def main(arguments: list[str]) -> int:
    """The process that reads: writes the file, or says the fault that keeps it from that."""
    source, target, max_rows, max_columns, language = arguments
    languages.use(language)
    own_process.limit_memory()
    fault = _rewritten(Path(source), Path(target), int(max_rows), int(max_columns))
    return own_process.say("done") if fault is None else own_process.refuse(fault)


def _rewritten(source: Path, target: Path, max_rows: int, max_columns: int) -> Fault | None:
    try:
        footer = pq.read_metadata(source)
        fault = _footer_fault(footer, max_rows, max_columns)
        return fault or _rewritten_in_batches(source, target, footer)
    except (pa.ArrowException, OSError, ValueError) as error:
        return Fault(0, "", str(error), _("a Parquet file"))


def _footer_fault(footer: pq.FileMetaData, max_rows: int, max_columns: int) -> Fault | None:
    """What the file declares of itself."""
    if footer.num_columns > max_columns:
        found = _("{count} columns").format(count=whole(footer.num_columns))
        allowed = _("at most {most} columns").format(most=whole(max_columns))
        return Fault(0, "", found, allowed)
    for n in range(footer.num_columns):
        column = footer.schema.column(n)
        nested = column.max_repetition_level or column.path != column.name
        if nested or column.physical_type not in _FLAT_TYPES:
            found = _("a list or a group") if nested else column.physical_type
            return Fault(0, column.name, found, _("text (UTF-8) or numbers"))
    groups = [footer.row_group(n) for n in range(footer.num_row_groups)]
    rows = max(footer.num_rows, sum(group.num_rows for group in groups))
    if rows > max_rows:
        found = _("{count} rows").format(count=whole(rows))
        return Fault(0, "", found, most_people(max_rows))
    return _parts_fault(group.column(n) for group in groups for n in range(group.num_columns))


def _parts_fault(parts: Iterable[pq.ColumnChunkMetaData]) -> Fault | None:
    unpacked = 0
    for part in parts:
        unpacked += abs(part.total_uncompressed_size)
        if _GROWING_ENCODING in part.encodings:
            found = _("the encoding {encoding}").format(encoding=_GROWING_ENCODING)
            return Fault(0, part.path_in_schema, found, _("a Parquet file of another encoding"))
    return _too_large(unpacked) if unpacked > _MAX_UNPACKED else None


def _rewritten_in_batches(source: Path, target: Path, footer: pq.FileMetaData) -> Fault | None:
    """Each distinct text lies in the file once and may stand in every row: kept so, and counted."""
    names = [footer.schema.column(n).name for n in range(footer.num_columns)]
    size = 0
    with pq.ParquetFile(source, read_dictionary=names) as file:
        schema = file.schema_arrow.remove_metadata()
        with pq.ParquetWriter(target, schema) as writer:
            for batch in file.iter_batches(use_threads=False):
                batch.validate(full=True)
                for column in filter(lambda c: pa.types.is_dictionary(c.type), batch.columns):
                    lengths = pc.binary_length(column.dictionary).take(column.indices)
                    size += pc.sum(lengths).as_py() or 0
                if size > _MAX_UNPACKED:
                    return _too_large(size)
                writer.write_batch(batch)
    return None


def _too_large(size: int) -> Fault:
    found = _("{count} MB once unpacked").format(count=whole(size / 1024 / 1024))
    allowed = _("at most {most} MB once unpacked").format(most=MAX_UNPACKED_MEGABYTES)
    return Fault(0, "", found, allowed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
