"""Contents of foods and meals that others published, set against ours (validation_cases.csv).

Every figure that was found is in the file; one that cannot be compared says why, and every miss is
shown.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from ..files.csv_tables import parse_number
from ..files.data_files import DataFileError, read_data_rows
from ..foods.records import Record
from ..foods.table import FoodTable, Source
from ..frozen import ReadOnlyMappings
from ..languages import N_, Words, cached_by_language
from ..lognormal import log_variance_of, range_around_median, variance_of
from ..nutrients import K_TOTAL, NUTRIENTS, STORED, VITAMIN_K

CASES_CSV = Path(__file__).with_name("validation_cases.csv")
SOURCES_CSV = Path(__file__).with_name("validation_sources.csv")

CASE_NUTRIENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: nutrient.stored for name, nutrient in NUTRIENTS.items()}
    | {K_TOTAL: tuple(n for n in STORED if n in VITAMIN_K)}
)
"""What a published figure may be about, and the nutrients of the food table that add up to it."""


class Independence(StrEnum):
    """How far a published figure is independent of the records that the food table was built on."""

    INDEPENDENT = "independent"
    UNCLEAR = "unclear"
    LEFT_OUT = "left_out"
    SAME_TABLE = "same_table"
    SAME_FIGURE = "same_figure"


INDEPENDENCE_WORDS = Words(
    {
        Independence.INDEPENDENT: N_("From a source that the food table does not use."),
        Independence.UNCLEAR: N_("Where the publisher has it from could not be seen."),
        Independence.LEFT_OUT: N_(
            "Known when the food table was built and left out of it, wholly or in part; "
            "food_records.csv says why."
        ),
        Independence.SAME_TABLE: N_("From a source that the food table uses, but another figure."),
        Independence.SAME_FIGURE: N_("The same figure as one in the food table: no test of it."),
    }
)


class Verdict(StrEnum):
    """Where a published figure lies."""

    INSIDE = "inside"
    PARTLY = "partly inside"
    MISS = "MISS"


@dataclass(frozen=True)
class PublishedSource:
    """Where published figures and shares were read.

    Attributes:
        source_key: A word that never changes.
        citation: Authors, title and where it appeared.
        year: When.
        country: Where the foods were bought.
        url_or_doi: Its address.
        read_in: How it was read, in the language in use: abstract, table, a copy.
        cited_as: How records of the food table would cite it; empty for what they cannot cite.
    """

    source_key: str
    citation: str
    year: str
    country: str
    url_or_doi: str
    read_in: str
    cited_as: str


@dataclass(frozen=True)
class Case(ReadOnlyMappings):
    """One published figure.

    Attributes:
        case_id: A word that never changes.
        about: What was measured, in the language in use.
        nutrient: A key of CASE_NUTRIENTS.
        grams: Weight of each food, g, by its id.
        low_ug: What was published for these weights, µg; None where it is not comparable.
        high_ug: The same; more than `low_ug` for a published range.
        source: Where it was read.
        place: Where it stands there.
        quoted: What it says there.
        conversion: The arithmetic from there to the figure; may be empty.
        independence: How far it is independent of the food table.
        table_source_ids: Keys of sources.csv that share its data, for a figure that is not
            independent.
        reason: Why it is not compared, in the language in use; empty where it is.
    """

    case_id: str
    about: str
    nutrient: str
    grams: Mapping[str, float]
    low_ug: float | None
    high_ug: float | None
    source: PublishedSource
    place: str
    quoted: str
    conversion: str
    independence: Independence
    table_source_ids: tuple[str, ...]
    reason: str

    @property
    def compared(self) -> bool:
        """Whether the figure can be set against ours."""
        return not self.reason


@dataclass(frozen=True)
class PublishedComparison:
    """A published figure next to ours, µg for the same weights.

    Attributes:
        case: The published figure.
        published_ug: Its value, or the middle of a published range.
        ours_ug: Our central value.
        ours_low_ug: Low end of our range, which holds about 80 % of such foods.
        ours_high_ug: High end of our range.
        ratio: Ours ÷ published, nan where 0 was published.
        verdict: Where the published figure lies.
    """

    case: Case
    published_ug: float
    ours_ug: float
    ours_low_ug: float
    ours_high_ug: float
    ratio: float
    verdict: Verdict

    @property
    def inside(self) -> bool:
        """Whether our range holds the published figure, or the middle of a published range."""
        return self.ours_low_ug <= self.published_ug <= self.ours_high_ug

    @property
    def is_unused(self) -> bool:
        """Whether it comes from a source that the food table does not use, as far as is known."""
        return self.case.independence in (Independence.INDEPENDENT, Independence.UNCLEAR)


@cached_by_language
def load_published_sources() -> Mapping[str, PublishedSource]:
    """The sources of the checks by their key.

    Raises:
        DataFileError: The columns of the file are not as expected.
    """
    rows = read_data_rows(SOURCES_CSV, tuple(PublishedSource.__dataclass_fields__))
    return MappingProxyType({row["source_key"]: PublishedSource(**row) for row in rows})


@cached_by_language
def load_cases() -> tuple[Case, ...]:
    """Every published figure that was found.

    Raises:
        DataFileError: A row breaks the rules of the file.
    """
    rows = read_data_rows(
        CASES_CSV,
        (
            *("case_id", "about", "nutrient", "foods"),
            *("published_ug", "published_low_ug", "published_high_ug"),
            *("source_key", "place", "quoted", "conversion"),
            *("independence", "table_source_ids", "use", "reason"),
        ),
    )
    return tuple(_case(number, row) for number, row in enumerate(rows, start=2))


def compare(foods: FoodTable, cases: Iterable[Case]) -> tuple[PublishedComparison, ...]:
    """Set every case that can be compared against our figure for the same weights.

    For one nutrient in one food the range is the one of the table. For sums it is the 80 % range of
    the log-normal with the mean and the variance of the sum of independent contents.

    Raises:
        DataFileError: A food has no data for the nutrient.
    """
    return tuple(_compare(foods, case) for case in cases if case.compared)


def independence_faults(
    cases: Iterable[Case], records: Sequence[Record], sources: Mapping[str, Source]
) -> tuple[str, ...]:
    """Reasons to doubt the independence that the cases claim; empty if there is none.

    A case that is marked as independent or unclear must not come from a source of the food table
    that any record of its foods and nutrient rests on, nor be cited in the place of one. One that
    is marked as independent must not equal a used record to three digits either.
    All others must name the sources of the food table that share their data.

    Args:
        cases: The published figures.
        records: The records behind the food table.
        sources: The sources of the food table by their id.
    """
    faults = []
    for case in cases:
        if case.independence not in (Independence.INDEPENDENT, Independence.UNCLEAR):
            if not case.table_source_ids or set(case.table_source_ids) - set(sources):
                faults.append(f"{case.case_id}: table_source_ids must name sources of the table")
            continue
        related = (
            record
            for record in records
            if record.food_id in case.grams and record.nutrient in CASE_NUTRIENTS[case.nutrient]
        )
        for record in related:
            address = sources[record.source_id].url_or_doi
            if address and address == case.source.url_or_doi:
                faults.append(f"{case.case_id}: {record.source_id} is a source of {record.food_id}")
            if case.source.cited_as and case.source.cited_as in record.place:
                faults.append(f"{case.case_id}: {record.place} rests on {case.source.cited_as}")
            if case.independence is Independence.INDEPENDENT and _equals(case, record):
                faults.append(f"{case.case_id}: same figure as {record.place}")
    return tuple(faults)


def _equals(case: Case, record: Record) -> bool:
    """Whether a single published figure of one food is the figure of a used record."""
    if not record.used or not case.low_ug or case.low_ug != case.high_ug or len(case.grams) > 1:
        return False
    per_100g = case.low_ug / case.grams[record.food_id] * 100
    return f"{per_100g:.3g}" == f"{record.value:.3g}"


def _case(number: int, row: Mapping[str, str]) -> Case:
    def refuse(column: str, allowed: str) -> DataFileError:
        return DataFileError(
            f"{CASES_CSV.name}, row {number}: {column} {row[column]!r}; allowed: {allowed}."
        )

    if row["nutrient"] not in CASE_NUTRIENTS:
        raise refuse("nutrient", ", ".join(CASE_NUTRIENTS))
    if row["source_key"] not in load_published_sources():
        raise refuse("source_key", f"keys of {SOURCES_CSV.name}")
    if row["independence"] not in tuple(Independence):
        raise refuse("independence", ", ".join(Independence))
    if row["use"] != ("excluded" if row["reason"] else "compared"):
        raise refuse("use", "compared, or excluded with a reason")
    numbers = [
        parse_number(row[f"published_{end}"] or row["published_ug"])
        for end in ("low_ug", "high_ug")
    ]
    grams = {}
    for part in filter(None, row["foods"].split(";")):
        food_id, _, weight = part.partition(":")
        grams[food_id] = parse_number(weight) or 0.0
    if row["use"] == "compared" and (None in numbers or not grams or not all(grams.values())):
        raise refuse("foods", "food_id:grams, with a published figure or range")
    return Case(
        case_id=row["case_id"],
        about=row["about"],
        nutrient=row["nutrient"],
        grams=grams,
        low_ug=numbers[0],
        high_ug=numbers[1],
        source=load_published_sources()[row["source_key"]],
        place=row["place"],
        quoted=row["quoted"],
        conversion=row["conversion"],
        independence=Independence(row["independence"]),
        table_source_ids=tuple(filter(None, row["table_source_ids"].split(";"))),
        reason=row["reason"],
    )


def _compare(foods: FoodTable, case: Case) -> PublishedComparison:
    low, high = case.low_ug or 0.0, case.high_ug or 0.0
    published = (low + high) / 2
    ours, ours_low, ours_high = _our_range(foods, case)
    if ours_low <= low and high <= ours_high:
        verdict = Verdict.INSIDE
    elif high < ours_low or low > ours_high:
        verdict = Verdict.MISS
    else:
        verdict = Verdict.PARTLY
    ratio = ours / published if published else math.nan
    return PublishedComparison(case, published, ours, ours_low, ours_high, ratio, verdict)


def _our_range(foods: FoodTable, case: Case) -> tuple[float, float, float]:
    """Central value, low and high, µg for the weights of the case."""
    parts = []
    for food_id, grams in case.grams.items():
        for nutrient in CASE_NUTRIENTS[case.nutrient]:
            content = foods[food_id].content[nutrient]
            if content is None:
                raise DataFileError(
                    f"{CASES_CSV.name}, {case.case_id}: no data for {nutrient} in {food_id}."
                )
            parts.append((grams / 100, content))
    if len(parts) == 1:
        weight, content = parts[0]
        return weight * content.central, weight * content.low, weight * content.high
    mean = math.fsum(weight * content.central for weight, content in parts)
    if mean == 0:
        return 0.0, 0.0, 0.0
    variance = math.fsum(
        variance_of(weight * content.central, content.log_sd) for weight, content in parts
    )
    return mean, *range_around_median(mean, log_variance_of(mean, variance))
