"""What if on a phone: a food added, a step taken in, kept after a question; axe along the way."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.app_page import (
    accept_safety_questions,
    accessibility_faults,
    follow_menu,
    frequencies_of,
    lasting_faults,
    settle,
    visit,
)
from tests.browser.test_layout import LOW_CONTROLS, SMALL_OR_CUT, WIDER_THAN_THE_SCREEN

OPEN_ALL = """() => document.querySelectorAll("details").forEach(part => { part.open = true; })"""


def answer_natto_once_a_week(page):
    """Natto once a week, all other foods never."""
    frequencies_of(page, "Natto").get_by_role("radio", name="once a week").click()
    settle(page)
    while (next_part := page.get_by_role("button", name="Next")).is_visible():
        page.get_by_role("button", name="Never for the rest").click()
        settle(page)
        next_part.click()
        settle(page)


def press(page, name):
    page.get_by_role("button", name=name).click()
    settle(page)


def status(page):
    return page.locator('[data-testid="stMain"] p[role="status"]')


def add(page, food):
    box = page.get_by_role("combobox", name="Add a food to change")
    box.click()
    box.fill(food)
    expect(page.get_by_role("option")).to_have_text([food])
    box.press("Enter")
    settle(page)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_try_out_keep_and_see_it_in_the_results(open_page, width, scheme):
    page = open_page(width=width, color_scheme=scheme)
    faults = {}

    def check(place):
        page.evaluate(OPEN_ALL)
        if found := accessibility_faults(page):
            faults[place] = found

    visit(page)
    accept_safety_questions(page)
    answer_natto_once_a_week(page)
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    follow_menu(page, "What if")
    settle(page)
    expect(status(page)).to_have_text("So far both weeks are the same.")
    assert [url for url in requested if "plotly" in url.lower()] == []
    check("at first")

    # Natto: 909.9 µg of K2 in 100 g, 50 g a pack: 64.99 a day once a week, as much again twice.
    press(page, "Natto: twice a week instead of once a week")
    expect(status(page)).to_contain_text("vitamin K2 65 µg a day more")
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    add(page, "Eggs")
    frequencies_of(page, "Eggs").get_by_role("radio", name="once a day").click()
    settle(page)
    # An egg of 50 g a day holds 17.295 × 0.5 = 8.65 µg of K2 and 2.25 × 0.5 = 1.125 of D.
    expect(status(page)).to_contain_text("vitamin K2 74 µg a day more")
    expect(status(page)).to_contain_text("vitamin D 1.1 µg a day more")
    check("changed")
    for script in (WIDER_THAN_THE_SCREEN, SMALL_OR_CUT, LOW_CONTROLS):
        assert lasting_faults(page, script) == []

    follow_menu(page, "Results")
    settle(page)
    card = page.locator("section.kd-card").filter(has_text="Vitamin K2 from food")
    expect(card).to_contain_text("about 65 µg a day")
    follow_menu(page, "What if")
    settle(page)
    expect(status(page)).to_contain_text("vitamin K2 74 µg a day more")

    press(page, "Keep these changes")
    check("asked")
    press(page, "Yes, change my answers")
    expect(status(page)).to_have_text("So far both weeks are the same.")
    check("kept")
    page.get_by_role("link", name="See your results").click()
    settle(page)
    expect(card).to_contain_text("about 139 µg a day")
    follow_menu(page, "Questionnaire")
    settle(page)
    while (back := page.get_by_role("button", name="Back")).is_visible():
        back.click()
        settle(page)
    chosen = frequencies_of(page, "Natto").get_by_role("radio", checked=True)
    expect(chosen).to_have_text(re.compile("twice a week", re.IGNORECASE))
    assert faults == {}
