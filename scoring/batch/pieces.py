"""Scoring of many people: a table of responses in, a table of intakes out.

The arithmetic is that of `scoring.intake.estimate`, on whole columns; nothing here loops over
people. Every function is pure, so that `score_files` and `cluster` may call it for one piece of a
file at a time, on as many cores or machines as there are.

Responses have one row a person: `respondent_id`; if wanted `sex`, `age`, `life_stage` and
`country`, whose figures then count; for each food `<food_id>` with a frequency code and
`<food_id>.portion` with a portion code; and `supplement.k1_ug`, `supplement.mk4_ug`,
`supplement.mk7_ug`, `supplement.d_ug` a day. A blank or missing frequency is unanswered, a blank
portion is medium, a blank supplement is 0.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from itertools import compress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..countries import COUNTRY_NUMBERS
from ..errors import RESPONSE_FAULTS_SHOWN, Fault, ResponsesError, ScoringError, did_you_mean
from ..exchange.layout import number_text
from ..exchange.names import (
    COUNTRY,
    PROFILE_COLUMNS,
    RESPONDENT,
    portion_column,
    response_columns,
)
from ..files.plain_text import HIDDEN_CHARACTERS, PLAIN, hidden_characters
from ..foods.table import FoodTable
from ..intake import warnings
from ..intake.estimate import (
    DEFAULT_RANGE_LEVEL,
    Floats,
    intakes_of_answers,
    range_z,
)
from ..intake.not_asked import allowance_arrays, allowances_in_every_country, whole_intakes
from ..languages import _
from ..nutrients import NUTRIENTS, SUPPLEMENT_TOTALS, SUPPLEMENTED, TOTALS
from ..questionnaire.answers import (
    AGE_YEARS,
    DEFAULT_PORTION,
    FREQUENCY_CODES,
    LIFE_STAGES,
    MALE_LIFE_STAGE_TEXT,
    NEVER,
    PORTION_CODES,
    PORTIONS,
    SEXES,
    UNANSWERED,
    age_text,
    codes_text,
    supplement_range_text,
)
from ..questionnaire.codes import Codes
from ..questionnaire.labels import (
    country_codes,
    frequency_codes,
    plain,
    portion_codes,
    sex_codes,
)
from .arrays import number_array, numbers_of, text_array, truth_array
from .respondents import find_repeats, hash_ids, positions_to_compare

if TYPE_CHECKING:
    import pandas as pd

PIECE_PEOPLE = 65_536
"""How many people are scored as one piece: enough to make the cost of a piece count for little, few
enough to keep some pieces in memory."""

_ANSWERS_AT_ONCE = 320_000
"""People × foods of one step: few enough to stay within the processor's cache. Other steps may give
other last digits, where OpenBLAS divides a product otherwise."""

_FREQUENCIES = {"": UNANSWERED} | {code: n for n, code in enumerate(FREQUENCY_CODES, start=1)}
_PORTIONS = {code: n for n, code in enumerate(PORTION_CODES)}
_PORTIONS[""] = _PORTIONS[DEFAULT_PORTION]
_SEXES = {code: n for n, code in enumerate(SEXES)}
_LIFE_STAGES = {code: n for n, code in enumerate(LIFE_STAGES)}
_BLANK, _SEMICOLON, _NOT_A_NUMBER = text_array(["", ";", "nan"])
_MOST_TEXTS = 16
"""Distinct texts of a column of codes: with more, each cell is made a code before all else, so that
the pairs of a frequency and a portion can be counted in a byte."""

_BLANK_ENDS = r"^[\s\p{Z}]|[\s\p{Z}]$"

_VISIBLE = (0x21, 0x7E)
"""The first and the last character of ASCII that is seen."""

_NUMBER = r"^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
"""As scoring.files.csv_tables.parse_number: a decimal point, no sign, no nan, no inf."""


@dataclass(frozen=True, eq=False)
class BadCells:
    """Cells of one column that break one rule.

    Attributes:
        column: Name of the column.
        positions: Whose cells, counted from 0 in the piece.
        values: What they hold, as text.
        allowed: What may stand there, in words.
        codes: The codes that are allowed, where the rule is a list of them.
    """

    column: str
    positions: NDArray[np.intp]
    values: pa.Array
    allowed: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ScoredPiece:
    """What became of one piece of responses.

    Attributes:
        intakes: One row for each person without a bad cell, in the columns of an intakes file.
        bad_cells: Why the others are missing there.
        remarks: Cells that are not as they should be and cost nobody the intakes: sex, age and life
            stage, which enter none, and a country that is not known, in whose place the
            international figures count.
        id_hashes: Of every person, from `respondents`.
        answers: Of every person, foods × people, as `intakes_of_answers` takes them.
        country: Of every person, one of COUNTRY_NUMBERS.
    """

    intakes: pa.Table
    bad_cells: tuple[BadCells, ...]
    remarks: tuple[BadCells, ...]
    id_hashes: NDArray[np.uint64]
    answers: Codes
    country: Codes


def score_responses(
    foods: FoodTable, frame: "pd.DataFrame", range_level: float = DEFAULT_RANGE_LEVEL
) -> "pd.DataFrame":
    """Score the responses of many people.

    >>> import pandas as pd
    >>> foods = FoodTable.load("foods.csv")
    >>> responses = pd.DataFrame({"respondent_id": ["ana", "ben"], "natto": ["1w", ""]})
    >>> score_responses(foods, responses)[["respondent_id", "mk7_ug", "unanswered"]].round(1)
      respondent_id  mk7_ug  unanswered
    0           ana    58.5          57
    1           ben     0.0          58

    Args:
        foods: The food table that was asked about.
        frame: One row a person, in the columns of a responses file.
        range_level: Share of cases that the likely range is made for, between 0 and 1.

    Returns:
        One row a person, in the same order and with the same index and ids, in the columns of an
        intakes file.

    Raises:
        ResponsesError: With the row (the first person is 1), the column, the value and what is
            allowed. A country that is not known is none: it has a warning in the intakes.
        ScoringError: `frame` is no frame, or range_level outside its range.
    """
    z = range_z(range_level)
    if not hasattr(frame, "iloc"):
        raise ScoringError(f"frame: found {type(frame).__name__}; allowed: a pandas DataFrame")
    name = "The frame"
    names = [str(name) for name in frame.columns]
    check_columns(foods, names, name)
    columns = [pa.array(frame.iloc[:, n].astype("string").fillna("")) for n in range(len(names))]
    table = pa.RecordBatch.from_arrays(columns, names=names)
    starts = range(0, max(len(frame), 1), PIECE_PEOPLE)
    pieces = [score_piece(foods, table.slice(start, PIECE_PEOPLE), z) for start in starts]
    faults = FirstFaults()
    for start, piece in zip(starts, pieces, strict=True):
        rows = start + 1 + np.arange(PIECE_PEOPLE)
        unsaid = (cells for cells in piece.remarks if cells.column != COUNTRY)
        faults.add((*piece.bad_cells, *unsaid), rows)
    compare = positions_to_compare([piece.id_hashes for piece in pieces])
    for again, first, value in find_repeats(table[RESPONDENT].take(number_array(compare))):
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
    *,
    labels: bool = False,
) -> ScoredPiece:
    """Score one piece of the responses, whose columns have passed check_columns.

    Args:
        foods: The food table that was asked about.
        responses: Columns of text, or of dictionaries of text; null is blank.
        z: Half-width of the likely range in log-SDs, from range_z.
        repeats: Positions of people whose id stands in an earlier row, with the name of that row.
        labels: Whether the labels of the scales in any language count as their codes, and numbers
            may have a decimal comma.
    """
    cells = _Cells(responses, labels)
    ids = cells.ids(repeats)
    cells.check_profile()
    country, no_country = cells.country()
    answers = cells.answers(foods)
    supplements = {n: cells.supplement(n) for n in SUPPLEMENTED}
    supplement_totals = {
        total: reduce(np.add, [supplements[n] for n in NUTRIENTS[total].stored if n in supplements])
        for total in SUPPLEMENT_TOTALS
    }

    people = responses.num_rows
    # In one stretch: the system takes smaller ones back after each piece, and clears them anew.
    figures = np.empty((7, len(TOTALS), people))
    flags = np.zeros((people, _in_bytes(len(warnings.WARNINGS))), dtype=bool)
    unanswered = np.empty(people, dtype=np.int64)
    sums = [total for total in TOTALS if NUTRIENTS[total].parts]
    unknown = {total: np.empty(people, dtype=np.int64) for total in sums}
    several = people > 0 and bool(np.ptp(country))
    if people and not several:
        foods = foods.for_country(list(COUNTRY_NUMBERS)[country[0]])
    tables = foods.in_every_country if several else (foods,)
    allowances = allowances_in_every_country(foods) if several else allowance_arrays(foods)
    for some in _steps(people, max(1, _ANSWERS_AT_ONCE // len(foods))):
        answer, theirs = np.ascontiguousarray(answers[:, some]), country[some] if several else None
        totals = intakes_of_answers(foods, answer, z, theirs, _value_of_each)
        whole = whole_intakes(totals, allowances, z, theirs)
        listed = (totals.central, totals.low, totals.high)
        for n, found in enumerate((*listed, whole.allowance, whole.central, whole.low, whole.high)):
            figures[n, :, some] = found.T
        frequency = (answer // np.uint8(len(PORTIONS))).T
        pills = {total: amounts[some] for total, amounts in supplement_totals.items()}
        gaps = unanswered[some] = warnings.unanswered(foods, frequency, theirs)
        flags[some, : len(warnings.WARNINGS)] = warnings.flags(
            foods, frequency, gaps, totals.central, pills
        )
        eaten = frequency > NEVER
        for total in sums:
            lacking = _lacking(tables, total)
            unknown[total][some] = warnings.how_many_of(lacking, eaten, theirs)
    if no_country.any():
        flags[no_country, warnings.WARNINGS.index(warnings.UNKNOWN_COUNTRY)] = True

    columns = {RESPONDENT: ids}
    for n, total in enumerate(TOTALS):
        columns |= zip(NUTRIENTS[total].columns, map(number_array, figures[:3, n]), strict=True)
    for n, total in enumerate(TOTALS):
        unknown_allowance = pa.nulls(people, pa.float64())
        columns[NUTRIENTS[total].not_asked_column] = (
            number_array(figures[3, n]) if allowances.known[n] else unknown_allowance
        )
        names = NUTRIENTS[total].total_columns
        columns |= zip(names, map(number_array, figures[4:, n]), strict=True)
    for total, amounts in supplement_totals.items():
        columns[f"{total}_supplement_{NUTRIENTS[total].unit}"] = number_array(amounts)
    columns["unanswered"] = number_array(unanswered)
    for total in sums:
        columns[f"unknown_{total}_foods"] = number_array(unknown[total])
    columns["warnings"] = _joined_warnings(flags)
    intakes = pa.table(columns)
    if cells.bad:
        good = np.ones(people, dtype=bool)
        for bad in cells.bad:
            good[bad.positions] = False
        intakes = intakes.filter(truth_array(good))
    return ScoredPiece(
        intakes, tuple(cells.bad), tuple(cells.remarks), hash_ids(ids), answers, country
    )


@lru_cache(maxsize=64)
def _lacking(tables: tuple[FoodTable, ...], total: str) -> NDArray[np.bool_]:
    """Which foods lack data on a part of a sum: tables × foods."""
    parts = NUTRIENTS[total].parts
    return np.array(
        [[not set(food.unknown).isdisjoint(parts) for food in foods] for foods in tables]
    )


def check_columns(foods: FoodTable, names: Iterable[str], name: str) -> None:
    """Reject columns that are unknown, there twice or missing.

    Args:
        foods: The food table that was asked about.
        names: The columns of the responses.
        name: What the error calls the responses.

    Raises:
        ResponsesError: With every such column.
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
        """Note the bad cells of one piece.

        Args:
            bad_cells: The cells.
            rows: The number of each person's row.
        """
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
        """Raise the faults, if any, as a ResponsesError about this file."""
        if self._by_column:
            raise ResponsesError(name, self.in_order())


