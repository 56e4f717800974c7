"""The questionnaire in the browser, without Streamlit: a page plays it, Python the server."""

import json
import re

import pytest
from playwright.sync_api import expect

from scoring import Answer, FoodTable
from tests.browser.app_page import (
    accessibility_faults,
    asked_at_once,
    choose,
    frequencies_of,
    portions_of,
)
from tests.browser.sheet_stage import (
    TABLE,
    new_context,
    open_stage_in,
    questionnaire,
    text,
)
from tests.conftest import ROOT
from ui.questionnaire import sheet_data
from ui.questionnaire.amounts import TypedAmount, ug_per_day
from ui.questionnaire.message import Taken

CASES = json.loads((ROOT / "tests/ui/questionnaire/typed_numbers.json").read_text("utf-8"))
GOUDA = "Gouda, Edam and similar"
EMMENTAL = "Emmental, Maasdam and similar"
ASKED = len(asked_at_once(TABLE))
PARTS = len(TABLE.groups) + 1  # with the supplements
WAIT_MS = 5000


@pytest.fixture
def new_tab(browser):
    """Open a browser of a visitor; what it returns opens a tab in it. No error in any of them."""
    contexts, faults = [], []

    def new_browser(width=390, scheme="light", **options):
        context = new_context(browser, width, scheme, **options)
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)

        def new_tab(**server):
            stage = open_stage_in(context, **server)
            stage.page.on("pageerror", lambda error: faults.append(str(error)))
            stage.page.on(
                "console",
                lambda message: faults.append(message.text) if message.type == "error" else None,
            )
            return stage

        return new_tab

    yield new_browser
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def stage(new_tab):
    """The questionnaire on a phone, at its first part."""
    stage = new_tab()()
    stage.page.clock.install()
    stage.start(questionnaire())
    return stage


def seconds(stage, number):
    stage.page.clock.run_for(1000 * number)


def food_line(page, food):
    return page.locator(".food").filter(
        has=page.locator("legend b", has_text=re.compile(f"^{re.escape(food)}$"))
    )


def state(page, food):
    return food_line(page, food).get_attribute("data-state")


def progress(page):
    return page.get_by_role("status").filter(has_text="foods answered")


def heading(page):
    return page.get_by_role("heading", level=1)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def none_of_these(page, parts=1):
    for _part in range(parts):
        press(page, "I eat none of these")
        press(page, "Next")


def to_supplements(stage):
    none_of_these(stage.page, len(TABLE.groups))
    expect(heading(stage.page)).to_have_text("Supplements")


# ---- answering


def test_a_tap_shows_portions_counts_and_folds_without_the_server(stage):
    page = stage.page
    stage.server.silent = True
    choose(frequencies_of(page, GOUDA), "twice a week")
    expect(portions_of(page, GOUDA).get_by_role("radio", checked=True)).to_have_value("M")
    expect(portions_of(page, GOUDA)).to_contain_text("Medium · 40 g (2 slices)")
    expect(progress(page)).to_have_text(f"Part 1 of {PARTS} · 1 of {ASKED} foods answered")
    choose(portions_of(page, GOUDA), "Large · 60 g")
    assert state(page, GOUDA) == "folded"
    expect(food_line(page, GOUDA)).to_contain_text(
        "twice a week · Large · 60 g", use_inner_text=True
    )
    expect(portions_of(page, GOUDA)).to_be_hidden()
    assert stage.messages == []


def test_unanswered_is_not_never(stage):
    page = stage.page
    expect(frequencies_of(page, GOUDA).get_by_role("radio")).to_have_count(9)
    expect(frequencies_of(page, GOUDA).get_by_role("radio", checked=True)).to_have_count(0)
    choose(frequencies_of(page, GOUDA), "never")
    expect(frequencies_of(page, GOUDA).get_by_role("radio")).to_have_count(1)
    expect(frequencies_of(page, GOUDA).get_by_role("radio")).to_be_checked()
    expect(portions_of(page, GOUDA)).to_be_hidden()
    press(page, "Next")
    press(page, "Next")
    assert stage.heard.foods == {"gouda_edam": Answer("never")}


def test_a_fold_moves_nothing_above_and_keeps_the_focus(stage):
    page = stage.page
    top = food_line(page, GOUDA).bounding_box()["y"]
    choose(frequencies_of(page, GOUDA), "never")
    assert food_line(page, GOUDA).bounding_box()["y"] == top
    expect(frequencies_of(page, GOUDA).get_by_role("radio")).to_be_focused()
    choose(frequencies_of(page, EMMENTAL), "once a day")
    page.mouse.wheel(0, 200)
    page.wait_for_function("document.querySelector('#scroller').scrollTop > 100")
    top = food_line(page, "Cheddar").bounding_box()["y"]
    choose(frequencies_of(page, "Cheddar"), "never")  # Emmental's portions fold above it
    assert state(page, EMMENTAL) == "folded"
    assert food_line(page, "Cheddar").bounding_box()["y"] == pytest.approx(top, abs=1)


