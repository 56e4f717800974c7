"""People whose report can be worked out by hand, and what stands on a page."""

import io
from dataclasses import replace
from datetime import date

from pypdf import PdfReader

import report
from scoring import Answer, Answers, FoodTable
from scoring.guidance.safety import SafetyAnswers
from scoring.questionnaire.answers import Supplements
from tests.conftest import ROOT

OUR_FOODS = FoodTable.load(ROOT / "foods.csv")
SMALL_FOODS = FoodTable.load(ROOT / "tests" / "scoring" / "small_foods.csv")
HEALTHY = SafetyAnswers(adult=True, blood_thinner="none")
ON_A_BLOCKER = SafetyAnswers(adult=True, blood_thinner="vka")
MADE_ON = date(2026, 3, 4)

SMALL_ANSWERS = {
    "natto": Answer("1w"),
    "gouda": Answer("1d"),
    "egg": Answer("never"),
    "salmon": Answer("1w"),
    "spinach": Answer("2w"),
}
"""A day of it holds, in µg:

K2 (2 + 800 + 84) × 0.5 ÷ 7 = 63.29 in natto, (8 + 50) × 0.3 = 17.4 in Gouda, 0.5 × 0.2 = 0.1 in
salmon, together 80.79, of it MK-4 2.64, MK-7 57.14, other forms 21; K1 1.43 + 0.6 + 0.08 + 114.29
in spinach = 116.39; D 0.12 in Gouda and 2 in salmon = 2.12.
"""


def person(
    foods: FoodTable = SMALL_FOODS,
    answers: dict[str, Answer] = SMALL_ANSWERS,
    supplements: Supplements = Supplements(),  # noqa: B008 (frozen)
    safety: SafetyAnswers = HEALTHY,
    authority: str = "efsa",
    **others: object,
) -> report.Person:
    return report.Person(
        foods=foods,
        answers=Answers(answers, supplements),
        safety=safety,
        authority=authority,
        made_on=MADE_ON,
        **others,
    )


def everything_eaten(often: str = "4+d", portion: str = "L") -> dict[str, Answer]:
    """Every food of the app's table."""
    return {food.food_id: Answer(often, portion) for food in OUR_FOODS}


def renamed(foods: FoodTable, **names: str) -> FoodTable:
    """The table with other names for some foods."""
    return FoodTable(
        tuple(replace(food, food=names.get(food.food_id, food.food)) for food in foods)
    )


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All words of the pages, with single spaces, in the order in which they are read."""
    text = " ".join(page.extract_text() for page in read(pdf).pages)
    return " ".join(text.replace("\u200b", "").replace("\u03bc", "\u00b5").split())
