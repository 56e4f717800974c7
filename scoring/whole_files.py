"""Files that are written whole or not at all, a piece at a time: tables as CSV or Parquet.

In CSV, a text that a spreadsheet would take for a formula is made harmless: scoring.spreadsheet.
"""

import os
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import IO, Any, Self

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from scoring.errors import ScoringError, shown
from scoring.spreadsheet import safe_cells

ENDINGS = (".csv", ".parquet")

_ROW_GROUP_ROWS = 131_072


def require_ending(path: Path) -> None:
    """Raise ScoringError for a file that is neither CSV nor Parquet by its ending."""
    if path.suffix.lower() not in ENDINGS:
        raise ScoringError(
            f"{path}: found the ending {shown(path.suffix)}; allowed: {' or '.join(ENDINGS)}"
        )


def is_csv(path: Path) -> bool:
    """Whether a file is CSV by its ending."""
    return path.suffix.lower() == ".csv"


def encoded(table: pa.Table, csv: bool) -> pa.Table | pa.Buffer:
    """A piece of a table in the form in which WholeFile takes it: CSV as text without a header."""
    if not csv:
        return table
    sink = pa.BufferOutputStream()
    _write_csv(table, sink, header=False)
    return sink.getvalue()


class WholeFile:
    """A file that is written beside its final place and moved there at the end of `with`.

    Where `with` ends by an exception, nothing is left behind and an older file stays as it was.
    Where the path is a link, the file that it leads to is written.

    Raises ScoringError where the file cannot be written.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.is_csv = is_csv(path)
        self._path = path
        self._schema = schema
        self._place = Path(os.path.realpath(path))
        self._unfinished = self._place.with_name(f".{self._place.name}.{token_hex(4)}.unfinished")
        self._waiting: list[pa.Table] = []

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException as error:
            self._unfinished.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise self._not_written(error) from None
            raise
        return self

    def write(self, piece: pa.Table | pa.Buffer) -> None:
        """Add rows, in the form that `encoded` gives them."""
        try:
            if self._parquet is None:
                self._file.write(piece)
                return
            self._waiting.append(piece)
            if sum(table.num_rows for table in self._waiting) >= _ROW_GROUP_ROWS:
                self._write_waiting()
        except OSError as error:
            raise self._not_written(error) from None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._close(whole=kind is None)
            if kind is None:
                os.replace(self._unfinished, self._place)
        except OSError as error:
            raise self._not_written(error) from None
        finally:
            self._unfinished.unlink(missing_ok=True)

    def _open(self) -> None:
        self._file: IO[bytes] = self._unfinished.open("xb")
        self._parquet: Any = None
        if self.is_csv:
            _write_csv(self._schema.empty_table(), self._file, header=True)
        else:
            texts = [field.name for field in self._schema if pa.types.is_string(field.type)]
            # Numbers that hardly repeat are written five times as fast without a dictionary.
            self._parquet = pa.parquet.ParquetWriter(self._file, self._schema, use_dictionary=texts)

    def _write_waiting(self) -> None:
        self._parquet.write_table(pa.concat_tables(self._waiting))
        self._waiting = []
        pa.default_memory_pool().release_unused()  # else it adds to what numpy takes

    def _close(self, whole: bool) -> None:
        try:
            if self._parquet is not None:
                if whole and self._waiting:
                    self._write_waiting()
                self._parquet.close()
        finally:
            self._file.close()

    def _not_written(self, error: OSError) -> ScoringError:
        return ScoringError(f"{self._path} cannot be written: {error.strerror or error}")


def _write_csv(table: pa.Table, sink: Any, header: bool) -> None:
    columns = [
        safe_cells(column) if pa.types.is_string(column.type) else column
        for column in table.columns
    ]
    options = pa.csv.WriteOptions(include_header=header)
    pa.csv.write_csv(pa.table(columns, names=table.column_names), sink, options)
