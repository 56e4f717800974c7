"""axe on every page, every part of the questionnaire and every part of Learn; keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.app_page import (
    accept_safety_questions,
    accessibility_faults,
    follow_menu,
    frequencies_of,
    portions_of,
    settle,
    visit,
)

OPEN_ALL = """labels => document.querySelectorAll(labels).forEach(
    part => { part.open = true; })"""
WIDTHS = {"light": 390, "dark": 1280}


@pytest.fixture(params=["light", "dark"])
def page(request, open_page):
    return open_page(width=WIDTHS[request.param], color_scheme=request.param)


def is_dark(page):
    ground = page.evaluate(
        """getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor"""
    )
    return sum(int(part) for part in re.findall(r"\d+", ground)[:3]) < 3 * 128


def test_pages_and_parts_of_the_questionnaire(page):
    faults = {}

    def check(place):
        if found := accessibility_faults(page):
            faults[place] = found

    visit(page)
    assert is_dark(page) == (page.viewport_size["width"] == WIDTHS["dark"])
    check("welcome")
    follow_menu(page, "Before you start")
    settle(page)
    for words in ("Kidney disease, or dialysis", "Pain or pressure in the chest"):
        page.get_by_text(words).click()
        settle(page)
    check("before you start, with notices")
    for words in ("Kidney disease, or dialysis", "Pain or pressure in the chest"):
        page.get_by_text(words).click()
        settle(page)
    follow_menu(page, "Questionnaire")
    settle(page)
    check("questionnaire, waiting")
    follow_menu(page, "Welcome")
    settle(page)
    accept_safety_questions(page)
    frequencies_of(page, "Natto").get_by_role("radio", name="once a week").click()
    settle(page)
    next_part = page.get_by_role("button", name="Next")
    parts = 0
    while next_part.is_visible():
        check(f"part {parts}")
        parts += 1
        if parts == 2:  # too few answers: the result is held back
            follow_menu(page, "Results")
            settle(page)
            check("results, held back")
            follow_menu(page, "Questionnaire")
            settle(page)
        page.get_by_role("button", name="Never for the rest").click()
        settle(page)
        next_part.click()
        settle(page)
    assert parts == 9
    page.get_by_label("Vitamin D a day").fill("200")
    page.get_by_label("Vitamin D a day").press("Enter")
    settle(page)
    check("supplements")
    follow_menu(page, "Results")
    settle(page)
    expect(page.locator(".js-plotly-plot")).to_have_count(6)
    page.evaluate(OPEN_ALL, "details")
    check("results, all parts open")
    assert faults == {}


def test_learn_foods_and_method(page):
    faults = {}

    def check(place, what_opens="details"):
        page.evaluate(OPEN_ALL, what_opens)
        if found := accessibility_faults(page):
            faults[place] = found

    visit(page, "/learn")
    for part in ("Read", "Food stories", "K1, K2 and D", "Questions", "Words", "Claims", "Sources"):
        page.get_by_role("radio", name=part, exact=True).click()
        settle(page)
        check(part, "details:nth-of-type(-n+3)")
    follow_menu(page, "Foods")
    settle(page)
    check("foods", ".kd-food-row:nth-of-type(-n+3), .kd-food-row:nth-of-type(-n+3) details")
    follow_menu(page, "Method")
    settle(page)
    check("method")
    follow_menu(page, "Validation")
    settle(page)
    check("validation")
    assert faults == {}


def tab_to(page, locator, presses=60):
    """Press Tab until the focus is in there; fails after too many."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element.contains(document.activeElement)"):
            return
    pytest.fail(f"Tab never reached {locator}")


def arrow_to(page, words):
    """Press the right arrow until the option with these words has the focus."""
    for _ in range(9):
        if words in page.evaluate("document.activeElement.textContent"):
            return
        page.keyboard.press("ArrowRight")
    pytest.fail(f"the arrow never reached {words!r}")


def test_a_part_can_be_answered_with_the_keyboard_alone(open_page):
    page = open_page(width=1280)
    visit(page)
    accept_safety_questions(page)
    natto = frequencies_of(page, "Natto")
    expect(natto).to_be_visible()

    tab_to(page, natto)
    arrow_to(page, "once a week")
    page.keyboard.press("Space")
    settle(page)
    chosen = natto.get_by_role("radio", checked=True)
    expect(chosen).to_have_text("once a week")
    expect(chosen).to_be_focused()

    tab_to(page, portions_of(page, "Natto"), presses=1)  # the very next stop
    arrow_to(page, "Large")
    page.keyboard.press("Space")
    settle(page)
    expect(portions_of(page, "Natto").get_by_role("radio", checked=True)).to_contain_text("Large")

    tab_to(page, frequencies_of(page, "Tempeh"), presses=1)
    before = page.get_by_role("heading", level=1).inner_text()
    tab_to(page, page.get_by_role("button", name="Next"), presses=8)
    page.keyboard.press("Enter")
    settle(page)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_be_focused()
    expect(heading).not_to_have_text(before)
    expect(heading).to_be_in_viewport()


def test_a_new_page_moves_the_focus_to_its_heading(open_page):
    page = open_page(width=1280)
    visit(page)
    follow_menu(page, "Method")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_an_answer_leaves_the_focus_where_it_is(open_page):
    page = open_page(width=390)
    visit(page)
    accept_safety_questions(page)
    option = frequencies_of(page, "Miso").get_by_role("radio", name="twice a week")
    option.click()
    settle(page)
    expect(option).to_be_focused()


def press(page, name, role="button"):
    """Reach a button or link of the page with Tab and press it."""
    tab_to(page, page.get_by_test_id("stMain").get_by_role(role, name=name).first, presses=120)
    page.keyboard.press("Enter")
    settle(page)


def test_the_whole_journey_with_the_keyboard_alone(open_page):
    page = open_page(width=1280)
    visit(page)
    press(page, "Start")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_be_focused()
    for question, answer in (
        ("Are you 18 or older?", "Yes, 18 or older"),
        ("Do you take a blood thinner?", "No blood thinner"),
    ):
        tab_to(page, page.get_by_role("radiogroup", name=question))
        while not page.get_by_role("radio", name=answer, exact=True).is_checked():
            page.keyboard.press("Space")
            settle(page)
            if page.get_by_role("radio", name=answer, exact=True).is_checked():
                break
            page.keyboard.press("ArrowDown")
            settle(page)
    press(page, "questionnaire")
    expect(heading).to_be_focused()

    tab_to(page, frequencies_of(page, "Natto"))
    arrow_to(page, "once a week")
    page.keyboard.press("Space")
    settle(page)
    while page.get_by_role("button", name="Next").is_visible():
        press(page, "Never for the rest")
        press(page, "Next")
        expect(heading).to_be_focused()
    tab_to(page, page.get_by_label("Vitamin D a day"))
    page.keyboard.type("10")
    press(page, "See my results")
    expect(heading).to_have_text("Your results")
    expect(heading).to_be_focused()
    expect(page.get_by_text("Supplements add 10 µg a day")).to_be_visible()

    table = page.get_by_text("The same numbers as a table").first
    tab_to(page, page.locator("details", has=table).locator("summary").first, presses=120)
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").first).to_be_visible()
    with page.expect_download():
        press(page, "Save")

    menu = page.get_by_role("navigation", name="App pages")
    page.evaluate("document.activeElement.blur(); document.body.focus()")
    tab_to(page, menu.get_by_role("link", name="What if"), presses=120)
    page.keyboard.press("Enter")
    settle(page)
    expect(heading).to_have_text("What if")
    expect(heading).to_be_focused()
