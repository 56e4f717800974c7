"""The food table: read it, check it, look foods up in it.

Files are CSV in UTF-8 with the columns of COLUMNS and SOURCE_COLUMNS. Reading uses the csv module
alone, so that a page which only lists foods starts without pandas.
"""

import csv
import hashlib
import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import NormalDist
from typing import Self

from scoring.errors import Fault, FoodTableError, UnknownFoodError, did_you_mean

NUTRIENTS = ("k1", "mk4", "mk7", "mkx", "d")
"""Nutrients stored in the food table: phylloquinone, MK-4, MK-7, other long-chain MKs, D2 + D3."""

K2_FORMS = ("mk4", "mk7", "mkx")
"""The forms of vitamin K2; their sum is `k2`, which is never stored."""

TOTALS = ("k1", "mk4", "mk7", "mkx", "k2", "d")
"""Nutrients of an estimate, in the order of every output."""

RESERVED_IDS = ("respondent_id", "sex", "age", "life_stage")
"""Columns of a responses file that a food id must not take."""

SOURCE_KINDS = ("table", "paper", "derived")

_TEXT_COLUMNS = ("food_id", "group", "food", "examples", "serving", "serving_g", "tags")
_CONTENT_COLUMNS = tuple(f"{n}_{part}" for n in NUTRIENTS for part in ("ug", "low", "high"))
COLUMNS = (*_TEXT_COLUMNS, *_CONTENT_COLUMNS, "sources", "note")
"""Columns of foods.csv, in the order of the template."""

SOURCE_COLUMNS = (
    "source_id", "kind", "citation", "year", "country", "url_or_doi", "licence", "accessed",
)  # fmt: skip

