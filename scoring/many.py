"""Scoring of many people: responses in, intakes out, as data frames or as files.

The arithmetic is that of scoring.intake, on whole columns; nothing here loops over people.

Responses have one row a person: `respondent_id`; if wanted `sex`, `age`, `life_stage`; for each
food `<food_id>` with a frequency code and `<food_id>.portion` with a portion code; and
`supplement.k1_ug`, `supplement.mk4_ug`, `supplement.mk7_ug`, `supplement.d_ug` a day. A blank or
missing frequency is unanswered, a blank portion is medium, a blank supplement is 0.
"""

import csv
import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from scoring import plausibility
from scoring.csv_tables import (
    COMMAS,
    CSV_QUOTES,
    UTF8_CSV,
    has_wrong_separator,
    other_than_text,
    parse_number,
)
from scoring.errors import (
    RESPONSE_FAULTS_SHOWN,
    Fault,
    ResponsesError,
    ScoringError,
    did_you_mean,
    shown,
)
from scoring.foods import K2_FORMS, TOTALS, FoodTable
from scoring.intake import (
    DEFAULT_RANGE_LEVEL,
    Codes,
    Floats,
    range_z,
    total_intakes,
)
from scoring.questionnaire import (
    AGE_TEXT,
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
    codes_text,
    supplement_range_text,
)

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]
"""Called with the number of people scored so far and the number of all."""

RESPONDENT = "respondent_id"
PROFILE_COLUMNS = ("sex", "age", "life_stage")
ENDINGS = (".csv", ".parquet")

_PEOPLE_AT_ONCE = 1024
"""Keeps the arrays of one step within the processor's cache: three times as fast as one step."""

_FREQUENCIES = {"": UNANSWERED} | {code: n for n, code in enumerate(FREQUENCY_CODES, start=1)}
_PORTIONS = {code: n for n, code in enumerate(PORTION_CODES)}
_PORTIONS[""] = _PORTIONS[DEFAULT_PORTION]
_SEXES = {code: n for n, code in enumerate(SEXES)}
_LIFE_STAGES = {code: n for n, code in enumerate(LIFE_STAGES)}


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
    names = [str(name) for name in frame.columns]
    columns = [pa.array(frame.iloc[:, n].astype("string").fillna("")) for n in range(len(names))]
    intakes = _score(foods, pa.table(columns, names=names), range_level, "The frame")
    scored: pd.DataFrame = intakes.to_pandas()
    scored.index = frame.index
    scored[RESPONDENT] = frame[RESPONDENT]
    return scored


def score_file(
    foods: FoodTable,
    responses: str | Path,
    intakes: str | Path,
    range_level: float = DEFAULT_RANGE_LEVEL,
    progress: Progress | None = None,
    keep: Iterable[str | Path] = (),
) -> int:
    """Score a responses file into an intakes file, each CSV or Parquet by its ending.

    The intakes are written whole or not at all; they may replace older ones, but neither the
    responses nor a file of `keep`. Returns the number of people.

    Raises ResponsesError for faults of the responses, ScoringError where a file cannot be read
    or written.
    """
    responses, intakes = Path(responses), Path(intakes)
    _require_ending(responses)
    _require_ending(intakes)
    for other in (responses, *map(Path, keep)):
        if intakes.exists() and other.exists() and intakes.samefile(other):
            raise ScoringError(f"{intakes}: the intakes would overwrite {other}; name a new file")
    table = _read_table(responses)
    _write_whole(_score(foods, table, range_level, responses.name, progress), intakes)
    return int(table.num_rows)


def write_template(foods: FoodTable, path: str | Path) -> None:
    """Write a responses file with every column and no rows, CSV or Parquet by its ending.

    Raises ScoringError where there is such a file already, or where it cannot be written.
    """
    path = Path(path)
    _require_ending(path)
    if os.path.lexists(path):
        raise ScoringError(f"{path} exists already, and may hold answers; name a new file")
    names = response_columns(foods)
    _write_whole(pa.table({name: pa.array([], pa.string()) for name in names}), path)


