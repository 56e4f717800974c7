"""Two files about the same people as pairs of intakes.

Each file holds responses, which are scored here, or intakes: `respondent_id` and, for each nutrient
that is compared, µg a day as `k1_total_ug` or `k1_ug`, such as from `score` or from a diary. Where
a file has both columns, the total counts: the foods of the list and those that are not asked.
"""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet
from numpy.typing import NDArray

from ..batch.arrays import numbers_of
from ..batch.opened import open_responses
from ..batch.pieces import as_text, row_text
from ..batch.read import Responses
from ..batch.respondents import find_repeats
from ..batch.score_files import score_file
from ..batch.uploads import Upload, laid_down
from ..errors import Fault, ResponsesError, ScoringError
from ..exchange.layout import number_text
from ..exchange.names import RESPONDENT
from ..files.csv_tables import parse_number
from ..foods.table import FoodTable
from ..languages import _, whole
from ..nutrients import NUTRIENTS, TOTALS

Floats = NDArray[np.float64]

_OTHER_UNITS = ("iu", "ie", "mg", "ng", "g", "mcg", "nmol", "pmol")
_IN_OTHER_UNIT = re.compile(rf"({'|'.join(TOTALS)})(?:_total)?_({'|'.join(_OTHER_UNITS)})", re.I)

MOST_UG_A_DAY = 1_000_000
"""1 g: nobody takes in as much of a vitamin, so a larger number is a slip or in another unit."""

_LEAST_UG_A_DAY = 1e-6
"""1 pg: no method finds less. What is below it is 0, such as the rounding of a sum."""


@dataclass(frozen=True, eq=False)
class Filling:
    """One of the two files.

    Attributes:
        name: Of the file.
        ids: Who is in it, each once.
        intakes: For each nutrient that it holds, µg a day of each person, 0 or from
            _LEAST_UG_A_DAY to MOST_UG_A_DAY; NaN where the cell is empty.
        read_as: What was read from it, in words.
        foods: The food table with which its responses were scored; None where it holds intakes.
    """

    name: str
    ids: pa.Array
    intakes: Mapping[str, Floats]
    read_as: str
    foods: FoodTable | None = None


@dataclass(frozen=True, eq=False)
class Pairs:
    """The people of both files.

    Attributes:
        first: The first file, all of its people.
        second: The second file, all of its people.
        ids: Who is in both, in the order of the first file.
        intakes: For each nutrient that both hold, µg a day of these people in either file.
        first_alone: Who is in the first file alone.
        second_alone: Who is in the second file alone.
    """

    first: Filling
    second: Filling
    ids: pa.Array
    intakes: Mapping[str, tuple[Floats, Floats]]
    first_alone: pa.Array
    second_alone: pa.Array


def read_filling(foods: FoodTable, path: Path, jobs: int = 1) -> Filling:
    """Read responses, and score them, or intakes.

    Args:
        foods: The food table with which responses are scored.
        path: The file.
        jobs: How many parts of it are scored at once.

    Raises:
        ResponsesError: The file has faults, such as a person twice, or an intake in another unit or
            above MOST_UG_A_DAY.
        ScoringError: It cannot be read.
    """
    source = open_responses(foods, path)
    units = [match for column in source.columns if (match := _IN_OTHER_UNIT.fullmatch(column))]
    if units:
        faults = [
            Fault(0, match[0], match[2], _("µg a day, as {column}").format(column=_column(match)))
            for match in units
        ]
        raise ResponsesError(source.name, faults)
    columns = _intake_columns(source.columns)
    if columns:
        return _read_intakes(source, columns)
    with tempfile.TemporaryDirectory(prefix="kdcheck-") as folder:
        scored = Path(folder, "intakes.parquet")
        score_file(foods, path, scored, jobs=jobs)
        columns = {n: NUTRIENTS[n].total_columns[0] for n in TOTALS}
        table = pyarrow.parquet.read_table(scored, columns=[RESPONDENT, *columns.values()])
    intakes = {
        n: _without_traces(numbers_of(table[name].combine_chunks())) for n, name in columns.items()
    }
    read_as = _("answers, scored with food table {version}").format(version=foods.version)
    return Filling(source.name, table[RESPONDENT].combine_chunks(), intakes, read_as, foods)


def paired_uploads(foods: FoodTable, first: Upload, second: Upload) -> Pairs:
    """Pairs from two files that somebody handed in, below the limits of `scoring.batch.uploads`.

    Args:
        foods: The food table with which responses are scored.
        first: The first file.
        second: The second file.

    Raises:
        ResponsesError: A file has faults.
        ScoringError: No nutrient is in both.
    """
    with laid_down(foods, (first, second)) as paths:
        one, other = (read_filling(foods, path) for path in paths)
    return pair(one, other)


