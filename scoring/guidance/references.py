"""What authorities set as reference values for adults, and what people are observed to eat.

Both are data (reference_values.csv, population_intakes.csv beside this module): the code only
reads, checks and looks up. Nutrient keys: `k1`, `k2`, `mk4`, `mk7`, `mkx`, `d` as in
the estimate, and `k_total` (K_TOTAL) for authorities that give one value for K1 and K2 together.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from ..errors import ScoringError, did_you_mean
from ..files.data_files import (
    DataFileError,
    cell,
    check_opened,
    filled,
    read_data_rows,
    read_rows_in_english,
)
from ..intake.estimate import Estimate
from ..languages import N_, Words, cached_by_language
from ..nutrients import K_TOTAL, NUTRIENTS, TOTALS, VITAMIN_K, WHOLES
from ..questionnaire.answers import AGE_YEARS, LIFE_STAGES, SEXES, Profile

REFERENCE_VALUES_CSV = Path(__file__).with_name("reference_values.csv")
POPULATION_INTAKES_CSV = Path(__file__).with_name("population_intakes.csv")

REFERENCE_NUTRIENTS = tuple(
    dict.fromkeys(name for nutrient in NUTRIENTS.values() for name in nutrient.reference_ids)
)
"""What reference values may be about: `k1`, `k_total`, `k2`, `d`."""


class ReferenceLookupError(ScoringError):
    """A reference value was asked for in terms the data does not know."""


class Kind(StrEnum):
    """What a reference value means."""

    AI = "AI"
    RDA = "RDA"
    RNI = "RNI"
    EAR = "EAR"
    UL = "UL"
    NO_UL = "no-UL"
    ESTIMATE = "estimate"
    NONE = "none"


KIND_WORDS = Words(
    {
        Kind.AI: N_("Adequate Intake"),
        Kind.RDA: N_("Recommended Dietary Allowance"),
        Kind.RNI: N_("Recommended intake"),
        Kind.EAR: N_("Average requirement"),
        Kind.UL: N_("Upper level"),
        Kind.NO_UL: N_("No upper level set"),
        Kind.ESTIMATE: N_("Estimated value"),
        Kind.NONE: N_("No value set"),
    }
)
RECOMMENDED = frozenset({Kind.AI, Kind.RDA, Kind.RNI, Kind.ESTIMATE, Kind.NONE})
UPPER = frozenset({Kind.UL, Kind.NO_UL})
_WITHOUT_AMOUNT = (Kind.NONE, Kind.NO_UL)


@dataclass(frozen=True)
class ReferenceValue:
    """One value an authority set for a group of people.

    Attributes:
        authority: A key of AUTHORITIES.
        authority_name: Its name in the language in use.
        year: When it was published.
        nutrient: One of REFERENCE_NUTRIENTS.
        kind: What it means.
        sex: `any`, `female` or `male`.
        life_stage: One of LIFE_STAGES; "" for adults in general.
        age_from: Youngest of the published group, years.
        age_to: Oldest of the published group, years.
        value_ug_per_day: µg a day; None where there is none, or where it goes by body weight.
        per_kg_ug: µg a day for each kg of body weight; None where the value is a fixed amount.
        note: What to know about it, in the language in use.
        ref_id: A key of the references.
        read_elsewhere: The value was read in another text that reports it, as `note` also says.
    """

    authority: str
    authority_name: str
    year: int
    nutrient: str
    kind: Kind
    sex: str
    life_stage: str
    age_from: float
    age_to: float
    value_ug_per_day: float | None
    per_kg_ug: float | None
    note: str
    ref_id: str
    read_elsewhere: bool

    def fits(self, sex: str, age: int | None) -> bool:
        """Whether an adult of this sex and age may belong to the group; unknowns fit.

        With no age given, a group that ends at 18 is left out: it would stretch the span for
        everyone for the sake of one year of life.
        """
        if sex and self.sex not in ("any", sex):
            return False
        if age is None:
            return self.age_to > AGE_YEARS[0]
        return self.age_from <= age <= self.age_to


@dataclass(frozen=True)
class PopulationIntake:
    """What a studied group of people was found to take in, µg a day.

    Attributes:
        nutrient: One of TOTALS.
        population: Who they are, in the language in use.
        country: Where, in the language in use.
        years: When.
        sex: `any`, `female` or `male`.
        n: How many; None where not stated.
        computed: The figure was worked out by us from published shares; `note` says how.
        mean_ug: Mean, None where not stated.
        sd_ug: Standard deviation, None where not stated.
        percentiles: Intake by percentile (PERCENTILES); only those known.
        percentile_note: How the percentiles came about, in words; empty where there are none.
        note: What to know about it, in the language in use.
        ref_id: A key of the references.
        read_elsewhere: It was read in another text that reports it.
    """

    nutrient: str
    population: str
    country: str
    years: str
    sex: str
    n: int | None
    computed: bool
    mean_ug: float | None
    sd_ug: float | None
    percentiles: Mapping[int, float]
    percentile_note: str
    note: str
    ref_id: str
    read_elsewhere: bool


PERCENTILES = (5, 25, 50, 75, 95)
_PERCENTILE_WORDS = Words(
    {
        "published": N_("Percentiles as published."),
        "derived": N_(
            "Percentiles worked out by us from the published mean and standard deviation, "
            "with a log-normal shape."
        ),
        "": "",
    }
)


_GROUP_SEXES = ("any", *(sex for sex in SEXES if sex))
_REFERENCE_COLUMNS = (
    "authority",
    "authority_name",
    "year",
    "nutrient",
    "kind",
    "sex",
    "life_stage",
    "age_from",
    "age_to",
    "value_ug_per_day",
    "per_kg_ug",
    "note",
    "ref_id",
    "status",
)
_POPULATION_COLUMNS = (
    "nutrient",
    "population",
    "country",
    "years",
    "sex",
    "n",
    "value_basis",
    "mean_ug",
    "sd_ug",
    "p5",
    "p25",
    "p50",
    "p75",
    "p95",
    "percentile_basis",
    "note",
    "ref_id",
    "status",
)


@cached_by_language
def load_reference_values() -> tuple[ReferenceValue, ...]:
    """Every reference value kept for adults.

    Raises:
        DataFileError: A row breaks the rules of the file.
    """
    path = REFERENCE_VALUES_CSV
    return tuple(
        _reference_value(path, number, row)
        for number, row in enumerate(read_data_rows(path, _REFERENCE_COLUMNS), start=2)
    )


def _reference_value(path: Path, number: int, row: dict[str, str]) -> ReferenceValue:
    read_elsewhere = check_opened(path, number, row["status"])
    try:
        value = ReferenceValue(
            authority=row["authority"],
            authority_name=row["authority_name"],
            year=cell(row, "year", int),
            nutrient=cell(row, "nutrient", _one_of(REFERENCE_NUTRIENTS)),
            kind=Kind(cell(row, "kind", _one_of(tuple(Kind)))),
            sex=cell(row, "sex", _one_of(_GROUP_SEXES)),
            life_stage=cell(row, "life_stage", _one_of(LIFE_STAGES)),
            age_from=cell(row, "age_from", float),
            age_to=cell(row, "age_to", float),
            value_ug_per_day=cell(row, "value_ug_per_day", _number_or_none),
            per_kg_ug=cell(row, "per_kg_ug", _number_or_none),
            note=row["note"],
            ref_id=cell(row, "ref_id", filled),
            read_elsewhere=read_elsewhere,
        )
    except ValueError as error:
        raise DataFileError(f"{path.name}, row {number}: {error}.") from error
    amounts = (value.value_ug_per_day is not None) + (value.per_kg_ug is not None)
    if amounts != (0 if value.kind in _WITHOUT_AMOUNT else 1):
        raise DataFileError(
            f"{path.name}, row {number}: kinds {' and '.join(_WITHOUT_AMOUNT)} have no amount; "
            "every other kind has either value_ug_per_day or per_kg_ug."
        )
    return value


@cached_by_language
def load_population_intakes() -> tuple[PopulationIntake, ...]:
    """Every observed intake kept.

    Raises:
        DataFileError: A row breaks the rules of the file.
    """
    path = POPULATION_INTAKES_CSV
    return tuple(
        _population_intake(path, number, row)
        for number, row in enumerate(read_data_rows(path, _POPULATION_COLUMNS), start=2)
    )


def _population_intake(path: Path, number: int, row: dict[str, str]) -> PopulationIntake:
    read_elsewhere = check_opened(path, number, row["status"])
    try:
        percentiles = {p: cell(row, f"p{p}", float) for p in PERCENTILES if row[f"p{p}"]}
        return PopulationIntake(
            nutrient=cell(row, "nutrient", _one_of(TOTALS)),
            population=row["population"],
            country=row["country"],
            years=row["years"],
            sex=cell(row, "sex", _one_of(_GROUP_SEXES)),
            n=cell(row, "n", int) if row["n"] else None,
            computed=cell(row, "value_basis", _one_of(("reported", "computed"))) == "computed",
            mean_ug=cell(row, "mean_ug", _number_or_none),
            sd_ug=cell(row, "sd_ug", _number_or_none),
            percentiles=MappingProxyType(percentiles),
            percentile_note=_PERCENTILE_WORDS[
                cell(row, "percentile_basis", _one_of(tuple(_PERCENTILE_WORDS)))
            ],
            note=row["note"],
            ref_id=cell(row, "ref_id", filled),
            read_elsewhere=read_elsewhere,
        )
    except ValueError as error:
        raise DataFileError(f"{path.name}, row {number}: {error}.") from error


def _number_or_none(text: str) -> float | None:
    return float(text) if text else None


def _one_of(allowed: Collection[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            known = ", ".join(f"'{code}'" for code in allowed)
            raise ValueError(f"'{text}' is not one of {known}")
        return text

    return read


AUTHORITIES = Words(
    {
        row["authority"]: row["authority_name"]
        for row in read_rows_in_english(REFERENCE_VALUES_CSV, _REFERENCE_COLUMNS)
    }
)
"""Authority key -> name on screen, in the order of the data file."""

EVERYBODYS_AUTHORITY = "efsa"
"""Whose values come first for a reader whose country has no authority here, and whose upper level
stands in where an authority has set none that was opened."""

_AUTHORITY_OF_COUNTRY = MappingProxyType(
    {
        **dict.fromkeys(("AT", "CH", "DE"), "dach"),
        **dict.fromkeys(("DK", "FI", "IS", "NO", "SE"), "nordic"),
        "FR": "france",
        "GB": "uk",
        "JP": "japan",
        "NL": "netherlands",
        "US": "us_canada",
    }
)


def authority_of(country: str) -> str:
    """The authority whose values a reader in this country meets first, one of AUTHORITIES.

        >>> authority_of("NL"), authority_of("IE"), authority_of("")
        ('netherlands', 'efsa', 'efsa')

    Args:
        country: One of COUNTRIES, or INTERNATIONAL.
    """
    return _AUTHORITY_OF_COUNTRY.get(country, EVERYBODYS_AUTHORITY)


def authorities_for(country: str) -> tuple[str, ...]:
    """Every authority, that of the reader's country first, the others in the order of the data."""
    first = authority_of(country)
    return (first, *(key for key in AUTHORITIES if key != first))


