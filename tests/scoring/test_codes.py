"""Answers as arrays of codes: one implementation for one person, many people and changes."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Answer, FoodTable
from scoring.errors import AnswersError
from scoring.questionnaire.answers import FREQUENCIES, FREQUENCY_CODES, PORTION_CODES, PORTIONS
from scoring.questionnaire.codes import codes_of, codes_of_changes, require_known_foods

SMALL = FoodTable.load(Path(__file__).with_name("small_foods.csv"))
IDS = [food.food_id for food in SMALL]
answer = st.builds(Answer, st.sampled_from(FREQUENCY_CODES), st.sampled_from(PORTION_CODES))
week = st.dictionaries(st.sampled_from(IDS), answer)


def answers_in(frequency, portion):
    """The answers that a row of codes stands for."""
    return {
        food_id: Answer(FREQUENCIES[f - 1].code, PORTIONS[p].code)
        for food_id, f, p in zip(IDS, frequency.tolist(), portion.tolist(), strict=True)
        if f
    }


def test_codes_by_hand():
    people = [{IDS[0]: Answer("never"), IDS[2]: Answer("4+d", "L")}, {}]
    frequency, portion = codes_of(SMALL, people)
    assert frequency.tolist() == [[1, 0, 9, 0, 0], [0, 0, 0, 0, 0]]
    assert portion.tolist() == [[1, 1, 2, 1, 1], [1, 1, 1, 1, 1]]
    assert frequency.dtype == portion.dtype == np.uint8


@given(st.lists(week, max_size=4))
def test_codes_hold_every_answer(people):
    frequency, portion = codes_of(SMALL, people)
    assert frequency.shape == portion.shape == (len(people), len(SMALL))
    assert [answers_in(*row) for row in zip(frequency, portion, strict=True)] == people


@given(week, st.lists(st.tuples(st.sampled_from(IDS), answer), max_size=5))
def test_each_change_has_a_row_below_the_week_as_it_is(own, changes):
    frequency, portion = codes_of_changes(SMALL, own, changes)
    rows = [answers_in(*row) for row in zip(frequency, portion, strict=True)]
    assert rows == [own, *(own | {food_id: after} for food_id, after in changes)]


def test_an_answer_about_a_food_of_another_table_does_not_count_where_that_is_allowed():
    frequency, _ = codes_of(SMALL, [{"gone": Answer("1d")}])
    assert not frequency.any()


def test_a_food_that_is_not_in_the_table_is_named_with_a_near_one():
    require_known_foods(SMALL, IDS)
    with pytest.raises(AnswersError, match=r"found food 'nato'.*Did you mean 'natto'\?"):
        require_known_foods(SMALL, ["nato"])
