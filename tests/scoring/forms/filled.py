"""Answers to the forms: three people as a form tool is told them, and what they mean."""

from scoring import Answer, FoodTable
from scoring.questionnaire.answers import Answers, Supplements

ADULT = [("safety_adult", "yes"), ("safety_blood_thinner", "none")]

FILLINGS = [
    # Eats natto and spinach, no eggs, leaves out the portion of spinach and all other foods.
    [
        ("respondent_id", "a1"),
        *ADULT,
        ("natto", "1w"),
        ("natto.portion", "L"),
        ("eggs", "never"),
        ("spinach", "4+d"),
        ("supplement.d_ug", 12.5),
    ],
    # Says a portion of eggs first and then that there are none.
    [
        ("respondent_id", "007"),
        *ADULT,
        ("eggs", "2w"),
        ("eggs.portion", "S"),
        ("eggs", "never"),
        ("milk", "1-3m"),
        ("milk.portion", "M"),
    ],
    # Answers no food.
    [("respondent_id", "1E5"), *ADULT],
]

MEANT = [
    Answers(
        {"natto": Answer("1w", "L"), "eggs": Answer("never"), "spinach": Answer("4+d")},
        Supplements({"d": 12.5}),
    ),
    Answers({"eggs": Answer("never"), "milk": Answer("1-3m", "M")}),
    Answers({}),
]


def unanswered(foods: FoodTable, answers: Answers) -> int:
    """How many foods count as unanswered: foods that are seldom eaten are no gap."""
    return len({food.food_id for food in foods} - foods.seldom_eaten - answers.foods.keys())
