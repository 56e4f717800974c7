"""The menu and the letters at sizes of their own; test_accessibility.py looks at every page."""

from playwright.sync_api import expect

from tests.browser.app_page import (
    follow_menu,
    settle,
    visit,
)
from tests.browser.looks import SMALL_OR_CUT, WIDER_THAN_THE_SCREEN, cut_at
from ui.frame import TITLES


def test_the_menu_folds_away_from_the_page_that_was_chosen(open_page):
    page = open_page(width=700)  # no phone, yet too narrow for menu and page side by side
    visit(page)
    follow_menu(page, "Foods")
    settle(page)

    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
    page.locator("#food-natto > summary").click()
    expect(page.locator("#food-natto")).to_have_attribute("open", "")

    visit(page, "/nosuch")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    expect(page.get_by_role("dialog")).to_have_count(0)  # Streamlit's, in English
    page.set_viewport_size({"width": 320, "height": 700})
    dots, switch = page.get_by_test_id("stMainMenu"), page.locator(".st-key-kd-language")
    expect(dots).to_be_in_viewport(ratio=1)
    ends = dots.bounding_box()["x"] + dots.bounding_box()["width"]
    assert ends <= switch.bounding_box()["x"]
    page.set_viewport_size({"width": 1280, "height": 700})
    menu = page.get_by_role("navigation", name="App pages")
    expect(menu.get_by_role("link", name="Workshop")).to_be_visible()


def test_letters_of_twice_the_size_fit_every_page(open_page):
    """As large as a reader sets them in the browser, which sizes in rem must follow."""
    page = open_page(width=390)
    sizes = {"fontSizes": {"standard": 32, "fixed": 26}}
    page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)
    visit(page)
    page.get_by_role("button", name="Look at an example").click()
    page.get_by_role("button", name="Dutch cheese lover").click()
    settle(page)
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_css("font-size", "64px")
    faults = []
    for name in TITLES.values():
        page.set_viewport_size({"width": 390, "height": 844})
        follow_menu(page, name)
        settle(page)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        for width in (320, 1280):
            faults += cut_at(page, width, name, WIDER_THAN_THE_SCREEN, SMALL_OR_CUT)
    assert faults == []
