"""How the app's figures stand against published ones, and whether the likely range holds.

Four checks, each from data beside this module:

- `compare`: contents of foods and meals that others published (validation_cases.csv). Every figure
  that was found is in the file; one that cannot be compared says why, and every miss is shown.
- `calibrate`: over made-up diets (typical_diets.csv, and random ones drawn by seed), how often the
  likely range holds a truth drawn from the model, and how wide it is next to a constant range.
- `what_typical_diets_lack`: what detail would narrow the range of each typical diet most.
- `source_coverage`: how much of the intakes that surveys found comes from foods of our list
  (source_shares.csv).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from languages import N_, Words, cached_by_language
from scoring.csv_tables import parse_number
from scoring.data_files import DataFileError, read_data_rows
from scoring.foods import K2_FORMS, NUTRIENTS, TOTALS, Z_80, FoodTable, Source
from scoring.frozen import ReadOnlyMappings
from scoring.intake import DEFAULT_RANGE_LEVEL, PORTION_LOG_SD, SIGMA_FLOOR, Estimate, estimate
from scoring.questionnaire import (
    DEFAULT_PORTION,
    FREQUENCIES,
    FREQUENCY_CODES,
    PORTION_CODES,
    PORTIONS,
    Answer,
    Answers,
)
from scoring.sensitivity import Narrowing, what_would_narrow

if TYPE_CHECKING:
    from scoring.provenance import Record

HERE = Path(__file__).parent
CASES_CSV = HERE / "validation_cases.csv"
SOURCES_CSV = HERE / "validation_sources.csv"
DIETS_CSV = HERE / "typical_diets.csv"
SHARES_CSV = HERE / "source_shares.csv"

CASE_NUTRIENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {**{n: (n,) for n in NUTRIENTS}, "k2": K2_FORMS, "k_total": ("k1", *K2_FORMS)}
)
"""What a published figure may be about, and the nutrients of the food table that add up to it."""

Floats = NDArray[np.float64]


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

    read_in: how it was read: abstract, table, a copy. cited_as: how records of the food table would
    cite it; empty for what they cannot cite.
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

    grams: weight of each food. low_ug, high_ug: what was published for these weights, µg; equal for
    a single figure, None where it is not comparable.
    table_source_ids: keys of sources.csv that share its data, for a figure that is not independent.
    reason: why it is not compared; empty where it is.
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
class Comparison:
    """A published figure next to ours, µg for the same weights.

    published_ug: the figure, or the middle of a published range. ratio: ours ÷ published, nan where
    0 was published. ours_low_ug to ours_high_ug: the range that holds about 80 % of such foods.
    """

    case: Case
    published_ug: float
    ours_ug: float
    ours_low_ug: float
    ours_high_ug: float
    ratio: float
    verdict: Verdict


@dataclass(frozen=True)
class RangeQuality:
    """How one way of making ranges did over many diets.

    coverage: share of the truths within the range; lowest_coverage: of the diet where it did worst.
    high_to_low: how many times the low end the high end is, geometric mean.
    width: mean of (high − low) ÷ central. score: mean interval score of the 80 % range on the log
    scale, its width and a penalty for truths outside; less is better.
    """

    coverage: float
    lowest_coverage: float
    high_to_low: float
    width: float
    score: float


@dataclass(frozen=True)
class Calibration:
    """How the likely range of one nutrient did over the diets that hold any of it.

    floor_share: share of the diets whose range is set by the floor for recall.
    likely: our range. by_percent: ± percent for everybody. by_factor: ÷ and × factor for everybody.
    """

    nutrient: str
    diets: int
    floor_share: float
    likely: RangeQuality
    percent: float
    by_percent: RangeQuality
    factor: float
    by_factor: RangeQuality


@dataclass(frozen=True)
class TypicalNarrowing:
    """What would narrow a typical diet's range of one nutrient most; best is None for no intake."""

    diet: str
    nutrient: str
    central_ug_per_day: float
    best: Narrowing | None