def as_text(column: pa.Array) -> pa.Array:
    """A column of text, or of a dictionary of text, as text; null is blank."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    column = column.cast(pa.string())
    return column.fill_null(_BLANK) if column.null_count else column


class _Cells:
    """Columns of responses as codes and numbers.

    The cells that are not allowed are collected in `bad`, or in `remarks` where they cost nobody
    the intakes. A column that is missing counts as blank for everyone; so does a cell that is bad.
    """

    def __init__(self, responses: pa.RecordBatch, labels: bool) -> None:
        self.bad: list[BadCells] = []
        self.remarks: list[BadCells] = []
        self._labels = labels
        self._people = responses.num_rows
        self._columns = dict(zip(responses.schema.names, responses.columns, strict=True))

    def ids(self, repeats: Mapping[int, str]) -> pa.Array:
        """The respondents, as text."""
        ids = as_text(self._columns[RESPONDENT])
        blank = numbers_of(pc.binary_length(ids)) == 0
        if _all_visible(ids):
            self._reject(blank, RESPONDENT, _("an id for every person"))
        else:
            blank |= numbers_of(pc.utf8_is_space(ids)) > 0
            self._reject(blank, RESPONDENT, _("an id for every person"))
            self._check_unseen(ids)
        for position, first_row in repeats.items():
            again = np.arange(self._people) == position
            self._reject(again, RESPONDENT, _repeat_text(first_row))
        return ids

    def _check_unseen(self, ids: pa.Array) -> None:
        """Reject ids that only look like others: with characters or blanks that are not seen."""
        nul = numbers_of(pc.match_substring(ids, "\0"))
        self._reject(nul > 0, RESPONDENT, _("text without NUL characters"))
        hidden = numbers_of(pc.match_substring_regex(ids, HIDDEN_CHARACTERS)) > 0
        found = [hidden_characters(text) for text in ids.filter(truth_array(hidden)).to_pylist()]
        for character in dict.fromkeys(found):
            has = hidden.copy()
            has[hidden] = np.array(found) == character
            words = _("{allowed} (not {found})").format(allowed=_(PLAIN), found=character)
            self._reject(has & ~(nul > 0), RESPONDENT, words)
        ends = numbers_of(pc.match_substring_regex(ids, _BLANK_ENDS)) > 0
        blank = numbers_of(pc.utf8_is_space(ids)) > 0
        self._reject(ends & ~blank, RESPONDENT, _("an id without blanks at its ends"))

    def check_profile(self) -> None:
        """Look through sex, age and life stage, which do not enter the intakes."""
        sex = self._codes("sex", _SEXES, sex_codes)
        life_stage = self._codes("life_stage", _LIFE_STAGES)
        youngest, oldest = AGE_YEARS
        self._numbers(
            "age",
            youngest,
            lambda age: (age == np.floor(age)) & (age >= youngest) & (age <= oldest),
            age_text(),
        )
        has_stage = life_stage.of_each() != _LIFE_STAGES[""]
        if has_stage.any():
            conflict = has_stage & (sex.of_each() == _SEXES["male"])
            self._reject(conflict, "life_stage", _(MALE_LIFE_STAGE_TEXT))

    def country(self) -> tuple[Codes, NDArray[np.bool_]]:
        """The country of each person, one of COUNTRY_NUMBERS, and whose cell holds no country."""
        codes = self._codes(COUNTRY, COUNTRY_NUMBERS, country_codes)
        no_country = np.zeros(self._people, dtype=bool)
        for cells in self.remarks:
            if cells.column == COUNTRY:
                no_country[cells.positions] = True
        return codes.of_each(), no_country

    def answers(self, foods: FoodTable) -> Codes:
        """Frequency and portion as intakes_of_answers takes them, foods × people."""
        frequencies = [self._codes(food.food_id, _FREQUENCIES, frequency_codes) for food in foods]
        portions = [
            self._codes(portion_column(food.food_id), _PORTIONS, portion_codes) for food in foods
        ]
        answers = np.empty((len(foods), self._people), np.uint8)
        for answer, frequency, portion in zip(answers, frequencies, portions, strict=True):
            numbers = np.add.outer(frequency.numbers * np.uint8(len(PORTIONS)), portion.numbers)
            place = frequency.places * np.uint8(len(portion.numbers))
            place += portion.places
            answer[:] = _value_of_each(numbers.ravel(), place)
        return answers

    def supplement(self, nutrient: str) -> Floats:
        """Amount a day of each person, in the unit of the nutrient; blank is 0."""
        asked = NUTRIENTS[nutrient]
        most = asked.supplement_limit_per_day
        allowed = supplement_range_text(nutrient, may_be_empty=True)
        amounts, places = self._numbers(
            asked.supplement_column, 0, lambda amounts: amounts <= most, allowed
        )
        return _value_of_each(amounts, places)

    def _codes(
        self,
        column: str,
        codes: Mapping[str, int],
        labels: Callable[[], Mapping[str, str]] = dict,
    ) -> "_Codes":
        """The codes of a column; what is no code counts as blank."""
        expected = tuple(codes)
        if column not in self._columns:
            return _Codes(np.array([codes[""]], np.uint8), np.zeros(self._people, np.uint8))
        texts, indices = _distinct(self._columns[column], expected)
        places = numbers_of(indices)
        unknown = [text not in codes for text in texts]
        if any(unknown) and self._labels:
            texts = [text if text in codes else labels().get(plain(text), text) for text in texts]
            texts = [text if text.strip() else "" for text in texts]
            unknown = [text not in codes for text in texts]
        if any(unknown):
            self._reject(np.array(unknown)[places], column, codes_text(codes), expected)
        numbers = np.array([codes.get(text, codes[""]) for text in texts], np.uint8)
        if len(texts) > _MOST_TEXTS:
            return _Codes(np.arange(len(codes), dtype=np.uint8), numbers[places])
        return _Codes(numbers, places.astype(np.uint8, copy=False))

    def _numbers(
        self,
        column: str,
        blank: float,
        possible: Callable[[Floats], NDArray[np.bool_]],
        allowed: str,
    ) -> tuple[Floats, NDArray[np.integer[Any]]]:
        """The distinct numbers of a column, nan for what is none, and the place of each person's.

        Each distinct text is read once.
        """
        if column not in self._columns:
            return np.array([float(blank)]), np.zeros(self._people, np.uint8)
        distinct, indices = _distinct(self._columns[column])
        if self._labels:
            distinct = [number_text(text) for text in distinct]
        texts = text_array(distinct)
        is_number = pc.match_substring_regex(texts, _NUMBER)
        numbers = pc.if_else(is_number, texts, _NOT_A_NUMBER).cast(pa.float64())
        amounts = np.where([not text for text in distinct], blank, numbers_of(numbers))
        places = numbers_of(indices)
        good = possible(amounts)
        if not good.all():
            self._reject(~good[places], column, allowed)
        return amounts, places

    def _reject(
        self, bad: NDArray[np.bool_], column: str, allowed: str, codes: tuple[str, ...] = ()
    ) -> None:
        """Note whose cells of a column are bad, among the remarks where that costs no intakes."""
        if bad.any():
            positions = np.flatnonzero(bad)
            values = as_text(self._columns[column].take(number_array(positions)))
            found = self.remarks if column in (*PROFILE_COLUMNS, COUNTRY) else self.bad
            found.append(BadCells(column, positions, values, allowed, codes))


@dataclass(frozen=True, eq=False)
class _Codes:
    """The codes of a column.

    Attributes:
        numbers: The number of each distinct code, at most _MOST_TEXTS of them.
        places: For each person, the place of theirs among them.
    """

    numbers: Codes
    places: NDArray[np.uint8]

    def of_each(self) -> Codes:
        """The number of each person's code."""
        return _value_of_each(self.numbers, self.places)