def response_columns(foods: FoodTable) -> tuple[str, ...]:
    """Every column a responses file may have, in the order of the template."""
    answers = (column for food in foods for column in (food.food_id, f"{food.food_id}.portion"))
    supplements = map(_supplement_column, SUPPLEMENT_LIMITS_UG_PER_DAY)
    return (RESPONDENT, *PROFILE_COLUMNS, *answers, *supplements)


def _score(
    foods: FoodTable,
    table: pa.Table,
    range_level: float,
    name: str,
    progress: Progress | None = None,
) -> pa.Table:
    """Score a table whose columns are all text without nulls; `name` is what errors call it."""
    z = range_z(range_level)
    _check_columns(foods, table.column_names, name)
    responses = _Responses(table)
    ids = responses.ids()
    responses.check_profile()
    frequency = responses.frequencies(foods)
    portion = responses.portions(foods)
    supplements = {n: responses.supplement(n) for n in SUPPLEMENT_LIMITS_UG_PER_DAY}
    if responses.faults:
        raise ResponsesError(name, sorted(responses.faults, key=lambda fault: fault.row))

    central, low, high = (np.empty((len(ids), len(TOTALS))) for _ in range(3))
    flags = np.empty((len(ids), len(plausibility.WARNINGS)), dtype=bool)
    for start in range(0, len(ids), _PEOPLE_AT_ONCE):
        people = slice(start, start + _PEOPLE_AT_ONCE)
        totals = total_intakes(foods, frequency[people], portion[people], z)
        central[people], low[people], high[people] = totals.central, totals.low, totals.high
        flags[people] = plausibility.flags(
            foods, frequency[people], totals.central, supplements["d"][people]
        )
        if progress is not None:
            progress(min(people.stop, len(ids)), len(ids))

    lacks_k2 = [any(food.content[form] is None for form in K2_FORMS) for food in foods]
    columns: dict[str, Any] = {RESPONDENT: ids}
    for n, total in enumerate(TOTALS):
        columns[f"{total}_ug"] = central[:, n]
        columns[f"{total}_low"] = low[:, n]
        columns[f"{total}_high"] = high[:, n]
    columns["k1_supplement_ug"] = supplements["k1"]
    columns["k2_supplement_ug"] = supplements["mk4"] + supplements["mk7"]
    columns["d_supplement_ug"] = supplements["d"]
    columns["unanswered"] = np.count_nonzero(frequency == UNANSWERED, axis=1)
    columns["unknown_k2_foods"] = np.count_nonzero(frequency[:, lacks_k2] > NEVER, axis=1)
    columns["warnings"] = _joined_warnings(flags)
    return pa.table(columns)


