"""Answers saved on a person's own device and opened again, in a real browser."""

import json

from playwright.sync_api import expect

from scoring import FoodTable
from tests.browser.app_page import (
    COUNTRY,
    accept_safety_questions,
    accessibility_faults,
    answer_safety_questions,
    asked_at_once,
    choose,
    expect_chosen,
    follow_menu,
    frequencies_of,
    never_to_the_last_part,
    settle,
    show_as,
    visit,
)
from tests.conftest import ROOT

CHEDDAR = "Cheddar"
ASKED = len(asked_at_once(FoodTable.load(ROOT / "foods.csv").for_country(COUNTRY)))

MOST_WORDS, MOST_SCREENS = 350, 4
"""What Results may hold before anything is opened, on a phone; labels in charts do not count."""

WORDS_ON_THE_PAGE = r"""() => {
    const NOT_COUNTED = 'style, [data-testid*="Icon"], .kd-plot, .st-key-kd-language';
    const main = document.querySelector('[data-testid="stMainBlockContainer"]');
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    let words = 0;
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (parent.checkVisibility() && !parent.closest(NOT_COUNTED))
            words += walker.currentNode.textContent.split(/\s+/).filter(Boolean).length;
    }
    return words;
}"""


def test_save_reload_open_and_compare(open_page, tmp_path):
    page = open_page(width=390)
    visit(page)
    accept_safety_questions(page)
    choose(frequencies_of(page, CHEDDAR), "twice a week")
    never_to_the_last_part(page)
    page.get_by_role("button", name="See my results").click()
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").click()
    saved = tmp_path / "mine.json"
    download.value.save_as(saved)
    content = json.loads(saved.read_text(encoding="utf-8"))
    assert content["answers"]["cheddar"] == {"frequency": "2w", "portion": "M"}
    assert len(content["answers"]) == ASKED

    visit(page)
    page.get_by_role("button", name="Open saved answers").click()
    page.locator('input[type="file"]').set_input_files(saved)
    expect(page.get_by_text(f"with answers about {ASKED} foods")).to_be_visible()
    settle(page)
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Use these answers").click()
    settle(page)  # the tab has kept the very answers of the file: nothing is lost, nothing asked
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you start")
    answer_safety_questions(page)
    expect_chosen(frequencies_of(page, CHEDDAR), "twice a week")

    follow_menu(page, "Compare")
    settle(page)
    expect(page.get_by_text("Your answers").first).to_be_visible()
    expect(page.get_by_role("heading", name="Foods behind the difference")).to_be_visible()
    assert accessibility_faults(page) == []


def test_an_example_is_one_press_away_and_marked_on_every_page(open_page):
    page = open_page(width=1280)
    visit(page)
    page.get_by_role("button", name="Look at an example").click()
    page.get_by_role("button", name="Example: natto twice a week").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your results")
    show_as(page, 390)
    settle(page)
    assert 200 < page.evaluate(WORDS_ON_THE_PAGE) <= MOST_WORDS
    main = page.get_by_test_id("stMainBlockContainer")
    assert main.evaluate("one => one.scrollHeight") <= MOST_SCREENS * page.viewport_size["height"]
    show_as(page, 1280)
    for title in ("Questionnaire", "Learn", "Foods", "Compare"):
        follow_menu(page, title)
        settle(page)
        expect(page.get_by_text("A made-up person")).to_be_visible()
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Close the example").click()
    settle(page)
    expect(page.get_by_text("A made-up person")).not_to_be_attached()
