"""The food table: read it, check it, look foods up in it.

Files are CSV in UTF-8 with the columns of COLUMNS and SOURCE_COLUMNS.
"""

import csv
import hashlib
import io
import json
import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from ..countries import COUNTRY_CODES, COUNTRY_NUMBERS, INTERNATIONAL, of_regions
from ..errors import (
    Fault,
    FoodTableError,
    ResponsesError,
    UnknownFoodError,
    UnreadableTableError,
    did_you_mean,
)
from ..files.csv_tables import WORDS, Row, read_rows, rows_in
from ..frozen import ReadOnlyMappings
from ..languages import _, whole
from ..lognormal import Z_80, log_variance_of, variance_of
from ..nutrients import IU_PER_UG_D, NUTRIENTS, STORED
from .notation import Reading, is_positive, read_cell

RESERVED_IDS = ("respondent_id", "sex", "age", "life_stage", "country")
"""Columns of a responses file that a food id must not take."""

SOURCE_KINDS = ("table", "paper", "derived")
SOURCES_CSV = "sources.csv"
COUNTRIES_CSV = "foods_by_country.csv"
SELDOM_CSV = "seldom_eaten.csv"
WORKBOOK_ENDINGS = (".xlsx", ".ods")

_TEXT_COLUMNS = ("food_id", "group", "food", "examples", "serving", "serving_g", "tags")
_CONTENT_COLUMNS = tuple(column for n in STORED for column in NUTRIENTS[n].columns)
COLUMNS = (*_TEXT_COLUMNS, *_CONTENT_COLUMNS, "sources", "note")
"""Columns of foods.csv, in the order of the template."""

COUNTRY_COLUMNS = ("country", "food_id", *_CONTENT_COLUMNS, "sources")
"""Columns of foods_by_country.csv: contents that a country has of its own, empty for the others."""

SELDOM_COLUMNS = ("food_id", "countries", "reason")
"""Columns of seldom_eaten.csv: where a food is seldom eaten, so that it is not asked about at once.
`countries` holds codes and regions of `scoring.countries`, and `international` for no country."""

SOURCE_COLUMNS = (
    "source_id", "kind", "citation", "year", "country", "url_or_doi", "licence", "accessed",
)  # fmt: skip

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
class NutrientContent:
    """Content of one nutrient in 100 g of a food as eaten, in the unit of the nutrient.

        >>> NutrientContent(central=10, low=5, high=20).log_sd == math.log(4) / (2 * Z_80)
        True

    Attributes:
        central: The mean.
        low: Low end of the range that holds about 80 % of such foods on sale.
        high: High end of that range.
    """

    central: float
    low: float
    high: float

    @property
    def log_sd(self) -> float:
        """SD of the natural logarithm of the content, read off the 80 % range.

        A log-normal quantity has 80 % of its values within 1.2816 log-SDs on either side, so the
        log-SD is ln(high / low) / 2.563. Where low is 0 the upper half is used alone,
        ln(high / central) / 1.2816, or less where `variance` is less. A content of 0 has no
        log-SD: it is 0.
        """
        if self.central == 0:
            return 0.0
        if self.low == 0:
            return math.sqrt(log_variance_of(self.central, self.variance))
        return math.log(self.high / self.low) / (2 * Z_80)

    @property
    def variance(self) -> float:
        """Mean square of how far the content lies from the central value, in its unit squared.

        That of a log-normal quantity. A range that starts at 0 may reach many times its central
        value, because no laboratory can tell so little: there it is at most ((high − central) /
        1.2816)², as of a normal quantity, and just that where the central value is 0.
        """
        if self.low > 0:
            return variance_of(self.central, self.log_sd)
        normal = ((self.high - self.central) / Z_80) ** 2
        if self.central == 0:
            return normal
        log_sd = math.log(self.high / self.central) / Z_80
        return min(variance_of(self.central, log_sd), normal)


