"""Foods that are not asked: what they are likely to add, so that it is not left out in silence.

A list of foods carries part of an intake. Surveys that publish which food groups an intake comes
from tell what part a list lacks; that share of the mean intake of the country is the allowance. It
is the same for everyone, but never more beside what a person's foods give than the largest share
that the surveys leave to foods which are not asked: who eats hardly anything of a nutrient on the
list, as a vegan does of MK-4, gets hardly any allowance, and who eats none gets none. It stands
apart from the sum over the foods, which can be checked by hand, and has a range of its own: how
sure the share is, and how far people differ.

The figures stand in not_asked.csv beside this module, which `scoring.validation.allowance` works
out from published shares and intakes.

The intake from the foods of the list, c with the log-SD s, and the allowance, a with the log-SD t,
are taken as independent. Their sum is matched by a log-normal of mean c + a with the variance
c² (exp(s²) − 1) + a² (exp(t²) − 1), the Fenton-Wilkinson approximation; its log-SD is never below
`Nutrient.sigma_floor`, since studies of questionnaires compared whole intakes.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..countries import COUNTRIES, INTERNATIONAL
from ..files.data_files import DataFileError, read_rows_in_english
from ..foods.table import FoodTable
from ..lognormal import log_variance_of
from ..nutrients import NUTRIENTS, STORED, TOTALS

Floats = NDArray[np.float64]

NOT_ASKED_CSV = Path(__file__).with_name("not_asked.csv")
COLUMNS = (
    *("country", "nutrient", "ug_per_day", "log_sd"),
    *("missing_percent", "missing_low_percent", "missing_high_percent", "mean_intake_ug"),
    *("share_from", "intake_from", "carried_by", "source_keys"),
)
"""Columns of not_asked.csv, as `scoring.validation.allowance` describes them."""


@dataclass(frozen=True)
class Allowance:
    """What foods that are not asked are likely to add, a day, in the unit of the nutrient.

    Attributes:
        central: The mean.
        low: Low end of the likely range.
        high: High end of the likely range.
        of_country: Whether the share that the list lacks was published for the country of the
            table; else it is that of all countries where one was.
    """

    central: float
    low: float
    high: float
    of_country: bool


@dataclass(frozen=True)
class WholeIntake:
    """Intake from the foods of the list and from foods that are not asked, a day.

    Attributes:
        central: The sum of both.
        low: Low end of the likely range.
        high: High end of the likely range.
    """

    central: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class AllowanceArrays:
    """The allowances of a country, or of every country.

    Attributes:
        mean: For each of STORED, a day, in its unit; 0 where none can be said. Of every country,
            STORED × COUNTRY_NUMBERS, as are the next two.
        most: For each of STORED, the most that an allowance can be, in parts of what the foods of
            the list give.
        relative_variance: For each of STORED, in squares of the allowance.
        known: For each of TOTALS, whether there is one.
        of_country: For each of TOTALS, as in Allowance.
    """

    mean: Floats
    most: Floats
    relative_variance: Floats
    known: tuple[bool, ...]
    of_country: tuple[bool, ...]


class ListedIntakes(Protocol):
    """Intakes from the foods of the list, of many people: arrays of people × TOTALS.

    `scoring.intake.estimate.TotalIntakes` says what they are.
    """

    @property
    def central(self) -> Floats:
        """Sum over the foods, a day, in the unit of each nutrient."""
        ...

    @property
    def low(self) -> Floats:
        """Low end of the likely range."""
        ...

    @property
    def high(self) -> Floats:
        """High end of the likely range."""
        ...

    @property
    def relative_variance(self) -> Floats:
        """Variance behind the range, in squares of the central value."""
        ...


@dataclass(frozen=True, eq=False)
class WholeIntakes:
    """Allowances, and whole intakes, of many people: arrays of people × TOTALS.

    Attributes:
        allowance: A day, in the unit of each nutrient; 0 also where none can be said.
        allowance_variance: Of the allowance, in its unit squared.
        central: The foods of the list and the allowance together.
        low: Low end of their likely range.
        high: High end of it.
    """

    allowance: Floats
    allowance_variance: Floats
    central: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class _Row:
    """One row of not_asked.csv."""

    ug_per_day: float
    log_sd: float
    missing_percent: float
    missing_high_percent: float
    of_country: bool
    carried_by: frozenset[str]


@lru_cache(maxsize=64)
def allowance_arrays(foods: FoodTable) -> AllowanceArrays:
    """The allowances for a list of foods in the country of its table.

    Nothing can be said of a list without the foods that the published shares count on: that of a
    workshop that asks some parts only, or a table of somebody's own. A sum such as `k2` holds the
    parts that are known.

    Args:
        foods: The foods that are asked.

    Raises:
        DataFileError: not_asked.csv breaks its rules.
    """
    found = {n: row for n in STORED if (row := _row_of(n, foods.country))}
    if any(food_id not in foods for row in found.values() for food_id in row.carried_by):
        found = {}
    rows = [found.get(nutrient, _NOTHING) for nutrient in STORED]
    parts = [[found[n] for n in NUTRIENTS[total].stored if n in found] for total in TOTALS]
    return AllowanceArrays(
        mean=np.array([row.ug_per_day for row in rows]),
        most=np.array([r.missing_high_percent / (100 - r.missing_high_percent) for r in rows]),
        relative_variance=np.expm1(np.square([row.log_sd for row in rows])),
        known=tuple(bool(own) for own in parts),
        of_country=tuple(bool(own) and all(row.of_country for row in own) for own in parts),
    )


@lru_cache(maxsize=4)
def allowances_in_every_country(foods: FoodTable) -> AllowanceArrays:
    """The same for every country; what is known is that of the table.

    Args:
        foods: The foods that are asked.
    """
    every = [allowance_arrays(table) for table in foods.in_every_country]
    return replace(
        allowance_arrays(foods),
        mean=np.column_stack([own.mean for own in every]),
        most=np.column_stack([own.most for own in every]),
        relative_variance=np.column_stack([own.relative_variance for own in every]),
    )


def whole_intakes(
    listed: ListedIntakes,
    not_asked: AllowanceArrays,
    z: float,
    country: NDArray[np.uint8] | None = None,
) -> WholeIntakes:
    """Intakes of the foods of the list and the allowance together, the one implementation.

    Args:
        listed: Intakes from the foods of the list.
        not_asked: The allowances.
        z: Half-width of the likely range in log-SDs.
        country: Of each person, one of COUNTRY_NUMBERS, where the allowances are of every country.
    """

    def of_each(amounts: Floats) -> Floats:
        return amounts if country is None else amounts.take(country)

    central, relative_variance = listed.central.T, listed.relative_variance.T
    allowance, allowance_variance = np.zeros(central.shape), np.zeros(central.shape)
    whole, low, high = central.copy(), listed.low.T.copy(), listed.high.T.copy()
    for n, total in enumerate(TOTALS):
        for at, nutrient in enumerate(STORED):
            if nutrient in NUTRIENTS[total].stored and not_asked.mean[at].any():
                own = central[TOTALS.index(nutrient)] * of_each(not_asked.most[at])
                np.minimum(own, of_each(not_asked.mean[at]), out=own)
                allowance[n] += own
                np.square(own, out=own)
                allowance_variance[n] += own * of_each(not_asked.relative_variance[at])
        if allowance[n].any():
            variance = np.square(whole[n]) * relative_variance[n]
            variance += allowance_variance[n]
            whole[n] += allowance[n]
            variance /= np.maximum(np.square(whole[n]), _SMALLEST)
            np.maximum(variance, _FLOOR[n], out=variance)
            variance += 1
            factor = np.exp(z * np.sqrt(np.log(variance)))
            np.divide(whole[n], factor, out=low[n])
            np.multiply(whole[n], factor, out=high[n])
    return WholeIntakes(allowance.T, allowance_variance.T, whole.T, low.T, high.T)


def allowances_of_one(
    not_asked: AllowanceArrays, found: WholeIntakes, z: float
) -> Mapping[str, Allowance]:
    """The allowances of the first person, for each of TOTALS for which one can be said."""
    amounts = zip(
        TOTALS, found.allowance[0].tolist(), found.allowance_variance[0].tolist(), strict=True
    )
    allowances = {}
    for n, (nutrient, amount, variance) in enumerate(amounts):
        if not_asked.known[n]:
            log_sd = math.sqrt(log_variance_of(amount, variance)) if amount else 0.0
            factor = math.exp(z * log_sd)
            own = not_asked.of_country[n]
            allowances[nutrient] = Allowance(amount, amount / factor, amount * factor, own)
    return MappingProxyType(allowances)


@dataclass(frozen=True)
class PublishedAllowance:
    """The allowance of a country for one nutrient, before it is set beside anyone's intake.

    Attributes:
        country: One of COUNTRIES, or INTERNATIONAL.
        nutrient: One of STORED.
        ug_per_day: The mean, a day.
        low: Low end of the likely range.
        high: High end of it.
        missing_percent: The share of the intake that the list is taken to lack.
        of_country: Whether that share was published for the country itself.
    """

    country: str
    nutrient: str
    ug_per_day: float
    low: float
    high: float
    missing_percent: float
    of_country: bool


def published_allowances(z: float) -> tuple[PublishedAllowance, ...]:
    """Every allowance, the international ones first.

    Args:
        z: Half-width of the likely ranges in log-SDs.
    """
    found = []
    for country in (INTERNATIONAL, *COUNTRIES):
        for nutrient in STORED:
            if row := _row_of(nutrient, country):
                factor = math.exp(z * row.log_sd)
                low, high = row.ug_per_day / factor, row.ug_per_day * factor
                found.append(
                    PublishedAllowance(
                        *(country, nutrient, row.ug_per_day, low, high),
                        missing_percent=row.missing_percent,
                        of_country=row.of_country,
                    )
                )
    return tuple(found)


def share_not_asked(nutrient: str, country: str = INTERNATIONAL) -> float:
    """The share of an intake that the allowance stands for, percent; 0 where there is none.

    Args:
        nutrient: One of STORED; for another there is none.
        country: One of COUNTRIES, or INTERNATIONAL.
    """
    row = _row_of(nutrient, country)
    return row.missing_percent if row else 0.0


_FLOOR = np.expm1(np.square([NUTRIENTS[name].sigma_floor for name in TOTALS]))
"""Least variance of a whole intake in squares of its mean."""

_SMALLEST = np.finfo(np.float64).tiny
"""Makes 0 / 0 a 0."""

_NOTHING = _Row(0.0, 0.0, 0.0, 0.0, of_country=False, carried_by=frozenset())


def _row_of(nutrient: str, country: str) -> _Row | None:
    rows = _rows()
    return rows.get((country, nutrient)) or rows.get((INTERNATIONAL, nutrient))


@lru_cache(maxsize=1)
def _rows() -> Mapping[tuple[str, str], _Row]:
    """The allowances by country and nutrient."""
    found = {}
    for number, row in enumerate(read_rows_in_english(NOT_ASKED_CSV, COLUMNS), start=2):
        country, nutrient = row["country"], row["nutrient"]
        known = country == INTERNATIONAL or country in COUNTRIES
        try:
            amount, log_sd = float(row["ug_per_day"]), float(row["log_sd"])
            middle, most = float(row["missing_percent"]), float(row["missing_high_percent"])
        except ValueError as error:
            raise DataFileError(f"{NOT_ASKED_CSV.name}, row {number}: {error}.") from error
        amounts = amount >= 0 and log_sd >= 0 and 0 <= middle <= most < 100
        if not (known and nutrient in STORED and amounts):
            raise DataFileError(f"{NOT_ASKED_CSV.name}, row {number}: country, nutrient, amounts.")
        found[country, nutrient] = _Row(
            ug_per_day=amount,
            log_sd=log_sd,
            missing_percent=middle,
            missing_high_percent=most,
            of_country=row["share_from"] == country != INTERNATIONAL,
            carried_by=frozenset(filter(None, row["carried_by"].split(";"))),
        )
    return MappingProxyType(found)