def test_a_folded_food_opens_again_by_a_tap_or_by_its_control(stage):
    page = stage.page
    choose(frequencies_of(page, GOUDA), "never")
    page.get_by_role("button", name=f"Change: {GOUDA}").click()
    expect(frequencies_of(page, GOUDA).get_by_role("radio")).to_have_count(9)
    expect(frequencies_of(page, GOUDA).get_by_role("radio", name="never")).to_be_focused()
    choose(frequencies_of(page, GOUDA), "never")
    food_line(page, GOUDA).get_by_text(GOUDA, exact=True).click()
    choose(frequencies_of(page, GOUDA), "once a week")
    choose(portions_of(page, GOUDA), "Small · 20 g")
    expect(food_line(page, GOUDA)).to_contain_text(
        "once a week · Small · 20 g", use_inner_text=True
    )


def test_a_second_press_keeps_the_answer_and_clearing_is_a_control_of_its_own(stage):
    page = stage.page
    for presses in (2, 3):
        frequencies_of(page, GOUDA).get_by_role("radio", name="twice a week").click(
            click_count=presses
        )
        expect(frequencies_of(page, GOUDA).get_by_role("radio", checked=True)).to_have_value("2w")
        expect(portions_of(page, GOUDA).get_by_role("radio", checked=True)).to_have_value("M")
        expect(progress(page)).to_contain_text(f"1 of {ASKED}")
        page.get_by_role("button", name=f"Change: {GOUDA}").click()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    expect(frequencies_of(page, GOUDA).get_by_role("radio", name="twice a week")).to_be_checked()
    press(page, "Next")
    press(page, "Next")
    press(page, "Back")
    food_line(page, GOUDA).get_by_text(GOUDA, exact=True).click()
    choose(frequencies_of(page, GOUDA), "twice a week")  # to be sure
    expect(frequencies_of(page, GOUDA).get_by_role("radio", checked=True)).to_have_value("2w")
    page.get_by_role("button", name=f"Change: {GOUDA}").click()
    page.get_by_role("button", name=f"Clear the answer: {GOUDA}").click()
    expect(frequencies_of(page, GOUDA).get_by_role("radio", checked=True)).to_have_count(0)
    expect(frequencies_of(page, GOUDA).get_by_role("radio").first).to_be_focused()
    expect(progress(page)).to_contain_text(f"0 of {ASKED}")


@pytest.mark.parametrize("code", ["never", "once a week"])
def test_the_second_press_of_a_double_press_hits_nothing_that_moved_there(stage, code):
    page = stage.page
    for food in (GOUDA, EMMENTAL, "Cheddar"):
        option = frequencies_of(page, food).get_by_role("radio", name=code)
        option.scroll_into_view_if_needed()
        box = option.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.click(x, y, click_count=2)
    press(page, "Next")
    press(page, "Next")
    assert {food: answer.portion for food, answer in stage.heard.foods.items()} == dict.fromkeys(
        ("gouda_edam", "emmental", "cheddar"), "M"
    )


def test_arrows_choose_tab_goes_on_and_the_answer_folds_behind_it(stage):
    page = stage.page
    frequencies_of(page, GOUDA).get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    for _press in range(3):
        page.keyboard.press("ArrowRight")
    expect(frequencies_of(page, GOUDA).get_by_role("radio", name="twice a week")).to_be_checked()
    expect(frequencies_of(page, GOUDA).get_by_role("radio", name="twice a week")).to_be_focused()
    assert state(page, GOUDA) == "open"  # an arrow only passes by
    page.keyboard.press("Tab")
    expect(portions_of(page, GOUDA).get_by_role("radio", name="Medium")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(portions_of(page, GOUDA).get_by_role("radio", name="Large")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the control that clears the answer
    expect(frequencies_of(page, EMMENTAL).get_by_role("radio").first).to_be_focused()
    assert state(page, GOUDA) == "folded"
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name=f"Change: {GOUDA}")).to_be_focused()


def test_never_for_the_rest_leaves_answers_alone_and_can_be_undone(stage):
    page = stage.page
    expect(page.get_by_role("button", name="I eat none of these")).to_be_visible()
    choose(frequencies_of(page, "Cheddar"), "once a week")
    expect(page.get_by_role("button", name="I eat none of these")).to_be_hidden()
    press(page, "Never for the rest of this part")
    expect(progress(page)).to_contain_text(f"5 of {ASKED}")
    expect(frequencies_of(page, "Cheddar").get_by_role("radio")).to_have_value("1w")
    press(page, "Undo “never”")
    expect(progress(page)).to_contain_text(f"1 of {ASKED}")
    none_of_the_rest = page.get_by_role("button", name="Never for the rest of this part")
    none_of_the_rest.click()
    press(page, "Next")
    assert len(stage.heard.foods) == 5