def lookup(
    authority: str,
    nutrient: str,
    profile: Profile | None = None,
    *,
    kinds: Collection[Kind] = RECOMMENDED,
) -> tuple[ReferenceValue, ...]:
    """The values that apply, or may apply, to an adult.

    During pregnancy or breastfeeding the rows set for that stage are returned, also where they say
    that none is set; only where the authority's data holds no such row do the general adult rows
    stand in, recognisable by their empty `life_stage`.

        >>> from scoring.questionnaire.answers import Profile
        >>> [value.value_ug_per_day for value in lookup("efsa", "d", Profile(sex="female", age=42))]
        [15.0]

    Args:
        authority: A key of AUTHORITIES.
        nutrient: One of REFERENCE_NUTRIENTS.
        profile: What is unknown in it narrows nothing, so several rows may come back ("90 for
            women, 120 for men").
        kinds: Which kinds of value, all of one meaning; the recommended ones unless told. See
            `upper_levels`.

    Returns:
        The values in the order of the data; none where the data holds no such value.

    Raises:
        ReferenceLookupError: The authority or the nutrient is unknown.
    """
    for name, given, known in (
        ("authority", authority, tuple(AUTHORITIES)),
        ("nutrient", nutrient, REFERENCE_NUTRIENTS),
    ):
        if given not in known:
            raise ReferenceLookupError(
                f"No reference values for {name} {given!r}.{did_you_mean(given, known)} "
                f"Known: {', '.join(known)}."
            )
    profile = profile or Profile()
    sex = "female" if profile.life_stage else profile.sex
    found = [
        value
        for value in load_reference_values()
        if value.authority == authority
        and value.nutrient == nutrient
        and value.kind in kinds
        and value.fits(sex, profile.age)
    ]
    own = tuple(value for value in found if value.life_stage == profile.life_stage)
    return own or tuple(value for value in found if not value.life_stage)


