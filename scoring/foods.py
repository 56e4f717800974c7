"""The food table: read it, check it, look foods up in it.

Files are CSV in UTF-8 with the columns of COLUMNS and SOURCE_COLUMNS.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from statistics import NormalDist
from types import MappingProxyType
from typing import Any, Self

from languages import N_, Words, _, whole
from scoring.csv_tables import WORDS, Row, read_rows, rows_in
from scoring.errors import Fault, FoodTableError, UnknownFoodError, did_you_mean
from scoring.frozen import ReadOnlyMappings

NUTRIENTS = ("k1", "mk4", "mk7", "mkx", "d")
"""Nutrients stored in the food table: phylloquinone, MK-4, MK-7, other long-chain MKs, D2 + D3."""

K2_FORMS = ("mk4", "mk7", "mkx")
"""The forms of vitamin K2; their sum is `k2`, which is never stored."""

TOTALS = ("k1", "mk4", "mk7", "mkx", "k2", "d")
"""Nutrients of an estimate, in the order of every output."""

NUTRIENT_NAMES = Words(
    {
        "k1": N_("Vitamin K1"),
        "mk4": N_("MK-4"),
        "mk7": N_("MK-7"),
        "mkx": N_("Other long-chain K2"),
        "k2": N_("Vitamin K2"),
        "d": N_("Vitamin D"),
    }
)
"""Names of TOTALS as a reader meets them."""

RESERVED_IDS = ("respondent_id", "sex", "age", "life_stage")
"""Columns of a responses file that a food id must not take."""

SOURCE_KINDS = ("table", "paper", "derived")
SOURCES_CSV = "sources.csv"

_TEXT_COLUMNS = ("food_id", "group", "food", "examples", "serving", "serving_g", "tags")
_CONTENT_COLUMNS = tuple(f"{n}_{part}" for n in NUTRIENTS for part in ("ug", "low", "high"))
COLUMNS = (*_TEXT_COLUMNS, *_CONTENT_COLUMNS, "sources", "note")
"""Columns of foods.csv, in the order of the template."""

SOURCE_COLUMNS = (
    "source_id", "kind", "citation", "year", "country", "url_or_doi", "licence", "accessed",
)  # fmt: skip

Z_80 = NormalDist().inv_cdf(0.9)
"""1.2816: 80 % of a normal distribution lies within this many SDs of its mean."""

_CONTENT_UG = (1e-6, 1e8)
"""Smallest content above zero and the largest, µg per 100 g: one picogram, and 100 g itself."""

_SERVING_G = (0.01, 10_000.0)

UPLOAD_BYTES = 1_000_000
"""Size of a food table that a visitor may hand in: six times one of UPLOAD_FOODS usual rows."""

UPLOAD_FOODS = 500
"""Foods in it: nine times ours, which take five minutes to answer."""

UPLOAD_CHARACTERS = 1_000
"""Length of one cell in it: over four times our longest note."""


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
            return math.log(self.high_ug / self.central_ug) / Z_80
        return math.log(self.high_ug / self.low_ug) / (2 * Z_80)


@dataclass(frozen=True)
class Food(ReadOnlyMappings):
    """One row of the food table.

    serving_g is the weight of a medium serving. content maps each of NUTRIENTS to its Content,
    or to None where there is no data; it cannot be changed.
    """

    food_id: str
    group: str
    food: str
    examples: str
    serving: str
    serving_g: float
    tags: tuple[str, ...]
    content: Mapping[str, Content | None] = field(hash=False)
    sources: tuple[str, ...]
    note: str

    @property
    def unknown(self) -> tuple[str, ...]:
        """Nutrients without data, in the order of NUTRIENTS."""
        return tuple(n for n in NUTRIENTS if self.content[n] is None)

    @property
    def is_natto(self) -> bool:
        """Whether this is natto, by its id or its tag: no other food comes near its MK-7."""
        return self.food_id == "natto" or "natto" in self.tags


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

        Raises FoodTableError with every fault of the file and of its `sources.csv`;
        UnreadableTableError, one of its kinds, where a file is missing or cannot be opened.
        """
        path = Path(path)
        rows, faults = read_rows(path, COLUMNS)
        known_sources, source_faults = _sibling_source_ids(path)
        foods, food_faults = _parse_foods(rows, known_sources)
        if faults := [*faults, *food_faults, *source_faults]:
            raise FoodTableError(path.name, faults)
        return cls(foods)

    @classmethod
    def from_upload(cls, data: bytes, name: str) -> Self:
        """Read a food table that somebody handed in: the bytes of a CSV file and its name.

        The rules are those of `load`; source keys are not checked, since no list of sources comes
        with them. So that one visitor cannot burden the others, there are limits as well:
        UPLOAD_BYTES, UPLOAD_FOODS and UPLOAD_CHARACTERS.

        Raises FoodTableError with every fault.
        """
        if len(data) > UPLOAD_BYTES:
            found = _("{count} bytes").format(count=whole(len(data)))
            allowed = _("at most {most} bytes").format(most=whole(UPLOAD_BYTES))
            raise FoodTableError(name, [Fault(0, "", found, allowed)])
        rows, faults = rows_in(data, COLUMNS)
        if len(rows) > UPLOAD_FOODS:
            found = _("{count} foods").format(count=whole(len(rows)))
            allowed = _("at most {most} foods").format(most=UPLOAD_FOODS)
            raise FoodTableError(name, [*faults, Fault(0, "", found, allowed)])
        for row in rows:
            for column, cell in row.cells.items():
                if len(cell) > UPLOAD_CHARACTERS:
                    most = whole(UPLOAD_CHARACTERS)
                    row.fault(column, _("at most {most} characters").format(most=most))
                elif re.search(r"[\t\r\n]", cell):
                    row.fault(column, _("text on one line"))
        foods, food_faults = _parse_foods(rows, known_sources=None)
        if faults := [*faults, *food_faults]:
            raise FoodTableError(name, faults)
        return cls(foods)

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
        values = json.dumps([_plain_values(food) for food in self.foods], sort_keys=True)
        return hashlib.sha256(values.encode()).hexdigest()[:12]

    @cached_property
    def _by_id(self) -> dict[str, Food]:
        return {food.food_id: food for food in self.foods}


