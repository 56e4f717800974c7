"""Scoring of a file of any size: read, scored and written in pieces, on several cores.

`score_pass` is one way through a file and the same on one machine and on a cluster
(scoring.batch.cluster); `score_file` does all for one file.
"""

import os
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice, repeat, starmap
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..errors import Fault, ResponsesError, ScoringError
from ..exchange.names import RESPONDENT
from ..foods.table import FoodTable
from ..intake.estimate import DEFAULT_RANGE_LEVEL, range_z
from ..languages import _, whole
from .arrays import number_array, text_array
from .opened import opened
from .pieces import (
    BadCells,
    FirstFaults,
    ScoredPiece,
    as_text,
    row_text,
    score_piece,
)
from .read import ParsedPiece, Piece, Responses
from .respondents import find_repeats, positions_to_compare
from .write import DIGITS, WRITTEN_EXTENSIONS, WholeFile, require_extension

if TYPE_CHECKING:
    from concurrent.futures import Future

    from ..exchange.mapping import FileMapping

_T = TypeVar("_T")

Progress = Callable[[int, float], None]
"""Called with the number of people so far and the share of the file that is done, 0 to 1."""

Repeats = Mapping[int, tuple[str, str]]
"""Rows whose id stands in an earlier row, with the name of that row and the id."""

NO_REPEATS: Repeats = MappingProxyType({})

