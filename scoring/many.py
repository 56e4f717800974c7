"""Scoring of many people: a table of responses in, a table of intakes out.

The arithmetic is that of scoring.intake, on whole columns; nothing here loops over people. Every
function is pure, so that scoring.score_files and scoring.cluster may call it for one piece of a
file at a time, on as many cores or machines as there are.

Responses have one row a person: `respondent_id`; if wanted `sex`, `age`, `life_stage`; for each
food `<food_id>` with a frequency code and `<food_id>.portion` with a portion code; and
`supplement.k1_ug`, `supplement.mk4_ug`, `supplement.mk7_ug`, `supplement.d_ug` a day. A blank or
missing frequency is unanswered, a blank portion is medium, a blank supplement is 0.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from languages import _, whole
from scoring import plausibility
from scoring.errors import RESPONSE_FAULTS_SHOWN, Fault, ResponsesError, did_you_mean
from scoring.foods import K2_FORMS, TOTALS, FoodTable
from scoring.intake import DEFAULT_RANGE_LEVEL, Codes, Floats, range_z, total_intakes
from scoring.questionnaire import (
    AGE_YEARS,
    DEFAULT_PORTION,
    FREQUENCY_CODES,
    LIFE_STAGES,
    MALE_LIFE_STAGE_TEXT,
    NEVER,
    PORTION_CODES,
    SEXES,
    SUPPLEMENT_LIMITS_UG_PER_DAY,
    UNANSWERED,
    age_text,
    codes_text,
)
from scoring.respondents import find_repeats, hash_ids, positions_to_compare

if TYPE_CHECKING:
    import pandas as pd

RESPONDENT = "respondent_id"
PROFILE_COLUMNS = ("sex", "age", "life_stage")
PIECE_PEOPLE = 65_536
"""How many people are scored as one piece: enough to make the cost of a piece count for little, few
enough to keep some pieces in memory."""

_ANSWERS_AT_ONCE = 160_000
"""People × foods of one step of numbers: few enough to stay within the processor's cache, and below
the size from which OpenBLAS spreads a product over threads that wait for each other on busy
cores."""

_CODES_AT_ONCE = 440_000
"""People × foods of one step of codes, which are an eighth of the size of numbers."""

_FREQUENCIES = {"": UNANSWERED} | {code: n for n, code in enumerate(FREQUENCY_CODES, start=1)}
_PORTIONS = {code: n for n, code in enumerate(PORTION_CODES)}
_PORTIONS[""] = _PORTIONS[DEFAULT_PORTION]
_SEXES = {code: n for n, code in enumerate(SEXES)}
_LIFE_STAGES = {code: n for n, code in enumerate(LIFE_STAGES)}
_NO_CODE = 255
_NUMBER = r"^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
"""As scoring.csv_tables.parse_number: a decimal point, no sign, no nan, no inf."""


@dataclass(frozen=True, eq=False)
class BadCells:
    """Cells of one column that break one rule.

    positions: whose cells, counted from 0 in the piece. values: what they hold.
    codes: the codes that are allowed, where the rule is a list of them.
    """

    column: str
    positions: NDArray[np.intp]
    values: pa.Array
    allowed: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ScoredPiece:
    """What became of one piece of responses.

    intakes: one row for each person without a bad cell, in the columns of an intakes file.
    bad_cells: why the others are missing there.
    id_hashes: of every person, from scoring.respondents.
    """

    intakes: pa.Table
    bad_cells: tuple[BadCells, ...]
    id_hashes: NDArray[np.uint64]


def score_responses(
    foods: FoodTable, frame: "pd.DataFrame", range_level: float = DEFAULT_RANGE_LEVEL
) -> "pd.DataFrame":
    """Score the responses of many people.

    frame: one row a person, in the columns of a responses file.
    range_level: share of cases that the likely range is made for, between 0 and 1.

    Returns one row a person, in the same order and with the same index and ids, in the columns
    of an intakes file.

    Raises ResponsesError with the row (the first person is 1), the column, the value and what is
    allowed; ScoringError for a range_level outside its range.
    """
    z = range_z(range_level)
    name = "The frame"
    names = [str(name) for name in frame.columns]
    check_columns(foods, names, name)
    columns = [pa.array(frame.iloc[:, n].astype("string").fillna("")) for n in range(len(names))]
    table = pa.RecordBatch.from_arrays(columns, names=names)
    starts = range(0, max(len(frame), 1), PIECE_PEOPLE)
    pieces = [score_piece(foods, table.slice(start, PIECE_PEOPLE), z) for start in starts]
    faults = FirstFaults()
    for start, piece in zip(starts, pieces, strict=True):
        faults.add(piece.bad_cells, start + 1 + np.arange(PIECE_PEOPLE))
    compare = positions_to_compare([piece.id_hashes for piece in pieces])
    for again, first, value in find_repeats(table[RESPONDENT].take(pa.array(compare))):
        faults.note_repeat(int(compare[again]) + 1, row_text(int(compare[first]) + 1), value)
    faults.raise_if_any(name)
    scored: pd.DataFrame = pa.concat_tables(piece.intakes for piece in pieces).to_pandas()
    scored.index = frame.index
    scored[RESPONDENT] = frame[RESPONDENT]
    return scored


def score_piece(
    foods: FoodTable,
    responses: pa.RecordBatch,
    z: float,
    repeats: Mapping[int, str] = MappingProxyType({}),
) -> ScoredPiece:
    """Score one piece of the responses, whose columns have passed check_columns.

    responses: columns of text, or of dictionaries of text; null is blank.
    z: half-width of the likely range in log-SDs, from range_z.
    repeats: positions of people whose id stands in an earlier row, with the name of that row.
    """
    cells = _Cells(responses)
    ids = cells.ids(repeats)
    cells.check_profile()
    frequency = cells.frequencies(foods)
    portion = cells.portions(foods)
    supplements = {n: cells.supplement(n) for n in SUPPLEMENT_LIMITS_UG_PER_DAY}

    people = responses.num_rows
    central, low, high = (np.empty((people, len(TOTALS)), order="F") for _ in range(3))
    flags = np.empty((people, len(plausibility.WARNINGS)), dtype=bool)
    unanswered, unknown_k2 = (np.empty(people, dtype=np.int64) for _ in range(2))
    lacks_k2 = [any(food.content[form] is None for form in K2_FORMS) for food in foods]
    for some in _steps(people, _ANSWERS_AT_ONCE // len(foods)):
        totals = total_intakes(foods, frequency[some], portion[some], z, _value_of_each)
        central[some], low[some], high[some] = totals.central, totals.low, totals.high
    for some in _steps(people, _CODES_AT_ONCE // len(foods)):
        flags[some] = plausibility.flags(
            foods, frequency[some], central[some], supplements["d"][some]
        )
        unanswered[some] = plausibility.how_many(frequency[some] == UNANSWERED)
        unknown_k2[some] = plausibility.how_many(frequency[some, lacks_k2] > NEVER)

    columns: dict[str, Any] = {RESPONDENT: ids}
    for n, total in enumerate(TOTALS):
        columns[f"{total}_ug"] = central[:, n]
        columns[f"{total}_low"] = low[:, n]
        columns[f"{total}_high"] = high[:, n]
    columns["k1_supplement_ug"] = supplements["k1"]
    columns["k2_supplement_ug"] = supplements["mk4"] + supplements["mk7"]
    columns["d_supplement_ug"] = supplements["d"]
    columns["unanswered"] = unanswered
    columns["unknown_k2_foods"] = unknown_k2
    columns["warnings"] = _joined_warnings(flags)
    intakes = pa.table(columns)
    if cells.bad:
        good = np.ones(people, dtype=bool)
        for bad in cells.bad:
            good[bad.positions] = False
        intakes = intakes.filter(pa.array(good))
    return ScoredPiece(intakes, tuple(cells.bad), hash_ids(ids))


def response_columns(foods: FoodTable) -> tuple[str, ...]:
    """Every column a responses file may have, in the order of the template."""
    answers = (column for food in foods for column in (food.food_id, f"{food.food_id}.portion"))
    supplements = map(_supplement_column, SUPPLEMENT_LIMITS_UG_PER_DAY)
    return (RESPONDENT, *PROFILE_COLUMNS, *answers, *supplements)


def check_columns(foods: FoodTable, names: Iterable[str], name: str) -> None:
    """Raise ResponsesError for columns that are unknown, there twice or missing.

    name: what the error calls the responses.
    """
    known = response_columns(foods)
    known_names = frozenset(known)
    faults: list[Fault] = []
    times_of = Counter(names)
    for column, times in times_of.items():
        if column not in known_names:
            hint = did_you_mean(column, known) if len(faults) < RESPONSE_FAULTS_SHOWN else ""
            faults.append(Fault(0, column, column, _("the columns of the template.") + hint))
        elif times > 1:
            found = _("{count} times").format(count=times)
            faults.append(Fault(0, column, found, _("once")))
    if RESPONDENT not in times_of:
        faults.insert(0, Fault(0, RESPONDENT, _("no such column"), _("this column, once")))
    if faults:
        raise ResponsesError(name, faults)


class FirstFaults:
    """The first fault of each column of some responses, with its row."""

    def __init__(self) -> None:
        self._by_column: dict[str, Fault] = {}

    def __bool__(self) -> bool:
        return bool(self._by_column)

    def add(self, bad_cells: Iterable[BadCells], rows: NDArray[np.integer[Any]]) -> None:
        """Note the bad cells of one piece; rows: the number of each person's row."""
        for bad in bad_cells:
            value = bad.values[0].as_py()
            allowed = f"{bad.allowed}.{did_you_mean(value, bad.codes)}"
            self.note(Fault(int(rows[bad.positions[0]]), bad.column, value, allowed))

    def note_repeat(self, row: int, first_row: str, value: str) -> None:
        """Note an id that stands in an earlier row, which is named."""
        self.note(Fault(row, RESPONDENT, value, f"{_repeat_text(first_row)}."))

    def note(self, fault: Fault) -> None:
        """Keep the fault, unless the column has one in an earlier row."""
        known = self._by_column.get(fault.column)
        if known is None or fault.row < known.row:
            self._by_column[fault.column] = fault

    def in_order(self) -> list[Fault]:
        """The faults in the order of rows."""
        return sorted(self._by_column.values(), key=lambda fault: fault.row)

    def raise_if_any(self, name: str) -> None:
        """Raise ResponsesError with the faults."""
        if self._by_column:
            raise ResponsesError(name, self.in_order())