def upper_levels(
    authority: str, nutrient: str, profile: Profile | None = None
) -> tuple[ReferenceValue, ...]:
    """The upper levels that apply, or may apply, to an adult; as `lookup` otherwise.

    One of kind NO_UL says that the authority has set none for them.
    """
    return lookup(authority, nutrient, profile, kinds=UPPER)


@dataclass(frozen=True)
class UpperLevel:
    """The upper level of vitamin D that a notice about an intake names.

    Attributes:
        ug_per_day: µg a day, from food and supplements, for adults in general.
        authority: Who has set it, a key of AUTHORITIES.
    """

    ug_per_day: float
    authority: str


def upper_level_of_d(authority: str) -> UpperLevel:
    """The upper level of vitamin D for adults in general, by an authority.

    It also guards those for whom an authority has set none, as Japan in pregnancy: that a table
    leaves a level out does not say that more is harmless.

        >>> upper_level_of_d("australia_nz")
        UpperLevel(ug_per_day=80.0, authority='australia_nz')
        >>> upper_level_of_d("dach").authority
        'efsa'

    Args:
        authority: A key of AUTHORITIES; EVERYBODYS_AUTHORITY stands in where its level is not among
            the values.

    Raises:
        ReferenceLookupError: The authority is unknown.
    """
    for key in (authority, EVERYBODYS_AUTHORITY):
        amounts = [
            value.value_ug_per_day
            for value in upper_levels(key, "d")
            if value.value_ug_per_day is not None
        ]
        if amounts:
            return UpperLevel(min(amounts), key)
    raise ReferenceLookupError(f"No upper level of vitamin D for {EVERYBODYS_AUTHORITY!r}.")


