"""Scoring on a Dask cluster: a folder of Parquet files in, a folder of the same names out.

Every file is one task, and the same function scores it as on one machine: `score_pass`. Where a
worker dies, Dask gives its files to others. The folders must be on a disk that every worker sees,
and workers need the packages of requirements-cluster.txt and this project on their path.

Dask is imported here and nowhere else.
"""

import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from ..errors import Fault, ResponsesError, ScoringError
from ..files.shipped import is_installed
from ..foods.table import FoodTable
from ..intake.estimate import DEFAULT_RANGE_LEVEL, range_z
from .arrays import text_array
from .opened import opened
from .pieces import FirstFaults
from .respondents import find_repeats, positions_to_compare
from .score_files import (
    ERROR_COLUMNS,
    Pass,
    Progress,
    Remark,
    Repeats,
    Tally,
    ids_at,
    intakes_schema,
    refuse_to_overwrite,
    score_pass,
)
from .write import WRITTEN_EXTENSIONS, WholeFile, require_extension

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
_ERRORS = "errors"
_INTAKES = "intakes"
_SECONDS_TO_CONNECT = 20
_PACKAGES = "distributed" if is_installed() else "-r requirements-cluster.txt"


@dataclass(frozen=True)
class _Task:
    """One file to score; `errors` is None where a fault stops the scoring."""

    responses: Path
    intakes: Path
    errors: Path | None
    repeats: Repeats = field(default_factory=dict)
    piece_rows: tuple[int, ...] = ()


def score_folder(
    foods: FoodTable,
    responses: Path,
    intakes: Path,
    where: str,
    range_level: float = DEFAULT_RANGE_LEVEL,
    progress: Progress | None = None,
    keep: Iterable[Path] = (),
    jobs: int = 1,
    errors: Path | None = None,
) -> Tally:
    """Score a folder of responses in Parquet into a new folder of intakes, file by file.

    The folder appears whole or not at all. An id may stand only once in all files together. Rows of
    faults are counted in each file.

    Args:
        foods: The food table that was asked about.
        responses: The folder to read.
        intakes: The folder to make.
        where: The address of a Dask scheduler, or `local` for `jobs` processes of this machine.
        range_level: As in `score_file`, like the ones below.
        progress: Told how far the scoring is, after each file.
        keep: Files that must not be written over.
        jobs: Processes of this machine, where `where` is `local`.
        errors: One file that takes the faults of all files.

    Raises:
        ResponsesError: The responses have faults.
        ScoringError: A folder cannot be read or written, or the cluster cannot be used.
    """
    z = range_z(range_level)
    parts = _parts(responses)
    responses, intakes = responses.resolve(), intakes.absolute()
    if os.path.lexists(intakes):
        raise ScoringError(f"{intakes} exists already; name a new folder")
    if errors is not None:
        require_extension(errors, WRITTEN_EXTENSIONS)
    refuse_to_overwrite(intakes, errors, (*parts, *keep))
    for part in parts:
        opened(foods, [part])
    staging = intakes.with_name(f".{intakes.name}.{token_hex(4)}.unfinished")
    try:
        _make(staging, intakes)
        with _client(where, jobs) as client:
            tasks = [
                _Task(
                    part,
                    staging / _INTAKES / part.name,
                    None if errors is None else staging / _ERRORS / part.name,
                )
                for part in parts
            ]
            found = _run(client, foods, tasks, z, progress)
            repeats = _repeats_in(foods, parts, found)
            if errors is None:
                _raise_first_faults(responses.name, parts, found, repeats)
            again = [n for n in range(len(parts)) if repeats[n]]
            redone = [
                replace(tasks[n], repeats=repeats[n], piece_rows=found[n].piece_rows) for n in again
            ]
            for n, done in zip(again, _run(client, foods, redone, z, None), strict=True):
                found[n] = done
        if errors is not None:
            _gather_errors([task.errors for task in tasks if task.errors], errors)
        for unfinished in (staging / _INTAKES).glob(".*.unfinished"):  # of workers that died
            unfinished.unlink()
        os.rename(staging / _INTAKES, intakes)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    tallies = [done.tally for done in found]
    return Tally(
        sum(t.scored for t in tallies),
        sum(t.left_out for t in tallies),
        sum(t.unfinished for t in tallies),
        _remarks(parts, tallies),
        tuple(dict.fromkeys(words for t in tallies for words in t.read_as)),
    )


def _remarks(parts: Sequence[Path], tallies: Sequence[Tally]) -> tuple[Remark, ...]:
    """The remarks of all files, a column at a time, each with the file of its first cell."""
    found: dict[str, Remark] = {}
    for part, tally in zip(parts, tallies, strict=True):
        for remark in tally.remarks:
            column = remark.first.column
            first = Remark(replace(remark.first, file=part.name), 0)
            before = found.get(column, first)
            found[column] = replace(before, people=before.people + remark.people)
    return tuple(found.values())