def as_text(column: pa.Array) -> pa.Array:
    """A column of text, or of a dictionary of text, as text; null is blank."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string()).fill_null("")


class _Cells:
    """Columns of responses as codes and numbers; `bad` collects the cells that are not allowed.

    A column that is missing counts as blank for everyone; so does a cell that is bad.
    """

    def __init__(self, responses: pa.RecordBatch) -> None:
        self.bad: list[BadCells] = []
        self._people = responses.num_rows
        self._columns = dict(zip(responses.schema.names, responses.columns, strict=True))

    def ids(self, repeats: Mapping[int, str]) -> pa.Array:
        """The respondents, as text."""
        ids = as_text(self._columns[RESPONDENT])
        blank = pc.or_(pc.utf8_is_space(ids), pc.equal(pc.binary_length(ids), 0))
        self._reject(blank.to_numpy(zero_copy_only=False), RESPONDENT, _("an id for every person"))
        signs = ids.buffers()[-1]
        if signs is not None and not np.frombuffer(signs, np.uint8).all():
            nul = pc.match_substring(ids, "\0").to_numpy(zero_copy_only=False)
            self._reject(nul, RESPONDENT, _("text without NUL characters"))
        for position, first_row in repeats.items():
            again = np.arange(self._people) == position
            self._reject(again, RESPONDENT, _repeat_text(first_row))
        return ids

    def check_profile(self) -> None:
        """Check sex, age and life stage, which do not enter the intakes."""
        sex = self._codes(["sex"], _SEXES)[:, 0]
        life_stage = self._codes(["life_stage"], _LIFE_STAGES)[:, 0]
        youngest, oldest = AGE_YEARS
        self._numbers(
            "age",
            youngest,
            lambda age: (age == np.floor(age)) & (age >= youngest) & (age <= oldest),
            age_text(),
        )
        conflict = (sex == _SEXES["male"]) & (life_stage != _LIFE_STAGES[""])
        self._reject(conflict, "life_stage", _(MALE_LIFE_STAGE_TEXT))

    def frequencies(self, foods: FoodTable) -> Codes:
        """People × foods, 0 = unanswered."""
        return self._codes([food.food_id for food in foods], _FREQUENCIES)

    def portions(self, foods: FoodTable) -> Codes:
        """People × foods."""
        return self._codes([f"{food.food_id}.portion" for food in foods], _PORTIONS)

    def supplement(self, nutrient: str) -> Floats:
        """µg a day of each person; blank is 0."""
        column = _supplement_column(nutrient)
        most = SUPPLEMENT_LIMITS_UG_PER_DAY[nutrient]
        allowed = _("empty, or a number from 0 to {most} µg a day").format(most=whole(most))
        return self._numbers(column, 0, lambda amounts: amounts <= most, allowed)

    def _codes(self, columns: Sequence[str], codes: Mapping[str, int]) -> Codes:
        """People × columns, each column in one stretch of memory."""
        expected = tuple(codes)
        cells = [
            _distinct(self._columns[column], expected) if column in self._columns else _ALL_BLANK
            for column in columns
        ]
        number_of = [codes.get(text, _NO_CODE) for texts, _ in cells for text in texts]
        places = np.empty((len(columns), self._people), np.min_scalar_type(len(number_of)))
        start = 0
        for n, (texts, indices) in enumerate(cells):
            places[n] = indices
            places[n] += places.dtype.type(start)
            start += len(texts)
        # One look-up for all columns takes half the time of one for each.
        numbers = _value_of_each(np.array(number_of, dtype=np.uint8), places)
        unknown = [n for n, (texts, _) in enumerate(cells) if not codes.keys() >= set(texts)]
        if unknown:
            numbers = numbers.copy()
        for n in unknown:
            bad = numbers[n] == _NO_CODE
            self._reject(bad, columns[n], codes_text(codes), tuple(codes))
            numbers[n, bad] = codes[""]
        return numbers.T

    def _numbers(
        self,
        column: str,
        blank: float,
        possible: Callable[[Floats], NDArray[np.bool_]],
        allowed: str,
    ) -> Floats:
        """The numbers of a column, nan for what is none; each distinct text is read once."""
        if column not in self._columns:
            return np.full(self._people, float(blank))
        distinct, indices = _distinct(self._columns[column])
        texts = pa.array(distinct, pa.string())
        is_number = pc.match_substring_regex(texts, _NUMBER)
        numbers = pc.if_else(is_number, texts, None).cast(pa.float64()).to_numpy(False)
        amounts = np.where(pc.equal(texts, "").to_numpy(False), blank, numbers)
        places = indices.to_numpy()
        good = possible(amounts)
        if not good.all():
            self._reject(~good[places], column, allowed)
        return _value_of_each(amounts, places)

    def _reject(
        self, bad: NDArray[np.bool_], column: str, allowed: str, codes: tuple[str, ...] = ()
    ) -> None:
        """Note whose cells of a column are bad."""
        if bad.any():
            positions = np.flatnonzero(bad)
            values = as_text(self._columns[column].take(pa.array(positions)))
            self.bad.append(BadCells(column, positions, values, allowed, codes))


_ALL_BLANK: tuple[Sequence[str], Any] = ("",), 0
"""A column that is missing, as _distinct would give it."""


@cache
def _as_array(texts: tuple[str, ...]) -> pa.Array:
    return pa.array(texts)


def _distinct(column: pa.Array, expected: tuple[str, ...] = ()) -> tuple[Sequence[str], pa.Array]:
    """Distinct texts of a column and, for each person, the index of theirs; null is blank.

    expected: texts that the column is likely made of, for speed.
    """
    if not pa.types.is_dictionary(column.type):
        found = pc.index_in(column, value_set=_as_array(expected)) if expected else None
        if found is not None and not found.null_count:
            return expected, found
        column = column.dictionary_encode()
    texts = [text or "" for text in column.dictionary.to_pylist()]
    if not column.null_count:
        return texts, column.indices
    return [*texts, ""], column.indices.fill_null(len(texts))


def _value_of_each(values: NDArray[Any], indices: NDArray[Any]) -> NDArray[Any]:
    """The value at each index, which must be one: Arrow does not check it again, as numpy would."""
    taken = pc.take(pa.array(values), pa.array(indices.ravel()), boundscheck=False)
    shaped: NDArray[Any] = taken.to_numpy().reshape(indices.shape)
    return shaped


def row_text(row: int) -> str:
    """The name of a row of responses."""
    return _("row {row}").format(row=row)


def _repeat_text(first_row: str) -> str:
    return _("an id of its own ({row} has this one)").format(row=first_row)


def _steps(people: int, at_once: int) -> Iterator[slice]:
    at_once = max(1, at_once)
    return (slice(start, start + at_once) for start in range(0, people, at_once))


def _supplement_column(nutrient: str) -> str:
    return f"supplement.{nutrient}_ug"


def _joined_warnings(flags: NDArray[np.bool_]) -> pa.Array:
    """The codes of each person's warnings, joined by `;`; the eight of a person make a byte."""
    numbers = np.packbits(flags.reshape(len(flags), 8), bitorder="little")
    return _warning_texts().take(pa.array(numbers))


@cache
def _warning_texts() -> pa.Array:
    """For each byte, the codes of the warnings whose bit is set."""
    bits = 1 << np.arange(8)
    return pa.array(";".join(compress(plausibility.WARNINGS, n & bits)) for n in range(256))
