import json
import re

import pytest

from scoring.questionnaire import FREQUENCIES, SUPPLEMENT_LIMITS_UG_PER_DAY
from tests.pages.conftest import visit
from tests.pages.visitor import ADULT


@pytest.fixture
def visitor():
    return visit("questionnaire", **ADULT)


def asked(visitor):
    """The foods asked for on this part."""
    keys = [group.key for group in visitor.app.button_group]
    return [key.removeprefix("frequency-") for key in keys if key.startswith("frequency-")]


def has_portion(visitor, food_id):
    return f"portion-{food_id}" in [group.key for group in visitor.app.button_group]


def progress(visitor):
    """What the line of progress is made from; the browser adds the answers it sees checked."""
    (line,) = (
        json.loads(component.proto.json)
        for component in visitor.app.get("bidi_component")
        if component.proto.component_name == "kdcheck-progress"
    )
    return line


def frequency_of(visitor, food_id):
    return visitor.app.button_group(key=f"frequency-{food_id}").value


def last_part(foods, **state):
    return visit("questionnaire", **ADULT, **state, **{"questionnaire-step": len(foods.groups)})


def test_every_food_is_asked_once_over_all_parts(visitor, foods):
    seen = []
    for number, group in enumerate(foods.groups, start=1):
        assert visitor.title == group
        assert f"Part {number} of {len(foods.groups) + 1}" in progress(visitor)["words"]
        here = asked(visitor)
        assert here == [food.food_id for food in foods.in_group(group)]
        for food in foods.in_group(group):
            assert food.food in visitor.words()
            assert food.examples in visitor.words()
        seen += here
        visitor.press("Next")
    assert visitor.title == "Supplements"
    assert asked(visitor) == []
    assert seen == [food.food_id for food in foods]


def test_parts_are_short(foods):
    assert all(5 <= len(foods.in_group(group)) <= 8 for group in foods.groups)


def test_a_double_press_skips_no_part(visitor, foods):
    visitor.press_at_once("Next", "Next")
    assert visitor.title == foods.groups[1]
    visitor.press("Next")
    visitor.press_at_once("Back", "Back")
    assert visitor.title == foods.groups[1]


def test_never_for_the_rest_answers_the_part_on_which_it_was_pressed(visitor, foods):
    visitor.press_at_once("Next", "Never for the rest")
    assert visitor.title == foods.groups[1]
    assert {frequency_of(visitor, food_id) for food_id in asked(visitor)} == {None}
    visitor.press("Back")
    assert {frequency_of(visitor, food_id) for food_id in asked(visitor)} == {"never"}


def test_never_for_the_rest_stands_whatever_is_pressed_after_it(visitor):
    visitor.press_at_once("Never for the rest", "Next")
    visitor.press("Back")
    assert {frequency_of(visitor, food_id) for food_id in asked(visitor)} == {"never"}


def test_what_is_typed_just_before_a_press_counts(foods):
    visitor = last_part(foods)
    visitor.press_at_once("Back", "Back", typed={"supplement-mk7": 45})
    assert visitor.app.session_state["supplement-mk7"] == 45


def test_a_press_sends_nothing_anew_that_has_not_changed(visitor):
    """It would take the place of an answer that is on its way to the server."""
    visitor.choose("frequency-natto", "1w")
    visitor.choose("frequency-miso", "1w")
    visitor.app.button_group(key="frequency-miso").set_value("never")
    visitor.press("Never for the rest")
    assert not visitor.app.button_group(key="frequency-natto").proto.set_value
    assert frequency_of(visitor, "miso") == "never"


def test_every_frequency_is_offered_in_order(visitor):
    offered = visitor.options("frequency-natto")
    assert len(offered) == 9
    assert offered == [frequency.label.split(",")[0] for frequency in FREQUENCIES]
    assert "less than once a month" in visitor.words()


def test_portion_is_asked_only_of_a_food_that_is_eaten(visitor):
    assert not has_portion(visitor, "natto")
    visitor.choose("frequency-natto", "never")
    assert not has_portion(visitor, "natto")
    visitor.choose("frequency-natto", "1-3m")
    assert has_portion(visitor, "natto")
    assert not has_portion(visitor, "tempeh")
    visitor.choose("frequency-natto", "never")
    assert not has_portion(visitor, "natto")


def test_portions_say_their_grams(visitor, foods):
    visitor.choose("frequency-natto", "1w")
    natto = foods["natto"]
    assert natto.serving_g == 50
    small, medium, large = visitor.options("portion-natto")
    assert "25 g" in small
    assert "50 g" in medium
    assert natto.serving in medium
    assert "75 g" in large
    assert visitor.app.button_group(key="portion-natto").value == "M"


def test_a_chosen_portion_is_kept_through_never_and_other_parts(visitor):
    visitor.choose("frequency-natto", "2w")
    visitor.choose("portion-natto", "L")
    visitor.press("Next")
    visitor.press("Back")
    assert frequency_of(visitor, "natto") == "2w"
    assert visitor.app.button_group(key="portion-natto").value == "L"


def test_unanswered_is_not_never(visitor, foods):
    assert frequency_of(visitor, "natto") is None
    visitor.choose("frequency-natto", "never")
    assert frequency_of(visitor, "natto") == "never"
    assert frequency_of(visitor, "tempeh") is None


