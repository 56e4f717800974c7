"""A responses file in pieces, so that a file of any size is read in little memory.

A file is opened by `batch.opened`. Its pieces are cut one after another; each is then parsed on
its own, by any number of threads. Columns come out as text, so that an id of 007 stays 007.
"""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..errors import Fault, ResponsesError
from ..exchange.layout import as_utf8, layout_of
from ..exchange.names import RESPONDENT
from ..files.csv_tables import (
    CSV_QUOTES,
    ROWS_OF_PEOPLE,
    cells_found_and_allowed,
    is_utf16,
    other_than_text,
)
from ..languages import _
from .arrays import numbers_of, text_array
from .pieces import PIECE_PEOPLE

_CSV_BYTES_AT_ONCE = 8 * 2**20
_LONGEST_ROW_BYTES = 64 * 2**20


@dataclass(frozen=True, eq=False)
class Piece:
    """A stretch of a file as it was cut.

    Attributes:
        content: Bytes of CSV in UTF-8, or a batch of columns.
        share: How much of the file lies before its end, 0 to 1.
        is_one_row: Whether it is a row of CSV without an end.
    """

    content: Any
    share: float
    is_one_row: bool = False


@dataclass(frozen=True, eq=False)
class ParsedPiece:
    """The people of a piece.

    Attributes:
        responses: One row a person, columns of text or of dictionaries of text.
        rows: The number of each person's row, counted from 1 in this piece.
        row_count: How many rows the piece has, including those that could not be read.
        bad_rows: Rows that could not be read.
        rows_end: Whether it is known where each row ends; if not, nothing after the last of
            bad_rows can be read.
        unfinished: How many of the people had not come to the end of the form.
    """

    responses: pa.RecordBatch
    rows: NDArray[np.int64]
    row_count: int
    bad_rows: tuple[Fault, ...] = ()
    rows_end: bool = True
    unfinished: int = 0


class Responses(Protocol):
    """An open responses file.

    Attributes:
        name: What errors call it.
        columns: The headers of its columns, as they stand in it.
        questions: The text of each question, where the file has it beside the header.
        written: How it is written where that is special, in words.
    """

    name: str
    columns: list[str]
    questions: tuple[str, ...]
    written: tuple[str, ...]

    def take(self, places: Sequence[int]) -> None:
        """Read these columns alone from now on, by their places in `columns`, from 0."""
        ...

    def first_texts(self) -> list[pa.Array | None]:
        """The cells of the first piece as text, for each column; None where it has no text."""
        ...

    def pieces(self, jobs: int = 1) -> Iterator[Piece]:
        """The pieces in their order, at least one; the same each time.

        Args:
            jobs: More than 1 where the file may be read on several cores.
        """
        ...

    def parse(self, piece: Piece) -> ParsedPiece:
        """The people of a piece, in the columns that are taken and their order.

        Raises:
            ResponsesError: A fault is not in one row.
        """
        ...