@dataclass(frozen=True)
class SourceCoverage:
    """How much of a population's intake comes from foods of our list, percent of its intake.

    surely: food groups that the list covers. at_most: with those that it covers in part.
    not_covered: groups it lacks. not_stated: what the part of the source that was read leaves open.
    Published shares that are ranges count with their middle.
    """

    population: str
    country: str
    years: str
    nutrient: str
    source: PublishedSource
    surely_percent: float
    at_most_percent: float
    not_covered_percent: float
    not_stated_percent: float
    missing_groups: tuple[str, ...]


@dataclass(frozen=True)
class Validation:
    """All checks together."""

    comparisons: tuple[Comparison, ...]
    not_compared: tuple[Case, ...]
    calibration: tuple[Calibration, ...]
    narrowings: tuple[TypicalNarrowing, ...]
    coverage: tuple[SourceCoverage, ...]


def validate(foods: FoodTable) -> Validation:
    """Run every check on a food table that holds the foods of ours."""
    cases = load_cases()
    return Validation(
        comparisons=compare(foods, cases),
        not_compared=tuple(case for case in cases if not case.compared),
        calibration=calibrate(foods),
        narrowings=what_typical_diets_lack(foods),
        coverage=source_coverage(foods),
    )


# Published figures


@cached_by_language
def load_published_sources() -> Mapping[str, PublishedSource]:
    """The sources of the checks by their key. Raises DataFileError on a broken row."""
    rows = read_data_rows(SOURCES_CSV, tuple(PublishedSource.__dataclass_fields__))
    return MappingProxyType({row["source_key"]: PublishedSource(**row) for row in rows})


@cached_by_language
def load_cases() -> tuple[Case, ...]:
    """Every published figure that was found. Raises DataFileError on a broken row."""
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


def compare(foods: FoodTable, cases: Iterable[Case]) -> tuple[Comparison, ...]:
    """Set every case that can be compared against our figure for the same weights.

    For one nutrient in one food the range is the one of the table. For sums it is the 80 % range of
    the log-normal with the mean and the variance of the sum of independent contents.

    Raises DataFileError for a food without data for the nutrient.
    """
    return tuple(_compare(foods, case) for case in cases if case.compared)


