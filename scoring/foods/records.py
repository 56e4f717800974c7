"""food_records.csv: one row for each figure of each source, also for those that are left out."""

import re
from dataclasses import dataclass
from pathlib import Path

from ..countries import COUNTRY_CODES
from ..errors import FoodTableError
from ..files.csv_tables import Row, parse_number, read_rows
from ..nutrients import STORED

RECORD_COLUMNS = (
    "food_id", "nutrient", "subfood", "country", "value_ug_per_100g", "low", "high", "n",
    "source_id", "place", "quoted", "conversion", "use", "reason",
)  # fmt: skip
"""Columns of food_records.csv. value_ug_per_100g is the value after the conversion, in the unit of
its nutrient: µg for all but those whose columns in foods.csv say otherwise. It may be empty in a
record that is not used."""

USED, IN_COUNTRY, NOT_USED = "used", "in_country", "not_used"
"""A record that is used counts for the international figure, and for that of the countries it
names; one that is used in its country counts for those alone."""

_COMPILED = frozenset({"dunlop", "fu", "hojo", "jensen", "kamao", "tsukamoto", "walther"})
"""Authors whose papers K2viewer compiles, or may: their figures may stand in both."""


@dataclass(frozen=True)
class Record:
    """One figure of one source, per 100 g as eaten, in the unit of its nutrient.

    Attributes:
        food_id: The food that it is about.
        nutrient: One of STORED.
        subfood: Which of the foods or countries that a row of the food table merges; may be empty.
        value_per_100g: The figure after the conversion; None only where it is not used.
        low: Low end of the range that the source states, None for none.
        high: High end of that range.
        n: Number of samples: 0 for a value that the source estimated, empty where not stated.
        source_id: A key of sources.csv.
        place: Where it stands in the source.
        quoted: What it says there.
        conversion: The arithmetic from there to the value; may be empty.
        used: Whether it counts for the international figure.
        reason: Why it does not, or why it does against expectation.
        countries: Codes of the countries for which it stands as their own figure: where a country
            has any, they alone count there.
        in_country: Whether it counts for the countries it names and for nobody else.
    """

    food_id: str
    nutrient: str
    subfood: str
    value_per_100g: float | None
    low: float | None
    high: float | None
    n: str
    source_id: str
    place: str
    quoted: str
    conversion: str
    used: bool
    reason: str
    countries: tuple[str, ...] = ()
    in_country: bool = False

    def counts_in(self, country: str) -> bool:
        """Whether it is one of the own figures of a country."""
        return (self.used or self.in_country) and country in self.countries

    @property
    def value(self) -> float:
        """The figure of a record that is used.

        Raises:
            ValueError: There is none.
        """
        if self.value_per_100g is None:
            raise ValueError(f"{self.food_id}, {self.nutrient}, {self.source_id}: no value")
        return self.value_per_100g

    @property
    def family(self) -> str:
        """The publisher, or compiler, that its source shares figures with: `usda`, `k2viewer`.

        The first word of the source's key, since editions and what is derived from them begin
        alike: `ciqual2020` and `ciqual_derived`.
        """
        if self.source_id.startswith("k2viewer"):
            return "k2viewer"
        first = re.split(r"[\d_]", self.source_id)[0]
        return "k2viewer" if first in _COMPILED else first


def load_records(path: str | Path) -> tuple[Record, ...]:
    """Read food_records.csv.

    Raises:
        FoodTableError: The file breaks the format; holds every fault.
        UnreadableTableError: It is missing or cannot be opened.
    """
    path = Path(path)
    rows, faults = read_rows(path, RECORD_COLUMNS)
    for row in rows:
        _check_record(row)
        faults += row.faults
    if faults:
        raise FoodTableError(path.name, faults)
    return tuple(_record(row) for row in rows)


def _record(row: Row) -> Record:
    return Record(
        food_id=row.text("food_id"),
        nutrient=row.text("nutrient"),
        subfood=row.text("subfood"),
        value_per_100g=parse_number(row.text("value_ug_per_100g")),
        low=parse_number(row.text("low")),
        high=parse_number(row.text("high")),
        n=row.text("n"),
        source_id=row.text("source_id"),
        place=row.text("place"),
        quoted=row.text("quoted"),
        conversion=row.text("conversion"),
        used=row.text("use") == USED,
        reason=row.text("reason"),
        countries=row.keys("country"),
        in_country=row.text("use") == IN_COUNTRY,
    )


def _check_record(row: Row) -> None:
    for column in ("food_id", "source_id", "place", "quoted"):
        row.require_text(column)
    row.require_one_of("nutrient", STORED)
    row.require_one_of("use", (USED, IN_COUNTRY, NOT_USED))
    if unknown := [code for code in row.keys("country") if code not in COUNTRY_CODES]:
        row.fault("country", f"codes of {', '.join(COUNTRY_CODES)} (not {unknown[0]!r})")
    if row.text("use") == IN_COUNTRY and not row.text("country"):
        row.fault("country", "the countries for which the record counts")
    if row.text("use") in (IN_COUNTRY, NOT_USED) and not row.text("reason"):
        row.fault("reason", "why the record does not count everywhere")
    if row.text("use") in (USED, IN_COUNTRY) and not row.text("value_ug_per_100g"):
        row.fault("value_ug_per_100g", "a number, since the record is used")
    for column in ("value_ug_per_100g", "low", "high"):
        if row.text(column) and parse_number(row.text(column)) is None:
            row.fault(column, "a number with a decimal point, or empty")
