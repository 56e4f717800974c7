"""Nothing that a person answered is lost: a busy, silent or killed server, no line, a reload.

What the server has is read on Results, which counts the foods without an answer.
"""

import os
import signal
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from scoring import FoodTable
from tests.app_process import AppProcess
from tests.browser.app_page import (
    COUNTRY,
    RECONNECTED_MS,
    TWO_FRAMES,
    accessibility_faults,
    asked_at_once,
    choose,
    come_to_the_questionnaire,
    expect_chosen,
    follow,
    follow_menu,
    frequencies_of,
    go_to_part,
    never_for_the_rest,
    next_part,
    portions_of,
    sent,
    settle,
    show_as,
    visit,
)
from tests.browser.line import line_to
from tests.conftest import ROOT

OTHER_PAGES = ("Welcome", "Before you start", "Results", "Learn", "Foods", "Method")
FOODS = ("Cheddar", "Processed cheese", "Gouda, Edam and similar")
TABLE = FoodTable.load(ROOT / "foods.csv").for_country(COUNTRY)
ALL = len(asked_at_once(TABLE))
PARTS = len(TABLE.groups) + 1  # with the supplements
WORDS = {"twice a week", "once a day", "once a week"}
CONNECTED = '[data-test-connection-state="CONNECTED"]'
UNDER_HAND = 3
"""How often a server that is held up is tried; one that loses does so in one of some ten tries."""


