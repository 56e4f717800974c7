"""Statistics of agreement between two measurements of the same people.

Quantiles of the F and t distributions are those of scipy.special; the rest is a few lines of numpy,
since the statistics libraries differ from their own sources here (limits of agreement over n, kappa
without the unused categories, quarters that close up). `tests/scoring/test_agreement.py` compares
each with R.

A figure that the numbers do not give has no value and says why: it is never NaN.
"""

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from ..errors import ScoringError
from ..languages import _

Floats = NDArray[np.float64]

FEWEST_PAIRS = 5
"""The correlation of two people is 1 whatever they answer; below this, none says anything."""

LEVEL = 0.95
"""Of every interval and of the limits of agreement."""

_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
_NO_SPREAD = 1e-12
"""Spread in parts of the largest value that is rounding alone."""

QUARTERS = 4


class Why(StrEnum):
    """Why a figure, or its interval, cannot be told."""

    FEW = "few"
    CONSTANT = "constant"
    IDENTICAL = "identical"
    NO_REST = "no_rest"
    FACTOR_NEAR_ZERO = "factor_near_zero"


@dataclass(frozen=True)
class Figure:
    """A statistic with its 95 % interval.

    Attributes:
        value: None where it cannot be told from these numbers.
        low: Low end of the interval; None where there is none.
        high: High end of it.
        why: Why there is no value, or no interval; empty otherwise.
        standard_error: Of the value, where the field reports it.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""
    standard_error: float | None = None


def require_scipy() -> None:
    """Reject a computer without scipy, which the intervals need.

    Raises:
        ScoringError: With the command that installs it.
    """
    try:
        import scipy.special  # noqa: F401
    except ImportError:
        raise ScoringError(
            _(
                "agree needs the package scipy: python -m pip install scipy, or '.[agree]' for "
                "kdcheck"
            )
        ) from None


def pearson(a: Floats, b: Floats) -> Figure:
    """Pearson's correlation, with the interval of Fisher's z.

    Args:
        a: The first measurement.
        b: The second of the same people, in the same order.
    """
    if why := _reason(a, b):
        return Figure(None, why=why)
    return _with_fisher(_correlation(a, b), len(a))


def spearman(a: Floats, b: Floats) -> Figure:
    """Spearman's rank correlation; equal values share their mean rank."""
    if why := _reason(a, b):
        return Figure(None, why=why)
    return Figure(_correlation(_ranks(a), _ranks(b)))


def intraclass(measured: Floats) -> Figure:
    """Intraclass correlation for absolute agreement of single measurements, ICC(A,1).

    Two-way, with the interval of McGraw and Wong (Psychological Methods 1996; 1: 30). It may be
    below 0, and stays so.

    Args:
        measured: People × measurements.
    """
    people, times = measured.shape
    if people < FEWEST_PAIRS:
        return Figure(None, why=Why.FEW)
    if _is_constant(measured.ravel()):
        return Figure(None, why=Why.CONSTANT)
    mean = measured.mean()
    of_people, of_times = measured.mean(axis=1), measured.mean(axis=0)
    between_people = times * np.square(of_people - mean).sum() / (people - 1)
    between_times = people * np.square(of_times - mean).sum() / (times - 1)
    rest = measured - of_people[:, None] - of_times + mean
    error = np.square(rest).sum() / ((people - 1) * (times - 1))
    spread = between_people + between_times
    if error <= _NO_SPREAD**2 * spread:
        error = 0.0
    if error == 0 and between_times <= _NO_SPREAD**2 * spread:
        return Figure(1.0, why=Why.IDENTICAL)
    whole = between_people + (times - 1) * error + times / people * (between_times - error)
    value = float((between_people - error) / whole)
    if error == 0:
        return Figure(value, why=Why.NO_REST)
    from scipy.special import fdtri

    f = between_times / error
    mixed = people * (1 + (times - 1) * value) - times * value
    freedom = (people - 1) * (times - 1) * (times * value * f + mixed) ** 2
    freedom /= (people - 1) * (times * value * f) ** 2 + mixed**2
    tail = (1 + LEVEL) / 2
    f_low, f_high = fdtri(people - 1, freedom, tail), fdtri(freedom, people - 1, tail)
    others = times * between_times + (times * people - times - people) * error
    low = people * (between_people - f_low * error) / (f_low * others + people * between_people)
    high = people * (f_high * between_people - error) / (others + people * f_high * between_people)
    return Figure(value, float(low), float(high))