# ---- from part to part


def test_next_names_the_skipped_foods_and_goes_on_the_second_time(stage):
    page = stage.page
    for food in (GOUDA, EMMENTAL, "Cheddar"):
        choose(frequencies_of(page, food), "never")
    press(page, "Next")
    said = page.get_by_role("status").filter(has_text="No answer yet")
    expect(said).to_contain_text("Parmesan, Gruyère and other very hard cheese")
    expect(said).to_contain_text("Processed cheese")
    expect(said).not_to_contain_text("Cheddar")
    said.get_by_role("button", name="Processed cheese").click()
    expect(frequencies_of(page, "Processed cheese").get_by_role("radio").first).to_be_focused()
    press(page, "Next")
    expect(heading(page)).to_have_text("Soft and fresh cheese")
    expect(heading(page)).to_be_focused()
    expect(progress(page)).to_have_text(f"Part 2 of {PARTS} · 3 of {ASKED} foods answered")


def test_the_instruction_is_given_once(stage):
    page = stage.page
    expect(page.get_by_text("“Never” also means less than once a month.")).to_be_visible()
    none_of_these(page)
    expect(page.get_by_text("In a usual week, how often?")).to_be_visible()
    expect(page.get_by_text("“Never” also means")).to_have_count(0)


def test_the_browsers_back_leads_to_the_part_before_and_out_of_the_first(stage):
    page = stage.page
    none_of_these(page, 3)
    expect(heading(page)).to_have_text("Soya and fortified foods")
    assert page.url.endswith("/questionnaire#part-4")
    page.go_back()
    expect(heading(page)).to_have_text("Milk, cream and eggs")
    press(page, "Back")
    expect(heading(page)).to_have_text("Soft and fresh cheese")
    page.go_forward()
    expect(heading(page)).to_have_text("Milk, cream and eggs")
    page.go_back()
    page.go_back()
    expect(heading(page)).to_have_text("Hard and sliced cheese")
    assert page.url.endswith("#part-1")
    assert [
        event for event in stage.events if event.startswith("page")
    ] == []  # Streamlit kept still
    expect(progress(page)).to_contain_text(f"18 of {ASKED}")  # 5, 6 and 7 of three parts


def test_back_on_the_first_part_and_the_end_ask_the_server_for_a_page(stage):
    press(stage.page, "Back")
    stage.page.wait_for_function("stage.messages.length > 0")
    assert stage.heard.led_to == ["before_you_start"]
    stage.server.page = "questionnaire"
    stage.run()
    to_supplements(stage)
    press(stage.page, "See my results")
    stage.page.wait_for_function("stage.messages.at(-1).wanted === 'results'")
    assert stage.heard.led_to[1:] == ["results"]


def test_the_last_part_says_where_foods_lack_an_answer(stage):
    page = stage.page
    for number in range(len(TABLE.groups)):
        if number == 4:
            press(page, "Next")
            press(page, "Next")
        else:
            none_of_these(page)
    expect(page.get_by_text("Foods without an answer count as unknown.")).to_be_visible()
    press(page, "Meat and liver: 8")
    expect(heading(page)).to_have_text("Meat and liver")


@pytest.mark.parametrize(
    ("code", "first"), [("ja", "natto"), ("en", "gouda_edam"), ("de", "gouda_edam")]
)
def test_the_parts_follow_the_habits_of_the_language(code, first):
    parts = questionnaire(code)["parts"]
    assert parts[0]["foods"][0]["id"] == first
    assert sorted(part["id"] for part in parts[:-1]) == sorted(TABLE.groups)
    if code != "ja":
        assert [part["id"] for part in parts[:3]] == [
            "Hard and sliced cheese",
            "Soft and fresh cheese",
            "Milk, cream and eggs",
        ]


# ---- nothing is lost


def test_answers_are_sent_joined_some_seconds_after_the_last_tap(stage):
    page = stage.page
    for food in (GOUDA, EMMENTAL, "Cheddar"):
        choose(frequencies_of(page, food), "never")
        seconds(stage, 5)
    assert stage.messages == []
    seconds(stage, 5)
    page.wait_for_function("stage.messages.length === 1")
    assert set(stage.heard.foods) == {"gouda_edam", "emmental", "cheddar"}
    seconds(stage, 120)
    assert len(stage.messages) == 1  # acknowledged


