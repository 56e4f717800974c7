from scoring import Answer, Answers, FoodTable
from scoring.guidance.assessment import Assessment
from scoring.guidance.safety import Hold, Place, SafetyAnswers, Situation, held, notices
from scoring.intake.estimate import estimate
from scoring.intake.sensitivity import what_would_narrow
from scoring.questionnaire.answers import Supplements
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "tests" / "scoring" / "small_foods.csv")
ADULT = SafetyAnswers(adult=True, blood_thinner="none")
EATEN = {"natto": Answer("1w"), "salmon": Answer("1w", "L")}


def assessed(safety=ADULT, d_per_day=0.0):
    answers = Answers(EATEN, Supplements({"d": d_per_day}))
    return Assessment(FOODS, answers, safety)


def test_all_that_follows_is_what_the_single_functions_say():
    person = assessed(SafetyAnswers(adult=True, blood_thinner="vka"), 120.0)
    situation = Situation.of(person.estimate, FOODS)
    assert person.estimate == estimate(FOODS, person.answers)
    assert person.holds == held(person.safety, situation)
    for place in Place:
        expected = [n for n in notices(person.safety, situation) if place in n.places]
        assert list(person.notices_for(place)) == expected
    assert person.narrowing("d") == what_would_narrow(FOODS, person.answers, "d")


def test_what_the_result_holds_back_is_never_forgotten():
    assert Hold.D_HINTS not in assessed().holds
    assert Hold.D_HINTS in assessed(d_per_day=120.0).holds


def test_the_estimate_is_worked_out_once():
    person = assessed()
    assert person.estimate is person.estimate
    assert person.rules is person.rules
