"""The questionnaire's page: what it asks, what it makes of what a browser says, where it leads.

What a person sees and presses is tried in tests/browser/test_sheet.py and test_kept.py.
"""

from collections import Counter

import pytest

from content.example_people import example_people
from content.numbers import micrograms
from scoring.countries import COUNTRIES, INTERNATIONAL
from scoring.guidance.safety import load_rules
from scoring.nutrients import NUTRIENTS, SUPPLEMENTED
from scoring.questionnaire.answers import FREQUENCIES
from tests.pages.conftest import visit
from tests.pages.visitor import ADULT
from ui import session
from ui.questionnaire.amounts import TypedAmount
from ui.questionnaire.sheet_data import SUPPLEMENTS_PART

VEGAN = example_people()["vegan"].name


@pytest.fixture
def visitor():
    return visit("questionnaire", **ADULT)


def results(all_once_a_week, **state):
    return visit("results", **ADULT, **all_once_a_week, **state)


def test_every_food_is_asked_once_over_all_parts(visitor, foods):
    *parts, last = visitor.sheet["parts"]
    assert last["id"] == SUPPLEMENTS_PART
    asked = [food["id"] for part in parts for food in part["foods"]]
    assert sorted(asked) == sorted(food.food_id for food in foods)
    for part in parts:
        assert [f["id"] for f in part["foods"]] == [f.food_id for f in foods.in_group(part["id"])]
        for food in part["foods"]:
            assert food["name"] == foods[food["id"]].food
            assert food["examples"] == foods[food["id"]].examples


def test_parts_are_short(foods, subtests):
    """What is asked at once; mixed dishes, of which most count by their parts, are two lines."""
    for country in (INTERNATIONAL, *COUNTRIES):
        there = foods.for_country(country)
        asked = [food for food in there if food.food_id not in there.seldom_eaten]
        numbers = Counter(food.group for food in asked)
        with subtests.test(country=country):
            assert set(numbers) == set(foods.groups)
            assert max(numbers.values()) <= (9 if country == "FR" else 8)  # which eats liver
            assert sorted(numbers.values())[:2] >= [2, 3]


def test_every_frequency_is_offered_in_order(visitor):
    labels = [label for _code, label in visitor.sheet["frequencies"]]
    assert labels == [frequency.label.split(",")[0] for frequency in FREQUENCIES]
    assert "less than once a month" in visitor.part["lead"]


def test_portions_say_their_grams(visitor, foods):
    parts = visitor.sheet["parts"]
    (natto,) = (f for part in parts for f in part.get("foods", ()) if f["id"] == "natto")
    small, medium, large = (label.replace("\u00a0", " ") for _code, label in natto["portions"])
    assert foods["natto"].serving_g == 50
    assert "25 g" in small
    assert "50 g" in medium
    assert foods["natto"].serving in medium
    assert "75 g" in large


def test_an_answer_is_taken_in_kept_and_taken_back(visitor):
    visitor.choose("frequency-natto", "2w")
    visitor.choose("portion-natto", "L")
    visitor.open("method")
    visitor.open("questionnaire")
    visitor.choose("frequency-tempeh", "never")
    assert visitor.answer("frequency-natto") == "2w"
    assert visitor.answer("portion-natto") == "L"
    assert visitor.answer("frequency-tempeh") == "never"
    assert visitor.answer("frequency-miso") is None  # unanswered is not never
    visitor.choose("frequency-natto", None)
    assert visitor.answer("frequency-natto") is None


def test_the_server_acknowledges_and_says_the_answers_until_the_browser_has_them(visitor):
    assert set(visitor.down["held"]["foods"]) == set()
    visitor.choose("frequency-natto", "2w")
    assert visitor.down["seen"] == 1
    assert "held" not in visitor.down
    visitor.open("welcome")
    assert (visitor.down["seen"], visitor.down["page"]) == (1, "welcome")


def test_the_part_is_kept_on_coming_back_from_another_page(visitor, foods):
    visitor.hear(visitor.message() | {"part": "Fats and oils"})
    visitor.open("method")
    visitor.open("questionnaire")
    assert visitor.down["part"] == "Fats and oils"


def test_a_message_leads_once_to_the_page_that_it_names(visitor, all_once_a_week):
    visitor.say(wanted="results", **all_once_a_week)
    assert visitor.page == "results"
    assert visitor.charts()
    visitor.open("questionnaire")
    assert visitor.page == "questionnaire"


def test_a_message_that_is_late_leads_nobody_away(visitor):
    said = visitor.message(wanted="results", **{"frequency-natto": "1w"})
    visitor.open("learn")
    visitor.hear(said)
    assert visitor.page == "learn"
    assert visitor.answer("frequency-natto") == "1w"


def test_a_message_with_the_address_of_a_page_that_was_left_leads_back_to_the_new_one():
    visitor = visit("welcome", **ADULT)
    said = visitor.message(**{"frequency-natto": "1w"})
    visitor.press("Start the questionnaire")
    assert visitor.page == "before_you_start"
    visitor.app.session_state[session.said.COURIER_KEY] = {"said": said}
    visitor.open("welcome")  # the address of the moment when it was said
    assert visitor.page == "before_you_start"
    assert visitor.answer("frequency-natto") == "1w"


