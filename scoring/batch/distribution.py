"""How intakes of many people are spread: quantiles, and counts for a chart."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MOST_BINS = 20
_ROUND_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Bin:
    """How many people have an intake from low up to but not including high.

    Attributes:
        low: In the unit of the intakes, as is high.
        high: Infinite in the last bin where some people lie far above the others.
        people: How many.
    """

    low: float
    high: float
    people: int


@dataclass(frozen=True)
class Distribution:
    """Quantiles of intakes, in their unit (p10 is exceeded by nine in ten people), and counts."""

    p10: float
    p25: float
    median: float
    p75: float
    p90: float
    highest: float
    bins: tuple[Bin, ...]


def distribution(values: NDArray[np.float64]) -> Distribution:
    """The spread of intakes.

    Bins are of one round width, at most 20 up to the 99th percentile; people above share the last.

    >>> spread = distribution(np.array([1.0, 2, 3, 4, 5]))
    >>> spread.median, spread.highest, sum(b.people for b in spread.bins)
    (3.0, 5.0, 5)

    Args:
        values: At least one intake, each 0 or from 1e-12 on, all in one unit.
    """
    p10, p25, median, p75, p90, p99 = map(
        float, np.quantile(values, (0.1, 0.25, 0.5, 0.75, 0.9, 0.99))
    )
    highest = float(values.max())
    step = _round_up(p99 / _MOST_BINS) if p99 else max(highest, 1.0)
    number = max(math.floor(p99 / step) + 1, 1)
    counts = np.bincount(np.minimum(values // step, number).astype(int), minlength=number + 1)
    bins = [Bin(n * step, (n + 1) * step, int(counts[n])) for n in range(number)]
    if counts[number]:
        bins.append(Bin(number * step, math.inf, int(counts[number])))
    return Distribution(p10, p25, median, p75, p90, highest, tuple(bins))


def _round_up(step: float) -> float:
    """The next 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return power * next(s for s in _ROUND_STEPS if s * power >= step * (1 - 1e-9))