def independence_faults(
    cases: Iterable[Case], records: Sequence["Record"], sources: Mapping[str, Source]
) -> tuple[str, ...]:
    """What speaks against the independence that the cases claim; empty if nothing does.

    A case that is marked as independent or unclear must not come from a source of the food table
    that any record of its foods and nutrient rests on, nor be cited in the place of one. One that
    is marked as independent must not equal a used record to three digits either.
    All others must name the sources of the food table that share their data.
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


def _equals(case: Case, record: "Record") -> bool:
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


def _compare(foods: FoodTable, case: Case) -> Comparison:
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
    return Comparison(case, published, ours, ours_low, ours_high, ratio, verdict)


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
        return weight * content.central_ug, weight * content.low_ug, weight * content.high_ug
    mean = math.fsum(weight * content.central_ug for weight, content in parts)
    variance = math.fsum(
        (weight * content.central_ug) ** 2 * math.expm1(content.log_sd**2)
        for weight, content in parts
    )
    if mean == 0:
        return 0.0, 0.0, 0.0
    log_variance = math.log1p(variance / mean**2)
    middle, factor = mean * math.exp(-log_variance / 2), math.exp(Z_80 * math.sqrt(log_variance))
    return mean, middle / factor, middle * factor


# Calibration of the likely range

SEED = 20
RANDOM_DIETS = 300
TRUTHS_PER_DIET = 250

RANDOM_FREQUENCY_SHARES = (0.45, 0.15, 0.13, 0.10, 0.08, 0.04, 0.03, 0.015, 0.005)
"""Chance of each of FREQUENCIES for a food of a random diet."""

RANDOM_PORTION_SHARES = (0.25, 0.5, 0.25)
"""Chance of each of PORTIONS for a food of a random diet."""


@cached_by_language
def load_typical_diets() -> Mapping[str, Mapping[str, Answer]]:
    """Made-up but realistic weeks: the foods that are eaten, by the name of the diet.

    Raises DataFileError or AnswersError on a broken row.
    """
    diets: dict[str, dict[str, Answer]] = {}
    columns = ("diet_id", "diet", "food_id", "frequency", "portion")
    for row in read_data_rows(DIETS_CSV, columns):
        diets.setdefault(row["diet"], {})[row["food_id"]] = Answer(row["frequency"], row["portion"])
    return MappingProxyType({name: MappingProxyType(eaten) for name, eaten in diets.items()})


def complete_answers(foods: FoodTable, eaten: Mapping[str, Answer]) -> Answers:
    """The answers of somebody who eats these foods and ticks `never` for all others."""
    never = Answer("never", DEFAULT_PORTION)
    return Answers({food.food_id: eaten.get(food.food_id, never) for food in foods} | dict(eaten))


def random_diets(foods: FoodTable, number: int, seed: int) -> tuple[Answers, ...]:
    """Diets in which every food has its own frequency and portion, drawn by RANDOM_*_SHARES."""
    rng = np.random.default_rng(seed)
    shape = number, len(foods)
    frequencies = rng.choice(FREQUENCY_CODES, shape, p=RANDOM_FREQUENCY_SHARES).tolist()
    portions = rng.choice(PORTION_CODES, shape, p=RANDOM_PORTION_SHARES).tolist()
    return tuple(
        Answers({food.food_id: Answer(f, p) for food, f, p in zip(foods, fs, ps, strict=True)})
        for fs, ps in zip(frequencies, portions, strict=True)
    )


def draw_truths(
    foods: FoodTable, answers: Answers, found: Estimate, draws: int, rng: np.random.Generator
) -> Floats:
    """What somebody with these answers may truly take in: draws × TOTALS, µg a day.

    found: the estimate for these answers.

    Drawn for each food that is eaten, independently: servings a week, uniform within the class of
    the answer; portion, log-normal with the portion factor as its mean and PORTION_LOG_SD; content
    of each nutrient, log-normal with the table's central value as its mean and its log-SD.
    On top, where the log-SD of the foods (σ_food) is below the floor for recall: one log-normal
    factor for the whole intake with median 1 and log-variance floor² − σ_food².
    """
    eaten = [(foods[i], a) for i, a in answers.foods.items() if a.frequency != FREQUENCY_CODES[0]]
    classes = [FREQUENCIES[FREQUENCY_CODES.index(a.frequency)] for _, a in eaten]
    factors = np.array([PORTIONS[PORTION_CODES.index(a.portion)].factor for _, a in eaten])
    shape = draws, len(eaten)
    servings = rng.uniform([f.class_low for f in classes], [f.class_high for f in classes], shape)
    portion = _log_normal(rng, factors, np.full(len(eaten), PORTION_LOG_SD), shape)
    hundred_g = servings / 7 * portion * np.array([food.serving_g for food, _ in eaten]) / 100
    intake = {}
    for nutrient in NUTRIENTS:
        contents = [food.content[nutrient] for food, _ in eaten]
        mean = np.array([c.central_ug if c else 0.0 for c in contents])
        log_sd = np.array([c.log_sd if c else 0.0 for c in contents])
        intake[nutrient] = (hundred_g * _log_normal(rng, mean, log_sd, shape)).sum(axis=1)
    intake["k2"] = sum((intake[form] for form in K2_FORMS), np.zeros(draws))
    truths = np.column_stack([intake[name] for name in TOTALS])
    intakes = [found.intakes[name] for name in TOTALS]
    recall_variance = np.array([i.sigma**2 * i.causes.recall for i in intakes])
    recall = np.exp(np.sqrt(recall_variance) * rng.standard_normal(truths.shape))
    return np.asarray(truths * recall, dtype=np.float64)


def calibrate(
    foods: FoodTable,
    number_of_random_diets: int = RANDOM_DIETS,
    draws: int = TRUTHS_PER_DIET,
    seed: int = SEED,
) -> tuple[Calibration, ...]:
    """How often the likely range holds the truth, for each of TOTALS; the same for the same seed.

    It tests the arithmetic of the range against the model, not whether people answer well: the
    size of the recall error is an input.

    The comparison: a constant range of ± x percent around the same central value, the same x for
    everybody, with x chosen afterwards on the very same truths so that it holds just as many. That
    choice favours the constant range. The same for ÷ and × a constant factor. Errors multiply, so
    the fair width is how many times the low end the high end is, and the fair score the interval
    score on the log scale. In plain micrograms ± x percent is the narrower one: it reaches further
    down, where micrograms are few, and less far up.
    """
    rng = np.random.default_rng(seed)
    diets = [complete_answers(foods, eaten) for eaten in load_typical_diets().values()]
    diets += random_diets(foods, number_of_random_diets, seed)
    estimates = [estimate(foods, answers) for answers in diets]
    truths = np.stack(
        [
            draw_truths(foods, answers, found, draws, rng)
            for answers, found in zip(diets, estimates, strict=True)
        ]
    )
    return tuple(_calibration(name, estimates, truths[:, :, n]) for n, name in enumerate(TOTALS))


def _calibration(nutrient: str, estimates: Sequence[Estimate], truths: Floats) -> Calibration:
    intakes = [found.intakes[nutrient] for found in estimates]
    some = np.array([intake.central > 0 for intake in intakes])
    central, low, high = (
        np.array([getattr(intake, part) for intake in intakes])[some, None]
        for part in ("central", "low", "high")
    )
    floor_rules = [i.sigma <= SIGMA_FLOOR[nutrient] for i in intakes if i.central > 0]
    relative = truths[some] / central
    likely = _quality(relative, low / central, high / central)
    share = float(np.quantile(np.abs(relative - 1), likely.coverage))
    factor = float(np.exp(np.quantile(np.abs(np.log(relative)), likely.coverage)))
    one = np.ones_like(central)
    return Calibration(
        nutrient=nutrient,
        diets=int(some.sum()),
        floor_share=sum(floor_rules) / len(floor_rules),
        likely=likely,
        percent=100 * share,
        by_percent=_quality(relative, max(1 - share, 0.0) * one, (1 + share) * one),
        factor=factor,
        by_factor=_quality(relative, one / factor, one * factor),
    )


def _quality(relative: Floats, low: Floats, high: Floats) -> RangeQuality:
    """relative: truths ÷ central, diets × draws. low and high: of the range, diets × 1."""
    held = ((low <= relative) & (relative <= high)).mean(axis=1)
    with np.errstate(divide="ignore"):  # a range of ± 100 % and more starts at 0
        below, above = np.log(low) - np.log(relative), np.log(relative) - np.log(high)
        log_width = np.log(high) - np.log(low)
    outside = np.maximum(below, 0) + np.maximum(above, 0)
    return RangeQuality(
        coverage=float(held.mean()),
        lowest_coverage=float(held.min()),
        high_to_low=float(np.exp(log_width.mean())),
        width=float((high - low).mean()),
        score=float((log_width + 2 / (1 - DEFAULT_RANGE_LEVEL) * outside).mean()),
    )


def _log_normal(
    rng: np.random.Generator, mean: Floats, log_sd: Floats, shape: tuple[int, int]
) -> Floats:
    return mean * np.exp(log_sd * rng.standard_normal(shape) - np.square(log_sd) / 2)


# What would narrow the typical diets


def what_typical_diets_lack(foods: FoodTable) -> tuple[TypicalNarrowing, ...]:
    """For each typical diet and K1, K2 and D: the detail that would narrow the range most."""
    found = []
    for diet, eaten in load_typical_diets().items():
        answers = complete_answers(foods, eaten)
        intakes = estimate(foods, answers).intakes
        for nutrient in ("k1", "k2", "d"):
            ranked = what_would_narrow(foods, answers, nutrient)
            best = ranked[0] if ranked else None
            found.append(TypicalNarrowing(diet, nutrient, intakes[nutrient].central, best))
    return tuple(found)


# What a short list misses


def source_coverage(foods: FoodTable) -> tuple[SourceCoverage, ...]:
    """How much of each published intake our foods carry. Raises DataFileError on a broken row."""
    columns = (
        *("population", "country", "years", "nutrient", "food_group"),
        *("share_low_percent", "share_high_percent", "covered", "food_ids"),
        *("source_key", "quoted", "note"),
    )
    groups: dict[tuple[str, ...], list[tuple[str, str, float]]] = {}
    for number, row in enumerate(read_data_rows(SHARES_CSV, columns), start=2):
        shares = [parse_number(row[f"share_{end}_percent"]) for end in ("low", "high")]
        unknown = [i for i in filter(None, row["food_ids"].split(";")) if i not in foods]
        if row["covered"] not in ("yes", "partly", "no") or None in shares or unknown:
            raise DataFileError(f"{SHARES_CSV.name}, row {number}: covered, shares or food_ids.")
        key = tuple(row[c] for c in ("population", "country", "years", "nutrient", "source_key"))
        share = math.fsum(s for s in shares if s is not None) / 2
        groups.setdefault(key, []).append((row["food_group"], row["covered"], share))
    return tuple(_source_coverage(key, parts) for key, parts in groups.items())


def _source_coverage(
    key: tuple[str, ...], parts: Sequence[tuple[str, str, float]]
) -> SourceCoverage:
    population, country, years, nutrient, source_key = key
    total = {
        answer: math.fsum(share for _, covered, share in parts if covered == answer)
        for answer in ("yes", "partly", "no")
    }
    return SourceCoverage(
        population=population,
        country=country,
        years=years,
        nutrient=nutrient,
        source=load_published_sources()[source_key],
        surely_percent=total["yes"],
        at_most_percent=total["yes"] + total["partly"],
        not_covered_percent=total["no"],
        not_stated_percent=max(0.0, 100 - math.fsum(total.values())),
        missing_groups=tuple(group for group, covered, _ in parts if covered == "no"),
    )


# The report


def report_text(result: Validation) -> str:
    """Everything as plain text: one line for each row of validation_cases.csv, misses in words."""
    lines = ["PUBLISHED FIGURES AGAINST OURS (µg for the same weight)", ""]
    for independence, words in INDEPENDENCE_WORDS.items():
        chosen = [c for c in result.comparisons if c.case.independence is independence]
        lines += [f"{independence.value}: {words}", _summary(chosen), ""]
        lines += _table(_COMPARISON_HEAD, map(_comparison_row, chosen))
    lines += [f"Found but not compared: {len(result.not_compared)}", ""]
    not_compared = ((c.case_id, c.nutrient, c.quoted, c.reason) for c in result.not_compared)
    lines += _table(("case", "of", "published", "why not"), not_compared)
    lines += ["DOES THE 80 % RANGE HOLD? (truths simulated by the model)", ""]
    lines += _table(_CALIBRATION_HEAD, chain(*map(_calibration_rows, result.calibration)))
    lines += ["WHAT WOULD NARROW THE RANGE OF A TYPICAL DIET", ""]
    lines += _table(_NARROWING_HEAD, map(_narrowing_row, result.narrowings))
    lines += ["HOW MUCH OF PUBLISHED INTAKES OUR FOODS CARRY (percent)", ""]
    lines += _table(_COVERAGE_HEAD, map(_coverage_row, result.coverage))
    return "\n".join(lines)


_COMPARISON_HEAD = ("case", "of", "published", "ours", "our range", "ratio", "verdict", "source")
_CALIBRATION_HEAD = (
    *("of", "diets", "floor rules", "range", "holds", "worst diet"),
    *("high ÷ low", "width ÷ central", "score"),
)
_NARROWING_HEAD = ("diet", "of", "µg a day", "best to know", "its share", "log-SD shown")
_COVERAGE_HEAD = ("population", "of", "surely", "at most", "not covered", "not stated")


def _summary(comparisons: Sequence[Comparison]) -> str:
    count = {v: sum(c.verdict is v for c in comparisons) for v in Verdict}
    ratios = [c.ratio for c in comparisons if math.isfinite(c.ratio) and c.ratio > 0]
    middle = f"; median ratio {median(ratios):.2f}" if ratios else ""
    by_source = Counter(c.case.source.source_key for c in comparisons if c.verdict is Verdict.MISS)
    misses = ", ".join(f"{source} {number}" for source, number in by_source.most_common())
    return (
        f"{len(comparisons)} compared: {count[Verdict.INSIDE]} inside our range, "
        f"{count[Verdict.PARTLY]} partly inside, {count[Verdict.MISS]} missed{middle}\n"
        f"misses by source: {misses or 'none'}"
    )


def _comparison_row(found: Comparison) -> tuple[str, ...]:
    case = found.case
    single = case.low_ug == case.high_ug
    published = f"{case.low_ug:.3g}" if single else f"{case.low_ug:.3g} to {case.high_ug:.3g}"
    return (
        case.case_id,
        case.nutrient,
        published,
        f"{found.ours_ug:.3g}",
        f"{found.ours_low_ug:.3g} to {found.ours_high_ug:.3g}",
        f"{found.ratio:.2f}" if math.isfinite(found.ratio) else "-",
        found.verdict.value,
        f"{case.source.source_key}, {case.place}",
    )


def _calibration_rows(found: Calibration) -> list[tuple[str, ...]]:
    ways = (
        ("likely range", found.likely),
        (f"± {found.percent:.0f} %", found.by_percent),
        (f"÷ and × {found.factor:.2f}", found.by_factor),
    )
    floor = f"{found.floor_share:.0%}"
    return [
        (
            *((found.nutrient, str(found.diets), floor) if n == 0 else ("", "", "")),
            name,
            f"{way.coverage:.1%}",
            f"{way.lowest_coverage:.0%}",
            f"{way.high_to_low:.2f}",
            f"{way.width:.2f}",
            f"{way.score:.3f}",
        )
        for n, (name, way) in enumerate(ways)
    ]


def _narrowing_row(found: TypicalNarrowing) -> tuple[str, ...]:
    start = (found.diet, found.nutrient, f"{found.central_ug_per_day:.3g}")
    if found.best is None:
        return (*start, "nothing: the intake is 0", "", "")
    best = found.best
    then = f"{best.sigma_now:.2f} -> {best.sigma_then:.2f}"
    if not best.shown_range_shrinks:
        then = f"{best.sigma_now:.2f}, stays: recall rules"
    return (*start, f"{best.food_id}, {best.known}", f"{best.share:.0%}", then)


def _coverage_row(found: SourceCoverage) -> tuple[str, ...]:
    where = " ".join(filter(None, (found.country, found.years)))
    percents = (found.surely_percent, found.at_most_percent)
    rest = (found.not_covered_percent, found.not_stated_percent)
    name = f"{found.population}, {where}" if where else found.population
    return (name, found.nutrient, *(f"{p:.0f}" for p in percents + rest))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Head and rows with their columns aligned, two spaces apart, and an empty line below."""
    cells = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return [*lines, ""]
