"""Fields of the app with values that no browser would send, but a program can."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.questionnaire import SUPPLEMENT_LIMITS_UG_PER_DAY
from tests.pages.conftest import visit
from tests.pages.visitor import ADULT
from ui.session import AGE_KEY, SUPPLEMENT_KEYS

HOSTILE_TEXTS = (
    "<img src=x onerror=alert(1)>",
    "$x$ :red[a] [b](http://c)",
    "\0\x1b[2J",
    "\u202egnp.exe",
    "(" * 1000,
    "x" * 900_000,
    "%s %d {0} {x}",
    "' OR 1=1 --",
)
HOSTILE_AMOUNTS = (math.nan, math.inf, -math.inf, -1.0, -0.0, 1e308, 5e-324, 20_001.0)
FEW = settings(max_examples=15)


def check_calm(visitor):
    assert not visitor.app.exception
    assert "Something went wrong" not in visitor.words()
    assert visitor.title


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_any_search_of_foods_is_answered(text):
    visitor = visit("foods")
    visitor.app.text_input(key="foods-search").set_value(text).run()
    check_calm(visitor)
    assert "0 foods of 54" in visitor.words()


@FEW
@given(st.text())
def test_every_search_of_foods_is_answered(text):
    visitor = visit("foods", **{"foods-search": text})
    check_calm(visitor)
    assert "of 54" in visitor.words()


@pytest.mark.parametrize("amount", HOSTILE_AMOUNTS)
@pytest.mark.parametrize("field", SUPPLEMENT_KEYS)
def test_an_amount_that_cannot_be_is_named_and_no_result_is_shown(field, amount, all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week, **{SUPPLEMENT_KEYS[field]: amount})
    check_calm(visitor)
    allowed = 0 <= amount <= SUPPLEMENT_LIMITS_UG_PER_DAY[field.removesuffix("_ug_per_day")]
    assert ("is not an amount we can count" in visitor.words()) == (not allowed)
    assert ("from food" in visitor.html()) == allowed


@pytest.mark.parametrize("age", [-1, 0, 17, 121, 10**9, 2**53])
def test_an_age_that_cannot_be_does_not_break_results(age, all_once_a_week):
    check_calm(visit("results", **ADULT, **all_once_a_week, **{AGE_KEY: age}))


@pytest.mark.parametrize("code", ["", "1W", "never ", "9d", "<b>", "\0"])
def test_a_frequency_that_is_none_of_the_scale_does_not_break_a_page(code, all_once_a_week):
    state = ADULT | all_once_a_week | {"frequency-natto": code}
    for page in ("questionnaire", "results"):
        visitor = visit(page, **state)
        assert not visitor.app.exception
        assert visitor.app.main.children
