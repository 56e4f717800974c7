"""Every page and every part of it: axe, and nothing cut off; the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from scoring import FoodTable
from tests.browser.app_page import (
    NEVER_FOR_THE_REST,
    accept_safety_questions,
    accessibility_faults,
    expect_chosen,
    follow_menu,
    frequencies_of,
    next_part,
    open_results,
    portions_of,
    settle,
    show_as,
    visit,
)
from tests.browser.looks import (
    EACH_FOOD,
    LOW_CONTROLS,
    SMALL_OR_CUT,
    WIDER_THAN_THE_SCREEN,
    cut_at,
)
from tests.conftest import ROOT

OPEN_THESE = """labels => document.querySelectorAll(labels).forEach(
    part => { part.open = true; })"""
OPEN_ALL = """() => {
    const all = [...document.querySelectorAll("*")];
    for (const root of [document, ...all.map(part => part.shadowRoot).filter(Boolean)])
        for (const part of root.querySelectorAll("details"))
            if (!part.closest('[data-testid="stExpander"]')) part.open = true;
}"""
"""But what the server makes when it is opened."""
PARMESAN = "Parmesan, Gruyère and other very hard cheese"
WIDTHS = {"light": 390, "dark": 1280}


class Checks:
    """What is wrong in places of one visit.

    Each is shown to axe light on a phone and dark on a desk; at three widths nothing may scroll
    sideways or be cut off, and no control may be too small for a finger.
    """

    def __init__(self, page):
        self.page = page
        self.schemes = list(WIDTHS)
        self.faults = []

    def check(self, place, what_opens=None, *, scripts=(WIDER_THAN_THE_SCREEN,)):
        for scheme in self.schemes:
            if is_dark(self.page) != (scheme == "dark"):
                show_as(self.page, WIDTHS[scheme], scheme)
                settle(self.page)
            assert is_dark(self.page) == (scheme == "dark")
            assert self.page.viewport_size["width"] == WIDTHS[scheme]
            if what_opens:
                self.page.evaluate(OPEN_THESE, what_opens)
            found = accessibility_faults(self.page)
            self.faults += [f"{place}, {scheme}: {fault}" for fault in found]
        self.page.evaluate(OPEN_ALL)
        now = WIDTHS[self.schemes[-1]]
        for width in (1280, 320, 390) if now == 390 else (390, 320, 1280):
            self.faults += cut_at(self.page, width, place, *scripts)
        self.schemes.reverse()  # the next place is first looked at as this one is shown now


def is_dark(page):
    ground = page.evaluate(
        """getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor"""
    )
    return sum(int(part) for part in re.findall(r"\d+", ground)[:3]) < 3 * 128


@pytest.mark.parametrize("scheme", WIDTHS)
def test_the_first_page_is_as_light_or_dark_as_the_device(open_page, scheme):
    page = open_page(width=WIDTHS[scheme], color_scheme=scheme)
    visit(page)
    assert is_dark(page) == (scheme == "dark")
    assert accessibility_faults(page) == []


def test_pages_and_parts_of_the_questionnaire(open_page):
    page = open_page(width=WIDTHS["light"])
    checks = Checks(page)
    check = checks.check
    visit(page)
    check("welcome")
    follow_menu(page, "Before you start")
    settle(page)
    page.get_by_text("Only if it fits you").click()
    ticks = [page.get_by_role("checkbox", name=name) for name in ("Kidney disease", "Pain or")]
    for tick in ticks:
        tick.click()
    settle(page)
    check("before you start, with notices", scripts=(WIDER_THAN_THE_SCREEN, LOW_CONTROLS))
    for tick in ticks:
        tick.click()
    settle(page)
    follow_menu(page, "Questionnaire")
    settle(page)
    check("questionnaire, waiting")
    follow_menu(page, "Welcome")
    settle(page)
    accept_safety_questions(page)
    of_a_part = (WIDER_THAN_THE_SCREEN, SMALL_OR_CUT, LOW_CONTROLS)
    title, foods, parts = page.get_by_role("heading", level=1), 0, 0
    while (part := title.inner_text()) != "Supplements":
        here = page.locator(".food").count()
        if parts == 0:
            check(part, scripts=of_a_part)
        for width, often in (
            (320, "once a week"),
            (1280, "twice a week"),
            (page.viewport_size["width"], "3–4 times a week"),
        ):
            page.set_viewport_size({"width": width, "height": 844})
            page.evaluate(OPEN_ALL)  # what is seldom eaten is looked at too
            checks.faults += page.evaluate(EACH_FOOD, often)
            expect(page.locator('.food[data-state="folded"]')).to_have_count(here - 1)
        check(f"{part}, with portions and folded foods", scripts=of_a_part)
        foods += here
        parts += 1
        if parts == 2:  # too few answers: the result is held back
            follow_menu(page, "Results")
            settle(page)
            check("results, held back")
            follow_menu(page, "Questionnaire")
            settle(page)
        next_part(page)
    table = FoodTable.load(ROOT / "foods.csv")
    assert (foods, parts) == (len(table), len(table.groups))
    page.get_by_role("textbox", name="Amount").fill("200")
    expect(page.get_by_text("That is a lot.")).to_be_visible()
    settle(page)
    check("supplements", scripts=(WIDER_THAN_THE_SCREEN, LOW_CONTROLS))
    follow_menu(page, "Results")
    settle(page)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    check("results")
    open_results(page)
    expect(page.locator(".js-plotly-plot")).to_have_count(6)
    check("results, all parts open", "details")
    assert checks.faults == []


def test_learn_foods_method_and_other_pages(open_page):
    page = open_page(width=WIDTHS["light"])
    checks = Checks(page)
    check = checks.check
    visit(page, "/learn")
    for part in ("Read", "Food stories", "K1, K2 and D", "Questions", "Words", "Claims", "Sources"):
        page.get_by_role("radio", name=part, exact=True).click()
        settle(page)
        check(part, "details:nth-of-type(-n+3)")
    opens = {
        "Many clients": None,
        "Foods": ".kd-food-row:nth-of-type(-n+3), .kd-food-row:nth-of-type(-n+3) details",
        "Method": "details",
        "Validation": "details",
    }
    for title, what_opens in opens.items():
        follow_menu(page, title)
        settle(page)
        check(title, what_opens)
    assert checks.faults == []


ACTIVE = """() => {
    let active = document.activeElement;
    while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
}"""


def tab_to(page, locator, presses=60):
    """Press Tab until the focus is in there; fails after too many."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if locator.evaluate(f"element => element.contains(({ACTIVE})())"):
            return
    pytest.fail(f"Tab never reached {locator}")


