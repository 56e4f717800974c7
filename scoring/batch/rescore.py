"""Responses under two food tables: before, after, and where the difference comes from.

Both figures are worked out with the formulas of today, in one way through the file. Of each food
the answers are counted, by country; what a food gives to the people together follows from these
counts, so that the differences by food add up to that of the people, whatever the size of the file.

A food, or a figure of it, that the later table lacks is unknown there: what it gave before stands
in a column of its own and is part of the difference, since it no longer counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..countries import COUNTRY_NUMBERS
from ..exchange.names import RESPONDENT
from ..foods.table import Food, FoodTable
from ..intake.estimate import DEFAULT_RANGE_LEVEL, amounts_of_answers, range_z
from ..nutrients import NUTRIENTS, TOTALS
from ..questionnaire.answers import FREQUENCIES, NEVER, PORTIONS
from .arrays import number_array, numbers_of, text_array
from .opened import opened
from .pieces import ScoredPiece, score_piece
from .score_files import Progress, Tally, refuse_over, repeats_in, score_pass
from .write import WRITTEN_EXTENSIONS, WholeFile, require_extension

Floats = NDArray[np.float64]

NOT_ASKED = "not_asked"
"""In the place of a food: the allowance for foods that are not asked."""

_ANSWERS = (1 + len(FREQUENCIES)) * len(PORTIONS)
_DECIMALS = 4
"""Of µg in the files: rounded alike, so that what is added up is off by 0.001 µg at most."""


@dataclass(frozen=True)
class FoodDifference:
    """What one food gives to all people together under either table, a day.

    Attributes:
        food_id: The food.
        nutrient: One of TOTALS.
        people: Who eat it.
        before: Under the earlier table, in the unit of the nutrient.
        after: Under the later one; None where it has no data on any part that counted before.
        now_unknown: What counted before and is unknown now; part of `difference`.
        difference: What counts now less what counted before.
        sources_before: Keys of the sources of the food in the earlier table.
        sources_after: The same of the later table.
    """

    food_id: str
    nutrient: str
    people: int
    before: float
    after: float | None
    now_unknown: float
    difference: float
    sources_before: tuple[str, ...] = ()
    sources_after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rescored:
    """What became of the responses.

    Attributes:
        tally: How many people there are.
        differences: Of each food and nutrient where the two tables differ for these people.
        not_asked: For each of TOTALS, the allowance for foods that are not asked, before and after,
            of all people together, a day.
        totals: For each of TOTALS, the whole intake of all people before and after, a day.
    """

    tally: Tally
    differences: tuple[FoodDifference, ...]
    not_asked: Mapping[str, tuple[float, float]]
    totals: Mapping[str, tuple[float, float]]


def rescore_file(
    before: FoodTable,
    after: FoodTable,
    responses: Path,
    out: Path,
    foods_out: Path | None = None,
    progress: Progress | None = None,
    keep: Iterable[Path] = (),
    jobs: int = 1,
    mapping: Path | None = None,
) -> Rescored:
    """Score responses under two food tables.

    Args:
        before: The table that was asked about.
        after: The table to compare it with.
        responses: The file to read, of any kind that `score_file` reads.
        out: Takes a row for each person: before, after and difference.
        foods_out: Takes a row for each food and nutrient that moved.
        progress: Told how far it is.
        keep: Files that must not be written over.
        jobs: How many pieces are scored at once.
        mapping: What the columns of the responses are, where they do not say it.

    Raises:
        ResponsesError: The responses have faults.
        ScoringError: A file cannot be read or written.
    """
    for path, what in ((out, "the people"), (foods_out, "the foods")):
        if path is not None:
            require_extension(path, WRITTEN_EXTENSIONS)
            refuse_over(path, what, (responses, *keep))
    source = opened(before, [responses], mapping)
    both = _Both(before, after)
    z = range_z(DEFAULT_RANGE_LEVEL)
    with WholeFile(out, _schema(both, z), digits=None) as file:
        found = score_pass(before, source, file, None, z, jobs, progress, score=both)
        for row, repeat in repeats_in(source, found).items():
            found.faults.note_repeat(row, *repeat)
        found.faults.raise_if_any(source.name)
        rescored = both.rescored(found.tally)
        if foods_out is not None:
            table = differences_table(rescored)
            with WholeFile(foods_out, table.schema, digits=None) as foods_file:
                foods_file.write(foods_file.encoded(table))
    return rescored


class _Both:
    """Scores pieces under both tables and counts the answers; any thread may call it."""

    def __init__(self, before: FoodTable, after: FoodTable) -> None:
        self._before, self._after = before, after
        self._counts = np.zeros((len(COUNTRY_NUMBERS), len(before), _ANSWERS), dtype=np.int64)
        self._sums = np.zeros((2, 2, len(TOTALS)))
        self._lock = Lock()
        lost = [_lost(b, a) for b, a in _in_every_country(before, after)]
        self._lost = np.stack([amounts_of_answers(table) for table in lost])
        self._losing = np.flatnonzero(self._lost.any(axis=(0, 1, 3)))

    def __call__(
        self,
        foods: FoodTable,
        responses: pa.RecordBatch,
        z: float,
        repeats: Mapping[int, str],
        *,
        labels: bool,
    ) -> ScoredPiece:
        """As `score_piece`: a table of both."""
        first = score_piece(foods, responses, z, repeats, labels=labels)
        if first.bad_cells:
            return first
        second = score_piece(self._after, responses, z, labels=labels)
        lost = self._lost_of(first)
        sums = np.array([[_sums(one.intakes, end) for end in (0, 1)] for one in (first, second)])
        counts = self._counted(first)
        with self._lock:
            self._counts += counts
            self._sums += sums
        return replace(first, intakes=_side_by_side(first.intakes, second.intakes, lost))

    def _counted(self, piece: ScoredPiece) -> NDArray[np.int64]:
        counts = np.zeros_like(self._counts)
        country = piece.country.astype(np.int64) * _ANSWERS
        for n, answer in enumerate(piece.answers):
            places = np.bincount(country + answer, minlength=len(counts) * _ANSWERS)
            counts[:, n] = places.reshape(len(counts), _ANSWERS)
        return counts

    def _lost_of(self, piece: ScoredPiece) -> Floats:
        """What each person's intake held that is unknown now: TOTALS × people."""
        found = np.zeros((len(TOTALS), len(piece.country)))
        for n in self._losing:
            for total in range(len(TOTALS)):
                amounts = self._lost[:, total, n]
                if amounts.any():
                    found[total] += amounts[piece.country, piece.answers[n]]
        return found

    def rescored(self, tally: Tally) -> Rescored:
        """What the pieces so far say together."""
        eaten = self._counts[:, :, (NEVER + 1) * len(PORTIONS) :].sum(axis=(0, 2))
        every = list(_in_every_country(self._before, self._after))
        first, second = (
            np.einsum("cfa,ctfa->tf", self._counts, np.stack(amounts))
            for amounts in (
                [amounts_of_answers(before) for before, _after in every],
                [_in_places(before, after) for before, after in every],
            )
        )
        lost = np.einsum("cfa,ctfa->tf", self._counts, self._lost)
        differences = tuple(
            self._difference(food, total, int(eaten[f]), first[t, f], second[t, f], lost[t, f])
            for f, food in enumerate(self._before)
            for t, total in enumerate(TOTALS)
            if _rounded(first[t, f] - second[t, f]) or lost[t, f]
        )
        (listed_before, whole_before), (listed_after, whole_after) = self._sums
        return Rescored(
            tally,
            differences,
            _of_totals(whole_before - listed_before, whole_after - listed_after),
            _of_totals(whole_before, whole_after),
        )

    def _difference(
        self, food: Food, total: str, people: int, first: float, second: float, lost: float
    ) -> FoodDifference:
        theirs: Food | None = None
        if food.food_id in self._after:
            theirs = self._after[food.food_id]
        stored = NUTRIENTS[total].stored
        known = theirs is not None and any(theirs.content[n] is not None for n in stored)
        return FoodDifference(
            food.food_id,
            total,
            people,
            float(first),
            float(second) if known else None,
            float(lost),
            float(second - first),
            food.sources,
            theirs.sources if theirs else (),
        )