def test_an_answer_can_be_taken_back(visitor):
    visitor.choose("frequency-natto", "1w")
    visitor.choose("frequency-natto", None)
    assert frequency_of(visitor, "natto") is None
    assert not has_portion(visitor, "natto")


def test_progress_counts_the_answers_of_the_parts_that_are_not_on_screen(visitor, foods):
    visitor.choose("frequency-natto", "3-4w")
    visitor.choose("frequency-miso", "never")
    assert progress(visitor)["answered_elsewhere"] == 0
    visitor.press("Next")
    visitor.choose("frequency-gouda_edam", "1w")
    assert progress(visitor)["answered_elsewhere"] == 2
    assert progress(visitor)["foods"] == len(foods)


def test_never_for_the_rest_fills_only_what_is_unanswered_here(visitor):
    here = asked(visitor)
    visitor.choose("frequency-natto", "3-4w")
    visitor.press("Never for the rest")
    assert frequency_of(visitor, "natto") == "3-4w"
    assert all(frequency_of(visitor, food_id) == "never" for food_id in here[1:])
    visitor.press("Next")
    assert all(frequency_of(visitor, food_id) is None for food_id in asked(visitor))


def test_back_from_the_first_part_leads_to_the_safety_questions(visitor, foods):
    assert "before_you_start" in visitor.ways_on().values()
    assert "Back" not in visitor.buttons()
    visitor.press("Next")
    assert visitor.title == foods.groups[1]
    visitor.press("Back")
    assert visitor.title == foods.groups[0]


def test_the_part_is_kept_on_coming_back_from_another_page(visitor, foods):
    visitor.choose("frequency-tempeh", "5-6w")
    visitor.press("Next")
    visitor.open("method")
    visitor.open("questionnaire")
    assert visitor.title == foods.groups[1]
    visitor.press("Back")
    assert frequency_of(visitor, "tempeh") == "5-6w"


def test_last_part_names_the_sections_with_gaps_and_leads_back(foods, all_once_a_week):
    state = {k: v for k, v in all_once_a_week.items() if k != "frequency-eggs"}
    visitor = last_part(foods, **state)
    gaps = [label for label in visitor.buttons() if "without an answer" in label]
    group = foods["eggs"].group
    assert gaps == [f"{group}: 1 food without an answer"]
    visitor.press("without an answer")
    assert visitor.title == group
    assert "frequency-eggs" in [g.key for g in visitor.app.button_group]


def test_last_part_leads_to_the_results(foods, all_once_a_week):
    visitor = last_part(foods, **all_once_a_week)
    assert not any("without an answer" in label for label in visitor.buttons())
    visitor.press("results")
    assert visitor.title == "Your results"
    assert visitor.charts()


def test_supplements_are_asked_by_form_and_start_empty(foods):
    visitor = last_part(foods)
    inputs = {field.key: field for field in visitor.app.number_input}
    assert set(inputs) == {"supplement-d", "supplement-k1", "supplement-mk7", "supplement-mk4"}
    assert all(field.value is None for field in inputs.values())
    for key, words in (("k1", "K1"), ("mk4", "MK-4"), ("mk7", "MK-7"), ("d", "Vitamin D")):
        assert words in inputs[f"supplement-{key}"].label


def test_1000_iu_of_vitamin_d_are_25_micrograms(foods, all_once_a_week):
    visitor = last_part(foods, **all_once_a_week)
    visitor.choose("supplement-d", 1000.0)
    visitor.choose("supplement-d-unit", "IU")
    assert visitor.notices() == []
    assert re.search(r"1,000 IU are 25 µg", visitor.words())
    visitor.open("results")
    assert "Supplements add 25 µg" in visitor.card("Vitamin D")


def test_micrograms_of_vitamin_d_are_taken_as_they_are(foods, all_once_a_week):
    visitor = last_part(foods, **all_once_a_week)
    visitor.choose("supplement-d", 20.0)
    visitor.open("results")
    assert "Supplements add 20 µg" in visitor.card("Vitamin D")


@pytest.mark.parametrize("nutrient", SUPPLEMENT_LIMITS_UG_PER_DAY)
def test_an_amount_beyond_the_limit_is_refused_with_the_allowed_range(foods, nutrient):
    limit = SUPPLEMENT_LIMITS_UG_PER_DAY[nutrient]
    visitor = last_part(foods)
    visitor.choose(f"supplement-{nutrient}", limit)
    assert visitor.notices() == []
    visitor.choose(f"supplement-{nutrient}", limit + 1)
    (refusal,) = visitor.notices()
    assert f"0 to {limit:,.0f} µg" in refusal


def test_a_refused_amount_never_reaches_a_result(foods, all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week, **{"supplement-d": 2501.0})
    assert not visitor.charts()
    (refusal,) = visitor.notices()
    assert "0 to 2,500 µg" in refusal
    visitor.press("supplements")
    assert visitor.title == "Supplements"


def test_a_negative_amount_cannot_be_typed(foods):
    visitor = last_part(foods)
    assert all(field.min == 0 for field in visitor.app.number_input)


def test_an_amount_in_iu_is_refused_in_iu(foods):
    visitor = last_part(foods, **{"supplement-d": 100_001.0, "supplement-d-unit": "IU"})
    (refusal,) = visitor.notices()
    assert "100,001 IU" in refusal
    assert "0 to 100,000 IU" in refusal
