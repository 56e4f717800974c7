"""The parts of a result that screen and paper draw: figures, rows, their order, who sees what."""

import re
from dataclasses import replace

import pytest

from content.results.cohorts import beside_cohorts
from content.results.comparison import comparisons, may_compare, span_of
from content.results.headline import headlines
from content.results.second_look import second_looks
from content.results.shares import main_food, nutrients_shown, shares
from content.results.unknown import unknown
from scoring import Answer, Answers, FoodTable
from scoring.guidance.assessment import Assessment
from scoring.guidance.references import load_population_intakes, lookup
from scoring.guidance.safety import SafetyAnswers
from scoring.questionnaire.answers import Profile, Supplements
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "tests" / "scoring" / "small_foods.csv")
EATEN = {
    "natto": Answer("1w"),
    "gouda": Answer("1d"),
    "egg": Answer("never"),
    "salmon": Answer("1w"),
    "spinach": Answer("2w"),
}
"""A day of it holds, in µg: K2 63.29 in natto, 17.4 in Gouda, 0.1 in salmon; K1 116.39, of it
114.29 in spinach; D 2.12, of it 2 in salmon."""


def person(answers=EATEN, supplements=Supplements(), **said):  # noqa: B008 (frozen)
    safety = SafetyAnswers(**{"adult": True, "blood_thinner": "none"} | said)
    return Assessment(FOODS, Answers(answers, supplements), safety)


ON_A_BLOCKER = person(blood_thinner="vka")


def test_headlines_in_order_with_supplements_apart():
    found = headlines(person(supplements=Supplements({"d": 20})).estimate)
    assert [h.nutrient for h in found] == ["k2", "k1", "d"]
    assert [h.amount for h in found] == ["81", "116", "2.1"]
    assert [h.supplements for h in found] == ["", "", "20"]
    assert {h.sentence for h in found} == {"about {amount} µg a day"}
    assert all(h.likely.startswith("likely ") for h in found)


def test_a_headline_of_nothing_has_no_range():
    (k2, _k1, _d) = headlines(person({"egg": Answer("never")}).estimate)
    assert (k2.amount, k2.sentence, k2.likely) == ("0", "{amount} µg a day", "")


def test_shares_name_the_largest_foods_and_add_up():
    rows = shares(person(), "k2", 1)
    assert [row.label for row in rows] == ["Natto", "2 other foods together"]
    assert [row.food and row.food.food_id for row in rows] == ["natto", None]
    assert [row.amount for row in rows] == pytest.approx([63.29, 17.5], abs=0.01)
    assert sum(row.of_all for row in rows) == pytest.approx(1)
    assert [sum(row.parts.values()) for row in rows] == pytest.approx([r.amount for r in rows])
    assert rows[0].percent == "78\N{NO-BREAK SPACE}%"


def test_one_more_food_is_named_where_it_is_the_last():
    assert [row.label for row in shares(person(), "k2", 2)][-1] == FOODS["salmon"].food


def test_foods_are_ordered_by_vitamin_k_only_for_people_who_may_see_it():
    assert nutrients_shown(person()) == ("k2", "k1", "d")
    assert nutrients_shown(ON_A_BLOCKER) == ("d",)


def test_no_cohorts_on_a_vitamin_k_antagonist():
    held = [n for n in ("k2", "k1", "d") if beside_cohorts(ON_A_BLOCKER, n) is None]
    assert held == ["k2", "k1"]


@pytest.mark.parametrize(("nutrient", "mine"), [("k2", 80.79), ("k1", 116.39), ("d", 2.12)])
def test_every_group_with_a_middle_stands_beside_one_drawn_a_country(nutrient, mine):
    found = beside_cohorts(person(), nutrient)
    assert found.mine.central == pytest.approx(mine, abs=0.01)
    known = [g for g in load_population_intakes() if g.nutrient == nutrient]
    assert len(found.cohorts) == len([g for g in known if g.mean_ug or 50 in g.percentiles])
    assert 0 < len(found.drawn) < len(found.cohorts)
    assert not any(cohort.group.computed for cohort in found.drawn)
    countries = [cohort.group.country for cohort in found.drawn]
    assert len(set(countries)) == len(countries)
    for cohort in found.cohorts:
        assert cohort.low <= cohort.middle <= cohort.high
        assert bool(cohort.nine_in_ten) == (cohort.low < cohort.high)
        drawn = [one for one in found.drawn if one.group.country == cohort.group.country]
        assert not cohort.drawn or drawn[0].people >= cohort.people