class CsvResponses:
    """A CSV file, cut at ends of rows."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        with path.open("rb") as file:
            start = file.read(_CSV_BYTES_AT_ONCE)
        kind = other_than_text(start)
        if kind and not is_utf16(start):
            raise ResponsesError(self.name, [Fault(0, "", kind, _(ROWS_OF_PEOPLE))])
        try:
            self._layout = layout_of(start)
        except csv.Error as error:
            raise ResponsesError(self.name, [Fault(0, "", str(error), _(CSV_QUOTES))]) from None
        self.columns = self._header()
        self._places = list(range(len(self.columns)))
        self.questions = self._layout.questions
        self.written = tuple(self._layout.words())

    def take(self, places: Sequence[int]) -> None:
        """As Responses.take."""
        self._places = list(places)

    def first_texts(self) -> list[pa.Array | None]:
        """As Responses.first_texts."""
        return list(self.parse(next(self.pieces())).responses.columns)

    def pieces(self, jobs: int = 1) -> Iterator[Piece]:
        """As Responses.pieces."""
        with self._path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size or 1
            read = iter(partial(file.read, _CSV_BYTES_AT_ONCE), b"")
            header, rest = self._layout.data_start, b""
            is_first = True
            for data in as_utf8(read, self._layout.encoding):
                block = rest + data[header:]
                header = max(0, header - len(data))
                end = _end_of_rows(block)
                rest = block[end:]
                if end:
                    yield Piece(block[:end], min(file.tell() / size, 1.0))
                    is_first = False
                elif len(rest) > _LONGEST_ROW_BYTES:
                    yield Piece(rest, 1.0, is_one_row=True)
                    return
            if rest.strip() or is_first:
                yield Piece(rest, 1.0)

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
        if b"\0" in data or not data.strip():
            return None
        from pyarrow import csv as arrow_csv  # Parquet starts without it

        by_place = [str(place) for place in range(len(self.columns))]  # headers may repeat
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(_in_arrow_memory(data)),
                # Pieces are parsed beside each other; each is one block.
                arrow_csv.ReadOptions(
                    use_threads=False, column_names=by_place, block_size=len(data) + 1
                ),
                arrow_csv.ParseOptions(delimiter=self._layout.separator, newlines_in_values=True),
                arrow_csv.ConvertOptions(
                    default_column_type=pa.string(),
                    include_columns=[by_place[place] for place in self._places],
                ),
            )
        except (pa.ArrowInvalid, UnicodeDecodeError):
            return None
        columns = [column.combine_chunks() for column in table.columns]
        return pa.RecordBatch.from_arrays(columns, names=self._names())

    def _parse_slowly(self, piece: Piece) -> ParsedPiece:
        """Read a piece row by row, to name the rows that cannot be read."""
        people: list[list[str]] = []
        rows: list[int] = []
        faults: list[Fault] = []
        row = 0
        rows_end = True
        lines = _as_lines(piece.content)
        reader = csv.reader(lines, delimiter=self._layout.separator, strict=True)
        try:
            for row, cells in enumerate(filter(None, reader), start=1):
                fault = self._row_fault(row, cells)
                if fault:
                    faults.append(fault)
                else:
                    people.append([cells[place] for place in self._places])
                    rows.append(row)
        except csv.Error as error:
            row += 1
            rows_end = False
            faults.append(Fault(row, "", str(error), _(CSV_QUOTES)))
        if not faults and row:
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
        cells = zip(*people, strict=True) if people else ([] for _ in self._places)
        columns = [text_array(column) for column in cells]
        batch = pa.RecordBatch.from_arrays(columns, names=self._names())
        return ParsedPiece(batch, np.array(rows, np.int64), row_count, tuple(faults), rows_end)

    def _names(self) -> list[str]:
        return [self.columns[place] for place in self._places]

    def _row_fault(self, row: int, cells: Sequence[str]) -> Fault | None:
        fault = _unreadable_cell(row, cells, self.columns)
        if fault is None and len(cells) != len(self.columns):
            fault = Fault(row, "", *cells_found_and_allowed(len(cells), len(self.columns)))
        return fault

    def _header(self) -> list[str]:
        header = list(self._layout.header)
        fault = _unreadable_cell(0, header, [""] * len(header))
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
        self._stored = list(schema.names)
        self.columns = list(self._stored)
        self.questions: tuple[str, ...] = ()
        self.written: tuple[str, ...] = ()
        self._places = list(range(len(self.columns)))
        texts = (pa.types.is_string, pa.types.is_large_string)
        self._texts = [f.name for f in schema if any(is_text(f.type) for is_text in texts)]
        self._schema = schema

    def take(self, places: Sequence[int]) -> None:
        """As Responses.take."""
        self._places = list(places)

    def first_texts(self) -> list[pa.Array | None]:
        """As Responses.first_texts."""
        texts: list[pa.Array | None] = []
        for column in next(self.pieces()).content.columns:
            try:
                texts.append(_as_text(column))
            except pa.ArrowException:
                texts.append(None)
        return texts

    def pieces(self, jobs: int = 1) -> Iterator[Piece]:
        """As Responses.pieces."""
        # Codes repeat: read as dictionaries, they never become texts.
        codes = [column for column in self._texts if column != RESPONDENT]
        with self._opened(codes) as file:
            people, done = file.metadata.num_rows, 0
            stored = [self._stored[place] for place in self._places]
            twice = len(set(self._stored)) < len(self._stored)
            some = None if twice or len(stored) == len(self._stored) else stored
            try:
                for batch in file.iter_batches(PIECE_PEOPLE, columns=some, use_threads=jobs > 1):
                    done += batch.num_rows
                    yield Piece(self._taken(batch), done / people)
                    del batch  # the next one takes its memory
            except (pa.ArrowException, OSError) as error:
                raise self._unreadable(error) from None
            if not people:
                nobody = [pa.nulls(0, self._schema.field(place).type) for place in self._places]
                yield Piece(pa.RecordBatch.from_arrays(nobody, names=stored), 1.0)

    def parse(self, piece: Piece) -> ParsedPiece:
        """As Responses.parse."""
        batch = piece.content
        columns: list[pa.Array] = []
        faults: list[Fault] = []
        names = self._names()
        for name, column in zip(names, batch.columns, strict=True):
            try:
                columns.append(_as_text(column))
            except pa.ArrowException:
                is_dictionary = pa.types.is_dictionary(column.type)
                kind = column.type.value_type if is_dictionary else column.type
                faults.append(Fault(0, name, str(kind), _("text (UTF-8) or numbers")))
        if faults:
            raise ResponsesError(self.name, faults)
        people = batch.num_rows
        responses = pa.RecordBatch.from_arrays(columns, names=names)
        return ParsedPiece(responses, np.arange(1, people + 1), people)

    def _names(self) -> list[str]:
        return [self.columns[place] for place in self._places]

    def _taken(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The columns that are taken, of a batch that has all of them or these in any order."""
        if batch.num_columns == len(self._stored):
            return batch.select(self._places)
        return batch.select([self._stored[place] for place in self._places])

    def _opened(self, codes: list[str]) -> Any:
        from pyarrow import parquet  # CSV starts without it

        try:
            # Buffered ahead, all of the file would end up in memory.
            return parquet.ParquetFile(self._path, read_dictionary=codes, pre_buffer=False)
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
            character == "\0" or "\udc80" <= character <= "\udcff" for character in cell
        ):
            found = cell.encode("utf-8", "surrogateescape").decode("latin-1")
            allowed = _("text without NUL characters, UTF-8 text: save the file as CSV (UTF-8)")
            return Fault(row, column, found, allowed)
    return None


