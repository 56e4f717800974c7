"""A typed number is read as its language writes it, or not at all; never ten times as much."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.languages import offered
from ui.questionnaire.amounts import (
    AmountFault,
    TypedAmount,
    age_years,
    readings,
    signs_of,
    ug_per_day,
)

CASES = json.loads(Path(__file__).with_name("typed_numbers.json").read_text("utf-8"))


@pytest.mark.parametrize(("language", "text", "numbers"), CASES)
def test_a_typed_number_has_the_readings_of_the_table(language, text, numbers):
    assert readings(text, language) == tuple(numbers)


@given(
    st.integers(0, 10**6), st.integers(0, 4), st.integers(0, 9999), st.sampled_from([*offered()])
)
def test_what_the_app_writes_is_read_back_where_it_is_clear(whole, places, part, language):
    decimal, group = signs_of(language)
    digits = f"{part % 10**places:0{places}d}" if places else ""
    text = f"{whole:,}".replace(",", group) + (f"{decimal}{digits}" if digits else "")
    assert float(f"{whole}.{digits or 0}") in readings(text, language)


@given(st.text("0123456789.,' ", max_size=12), st.sampled_from([*offered()]))
def test_two_readings_are_a_thousand_times_apart(text, language):
    found = readings(text, language)
    assert len(found) < 2 or found[0] == pytest.approx(1000 * found[1])


@given(st.text(max_size=60), st.sampled_from([*offered()]))
def test_any_text_is_read_or_refused(text, language):
    assert all(number >= 0 for number in readings(text, language))


@pytest.mark.parametrize(
    ("supplement", "typed", "ug"),
    [
        ("d", TypedAmount("800", "iu"), 20),
        ("d", TypedAmount("20.000", "iu", "week", "de"), 20_000 / 40 / 7),
        ("d", TypedAmount("2,5", language="nl"), 2.5),
        ("d", TypedAmount("100,000", "iu"), 2500),
        ("d", TypedAmount("100,001", "iu"), AmountFault.TOO_MUCH),
        ("mk7", TypedAmount("22,5", language="de"), 22.5),
        ("mk7", TypedAmount(""), 0),
        ("mk7", TypedAmount(" "), 0),
        ("k1", TypedAmount("1.000"), AmountFault.TWO_READINGS),
        ("k1", TypedAmount("some"), AmountFault.NO_NUMBER),
    ],
)
def test_an_amount_in_micrograms_a_day(supplement, typed, ug):
    assert ug_per_day(supplement, typed) == (
        ug if isinstance(ug, AmountFault) else pytest.approx(ug)
    )


def test_an_age_is_one_of_an_adult():
    assert [age_years(text) for text in ("18", " 120 ", "\uff14\uff11", "")] == [18, 120, 41, None]
    for text in ("17", "121", "4.5", "old", "²", "\u0663\u0663"):
        assert age_years(text) is AmountFault.NO_NUMBER
