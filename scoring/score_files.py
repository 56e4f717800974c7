"""Scoring of a file of any size: read, scored and written in pieces, on several cores.

`score_pass` is one way through a file and the same on one machine and on a cluster
(scoring.cluster); `score_file` does all for one file.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scoring.errors import Fault, ResponsesError, ScoringError
from scoring.foods import FoodTable
from scoring.intake import DEFAULT_RANGE_LEVEL, range_z
from scoring.many import (
    RESPONDENT,
    BadCells,
    FirstFaults,
    ScoredPiece,
    as_text,
    check_columns,
    response_columns,
    row_text,
    score_piece,
)
from scoring.respondents import find_repeats, positions_to_compare
from scoring.response_files import ParsedPiece, Piece, Responses, open_responses
from scoring.whole_files import WholeFile, encoded, require_ending

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
"""An errors file: one row for each bad cell, or for a row that cannot be read."""


@dataclass(frozen=True)
class Tally:
    """How many people were scored, and how many left out for a fault."""

    scored: int
    left_out: int


@dataclass(frozen=True, eq=False)
class Pass:
    """What came of one way through a file.

    piece_rows: how many rows each piece has, with those that cannot be read.
    piece_gaps: the rows of each piece, counted in it, that could not be read.
    id_hashes: of every other row, in order.
    faults: the first of each column; none where bad rows are left out.
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
        for piece in np.unique(pieces).tolist():
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


class _RepeatsFoundLate(Exception):  # noqa: N818 -- no error: a reason to start again
    def __init__(self, repeats: Repeats, piece_rows: tuple[int, ...]) -> None:
        super().__init__()
        self.repeats = repeats
        self.piece_rows = piece_rows


def score_file(
    foods: FoodTable,
    responses: str | Path,
    intakes: str | Path,
    range_level: float = DEFAULT_RANGE_LEVEL,
    progress: Progress | None = None,
    keep: Iterable[str | Path] = (),
    jobs: int = 1,
    errors: str | Path | None = None,
) -> Tally:
    """Score a responses file into an intakes file, each CSV or Parquet by its ending.

    The intakes are written whole or not at all; they may replace older ones, but neither the
    responses nor a file of `keep`. jobs: how many pieces are scored at once.

    errors: a file that takes the faults, CSV or Parquet; the people with a fault are then left
    out of the intakes. Without it, a fault stops the scoring.

    Raises ResponsesError for faults of the responses, ScoringError where a file cannot be read
    or written.
    """
    responses, intakes = Path(responses), Path(intakes)
    errors = None if errors is None else Path(errors)
    for path in filter(None, (responses, intakes, errors)):
        require_ending(path)
    refuse_to_overwrite(intakes, errors, (responses, *map(Path, keep)))
    z = range_z(range_level)
    source = open_responses(responses)
    check_columns(foods, source.columns, source.name)
    score = partial(_score_whole, foods, source, intakes, errors, z, jobs, progress)
    try:
        return score()
    except _RepeatsFoundLate as late:  # rare, and known only once every id has been read
        return score(late.repeats, late.piece_rows)