ERROR_COLUMNS = pa.schema(
    [
        ("file", pa.string()),
        ("row", pa.int64()),
        (RESPONDENT, pa.string()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("allowed", pa.string()),
    ]
)
"""An errors file: one row for each bad cell or remark, or for a row that cannot be read."""


@dataclass(frozen=True)
class Remark:
    """Cells of one column that are not as they should be and cost nobody the intakes.

    Attributes:
        first: The first of them.
        people: How many people have such a cell.
    """

    first: Fault
    people: int


@dataclass(frozen=True)
class Tally:
    """How many people were scored, and how many left out for a fault.

    Attributes:
        scored: People with intakes.
        left_out: People without, for a fault.
        unfinished: People who had not come to the end of the form.
        remarks: For each column with cells that are not as they should be and cost nobody the
            intakes, what was found.
        read_as: How the responses were read, in words, where that is special.
    """

    scored: int
    left_out: int
    unfinished: int = 0
    remarks: tuple[Remark, ...] = ()
    read_as: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Pass:
    """What came of one way through a file.

    Attributes:
        tally: How many people were scored.
        piece_rows: How many rows each piece has, including those that cannot be read.
        piece_gaps: The rows of each piece, counted in it, that could not be read.
        id_hashes: Of every other row, in order.
        faults: The first of each column; none where bad rows are left out.
    """

    tally: Tally
    piece_rows: tuple[int, ...]
    piece_gaps: tuple[tuple[int, ...], ...]
    id_hashes: NDArray[np.uint64]
    faults: FirstFaults

    def rows_at(self, positions: NDArray[np.intp]) -> NDArray[np.int64]:
        """The rows of people who are counted from 0, as in id_hashes."""
        pairs = zip(self.piece_rows, self.piece_gaps, strict=True)
        people = [rows - len(gaps) for rows, gaps in pairs]
        ends = np.cumsum(people)
        pieces = np.searchsorted(ends, positions, side="right")
        rows_before = np.cumsum([0, *self.piece_rows])
        rows = np.empty(len(positions), dtype=np.int64)
        for piece in sorted(set(pieces.tolist())):
            here = pieces == piece
            readable = np.arange(1, self.piece_rows[piece] + 1)
            readable = np.delete(readable, np.array(self.piece_gaps[piece], np.intp) - 1)
            first = ends[piece] - people[piece]
            rows[here] = readable[positions[here] - first] + rows_before[piece]
        return rows


@dataclass(frozen=True, eq=False)
class _Done:
    """A piece that was parsed and scored; intakes are encoded as the file takes them."""

    parsed: ParsedPiece
    scored: ScoredPiece
    intakes: pa.Table | pa.Buffer
    share: float


class Score(Protocol):
    """What makes a table of a piece of responses, as `score_piece` makes intakes."""

    def __call__(
        self,
        foods: FoodTable,
        responses: pa.RecordBatch,
        z: float,
        repeats: Mapping[int, str],
        *,
        labels: bool,
    ) -> ScoredPiece:
        """As `score_piece`."""
        ...


class NobodyScoredError(ScoringError):
    """There were people in the responses, and every one of them has a fault."""

    def __init__(self, name: str, people: int) -> None:
        self.name, self.people = name, people
        words = _(
            "{name}: nobody could be scored. All people were left out for a fault ({people}), and "
            "no intakes were written."
        )
        super().__init__(words.format(name=name, people=whole(people)))

    def __reduce__(self) -> tuple[type, tuple[str, int]]:
        return type(self), (self.name, self.people)


class _RepeatsFoundLate(Exception):  # noqa: N818 -- no error: a reason to start again
    def __init__(self, repeats: Repeats, piece_rows: tuple[int, ...]) -> None:
        super().__init__()
        self.repeats = repeats
        self.piece_rows = piece_rows


def score_file(
    foods: FoodTable,
    responses: str | Path | Sequence[str | Path],
    intakes: str | Path,
    range_level: float = DEFAULT_RANGE_LEVEL,
    progress: Progress | None = None,
    keep: Iterable[str | Path] = (),
    jobs: int = 1,
    errors: str | Path | None = None,
    mapping: "str | Path | FileMapping | None" = None,
    digits: int | None = DIGITS,
) -> Tally:
    """Score responses into an intakes file, which is of a kind by its extension.

    The intakes are written whole or not at all.

    Args:
        foods: The food table that was asked about.
        responses: The file to read, of any kind of `opened.READ_ENDINGS`, or several.
        intakes: The file to write. It may replace older intakes, but neither the responses nor a
            file of `keep`.
        range_level: Share of cases that the likely range is made for, between 0 and 1.
        progress: Told how far the scoring is.
        keep: Files that must not be written over.
        jobs: How many pieces are scored at once.
        errors: A file that takes the faults; the people with a fault are then left out of the
            intakes. Without it, a fault stops the scoring. It takes the remarks, too, which cost
            nobody the intakes.
        mapping: What the columns of the responses are, where they do not say it.
        digits: Significant digits of figures in CSV and .xlsx; None for all of them. Parquet holds
            all in any case.

    Raises:
        ResponsesError: The responses have faults.
        NobodyScoredError: There were people, and all of them were left out.
        ScoringError: A file cannot be read or written, or range_level is outside its range.
    """
    paths = [Path(responses)] if isinstance(responses, str | Path) else list(map(Path, responses))
    intakes = Path(intakes)
    errors = None if errors is None else Path(errors)
    for path in filter(None, (intakes, errors)):
        require_extension(path, WRITTEN_EXTENSIONS)
    refuse_to_overwrite(intakes, errors, (*paths, *map(Path, keep)))
    z = range_z(range_level)
    mapping = Path(mapping) if isinstance(mapping, str) else mapping
    source = opened(foods, paths, mapping)
    score = partial(_score_whole, foods, source, intakes, errors, digits, z, jobs, progress)
    try:
        return score()
    except _RepeatsFoundLate as late:  # rare, and known only once every id has been read
        return score(late.repeats, late.piece_rows)


def _score_whole(
    foods: FoodTable,
    source: Responses,
    intakes: Path,
    errors: Path | None,
    digits: int | None,
    z: float,
    jobs: int,
    progress: Progress | None,
    repeats: Repeats = NO_REPEATS,
    piece_rows: tuple[int, ...] = (),
) -> Tally:
    with ExitStack() as files:
        bad = None
        if errors is not None:
            bad = files.enter_context(WholeFile(errors, ERROR_COLUMNS))
        try:
            with WholeFile(intakes, intakes_schema(foods), digits) as out:
                found = score_pass(foods, source, out, bad, z, jobs, progress, repeats, piece_rows)
                if bad is None:
                    for row, repeat in repeats_in(source, found).items():
                        found.faults.note_repeat(row, *repeat)
                    found.faults.raise_if_any(source.name)
                elif not repeats:
                    late = repeats_in(source, found)
                    if late:
                        raise _RepeatsFoundLate(late, found.piece_rows)
                if found.tally.left_out and not found.tally.scored:
                    raise NobodyScoredError(source.name, found.tally.left_out)
        except NobodyScoredError as nobody:
            nothing = nobody  # the faults are written all the same
        else:
            return found.tally
    raise nothing


def score_pass(
    foods: FoodTable,
    source: Responses,
    intakes: WholeFile,
    errors: WholeFile | None,
    z: float,
    jobs: int = 1,
    progress: Progress | None = None,
    repeats: Repeats = NO_REPEATS,
    piece_rows: tuple[int, ...] = (),
    score: Score = score_piece,
) -> Pass:
    """Go through a file once: write the intakes and, where `errors` is given, the faults.

    Whether an id stands twice is known only afterwards, by repeats_in. To leave those rows out,
    go through the file again with `repeats` and the piece_rows of the first time.

    Without `errors`, the intakes are of use only if no faults come back.

    Args:
        foods: The food table that was asked about.
        source: The open responses file.
        intakes: Takes the intakes.
        errors: Takes the faults; None where a fault stops the scoring.
        z: Half-width of the likely range in log-SDs, from range_z.
        jobs: How many pieces are scored at once.
        progress: Told how far the scoring is.
        repeats: Rows whose id stands in an earlier row.
        piece_rows: How many rows each piece has, where `repeats` is given.
        score: What scores a piece.
    """
    work = partial(_parsed_and_scored, foods, source, z, intakes.encoded, score)
    repeats_of_pieces = _by_piece(repeats, piece_rows)
    faults, remarks = FirstFaults(), FirstFaults()
    remarks_of: Counter[str] = Counter()
    counts: list[int] = []
    gaps: list[tuple[int, ...]] = []
    id_hashes = bytearray()  # grows in one stretch, where many small arrays would scatter memory
    rows_before = scored = people = unfinished = 0
    with closing(_in_order(work, source.pieces(jobs), repeats_of_pieces, jobs)) as pieces:
        for done in pieces:
            parsed = done.parsed
            rows = parsed.rows + rows_before
            bad_rows = [replace(fault, row=fault.row + rows_before) for fault in parsed.bad_rows]
            if errors is None:
                faults.add(done.scored.bad_cells, rows)
                for fault in bad_rows:
                    faults.note(fault)
            elif not parsed.rows_end:
                raise ResponsesError(source.name, bad_rows[-1:])
            elif bad_rows or done.scored.bad_cells or done.scored.remarks:
                table = _errors_table(source.name, done, rows, bad_rows)
                errors.write(errors.encoded(table))
            if not faults:
                intakes.write(done.intakes)
            remarks.add(done.scored.remarks, rows)
            for cells in done.scored.remarks:
                remarks_of[cells.column] += len(cells.positions)
            unfinished += parsed.unfinished
            counts.append(parsed.row_count)
            gaps.append(tuple(fault.row for fault in parsed.bad_rows))
            id_hashes += done.scored.id_hashes.tobytes()
            rows_before += parsed.row_count
            people += parsed.row_count
            scored += done.scored.intakes.num_rows
            if progress is not None:
                progress(people, done.share)
            if not parsed.rows_end:
                break
            del done, parsed  # the next piece takes their memory
    return Pass(
        Tally(
            scored,
            people - scored,
            unfinished,
            tuple(Remark(first, remarks_of[first.column]) for first in remarks.in_order()),
            tuple(source.written),
        ),
        tuple(counts),
        tuple(gaps),
        np.frombuffer(id_hashes, np.uint64),
        faults,
    )


def repeats_in(source: Responses, found: Pass) -> Repeats:
    """The rows whose id stands in an earlier row; reads the few that may again."""
    rows = found.rows_at(positions_to_compare([found.id_hashes]))
    repeats = find_repeats(ids_at(source, found, rows))
    return {int(rows[again]): (row_text(int(rows[first])), text) for again, first, text in repeats}


def ids_at(source: Responses, found: Pass, rows: NDArray[np.int64]) -> pa.Array:
    """The ids that stand in these rows, which are in order; reads their pieces again."""
    ids: list[pa.Array] = [text_array([])]
    before = 0
    pieces = source.pieces() if len(rows) else ()
    for piece, count in zip(pieces, found.piece_rows, strict=False):
        here = rows[(rows > before) & (rows <= before + count)] - before
        if len(here):
            parsed = source.parse(piece)
            place = number_array(np.searchsorted(parsed.rows, here))
            ids.append(as_text(parsed.responses[RESPONDENT].take(place)))
        before += count
    return pa.concat_arrays(ids)


def intakes_schema(foods: FoodTable) -> pa.Schema:
    """The columns of an intakes file."""
    nobody = pa.RecordBatch.from_arrays([text_array([])], names=[RESPONDENT])
    return score_piece(foods, nobody, 1.0).intakes.schema


def refuse_to_overwrite(intakes: Path, errors: Path | None, keep: Iterable[Path]) -> None:
    """Reject a file to write that is one of those to read, or two files to write that are one.

    Raises:
        ScoringError: With the files.
    """
    keep = tuple(keep)
    if errors is not None:
        if os.path.realpath(errors) == os.path.realpath(intakes):
            raise ScoringError(f"{errors}: the faults would overwrite the intakes; name a new file")
        refuse_over(errors, "the faults", keep)
    refuse_over(intakes, "the intakes", keep)


def refuse_over(path: Path, what: str, keep: Iterable[Path]) -> None:
    """Reject a file to write that is one of those to keep.

    Args:
        path: The file to write.
        what: What would be written, in words.
        keep: Files that must not be written over.

    Raises:
        ScoringError: With the files.
    """
    for other in keep:
        if path.exists() and other.exists() and path.samefile(other):
            raise ScoringError(f"{path}: {what} would overwrite {other}; name a new file")


def _parsed_and_scored(
    foods: FoodTable,
    source: Responses,
    z: float,
    encode: Callable[[pa.Table], pa.Table | pa.Buffer],
    score: Score,
    piece: Piece,
    repeats: Mapping[int, str],
) -> _Done:
    parsed = source.parse(piece)
    positions = {int(np.searchsorted(parsed.rows, row)): first for row, first in repeats.items()}
    scored = score(foods, parsed.responses, z, positions, labels=True)
    return _Done(parsed, scored, encode(scored.intakes), piece.share)


def _in_order(
    work: Callable[[Piece, Mapping[int, str]], _Done],
    pieces: Iterator[Piece],
    repeats: Sequence[Mapping[int, str]],
    jobs: int,
) -> Generator[_Done, None, None]:
    """Do the work on `jobs` threads, a few pieces ahead; the results come in the order of pieces.

    Threads are enough: all that takes time leaves Python and its lock.
    """
    tasks = zip(pieces, chain(repeats, repeat({})))  # noqa: B905 -- the second never ends
    first = list(islice(tasks, 2)) if jobs > 1 else []
    if len(first) < 2:
        yield from starmap(work, chain(first, tasks))
        return
    from concurrent.futures import ThreadPoolExecutor  # a file of one piece starts without it

    waiting: deque[Future[_Done]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for task in chain(_emptied(first), tasks):
                waiting.append(pool.submit(work, *task))
                if len(waiting) > jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _emptied(items: list[_T]) -> Iterator[_T]:
    """The items in their order, each forgotten here once it is taken."""
    while items:
        yield items.pop(0)


def _by_piece(repeats: Repeats, piece_rows: Sequence[int]) -> list[dict[int, str]]:
    """For each piece the rows, counted in it, whose id stands in an earlier row of the file."""
    ends = np.cumsum(piece_rows)
    pieces: list[dict[int, str]] = [{} for _rows in piece_rows]
    for row, (first_row, _id) in repeats.items():
        piece = int(np.searchsorted(ends, row))
        pieces[piece][row - int(ends[piece]) + piece_rows[piece]] = first_row
    return pieces


def _errors_table(
    name: str, done: _Done, rows: NDArray[np.int64], bad_rows: Sequence[Fault]
) -> pa.Table:
    """The faults of one piece in the order of rows."""
    ids = as_text(done.parsed.responses[RESPONDENT])
    cells = (*done.scored.bad_cells, *done.scored.remarks)
    tables = [_cells_table(name, bad, rows, ids) for bad in cells]
    columns = [
        text_array([name] * len(bad_rows)),
        number_array(np.array([fault.row for fault in bad_rows], np.int64)),
        text_array([""] * len(bad_rows)),
        text_array([fault.column for fault in bad_rows]),
        text_array([fault.value for fault in bad_rows]),
        text_array([fault.allowed for fault in bad_rows]),
    ]
    tables.append(pa.table(columns, schema=ERROR_COLUMNS))
    return pa.concat_tables(tables).sort_by("row")


def _cells_table(name: str, bad: BadCells, rows: NDArray[np.int64], ids: pa.Array) -> pa.Table:
    count = len(bad.positions)
    columns = [
        text_array([name] * count),
        number_array(rows[bad.positions]),
        ids.take(number_array(bad.positions)),
        text_array([bad.column] * count),
        bad.values,
        text_array([bad.allowed] * count),
    ]
    return pa.table(columns, schema=ERROR_COLUMNS)