class _Responses:
    """Columns of responses as codes and numbers; `faults` collects the first fault of each.

    A column that is missing counts as blank for everyone.
    """

    def __init__(self, table: pa.Table) -> None:
        self.faults: list[Fault] = []
        self._table = table
        self._names = frozenset(table.column_names)

    def ids(self) -> pa.ChunkedArray:
        """The respondents, each named once."""
        ids = self._table[RESPONDENT]
        blank = pc.equal(pc.utf8_trim_whitespace(ids), "").to_numpy()
        with_nul = pc.match_substring(ids, "\0").to_numpy()
        _, indices = _distinct(ids)
        # Distinct ids are numbered as they first appear: a new one passes every number before it.
        seen_before = np.diff(np.maximum.accumulate(indices), prepend=-1) == 0
        if blank.any():
            self._fault(blank, RESPONDENT, "an id for every person")
        elif with_nul.any():
            self._fault(with_nul, RESPONDENT, "text without NUL characters")
        elif seen_before.any():
            first = int(np.argmax(indices == indices[seen_before.argmax()])) + 1
            self._fault(seen_before, RESPONDENT, f"an id of its own (row {first} has this one)")
        return ids

    def check_profile(self) -> None:
        """Check sex, age and life stage, which do not enter the intakes."""
        sex = self._codes("sex", _SEXES)
        life_stage = self._codes("life_stage", _LIFE_STAGES)
        self._numbers("age", _age, AGE_TEXT)
        conflict = (sex == _SEXES["male"]) & (life_stage != _LIFE_STAGES[""])
        if conflict.any():
            self._fault(conflict, "life_stage", MALE_LIFE_STAGE_TEXT)

    def frequencies(self, foods: FoodTable) -> Codes:
        """People × foods, 0 = unanswered."""
        return np.column_stack([self._codes(food.food_id, _FREQUENCIES) for food in foods])

    def portions(self, foods: FoodTable) -> Codes:
        """People × foods."""
        return np.column_stack(
            [self._codes(f"{food.food_id}.portion", _PORTIONS) for food in foods]
        )

    def supplement(self, nutrient: str) -> Floats:
        """µg a day of each person; blank is 0."""
        limit = SUPPLEMENT_LIMITS_UG_PER_DAY[nutrient]

        def amount(text: str) -> float | None:
            number = parse_number(text) if text else 0.0
            return number if number is not None and number <= limit else None

        allowed = f"empty, or {supplement_range_text(nutrient)}"
        return self._numbers(_supplement_column(nutrient), amount, allowed)

    def _codes(self, column: str, codes: Mapping[str, int]) -> Codes:
        """The codes of a column as numbers."""
        if column not in self._names:
            return np.full(self._table.num_rows, codes[""], dtype=np.uint8)
        found = pc.index_in(self._table[column], value_set=pa.array(codes))
        if found.null_count:
            self._fault(found.is_null().to_numpy(), column, codes_text(codes), codes)
            found = found.fill_null(0)
        numbers: Codes = np.array(list(codes.values()), dtype=np.uint8).take(found.to_numpy())
        return numbers

    def _numbers(self, column: str, parse: Callable[[str], float | None], allowed: str) -> Floats:
        """The numbers of a column; each distinct text is parsed once, None is a fault."""
        if column not in self._names:
            return np.full(self._table.num_rows, parse(""), dtype=np.float64)
        distinct, indices = _distinct(self._table[column])
        numbers = [parse(text) for text in distinct]
        bad = np.array([number is None for number in numbers], dtype=bool)
        if bad.any():
            self._fault(bad[indices], column, allowed)
        return np.array(numbers, dtype=np.float64)[indices]

    def _fault(
        self, bad: NDArray[np.bool_], column: str, allowed: str, codes: Iterable[str] = ()
    ) -> None:
        """Note the first person whose cell is bad."""
        person = int(bad.argmax())
        value = self._table[column][person].as_py()
        hint = did_you_mean(value, codes)
        self.faults.append(Fault(person + 1, column, value, f"{allowed}.{hint}"))


def _distinct(column: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int32]]:
    """The distinct texts of a column and, for each person, the index of theirs."""
    array = column.combine_chunks().dictionary_encode()
    return array.dictionary.to_pylist(), array.indices.to_numpy()


def _check_columns(foods: FoodTable, names: list[str], name: str) -> None:
    known = response_columns(foods)
    known_names = frozenset(known)
    faults: list[Fault] = []
    for column, times in Counter(names).items():
        if column not in known_names:
            hint = did_you_mean(column, known) if len(faults) < RESPONSE_FAULTS_SHOWN else ""
            faults.append(Fault(0, column, column, f"the columns of the template.{hint}"))
        elif times > 1:
            faults.append(Fault(0, column, f"{times} times", "once"))
    if RESPONDENT not in names:
        faults.insert(0, Fault(0, RESPONDENT, "no such column", "this column, once"))
    if faults:
        raise ResponsesError(name, faults)


def _age(text: str) -> float | None:
    """Age in years, nan for blank, None for anything that is no age of an adult."""
    if not text:
        return np.nan
    age = parse_number(text)
    youngest, oldest = AGE_YEARS
    return age if age is not None and age.is_integer() and youngest <= age <= oldest else None


def _supplement_column(nutrient: str) -> str:
    return f"supplement.{nutrient}_ug"


def _joined_warnings(flags: NDArray[np.bool_]) -> pa.Array:
    """The codes of each person's warnings, joined by `;`."""
    bits = 1 << np.arange(len(plausibility.WARNINGS))
    texts = [";".join(compress(plausibility.WARNINGS, n & bits)) for n in range(2 * bits[-1])]
    return pa.array(texts, pa.string()).take(pa.array(flags @ bits))


