"""The scales and the answers of one person: what is allowed, and what is said otherwise."""

from itertools import pairwise

import pytest

from scoring.errors import AnswersError
from scoring.questionnaire.answers import (
    FREQUENCIES,
    PORTIONS,
    UG_PER_IU_D,
    Answer,
    Answers,
    Profile,
    Supplements,
)


def test_the_frequency_scale_is_the_published_one():
    scale = [(f.code, f.servings_per_week, f.class_low, f.class_high) for f in FREQUENCIES]
    assert scale == [
        ("never", 0, 0, 0),
        ("1-3m", 0.5, 0.25, 0.75),
        ("1w", 1, 0.75, 1.5),
        ("2w", 2, 1.5, 2.5),
        ("3-4w", 3.5, 2.5, 4.5),
        ("5-6w", 5.5, 4.5, 6.5),
        ("1d", 7, 6.5, 10.5),
        ("2-3d", 17.5, 10.5, 24.5),
        ("4+d", 31.5, 24.5, 42),
    ]


def test_classes_follow_each_other_without_a_gap_and_hold_their_value():
    eaten = FREQUENCIES[1:]
    for lower, higher in pairwise(eaten):
        assert lower.class_high == higher.class_low
    assert all(f.class_low <= f.servings_per_week <= f.class_high for f in FREQUENCIES)


def test_the_portion_scale_is_the_published_one():
    assert [(p.code, p.factor) for p in PORTIONS] == [("S", 0.5), ("M", 1), ("L", 1.5)]


def test_a_missing_portion_is_medium():
    assert Answer("1w") == Answer("1w", "M")


def test_one_microgram_of_vitamin_d_is_40_units():
    assert 1 / UG_PER_IU_D == 40


@pytest.mark.parametrize(
    ("frequency", "portion", "said"),
    [
        ("weekly", "M", "frequency: found 'weekly'; allowed: never, 1-3m, 1w, 2w"),
        ("1W", "M", "Did you mean '1w'?"),
        ("", "M", "frequency: found ''"),
        (None, "M", "frequency: found 'None'"),
        ("1w", "XL", "portion: found 'XL'; allowed: S, M, L."),
        ("1w", "s", "Did you mean 'S'?"),
    ],
)
def test_an_unknown_code_is_refused(frequency, portion, said):
    with pytest.raises(AnswersError) as caught:
        Answer(frequency, portion)
    assert said in str(caught.value)


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), 2501, "25", True, None])
def test_a_supplement_outside_its_range_is_refused(value):
    with pytest.raises(AnswersError, match=r"d_ug_per_day.*a number from 0 to 2,500 µg a day"):
        Supplements({"d": value})


def test_prescribed_amounts_of_supplements_are_accepted():
    Supplements({"k1": 10_000, "mk4": 45_000, "mk7": 720, "d": 1250})


@pytest.mark.parametrize("age", [17, 121, 42.5, "42", True, float("nan")])
def test_an_age_that_is_no_adult_age_is_refused(age):
    with pytest.raises(AnswersError, match="a whole number of years from 18 to 120"):
        Profile(age=age)


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ({"sex": "Female"}, "Did you mean 'female'?"),
        ({"sex": "x"}, "allowed: empty, female, male"),
        ({"life_stage": "lactation"}, "Did you mean 'lactating'?"),
        ({"sex": "male", "life_stage": "pregnant"}, "empty where sex is male"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(profile, said):
    with pytest.raises(AnswersError) as caught:
        Profile(**profile)
    assert said in str(caught.value)


def test_nothing_need_be_told():
    assert Profile() == Profile(sex="", age=None, life_stage="")
    Profile(sex="female", age=18, life_stage="pregnant")
    Profile(life_stage="lactating", age=120)


def test_answers_do_not_change_with_the_mapping_they_were_made_from():
    given = {"natto": Answer("1w")}
    answers = Answers(given)
    given["natto"] = Answer("1d")
    assert answers.foods["natto"] == Answer("1w")


def test_an_answer_that_is_no_answer_is_refused():
    with pytest.raises(AnswersError, match="'natto'"):
        Answers({"natto": "1w"})