@cache
def _as_array(texts: tuple[str, ...]) -> pa.Array:
    return text_array(texts)


def _distinct(column: pa.Array, expected: tuple[str, ...] = ()) -> tuple[Sequence[str], pa.Array]:
    """Distinct texts of a column and, for each person, the index of theirs; null is blank.

    Args:
        column: Text, or a dictionary of text.
        expected: Texts that the column is likely made of, for speed.
    """
    if not pa.types.is_dictionary(column.type):
        found = pc.index_in(column, value_set=_as_array(expected)) if expected else None
        if found is not None and not found.null_count:
            return expected, found
        column = column.dictionary_encode()
    texts = [text or "" for text in column.dictionary.to_pylist()]
    if not column.null_count:
        return texts, column.indices
    blank = number_array(np.array([len(texts)])).cast(column.indices.type)
    return [*texts, ""], column.indices.fill_null(blank[0])


def _all_visible(texts: pa.Array) -> bool:
    """Whether all characters are of ASCII and seen, which a glance at the bytes tells."""
    first, last = _VISIBLE
    characters = np.frombuffer(texts.buffers()[-1] or b"", np.uint8)
    return bool((characters.min(initial=last) >= first) & (characters.max(initial=first) <= last))


def _value_of_each(values: NDArray[Any], indices: NDArray[Any]) -> NDArray[Any]:
    """The value at each index, which must be one: Arrow does not check it again, as numpy would."""
    taken = pc.take(number_array(values), number_array(indices.ravel()), boundscheck=False)
    return numbers_of(taken).reshape(indices.shape)


