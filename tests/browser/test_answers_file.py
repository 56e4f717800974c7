"""Answers saved on a person's own device and opened again, in a real browser."""

import json

from playwright.sync_api import expect

from tests.browser.app_page import (
    accept_safety_questions,
    accessibility_faults,
    follow_menu,
    frequencies_of,
    settle,
    visit,
)


def test_save_reload_open_and_compare(open_page, tmp_path):
    page = open_page(width=390)
    visit(page)
    accept_safety_questions(page)
    frequencies_of(page, "Natto").get_by_role("radio", name="twice a week").click()
    settle(page)
    while (rest := page.get_by_role("button", name="Never for the rest")).is_visible():
        rest.click()
        settle(page)
        page.get_by_role("button", name="Next").click()
        settle(page)
    page.get_by_role("button", name="See my results").click()
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").click()
    saved = tmp_path / "mine.json"
    download.value.save_as(saved)
    content = json.loads(saved.read_text(encoding="utf-8"))
    assert content["answers"]["natto"] == {"frequency": "2w", "portion": "M"}
    assert len(content["answers"]) == 54

    visit(page)
    page.get_by_role("button", name="Open saved answers").click()
    page.locator('input[type="file"]').set_input_files(saved)
    expect(page.get_by_text("with answers about 54 foods")).to_be_visible()
    settle(page)
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Use these answers").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you start")
    page.get_by_text("Yes, 18 or older").click()
    settle(page)
    page.get_by_text("No blood thinner", exact=True).click()
    settle(page)
    page.get_by_role("button", name="questionnaire").click()
    settle(page)
    checked = frequencies_of(page, "Natto").get_by_role("radio", checked=True)
    expect(checked).to_have_text("twice a week")

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
    for title in ("Questionnaire", "Learn", "Foods", "Compare"):
        follow_menu(page, title)
        settle(page)
        expect(page.get_by_text("A made-up person")).to_be_visible()
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Close the example").click()
    settle(page)
    expect(page.get_by_text("A made-up person")).not_to_be_attached()