def _require_ending(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise ScoringError(
            f"{path}: found the ending {shown(path.suffix)}; allowed: {' or '.join(ENDINGS)}"
        )


def _read_table(path: Path) -> pa.Table:
    """The columns of a responses file, all as text: an id of 007 stays 007."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ScoringError(f"{path} cannot be read: {error.strerror or error}") from None
    if path.suffix.lower() == ".csv":
        return _parse_csv(data, path.name)
    return _parse_parquet(data, path.name)


def _parse_csv(data: bytes, name: str) -> pa.Table:
    kind = other_than_text(data)
    if kind:
        allowed = f"a header row and one row a person, in {UTF8_CSV}"
        raise ResponsesError(name, [Fault(0, "", kind, allowed)])
    try:
        if b"\0" in data:
            raise pa.ArrowInvalid("a NUL character")
        table = pa.csv.read_csv(
            pa.BufferReader(data),
            parse_options=pa.csv.ParseOptions(newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(default_column_type=pa.string()),
        )
        if has_wrong_separator(table.column_names):
            raise pa.ArrowInvalid("semicolons")
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        fault = _first_csv_fault(data) or Fault(0, "", str(error), f"{CSV_QUOTES}, in {UTF8_CSV}")
        raise ResponsesError(name, [fault]) from None
    return table


def _first_csv_fault(data: bytes) -> Fault | None:
    """What is wrong in a CSV file that could not be parsed, read slowly to name the place.

    None where all of it can be read.
    """
    text = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", "surrogateescape", newline="")
    reader = csv.reader(text, strict=True)
    header: list[str] = []
    person = 0
    try:
        for cells in filter(None, reader):
            header = header or cells
            if has_wrong_separator(header):
                return Fault(0, "", header[0], COMMAS)
            columns = header if person else [""] * len(cells)
            for column, cell in zip(columns, cells, strict=False):
                if not cell.isprintable() and _is_no_utf8(cell):
                    found = cell.encode("utf-8", "surrogateescape").decode("latin-1")
                    return Fault(person, column, found, f"text without NUL characters, {UTF8_CSV}")
            if len(cells) != len(header):
                allowed = f"{len(header)} cells, one for each column"
                return Fault(person, "", f"{len(cells)} cells", allowed)
            person += 1
    except csv.Error as error:
        return Fault(person, "", str(error), CSV_QUOTES)
    return None


def _is_no_utf8(cell: str) -> bool:
    """Whether a cell holds NUL, or bytes that are no UTF-8 and were kept as lone surrogates."""
    return any(sign == "\0" or "\udc80" <= sign <= "\udcff" for sign in cell)


def _parse_parquet(data: bytes, name: str) -> pa.Table:
    try:
        with pa.parquet.ParquetFile(pa.BufferReader(data)) as file:
            table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise ResponsesError(name, [Fault(0, "", str(error), "a Parquet file")]) from None
    columns: list[pa.ChunkedArray] = []
    faults: list[Fault] = []
    for column_name, column in zip(table.column_names, table.columns, strict=True):
        try:
            columns.append(_as_text(column))
        except pa.ArrowException:
            faults.append(Fault(0, column_name, str(column.type), "text (UTF-8) or numbers"))
    if faults:
        raise ResponsesError(name, faults)
    return pa.table(columns, names=table.column_names)


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column as text without nulls; raises ArrowException for what is no text or number."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    column.validate(full=True)
    return column.cast(pa.string()).fill_null("")


def _write_whole(table: pa.Table, path: Path) -> None:
    """Write a file beside its final place and move it there, so that no half file is ever seen.

    Where the path is a link, the file that it leads to is written.
    """
    write = pa.csv.write_csv if path.suffix.lower() == ".csv" else pa.parquet.write_table
    place = Path(os.path.realpath(path))
    unfinished = place.with_name(f".{place.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("xb") as file:
            write(table, file)
        os.replace(unfinished, place)
    except OSError as error:
        raise ScoringError(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        unfinished.unlink(missing_ok=True)
