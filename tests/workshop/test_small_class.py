"""A class of five to nine: what is shown tells no single person's answer, nor do two pictures."""

import itertools
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Answer
from tests.workshop.conftest import eats
from tests.workshop.test_privacy import EVENTS, Room
from workshop.picture import BAR_EDGES_UG, Sent, Told, _bars, class_picture, eaters_told
from workshop.privacy import FEWEST_FOR_COUNTS, FEWEST_IN_STEP, FEWEST_SHOWN

FREQUENCIES = ("never", "1-3m", "1w", "2w", "1d", "4+d")
WEEKS = st.dictionaries(
    st.sampled_from(["natto", "gouda", "egg", "salmon", "spinach"]),
    st.sampled_from(FREQUENCIES).map(Answer),
)


@st.composite
def amounts_and_others(draw):
    """Amounts of a nutrient in a class, and others within the same wide steps."""
    nutrient = draw(st.sampled_from([*BAR_EDGES_UG]))
    edges = (*BAR_EDGES_UG[nutrient][::2], 2 * BAR_EDGES_UG[nutrient][-1])
    steps = draw(st.lists(st.integers(0, len(edges) - 2), min_size=5, max_size=9))
    within = st.integers(0, 999)
    one, other = (
        [edges[n] + draw(within) / 1000 * (edges[n + 1] - edges[n]) for n in steps]
        for _ in range(2)
    )
    return nutrient, one, other


@given(amounts_and_others(), st.integers(3, 4))
def test_an_amount_is_known_to_one_wide_step_at_most_also_from_two_pictures(drawn, newcomers):
    nutrient, one, other = drawn
    assert _bars(np.array(one), nutrient) == _bars(np.array(other), nutrient)
    before = len(one) - newcomers
    if before >= FEWEST_SHOWN:
        assert _bars(np.array(one[:before]), nutrient) == _bars(np.array(other[:before]), nutrient)


@pytest.mark.parametrize("nutrient", [*BAR_EDGES_UG])
def test_the_steps_of_a_small_class_are_wide(nutrient):
    steps = BAR_EDGES_UG[nutrient][::2]
    assert all(high >= 1.8 * low for low, high in itertools.pairwise(steps))


@pytest.mark.parametrize("people", range(FEWEST_SHOWN, FEWEST_FOR_COUNTS))
def test_words_about_eaters_leave_open_whether_each_person_eats_it(people):
    for word in Told:
        may_be = {n for n in range(people + 1) if eaters_told(n, people).told == word}
        assert may_be == set() or {n for n in may_be if 0 < n < people}
        assert all(eaters_told(n, people).people is None for n in may_be)
    # Newcomers, or people who leave, between two pictures: neither all of them nor none must.
    for newcomers in range(FEWEST_IN_STEP, FEWEST_FOR_COUNTS - people):
        together = people + newcomers
        possible = {}
        for before, new in itertools.product(range(people + 1), range(newcomers + 1)):
            seen = eaters_told(before, people), eaters_told(before + new, together)
            possible.setdefault(seen, set()).add((before, new))
        for worlds in possible.values():
            assert {new for _, new in worlds} not in ({0}, {newcomers})
            assert {before for before, _ in worlds} not in ({0}, {people})


@given(st.lists(WEEKS, min_size=5, max_size=9))
def test_a_small_class_shows_bars_words_and_shares_alone(foods, weeks):
    picture = class_picture(foods, [Sent(week, "female", "18 to 29") for week in weeks])
    assert not picture.spreads
    assert not picture.groups
    assert not picture.not_asked
    assert all(one.people is None for one in (*picture.eaters.values(), *picture.weekly.values()))
    told_of = {part.name for part in fields(picture)} - {"spreads", "groups", "not_asked"}
    assert told_of == {"people", "bars", "foods", "eaters", "weekly"}  # of which each has a test


@given(st.lists(st.sets(st.sampled_from(["natto", "gouda", "egg"])), min_size=5, max_size=9))
def test_shares_of_foods_tell_of_no_amount(foods, eaten):
    once = [Sent({food: Answer("1w") for food in week}) for week in eaten]
    twice = [Sent({food: Answer("2w") for food in week}) for week in eaten]
    assert class_picture(foods, once).foods == class_picture(foods, twice).foods


@settings(max_examples=100)
@given(EVENTS, st.data())
def test_two_people_of_a_cell_may_have_each_others_answers(foods, events, data):
    room = Room()
    for _ in room.play(events):
        pass
    published = [people for people in room.published if people]
    if not published:
        return
    history = {p: tuple(p in people for people in published) for p in set().union(*published)}
    person = data.draw(st.sampled_from(sorted(history)))
    others = [p for p in sorted(history) if p != person and history[p] == history[person]]
    assert len(others) >= FEWEST_IN_STEP - 1
    other = data.draw(st.sampled_from(others))
    some = [eats(natto="1w"), eats(gouda="1d", egg="2w"), eats(spinach="1d"), {}]
    weeks = {p: some[int(p[1:]) % len(some)] for p in sorted(history)}
    weeks[person] = eats(natto="4+d", salmon="4+d")
    swapped = weeks | {person: weeks[other], other: weeks[person]}

    def pictures(weeks):
        return [class_picture(foods, [Sent(weeks[p]) for p in sorted(s)]) for s in published]

    assert pictures(weeks) == pictures(swapped)