@dataclass(frozen=True)
class Food(ReadOnlyMappings):
    """One row of the food table.

    Attributes:
        food_id: A word that never changes.
        group: Name of its group, in English as all words here.
        food: Its name.
        examples: What counts as this food.
        serving: A medium serving in words.
        serving_g: Weight of a medium serving, g as eaten.
        tags: Words that notices, filters and checks read.
        content: For each of STORED its content, None where there is no data.
        sources: Keys of sources.csv.
        note: What is good to know about it.
    """

    food_id: str
    group: str
    food: str
    examples: str
    serving: str
    serving_g: float
    tags: tuple[str, ...]
    content: Mapping[str, NutrientContent | None] = field(hash=False)
    sources: tuple[str, ...]
    note: str

    @property
    def unknown(self) -> tuple[str, ...]:
        """Nutrients without data, in the order of STORED."""
        return tuple(n for n in STORED if self.content[n] is None)

    @property
    def is_natto(self) -> bool:
        """Whether this is natto, by its id or its tag: no other food comes near its MK-7."""
        return "natto" in self.marks

    @property
    def marks(self) -> tuple[str, ...]:
        """Its tags, and `natto` for the food of this id, which a table may leave untagged."""
        return (*self.tags, "natto") if self.food_id == "natto" else self.tags


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