@dataclass(frozen=True)
class ReferenceComparison:
    """An intake beside the values of an authority, a day.

    Attributes:
        counted: The nutrients added up, as the authority counts them.
        central: From food, the foods of the list and those that are not asked.
        low: Low ends of the likely ranges added up; with `high` the range of the sum if all are off
            in the same direction, the widest it can be.
        high: High ends added up.
        supplements: Of the same nutrients, apart from food.
        values: The recommended values that apply or may apply.
        upper: The upper levels that apply or may apply.
    """

    counted: tuple[str, ...]
    central: float
    low: float
    high: float
    supplements: float
    values: tuple[ReferenceValue, ...]
    upper: tuple[ReferenceValue, ...]


def beside_vitamin_k(
    estimate: Estimate, authority: str, profile: Profile | None = None
) -> ReferenceComparison:
    """K1 alone where the authority counts K1 only, else K1 and K2 together."""
    values = lookup(authority, "k1", profile)
    if values:
        return _comparison(estimate, ("k1",), values, ())
    all_of_it = tuple(n for n in WHOLES if n in VITAMIN_K)
    return _comparison(estimate, all_of_it, lookup(authority, K_TOTAL, profile), ())


def beside_vitamin_d(
    estimate: Estimate, authority: str, profile: Profile | None = None
) -> ReferenceComparison:
    """Vitamin D with the recommended values and the upper levels."""
    values = lookup(authority, "d", profile)
    return _comparison(estimate, ("d",), values, upper_levels(authority, "d", profile))


def _comparison(
    estimate: Estimate,
    counted: tuple[str, ...],
    values: tuple[ReferenceValue, ...],
    upper: tuple[ReferenceValue, ...],
) -> ReferenceComparison:
    intakes = [estimate.wholes[nutrient] for nutrient in counted]
    return ReferenceComparison(
        counted=counted,
        central=sum(intake.central for intake in intakes),
        low=sum(intake.low for intake in intakes),
        high=sum(intake.high for intake in intakes),
        supplements=sum(estimate.supplements_per_day[nutrient] for nutrient in counted),
        values=values,
        upper=upper,
    )
