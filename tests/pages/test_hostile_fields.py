"""Fields of the app with values that no browser would send, but a program can."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages.conftest import visit
from tests.pages.visitor import ADULT
from ui.questionnaire.amounts import UNITS, AmountFault, ug_per_day

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
HOSTILE_AMOUNTS = ("nan", "inf", "-1", "-0", "1e308", "0.0000001", "20001", "9" * 40, "1.000", "½")
FEW = settings(max_examples=15)


def check_calm(visitor):
    assert not visitor.app.exception
    assert "Something went wrong" not in visitor.words()
    assert visitor.title


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_any_search_of_foods_is_answered(text, foods):
    visitor = visit("foods")
    visitor.app.text_input(key="foods-search").set_value(text).run()
    check_calm(visitor)
    assert f"0 foods of {len(foods)}" in visitor.words()


@FEW
@given(text=st.text())
def test_every_search_of_foods_is_answered(foods, text):
    visitor = visit("foods", **{"foods-search": text})
    check_calm(visitor)
    assert f"of {len(foods)}" in visitor.words()


@pytest.mark.parametrize("text", HOSTILE_AMOUNTS)
@pytest.mark.parametrize("nutrient", UNITS)
def test_an_amount_that_cannot_be_is_named_and_no_result_is_shown(nutrient, text, all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week, **{f"supplement-{nutrient}": text})
    check_calm(visitor)
    amount = ug_per_day(nutrient, visitor.said.supplements[nutrient])
    assert ("One amount needs another look" in visitor.words()) == isinstance(amount, AmountFault)
    assert ("from food" in visitor.html()) != isinstance(amount, AmountFault)


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_any_amount_on_what_if_is_answered(text, all_once_a_week):
    state = {"what-if-d_ug_per_day": text}
    check_calm(visit("what_if", **ADULT, **all_once_a_week, **state))


@pytest.mark.parametrize("age", ["-1", "0", "17", "121", "1e3", "9" * 10, "\u0663\u0663"])
def test_an_age_that_cannot_be_does_not_break_results(age, all_once_a_week):
    check_calm(visit("results", **ADULT, **all_once_a_week, **{"profile-age": age}))


HOSTILE_CHANGES = {
    "no object": lambda message: [message],
    "another visit": lambda message: message | {"visit": "another"},
    "an older epoch": lambda message: message | {"epoch": -1},
    "an epoch to come": lambda message: message | {"epoch": 2**53},
    "an old sequence": lambda message: message | {"seq": 0},
    "a huge sequence": lambda message: message | {"seq": 10**400},
    "an unknown food": lambda message: message | {"foods": {"poi": ["1w", "M"]}},
    "an unknown code": lambda message: message | {"foods": {"natto": ["1W", "M"]}},
    "an unknown page": lambda message: message | {"wanted": "../secrets"},
    "one field too many": lambda message: message | {"example": "the vegan"},
    "a field too few": lambda message: {k: v for k, v in message.items() if k != "safety"},
    "a long text": lambda message: message | {"part": "x" * 900_000},
}


@pytest.mark.parametrize("change", HOSTILE_CHANGES.values(), ids=HOSTILE_CHANGES)
@pytest.mark.parametrize("page", ["questionnaire", "results"])
def test_a_message_that_no_browser_says_changes_nothing(page, change, all_once_a_week):
    visitor = visit(page, **ADULT, **all_once_a_week)
    visitor.choose("frequency-natto", "2w")
    before = visitor.said
    visitor.hear(change(visitor.message(**{"frequency-natto": "never"})))
    check_calm(visitor)
    assert visitor.page == page
    after = visitor.said
    assert (after.foods, after.safety, after.supplements) == (
        before.foods,
        before.safety,
        before.supplements,
    )
    visitor.choose("frequency-natto", "1d")  # and the next sound one is taken in
    assert visitor.answer("frequency-natto") == "1d"