def test_a_reload_finds_the_answers_again_and_tells_the_server(stage):
    page = stage.page
    choose(frequencies_of(page, GOUDA), "twice a week")
    choose(portions_of(page, GOUDA), "Large · 60 g")
    none_of_the_rest = page.get_by_role("button", name="Never for the rest of this part")
    none_of_the_rest.click()
    press(page, "Next")
    choose(frequencies_of(page, "Feta or white cheese"), "never")
    stage.new_server()
    stage.start(questionnaire())
    expect(heading(page)).to_have_text("Soft and fresh cheese")
    expect(progress(page)).to_have_text(f"Part 2 of {PARTS} · 6 of {ASKED} foods answered")
    page.wait_for_function("stage.messages.length > 0")
    assert stage.heard.foods["gouda_edam"] == Answer("2w", "L")
    assert stage.heard.foods["feta"] == Answer("never")
    assert stage.heard.message.part == "Soft and fresh cheese"


def test_supplements_outlast_a_reload_and_safety_answers_do_not(stage):
    page = stage.page
    to_supplements(stage)
    page.get_by_role("textbox", name="Amount").fill("800")
    page.get_by_role("radio", name="IU").click()
    page.evaluate("window.kdcheckBook.change(({ safety }) => { safety.conditions = ['cancer']; })")
    page.evaluate("window.kdcheckBook.change(({ profile }) => { profile.age = '41'; })")
    kept = page.evaluate("sessionStorage.getItem('kdcheck-book')")
    assert "cancer" not in kept
    assert "41" not in kept
    stage.new_server()
    stage.start(questionnaire())
    expect(page.get_by_role("textbox", name="Amount")).to_have_value("800")
    page.wait_for_function("stage.messages.length > 0")
    assert ug_per_day("d", stage.heard.supplements["d"]) == 20
    assert stage.heard.message.safety.conditions == frozenset()


def test_a_damaged_note_in_the_tab_is_as_none(new_tab):
    stage = new_tab()()
    for note in (
        "{",
        "[]",
        '{"foods": 3, "supplements": [], "part": {}}',
        '{"foods": {"natto": 1}}',
    ):
        stage.page.add_init_script(f"sessionStorage.setItem('kdcheck-book', {json.dumps(note)})")
        stage.start(questionnaire())
        expect(progress(stage.page)).to_contain_text(f"0 of {ASKED}")


def test_two_tabs_keep_apart(new_tab):
    tab = new_tab()
    one, other = tab(visit="one"), tab(visit="other")
    for stage, words in ((one, "once a week"), (other, "never")):
        stage.start(questionnaire())
        choose(frequencies_of(stage.page, GOUDA), words)
        press(stage.page, "Next")
        press(stage.page, "Next")
    assert one.heard.foods["gouda_edam"].frequency == "1w"
    assert other.heard.foods["gouda_edam"].frequency == "never"
    one.new_server()
    one.start(questionnaire())
    press(one.page, "Back")
    expect(food_line(one.page, GOUDA)).to_contain_text("once a week", use_inner_text=True)


def test_a_silent_server_is_asked_ever_more_rarely_and_hears_all_in_the_end(stage):
    page = stage.page
    stage.server.silent = True
    none_of_these(page)
    expect(page.get_by_text("No connection just now.")).to_have_count(0)
    seconds(stage, 5)
    expect(page.get_by_text("No connection just now.")).to_be_visible()
    choose(frequencies_of(page, "Brie"), "never")
    seconds(stage, 300)
    assert 8 <= len(stage.messages) <= 16
    expect(progress(page)).to_contain_text(f"6 of {ASKED}")
    stage.server.silent = False
    seconds(stage, 31)
    expect(page.get_by_text("No connection just now.")).to_have_count(0)
    assert len(stage.heard.foods) == 6
    assert sum(isinstance(result, Taken) for result in stage.heard.results) == 1


def test_the_line_back_is_used_at_once(stage):
    page = stage.page
    page.context.set_offline(True)
    stage.server.silent = True
    none_of_these(page)
    expect(page.get_by_text("No connection just now.")).to_be_visible()
    stage.server.silent = False
    page.context.set_offline(False)
    expect(page.get_by_text("No connection just now.")).to_have_count(0)
    assert len(stage.heard.foods) == 5


def test_a_server_that_began_anew_is_told_everything(stage):
    page = stage.page
    none_of_these(page)
    choose(frequencies_of(page, "Brie"), "once a week")
    stage.new_server()
    stage.run()
    page.wait_for_function("stage.messages.at(-1).visit === 'visit-1+'")
    assert stage.heard.foods["brie"] == Answer("1w")
    assert len(stage.heard.foods) == 6
    expect(heading(page)).to_have_text("Soft and fresh cheese")


