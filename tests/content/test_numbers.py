import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.numbers import likely, micrograms, plain, span
from scoring import FoodTable
from scoring.intake.estimate import Causes, Intake
from tests.conftest import ROOT

AMOUNTS = st.floats(min_value=0, max_value=1e8)


def read_back(text):
    """The least amount that these words may stand for."""
    return 0.004 if text == "under 0.01" else float(text.replace(",", ""))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (1e-9, "under 0.01"),
        (0.0049, "under 0.01"),
        (0.005, "0.01"),
        (0.034, "0.03"),
        (0.0949, "0.09"),
        (0.095, "0.1"),
        (0.94, "0.9"),
        (3.14159, "3.1"),
        (9.94, "9.9"),
        (9.95, "10"),
        (53.7, "54"),
        (999.5, "1,000"),
        (1234.5, "1,234"),
    ],
)
def test_micrograms_are_rounded_to_what_the_estimate_carries(value, words):
    assert micrograms(value) == words


@given(AMOUNTS, AMOUNTS)
def test_more_never_reads_as_less(one, other):
    low, high = sorted((one, other))
    assert read_back(micrograms(low)) <= read_back(micrograms(high))


@given(st.floats(min_value=0, max_value=1e8, exclude_min=True))
def test_an_amount_never_reads_as_none_nor_below_zero(value):
    words = micrograms(value)
    assert read_back(words) > 0
    assert "-" not in words


@given(st.floats(min_value=0.005, max_value=1e8))
def test_words_stay_close_to_the_amount(value):
    step = 0.01 if value < 0.095 else 0.1 if value < 9.95 else 1
    assert abs(read_back(micrograms(value)) - value) <= step / 2 + 1e-9 * value


@given(st.floats(min_value=0, max_value=1e5), st.floats(min_value=1, max_value=10))
def test_a_range_holds_both_ends(low, factor):
    words = span(low, low * factor)
    ends = words.split(" to ")
    assert ends == [micrograms(low), micrograms(low * factor)] or (
        ends == [micrograms(low)] == [micrograms(low * factor)]
    )


def test_a_range_with_ends_that_read_the_same_is_one_number():
    assert span(0, 0) == "0"
    assert span(12.1, 12.2) == "12"
    assert span(0.001, 3) == "under 0.01 to 3.0"


def test_likely_is_the_range_of_an_intake():
    intake = Intake(central=4.48, low=2.516, high=7.977, sigma=0.45, causes=Causes(0, 0, 1))
    assert likely(intake) == "2.5 to 8.0"


def test_plain_keeps_every_figure_of_the_food_table():
    for food in FoodTable.load(ROOT / "foods.csv"):
        figures = [food.serving_g, 1.5 * food.serving_g]
        for content in food.content.values():
            if content:
                figures += [content.low, content.central, content.high]
        for figure in figures:
            words = plain(figure)
            assert float(words.replace(",", "")) == figure
            assert re.fullmatch(r"[\d,]+(\.\d+)?", words)
