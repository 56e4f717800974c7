"""The figures of a class, worked out by hand on the small food table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Answer, estimate
from scoring.nutrients import TOTALS
from scoring.questionnaire.answers import FREQUENCY_CODES, Answers
from tests.workshop.conftest import eats
from workshop.picture import Eaters, Picture, Sent, Told, _bars, class_picture, two_digits

PEOPLE = st.lists(
    st.dictionaries(
        st.sampled_from(["natto", "gouda", "egg", "salmon", "spinach"]),
        st.sampled_from(FREQUENCY_CODES).map(Answer),
    ).map(Sent),
    min_size=5,
    max_size=25,
)


def class_of(*weeks):
    return [Sent(week) for week in weeks]


def test_the_median_and_the_middle_half(foods):
    # Spinach 80 g at 500 µg per 100 g: 400 µg a serving; once a week 400 / 7 = 57.1 a day.
    weeks = [eats(spinach=code) for code in ("never", "1w", "2w", "1d", "1d") for _ in range(2)]
    spread = class_picture(foods, class_of(*weeks)).spreads["k1"]
    assert (spread.quarter_low, spread.median, spread.quarter_high) == (57, 110, 400)
    middle = estimate(foods, Answers(weeks[4])).wholes["k1"]
    assert spread.likely_low == two_digits(middle.low)
    assert spread.likely_high == two_digits(middle.high)


def test_bars_count_the_class_and_join_where_one_or_two_stand(foods):
    weeks = [eats(spinach="never")] * 4 + [eats(spinach="1w")] * 5 + [eats(spinach="1d")]
    bars = class_picture(foods, class_of(*weeks)).bars["k1"]
    assert [(bar.low_ug, bar.high_ug, bar.people) for bar in bars] == [(0, 50, 4), (50, None, 6)]


def test_below_ten_people_there_is_no_median_and_no_quarter(foods):
    weeks = [eats(spinach="1w")] * 10
    assert class_picture(foods, class_of(*weeks[:9])).spreads == {}
    assert set(class_picture(foods, class_of(*weeks)).spreads) == set(TOTALS)


@pytest.mark.parametrize(
    ("amounts", "bars"),
    [
        # enough people for narrow bars, the ends open
        ([5, 6, 7, 12, 13, 14, 25, 25, 25, 25, 31, 47, 200],
         [(0, 10, 3), (10, 20, 3), (20, 30, 4), (30, None, 3)]),
        # a bar of one between others: bars twice as wide, all of them
        ([5, 6, 7, 12, 25, 26, 27, 50, 50, 50],
         [(0, 20, 4), (20, 45, 3), (45, 90, 3), (90, None, 0)]),
        # or four times as wide
        ([5, 5, 5, 5, 15, 25, 50, 50, 95, 95], [(0, 45, 6), (45, 250, 4), (250, None, 0)]),
        # five people are one bar, and where nobody is can be said
        ([21, 25, 31, 44, 70], [(0, 20, 0), (20, 90, 5), (90, None, 0)]),
        ([0, 0, 0, 0, 0], [(0, 20, 5), (20, None, 0)]),
        ([1, 25, 31, 44, 170], [(0, 250, 5), (250, None, 0)]),
        ([1, 25, 31, 44, 270], [(0, None, 5)]),
        # six to nine are as many groups of three as there are
        ([1, 5, 12, 47, 60, 100], [(0, 20, 3), (20, 250, 3), (250, None, 0)]),
        ([5, 15, 25, 35, 41, 50, 70, 100, 300], [(0, 45, 5), (45, None, 4)]),
        ([5, 15, 18, 25, 35, 41, 70, 100], [(0, 20, 3), (20, 250, 5), (250, None, 0)]),
        # a room that eats natto
        ([40, 90, 140, 160, 170, 220, 260, 300, 410, 470],
         [(0, 150, 3), (150, 250, 3), (250, None, 4)]),
    ],
)  # fmt: skip
def test_bars_are_even_or_few(amounts, bars):
    found = _bars(np.array(amounts, dtype=float), "k2")
    assert [(bar.low_ug, bar.high_ug, bar.people) for bar in found] == bars


def test_foods_are_named_from_three_eaters_on(foods):
    # Gouda 30 g at 58 µg K2, egg 60 g at 21, natto 50 g at 886.
    weeks = [eats(gouda="1d", egg="1d")] * 3 + [eats(egg="1d")] * 2 + [eats(natto="1d")]
    shares = class_picture(foods, class_of(*weeks)).foods["k2"]
    gouda, egg, natto = 3 * 17.4, 5 * 12.6, 443
    total = gouda + egg + natto
    assert [(s.food_id, s.share) for s in shares] == [
        ("egg", two_digits(egg / total)),
        ("gouda", two_digits(gouda / total)),
        ("", two_digits(natto / total)),
    ]


@pytest.mark.parametrize(
    ("eaters", "people", "told", "counted"),
    [(0, 10, "few", None), (2, 10, "few", None), (3, 10, "some", None), (7, 10, "some", None),
     (8, 10, "nearly_all", None), (2, 20, "few", None), (3, 20, "some", 3), (17, 20, "some", 17),
     (18, 20, "nearly_all", None), (3, 5, "nearly_all", None)],
)  # fmt: skip
def test_how_many_eat_natto_is_never_told_of_one_or_two(foods, eaters, people, told, counted):
    weeks = [eats(natto="1w")] * eaters + [eats(natto="never")] * (people - eaters)
    picture = class_picture(foods, class_of(*weeks))
    natto = {"natto": Eaters(Told(told), counted)}
    assert picture.eaters == natto  # the small table has no oily fish and no liver
    assert picture.weekly == ({} if told == "few" else natto)


def test_less_than_once_a_week_is_not_every_week(foods):
    picture = class_picture(foods, class_of(*[eats(natto="1-3m", egg="1w")] * 8))
    assert picture.eaters["natto"].told == Told.NEARLY_ALL
    assert [*picture.weekly] == ["egg"]


def test_groups_of_one_or_two_and_of_a_small_class_are_not_told(foods):
    sent = [Sent(eats(egg="1d"), "female", "18 to 29")] * 18 + [Sent(eats(egg="1d"), "male")] * 2
    assert class_picture(foods, sent).groups == {"female": 18, "18 to 29": 18}
    assert class_picture(foods, sent[:19]).groups == {}


def test_only_the_sections_asked_count(foods):
    part = foods.of_groups(("Dairy",))
    assert [food.food_id for food in part] == ["gouda", "egg"]
    picture = class_picture(part, class_of(*[eats(spinach="1d", egg="1d")] * 10))
    assert picture.spreads["d"].median == 1.2
    assert picture.spreads["k1"].median == 0.3
    assert picture.eaters == {}


@given(PEOPLE)
def test_no_figure_tells_of_one_or_two_people(foods, people):
    picture = class_picture(foods, people)
    for bars in picture.bars.values():
        assert sum(bar.people for bar in bars) == len(people)
        assert all(bar.people == 0 or bar.people >= 3 for bar in bars)
        assert [bar.low_ug for bar in bars[1:]] == [bar.high_ug for bar in bars[:-1]]
        assert bars[0].low_ug == 0
        assert bars[-1].high_ug is None
    for shares in picture.foods.values():
        assert sum(share.share for share in shares) == pytest.approx(1 if shares else 0, abs=0.06)
        for share in shares:
            if share.food_id:
                eaters = [
                    p for p in people if p.foods.get(share.food_id, Answer("never")).frequency
                    != "never"
                ]  # fmt: skip
                assert len(eaters) >= 3
    for one in (*picture.eaters.values(), *picture.weekly.values()):
        assert one.people is None or 3 <= one.people <= len(people) - 3
    assert Picture.from_json(picture.to_json()) == picture


@given(PEOPLE.flatmap(lambda people: st.tuples(st.just(people), st.permutations(people))))
def test_the_order_of_people_does_not_matter(foods, both):
    first, second = both
    assert class_picture(foods, first) == class_picture(foods, second)
