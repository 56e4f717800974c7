"""What a run knows of its visitor."""

from dataclasses import FrozenInstanceError

import pytest

from scoring.errors import AnswersError
from scoring.guidance.safety import Hold
from tests.pages.visitor import answered
from ui.questionnaire.exchange import Exchange
from ui.session.said import Said
from ui.session.visit import visit_of

ADULT = {"safety-adult": "yes", "safety-blood-thinner": "none"}
EATEN = {"frequency-natto": "1w", "portion-natto": "L", "frequency-spinach": "never"}


def visit_with(answers):
    return visit_of(answered(Said(Exchange("a visit")), answers), {})


def test_answers_stand_as_given_and_a_portion_not_asked_for_is_medium():
    visit = visit_with(ADULT | EATEN | {"frequency-spinach": "2w"})
    assert (visit.given["natto"].frequency, visit.given["natto"].portion) == ("1w", "L")
    assert visit.given["spinach"].portion == "M"
    assert visit.answers.foods == visit.given
    assert visit.unanswered(["natto", "gouda_edam"]) == ["gouda_edam"]


def test_a_visit_cannot_be_changed():
    visit = visit_with(ADULT)
    with pytest.raises(FrozenInstanceError):
        visit.example = "Example: somebody"


def test_vitamin_d_in_international_units_becomes_micrograms():
    visit = visit_with({"supplement-d": 800.0, "supplement-d-unit": "IU"})
    assert visit.answers.supplements.per_day["d"] == 20
    assert visit.has_answers


def test_a_hold_of_the_result_holds_as_soon_as_there_is_a_result():
    assert Hold.D_HINTS not in visit_with(ADULT | EATEN).holds
    assert Hold.D_HINTS in visit_with(ADULT | EATEN | {"supplement-d": 120.0}).holds


def test_an_amount_that_cannot_be_leaves_the_holds_of_the_safety_answers():
    visit = visit_with(EATEN | {"safety-blood-thinner": "vka", "supplement-d": "-1"})
    assert visit.holds_vitamin_k
    with pytest.raises(AnswersError):
        _ = visit.answers


def test_an_answer_to_a_food_of_another_table_does_not_count():
    visit = visit_with(EATEN | {"frequency-quark": "1d", "frequency-gone": None})
    assert visit.not_counted == ("quark",)
    assert "quark" not in visit.answers.foods
    assert visit.answered_but_not_in(visit.foods) == ["quark"]


def test_two_readings_of_the_same_state_are_equal():
    assert visit_with(ADULT | EATEN) == visit_with(ADULT | EATEN)
    assert visit_with(ADULT | EATEN) != visit_with(ADULT | EATEN | {"frequency-natto": "2w"})
