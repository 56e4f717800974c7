"""Fillings in the order of their days, and signs that they are not one person's."""

from datetime import date

import pytest

from content.results.history import Estimated, Filling, changes, fillings, signs_of_others
from scoring import Answer, Answers
from scoring.guidance.safety import Hold
from scoring.questionnaire.answers import Profile
from scoring.questionnaire.answers_file import AnswersFile
from tests.report.people import SMALL_FOODS

SPRING, AUTUMN = date(2026, 3, 4), date(2026, 10, 5)
ONCE, TWICE = Answers({"gouda": Answer("1w")}), Answers({"gouda": Answer("2w")})


def filling(day=SPRING, name="", profile=Profile(), example=""):  # noqa: B008 (frozen)
    return Filling(name, day, Answers({"gouda": Answer("1d")}, profile=profile), example)


def test_fillings_stand_in_the_order_of_their_days_and_the_same_one_counts_once():
    files = [
        ("late", AnswersFile(TWICE, AUTUMN, "x")),
        ("early", AnswersFile(ONCE, SPRING, "x")),
        ("copy", AnswersFile(ONCE, SPRING, "x")),
    ]
    assert [(f.day, f.answers) for f in fillings(files)] == [(SPRING, ONCE), (AUTUMN, TWICE)]


@pytest.mark.parametrize(
    ("first", "second", "sign"),
    [
        ({"example": "Example: vegan"}, {"name": "mine"}, "made-up person’s"),
        ({"profile": Profile("female")}, {"profile": Profile("male")}, "differ in sex"),
        ({"profile": Profile(age=42)}, {"profile": Profile(age=45)}, "ages do not fit"),
        ({"profile": Profile(age=42)}, {"profile": Profile(age=40)}, "ages do not fit"),
        (
            {"name": "kdcheck-answers-Ms-J-2026-03-04"},
            {"name": "kdcheck-answers-Mr-K-2026-10-05"},
            "different labels: Mr-K; Ms-J",
        ),
    ],
)
def test_signs_of_two_people_are_named(first, second, sign):
    (found,) = signs_of_others([filling(**first), filling(AUTUMN, **second)])
    assert sign in found


def test_nothing_speaks_against_one_person():
    one = filling(profile=Profile("female", 42), name="kdcheck-answers-Ms-J-2026-03-04")
    two = filling(date(2027, 3, 20), profile=Profile("female", 43), name="b")
    three = filling(date(2027, 9, 20), name="kdcheck-answers-2027-09-20")
    assert signs_of_others([one, two, three]) == []


def test_what_moved_is_said_with_its_range_and_beside_answering_twice():
    before, after = (
        Estimated.of(SMALL_FOODS, Filling("", day, answers))
        for day, answers in ((SPRING, ONCE), (AUTUMN, TWICE))
    )
    k2, k1, _d = changes(SMALL_FOODS, before, after, frozenset())
    # Gouda holds 8 + 50 µg of K2 in 100 g, a serving is 30 g: 17.4 µg a week, and as much again.
    assert k2.before.central == pytest.approx(17.4 / 7)
    assert k2.after.central == pytest.approx(2 * 17.4 / 7)
    assert k2.words.startswith("Since 4 March 2026: about 2.5 µg a day more, likely ")
    assert "no study" in k2.repeated
    assert "one figure is 2 times the other" in k1.repeated
    held = changes(SMALL_FOODS, before, after, frozenset({Hold.VITAMIN_K_HINTS}))
    assert [change.nutrient for change in held] == ["d"]
    alike = changes(SMALL_FOODS, before, before, frozenset())[2]
    assert alike.words.endswith("the foods that hold it were answered alike.")
    assert alike.repeated == ""