def _score_whole(
    foods: FoodTable,
    source: Responses,
    intakes: Path,
    errors: Path | None,
    z: float,
    jobs: int,
    progress: Progress | None,
    repeats: Repeats = NO_REPEATS,
    piece_rows: tuple[int, ...] = (),
) -> Tally:
    with ExitStack() as files:
        out = files.enter_context(WholeFile(intakes, intakes_schema(foods)))
        bad = None if errors is None else files.enter_context(WholeFile(errors, ERROR_COLUMNS))
        found = score_pass(foods, source, out, bad, z, jobs, progress, repeats, piece_rows)
        if bad is None:
            for row, repeat in repeats_in(source, found).items():
                found.faults.note_repeat(row, *repeat)
            found.faults.raise_if_any(source.name)
        elif not repeats:
            late = repeats_in(source, found)
            if late:
                raise _RepeatsFoundLate(late, found.piece_rows)
    return found.tally


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
) -> Pass:
    """Go through a file once: write the intakes and, where `errors` is given, the faults.

    Whether an id stands twice is known only afterwards, by repeats_in. To leave those rows out,
    go through the file again with `repeats` and the piece_rows of the first time.

    Without `errors`, the intakes are of use only if no faults come back.
    """
    work = partial(_parsed_and_scored, foods, source, z, intakes.is_csv)
    repeats_of_pieces = _by_piece(repeats, piece_rows)
    faults = FirstFaults()
    counts: list[int] = []
    gaps: list[tuple[int, ...]] = []
    id_hashes = bytearray()  # grows in one stretch, where many small arrays would scatter memory
    rows_before = scored = people = 0
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
            elif bad_rows or done.scored.bad_cells:
                table = _errors_table(source.name, done, rows, bad_rows)
                errors.write(encoded(table, errors.is_csv))
            if not faults:
                intakes.write(done.intakes)
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
    return Pass(
        Tally(scored, people - scored),
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
    ids: list[pa.Array] = [pa.array([], pa.string())]
    before = 0
    pieces = source.pieces() if len(rows) else ()
    for piece, count in zip(pieces, found.piece_rows, strict=False):
        here = rows[(rows > before) & (rows <= before + count)] - before
        if len(here):
            parsed = source.parse(piece)
            place = pa.array(np.searchsorted(parsed.rows, here))
            ids.append(as_text(parsed.responses[RESPONDENT].take(place)))
        before += count
    return pa.concat_arrays(ids)


def intakes_schema(foods: FoodTable) -> pa.Schema:
    """The columns of an intakes file."""
    nobody = pa.RecordBatch.from_arrays([pa.array([], pa.string())], names=[RESPONDENT])
    return score_piece(foods, nobody, 1.0).intakes.schema


def refuse_to_overwrite(intakes: Path, errors: Path | None, keep: Iterable[Path]) -> None:
    """Raise ScoringError where a file would be written over one that is read, or two into one."""
    keep = tuple(keep)
    if errors is not None:
        if os.path.realpath(errors) == os.path.realpath(intakes):
            raise ScoringError(f"{errors}: the faults would overwrite the intakes; name a new file")
        _refuse(errors, "the faults", keep)
    _refuse(intakes, "the intakes", keep)


def write_template(foods: FoodTable, path: str | Path) -> None:
    """Write a responses file with every column and no rows, CSV or Parquet by its ending.

    Raises ScoringError where there is such a file already, or where it cannot be written.
    """
    path = Path(path)
    require_ending(path)
    refuse_to_replace(path)
    schema = pa.schema([(name, pa.string()) for name in response_columns(foods)])
    with WholeFile(path, schema):
        pass


def refuse_to_replace(path: Path) -> None:
    """Raise ScoringError where a file of responses would take the place of another."""
    if os.path.lexists(path):
        raise ScoringError(f"{path} exists already, and may hold answers; name a new file")


def _refuse(path: Path, what: str, keep: Iterable[Path]) -> None:
    for other in keep:
        if path.exists() and other.exists() and path.samefile(other):
            raise ScoringError(f"{path}: {what} would overwrite {other}; name a new file")


def _parsed_and_scored(
    foods: FoodTable,
    source: Responses,
    z: float,
    csv: bool,
    piece: Piece,
    repeats: Mapping[int, str],
) -> _Done:
    parsed = source.parse(piece)
    positions = {int(np.searchsorted(parsed.rows, row)): first for row, first in repeats.items()}
    scored = score_piece(foods, parsed.responses, z, positions)
    return _Done(parsed, scored, encoded(scored.intakes, csv), piece.share)


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
    if jobs == 1:
        for task in tasks:
            yield work(*task)
        return
    waiting: deque[Future[_Done]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for task in tasks:
                waiting.append(pool.submit(work, *task))
                if len(waiting) > jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _by_piece(repeats: Repeats, piece_rows: Sequence[int]) -> list[dict[int, str]]:
    """For each piece the rows, counted in it, whose id stands in an earlier row of the file."""
    ends = np.cumsum(piece_rows)
    pieces: list[dict[int, str]] = [{} for _ in piece_rows]
    for row, (first_row, _) in repeats.items():
        piece = int(np.searchsorted(ends, row))
        pieces[piece][row - int(ends[piece]) + piece_rows[piece]] = first_row
    return pieces


def _errors_table(
    name: str, done: _Done, rows: NDArray[np.int64], bad_rows: Sequence[Fault]
) -> pa.Table:
    """The faults of one piece in the order of rows."""
    ids = as_text(done.parsed.responses[RESPONDENT])
    tables = [_cells_table(name, bad, rows, ids) for bad in done.scored.bad_cells]
    faults = [(name, fault.row, "", fault.column, fault.value, fault.allowed) for fault in bad_rows]
    if faults:
        columns = zip(*faults, strict=True)
        arrays = [pa.array(c, f.type) for c, f in zip(columns, ERROR_COLUMNS, strict=True)]
        tables.append(pa.table(arrays, schema=ERROR_COLUMNS))
    return pa.concat_tables(tables).sort_by("row")


def _cells_table(name: str, bad: BadCells, rows: NDArray[np.int64], ids: pa.Array) -> pa.Table:
    count = len(bad.positions)
    columns = [
        pa.repeat(name, count),
        pa.array(rows[bad.positions], pa.int64()),
        ids.take(pa.array(bad.positions)),
        pa.repeat(bad.column, count),
        bad.values,
        pa.repeat(bad.allowed, count),
    ]
    return pa.table(columns, schema=ERROR_COLUMNS)
