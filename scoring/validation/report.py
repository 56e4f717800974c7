"""All checks of the figures together, and their report as plain text."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import mean, median

from ..files.shipped import shipped_folder
from ..foods.records import load_records
from ..foods.table import FoodTable
from ..intake.estimate import DEFAULT_RANGE_LEVEL, range_z
from ..intake.not_asked import PublishedAllowance, published_allowances
from .calibration import Calibration, calibrate
from .coverage import SourceCoverage, source_coverage
from .diets import TypicalNarrowing, what_typical_diets_lack
from .left_out import (
    Held,
    LeftOut,
    by_nutrient,
    held,
    held_of_left_out,
    leave_sources_out,
    mean_high_to_low,
)
from .outside import K_SPAN, OutsideTest, try_from_outside
from .published import (
    INDEPENDENCE_WORDS,
    Case,
    PublishedComparison,
    Verdict,
    compare,
    load_cases,
)


@dataclass(frozen=True)
class Validation:
    """All checks together.

    Attributes:
        left_out: Figures of our sources beside ranges that were made without them.
        comparisons: Published figures beside ours.
        not_compared: Published figures that cannot be compared.
        outside: The range of an intake, tried with errors from outside its model.
        calibration: The same with truths drawn from the model.
        narrowings: What would narrow the ranges of typical weeks.
        coverage: How much of published intakes our foods carry.
        high_to_low: Geometric mean of high ÷ low of the contents in the table.
    """

    left_out: tuple[LeftOut, ...]
    comparisons: tuple[PublishedComparison, ...]
    not_compared: tuple[Case, ...]
    outside: tuple[OutsideTest, ...]
    calibration: tuple[Calibration, ...]
    narrowings: tuple[TypicalNarrowing, ...]
    coverage: tuple[SourceCoverage, ...]
    high_to_low: float
    allowances: tuple[PublishedAllowance, ...]

    @property
    def unused(self) -> tuple[PublishedComparison, ...]:
        """The comparisons with sources that the food table does not use."""
        return tuple(c for c in self.comparisons if c.is_unused)


def validate(foods: FoodTable) -> Validation:
    """Run every check on a food table that holds the foods of ours."""
    cases = load_cases()
    records = load_records(shipped_folder() / "food_records.csv")
    return Validation(
        left_out=leave_sources_out(foods, records),
        comparisons=compare(foods, cases),
        not_compared=tuple(case for case in cases if not case.compared),
        outside=try_from_outside(foods, records),
        calibration=calibrate(foods),
        narrowings=what_typical_diets_lack(foods),
        coverage=source_coverage(foods),
        high_to_low=mean_high_to_low(foods),
        allowances=published_allowances(range_z(DEFAULT_RANGE_LEVEL)),
    )


def held_of_comparisons(comparisons: Iterable[PublishedComparison]) -> Held:
    """How many published figures our ranges hold."""
    return held(
        (";".join(c.case.grams), c.inside, c.published_ug < c.ours_low_ug) for c in comparisons
    )


def report_text(result: Validation) -> str:
    """Everything as plain text: one line for each row of validation_cases.csv, misses in words."""
    lines = ["DO THE RANGES OF SINGLE FOODS HOLD 80 % OF FIGURES THAT THEY WERE NOT MADE FROM?", ""]
    lines += _table(_HELD_HEAD, _held_rows(result))
    lines += [f"high ÷ low of the contents, geometric mean: {result.high_to_low:.2f}", ""]
    misses = [found for found in result.left_out if not found.inside]
    lines += [f"Left-out figures outside their range: {len(misses)}", ""]
    lines += _table(_LEFT_OUT_HEAD, map(_left_out_row, misses))
    lines += ["DOES THE RANGE OF AN INTAKE HOLD? (errors from outside the model)", ""]
    lines += _table(_OUTSIDE_HEAD, chain(*map(_outside_rows, result.outside)))
    lines += ["PUBLISHED FIGURES AGAINST OURS (µg for the same weight)", ""]
    for independence, words in INDEPENDENCE_WORDS.items():
        chosen = [c for c in result.comparisons if c.case.independence is independence]
        lines += [f"{independence.value}: {words}", _summary(chosen), ""]
        lines += _table(_COMPARISON_HEAD, map(_comparison_row, chosen))
    lines += [f"Found but not compared: {len(result.not_compared)}", ""]
    not_compared = ((c.case_id, c.nutrient, c.quoted, c.reason) for c in result.not_compared)
    lines += _table(("case", "of", "published", "why not"), not_compared)
    lines += ["IS THE ARITHMETIC OF THE RANGE RIGHT? (truths simulated by the model)", ""]
    lines += _table(_CALIBRATION_HEAD, chain(*map(_calibration_rows, result.calibration)))
    lines += ["WHAT WOULD NARROW THE RANGE OF A TYPICAL DIET", ""]
    lines += _table(_NARROWING_HEAD, map(_narrowing_row, result.narrowings))
    lines += ["HOW MUCH OF PUBLISHED INTAKES OUR FOODS CARRY (percent)", ""]
    lines += _table(_COVERAGE_HEAD, map(_coverage_row, result.coverage))
    lines += ["ALLOWANCE FOR FOODS THAT ARE NOT ASKED, BY COUNTRY", ""]
    lines += _table(_ALLOWANCE_HEAD, map(_allowance_row, result.allowances))
    return "\n".join(lines)


_HELD_HEAD = ("figures", "compared", "inside", "below", "above")
_LEFT_OUT_HEAD = ("food", "of", "figure", "others", "their range", "source")
_OUTSIDE_HEAD = (
    *("of", "foods left out", *(f"answers × {k:.1f}" for k in K_SPAN)),
    *("mean", "high ÷ low, middle week", "geometric mean"),
)
_COMPARISON_HEAD = ("case", "of", "published", "ours", "our range", "ratio", "verdict", "source")
_CALIBRATION_HEAD = (
    *("of", "diets", "floor rules", "range", "holds", "worst diet"),
    *("high ÷ low", "width ÷ central", "score"),
)
_NARROWING_HEAD = ("diet", "of", "µg a day", "best to know", "its share", "log-SD shown")
_COVERAGE_HEAD = (
    *("population", "of", "surely", "at most", "not covered", "not stated"),
    "with the allowance",
)
_ALLOWANCE_HEAD = ("country", "of", "µg a day", "likely", "share of intake")


def _held_rows(result: Validation) -> list[tuple[str, ...]]:
    rows = {"sources left out, one by one": held_of_left_out(result.left_out)}
    rows |= {f"  {n}": found for n, found in by_nutrient(result.left_out).items()}
    rows["sources that the table does not use"] = held_of_comparisons(result.unused)
    return [
        (
            name,
            str(found.figures),
            f"{found.share:.1%} ± {found.standard_error:.1%}",
            str(found.below),
            str(found.above),
        )
        for name, found in rows.items()
    ]


def _left_out_row(found: LeftOut) -> tuple[str, ...]:
    record, content = found.record, found.content
    return (
        record.food_id,
        record.nutrient,
        f"{record.value:g}",
        f"{content.central:g}",
        f"{content.low:g} to {content.high:g}",
        f"{record.source_id}, {record.place}",
    )


def _outside_rows(found: OutsideTest) -> list[tuple[str, ...]]:
    ways = (
        ("none", found.all_asked),
        ("some", found.left_out),
        ("some, allowed for", found.allowed_for),
    )
    width = (f"{found.high_to_low:.2f}", f"{found.mean_high_to_low:.2f}")
    return [
        (
            found.nutrient if n == 0 else "",
            name,
            *(f"{share:.0%}" for share in shares),
            f"{mean(shares):.1%}",
            *(width if n == 0 else ("", "")),
        )
        for n, (name, shares) in enumerate(ways)
    ]


def _summary(comparisons: Sequence[PublishedComparison]) -> str:
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


def _comparison_row(found: PublishedComparison) -> tuple[str, ...]:
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
    start = (found.diet.name, found.nutrient, f"{found.central_per_day:.3g}")
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
    whole = found.with_allowance_percent
    in_all = "-" if whole is None else f"{whole:.0f}"
    return (name, found.nutrient, *(f"{p:.0f}" for p in percents + rest), in_all)


def _allowance_row(found: PublishedAllowance) -> tuple[str, ...]:
    return (
        found.country or "international",
        found.nutrient,
        f"{found.ug_per_day:.3g}",
        f"{found.low:.3g} to {found.high:.3g}",
        f"{found.missing_percent:.0f}",
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Head and rows with their columns aligned, two spaces apart, and an empty line below."""
    cells = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return [*lines, ""]
