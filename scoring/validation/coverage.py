"""How much of the intakes that surveys found comes from foods of our list (source_shares.csv).

A group counts as far as the list carries it: all of it, nothing, or for one that is on the list in
part from `carried_low_percent` to `carried_high_percent`, which is our judgement.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..countries import COUNTRIES, INTERNATIONAL
from ..files.csv_tables import parse_number
from ..files.data_files import DataFileError, read_rows_in_english
from ..foods.table import FoodTable
from ..intake.not_asked import share_not_asked
from ..languages import _
from .published import PublishedSource, load_published_sources

SHARES_CSV = Path(__file__).with_name("source_shares.csv")

LEAST_STATED_PERCENT = 50
"""A source that says less of where an intake comes from does not tell what the list lacks."""

_CODES = {country.name_en: country.code for country in COUNTRIES.values()}


@dataclass(frozen=True)
class SourceCoverage:
    """How much of a population's intake comes from foods of our list, percent of its intake.

    Published shares that are ranges count with their middle.

    Attributes:
        population: Who they are, in the language in use.
        country: Where, in the language in use.
        country_codes: Those of COUNTRIES among them.
        years: When.
        nutrient: What they take in.
        source: Where the shares were read.
        surely_percent: What the list carries at least of the groups that are stated.
        at_most_percent: What it carries at most of them.
        not_covered_percent: Groups that it lacks.
        not_stated_percent: What the part of the source that was read leaves open.
        missing_groups: The groups that it lacks, in the language in use.
        food_ids: The foods of the list that carry the groups.
        not_asked_percent: The allowance for foods that are not asked, as a share of the mean intake
            that it was worked out from; the largest of several countries; 0 where there is none.
    """

    population: str
    country: str
    country_codes: tuple[str, ...]
    years: str
    nutrient: str
    source: PublishedSource
    surely_percent: float
    at_most_percent: float
    not_covered_percent: float
    not_stated_percent: float
    missing_groups: tuple[str, ...]
    food_ids: tuple[str, ...]
    not_asked_percent: float

    @property
    def missing_low_percent(self) -> float:
        """What the list lacks at least."""
        return max(0.0, 100 - self.at_most_percent - self.not_stated_percent)

    @property
    def missing_high_percent(self) -> float:
        """What the list lacks at most."""
        return 100 - self.surely_percent

    @property
    def tells_what_is_missing(self) -> bool:
        """Whether enough of the intake is stated, of people somewhere, to tell what is missing."""
        return bool(self.country) and self.not_stated_percent <= 100 - LEAST_STATED_PERCENT

    @property
    def with_allowance_percent(self) -> float | None:
        """The list, half-way between the least and the most that it may carry, and the allowance.

        Above 100 where the allowance, which is one for a country, is larger than what this
        population lacks; None where the source does not tell what is missing.
        """
        if not self.tells_what_is_missing:
            return None
        missing = (self.missing_low_percent + self.missing_high_percent) / 2
        return 100 - missing + self.not_asked_percent


def source_coverage(foods: FoodTable) -> tuple[SourceCoverage, ...]:
    """How much of each published intake our foods carry.

    Raises:
        DataFileError: A row breaks the rules of the file.
    """
    columns = (
        *("population", "country", "years", "nutrient", "food_group"),
        *("share_low_percent", "share_high_percent"),
        *("covered", "carried_low_percent", "carried_high_percent", "food_ids"),
        *("source_key", "quoted", "note"),
    )
    groups: dict[tuple[str, ...], list[_Group]] = {}
    for number, row in enumerate(read_rows_in_english(SHARES_CSV, columns), start=2):
        shares = [parse_number(row[f"share_{end}_percent"]) for end in ("low", "high")]
        carried = [parse_number(row[f"carried_{end}_percent"]) for end in ("low", "high")]
        food_ids = tuple(filter(None, row["food_ids"].split(";")))
        if None in (*shares, *carried) or any(food_id not in foods for food_id in food_ids):
            raise DataFileError(f"{SHARES_CSV.name}, row {number}: shares, carried or food_ids.")
        low, high = (c for c in carried if c is not None)
        allowed = {"yes": low == high == 100, "no": low == high == 0, "partly": low < high}
        if not (0 <= low <= high <= 100 and allowed.get(row["covered"])):
            raise DataFileError(f"{SHARES_CSV.name}, row {number}: covered or carried.")
        key = tuple(row[c] for c in ("population", "country", "years", "nutrient", "source_key"))
        share = math.fsum(s for s in shares if s is not None) / 2
        group = _Group(row["food_group"], row["covered"], share, low / 100, high / 100, food_ids)
        groups.setdefault(key, []).append(group)
    return tuple(_source_coverage(key, parts) for key, parts in groups.items())


@dataclass(frozen=True)
class _Group:
    """A food group: its share of the intake, percent, and the part of it that the list carries."""

    name: str
    covered: str
    share: float
    carried_low: float
    carried_high: float
    food_ids: tuple[str, ...]


def _source_coverage(key: tuple[str, ...], parts: Sequence[_Group]) -> SourceCoverage:
    population, country, years, nutrient, source_key = key
    codes = tuple(_CODES[name] for name in country.split(", ") if name in _CODES)
    return SourceCoverage(
        population=_(population),
        country=_(country),
        country_codes=codes,
        years=years,
        nutrient=nutrient,
        source=load_published_sources()[source_key],
        surely_percent=math.fsum(part.share * part.carried_low for part in parts),
        at_most_percent=math.fsum(part.share * part.carried_high for part in parts),
        not_covered_percent=math.fsum(part.share for part in parts if part.covered == "no"),
        not_stated_percent=max(0.0, 100 - math.fsum(part.share for part in parts)),
        missing_groups=tuple(_(part.name) for part in parts if part.covered == "no"),
        food_ids=tuple(dict.fromkeys(food_id for part in parts for food_id in part.food_ids)),
        not_asked_percent=max(
            (share_not_asked(nutrient, code) for code in codes or (INTERNATIONAL,)), default=0.0
        ),
    )