def score_part(foods: FoodTable, task: _Task, z: float) -> Pass:
    """Score one file: what a worker does. The same again gives the same file."""
    source = opened(foods, [task.responses])
    with ExitStack() as files:
        out = files.enter_context(WholeFile(task.intakes, intakes_schema(foods)))
        bad = None
        if task.errors is not None:
            bad = files.enter_context(WholeFile(task.errors, ERROR_COLUMNS))
        return score_pass(
            foods, source, out, bad, z, repeats=task.repeats, piece_rows=task.piece_rows
        )


def _parts(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise ScoringError(f"{folder}: no such folder; --dask reads a folder of Parquet files")
    parts = sorted(folder.resolve().glob("*.parquet"))
    if not parts:
        raise ScoringError(f"{folder} holds no .parquet file; --dask reads a folder of them")
    return parts


def _make(staging: Path, intakes: Path) -> None:
    try:
        for name in (_INTAKES, _ERRORS):
            (staging / name).mkdir(parents=name == _INTAKES and intakes.parent.is_dir())
    except OSError as error:
        raise ScoringError(f"{intakes} cannot be written: {error.strerror or error}") from None


@contextmanager
def _client(where: str, jobs: int) -> Iterator["Client"]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise ScoringError(
            f"--dask needs more packages: python -m pip install {_PACKAGES}"
        ) from None
    with ExitStack() as stack:
        address: Any = where
        if where == LOCAL:
            address = stack.enter_context(
                LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    silence_logs=logging.CRITICAL,
                )
            )
        try:
            client = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ScoringError(
                f"--dask {where}: no scheduler answers there ({error}); allowed: local, or the"
                " address of a scheduler such as tcp://192.0.2.1:8786"
            ) from None
        yield stack.enter_context(client)


def _run(
    client: "Client",
    foods: FoodTable,
    tasks: Sequence[_Task],
    z: float,
    progress: Progress | None,
) -> list[Pass]:
    """Score files on the cluster; what came of each, in their order."""
    from distributed import as_completed

    size = [task.responses.stat().st_size for task in tasks]
    futures = [client.submit(score_part, foods, task, z, pure=False) for task in tasks]
    number_of = {future.key: n for n, future in enumerate(futures)}
    found: dict[int, Pass] = {}
    try:
        for future in as_completed(futures, loop=client.loop):
            n = number_of[future.key]
            found[n] = _result(future, tasks[n])
            if progress is not None:
                people = sum(done.tally.scored + done.tally.left_out for done in found.values())
                progress(people, sum(size[done] for done in found) / sum(size))
    finally:
        client.cancel([future for future in futures if not future.done()], force=True)
    return [found[n] for n in range(len(tasks))]


def _result(future: Any, task: _Task) -> Pass:
    try:
        done: Pass = future.result()
    except ScoringError:
        raise
    except Exception as error:
        raise ScoringError(
            f"{task.responses.name} could not be scored on the cluster: {error!r}. Its workers"
            " need this project, the packages of requirements-cluster.txt and the same folders."
        ) from error
    return done


def _repeats_in(
    foods: FoodTable, parts: Sequence[Path], found: Sequence[Pass]
) -> list[dict[int, tuple[str, str]]]:
    """For each file, the rows whose id stands earlier, in it or in a file before it."""
    positions = positions_to_compare([done.id_hashes for done in found])
    people = [len(done.id_hashes) for done in found]
    ends = np.cumsum(people)
    part_of = np.searchsorted(ends, positions, side="right")
    rows, ids = [], [text_array([])]
    for n in np.unique(part_of).tolist():
        here = found[n].rows_at(positions[part_of == n] - (ends[n] - people[n]))
        rows.append(here)
        ids.append(ids_at(opened(foods, [parts[n]]), found[n], here))
    row_of = np.concatenate([np.empty(0, np.int64), *rows])
    repeats: list[dict[int, tuple[str, str]]] = [{} for _ in parts]
    for again, first, text in find_repeats(pa.concat_arrays(ids)):
        name = parts[part_of[first]].name
        repeats[part_of[again]][int(row_of[again])] = (f"row {row_of[first]} of {name}", text)
    return repeats


def _raise_first_faults(
    name: str,
    parts: Sequence[Path],
    found: Sequence[Pass],
    repeats: Sequence[Repeats],
) -> None:
    """Raise ResponsesError with the first fault of each column, in the order of files."""
    first: dict[str, Fault] = {}
    for part, done, again in zip(parts, found, repeats, strict=True):
        faults = FirstFaults()
        for fault in done.faults.in_order():
            faults.note(fault)
        for row, repeat in again.items():
            faults.note_repeat(row, *repeat)
        for fault in faults.in_order():
            first.setdefault(fault.column, replace(fault, file=part.name))
    if first:
        raise ResponsesError(name, first.values())


def _gather_errors(parts: Sequence[Path], errors: Path) -> None:
    """Write the faults of all files, in their order, into one file."""
    with WholeFile(errors, ERROR_COLUMNS) as file:
        for part in parts:
            file.write(file.encoded(pa.parquet.read_table(part).cast(ERROR_COLUMNS)))