@dataclass(frozen=True)
class Limits:
    """Bland and Altman's limits of agreement, of the second measurement less the first.

    Attributes:
        mean: The mean difference.
        low: The lower limit.
        high: The upper limit.
        sd: Standard deviation of the differences, over n − 1.
    """

    mean: Figure
    low: Figure
    high: Figure
    sd: float | None


def limits_of_agreement(a: Floats, b: Floats) -> Limits:
    """Limits of agreement and their intervals (Bland and Altman, Lancet 1986; i: 307).

    The limits lie 1.96 standard deviations from the mean difference; the standard error of a limit
    is the root of 3 / n times the standard deviation.
    """
    pairs = len(a)
    if pairs < FEWEST_PAIRS:
        nothing = Figure(None, why=Why.FEW)
        return Limits(nothing, nothing, nothing, None)
    from scipy.special import stdtrit

    differences = b - a
    mean, sd = float(differences.mean()), float(differences.std(ddof=1))
    t = float(stdtrit(pairs - 1, (1 + LEVEL) / 2))
    of_mean, of_limit = t * sd / pairs**0.5, t * sd * (3 / pairs) ** 0.5

    def around(value: float, half: float) -> Figure:
        return Figure(value, value - half, value + half)

    return Limits(
        around(mean, of_mean),
        around(mean - _Z * sd, of_limit),
        around(mean + _Z * sd, of_limit),
        sd,
    )


@dataclass(frozen=True, eq=False)
class Quarters:
    """How far people fall into the same quarter twice.

    Attributes:
        people: People by quarter of the first measurement (rows) and of the second; quarters in
            which nobody is keep their place.
        same: Share of people in the same quarter.
        near: Share in the same or the next one.
        opposite: Share in the lowest of one and the highest of the other.
        kappa: Cohen's kappa with linear weights.
    """

    people: NDArray[np.int64]
    same: Figure
    near: Figure
    opposite: Figure
    kappa: Figure


def quarters(a: Floats, b: Floats) -> Quarters:
    """Cross-classify people by the quarters of each measurement."""
    people = np.zeros((QUARTERS, QUARTERS), dtype=np.int64)
    if why := _reason(a, b):
        nothing = Figure(None, why=why)
        return Quarters(people, nothing, nothing, nothing, nothing)
    np.add.at(people, (quarter_of(a) - 1, quarter_of(b) - 1), 1)
    apart = _apart(QUARTERS)
    of_all = [Figure(float(people[at].sum() / len(a))) for at in (apart == 0, apart <= 1)]
    opposite = Figure(float(people[apart == QUARTERS - 1].sum() / len(a)))
    return Quarters(people, of_all[0], of_all[1], opposite, weighted_kappa(people))


def quarter_of(values: Floats) -> NDArray[np.int64]:
    """The quarter of each value, 1 to 4: one more than the quartiles that lie below it.

    Equal values share a quarter. Where many are equal, such as people who eat none, quarters stay
    empty and the others keep their numbers.

    >>> quarter_of(np.array([0.0, 0, 0, 1, 2])).tolist()
    [1, 1, 1, 3, 4]
    """
    quartiles = np.quantile(values, [0.25, 0.5, 0.75])
    above: NDArray[np.int64] = (values[:, None] > quartiles).sum(axis=1)
    return above + 1