@dataclass(frozen=True)
class CountryFoods(ReadOnlyMappings):
    """What is different about the foods of one country.

    Attributes:
        contents: The contents that it has figures of its own for, by food and nutrient.
        sources: Keys of the sources behind them, by food.
        seldom_eaten: Ids of foods that are seldom eaten there.
    """

    contents: Mapping[tuple[str, str], NutrientContent] = field(default_factory=dict, hash=False)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    seldom_eaten: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class FoodTable:
    """The foods of a questionnaire, in its order: group by group.

        >>> from scoring.files.shipped import shipped_folder
        >>> foods = FoodTable.load(shipped_folder() / "foods.csv")
        >>> foods["natto"].food, foods["natto"].content["mk7"].central, "nato" in foods
        ('Natto', 819.0, False)

    Attributes:
        foods: Every food, those of a group together.
        countries: What is different in each country, by its code; INTERNATIONAL for no country.
        country: The country whose contents the foods have.
        international: The table without a country, where this is one of a country.
    """

    foods: tuple[Food, ...]
    countries: Mapping[str, CountryFoods] = field(default_factory=dict)
    country: str = INTERNATIONAL
    international: "FoodTable | None" = None

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a food table from a CSV file or a workbook in the columns of COLUMNS.

        Where a `sources.csv` lies beside the file, every source key must be in it; where a
        `foods_by_country.csv` or a `seldom_eaten.csv` does, it says what is different in which
        country. Foods of a group are brought together, in the order in which groups first appear.

        Raises:
            FoodTableError: The file or its `sources.csv` breaks the format; holds every fault.
            UnreadableTableError: A file is missing or cannot be opened.
        """
        path = Path(path)
        if path.suffix.lower() in WORKBOOK_ENDINGS:
            rows, faults = rows_in(_sheet_as_csv(path), COLUMNS)
        else:
            rows, faults = read_rows(path, COLUMNS)
        known_sources, source_faults = _sibling_source_ids(path)
        foods, food_faults = _parse_foods(rows, known_sources)
        countries, country_faults = _read_countries(path, {food.food_id for food in foods})
        if faults := [*faults, *food_faults, *source_faults, *country_faults]:
            raise FoodTableError(path.name, faults)
        return cls(foods, countries)

    @classmethod
    def from_upload(cls, data: bytes, name: str) -> Self:
        """Read a food table that somebody handed in.

        The rules are those of `load`; source keys are not checked, since no list of sources comes
        with them. So that one visitor cannot burden the others, there are limits as well:
        UPLOAD_BYTES, UPLOAD_FOODS and UPLOAD_CHARACTERS.

        Args:
            data: The bytes of a CSV file, or of a workbook (.xlsx or .ods).
            name: What errors call the file.

        Raises:
            FoodTableError: The file breaks the format or a limit; holds every fault.
        """
        if len(data) > UPLOAD_BYTES:
            found = _("{count} bytes").format(count=whole(len(data)))
            allowed = _("at most {most} bytes").format(most=whole(UPLOAD_BYTES))
            raise FoodTableError(name, [Fault(0, "", found, allowed)])
        if Path(name).suffix.lower() in WORKBOOK_ENDINGS:
            data = _handed_in_sheet(data, name)
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
        """The food of this id.

        Raises:
            UnknownFoodError: There is none; suggests a near match.
        """
        if food_id not in self._by_id:
            hint = did_you_mean(food_id, self._by_id)
            raise UnknownFoodError(f"No food {food_id!r} in the food table.{hint}")
        return self._by_id[food_id]

    def in_group(self, name: str) -> tuple[Food, ...]:
        """The foods of one group; empty for a name that is no group."""
        return tuple(food for food in self.foods if food.group == name)

    def of_groups(self, names: Collection[str]) -> "FoodTable":
        """The table of the foods of these groups alone."""
        whole = self.international or self
        foods = tuple(food for food in whole.foods if food.group in names)
        return FoodTable(foods, self.countries).for_country(self.country)

    def for_country(self, country: str) -> "FoodTable":
        """The table with the contents of a country, always the same one.

            >>> from scoring.files.shipped import shipped_folder
            >>> foods = FoodTable.load(shipped_folder() / "foods.csv")
            >>> irish = foods.for_country("IE")
            >>> foods["spread_fortified"].content["d"].central > 8
            True
            >>> irish["spread_fortified"].content["d"].central, irish["natto"] is foods["natto"]
            (5.5, True)

        Args:
            country: A code of `scoring.countries`, or INTERNATIONAL.
        """
        if country == self.country:
            return self
        if self.international is not None:
            return self.international.for_country(country)
        if country not in self._by_country:
            own = self.countries.get(country, CountryFoods())
            foods = tuple(_in_country(food, own) for food in self.foods)
            self._by_country[country] = FoodTable(foods, self.countries, country, self)
        return self._by_country[country]

    @cached_property
    def seldom_eaten(self) -> frozenset[str]:
        """Ids of foods that are seldom eaten in its country, and so are not asked about at once.

        Left without an answer they count as not eaten and are no gap.
        """
        own = self.countries.get(self.country, CountryFoods())
        return frozenset(own.seldom_eaten & self._by_id.keys())

    @cached_property
    def in_every_country(self) -> "tuple[FoodTable, ...]":
        """The tables without a country and of every country, in the order of COUNTRY_NUMBERS."""
        return tuple(map(self.for_country, COUNTRY_NUMBERS))

    @cached_property
    def _by_country(self) -> "dict[str, FoodTable]":
        return {}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups, in the order of the questionnaire."""
        return tuple(dict.fromkeys(food.group for food in self.foods))

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with the values of the table, not its layout.

        That of a country is that of the whole table, whose values for all countries it holds.
        """
        if self.international is not None:
            return self.international.version
        plain: list[Any] = [_plain_values(food) for food in self.foods]
        plain += [
            [code, [[*key, *vars(content).values()] for key, content in own.contents.items()]]
            for code, own in sorted(self.countries.items())
            if own.contents
        ]
        values = json.dumps(plain, sort_keys=True)
        return hashlib.sha256(values.encode()).hexdigest()[:12]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each food in the table, from 0, by its id."""
        return MappingProxyType({food.food_id: n for n, food in enumerate(self.foods)})

    @cached_property
    def _by_id(self) -> dict[str, Food]:
        return {food.food_id: food for food in self.foods}


def sources_beside(path: str | Path) -> Path | None:
    """The `sources.csv` that belongs to a food table, or None where there is none."""
    sources = Path(path).with_name(SOURCES_CSV)
    return sources if sources.is_file() else None