def _as_text(column: pa.Array) -> pa.Array:
    """The column as text or as a dictionary of text.

    Raises:
        pyarrow.ArrowException: It is neither, and no numbers.
    """
    if pa.types.is_floating(column.type):
        return _whole_without_point(column)
    if not pa.types.is_dictionary(column.type):
        column.validate(full=True)
        return column.cast(pa.string())
    texts = column.dictionary
    texts.validate(full=True)
    if column.null_count or not pa.types.is_string(texts.type):
        # This also checks the indices.
        return pa.DictionaryArray.from_arrays(column.indices, texts.cast(pa.string()))
    # Arrow's reader has not checked the indices, and numpy does so several times as fast.
    indices = numbers_of(column.indices)
    if len(indices) and indices.view(f"u{indices.itemsize}").max() >= len(texts):
        raise pa.ArrowIndexError("an index beyond the dictionary")
    return column


def _whole_without_point(numbers: pa.Array) -> pa.Array:
    """Numbers as text, 5.0 as 5 however large it is; what is no number is blank."""
    import pyarrow.compute as pc

    numbers = pc.if_else(pc.is_nan(numbers), pa.scalar(None, numbers.type), numbers)
    try:
        return numbers.cast(pa.int64()).cast(pa.string())
    except pa.ArrowInvalid:  # not all of them are whole
        return numbers.cast(pa.string())
