"""No page scrolls sideways, no control is too small for a finger, no words are cut off."""

import json

from playwright.sync_api import expect

from scoring import FoodTable
from tests.browser.app_page import (
    TWO_FRAMES,
    accept_safety_questions,
    follow,
    follow_menu,
    lasting_faults,
    next_part,
    open_results,
    settle,
    visit,
)
from tests.browser.chromium import find_chromium
from tests.browser.conftest import FLAGS
from tests.conftest import ROOT
from ui.frame import TITLES

WIDTHS = (320, 390, 1280)
WIDER_THAN_THE_SCREEN = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const wide = [document.documentElement, document.body, main].filter(
        part => part.scrollWidth > part.clientWidth);
    if (!wide.length) return [];
    const right = main.getBoundingClientRect().right + 0.5;
    const culprits = [...main.querySelectorAll('*')].filter(
        part => part.getBoundingClientRect().right > right);
    return wide.concat(culprits.slice(0, 3)).map(
        part => `${part.tagName} ${part.className || part.id} ${part.scrollWidth}`);
}"""
EVERYWHERE = """const everywhere = selector => [document, ...[...document.querySelectorAll("*")]
        .map(part => part.shadowRoot).filter(Boolean)]
    .flatMap(root => [...root.querySelectorAll(selector)]);"""
"""Sheets of questions are in shadow roots."""
SMALL_OR_CUT = f"""() => {{
    {EVERYWHERE}
    return everywhere('.st-key-kd-foods [role="radio"], .portion .option, '
            + '.food[data-state="open"] .nine .option, .pills .option')
        .filter(option => option.checkVisibility() && (option.offsetHeight < 44
            || option.scrollHeight > option.clientHeight + 1
            || option.scrollWidth > option.clientWidth + 1))
        .map(option => `${{option.innerText}}: ${{option.offsetWidth}} × ${{option.offsetHeight}}, `
            + `needs ${{option.scrollWidth}} × ${{option.scrollHeight}}`);
}}"""
LOW_CONTROLS = f"""() => {{
    {EVERYWHERE}
    return everywhere('[data-testid="stMain"] button, '
            + '[data-testid="stMain"] [data-testid="stPageLink"] a, '
            + '.sheet :is(button:not(.link), .choice, summary, input[type="text"])')
        .filter(control => control.checkVisibility() && control.offsetHeight < 44
            && (control.innerText.trim() || control.matches("input"))
            && !control.closest('[data-testid="stWidgetLabel"]'))
        .map(control => `${{control.innerText}}: ${{control.offsetHeight}} px`);
}}"""


def look_at_every_width(page, place, faults, *scripts):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(TWO_FRAMES)
        for script in scripts:
            if found := lasting_faults(page, script):  # a chart follows a moment later
                faults.append(f"{place}, {width} px: {found}")
    page.set_viewport_size({"width": 390, "height": 844})


def test_questionnaire_and_results_at_every_width(open_page):
    faults = []
    page = open_page(width=390)
    visit(page)
    look_at_every_width(page, "welcome", faults, WIDER_THAN_THE_SCREEN)
    follow_menu(page, "Before you start")
    settle(page)
    look_at_every_width(page, "before you start", faults, WIDER_THAN_THE_SCREEN, LOW_CONTROLS)
    follow_menu(page, "Welcome")
    settle(page)
    accept_safety_questions(page)
    title, foods = page.get_by_role("heading", level=1), 0
    often = page.get_by_role("radio", name="3–4 times a week")
    while (part := title.inner_text()) != "Supplements":
        # What is seldom eaten is looked at too.
        page.locator(".seldom").evaluate_all(
            "parts => parts.forEach(part => { part.open = true; })"
        )
        here = page.locator(".food").count()
        expect(often).to_have_count(here)
        scripts = (WIDER_THAN_THE_SCREEN, SMALL_OR_CUT, LOW_CONTROLS)
        look_at_every_width(page, part, faults, *scripts)
        for answered, option in enumerate(often.all(), start=1):
            option.click()
            expect(page.locator(".portion .option").filter(visible=True)).to_have_count(3)
            expect(page.locator('.food[data-state="folded"]')).to_have_count(answered - 1)
            look_at_every_width(page, f"{part}, {answered}", faults, SMALL_OR_CUT)
        look_at_every_width(page, f"{part}, folded", faults, *scripts)
        foods += here
        next_part(page)
    assert foods == len(FoodTable.load(ROOT / "foods.csv"))
    look_at_every_width(page, "supplements", faults, WIDER_THAN_THE_SCREEN, LOW_CONTROLS)
    follow_menu(page, "Results")
    settle(page)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    open_results(page)
    look_at_every_width(page, "results", faults, WIDER_THAN_THE_SCREEN)
    assert faults == []


def test_learn_foods_and_method_at_every_width(open_page):
    faults = []
    page = open_page(width=390)
    visit(page, "/learn")
    for part in ("Read", "Food stories", "K1, K2 and D", "Questions", "Words", "Claims", "Sources"):
        page.get_by_role("radio", name=part, exact=True).click()
        settle(page)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        look_at_every_width(page, f"learn, {part}", faults, WIDER_THAN_THE_SCREEN)
    for title in ("Many clients", "Foods", "Method", "Validation"):
        follow_menu(page, title)
        settle(page)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        look_at_every_width(page, title, faults, WIDER_THAN_THE_SCREEN)
    assert faults == []


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


def test_letters_of_twice_the_size_fit_every_page(browser, server, tmp_path):
    """As large as a reader sets them in the browser, which sizes in rem must follow."""
    (tmp_path / "Default").mkdir()
    sizes = {"webkit": {"webprefs": {"default_font_size": 32, "default_fixed_font_size": 26}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(sizes), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=find_chromium(), args=FLAGS, base_url=server.url, locale="en-GB"
    )
    try:
        page = context.new_page()
        page.set_viewport_size({"width": 390, "height": 844})
        follow(page)
        visit(page)
        page.get_by_role("button", name="Look at an example").click()
        page.get_by_role("button", name="Dutch cheese lover").click()
        settle(page)
        title = page.get_by_role("heading", level=1)
        expect(title).to_have_css("font-size", "64px")
        faults = []
        for name in TITLES.values():
            follow_menu(page, name)
            settle(page)
            page.evaluate(
                "document.querySelectorAll('details').forEach(part => { part.open = true; })"
            )
            look_at_every_width(page, name, faults, WIDER_THAN_THE_SCREEN, SMALL_OR_CUT)
    finally:
        context.close()
    assert faults == []