def test_answers_put_in_place_by_the_server_win_and_older_ones_are_dropped(stage):
    page = stage.page
    choose(frequencies_of(page, GOUDA), "once a week")
    before = stage.server.down()
    stage.server.put({"natto": Answer("1d", "L"), "gouda_edam": Answer("4+d", "S")}, own=False)
    press(page, "Next")
    press(page, "Next")  # said under the older epoch
    expect(food_line(page, GOUDA)).to_contain_text(
        "4 or more times a day · Small · 20 g", use_inner_text=True
    )
    expect(progress(page)).to_have_text(f"Part 1 of {PARTS} · 2 of {ASKED} foods answered")
    assert stage.heard.foods["gouda_edam"] == Answer("4+d", "S")
    assert page.evaluate("sessionStorage.getItem('kdcheck-book')") is None  # an example's
    page.evaluate("down => stage.run(JSON.parse(down))", before)  # a late answer to an older one
    assert page.evaluate("window.kdcheckBook.moves") == 1
    expect(food_line(page, GOUDA)).to_contain_text("4 or more times a day", use_inner_text=True)
    choose(frequencies_of(page, "Cheddar"), "never")
    seconds(stage, 9)
    page.wait_for_function("stage.messages.at(-1).epoch === 1")
    assert stage.heard.foods["cheddar"] == Answer("never")


def test_a_change_of_language_keeps_answers_part_and_amounts(stage):
    page = stage.page
    choose(frequencies_of(page, GOUDA), "twice a week")
    to_supplements_skipping(page)
    page.get_by_role("textbox", name="Amount").fill("2.5")
    page.get_by_label("MK-7").fill("1,000")
    stage.mount(questionnaire("de"))
    expect(heading(page)).to_have_text("Nahrungs\u00adergänzungs\u00admittel")
    expect(page.locator("#amount-d")).to_have_value("2,5")
    expect(page.locator("#amount-mk7")).to_have_value("1000")
    expect(page.get_by_text("2,5 µg sind 100 IE am Tag.")).to_be_visible()
    stage.mount(questionnaire("ja"))
    seconds(stage, 9)
    page.wait_for_function("stage.messages.length > 0")
    amounts = stage.heard.supplements
    assert ug_per_day("d", amounts["d"]) == 2.5
    assert ug_per_day("mk7", amounts["mk7"]) == 1000
    assert stage.heard.foods["gouda_edam"] == Answer("2w")


def to_supplements_skipping(page):
    while not page.get_by_role("button", name="See my results").is_visible():
        press(page, "Next")


def test_foods_that_the_server_does_not_know_are_put_aside_and_come_back(stage):
    page = stage.page
    own = FoodTable(tuple(food for food in TABLE if food.group == TABLE.groups[0]))
    none_of_these(page)
    stage.new_server()
    stage.server.known_foods = frozenset(food.food_id for food in own)
    stage.run()
    stage.mount(questionnaire(table=own), own)
    choose(frequencies_of(page, "Natto"), "never")
    seconds(stage, 9)
    page.wait_for_function("stage.messages.at(-1).foods.natto !== undefined")
    assert set(stage.heard.foods) == {"natto"}
    stage.server.known_foods = frozenset(food.food_id for food in TABLE)
    stage.mount(questionnaire())
    seconds(stage, 9)
    page.wait_for_function("Object.keys(stage.messages.at(-1).foods).length === 6")
    assert len(stage.heard.foods) == 6


def test_a_refused_message_is_said_in_words_and_not_sent_for_ever(stage):
    page = stage.page
    page.evaluate("window.kdcheckBook.change(({ foods }) => { foods.natto = ['9w', 'M']; })")
    seconds(stage, 9)
    expect(page.get_by_text("Your last answers could not be taken in.")).to_be_visible()
    seconds(stage, 600)
    assert len(stage.messages) == 1
    assert stage.heard.foods == {}


def test_a_draft_of_the_server_fills_only_what_has_no_answer_here(stage):
    page = stage.page
    choose(frequencies_of(page, GOUDA), "once a week")
    stage.new_server()  # which finds the seat of a workshop, and its draft
    stage.server.foods = {"gouda_edam": Answer("never"), "natto": Answer("2w", "L")}
    stage.server.exchange = stage.server.exchange.with_added_answers("Fats and oils")
    choose(frequencies_of(page, EMMENTAL), "never")
    stage.run()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fats and oils")
    page.wait_for_function("stage.messages.at(-1)?.epoch === 1")
    assert stage.heard.foods == {
        "gouda_edam": Answer("1w", "M"),
        "emmental": Answer("never", "M"),
        "natto": Answer("2w", "L"),
    }