def sources_beside(path: str | Path) -> Path | None:
    """The `sources.csv` that belongs to a food table, or None where there is none."""
    sources = Path(path).with_name(SOURCES_CSV)
    return sources if sources.is_file() else None


def load_sources(path: str | Path) -> Mapping[str, Source]:
    """Read sources.csv: the sources by their id, in file order.

    Raises FoodTableError with every fault of the file; UnreadableTableError, one of its kinds,
    where it is missing or cannot be opened.
    """
    path = Path(path)
    sources, faults = _read_sources(path)
    if faults:
        raise FoodTableError(path.name, faults)
    return MappingProxyType(sources)


def _read_sources(path: Path) -> tuple[dict[str, Source], list[Fault]]:
    rows, faults = read_rows(path, SOURCE_COLUMNS)
    first_lines: dict[str, int] = {}
    sources = {}
    for row in rows:
        row.check_id("source_id", first_lines)
        row.require_text("citation")
        row.require_one_of("kind", SOURCE_KINDS)
        faults += row.faults
        sources[row.text("source_id")] = Source(**{c: row.text(c) for c in SOURCE_COLUMNS})
    return sources, faults


def _sibling_source_ids(path: Path) -> tuple[frozenset[str] | None, list[Fault]]:
    """The source ids beside a food table and the faults there.

    None where no source key can be checked: there is no file, or none of its rows can be read.
    """
    beside = sources_beside(path)
    if beside is None:
        return None, []
    sources, faults = _read_sources(beside)
    return frozenset(sources) or None, [replace(fault, file=beside.name) for fault in faults]


def _plain_values(food: Food) -> dict[str, Any]:
    """The values of a food as JSON can hold them."""
    values = {column.name: getattr(food, column.name) for column in fields(food)}
    content = {n: c and asdict(c) for n, c in food.content.items()}
    return values | {"content": content}


def _parse_foods(
    rows: list[Row], known_sources: frozenset[str] | None
) -> tuple[tuple[Food, ...], list[Fault]]:
    """The foods of the rows, those of a group together, and the faults of all rows."""
    first_lines: dict[str, int] = {}
    foods, faults = [], []
    for row in rows:
        food = _parse_food(row, known_sources, first_lines)
        faults += row.faults
        if food is not None:
            foods.append(food)
    group_order = {food.group: n for n, food in reversed(list(enumerate(foods)))}
    return tuple(sorted(foods, key=lambda food: group_order[food.group])), faults


def _parse_food(
    row: Row, known_sources: frozenset[str] | None, first_lines: dict[str, int]
) -> Food | None:
    """The food of a row, or None where the row has faults."""
    row.check_id("food_id", first_lines)
    if row.text("food_id") in RESERVED_IDS:
        allowed = _("any word but {words}").format(words=", ".join(RESERVED_IDS))
        row.fault("food_id", allowed)
    for column in ("group", "food", "serving"):
        row.require_text(column)
    serving_g = row.number("serving_g", *_SERVING_G, zero=False)
    for tag in row.keys("tags"):
        if not WORDS.fullmatch(tag):
            row.fault("tags", _("lower-case words joined by _, separated by ;"))
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


def _parse_content(row: Row, nutrient: str) -> Content | None:
    columns = [f"{nutrient}_{part}" for part in ("ug", "low", "high")]
    empty = [column for column in columns if not row.text(column)]
    numbers = {c: row.number(c, *_CONTENT_UG, zero=True) for c in columns if c not in empty}
    if len(empty) < len(columns):
        for column in empty:
            allowed = _("a number, or all of {columns} empty for no data")
            row.fault(column, allowed.format(columns=", ".join(columns)))
    central, low, high = (numbers.get(column) for column in columns)
    if central is None or low is None or high is None:
        return None
    if low > central:
        allowed = _("at most {column}, {value}")
        row.fault(columns[1], allowed.format(column=columns[0], value=f"{central:g}"))
    if high < central:
        allowed = _("at least {column}, {value}")
        row.fault(columns[2], allowed.format(column=columns[0], value=f"{central:g}"))
    return Content(central, low, high)


def _check_sources(row: Row, known: frozenset[str] | None, has_numbers: bool) -> None:
    keys = row.keys("sources")
    if has_numbers and not keys:
        row.fault("sources", _("at least one source, since the row has numbers"))
    for key in keys:
        if known is not None and key not in known:
            allowed = _("ids of sources.csv (not {id}).").format(id=repr(key))
            row.fault("sources", allowed + did_you_mean(key, known))