_WORDS = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_NUMBER = re.compile(r"(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_Z_80 = NormalDist().inv_cdf(0.9)
"""1.2816: 80 % of a normal distribution lies within this many SDs of its mean."""

_CONTENT_UG = (1e-6, 1e8)
"""Smallest content above zero and the largest, µg per 100 g: one picogram, and 100 g itself."""

_SERVING_G = (0.01, 10_000.0)


@dataclass(frozen=True)
class Content:
    """Content of one nutrient, µg per 100 g as eaten.

    central_ug is the mean; low_ug to high_ug holds about 80 % of such foods on sale.
    """

    central_ug: float
    low_ug: float
    high_ug: float

    @property
    def log_sd(self) -> float:
        """SD of the natural logarithm of the content, read off the 80 % range.

        A log-normal quantity has 80 % of its values within 1.2816 log-SDs on either side, so the
        log-SD is ln(high / low) / 2.563. Where low is 0 the upper half is used alone,
        ln(high / central) / 1.2816. A content of 0 does not vary.
        """
        if self.central_ug == 0:
            return 0.0
        if self.low_ug == 0:
            return math.log(self.high_ug / self.central_ug) / _Z_80
        return math.log(self.high_ug / self.low_ug) / (2 * _Z_80)


@dataclass(frozen=True)
class Food:
    """One row of the food table.

    serving_g is the weight of a medium serving. content maps each of NUTRIENTS to its Content,
    or to None where there is no data.
    """

    food_id: str
    group: str
    food: str
    examples: str
    serving: str
    serving_g: float
    tags: tuple[str, ...]
    content: Mapping[str, Content | None]
    sources: tuple[str, ...]
    note: str

    @property
    def unknown(self) -> tuple[str, ...]:
        """Nutrients without data, in the order of NUTRIENTS."""
        return tuple(n for n in NUTRIENTS if self.content[n] is None)


@dataclass(frozen=True)
class Source:
    """One row of sources.csv: where numbers come from. `derived` sources say from what and how."""

    source_id: str
    kind: str
    citation: str
    year: str
    country: str
    url_or_doi: str
    licence: str
    accessed: str


@dataclass(frozen=True, eq=False)
class FoodTable:
    """The foods of a questionnaire, in its order: group by group."""

    foods: tuple[Food, ...]

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a food table from a CSV file.

        Where a `sources.csv` lies beside the file, every source key must be in it. Foods of a
        group are brought together, in the order in which groups first appear.

        Raises FoodTableError with every fault of the file.
        """
        path = Path(path)
        rows, faults = _read_rows(path, COLUMNS)
        known_sources = _sibling_source_ids(path)
        first_lines: dict[str, int] = {}
        foods = []
        for row in rows:
            food = _parse_food(row, known_sources, first_lines)
            faults += row.faults
            if food is not None:
                foods.append(food)
        if faults:
            raise FoodTableError(path.name, faults)
        group_order = {food.group: n for n, food in reversed(list(enumerate(foods)))}
        return cls(tuple(sorted(foods, key=lambda food: group_order[food.group])))

    def __len__(self) -> int:
        return len(self.foods)

    def __iter__(self) -> Iterator[Food]:
        return iter(self.foods)

    def __contains__(self, food_id: object) -> bool:
        return food_id in self._by_id

    def __getitem__(self, food_id: str) -> Food:
        """The food of this id. Raises UnknownFoodError, which suggests a near match."""
        if food_id not in self._by_id:
            hint = did_you_mean(food_id, self._by_id)
            raise UnknownFoodError(f"No food {food_id!r} in the food table.{hint}")
        return self._by_id[food_id]

    def in_group(self, name: str) -> tuple[Food, ...]:
        """The foods of one group; empty for a name that is no group."""
        return tuple(food for food in self.foods if food.group == name)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups, in the order of the questionnaire."""
        return tuple(dict.fromkeys(food.group for food in self.foods))

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with the values of the table, not its layout."""
        values = json.dumps([asdict(food) for food in self.foods], sort_keys=True)
        return hashlib.sha256(values.encode()).hexdigest()[:12]

    @cached_property
    def _by_id(self) -> dict[str, Food]:
        return {food.food_id: food for food in self.foods}


def load_sources(path: str | Path) -> dict[str, Source]:
    """Read sources.csv: the sources by their id, in file order.

    Raises FoodTableError with every fault of the file.
    """
    path = Path(path)
    rows, faults = _read_rows(path, SOURCE_COLUMNS)
    first_lines: dict[str, int] = {}
    sources = {}
    for row in rows:
        row.check_id("source_id", first_lines)
        row.require_text("citation")
        kind = row.text("kind")
        if kind not in SOURCE_KINDS:
            row.fault("kind", ", ".join(SOURCE_KINDS) + did_you_mean(kind, SOURCE_KINDS))
        faults += row.faults
        sources[row.text("source_id")] = Source(**{c: row.text(c) for c in SOURCE_COLUMNS})
    if faults:
        raise FoodTableError(path.name, faults)
    return sources


def parse_number(text: str) -> float | None:
    """The number written in the text with a decimal point, or None. No sign, no nan, no inf."""
    return float(text) if _NUMBER.fullmatch(text) else None


@dataclass
class _Row:
    """One row of a file: its cells by column, and the faults found in it so far."""

    line: int
    cells: dict[str, str]
    faults: list[Fault] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def keys(self, column: str) -> tuple[str, ...]:
        """The `;`-separated words of a cell."""
        return tuple(word.strip() for word in self.text(column).split(";") if word.strip())

    def fault(self, column: str, allowed: str) -> None:
        """Note a fault, unless the column is missing, which is a fault of the header already."""
        if column in self.cells:
            self.faults.append(Fault(self.line, column, self.cells[column], allowed))

    def require_text(self, column: str) -> None:
        if not self.text(column):
            self.fault(column, "some text")

    def check_id(self, column: str, first_lines: dict[str, int]) -> None:
        """Check that the id is well formed and unique; `first_lines` collects ids by their line."""
        value = self.text(column)
        if not _WORDS.fullmatch(value):
            self.fault(column, "lower-case words of a-z and 0-9 joined by _")
        elif value in first_lines:
            self.fault(column, f"an id of its own (row {first_lines[value]} has this one)")
        else:
            first_lines[value] = self.line

    def number(self, column: str, smallest: float, largest: float, zero: bool) -> float | None:
        """The number in a cell, or None with a fault noted."""
        number = parse_number(self.text(column))
        if number is not None and (smallest <= number <= largest or (zero and number == 0)):
            return number
        bounds = f"a number from {smallest:g} to {largest:.9g}, with a decimal point"
        self.fault(column, f"0, or {bounds}, or empty for no data" if zero else bounds)
        return None


def _read_rows(path: Path, columns: tuple[str, ...]) -> tuple[list[_Row], list[Fault]]:
    """The rows of a CSV file and the faults of its layout; raises where it cannot be read."""
    reader = csv.reader(io.StringIO(_read_text(path), newline=""), strict=True)
    rows: list[_Row] = []
    try:
        header = [cell.strip() for cell in next(reader)]
        faults = _header_faults(header, columns)
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                named = zip(header, (cell.strip() for cell in cells), strict=True)
                rows.append(_Row(line, {c: cell for c, cell in named if c in columns}))
            elif cells:
                allowed = f"{len(header)} cells, one for each column"
                faults.append(Fault(line, "", f"{len(cells)} cells", allowed))
            line = reader.line_num + 1
    except csv.Error as error:
        allowed = "CSV with commas, text with commas or quotes in double quotes"
        raise FoodTableError(path.name, [Fault(reader.line_num, "", str(error), allowed)]) from None
    if not rows and not faults:
        faults.append(Fault(0, "", "a header alone", "at least one row below the header"))
    return rows, faults


def _read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte-order mark."""

    def refuse(row: int, value: str, allowed: str) -> FoodTableError:
        return FoodTableError(path.name, [Fault(row, "", value, allowed)])

    try:
        data = path.read_bytes()
    except OSError as error:
        raise refuse(0, f"{path}: {error.strerror}", "a file that can be opened") from None
    if data.startswith(b"PK") or b"\0" in data:
        raise refuse(0, "a binary file", "a text file: save spreadsheets as CSV (UTF-8)")
    if not data.strip():
        raise refuse(0, "an empty file", "a header row and one row for each food")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        bad_byte = f"byte {data[error.start]:#04x}"
        raise refuse(line, bad_byte, "UTF-8 text: save the file as CSV (UTF-8)") from None


def _header_faults(header: list[str], columns: tuple[str, ...]) -> list[Fault]:
    faults = []
    if len(header) == 1 and ";" in header[0]:
        return [Fault(1, "", header[0], "columns separated by commas")]
    for column in dict.fromkeys(header):
        if column not in columns:
            hint = did_you_mean(column, columns)
            faults.append(Fault(1, column, column, f"the columns {', '.join(columns)}.{hint}"))
        elif header.count(column) > 1:
            faults.append(Fault(1, column, f"{header.count(column)} times", "once"))
    missing = [column for column in columns if column not in header]
    return faults + [Fault(1, column, "no such column", "this column, once") for column in missing]


def _sibling_source_ids(path: Path) -> frozenset[str] | None:
    sources = path.with_name("sources.csv")
    return frozenset(load_sources(sources)) if sources.is_file() else None


def _parse_food(
    row: _Row, known_sources: frozenset[str] | None, first_lines: dict[str, int]
) -> Food | None:
    """The food of a row, or None where the row has faults."""
    row.check_id("food_id", first_lines)
    if row.text("food_id") in RESERVED_IDS:
        row.fault("food_id", f"any word but {', '.join(RESERVED_IDS)}")
    for column in ("group", "food", "serving"):
        row.require_text(column)
    serving_g = row.number("serving_g", *_SERVING_G, zero=False)
    for tag in row.keys("tags"):
        if not _WORDS.fullmatch(tag):
            row.fault("tags", "lower-case words joined by _, separated by ;")
    content = {n: _parse_content(row, n) for n in NUTRIENTS}
    _check_sources(row, known_sources, has_numbers=any(content.values()))
    if row.faults or serving_g is None:
        return None
    return Food(
        food_id=row.text("food_id"),
        group=row.text("group"),
        food=row.text("food"),
        examples=row.text("examples"),
        serving=row.text("serving"),
        serving_g=serving_g,
        tags=row.keys("tags"),
        content=content,
        sources=row.keys("sources"),
        note=row.text("note"),
    )


def _parse_content(row: _Row, nutrient: str) -> Content | None:
    columns = [f"{nutrient}_{part}" for part in ("ug", "low", "high")]
    empty = [column for column in columns if not row.text(column)]
    numbers = {c: row.number(c, *_CONTENT_UG, zero=True) for c in columns if c not in empty}
    if len(empty) < len(columns):
        for column in empty:
            row.fault(column, f"a number, or all of {', '.join(columns)} empty for no data")
    central, low, high = (numbers.get(column) for column in columns)
    if central is None or low is None or high is None:
        return None
    if low > central:
        row.fault(columns[1], f"at most {columns[0]}, {central:g}")
    if high < central:
        row.fault(columns[2], f"at least {columns[0]}, {central:g}")
    return Content(central, low, high)


def _check_sources(row: _Row, known: frozenset[str] | None, has_numbers: bool) -> None:
    keys = row.keys("sources")
    if has_numbers and not keys:
        row.fault("sources", "at least one source, since the row has numbers")
    for key in keys:
        if known is not None and key not in known:
            row.fault("sources", f"ids of sources.csv (not {key!r}).{did_you_mean(key, known)}")