def test_answers_of_a_file_are_said_to_a_server_that_began_anew_before_any_other(stage):
    stage.server.put({"natto": Answer("1d", "L")})
    stage.run()
    stage.new_server()
    stage.run()
    stage.page.wait_for_function("stage.messages.length > 0")
    assert stage.heard.foods == {"natto": Answer("1d", "L")}


def test_an_example_is_not_said_again_as_ones_own_to_a_server_that_began_anew(stage):
    stage.server.put({"natto": Answer("1d", "M")}, own=False)
    stage.run()
    choose(frequencies_of(stage.page, GOUDA), "once a week")
    stage.new_server()
    stage.run()
    assert stage.heard.foods == {}
    expect(stage.page.get_by_text(f"0 of {ASKED}")).to_be_visible()


# ---- leaving the page


def test_a_click_that_may_leave_waits_for_the_answers_and_then_happens(stage):
    page = stage.page
    choose(frequencies_of(page, GOUDA), "once a week")
    page.get_by_role("link", name="Learn").click()
    seconds(stage, 0.1)
    page.wait_for_function("stage.events.length === 2")
    assert stage.events == ["message", "link"]
    assert stage.heard.foods["gouda_edam"] == Answer("1w")


def test_a_silent_server_undoes_no_click(stage):
    page = stage.page
    stage.server.silent = True
    choose(frequencies_of(page, GOUDA), "once a week")
    page.get_by_role("link", name="Learn").click()
    seconds(stage, 1)
    page.wait_for_function("stage.events.at(-1) === 'link'")
    choose(frequencies_of(page, EMMENTAL), "never")  # the old page is still there
    seconds(stage, 15)
    assert len(stage.messages) == 1  # quiet after the click
    stage.server.silent = False
    seconds(stage, 30)
    page.wait_for_function("stage.messages.length > 1")
    last = stage.messages[1]
    assert (last["page"], last["wanted"]) == ("questionnaire", "learn")
    assert stage.heard.led_to[0] == "learn"  # and not back to the page of the message
    assert set(stage.heard.foods) == {"gouda_edam", "emmental"}


def test_a_link_pressed_while_the_server_leads_elsewhere_is_followed_all_the_same(stage):
    page = stage.page
    page.get_by_role("link", name="Learn").click()
    stage.server.page = "results"  # where a button has led, pressed just before
    stage.run()
    assert stage.messages == []  # the page of the link may come yet
    seconds(stage, 1)
    page.wait_for_function("stage.messages.length === 1")
    assert stage.heard.led_to == ["learn"]
    seconds(stage, 60)
    assert len(stage.messages) == 1


def test_what_is_hidden_is_sent(stage):
    page = stage.page
    choose(frequencies_of(page, GOUDA), "once a week")
    page.evaluate("""() => {
        Object.defineProperty(document, 'hidden', { value: true });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }""")
    page.wait_for_function("stage.messages.length === 1")


# ---- amounts


def test_the_browser_reads_numbers_as_the_server_does(stage):
    wrong = stage.page.evaluate(
        """async ([script, cases, signs]) => {
            const url = URL.createObjectURL(new Blob([script + "\\nexport { readings };"],
                { type: "text/javascript" }));
            const { readings } = await import(url);
            return cases.filter(([language, text, numbers]) =>
                JSON.stringify(readings(text, signs[language])) !== JSON.stringify(numbers));
        }""",
        [
            text("amounts.js"),
            CASES,
            {"en": ",", "de": ".", "nl": ".", "ja": ",", "fr": "\u202f"},
        ],
    )
    assert wrong == []


@pytest.mark.parametrize("code", ["de", "fr", "nl", "ja", "en"])
def test_a_decimal_comma_is_one_in_every_language(new_tab, code):
    stage = new_tab(width=1280)()
    stage.start(questionnaire(code))
    page = stage.page
    page.evaluate("window.kdcheckBook.go('supplements')")
    page.locator("#amount-mk7").fill("22,5")
    page.locator("#amount-d").fill("2,5")
    page.evaluate("window.kdcheckBook.flush()")
    page.wait_for_function("stage.messages.at(-1).supplements.d[0] === '2,5'")
    assert ug_per_day("mk7", stage.heard.supplements["mk7"]) == 22.5
    assert ug_per_day("d", stage.heard.supplements["d"]) == 2.5


def test_a_number_that_can_be_two_is_asked_about(stage):
    page = stage.page
    to_supplements(stage)
    page.get_by_role("textbox", name="Amount").fill("1.000")
    expect(page.get_by_text("Which number do you mean?")).to_be_visible()
    press(page, "1,000")
    expect(page.get_by_role("textbox", name="Amount")).to_have_value("1000")
    expect(page.get_by_text("Which number do you mean?")).to_have_count(0)
    page.get_by_label("MK-7").fill("2.125")
    press(page, "2.125")
    expect(page.get_by_text("Which number do you mean?")).to_have_count(0)
    page.evaluate("window.kdcheckBook.flush()")
    page.wait_for_function("stage.messages.at(-1).supplements.mk7[0] === '2.1250'")
    assert ug_per_day("mk7", stage.heard.supplements["mk7"]) == 2.125