def _of_totals(before: Floats, after: Floats) -> dict[str, tuple[float, float]]:
    both = zip(_rounded(before).tolist(), _rounded(after).tolist(), strict=True)
    return dict(zip(TOTALS, both, strict=True))


def _in_every_country(before: FoodTable, after: FoodTable) -> Iterable[tuple[FoodTable, FoodTable]]:
    return zip(before.in_every_country, after.in_every_country, strict=True)


def _lost(before: FoodTable, after: FoodTable) -> FoodTable:
    """The earlier table with those contents alone that the later one does not have."""

    def content(food: Food) -> Food:
        theirs = after[food.food_id].content if food.food_id in after else {}
        kept = {n: c if theirs.get(n) is None else None for n, c in food.content.items()}
        return replace(food, content=kept)

    return FoodTable(tuple(map(content, before)), country=before.country)


def _in_places(before: FoodTable, after: FoodTable) -> Floats:
    """What answers give under the later table, the foods in the places of the earlier one."""
    amounts = amounts_of_answers(after)
    found = np.zeros((len(TOTALS), len(before), _ANSWERS))
    for n, food in enumerate(before):
        if food.food_id in after:
            found[:, n] = amounts[:, after.places[food.food_id]]
    return found


def _columns(total: str, end: int) -> str:
    """The column of the foods of the list (0) or of the whole intake (1)."""
    nutrient = NUTRIENTS[total]
    return (nutrient.total_columns if end else nutrient.columns)[0]