def arrow_to(page, words):
    """Press the right arrow until the option with these words has the focus."""
    for _ in range(9):
        if words in page.evaluate(f"({ACTIVE})().closest('label, button').textContent"):
            return
        page.keyboard.press("ArrowRight")
    pytest.fail(f"the arrow never reached {words!r}")


def test_a_part_can_be_answered_with_the_keyboard_alone(open_page):
    page = open_page(width=1280)
    visit(page)
    accept_safety_questions(page)
    cheddar, portions = frequencies_of(page, "Cheddar"), portions_of(page, "Cheddar")
    expect(cheddar).to_be_visible()

    tab_to(page, cheddar)
    arrow_to(page, "once a week")
    expect_chosen(cheddar, "once a week")
    expect(cheddar.get_by_role("radio", checked=True)).to_be_focused()

    tab_to(page, portions, presses=1)  # the very next stop
    arrow_to(page, "Large")
    expect(portions.get_by_role("radio", checked=True)).to_have_accessible_name(re.compile("Large"))

    tab_to(page, page.get_by_role("button", name="Clear the answer: Cheddar"), presses=1)
    tab_to(page, frequencies_of(page, PARMESAN), presses=1)
    expect(portions).to_be_hidden()
    heading = page.get_by_role("heading", level=1)
    before = heading.inner_text()
    tab_to(page, page.get_by_role("button", name="Next"), presses=8)
    page.keyboard.press("Enter")  # which names the foods without an answer
    expect(page.get_by_role("status").filter(has_text="No answer yet")).to_be_visible()
    page.keyboard.press("Enter")
    expect(heading).not_to_have_text(before)
    expect(heading).to_be_focused()
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
    option = frequencies_of(page, "Cheddar").get_by_role("radio", name="twice a week")
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
            if page.get_by_role("radio", name=answer, exact=True).is_checked():
                break
            page.keyboard.press("ArrowDown")
    press(page, "questionnaire")
    expect(heading).to_be_focused()

    tab_to(page, frequencies_of(page, "Cheddar"))
    arrow_to(page, "once a week")
    while page.get_by_role("button", name="Next").is_visible():
        press(page, NEVER_FOR_THE_REST)
        press(page, "Next")
        expect(heading).to_be_focused()
    tab_to(page, page.get_by_role("textbox", name="Amount"))
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