def pair(first: Filling, second: Filling) -> Pairs:
    """Bring the people of two files together by their ids.

    Raises:
        ScoringError: No nutrient is in both.
    """
    shared = [n for n in TOTALS if n in first.intakes and n in second.intakes]
    if not shared:
        words = _("{first} and {second} share no nutrient: {here} in one, {there} in the other")
        raise ScoringError(
            words.format(
                first=first.name, second=second.name, here=_named(first), there=_named(second)
            )
        )
    place = pc.index_in(first.ids, value_set=second.ids)
    in_both = place.is_valid()
    here = np.flatnonzero(numbers_of(in_both))
    there = numbers_of(place.drop_null())
    is_paired = pc.is_in(second.ids, value_set=first.ids)
    return Pairs(
        first,
        second,
        first.ids.filter(in_both),
        {n: (first.intakes[n][here], second.intakes[n][there]) for n in shared},
        first.ids.filter(pc.invert(in_both)),
        second.ids.filter(pc.invert(is_paired)),
    )


def _named(filling: Filling) -> str:
    """The nutrients that a file holds, in words."""
    return _(", ").join(_(NUTRIENTS[n].name_en) for n in filling.intakes)


def _intake_columns(headers: list[str]) -> dict[str, str]:
    """The column of each nutrient in a file of intakes; none where it is no such file."""
    found = {}
    for n in TOTALS:
        listed, total = NUTRIENTS[n].columns[0], NUTRIENTS[n].total_columns[0]
        if name := next((name for name in (total, listed) if name in headers), ""):
            found[n] = name
    return found


def _read_intakes(source: Responses, columns: Mapping[str, str]) -> Filling:
    faults = []
    for name in (RESPONDENT, *columns.values()):
        times = source.columns.count(name)
        if times != 1:
            found = _("{count} times").format(count=times) if times else _("no such column")
            faults.append(Fault(0, name, found, _("this column, once")))
    if faults:
        raise ResponsesError(source.name, faults)
    source.take([source.columns.index(name) for name in (RESPONDENT, *columns.values())])
    ids, texts = [], []
    for piece in source.pieces():
        parsed = source.parse(piece)
        if parsed.bad_rows:
            raise ResponsesError(source.name, parsed.bad_rows)
        ids.append(as_text(parsed.responses[RESPONDENT]))
        texts.append([as_text(column) for column in parsed.responses.columns[1:]])
    people = pa.concat_arrays(ids)
    _require_own_ids(source.name, people)
    by_column = zip(columns.items(), zip(*texts, strict=True), strict=True)
    intakes = {
        n: _amounts(source.name, column, pa.concat_arrays(cells))
        for (n, column), cells in by_column
    }
    read_as = _("intakes in {columns}").format(columns=_(", ").join(columns.values()))
    return Filling(source.name, people, intakes, read_as)


def _require_own_ids(name: str, ids: pa.Array) -> None:
    faults = []
    blank = np.flatnonzero(numbers_of(pc.binary_length(pc.utf8_trim_whitespace(ids))) == 0)
    if len(blank):
        faults.append(Fault(int(blank[0]) + 1, RESPONDENT, "", _("an id for every person")))
    if pc.count_distinct(ids).as_py() < len(ids):
        for again, first, text in find_repeats(ids):
            words = _("an id of its own ({row} has this one)")
            allowed = words.format(row=row_text(first + 1))
            faults.append(Fault(again + 1, RESPONDENT, text, allowed))
            break
    if faults:
        raise ResponsesError(name, faults)


def _amounts(name: str, column: str, cells: pa.Array) -> Floats:
    """The amounts of a column; NaN for an empty cell."""
    cells = pc.utf8_trim_whitespace(cells)
    distinct = cells.dictionary_encode()
    amounts = np.full(len(distinct.dictionary), np.nan)
    for n, text in enumerate(distinct.dictionary.to_pylist()):
        if text:
            amount = parse_number(number_text(text))
            if amount is None or amount > MOST_UG_A_DAY:
                row = int(pc.index(cells, text).as_py()) + 1
                allowed = _(
                    "µg a day, from 0 to {most} (1 g: nobody takes in more of a vitamin); empty is "
                    "unknown"
                ).format(most=whole(MOST_UG_A_DAY))
                raise ResponsesError(name, [Fault(row, column, text, allowed)])
            amounts[n] = amount
    return _without_traces(amounts[numbers_of(distinct.indices)])


def _without_traces(amounts: Floats) -> Floats:
    """The amounts, 0 for those that no method finds; NaN stays."""
    return np.where(amounts < _LEAST_UG_A_DAY, 0.0, amounts)


def _column(match: re.Match[str]) -> str:
    return NUTRIENTS[match[1].lower()].columns[0]
