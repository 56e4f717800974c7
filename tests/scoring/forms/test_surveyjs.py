"""The survey of SurveyJS, filled in by SurveyJS itself, and its answers scored."""

import json
from typing import Any

import pyarrow as pa
import pytest

from scoring import FoodTable, estimate, languages
from scoring.batch.pieces import score_piece
from scoring.forms.questionnaire import Form, Note, questionnaire_form
from scoring.forms.surveyjs import surveyjs_json
from scoring.guidance.safety import Place, SafetyAnswers, notices
from scoring.intake.estimate import range_z
from tests.conftest import ROOT
from tests.node import run_script
from tests.scoring.forms.filled import ADULT, FILLINGS, MEANT, unanswered

pytestmark = pytest.mark.node

FOODS = FoodTable.load(ROOT / "foods.csv")
ASKED = ("natto", "eggs", "milk", "spinach")
VKA = [("safety_adult", "yes"), ("safety_blood_thinner", "vka")]
SAFE = {
    "vka": (VKA, SafetyAnswers(adult=True, blood_thinner="vka")),
    "unsure": (
        [("safety_adult", "yes"), ("safety_blood_thinner", "unsure")],
        SafetyAnswers(adult=True, blood_thinner="unsure"),
    ),
    "urgent": (
        [*ADULT, ("safety_signs", ["bleeding", "heart"]), ("safety_pregnancy", "pregnant")],
        SafetyAnswers(
            adult=True,
            blood_thinner="none",
            signs=frozenset({"bleeding", "heart"}),
            pregnancy="pregnant",
        ),
    ),
    "minor": (
        [("safety_adult", "no"), ("safety_blood_thinner", "none")],
        SafetyAnswers(adult=False, blood_thinner="none"),
    ),
    "none": (ADULT, SafetyAnswers(adult=True, blood_thinner="none")),
}
OTHERS = {
    "too_much": [("respondent_id", "x"), *ADULT, ("supplement.d_ug", 2501)],
    "negative": [("respondent_id", "x"), *ADULT, ("supplement.mk7_ug", -1)],
    "nobody": [],
    "much_d": [("respondent_id", "x"), *ADULT, ("supplement.d_ug", 100.5)],
    "little_k": [("respondent_id", "x"), *ADULT, ("supplement.mk7_ug", 0.5)],
    "minor_after_all": [("respondent_id", "x"), *ADULT, ("natto", "1w"), ("safety_adult", "no")],
}


@pytest.fixture(scope="module")
def form() -> Form:
    return questionnaire_form(FOODS, ["nl", "en"])


@pytest.fixture(scope="module")
def filled(form) -> dict[str, Any]:
    """What SurveyJS shows and saves for each filling, in one start of Node.js.

    The first is about every food, the others about a few, which is as telling and faster.
    """
    fillings = {str(n): filling for n, filling in enumerate(FILLINGS)}
    fillings |= {name: answers for name, (answers, _) in SAFE.items()} | OTHERS
    few = questionnaire_form(FoodTable(tuple(FOODS[food_id] for food_id in ASKED)), ["nl", "en"])
    whole, part = (json.loads(surveyjs_json(some)) for some in (form, few))
    pairs = [(part if n else whole, answers) for n, answers in enumerate(fillings.values())]
    return dict(zip(fillings, run_script("fill_in_surveyjs.js", pairs), strict=True))


def test_answers_are_saved_under_the_names_of_a_responses_file_and_score_as_meant(filled):
    columns: dict[str, list[str]] = {}
    for n in range(len(FILLINGS)):
        assert filled[str(n)]["state"] == "completed"
        assert filled[str(n)]["faults"] == []
        data = filled[str(n)]["data"]
        for name in data:
            if not name.startswith("safety_"):
                columns.setdefault(name, [""] * len(FILLINGS))[n] = str(data[name])
    piece = pa.RecordBatch.from_pydict(columns)
    scored = score_piece(FOODS, piece, range_z(0.8))
    assert scored.bad_cells == ()
    rows = scored.intakes.to_pylist()
    assert [row["respondent_id"] for row in rows] == ["a1", "007", "1E5"]
    for row, answers in zip(rows, MEANT, strict=True):
        expected = estimate(FOODS, answers)
        for nutrient, intake in expected.intakes.items():
            assert row[f"{nutrient}_ug"] == pytest.approx(intake.central)
        assert row["d_supplement_ug"] == answers.supplements.per_day["d"]
        assert row["unanswered"] == unanswered(FOODS, answers)


def test_never_unanswered_and_not_asked_stay_apart(filled):
    data = filled["0"]["data"]
    assert data["eggs"] == "never"
    assert "milk" not in data
    assert "eggs.portion" not in data
    assert "spinach.portion" not in data
    questions = dict(filled["0"]["questions"])
    assert "natto.portion" in questions
    assert "spinach.portion" in questions
    assert "eggs.portion" not in questions
    assert "milk.portion" not in questions


def test_the_portion_of_a_food_that_is_never_after_all_goes_at_once(filled):
    assert "eggs.portion" not in filled["1"]["partial"]
    assert filled["1"]["partial"]["milk.portion"] == "M"


@pytest.mark.parametrize("who", SAFE)
def test_a_person_reads_the_notices_of_the_screen_in_their_language(filled, form, who):
    languages.use("nl")
    try:
        told = [n.text for n in notices(SAFE[who][1]) if Place.BEFORE in n.places]
    finally:
        languages.use("en")
    always = [
        item.text["nl"] for item in form.items if isinstance(item, Note) and not item.shown_if
    ]
    shown = [html.removeprefix("<p>").removesuffix("</p>") for _, html in filled[who]["notes"]]
    plain = [text.replace("\N{SOFT HYPHEN}", "") for text in told]
    assert [text for text in shown if text not in always] == plain


def test_a_minor_is_asked_no_food_and_leaves_none_behind(filled):
    names = {name for name, _ in filled["minor"]["questions"]}
    assert "natto" not in names
    assert "supplement.d_ug" not in names
    assert "natto" not in filled["minor_after_all"]["data"]


def test_what_must_be_answered_and_what_is_too_much_stops_the_survey(filled):
    assert filled["nobody"]["state"] == "running"
    assert {name for name, _ in filled["nobody"]["faults"]} == {
        *("respondent_id", "safety_adult", "safety_blood_thinner")
    }
    for who, name in (("too_much", "supplement.d_ug"), ("negative", "supplement.mk7_ug")):
        assert filled[who]["state"] == "running"
        assert [fault[0] for fault in filled[who]["faults"]] == [name]
    assert "2.500 µg" in filled["too_much"]["faults"][0][1]


def test_who_takes_a_supplement_reads_the_note_on_supplements(filled):
    names = {who: {name for name, _ in filled[who]["notes"]} for who in filled}
    assert "note_supplements_always" in names["little_k"]
    assert "note_supplements_always" not in names["none"]
    assert "note_d_over_upper_level" in names["much_d"]
    assert "note_d_over_upper_level" not in names["0"]


def test_words_are_those_of_the_language(filled):
    questions = dict(filled["none"]["questions"])
    assert questions["eggs"] == "Eieren"
