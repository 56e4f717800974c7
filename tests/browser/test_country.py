"""The country in a browser: guessed, chosen, kept over a reload, and what it changes."""

from playwright.sync_api import expect

from tests.browser.app_page import (
    accessibility_faults,
    answer_safety_questions,
    choose,
    frequencies_of,
    go_to_part,
    settle,
    visit,
)

ASKED = "In which country do you eat?"


def test_a_country_is_guessed_chosen_kept_and_followed(open_page):
    page = open_page(locale="en-GB")
    visit(page, "/before_you_start")
    country = page.get_by_label(ASKED)
    expect(country).to_have_value("GB")  # the language says it where the time zone is UTC
    assert accessibility_faults(page) == []

    country.select_option(label="Japan")
    settle(page)
    page.reload()
    settle(page)
    expect(page.get_by_label(ASKED)).to_have_value("JP")
    assert "JP" not in page.url

    answer_safety_questions(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Soya and fortified foods")
    expect(page.get_by_text("Foods as in: Japan (change)")).to_be_visible()
    expect(page.get_by_text("of 54 foods answered")).to_be_visible()

    expect(frequencies_of(page, "Tempeh")).to_be_hidden()
    page.get_by_text("Seldom eaten here, so left out unless you press: Tempeh").click()
    choose(frequencies_of(page, "Tempeh"), "once a week")
    expect(page.get_by_text("1 of 55 foods answered")).to_be_visible()
    assert accessibility_faults(page) == []

    page.get_by_text("Foods as in: Japan (change)").click()
    settle(page)
    page.get_by_label(ASKED).select_option(label="Another country")
    page.get_by_role("button", name="Go to the questionnaire").click()
    settle(page)
    go_to_part(page, "Milk, cream and eggs")
    expect(page.get_by_text("Foods as in: no country (change)")).to_be_visible()