def test_the_other_unit_is_shown_at_once(stage):
    page = stage.page
    to_supplements(stage)
    page.get_by_role("textbox", name="Amount").fill("20")
    expect(page.get_by_text("20 µg are 800 IU a day.")).to_be_visible()
    page.get_by_role("radio", name="IU").click()
    expect(page.get_by_text("20 IU are 0.5 µg a day.")).to_be_visible()


def test_much_vitamin_d_is_asked_about_and_a_week_is_divided_by_seven(stage):
    page = stage.page
    to_supplements(stage)
    amount = page.get_by_role("textbox", name="Amount")
    amount.fill("4000")  # µg: more than any product holds
    expect(page.get_by_text("4,000 µg is not an amount we can count.")).to_be_attached()
    press(page, "4,000 IU are 100 µg a day.")
    expect(page.get_by_role("radio", name="IU")).to_be_checked()
    expect(page.get_by_text("That is a lot.")).to_have_count(0)
    amount.fill("20000")
    expect(page.get_by_text("That is a lot. What does the label say?")).to_be_visible()
    press(page, "20,000 IU a week are 71.4 µg (2,860 IU) a day.")
    expect(page.get_by_role("radio", name="a week")).to_be_checked()
    page.evaluate("window.kdcheckBook.flush()")
    page.wait_for_function("stage.messages.at(-1).supplements.d[2] === 'week'")
    assert stage.heard.supplements["d"] == TypedAmount("20000", "iu", "week", "en")
    assert ug_per_day("d", stage.heard.supplements["d"]) == pytest.approx(500 / 7)
    page.get_by_role("radio", name="a day").click()
    press(page, "20,000 IU are 500 µg a day.")  # meant
    expect(page.get_by_text("That is a lot.")).to_have_count(0)
    expect(amount).to_have_value("20000")


