"""A responses file in pieces, so that a file of any size is read in little memory.

A file is opened by `open_responses`. Its pieces are cut one after another; each is then parsed on
its own, by any number of threads. Columns come out as text, so that an id of 007 stays 007.
"""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from languages import _
from scoring.csv_tables import (
    COMMAS,
    CSV_QUOTES,
    ROWS_OF_PEOPLE,
    cells_found_and_allowed,
    has_wrong_separator,
    other_than_text,
)
from scoring.errors import Fault, ResponsesError, ScoringError
from scoring.many import PIECE_PEOPLE, RESPONDENT
from scoring.whole_files import is_csv, require_ending

_CSV_BYTES_AT_ONCE = 8 * 2**20
_LONGEST_ROW_BYTES = 64 * 2**20


@dataclass(frozen=True, eq=False)
class Piece:
    """A stretch of a file as it was cut.

    content: bytes of CSV, or a batch of Parquet. share: how much of the file lies before its end.
    is_first: whether CSV starts with the header. is_one_row: whether it is a row of CSV without
    an end.
    """

    content: Any
    share: float
    is_first: bool = False
    is_one_row: bool = False


@dataclass(frozen=True, eq=False)
class ParsedPiece:
    """The people of a piece.

    responses: one row a person, columns of text or of dictionaries of text.
    rows: the number of each person's row, counted from 1 in this piece.
    row_count: how many rows the piece has, with those that could not be read.
    bad_rows: rows that could not be read.
    rows_end: whether it is known where each row ends; if not, nothing after the last of bad_rows
        can be read.
    """

    responses: pa.RecordBatch
    rows: NDArray[np.int64]
    row_count: int
    bad_rows: tuple[Fault, ...] = ()
    rows_end: bool = True


class Responses(Protocol):
    """An open responses file."""

    name: str
    columns: list[str]

    def pieces(self, jobs: int = 1) -> Iterator[Piece]:
        """The pieces in their order, at least one; the same each time.

        jobs: more than 1 where the file may be read on several cores.
        """
        ...

    def parse(self, piece: Piece) -> ParsedPiece:
        """The people of a piece.

        Raises ResponsesError for a fault that is not in one row.
        """
        ...


def open_responses(path: Path) -> Responses:
    """Open a responses file, CSV or Parquet by its ending.

    Raises ResponsesError where it is not what its ending says, ScoringError where it cannot be
    opened.
    """
    require_ending(path)
    try:
        with path.open("rb"):
            pass
        return CsvResponses(path) if is_csv(path) else ParquetResponses(path)
    except OSError as error:
        raise ScoringError(f"{path} cannot be read: {error.strerror or error}") from None


