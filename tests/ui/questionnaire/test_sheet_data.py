"""The data of the sheets: complete, in every language, and small enough for a first visit."""

import json

import pytest

from scoring import FoodTable, languages
from scoring.countries import COUNTRIES, INTERNATIONAL
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES
from scoring.questionnaire.words import groups_in_order
from tests.conftest import ROOT
from ui.questionnaire import sheet_data
from ui.questionnaire.message import CHOSE_NONE

TABLE = FoodTable.load(ROOT / "foods.csv")
LARGEST_BYTES = 140_000


@pytest.fixture(params=list(languages.offered()))
def language(request):
    before = languages.current()
    languages.use(request.param)
    yield request.param
    languages.use(before)


def test_every_food_is_asked_once_with_names_portions_and_drawing(language):
    data = sheet_data.questionnaire(TABLE)
    foods = [food for part in data["parts"] for food in part.get("foods", [])]
    assert sorted(food["id"] for food in foods) == sorted(food.food_id for food in TABLE)
    for food in foods:
        assert food["name"]
        assert [code for code, _label in food["portions"]] == list(PORTION_CODES)
        assert all("\N{NO-BREAK SPACE}g" in label for _code, label in food["portions"])
        assert len(food["drawing"]["portions"]) == len(food["drawing"]["alts"]) == 3
    assert [code for code, _label in data["frequencies"]] == list(FREQUENCY_CODES)


def test_the_data_go_as_json_and_are_small(language):
    for data in (
        sheet_data.questionnaire(TABLE),
        sheet_data.safety_questions("questionnaire"),
        sheet_data.profile_questions(),
    ):
        assert len(json.dumps(data).encode()) < LARGEST_BYTES


def test_they_are_made_once_for_a_language_and_a_table(language):
    assert sheet_data.questionnaire(TABLE) is sheet_data.questionnaire(TABLE)
    other = FoodTable(TABLE.foods)
    assert sheet_data.questionnaire(other) is not sheet_data.questionnaire(TABLE)


def test_natto_comes_first_in_japanese_and_cheese_milk_and_eggs_elsewhere(language):
    first = groups_in_order(TABLE, language)[:3]
    if language == "ja":
        assert first[0] == "Soya and fortified foods"
    else:
        assert first == ["Hard and sliced cheese", "Soft and fresh cheese", "Milk, cream and eggs"]


def test_no_country_is_asked_about_more_than_58_foods(subtests):
    """What is seldom eaten there waits behind one press; all 66 stay within reach."""
    for country in (INTERNATIONAL, *COUNTRIES):
        with subtests.test(country=country):
            parts = sheet_data.questionnaire(TABLE.for_country(country))["parts"]
            foods = [food for part in parts for food in part.get("foods", [])]
            assert len(foods) == len(TABLE) <= 66
            assert 50 <= sum(not food["seldom"] for food in foods) <= 58


def test_what_is_asked_first_follows_the_country_before_the_language():
    first = sheet_data.groups_in_order(TABLE.for_country("DE"), "ja")[0]
    assert first == "Hard and sliced cheese"
    assert sheet_data.groups_in_order(TABLE.for_country("JP"), "en")[0] == (
        "Soya and fortified foods"
    )


def test_a_food_seldom_eaten_in_the_country_is_no_gap():
    danish = TABLE.for_country("DK")
    answered = {food.food_id for food in TABLE} - danish.seldom_eaten
    assert sheet_data.first_part_with_gaps(danish, answered) == sheet_data.SUPPLEMENTS_PART


def test_countries_stand_in_the_order_of_their_names_in_french():
    languages.use("fr")
    try:
        [part] = sheet_data.safety_questions("questionnaire")["parts"]
    finally:
        languages.use("en")
    country = next(q for q in part["questions"] if q["id"] == "country")
    names = [name for _, name in country["options"]]
    assert names[:2] == ["Allemagne", "Autriche"]
    assert names[3:6] == ["Danemark", "États-Unis", "Finlande"]
    assert names[-3:] == ["Suède", "Suisse", "Un autre pays"]


def test_the_country_is_asked_with_the_guess_until_there_is_an_answer(language):
    [part] = sheet_data.safety_questions("questionnaire", "IE")["parts"]
    country = next(q for q in part["questions"] if q["id"] == "country")
    codes = [code for code, _ in country["options"]]
    assert country["guess"] == "IE"
    assert {*codes} == {*COUNTRIES, CHOSE_NONE}
    assert len({name for _, name in country["options"]}) == len(codes)
    assert "needed" not in country


def test_the_groups_of_a_table_of_somebody_elses_stay_in_its_order():
    small = FoodTable.load(ROOT / "tests" / "scoring" / "small_foods.csv")
    assert groups_in_order(small, "en") == list(small.groups)


def test_a_food_that_is_not_drawn_has_no_drawing():
    small = FoodTable.load(ROOT / "tests" / "scoring" / "small_foods.csv")
    foods = [
        food for part in sheet_data.questionnaire(small)["parts"] for food in part.get("foods", [])
    ]
    assert any(food["drawing"] is None for food in foods)