def test_the_food_that_gives_most_is_told_with_its_share():
    assert main_food(person(), "k2") == "Most of it is from “Natto”: 78\N{NO-BREAK SPACE}%."
    without = person({"gouda": Answer("1d"), "egg": Answer("2-3d"), "salmon": Answer("1w")})
    # Gouda 17.4 µg; egg 2.5 × 60 g a day of 21 µg in 100 g: 31.5; salmon 0.1
    assert main_food(without, "k2").startswith("Most of it is from “Egg”")
    assert [main_food(ON_A_BLOCKER, n) != "" for n in ("k2", "k1", "d")] == [False, False, True]
    assert main_food(person({"egg": Answer("never")}), "k2") == ""


def test_in_pregnancy_liver_goes_unnamed_and_its_share_is_told():
    foods = FoodTable.load(ROOT / "foods.csv")
    eaten = Answers({"chicken_liver": Answer("1d"), "eggs": Answer("1-3m")})
    pregnant = SafetyAnswers(adult=True, blood_thinner="none", pregnancy="pregnant")
    words = main_food(Assessment(foods, eaten, pregnant), "k2")
    assert re.fullmatch(
        r"A food that a notice here asks you to leave out gives \d\d.% of it\.", words
    )
    assert "liver" in main_food(Assessment(foods, eaten, replace(pregnant, pregnancy="no")), "k2")


def test_the_allowance_stands_among_the_foods_and_shares_are_of_the_whole():
    foods = FoodTable.load(ROOT / "foods.csv").for_country("NL")
    eaten = Answers({"spinach": Answer("2w"), "broccoli_brussels_sprouts": Answer("1w")})
    someone = Assessment(foods, eaten, SafetyAnswers(adult=True, blood_thinner="none"))
    *named, last = shares(someone, "k1", 5)
    allowance = someone.estimate.not_asked["k1"].central
    whole = someone.estimate.wholes["k1"].central
    assert [row.asked for row in named] == [True, True]
    assert (last.asked, last.food, last.label) == (False, None, "Foods that were not asked")
    assert last.amount == sum(last.parts.values()) == allowance > 0
    assert sum(row.of_all for row in (*named, last)) == pytest.approx(1)
    assert named[0].of_all == pytest.approx(named[0].amount / whole)


def test_who_sees_intake_beside_which_reference_values():
    def counted(someone):
        return [c.counted for c in comparisons(someone, "efsa", Profile())]

    assert counted(person()) == [("k1",), ("d",)]
    assert counted(ON_A_BLOCKER) == [("d",)]
    with_kidney_disease = person(conditions=frozenset({"kidney_disease"}))
    assert not may_compare(with_kidney_disease)
    assert counted(with_kidney_disease) == []


def test_the_reach_of_reference_values():
    assert span_of(lookup("efsa", "k1")) == (70, 70)
    assert span_of(()) is None


def test_what_is_not_known():
    someone = person({food_id: EATEN[food_id] for food_id in EATEN if food_id != "natto"})
    found = unknown(someone)
    assert [food.food_id for food in found.unanswered] == ["natto"]
    lacking = [food.food_id for food, _missing in found.without_data]
    assert lacking == list(someone.estimate.unknown)
    assert lacking
    assert not found.nothing


def test_warnings_about_vitamin_k_are_for_people_who_may_see_them():
    much = {"spinach": Answer("4+d", "L"), "natto": Answer("never")}
    words = "Vitamin K1 comes out above"
    (one,) = [w for w in second_looks(person(much)) if w.words.startswith(words)]
    assert [food.food_id for food in one.foods] == ["spinach"]
    on_a_blocker = second_looks(person(much, blood_thinner="vka"))
    assert not [w for w in on_a_blocker if w.words.startswith(words)]
