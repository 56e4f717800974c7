"""Responses of any kind, one file or several, in the columns of the template."""

import shutil
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ..errors import Fault, ResponsesError, ScoringError, shown
from ..exchange.names import RESPONDENT, response_columns
from ..foods.table import WORKBOOK_ENDINGS, FoodTable
from ..languages import _, whole
from .arrays import text_array, truth_array
from .pieces import PIECE_PEOPLE, as_text, check_columns
from .read import CsvResponses, ParquetResponses, ParsedPiece, Piece, Responses

if TYPE_CHECKING:
    from ..exchange.json_forms import Rows
    from ..exchange.mapping import FileMapping

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
JSON_ENDINGS = (".json", ".ndjson")
READ_ENDINGS = (*TEXT_ENDINGS, ".parquet", *WORKBOOK_ENDINGS, *JSON_ENDINGS)
"""What responses may be read from."""


def open_responses(foods: FoodTable, path: Path) -> Responses:
    """Open a file as it is, of a kind that its ending says.

    Raises:
        ResponsesError: It is not what its ending says.
        ScoringError: It has another ending, or cannot be opened.
    """
    ending = path.suffix.lower()
    if ending not in READ_ENDINGS:
        raise ScoringError(
            f"{path}: found the ending {shown(path.suffix)}; allowed: {', '.join(READ_ENDINGS)}"
        )
    try:
        with path.open("rb"):
            pass
        if ending in TEXT_ENDINGS:
            return CsvResponses(path)
        if ending in WORKBOOK_ENDINGS:
            return WorkbookResponses(path)
        if ending in JSON_ENDINGS:
            from ..exchange.json_forms import read_json  # other files start without it

            return RowResponses(path.name, read_json(path.read_bytes(), path.name, foods))
        return ParquetResponses(path)
    except OSError as error:
        raise ScoringError(f"{path} cannot be read: {error.strerror or error}") from None


def opened(
    foods: FoodTable, paths: Sequence[Path], mapping: "Path | FileMapping | None" = None
) -> Responses:
    """Open responses in the columns of the template, which have been checked.

    Args:
        foods: The food table that was asked about.
        paths: One file, or several whose people are put one after another.
        mapping: What the columns are, for one file.

    Raises:
        ResponsesError: A column is unknown, there twice or missing.
        ScoringError: A file cannot be opened, or the mapping cannot be used.
    """
    sources = [_in_template(foods, open_responses(foods, path), mapping) for path in paths]
    for source in sources:
        check_columns(foods, source.columns, source.name)
    return sources[0] if len(sources) == 1 else TogetherResponses(sources)


def _in_template(
    foods: FoodTable, source: Responses, mapping: "Path | FileMapping | None"
) -> Responses:
    known = frozenset(response_columns(foods))
    if mapping is None and RESPONDENT in source.columns and known.issuperset(source.columns):
        return source
    from .meaning import as_template  # files in the columns of the template start without it

    return as_template(foods, source, mapping)


class WorkbookResponses(ParquetResponses):
    """A sheet of a workbook, unpacked into a folder of its own that goes with this object."""

    def __init__(self, path: Path) -> None:
        import tempfile  # text and Parquet start without these two

        from .clean_workbook import unpack

        folder = tempfile.mkdtemp(prefix="kdcheck-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        table = Path(folder, "sheet.parquet")
        sheet = unpack(path, table)
        super().__init__(table)
        self.name = path.name
        self.columns = list(sheet.headers)
        self.questions = sheet.questions
        self.written: tuple[str, ...] = (sheet.in_words(),)


class RowResponses:
    """People who were read into memory."""

    def __init__(self, name: str, rows: "Rows") -> None:
        self.name = name
        self.columns = list(rows.headers)
        self.questions = rows.questions
        self.written: tuple[str, ...] = (rows.kind,)
        self._rows = rows
        self._places = list(range(len(self.columns)))

    def take(self, places: Sequence[int]) -> None:
        """As Responses.take."""
        self._places = list(places)

    def first_texts(self) -> list[pa.Array | None]:
        """As Responses.first_texts."""
        return list(self.parse(next(self.pieces())).responses.columns)

    def pieces(self, jobs: int = 1) -> Iterator[Piece]:
        """As Responses.pieces."""
        count = len(self._rows.rows)
        for start in range(0, max(count, 1), PIECE_PEOPLE):
            end = min(start + PIECE_PEOPLE, count)
            yield Piece(range(start, end), end / max(count, 1))

    def parse(self, piece: Piece) -> ParsedPiece:
        """As Responses.parse."""
        span: range = piece.content
        here = [self._rows.rows[n] for n in span]
        columns = [text_array([row[place] for row in here]) for place in self._places]
        names = [self.columns[place] for place in self._places]
        batch = pa.RecordBatch.from_arrays(columns, names=names)
        faults = [
            replace(fault, row=fault.row - span.start)
            for fault in self._rows.faults
            if fault.row - 1 in span
        ]
        rows = np.arange(1, len(span) + 1)
        good = ~np.isin(rows, [fault.row for fault in faults])
        return ParsedPiece(
            batch.filter(truth_array(good)),
            rows[good],
            len(span),
            tuple(faults),
            unfinished=sum(n in self._rows.unfinished for n in span),
        )


class TogetherResponses:
    """The people of several files, one after another, read into memory."""

    questions: tuple[str, ...] = ()

    def __init__(self, sources: Sequence[Responses]) -> None:
        self.name = _("{count} files").format(count=whole(len(sources)))
        self.written = tuple(
            f"{source.name}: {', '.join(source.written)}" for source in sources if source.written
        )
        self._parts: list[tuple[str, ParsedPiece]] = [
            (source.name, source.parse(piece)) for source in sources for piece in source.pieces()
        ]
        self.columns = list(dict.fromkeys(c for source in sources for c in source.columns))
        self._require_own_ids()

    def take(self, places: Sequence[int]) -> None:
        """Not asked of this one, which has the columns of the template alone."""
        raise NotImplementedError

    def first_texts(self) -> list[pa.Array | None]:
        """As Responses.first_texts."""
        return list(self.parse(next(self.pieces())).responses.columns)

    def pieces(self, jobs: int = 1) -> Iterator[Piece]:
        """As Responses.pieces."""
        for n in range(len(self._parts)):
            yield Piece(n, (n + 1) / len(self._parts))

    def parse(self, piece: Piece) -> ParsedPiece:
        """As Responses.parse."""
        parsed = self._parts[piece.content][1]
        people = len(parsed.rows)
        by_name = dict(zip(parsed.responses.schema.names, parsed.responses.columns, strict=True))
        nobody = pa.nulls(people, pa.string())
        columns = [by_name.get(column, nobody) for column in self.columns]
        batch = pa.RecordBatch.from_arrays(columns, names=self.columns)
        together: ParsedPiece = replace(parsed, responses=batch)
        return together

    def _require_own_ids(self) -> None:
        """Reject an id that stands in two files, and name both."""
        files: dict[str, str] = {}
        faults = []
        for name, parsed in self._parts:
            ids = set(as_text(parsed.responses[RESPONDENT]).to_pylist())
            for respondent in sorted(ids):
                first = files.setdefault(respondent, name)
                if first != name and respondent.strip():
                    allowed = _("an id of its own ({row} has this one)").format(row=first)
                    faults.append(Fault(0, RESPONDENT, respondent, allowed, name))
        if faults:
            raise ResponsesError(self.name, faults)