def load_sources(path: str | Path) -> Mapping[str, Source]:
    """Read sources.csv: the sources by their id, in the order of the file.

    Raises:
        FoodTableError: The file breaks the format; holds every fault.
        UnreadableTableError: It is missing or cannot be opened.
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


def _in_country(food: Food, own: CountryFoods) -> Food:
    """The food with the contents that a country has of its own."""
    contents = {
        n: own.contents[food.food_id, n] for n in STORED if (food.food_id, n) in own.contents
    }
    if not contents:
        return food
    sources = tuple(sorted({*food.sources, *own.sources[food.food_id]}))
    return replace(food, content={**food.content, **contents}, sources=sources)


def _read_countries(
    path: Path, food_ids: Collection[str]
) -> tuple[dict[str, CountryFoods], list[Fault]]:
    """What is different in each country, from the files beside a food table, and their faults."""
    contents: dict[str, dict[tuple[str, str], NutrientContent]] = {}
    sources: dict[str, dict[str, tuple[str, ...]]] = {}
    seldom: dict[str, set[str]] = {}
    faults: list[Fault] = []
    for row in _rows_beside(path, COUNTRIES_CSV, COUNTRY_COLUMNS, faults):
        country, food_id = row.text("country"), row.text("food_id")
        row.require_one_of("country", COUNTRY_CODES)
        row.require_one_of("food_id", food_ids)
        found = {n: _parse_content(row, n) for n in STORED}
        own = {(food_id, n): content for n, content in found.items() if content is not None}
        contents.setdefault(country, {}).update(own)
        sources.setdefault(country, {})[food_id] = row.keys("sources")
        faults += [replace(fault, file=COUNTRIES_CSV) for fault in row.faults]
    for row in _rows_beside(path, SELDOM_CSV, SELDOM_COLUMNS, faults):
        row.require_one_of("food_id", food_ids)
        row.require_text("reason")
        words = row.keys("countries")
        try:
            codes = of_regions(word for word in words if word != "international")
        except KeyError as error:
            codes = ()
            row.fault("countries", f"codes and regions of countries (not {error})")
        for code in (*codes, *([INTERNATIONAL] if "international" in words else [])):
            seldom.setdefault(code, set()).add(row.text("food_id"))
        faults += [replace(fault, file=SELDOM_CSV) for fault in row.faults]
    return {
        code: CountryFoods(
            contents.get(code, {}), sources.get(code, {}), frozenset(seldom.get(code, ()))
        )
        for code in {*contents, *seldom}
    }, faults


def _rows_beside(path: Path, name: str, columns: tuple[str, ...], faults: list[Fault]) -> list[Row]:
    """The rows of a file that may lie beside a food table; its faults are noted."""
    beside = path.with_name(name)
    if not beside.is_file():
        return []
    rows, found = read_rows(beside, columns)
    faults += [replace(fault, file=name) for fault in found]
    return rows


def _plain_values(food: Food) -> dict[str, Any]:
    """The values of a food as JSON can hold them."""
    values = {column.name: getattr(food, column.name) for column in fields(food)}
    content = {
        n: c
        and {f"{end}_{NUTRIENTS[n].unit}": getattr(c, end) for end in ("central", "low", "high")}
        for n, c in food.content.items()
    }
    return values | {"content": content}


def _parse_foods(
    rows: list[Row], known_sources: frozenset[str] | None
) -> tuple[tuple[Food, ...], list[Fault]]:
    """The foods of the rows, those of a group together, and the faults of all rows."""
    first_lines: dict[str, int] = {}
    foods, faults = [], []
    _read_amounts(rows)
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
    content = {n: _parse_content(row, n) for n in STORED}
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


def _parse_content(row: Row, nutrient: str) -> NutrientContent | None:
    columns = NUTRIENTS[nutrient].columns
    smallest, largest = (ug / NUTRIENTS[nutrient].ug_per_unit for ug in _CONTENT_UG)
    empty = [column for column in columns if not row.text(column)]
    numbers = {c: row.number(c, smallest, largest, zero=True) for c in columns if c not in empty}
    if len(empty) < len(columns):
        for column in empty:
            allowed = _("a number, or all of {columns} empty for no data")
            row.fault(column, allowed.format(columns=", ".join(columns)))
    central, low, high = (numbers.get(column) for column in columns)
    if central is None or low is None or high is None:
        return None
    if central > NUTRIENTS[nutrient].most_per_100g:
        row.fault(columns[0], _too_much(nutrient, central))
    if low > central:
        allowed = _("at most {column}, {value}")
        row.fault(columns[1], allowed.format(column=columns[0], value=f"{central:g}"))
    if high < central:
        allowed = _("at least {column}, {value}")
        row.fault(columns[2], allowed.format(column=columns[0], value=f"{central:g}"))
    return NutrientContent(central, low, high)


def _too_much(nutrient: str, found: float) -> str:
    """What is allowed where a food holds more than any food does, and the likely slip."""
    asked = NUTRIENTS[nutrient]
    allowed = _("at most {most} {unit} in 100 g: no food holds more.").format(
        most=whole(asked.most_per_100g), unit=asked.unit_symbol
    )
    if nutrient == "d" and found / IU_PER_UG_D <= asked.most_per_100g:
        slip = _("Are these IU? Divide them by {iu}.").format(iu=IU_PER_UG_D)
    elif found / 1000 <= asked.most_per_100g:
        slip = _(
            "Was a number with three decimals read as thousands ({number}), or are these nanograms?"
        ).format(number=f"{found / 1000:.3f}")
    else:
        slip = _("Are these nanograms, or micrograms in a larger amount than 100 g?")
    return f"{allowed} {slip}"


def _read_amounts(rows: list[Row]) -> None:
    """Write what national tables have in the place of numbers as the numbers they mean.

    A trace is 0 to the smallest amount that the table shows for the nutrient.
    """
    for columns in (NUTRIENTS[n].columns for n in STORED):
        shown = [float(r.text) for row in rows if is_positive((r := _cell(row, columns[0])).text)]
        for row in rows:
            readings = [_cell(row, column) for column in columns]
            central, low, high = readings
            most = f"{min(shown):g}" if central.is_trace and shown else central.text
            if (central.is_below or central.is_trace) and is_positive(most):
                middle = f"{float(most) / 2:g}"
                if not low.text and not high.text:
                    row.cells |= zip(columns, (middle, "0", most), strict=True)
            elif not central.is_trace:
                given = dict(zip(columns, readings, strict=True))
                row.cells |= {
                    c: reading.text
                    for c, reading in given.items()
                    if c in row.cells and not reading.is_below and not reading.is_trace
                }


def _cell(row: Row, column: str) -> Reading:
    return read_cell(row.text(column))


def _handed_in_sheet(data: bytes, name: str) -> bytes:
    import tempfile  # most tables are CSV and need none

    with tempfile.TemporaryDirectory(prefix="kdcheck-") as folder:
        path = Path(folder, f"foods{Path(name).suffix.lower()}")
        path.write_bytes(data)
        return _sheet_as_csv(path)


def _sheet_as_csv(path: Path) -> bytes:
    """The sheet of a workbook that is seen, as CSV with commas and decimal points."""
    from ..batch.clean_workbook import sheet_rows  # most tables are CSV and need no Arrow

    text = io.StringIO(newline="")
    try:
        csv.writer(text).writerows(sheet_rows(path))
    except ResponsesError as error:
        raise UnreadableTableError(path.name, error.faults) from None
    return text.getvalue().encode()


def _check_sources(row: Row, known: frozenset[str] | None, has_numbers: bool) -> None:
    keys = row.keys("sources")
    if has_numbers and not keys:
        row.fault("sources", _("at least one source, since the row has numbers"))
    for key in keys:
        if known is not None and key not in known:
            allowed = _("ids of sources.csv (not {id}).").format(id=repr(key))
            row.fault("sources", allowed + did_you_mean(key, known))
