"""Log-normal quantities: their variance, the variance of their logarithm, and their range.

A log-normal quantity of mean M and log-SD s has the mean square M² exp(s²), so its variance V is
M² (exp(s²) − 1), and s² = ln(1 + V / M²). A sum of independent log-normal quantities is taken as
log-normal too, with the mean and the variance of the sum: the Fenton-Wilkinson approximation.

    >>> variance = variance_of(10, 0.5)
    >>> round(math.sqrt(log_variance_of(10, variance)), 12)
    0.5
"""

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Z_80 = NormalDist().inv_cdf(0.9)
"""1.2816: 80 % of a normal distribution lies within this many SDs of its mean."""


def variance_of(mean: float, log_sd: float) -> float:
    """Variance of a log-normal quantity, in the square of its unit."""
    return mean**2 * math.expm1(log_sd**2)


def log_variance_of(mean: float, variance: float) -> float:
    """Variance of the logarithm of a log-normal quantity; its mean must be above 0."""
    return math.log1p(variance / mean**2)


def log_variances_of(
    means: NDArray[np.float64], variances: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The same for arrays of one shape; 0 where the mean is 0."""
    squares = np.square(means)
    relative = np.divide(variances, squares, out=np.zeros_like(squares), where=squares > 0)
    return np.log1p(relative, out=relative)


def range_around_median(mean: float, log_variance: float, z: float = Z_80) -> tuple[float, float]:
    """Low and high of the range of a log-normal quantity, z log-SDs on either side of its median.

    >>> [round(end, 2) for end in range_around_median(5, math.log(1.25))]
    [2.44, 8.19]
    """
    median, factor = mean * math.exp(-log_variance / 2), math.exp(z * math.sqrt(log_variance))
    return median / factor, median * factor