@contextmanager
def held_up(pid):
    """The server takes nothing in meanwhile."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def open_at(browser, port):
    """A page, and its own context, for a server or a line that comes and goes."""
    size = {"width": 1280, "height": 844}
    window = browser.new_context(base_url=f"http://localhost:{port}", viewport=size, locale="en-GB")
    page = window.new_page()
    follow(page)
    return page


@pytest.fixture
def app(tmp_path):
    process = AppProcess(f"sqlite:///{tmp_path / 'kdcheck.db'}", tmp_path / "log.txt")
    process.start()
    yield process
    process.kill()


def answer(page, food="Cheddar", words="5–6 times a week"):
    change = page.get_by_role("button", name=f"Change: {food}", exact=True)
    if change.is_visible():
        change.click()
    choose(frequencies_of(page, food), words)


def expect_answered(page, foods):
    """The server has the answers to so many foods."""
    follow_menu(page, "Results")
    settle(page)
    expect(page.get_by_text(f"{ALL - foods} foods have no answer yet.")).to_be_visible()


def expect_at(page, heading):
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


@pytest.mark.parametrize("width", [1280, 390])
def test_an_answer_followed_at_once_by_the_menu_is_kept_on_every_page(open_page, width):
    page = open_page(width=width)
    come_to_the_questionnaire(page)
    for title, words in zip(OTHER_PAGES, [*WORDS, *WORDS], strict=True):
        answer(page, words=words)  # and at once, with nothing waited for:
        follow_menu(page, title)
        settle(page)
        expect(frequencies_of(page, "Cheddar")).to_be_hidden()
        follow_menu(page, "Questionnaire")
        settle(page)
        expect_chosen(frequencies_of(page, "Cheddar"), words)
    expect_answered(page, 1)


WAYS_ON = {
    "the menu": (lambda page: follow_menu(page, "Learn"), "Learn"),
    "a link": (
        lambda page: page.get_by_role("button", name="Back", exact=True).click(),
        "Before you start",
    ),
    "the browser": (lambda page: page.go_back(), "Before you start"),
}


@pytest.mark.parametrize("way", WAYS_ON)
def test_an_answer_that_reaches_the_server_with_the_next_page_is_kept(open_page, server, way):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    leave, heading = WAYS_ON[way]
    for words in WORDS:
        with held_up(server.pid):
            answer(page, words=words)
            with sent(page):
                leave(page)
        settle(page)
        expect_at(page, heading)
        follow_menu(page, "Questionnaire")
        settle(page)
        expect_chosen(frequencies_of(page, "Cheddar"), words)
    expect_answered(page, 1)


def test_answers_in_quick_succession_are_all_kept(open_page):
    page = open_page(width=390)
    come_to_the_questionnaire(page)
    answer(page, "Cheddar", "3–4 times a week")
    choose(portions_of(page, "Cheddar"), "Large · 60 g")
    for food in FOODS[1:]:
        answer(page, food, "3–4 times a week")
    next_part(page)
    follow_menu(page, "Method")
    settle(page)
    follow_menu(page, "Questionnaire")
    settle(page)
    expect(page.get_by_text(f"3 of {ALL}")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    for food in FOODS:
        expect_chosen(frequencies_of(page, food), "3–4 times a week")
    page.get_by_role("button", name="Change: Cheddar").click()
    expect_chosen(portions_of(page, "Cheddar"), "Large · 60 g")
    expect_answered(page, 3)


def test_an_answer_stays_however_often_it_is_pressed(open_page):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    cheddar = frequencies_of(page, "Cheddar")
    cheddar.get_by_role("radio", name="twice a week").dblclick()
    expect_chosen(cheddar, "twice a week")
    expect(portions_of(page, "Cheddar")).to_be_visible()
    next_part(page)
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Change: Cheddar").click()
    cheddar.get_by_role("radio", name="twice a week").click()
    cheddar.get_by_role("radio", name="twice a week").press("Space")
    expect_chosen(cheddar, "twice a week")
    expect_answered(page, 1)


def test_a_press_counts_where_it_began_and_may_be_taken_back(open_page):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    above, cheddar = frequencies_of(page, FOODS[2]), frequencies_of(page, "Cheddar")
    above.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")  # answered by keys, it stays open until the focus leaves it
    option = cheddar.get_by_role("radio", name="once a day")
    option.scroll_into_view_if_needed()
    box = option.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(TWO_FRAMES)
    assert option.bounding_box() == box
    page.mouse.move(x + 1.5 * box["width"], y)
    page.mouse.up()
    expect(cheddar.get_by_role("radio", checked=True)).to_have_count(0)
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(TWO_FRAMES)
    page.mouse.up()
    expect_chosen(cheddar, "once a day")


def test_the_progress_counts_each_answer_as_it_is_given_and_taken_back(open_page):
    page = open_page(width=390)
    come_to_the_questionnaire(page)
    progress = page.get_by_role("status").filter(has_text="foods answered")
    expect(progress).to_have_text(f"Part 1 of {PARTS} · 0 of {ALL} foods answered")
    answer(page, "Cheddar", "once a week")
    answer(page, "Processed cheese", "never")
    expect(progress).to_contain_text(f"2 of {ALL}")
    next_part(page)
    expect(progress).to_have_text(f"Part 2 of {PARTS} · 2 of {ALL} foods answered")
    never_for_the_rest(page)
    expect(progress).to_contain_text(f"8 of {ALL}")
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Change: Cheddar").click()
    page.get_by_role("button", name="Clear the answer: Cheddar").click()
    expect(progress).to_contain_text(f"7 of {ALL}")
    expect(frequencies_of(page, "Cheddar").get_by_role("radio", checked=True)).to_have_count(0)
    expect_answered(page, 7)


def test_a_silent_server_undoes_no_click(open_page, server):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    with held_up(server.pid):
        answer(page)
        follow_menu(page, "Learn")
        page.wait_for_timeout(1000)
        answer(page, "Processed cheese", "never")
        page.wait_for_timeout(21_000)  # by now the browser says it all again
        expect(page.get_by_text("No connection just now.")).to_be_visible()
    settle(page)
    expect_at(page, "Learn")
    expect_answered(page, 2)


def test_what_is_said_again_leads_on_once(browser, server):
    with line_to(server) as line:
        page = open_at(browser, line.port)
        answer_two_safety_questions(page)
        line.hold_answers()  # the server leads on, and nobody sees it yet
        with sent(page):
            page.get_by_role("button", name="Go to the questionnaire").click()
        with sent(page):
            pass  # the same once more, after some seconds, on the page that was left
        expect(page.get_by_text("No connection just now.")).to_be_visible()
        line.let_answers_through()
        settle(page)
        expect(frequencies_of(page, "Cheddar")).to_be_visible()
        follow_menu(page, "Before you start")
        settle(page)
        expect_at(page, "Before you start")
        page.context.close()


def answer_two_safety_questions(page):
    visit(page, "/before_you_start")
    page.get_by_role("radio", name="Yes, 18 or older").click()
    page.get_by_role("radio", name="No blood thinner", exact=True).click()
    settle(page)


def test_of_two_pages_that_are_asked_for_at_once_the_last_one_comes(browser, server):
    with line_to(server) as line:
        page = open_at(browser, line.port)
        answer_two_safety_questions(page)
        on = page.get_by_role("button", name="Go to the questionnaire")
        with held_up(server.pid):  # which then hears both at once
            with sent(page):
                on.click()
            with sent(page):
                follow_menu(page, "Before you start")
        settle(page)
        expect_at(page, "Before you start")

        def and_then_the_menu(do):
            line.hold_answers()
            with sent(page):
                do()
            page.wait_for_timeout(1000)
            with sent(page):
                follow_menu(page, "Before you start")
            line.let_answers_through()
            settle(page)
            expect_at(page, "Before you start")

        and_then_the_menu(on.click)  # it has led on when it hears the second
        on.click()
        settle(page)
        answer(page)
        # A message of a page seen before comes late, and is still known then.
        and_then_the_menu(lambda: page.evaluate("kdcheckBook.flush()"))
        page.context.close()


def test_a_page_left_some_runs_ago_comes_whole_while_an_answer_is_on_its_way(browser, server):
    """What a browser has forgotten since it asked, and the server leaves out, stops the page."""
    with line_to(server) as line:
        page = open_at(browser, line.port)
        visit(page, "/before_you_start")
        follow_menu(page, "Learn")
        settle(page)

        def say():
            page.evaluate("kdcheckBook.change(() => {}); kdcheckBook.flush()")

        for _ in range(10):
            say()
            settle(page)
        line.hold_answers()
        with sent(page):
            say()
        page.wait_for_timeout(1000)  # by now it is answered
        with sent(page):
            follow_menu(page, "Before you start")
        line.let_answers_through()
        settle(page)
        expect(page.get_by_role("radio", name="Yes, 18 or older")).to_be_visible()
        page.context.close()


def test_a_change_between_light_and_dark_leaves_an_open_food_and_the_focus(open_page):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    answer(page)
    page.get_by_role("button", name="Change: Cheddar").click()
    chosen = frequencies_of(page, "Cheddar").get_by_role("radio", checked=True)
    expect(chosen).to_be_focused()
    background = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    light = page.evaluate(background)
    show_as(page, 1280, "dark")
    page.wait_for_function(f"light => {background} !== light", arg=light)
    page.evaluate(TWO_FRAMES)
    expect(chosen).to_be_focused()
    expect(frequencies_of(page, "Cheddar").get_by_role("radio")).to_have_count(9)
    answer(page, "Processed cheese", "never")
    expect(page.get_by_text(f"2 of {ALL}")).to_be_visible()


def test_a_tab_that_was_open_during_an_update_says_so_and_loses_nothing(open_page):
    page = open_page(width=390)
    come_to_the_questionnaire(page)
    answer(page)
    settle(page)
    page.evaluate("""() => {
        const book = window.kdcheckBook;
        book.version = "that of older scripts";
        for (const name of ["ride", "hear", "bringBack", "leave"]) delete book[name];
    }""")
    show_as(page, 390, "dark")  # upon which Streamlit calls the components again, as for new ones
    words = page.get_by_text("KD Check was updated while this page was open.")
    expect(words).to_be_visible()
    follow_menu(page, "Welcome")
    menu = page.get_by_role("navigation", name="App pages")
    expect(menu.get_by_role("link", name="Questionnaire", exact=True)).not_to_be_in_viewport()
    expect(words).to_be_visible()
    follow_menu(page, "Questionnaire")
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(words).to_be_visible()
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Load the page again").click()
    expect(words).to_be_hidden()
    come_to_the_questionnaire(page)
    expect(page.get_by_text(f"1 of {ALL}")).to_be_visible()
    expect_chosen(frequencies_of(page, "Cheddar"), "5–6 times a week")


def test_the_questionnaire_is_reached_at_once_after_the_last_safety_answer(open_page):
    page = open_page(width=390)
    for path in ("/", "/learn", "/foods"):
        visit(page, path)
        follow_menu(page, "Before you start")
        settle(page)
        page.get_by_role("radio", name="Yes, 18 or older").click()  # with nothing waited for:
        page.get_by_role("radio", name="No blood thinner", exact=True).click()
        page.get_by_role("button", name="Go to the questionnaire").click()
        settle(page)
        expect(frequencies_of(page, "Cheddar")).to_be_visible()


def test_never_for_the_rest_and_a_part_asked_for_at_once_stand(open_page, server):
    page = open_page(width=390)
    come_to_the_questionnaire(page)
    with held_up(server.pid):
        page.get_by_role("button", name="I eat none of these").click()
        next_part(page)
        progress = page.get_by_role("status").filter(has_text="foods answered")
        expect(progress).to_have_text(f"Part 2 of {PARTS} · 5 of {ALL} foods answered")
    settle(page)
    expect_answered(page, 5)


def test_back_and_forward_of_the_browser_keep_answers(open_page):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    answer(page)
    page.go_back()
    settle(page)
    expect_at(page, "Before you start")
    expect(page.get_by_role("radio", name="No blood thinner", exact=True)).to_be_checked()
    page.go_forward()
    settle(page)
    expect_chosen(frequencies_of(page, "Cheddar"), "5–6 times a week")
    expect_answered(page, 1)


def test_safety_answers_are_kept_whatever_comes_next(open_page, server):
    page = open_page(width=390)
    visit(page, "/before_you_start")
    page.get_by_text("Only if it fits you").click()
    ticks = ("Kidney disease", "Orlistat", "Lymphoma")[:UNDER_HAND]
    for tick in ticks:
        with held_up(server.pid):
            page.get_by_role("checkbox", name=tick).click()
            with sent(page):
                follow_menu(page, "Learn")
        settle(page)
        expect_at(page, "Learn")
        follow_menu(page, "Before you start")
        settle(page)
        expect(page.get_by_role("checkbox", name=tick)).to_be_checked()
    page.reload()
    settle(page)
    ticked = page.get_by_role("checkbox", checked=True)
    expect(ticked).to_have_count(0)  # of illness nothing is kept


def test_a_safety_answer_that_reaches_the_server_with_the_page_of_a_link_is_kept(open_page, server):
    page = open_page(width=1280)
    visit(page, "/before_you_start")
    page.get_by_role("radio", name="No, under 18").click()
    settle(page)
    page.get_by_text("Only if it fits you").click()
    with held_up(server.pid):
        page.get_by_role("checkbox", name="Kidney disease").click()
        with sent(page):
            page.get_by_role("link", name="Read about vitamins K and D instead").click()
    settle(page)
    expect_at(page, "Learn")
    follow_menu(page, "Before you start")
    settle(page)
    expect(page.get_by_role("radio", name="No, under 18")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Kidney disease")).to_be_checked()


def test_typed_amounts_are_kept_without_enter(open_page, server):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    go_to_part(page, "Supplements")
    page.get_by_role("radio", name="IU", exact=True).click()
    page.get_by_label("Amount", exact=True).fill("800")
    with held_up(server.pid):
        page.get_by_label("MK-7").fill("45")
        with sent(page):
            follow_menu(page, "Foods")
    settle(page)
    follow_menu(page, "Questionnaire")
    settle(page)
    expect(page.get_by_label("Amount", exact=True)).to_have_value("800")
    expect(page.get_by_label("MK-7")).to_have_value("45")
    expect(page.get_by_role("radio", name="IU", exact=True)).to_be_checked()


def test_a_reload_finds_the_answers_and_the_part_again(open_page):
    page = open_page(width=390)
    come_to_the_questionnaire(page)
    page.get_by_role("button", name="I eat none of these").click()
    next_part(page)
    answer(page, "Feta or white cheese")
    page.reload()
    settle(page)
    page.get_by_role("link", name="Answer them now").click()
    settle(page)
    page.get_by_text("Yes, 18 or older").click()
    page.get_by_text("No blood thinner", exact=True).click()
    page.get_by_role("button", name="questionnaire").click()
    expect_at(page, "Soft and fresh cheese")
    expect(page.get_by_text(f"6 of {ALL}")).to_be_visible()
    expect_chosen(frequencies_of(page, "Feta or white cheese"), "5–6 times a week")
    expect_answered(page, 6)
    another = page.context.new_page()  # a tab of its own starts empty
    follow(another)
    come_to_the_questionnaire(another)
    expect(another.get_by_text(f"0 of {ALL}")).to_be_visible()
    answer(another, words="never")
    follow_menu(page, "Questionnaire")
    settle(page)
    expect(page.get_by_text(f"6 of {ALL}")).to_be_visible()


def test_a_server_that_was_killed_and_started_anew_has_all_answers(browser, app):
    page = open_at(browser, app.port)
    come_to_the_questionnaire(page)
    page.get_by_role("button", name="I eat none of these").click()
    next_part(page)
    answer(page, "Feta or white cheese")
    settle(page)
    app.kill()
    page.wait_for_selector(CONNECTED, state="detached")
    answer(page, "Blue cheese", "once a day")
    words = page.get_by_text("No connection just now.")
    expect(page.get_by_role("dialog")).to_be_visible()  # Streamlit's own, about its server
    expect(words).to_be_visible()
    assert words.evaluate("words => words.matches(':popover-open')")  # lies above it
    app.start()
    page.wait_for_selector(CONNECTED, timeout=RECONNECTED_MS)
    close_dialog(page)
    settle(page)
    expect(page.get_by_text("No connection just now.")).to_be_hidden()
    expect(page.get_by_text(f"7 of {ALL}")).to_be_visible()
    expect_answered(page, 7)
    page.context.close()


def close_dialog(page):
    """Streamlit's own, on a connection that was lost."""
    if page.get_by_role("dialog").is_visible():
        page.keyboard.press("Escape")


