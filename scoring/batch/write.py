"""Tables that are written whole or not at all, a piece at a time: CSV, .xlsx or Parquet.

In CSV and .xlsx, which people open in a spreadsheet, figures are rounded to DIGITS significant
digits unless all are asked for: their likely ranges reach from half to twice of them. In CSV, a
text that a spreadsheet would take for a formula is made harmless (see `spreadsheet`), and a mark at
the start tells it that the file is UTF-8. Parquet holds everything as it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import ScoringError, shown
from ..files.whole import said_if_not_written, whole_file
from ..nutrients import UNIT_SYMBOLS
from .arrays import number_array, numbers_of
from .spreadsheet import safe_cells

EXTENSIONS = (".csv", ".parquet")
"""The endings of files that are read."""

WRITTEN_EXTENSIONS = (".csv", ".xlsx", ".parquet")
"""The endings of files that are written."""

DIGITS = 4
"""Significant digits of a figure in CSV and .xlsx: an error of at most 0.05 %."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""By which a spreadsheet knows UTF-8: without it, Excel reads µ as Âµ."""

_ROW_GROUP_ROWS = 131_072
_ZERO = number_array(np.zeros(1))[0]
_LARGEST_EXACT_POWER = 22
"""10 to this power is the largest that a float holds exactly."""

ALLOWANCE_COLUMNS = tuple(f"_not_asked_{unit}" for unit in UNIT_SYMBOLS)
"""How the columns of numbers end that are the same for most people."""


def require_extension(path: Path, allowed: tuple[str, ...] = EXTENSIONS) -> None:
    """Reject a file that is of no allowed kind by its extension.

    Raises:
        ScoringError: With the extension that was found.
    """
    if path.suffix.lower() not in allowed:
        *others, last = allowed
        raise ScoringError(
            f"{path}: found the ending {shown(path.suffix)}; allowed: {', '.join(others)} or {last}"
        )


class WholeFile:
    """A file of a table that is written whole or not at all, in the sense of `whole_file`.

    Args:
        path: The file, of a kind among WRITTEN_EXTENSIONS.
        schema: The columns.
        digits: Significant digits of figures in CSV and .xlsx; None for all of them.

    Raises:
        ScoringError: The file cannot be written.
    """

    def __init__(self, path: Path, schema: pa.Schema, digits: int | None = DIGITS) -> None:
        self._path = path
        self._ending = path.suffix.lower()
        self._digits = digits
        self._opened = _opened(path, self._ending, schema)

    def encoded(self, table: pa.Table) -> pa.Table | pa.Buffer:
        """A piece of the table in the form in which the file takes it; any thread may make it."""
        if self._ending == ".parquet":
            return table
        if self._digits is not None:
            table = _rounded(table, self._digits)
        if self._ending == ".xlsx":
            return table
        sink = pa.BufferOutputStream()
        _write_csv(table, sink, header=False)
        return sink.getvalue()

    def __enter__(self) -> Self:
        self._sink = self._opened.__enter__()
        return self

    def write(self, piece: pa.Table | pa.Buffer) -> None:
        """Add rows, in the form that `encoded` gives them."""
        with said_if_not_written(self._path):
            self._sink.write(piece)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._opened.__exit__(kind, value, traceback)


class _Sink(Protocol):
    def write(self, piece: Any, /) -> Any: ...


@contextmanager
def _opened(path: Path, ending: str, schema: pa.Schema) -> Iterator[_Sink]:
    kinds = {".csv": _csv_sink, ".xlsx": _xlsx_sink, ".parquet": _parquet_sink}
    with whole_file(path) as file:
        sinks = kinds[ending](file, schema)
        with said_if_not_written(path):
            sink = sinks.__enter__()
        try:
            yield sink
        except BaseException as error:
            sinks.__exit__(type(error), error, error.__traceback__)
            raise
        with said_if_not_written(path):
            sinks.__exit__(None, None, None)


