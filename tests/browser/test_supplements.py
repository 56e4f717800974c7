"""Amounts of supplements as people type them, from the field to the results."""

import pytest
from playwright.sync_api import expect

from content.numbers import micrograms
from scoring import languages
from scoring.languages import _
from tests.browser.app_page import (
    come_to_the_questionnaire,
    come_with_answers,
    follow_menu,
    go_to_part,
    never_to_the_last_part,
    settle,
)
from ui.frame import TITLES

OWN_NAMES = {"de": "Deutsch", "nl": "Nederlands", "ja": "日本語", "en": "English"}


@pytest.fixture
def in_language():
    """Make this process's words, with which the page is read, in the language of the page."""
    yield languages.use
    languages.use("en")


def speak(page, code):
    page.get_by_role("combobox", name="Language").click()
    page.get_by_role("option", name=OWN_NAMES[code]).click()
    settle(page)


@pytest.mark.parametrize(("code", "sign"), [("de", ","), ("nl", ","), ("ja", "."), ("en", ".")])
def test_a_decimal_comma_and_a_point_are_both_read(open_page, in_language, code, sign):
    page = open_page(width=1280)
    come_with_answers(page, natto="1w")
    go_to_part(page, "Supplements")
    speak(page, code)
    in_language(code)
    mk7 = page.get_by_role("textbox", name=_("Vitamin K2 as MK-7, µg a day"))
    d = page.get_by_role("textbox", name=_("Amount"), exact=True)
    live = _("{typed} µg are {iu} IU a day.")
    added = _("Supplements add {amount} µg a day, not counted above")
    cards = page.locator("section.kd-card")
    for typed_with in (",", "."):
        d.fill(f"0{typed_with}5")
        expect(page.get_by_text(live.format(typed=f"0{sign}5", iu="20"))).to_be_visible()
        mk7.fill(f"22{typed_with}5")
        d.fill(f"2{typed_with}5")
        d.press("Tab")
        page.get_by_role("button", name=_("See my results")).click()
        settle(page)
        for amount in (22.5, 2.5):
            words = added.format(amount=micrograms(amount))
            expect(cards.filter(has_text=words)).to_have_count(1)
        follow_menu(page, TITLES["questionnaire"])
        settle(page)
        expect(d).to_have_value(f"2{typed_with}5")


def test_a_thousand_in_german_is_never_one(open_page, in_language):
    page = open_page(width=390)
    come_with_answers(page, natto="1w")
    go_to_part(page, "Supplements")
    speak(page, "de")
    in_language("de")
    page.get_by_role("radio", name=_("IU"), exact=True).click()
    page.get_by_role("textbox", name=_("Amount"), exact=True).fill("1.000")
    live = _("{iu} IU are {amount} µg a day.").format(iu="1.000", amount="25")
    expect(page.get_by_text(live)).to_be_visible()
    page.get_by_role("button", name=_("See my results")).click()
    settle(page)
    words = _("Supplements add {amount} µg a day, not counted above").format(amount="25")
    expect(page.locator("section.kd-card").filter(has_text=words)).to_have_count(1)


def test_on_what_if_a_comma_is_read_as_it_is_in_the_questionnaire(open_page, in_language):
    page = open_page(width=1280)
    come_with_answers(page, natto="1w")
    speak(page, "de")
    in_language("de")
    follow_menu(page, TITLES["what_if"])
    settle(page)
    status = page.locator('[data-testid="stMain"] p[role="status"]')
    page.get_by_text(_("Supplements"), exact=True).click()
    field = page.get_by_role("textbox", name=_("Vitamin D"))
    for typed, more in (("22,5", "22"), ("2.5", "2,5"), ("0,5", "0,5")):
        field.fill(typed)
        field.press("Enter")
        settle(page)
        expect(status).to_contain_text(f"{more} µg am Tag mehr")
    field.fill("1.000")
    field.press("Enter")
    settle(page)
    expect(page.get_by_text(_("That is a lot. What does the label say?"))).to_be_visible()
    iu = _("{iu} IU are {amount} µg a day.").format(iu="1.000", amount="25")
    page.get_by_role("button", name=iu).click()
    settle(page)
    expect(status).to_contain_text("25 µg")


def test_too_much_vitamin_d_is_said_where_every_food_is_never(open_page):
    page = open_page(width=390)
    come_to_the_questionnaire(page)
    never_to_the_last_part(page)
    page.get_by_role("radio", name="IU", exact=True).click()
    page.get_by_role("textbox", name="Amount", exact=True).fill("20,000")
    expect(page.get_by_text("That is a lot. What does the label say?")).to_be_visible()
    page.get_by_role("button", name="20,000 IU are 500 µg a day.").click()
    page.get_by_role("button", name="See my results").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your results")
    expect(page.get_by_text("There is nothing to show yet.")).to_be_visible()
    expect(
        page.get_by_text("above 100 µg (4,000 IU) of vitamin D a day, the upper level")
    ).to_be_visible()