def test_a_questionnaire_without_a_line_reaches_the_server_once_there_is_one(browser, server):
    with line_to(server) as line:
        page = open_at(browser, line.port)
        come_to_the_questionnaire(page)
        line.cut()
        page.wait_for_selector(CONNECTED, state="detached")
        # It may come before any press, as often as the browser has tried in vain.
        page.add_locator_handler(page.get_by_role("dialog"), lambda: close_dialog(page))
        for part in range(len(TABLE.groups)):
            page.get_by_role("button", name="I eat none of these").click()
            expect(
                page.get_by_role("status").filter(has_text=f"Part {part + 1} of")
            ).to_be_visible()
            next_part(page)
        expect_at(page, "Supplements")
        page.get_by_label("MK-7").fill("45")
        line.mend()
        page.wait_for_selector(CONNECTED, timeout=RECONNECTED_MS)
        close_dialog(page)
        settle(page)
        follow_menu(page, "Results")
        settle(page)
        expect(page.get_by_text("There is nothing to show yet.")).to_be_visible()
        page.context.close()


def test_an_example_opened_at_once_after_an_answer_asks_first(open_page, server):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    answer(page)
    follow_menu(page, "Welcome")
    settle(page)
    page.get_by_role("button", name="Look at an example").click()
    settle(page)
    page.locator('[class*="st-key-press-example-"] button').first.click()
    settle(page)
    expect(page.get_by_text("Replace your answers?")).to_be_visible()
    page.get_by_role("button", name="Replace them").click()
    settle(page)
    expect_at(page, "Your results")
    with held_up(server.pid):
        follow_menu(page, "Questionnaire")
    settle(page)
    expect(page.get_by_text(f"{len(TABLE)} of {len(TABLE)}")).to_be_visible()
    page.get_by_role("button", name="Close the example").click()
    settle(page)
    expect(page.get_by_text(f"0 of {ALL}")).to_be_visible()


def test_a_change_of_language_keeps_answers_and_the_part(open_page):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    next_part(page)
    answer(page, "Feta or white cheese")
    page.locator(".st-key-kd-language").get_by_role("combobox").click()
    page.get_by_role("option", name="Deutsch").click()
    settle(page)
    expect_at(page, "Weich- und Frischkäse")
    expect(page.get_by_role("radio", checked=True)).to_have_value("5-6w")


def test_what_was_looked_for_in_foods_is_kept(open_page):
    page = open_page(width=390)
    visit(page, "/foods")
    page.get_by_label("Search").fill("gouda")
    page.get_by_label("Search").press("Enter")
    settle(page)
    follow_menu(page, "Learn")
    settle(page)
    follow_menu(page, "Foods")
    settle(page)
    expect(page.get_by_label("Search")).to_have_value("gouda")