@contextmanager
def _csv_sink(file: IO[bytes], schema: pa.Schema) -> Iterator[_Sink]:
    file.write(BYTE_ORDER_MARK)
    nobody = [pa.nulls(0, field.type) for field in schema]
    _write_csv(pa.table(nobody, schema), file, header=True)
    yield file


@contextmanager
def _xlsx_sink(file: IO[bytes], schema: pa.Schema) -> Iterator[_Sink]:
    from ..files.workbooks import SheetRows, workbook  # CSV and Parquet start without it

    with workbook(file, row_by_row=True) as book:
        yield _Rows(SheetRows(book, "KD Check", schema.names))


@contextmanager
def _parquet_sink(file: IO[bytes], schema: pa.Schema) -> Iterator[_Sink]:
    from pyarrow import parquet  # CSV starts without it

    repeating = [
        field.name
        for field in schema
        if pa.types.is_string(field.type) or field.name.endswith(ALLOWANCE_COLUMNS)
    ]
    # Numbers that hardly repeat are written five times as fast without a dictionary.
    with parquet.ParquetWriter(file, schema, use_dictionary=repeating) as writer:
        groups = _RowGroups(writer)
        yield groups
        groups.write_waiting()


class _Rows:
    """Takes a table as the rows of a sheet."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    def write(self, piece: pa.Table) -> None:
        for batch in piece.to_batches(max_chunksize=1024):
            self._sheet.write(zip(*(column.to_pylist() for column in batch.columns), strict=True))


class _RowGroups:
    """Takes a table as row groups of Parquet, which should not be small."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._waiting: list[pa.Table] = []

    def write(self, piece: pa.Table) -> None:
        self._waiting.append(piece)
        if sum(table.num_rows for table in self._waiting) >= _ROW_GROUP_ROWS:
            self.write_waiting()

    def write_waiting(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
        self._waiting = []
        pa.default_memory_pool().release_unused()  # else it adds to what numpy takes


def csv_bytes(table: pa.Table, digits: int | None = DIGITS) -> bytes:
    """A small table as the bytes of the CSV file that WholeFile writes."""
    sink = pa.BufferOutputStream()
    sink.write(BYTE_ORDER_MARK)
    _write_csv(table if digits is None else _rounded(table, digits), sink, header=True)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def _rounded(table: pa.Table, digits: int) -> pa.Table:
    columns = [
        _significant(column, digits) if pa.types.is_floating(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)


def _significant(column: pa.ChunkedArray, digits: int) -> pa.Array:
    """Figures rounded to significant digits, each the nearest number to what is then written.

    What is not known stays so.

    The power of ten is a whole number, by which is multiplied or divided, so that 57.142857 comes
    out as 57.14 and not as 57.140000000000001.
    """
    known = column.is_valid().combine_chunks()
    figures = numbers_of(column.fill_null(_ZERO).combine_chunks())
    sizes = np.abs(figures)
    powers = np.floor(np.log10(sizes, out=np.zeros_like(sizes), where=sizes > 0))
    places = np.clip(digits - 1 - powers, -_LARGEST_EXACT_POWER, _LARGEST_EXACT_POWER)
    up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)
    rounded = number_array(np.rint(figures * up / down) / up * down)
    return pc.if_else(known, rounded, pa.nulls(len(rounded), rounded.type))


def _is_text(kind: pa.DataType) -> bool:
    """Whether a column holds text, in any of the ways in which Arrow keeps it."""
    return any(
        check(kind)
        for check in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    )


def _write_csv(table: pa.Table, sink: Any, header: bool) -> None:
    columns = [
        safe_cells(column.cast(pa.string())) if _is_text(column.type) else column
        for column in table.columns
    ]
    from pyarrow import csv  # Parquet starts without it

    options = csv.WriteOptions(include_header=header)
    csv.write_csv(pa.table(columns, names=table.column_names), sink, options)