class CsvResponses:
    """A CSV file, cut at ends of rows."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        with path.open("rb") as file:
            start = file.read(_CSV_BYTES_AT_ONCE)
        kind = other_than_text(start)
        if kind:
            raise ResponsesError(self.name, [Fault(0, "", kind, _(ROWS_OF_PEOPLE))])
        self.columns = self._header(start)

    def pieces(self, jobs: int = 1) -> Iterator[Piece]:
        """As Responses.pieces."""
        with self._path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size or 1
            rest = b""
            is_first = True
            while data := file.read(_CSV_BYTES_AT_ONCE):
                block = rest + data
                end = _end_of_rows(block)
                rest = block[end:]
                if end:
                    yield Piece(block[:end], min(file.tell() / size, 1.0), is_first)
                    is_first = False
                elif len(rest) > _LONGEST_ROW_BYTES:
                    yield Piece(rest, 1.0, is_first, is_one_row=True)
                    return
            if rest.strip() or is_first:
                yield Piece(rest, 1.0, is_first)

    def parse(self, piece: Piece) -> ParsedPiece:
        """As Responses.parse."""
        if piece.is_one_row:
            fault = Fault(1, "", _("a quotation mark that is not closed"), _(CSV_QUOTES))
            return self._slowly_parsed([], [], 1, [fault], rows_end=False)
        batch = self._fast_parsed(piece)
        if batch is not None:
            rows = np.arange(1, batch.num_rows + 1)
            return ParsedPiece(batch, rows, batch.num_rows)
        return self._parse_slowly(piece)

    def _fast_parsed(self, piece: Piece) -> pa.RecordBatch | None:
        """All people of a piece, or None where it has a row that cannot be read."""
        data: bytes = piece.content
        if b"\0" in data:
            return None
        names = None if piece.is_first else self.columns
        try:
            table = pa.csv.read_csv(
                pa.BufferReader(_in_arrow_memory(data)),
                # Pieces are parsed beside each other; each is one block.
                pa.csv.ReadOptions(use_threads=False, column_names=names, block_size=len(data) + 1),
                pa.csv.ParseOptions(newlines_in_values=True),
                pa.csv.ConvertOptions(default_column_type=pa.string()),
            )
        except (pa.ArrowInvalid, UnicodeDecodeError):
            return None
        columns = [column.combine_chunks() for column in table.columns]
        return pa.RecordBatch.from_arrays(columns, names=self.columns)

    def _parse_slowly(self, piece: Piece) -> ParsedPiece:
        """Read a piece row by row, to name the rows that cannot be read."""
        people: list[list[str]] = []
        rows: list[int] = []
        faults: list[Fault] = []
        row = 0
        rows_end = True
        reader = csv.reader(_as_lines(piece.content), strict=True)
        try:
            not_blank = filter(None, reader)
            if piece.is_first:
                next(not_blank)
            for row, cells in enumerate(not_blank, start=1):
                fault = self._row_fault(row, cells)
                if fault:
                    faults.append(fault)
                else:
                    people.append(cells)
                    rows.append(row)
        except csv.Error as error:
            row += 1
            rows_end = False
            faults.append(Fault(row, "", str(error), _(CSV_QUOTES)))
        if not faults:
            faults.append(Fault(row, "", _("rows that cannot be told apart"), _(CSV_QUOTES)))
            rows_end = False
        return self._slowly_parsed(people, rows, row, faults, rows_end)

    def _slowly_parsed(
        self,
        people: list[list[str]],
        rows: list[int],
        row_count: int,
        faults: list[Fault],
        rows_end: bool,
    ) -> ParsedPiece:
        cells = zip(*people, strict=True) if people else ([] for _ in self.columns)
        columns = [pa.array(column, pa.string()) for column in cells]
        batch = pa.RecordBatch.from_arrays(columns, names=self.columns)
        return ParsedPiece(batch, np.array(rows, np.int64), row_count, tuple(faults), rows_end)

    def _row_fault(self, row: int, cells: Sequence[str]) -> Fault | None:
        fault = _unreadable_cell(row, cells, self.columns)
        if fault is None and len(cells) != len(self.columns):
            fault = Fault(row, "", *cells_found_and_allowed(len(cells), len(self.columns)))
        return fault

    def _header(self, start: bytes) -> list[str]:
        reader = csv.reader(_as_lines(start), strict=True)
        try:
            header = next(filter(None, reader), [])
        except csv.Error as error:
            raise ResponsesError(self.name, [Fault(0, "", str(error), _(CSV_QUOTES))]) from None
        fault = _unreadable_cell(0, header, [""] * len(header))
        if has_wrong_separator(header):
            fault = Fault(0, "", header[0], _(COMMAS))
        if not header:
            fault = Fault(0, "", _("an empty file"), _(ROWS_OF_PEOPLE))
        if fault:
            raise ResponsesError(self.name, [fault])
        return header


class ParquetResponses:
    """A Parquet file, read some rows at a time."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        with self._opened([]) as file:
            schema = file.schema_arrow
        self.columns = list(schema.names)
        texts = (pa.types.is_string, pa.types.is_large_string)
        self._texts = [f.name for f in schema if any(is_text(f.type) for is_text in texts)]

    def pieces(self, jobs: int = 1) -> Iterator[Piece]:
        """As Responses.pieces."""
        # Codes repeat: read as dictionaries, they never become texts.
        codes = [column for column in self._texts if column != RESPONDENT]
        with self._opened(codes) as file:
            people, done = file.metadata.num_rows, 0
            try:
                for batch in file.iter_batches(PIECE_PEOPLE, use_threads=jobs > 1):
                    done += batch.num_rows
                    yield Piece(batch, done / people)
            except (pa.ArrowException, OSError) as error:
                raise self._unreadable(error) from None
            if not people:
                nobody = [pa.array([], field.type) for field in file.schema_arrow]
                yield Piece(pa.RecordBatch.from_arrays(nobody, names=self.columns), 1.0)

    def parse(self, piece: Piece) -> ParsedPiece:
        """As Responses.parse."""
        batch = piece.content
        columns: list[pa.Array] = []
        faults: list[Fault] = []
        for name, column in zip(self.columns, batch.columns, strict=True):
            try:
                columns.append(_as_text(column))
            except pa.ArrowException:
                is_dictionary = pa.types.is_dictionary(column.type)
                kind = column.type.value_type if is_dictionary else column.type
                faults.append(Fault(0, name, str(kind), _("text (UTF-8) or numbers")))
        if faults:
            raise ResponsesError(self.name, faults)
        people = batch.num_rows
        responses = pa.RecordBatch.from_arrays(columns, names=self.columns)
        return ParsedPiece(responses, np.arange(1, people + 1), people)

    def _opened(self, codes: list[str]) -> Any:
        try:
            # Buffered ahead, all of the file would end up in memory.
            return pa.parquet.ParquetFile(self._path, read_dictionary=codes, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            raise self._unreadable(error) from None

    def _unreadable(self, error: Exception) -> ResponsesError:
        return ResponsesError(self.name, [Fault(0, "", str(error), _("a Parquet file"))])


def _in_arrow_memory(data: bytes) -> pa.Buffer:
    """A copy that a thread may let go of without Python.

    A thread of Arrow's CSV reader may hold what it read a little longer than the call lasts. Were
    that memory Python's and Python about to end, the thread could end the process with "terminate
    called without an active exception" (github.com/apache/arrow/issues/34314).
    """
    sink = pa.BufferOutputStream()
    sink.write(data)
    return sink.getvalue()


def _end_of_rows(block: bytes) -> int:
    """The end of the last whole row that starts outside of quotes, or 0."""
    end = len(block)
    open_quotes = block.count(b'"') % 2
    while True:
        line_end = max(block.rfind(b"\n", 0, end), block.rfind(b"\r", 0, end))
        open_quotes = (open_quotes + block.count(b'"', line_end + 1, end)) % 2
        if line_end < 0 or not open_quotes:
            return line_end + 1
        end = line_end


def _as_lines(data: bytes) -> io.TextIOWrapper:
    """Text for the csv module, bytes that are no UTF-8 kept as lone surrogates."""
    return io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", "surrogateescape", newline="")


def _unreadable_cell(row: int, cells: Sequence[str], columns: Sequence[str]) -> Fault | None:
    """The first cell that holds NUL or bytes that are no UTF-8."""
    names = [*columns, *("" for _ in cells[len(columns) :])]
    for column, cell in zip(names, cells, strict=False):
        if not cell.isprintable() and any(
            sign == "\0" or "\udc80" <= sign <= "\udcff" for sign in cell
        ):
            found = cell.encode("utf-8", "surrogateescape").decode("latin-1")
            allowed = _("text without NUL characters, UTF-8 text: save the file as CSV (UTF-8)")
            return Fault(row, column, found, allowed)
    return None


def _as_text(column: pa.Array) -> pa.Array:
    """The column as text or as a dictionary of text; raises ArrowException for anything else."""
    if not pa.types.is_dictionary(column.type):
        column.validate(full=True)
        return column.cast(pa.string())
    texts = column.dictionary
    texts.validate(full=True)
    if column.null_count or not pa.types.is_string(texts.type):
        # This also checks the indices.
        return pa.DictionaryArray.from_arrays(column.indices, texts.cast(pa.string()))
    # Arrow's reader has not checked the indices, and numpy does so several times as fast.
    indices = column.indices.to_numpy()
    if len(indices) and indices.view(f"u{indices.itemsize}").max() >= len(texts):
        raise pa.ArrowIndexError("an index beyond the dictionary")
    return column