def row_text(row: int) -> str:
    """The name of a row of responses."""
    return _("row {row}").format(row=row)


def _repeat_text(first_row: str) -> str:
    return _("an id of its own ({row} has this one)").format(row=first_row)


def _steps(people: int, at_once: int) -> Iterator[slice]:
    return (slice(n, min(n + at_once, people)) for n in range(0, people, at_once))


def _in_bytes(flags: int) -> int:
    """This number of flags, made up to whole bytes."""
    return -(-flags // 8) * 8


def _joined_warnings(flags: NDArray[np.bool_]) -> pa.Array:
    """The codes of each person's warnings, joined by `;`.

    Args:
        flags: People × warnings.WARNINGS, with more columns that make up whole bytes.
    """
    eights = (
        np.packbits(flags.ravel(), bitorder="little").reshape(len(flags), flags.shape[1] // 8).T
    )
    joined, *others = (
        _joined_in_byte(warnings.WARNINGS[8 * n : 8 * n + 8]).take(number_array(eight))
        for n, eight in enumerate(eights)
    )
    for part in others:
        is_between = pc.and_(_is_text(joined), _is_text(part))
        joined = pc.binary_join_element_wise(
            joined, pc.if_else(is_between, _SEMICOLON, _BLANK), part, _BLANK
        )
    return joined


def _is_text(texts: pa.Array) -> pa.Array:
    return truth_array(numbers_of(pc.binary_length(texts)) > 0)


@cache
def _joined_in_byte(codes: tuple[str, ...]) -> pa.Array:
    """For each byte, those of at most eight codes whose bit is set, joined by `;`."""
    bits = 1 << np.arange(len(codes))
    return text_array([";".join(compress(codes, n & bits)) for n in range(256)])