def test_a_text_that_is_no_number_is_said_in_place(stage):
    page = stage.page
    to_supplements(stage)
    field = page.get_by_label("MK-4")
    field.press_sequentially("abc")
    expect(page.get_by_text("Please enter a number, such as 2.5.")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("5")
    expect(page.get_by_text("Please enter a number, such as 2.5.")).to_have_count(0)


def test_an_odd_sign_in_a_field_does_not_cost_the_other_answers(stage):
    page = stage.page
    to_supplements(stage)
    page.get_by_label("MK-4").evaluate(
        """field => {
            field.value = 'a\\ud800\\u0007\\t😀1';
            field.dispatchEvent(new Event('input'));
        }"""
    )
    page.evaluate("window.kdcheckBook.flush()")
    page.wait_for_function("stage.messages.at(-1).supplements.mk4[0] !== ''")
    assert stage.heard.supplements["mk4"].text == "a 😀1"


# ---- who answers


def safety():
    return json.loads(json.dumps(sheet_data.safety_questions("questionnaire")))


def test_safety_questions_travel_in_the_same_message_at_once(new_tab):
    stage = new_tab()(page="before_you_start")
    stage.start(safety())
    page = stage.page
    page.get_by_text("Yes, 18 or older").click()
    page.get_by_text("No blood thinner", exact=True).click()
    expect(page.get_by_text("Kidney disease, or dialysis")).to_be_hidden()
    page.get_by_text("Only if it fits you").click()
    page.get_by_text("Kidney disease, or dialysis").click()
    page.get_by_text("Lymphoma or another cancer").click()
    page.get_by_text("Lymphoma or another cancer").click()
    page.wait_for_function("stage.messages.at(-1)?.safety.conditions.length === 1")
    said = stage.heard.message.safety
    assert (said.adult, said.blood_thinner, said.conditions) == (True, "none", {"kidney_disease"})


def test_a_needed_question_is_named_where_it_stands(new_tab):
    stage = new_tab()(page="before_you_start")
    stage.start(safety())
    page = stage.page
    page.get_by_text("Yes, 18 or older").click()
    page.get_by_role("button", name="Go to the questionnaire").click()
    expect(page.get_by_text("Please answer this question before you go on.")).to_be_visible()
    expect(page.get_by_role("radio", name="No blood thinner", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Go to the questionnaire").click()
    page.wait_for_function("stage.messages.at(-1).wanted === 'questionnaire'")
    assert stage.heard.led_to == ["questionnaire"]


def test_the_profile_is_asked_by_the_same_sheet(new_tab):
    stage = new_tab(width=1280)(page="results")
    stage.start(json.loads(json.dumps(sheet_data.profile_questions())))
    page = stage.page
    page.get_by_role("textbox", name="Age (optional)").fill("7")
    expect(page.get_by_text("Please enter an age from 18 to 120")).to_be_visible()
    page.get_by_role("textbox", name="Age (optional)").fill("41")
    page.get_by_role("radio", name="Pregnant").click()
    page.get_by_role("radio", name="Male", exact=True).click()
    expect(page.get_by_role("radio", name="Pregnant")).to_be_hidden()
    page.get_by_role("button", name="Clear the answer: Sex (optional)").click()
    expect(page.get_by_role("radio", name="Pregnant")).to_be_checked()
    page.wait_for_function("stage.messages.at(-1)?.profile.sex === ''")
    assert stage.heard.message.profile.age == "41"


# ---- how it looks


def sideways(page):
    """How many px wider than its window the page is."""
    return page.evaluate("""() => {
        const box = document.querySelector('#scroller');
        return box.scrollWidth - box.clientWidth;
    }""")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(new_tab, width, scheme):
    stage = new_tab(width=width, scheme=scheme)()
    stage.start(questionnaire())
    page = stage.page
    faults = {}

    def check(place):
        found = accessibility_faults(page)
        if found or sideways(page):
            faults[place] = [*found, f"sideways: {sideways(page)}"]

    check("a part")
    choose(frequencies_of(page, GOUDA), "never")
    choose(frequencies_of(page, EMMENTAL), "once a week")
    press(page, "Next")
    check("portions, skipped foods")
    press(page, "Next")
    press(page, "I eat none of these")
    page.get_by_role("button", name="Change: Brie").click()
    check("folded, one open again")
    to_supplements_skipping(page)
    page.get_by_role("textbox", name="Amount").fill("400")
    page.get_by_label("MK-4").fill("x")
    page.get_by_label("MK-7").fill("1.000")
    page.get_by_label("K1").focus()
    check("supplements with questions")
    assert faults == {}


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_the_questions_about_a_person(new_tab, width):
    stage = new_tab(width=width)(page="before_you_start")
    stage.start(safety())
    stage.page.get_by_text("Only if it fits you").click()
    stage.page.get_by_text("Pregnant, or trying").click()
    stage.page.evaluate("document.querySelector('main').prepend(document.createElement('h1'))")
    stage.page.evaluate("document.querySelector('h1').textContent = 'Before you start'")
    assert accessibility_faults(stage.page) == []
    assert sideways(stage.page) <= 0


CUT = """() => [...document.querySelector('#sheet > div').shadowRoot
    .querySelectorAll('.option span, button, legend, label')]
    .filter(one => one.getClientRects().length && !one.matches('.unseen, .unseen *'))
    .filter(one => getComputedStyle(one).display !== 'inline')
    .filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => one.textContent)"""


@pytest.mark.parametrize("code", ["en", "de", "fr", "nl", "ja"])
@pytest.mark.parametrize("size", ["100%", "200%"])
def test_words_fit_a_narrow_phone_also_at_twice_the_size(new_tab, code, size):
    stage = new_tab(width=320)()
    stage.start(questionnaire(code))
    page = stage.page
    page.add_style_tag(content=f":root {{ font-size: {size} !important }}")
    for part in questionnaire(code)["parts"]:
        page.evaluate("part => window.kdcheckBook.go(part)", part["id"])
        for food in part.get("foods", [])[:2]:
            page.evaluate(
                "id => window.kdcheckBook.change(({ foods }) => { foods[id] = ['3-4w', 'M']; })",
                food["id"],
            )
            page.locator(f"#food-{food['id']} .change").click()
        assert sideways(page) <= 0, part["name"]
        cut = page.evaluate(CUT)
        assert cut == [], part["name"]


def test_forced_colours_still_tell_what_is_chosen(new_tab):
    stage = new_tab(forced_colors="active")()
    stage.start(questionnaire())
    page = stage.page
    choose(frequencies_of(page, GOUDA), "once a week")
    colours = (
        portions_of(page, GOUDA)
        .locator(".option")
        .evaluate_all("options => options.map(option => getComputedStyle(option).backgroundColor)")
    )
    assert colours[0] == colours[2] != colours[1]


def test_the_sheet_is_mirrored_where_a_language_reads_from_right_to_left(new_tab):
    stage = new_tab(width=390)()
    stage.start({**questionnaire(), "dir": "rtl"})
    page = stage.page
    choose(frequencies_of(page, GOUDA), "never")
    change = page.get_by_role("button", name=f"Change: {GOUDA}").bounding_box()
    assert change["x"] < 100
    assert page.get_by_role("button", name="Next").bounding_box()["x"] < 100
    assert sideways(page) <= 0