def weighted_kappa(people: NDArray[np.int64]) -> Figure:
    """Cohen's kappa with linear weights (Cohen, Psychological Bulletin 1968; 70: 213).

    Args:
        people: By category of the first (rows) and of the second; unused categories as 0.
    """
    share = people / people.sum()
    apart = _apart(len(people))
    by_chance = float((np.outer(share.sum(axis=1), share.sum(axis=0)) * apart).sum())
    if by_chance == 0:
        return Figure(None, why=Why.CONSTANT)
    return Figure(1 - float((share * apart).sum()) / by_chance)


def attenuation(a: Floats, b: Floats) -> Figure:
    """The attenuation factor of the first measurement: slope of the second on the first.

    The second is the better one, or a repeat whose errors are independent of those of the first
    (Rosner, Willett and Spiegelman, Statistics in Medicine 1989; 8: 1051).
    """
    if why := _reason(a, b):
        return Figure(None, why=why)
    from scipy.special import stdtrit

    from_mean = a - a.mean()
    squares = float(np.square(from_mean).sum())
    slope = float(from_mean @ (b - b.mean())) / squares
    rest = b - b.mean() - slope * from_mean
    freedom = len(a) - 2
    error = float(np.sqrt(np.square(rest).sum() / freedom / squares))
    half = float(stdtrit(freedom, (1 + LEVEL) / 2)) * error
    return Figure(slope, slope - half, slope + half, standard_error=error)


def corrected_slope(slope: float, standard_error: float, factor: Figure) -> Figure:
    """A slope on an intake by questionnaire, corrected for the errors of the questionnaire.

    The slope divided by the attenuation factor, with the interval of the delta method (Rosner,
    Willett and Spiegelman 1989). The slope is on the scale of the factor, here on that of natural
    logarithms, and comes from other people, or from many more than the factor does.

    >>> found = corrected_slope(0.2, 0.05, Figure(0.5, standard_error=0.05))
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (0.4, 0.189, 0.611)

    Args:
        slope: As observed.
        standard_error: Of it.
        factor: From `attenuation`.

    Returns:
        Without a value where the factor cannot be told from 0.
    """
    if factor.value is None or factor.standard_error is None:
        return Figure(None, why=factor.why)
    if factor.value - _Z * factor.standard_error <= 0:
        return Figure(None, why=Why.FACTOR_NEAR_ZERO)
    value = slope / factor.value
    variance = (standard_error / factor.value) ** 2
    variance += (value * factor.standard_error / factor.value) ** 2
    error = variance**0.5
    return Figure(value, value - _Z * error, value + _Z * error, standard_error=error)


def _reason(a: Floats, b: Floats) -> str:
    """Why nothing can be told from these, or nothing."""
    if len(a) < FEWEST_PAIRS:
        return Why.FEW
    return Why.CONSTANT if _is_constant(a) or _is_constant(b) else ""


def _is_constant(values: Floats) -> bool:
    return bool(np.ptp(values) <= _NO_SPREAD * np.abs(values).max())


def _correlation(a: Floats, b: Floats) -> float:
    a, b = a - a.mean(), b - b.mean()
    r = float(a @ b / np.sqrt((a @ a) * (b @ b)))
    return min(1.0, max(-1.0, r))


def _with_fisher(r: float, pairs: int) -> Figure:
    if 1 - abs(r) <= _NO_SPREAD:
        return Figure(r, why=Why.IDENTICAL)
    z, half = np.arctanh(r), _Z / (pairs - 3) ** 0.5
    return Figure(r, float(np.tanh(z - half)), float(np.tanh(z + half)))


def _ranks(values: Floats) -> Floats:
    _values, places, times = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(times)
    ranks: Floats = (last - (times - 1) / 2)[places]
    return ranks


def _apart(categories: int) -> NDArray[np.int64]:
    """How many categories lie between each two."""
    place = np.arange(categories)
    return np.abs(np.subtract.outer(place, place))
