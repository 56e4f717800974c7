"""What two fillings say of each nutrient: every figure of agreement, and the tables of them.

Correlation, intraclass correlation, ratio and attenuation factor are on the scale of natural
logarithms, since intakes are skewed; for a person without an intake in one file there is no
logarithm, and these figures do without them. Ranks, quarters and differences in µg take everybody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..batch.arrays import text_array
from ..batch.write import WholeFile
from ..errors import ScoringError
from ..exchange.names import RESPONDENT
from ..languages import _, whole
from .pairs import Pairs
from .statistics import (
    FEWEST_PAIRS,
    Figure,
    Limits,
    Quarters,
    Why,
    attenuation,
    intraclass,
    limits_of_agreement,
    pearson,
    quarters,
    require_scipy,
    spearman,
)

Floats = NDArray[np.float64]

_FAR_APART = 10
"""From how many times on one file's intakes look as if they were in another unit."""


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far two files agree about one nutrient.

    Attributes:
        nutrient: One of TOTALS.
        people: With an intake in both, 0 among them.
        without_logarithm: Of these, people with an intake of 0 in either.
        unknown: People of both files with an empty cell in either.
        medians: The median of either file, µg a day; None where there is nobody.
        spearman: Rank correlation.
        pearson: Correlation of the logarithms.
        intraclass: ICC(A,1) of the logarithms.
        ratio: Limits of agreement as ratios, the second file to the first.
        difference: Limits of agreement in µg a day, the second file less the first.
        quarters: Of either file.
        attenuation: Slope of the logarithms of the second file on those of the first.
    """

    nutrient: str
    people: int
    without_logarithm: int
    unknown: int
    medians: tuple[float, float] | None
    spearman: Figure
    pearson: Figure
    intraclass: Figure
    ratio: Limits
    difference: Limits
    quarters: Quarters
    attenuation: Figure

    @property
    def times(self) -> float:
        """How many times the median of the first file that of the second is, where that is far.

        1 where they are within ten times of each other, or one is 0.
        """
        if self.medians is None or 0 in self.medians:
            return 1.0
        times = self.medians[1] / self.medians[0]
        return times if max(times, 1 / times) >= _FAR_APART else 1.0

    def named(self) -> Iterator[tuple[str, Figure]]:
        """Every figure under its name in the table of figures."""
        yield "spearman", self.spearman
        yield "pearson_log", self.pearson
        yield "icc_a1_log", self.intraclass
        for name, limits in (("ratio", self.ratio), ("difference_ug", self.difference)):
            yield f"{name}_mean", limits.mean
            yield f"{name}_lower_limit", limits.low
            yield f"{name}_upper_limit", limits.high
        yield "same_quarter", self.quarters.same
        yield "same_or_next_quarter", self.quarters.near
        yield "opposite_quarter", self.quarters.opposite
        yield "kappa_linear", self.quarters.kappa
        yield "attenuation_log", self.attenuation


def agreements(pairs: Pairs) -> tuple[Agreement, ...]:
    """How far two files agree about each nutrient that both hold.

    Raises:
        ScoringError: Fewer than five people are in both files.
    """
    require_scipy()
    if len(pairs.ids) < FEWEST_PAIRS:
        words = _(
            "People in both {first} and {second}: {count}; allowed: {fewest} or more. In {first} "
            "alone: {first_alone}, in {second} alone: {second_alone}. People are brought together "
            "by {column}, letter by letter."
        )
        raise ScoringError(
            words.format(
                first=pairs.first.name,
                second=pairs.second.name,
                count=whole(len(pairs.ids)),
                fewest=whole(FEWEST_PAIRS),
                first_alone=whole(len(pairs.first_alone)),
                second_alone=whole(len(pairs.second_alone)),
                column=RESPONDENT,
            )
        )
    return tuple(_agreement(n, *both) for n, both in pairs.intakes.items())


def _agreement(nutrient: str, first: Floats, second: Floats) -> Agreement:
    known = ~(np.isnan(first) | np.isnan(second))
    unknown = int((~known).sum())
    first, second = first[known], second[known]
    above = (first > 0) & (second > 0)
    logs = np.log(first[above]), np.log(second[above])
    return Agreement(
        nutrient=nutrient,
        people=len(first),
        without_logarithm=int((~above).sum()),
        unknown=unknown,
        medians=(float(np.median(first)), float(np.median(second))) if len(first) else None,
        spearman=spearman(first, second),
        pearson=pearson(*logs),
        intraclass=intraclass(np.column_stack(logs)),
        ratio=_as_ratios(limits_of_agreement(*logs)),
        difference=limits_of_agreement(first, second),
        quarters=quarters(first, second),
        attenuation=attenuation(*logs),
    )


def _as_ratios(logs: Limits) -> Limits:
    def ratio(figure: Figure) -> Figure:
        if figure.value is None or figure.low is None or figure.high is None:
            return figure
        value, low, high = np.exp([figure.value, figure.low, figure.high]).tolist()
        return Figure(value, low, high)

    return Limits(ratio(logs.mean), ratio(logs.low), ratio(logs.high), logs.sd)


FIGURE_COLUMNS = ("nutrient", "figure", "value", "low_95", "high_95", "standard_error", "note")


def write_figures(found: Sequence[Agreement], path: Path) -> None:
    """Write every figure, one a row, with its 95 % interval; what cannot be told is empty.

    Raises:
        ScoringError: The file cannot be written.
    """
    table = figures_table(found)
    with WholeFile(path, table.schema, digits=None) as file:
        file.write(file.encoded(table))


def figures_table(found: Sequence[Agreement]) -> pa.Table:
    """The table that `write_figures` writes."""
    rows = [(own.nutrient, name, figure) for own in found for name, figure in _rows_of(own)]
    figures = [figure for _nutrient, _name, figure in rows]
    columns = [
        text_array([nutrient for nutrient, _name, _figure in rows]),
        text_array([name for _nutrient, name, _figure in rows]),
        *(
            _numbers([getattr(figure, end) for figure in figures])
            for end in ("value", "low", "high", "standard_error")
        ),
        text_array([str(figure.why) for figure in figures]),
    ]
    return pa.table(columns, names=list(FIGURE_COLUMNS))


def _rows_of(own: Agreement) -> Iterator[tuple[str, Figure]]:
    yield "people", Figure(own.people)
    yield "people_without_logarithm", Figure(own.without_logarithm)
    yield "people_with_an_empty_cell", Figure(own.unknown)
    for name, median in zip(("first", "second"), own.medians or (None, None), strict=True):
        yield f"median_ug_{name}", Figure(median, why="" if own.medians else Why.FEW)
    yield from own.named()


def write_pairs(pairs: Pairs, path: Path) -> None:
    """Write the people of both files as R packages for regression calibration read them.

    One row a person: `respondent_id` and, for each nutrient, `<n>_first_ug`, `<n>_second_ug` and
    their natural logarithms `<n>_first_ln`, `<n>_second_ln`; empty, and so NA in R, where there is
    none.

    Raises:
        ScoringError: The file cannot be written.
    """
    table = pairs_table(pairs)
    with WholeFile(path, table.schema, digits=None) as file:
        file.write(file.encoded(table))


def pairs_table(pairs: Pairs) -> pa.Table:
    """The table that `write_pairs` writes."""
    columns: Mapping[str, pa.Array] = {RESPONDENT: pairs.ids} | {
        name: column
        for n, both in pairs.intakes.items()
        for side, amounts in zip(("first", "second"), both, strict=True)
        for name, column in (
            (f"{n}_{side}_ug", _known(amounts)),
            (f"{n}_{side}_ln", _known(_logarithms(amounts))),
        )
    }
    return pa.table(dict(columns))


def _logarithms(amounts: Floats) -> Floats:
    return np.log(amounts, out=np.full_like(amounts, np.nan), where=amounts > 0)


def _known(amounts: Floats) -> pa.Array:
    """The amounts as a column, null where there is none."""
    known = ~np.isnan(amounts)
    bits = pa.py_buffer(np.packbits(known, bitorder="little"))
    data = pa.py_buffer(np.ascontiguousarray(amounts))
    return pa.Array.from_buffers(pa.float64(), len(amounts), [bits, data])


def _numbers(values: Sequence[float | None]) -> pa.Array:
    return _known(np.array([np.nan if value is None else value for value in values], float))