def _sums(intakes: pa.Table, end: int) -> list[float]:
    return [float(_amounts(intakes, _columns(total, end)).sum()) for total in TOTALS]


def _amounts(intakes: pa.Table, column: str) -> Floats:
    return numbers_of(intakes[column].combine_chunks())


def _side_by_side(first: pa.Table, second: pa.Table, lost: Floats) -> pa.Table:
    """One row a person: for each of TOTALS before, after, difference and what is unknown now."""
    columns = {RESPONDENT: first[RESPONDENT]}
    for n, total in enumerate(TOTALS):
        unit = NUTRIENTS[total].unit
        for end, name in ((0, total), (1, f"{total}_total")):
            before, after = (_rounded(_amounts(t, _columns(total, end))) for t in (first, second))
            columns[f"{name}_before_{unit}"] = number_array(before)
            columns[f"{name}_after_{unit}"] = number_array(after)
            columns[f"{name}_difference_{unit}"] = number_array(_rounded(after - before))
        columns[f"{total}_now_unknown_{unit}"] = number_array(_rounded(lost[n]))
        ends = NUTRIENTS[total].total_columns[1:]
        for when, table in (("before", first), ("after", second)):
            for end_name, column in zip(("low", "high"), ends, strict=True):
                amounts = number_array(_rounded(_amounts(table, column)))
                columns[f"{total}_total_{when}_{end_name}"] = amounts
    return pa.table(columns)


def _rounded(amounts: Floats) -> Floats:
    return np.round(amounts, _DECIMALS)


def _schema(both: _Both, z: float) -> pa.Schema:
    nobody = pa.RecordBatch.from_arrays([text_array([])], names=[RESPONDENT])
    return both(both._before, nobody, z, {}, labels=False).intakes.schema


def differences_table(found: Rescored) -> pa.Table:
    """The foods that moved, one row for each food and nutrient, µg a day of all people together.

    The row NOT_ASKED says how the allowance for foods that are not asked moved, so that the rows of
    a nutrient add up to the difference of the whole intakes.
    """
    allowances = [
        FoodDifference(NOT_ASKED, total, found.tally.scored, before, after, 0.0, after - before)
        for total, (before, after) in found.not_asked.items()
        if before != after
    ]
    rows = [*found.differences, *allowances]
    unknown = [row.after is None for row in rows]
    after = [0.0 if row.after is None else row.after for row in rows]
    return pa.table(
        {
            "food_id": text_array([row.food_id for row in rows]),
            "nutrient": text_array([row.nutrient for row in rows]),
            "people": number_array(np.array([row.people for row in rows], np.int64)),
            "before_ug": _column([row.before for row in rows]),
            "after_ug": pa.array(np.round(after, _DECIMALS), mask=np.array(unknown, bool)),
            "now_unknown_ug": _column([row.now_unknown for row in rows]),
            "difference_ug": _column([row.difference for row in rows]),
            "sources_before": text_array([";".join(row.sources_before) for row in rows]),
            "sources_after": text_array([";".join(row.sources_after) for row in rows]),
        }
    )


def _column(values: list[float]) -> pa.Array:
    return number_array(_rounded(np.array(values, float)))