def test_who_presses_the_page_that_was_left_comes_back_to_it(visitor):
    visitor.say(wanted="results", **{"frequency-natto": "1w"})
    assert visitor.page == "results"
    said = visitor.message(page="questionnaire", wanted="questionnaire")
    visitor.app.session_state[session.said.COURIER_KEY] = {"said": said}
    visitor.open("questionnaire")
    assert visitor.page == "questionnaire"


def test_a_button_pressed_at_once_after_an_answer_knows_of_it():
    """A callback runs before any page: an example opens only after a question."""
    visitor = visit("welcome", **ADULT)
    said = visitor.message(**{"frequency-natto": "1w"})
    visitor.app.session_state[session.said.COURIER_KEY] = {"said": said}
    visitor.press(VEGAN)
    assert "Replace your answers?" in visitor.words()
    assert visitor.answer("frequency-natto") == "1w"


def test_what_was_said_before_an_example_opened_no_longer_counts():
    visitor = visit("welcome", **ADULT)
    late = visitor.message(**{"frequency-natto": "1d"})
    visitor.press(VEGAN)
    opened = visitor.said
    visitor.hear(late)
    assert visitor.said.foods == opened.foods
    assert visitor.said.example
    assert visitor.down["held"]["own"] is False
    visitor.press("Close the example")
    assert visitor.said.foods == {}
    assert visitor.down["held"]["own"] is True


def test_a_draft_is_offered_from_the_first_answer_on(visitor):
    visitor.choose("frequency-natto", "1w")
    (offered,) = visitor.app.button
    assert offered.label == "Keep a draft in this browser"
    assert visitor.data_of("kdcheck-draft")["file"] == ""
    visitor.press(offered.label)
    assert visitor.buttons() == ["Forget the draft"]
    assert '"natto"' in visitor.data_of("kdcheck-draft")["file"]


def test_1000_iu_of_vitamin_d_are_25_micrograms(all_once_a_week):
    visitor = results(all_once_a_week, **{"supplement-d": 1000, "supplement-d-unit": "IU"})
    assert "Supplements add 25 µg" in visitor.card("Vitamin D")


def test_micrograms_of_vitamin_d_are_taken_as_they_are(all_once_a_week):
    visitor = results(all_once_a_week, **{"supplement-d": 20.0})
    assert "Supplements add 20 µg" in visitor.card("Vitamin D")


@pytest.mark.parametrize("language", ["de", "en", "ja", "nl"])
@pytest.mark.parametrize(("text", "ug"), [("2,5", 2.5), ("22,5", 22.5), ("0,5", 0.5), ("2.5", 2.5)])
def test_a_decimal_comma_is_never_lost(language, text, ug, all_once_a_week):
    typed = TypedAmount(text, language=language)
    visitor = results(all_once_a_week, **{"supplement-d": typed, "supplement-mk7": typed})
    for title in ("Vitamin K2", "Vitamin D"):
        assert f"Supplements add {micrograms(ug)} µg" in visitor.card(title)


def test_thousands_are_read_as_the_language_writes_them(all_once_a_week):
    typed = TypedAmount("1.000,5", unit="iu", language="de")
    visitor = results(all_once_a_week, **{"supplement-d": typed})
    assert "Supplements add 25 µg" in visitor.card("Vitamin D")


def test_a_number_that_can_be_read_in_two_ways_is_asked_about(all_once_a_week):
    visitor = results(all_once_a_week, **{"supplement-d": "1.000"})
    assert not visitor.charts()
    (fault,) = (error.value for error in visitor.app.error)
    assert fault == "Vitamin D: Which number do you mean? 1,000; 1"


@pytest.mark.parametrize("nutrient", SUPPLEMENTED)
def test_an_amount_beyond_the_limit_is_refused_with_the_allowed_range(nutrient, all_once_a_week):
    limit = NUTRIENTS[nutrient].supplement_limit_per_day
    assert results(all_once_a_week, **{f"supplement-{nutrient}": limit}).charts()
    visitor = results(all_once_a_week, **{f"supplement-{nutrient}": limit + 1})
    assert not visitor.charts()
    (refusal,) = visitor.notices()
    assert f"0 to {limit:,.0f} µg" in refusal
    visitor.press("supplements")
    assert (visitor.page, visitor.title) == ("questionnaire", "Supplements")


def test_an_amount_in_iu_is_refused_in_iu(all_once_a_week):
    state = {"supplement-d": 100_001.0, "supplement-d-unit": "IU"}
    (refusal,) = results(all_once_a_week, **state).notices()
    assert "100,001 IU" in refusal
    assert "0 to 100,000 IU" in refusal


def test_much_vitamin_d_is_told_of_where_every_food_is_never(foods):
    never = {f"frequency-{food.food_id}": "never" for food in foods}
    state = {"supplement-d": 20_000, "supplement-d-unit": "IU"}
    visitor = visit("results", **ADULT, **never, **state)
    assert "There is nothing to show yet." in visitor.words()
    assert load_rules()["d-over-upper-level"].notice.text in visitor.notices()
