import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.batch.distribution import Bin, distribution


def test_quantiles_and_bins_worked_by_hand():
    found = distribution(np.arange(0.0, 101.0))  # 0, 1, … 100
    assert (found.p10, found.p25, found.median, found.p75, found.p90) == (10, 25, 50, 75, 90)
    assert found.highest == 100
    # the 99th percentile is 99: a twentieth is 4.95, rounded up 5, so the last bin is 95 to 100
    assert found.bins[0] == Bin(0, 5, 5)
    assert found.bins[19] == Bin(95, 100, 5)
    assert found.bins[20] == Bin(100, math.inf, 1)


def test_one_far_away_does_not_flatten_the_others():
    found = distribution(np.array([10.0, 20.0] * 100 + [10_000.0]))
    assert found.bins[-1] == Bin(21, math.inf, 1)
    assert found.highest == 10_000


@pytest.mark.parametrize("values", [[0.0], [0.0] * 30, [7.3], [7.3] * 30])
def test_people_who_are_all_alike_stand_in_one_bin(values):
    found = distribution(np.array(values))
    assert found.p10 == found.median == found.highest == values[0]
    (full,) = (b for b in found.bins if b.people)
    assert full.people == len(values)
    assert full.low <= values[0] < full.high


@given(st.lists(st.just(0.0) | st.floats(1e-12, 1e6), min_size=1, max_size=60))
def test_every_person_is_in_one_bin(values):
    found = distribution(np.array(values))
    assert sum(b.people for b in found.bins) == len(values)
    assert len(found.bins) <= 22
    assert found.bins[0].low == 0
    assert all(a.high == b.low for a, b in zip(found.bins, found.bins[1:], strict=False))
    for b in found.bins:
        inside = sum(b.low <= v * (1 - 1e-9) and v * (1 + 1e-9) < b.high for v in values)
        assert b.people >= inside
