"""A run works the estimate of a person out once, and tries each safety rule once."""

from collections import Counter

import pytest

from content.example_people import example_people
from scoring.guidance import safety
from scoring.intake import warnings
from tests.pages.conftest import visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST, Visitor


@pytest.fixture
def calls(monkeypatch):
    """How often the estimate was worked out, and how often each rule was tried."""
    counted = Counter()

    def counting(name, function):
        def call(*args):
            counted[name] += 1
            return function(*args)

        return call

    # Each estimate asks for its warnings.
    monkeypatch.setattr(warnings, "flags", counting("estimate", warnings.flags))
    rules = {rule: counting(rule, applies) for rule, applies in safety._APPLIES.items()}
    monkeypatch.setattr(safety, "_APPLIES", rules)
    return counted


def in_one_run(calls, visitor, page):
    """How often the estimate was worked out in a run of a page, and each rule tried."""
    calls.clear()
    visitor.open(page)
    assert not visitor.app.exception
    assert not visitor.app.error
    (tried,) = {calls[rule] for rule in safety.load_rules()}
    return calls["estimate"], tried


@pytest.mark.parametrize("said", [ADULT, VITAMIN_K_ANTAGONIST], ids=["adult", "vka"])
@pytest.mark.parametrize("page", ["results", "learn", "foods", "questionnaire"])
def test_a_run_of_a_page(page, said, calls, all_once_a_week):
    visitor = Visitor(**said, **all_once_a_week, **{"supplement-d": 20.0})
    visitor.open("welcome")
    assert in_one_run(calls, visitor, page) == (1, 1)


def test_what_if_once_for_each_of_its_two_weeks(calls, all_once_a_week):
    visitor = Visitor(**ADULT, **all_once_a_week, **{"what-if-foods": ("natto",)})
    assert in_one_run(calls, visitor, "what_if") == (2, 2)


def test_an_example_whose_banner_asks_too(calls):
    visitor = visit("welcome")
    visitor.press(example_people()["vegan"].name)
    assert visitor.title == "Your results"
    assert in_one_run(calls, visitor, "results") == (1, 1)


def test_nothing_is_worked_out_before_there_is_an_answer(calls):
    assert in_one_run(calls, visit("welcome"), "learn") == (0, 1)
