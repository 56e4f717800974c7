"""What if on a phone: a food added, a step taken in, kept after a question; axe along the way."""

from playwright.sync_api import expect

from tests.browser.app_page import (
    accessibility_faults,
    come_with_answers,
    expect_chosen,
    follow_menu,
    frequencies_of,
    go_to_part,
    lasting_faults,
    settle,
    show_as,
)
from tests.browser.looks import LOW_CONTROLS, SMALL_OR_CUT, WIDER_THAN_THE_SCREEN

OPEN_ALL = """() => document.querySelectorAll("details").forEach(part => { part.open = true; })"""


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


def test_try_out_keep_and_see_it_in_the_results(open_page):
    page = open_page()
    faults = {}
    shown = [(390, "light"), (1280, "dark")]

    def check(place, *scripts):
        for width, scheme in shown:
            show_as(page, width, scheme)
            settle(page)
            page.evaluate(OPEN_ALL)
            found = accessibility_faults(page)
            for script in scripts:
                found += lasting_faults(page, script)
            if found:
                faults[f"{place}, {width} px, {scheme}"] = found
        shown.reverse()

    come_with_answers(page, natto="1w")
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
    expect(page.locator(".js-plotly-plot")).to_have_count(2)  # the forms, and how sure
    add(page, "Eggs")
    frequencies_of(page, "Eggs").get_by_role("radio", name="once a day").click()
    settle(page)
    # Two eggs, 100 g, a day hold 17.295 µg of K2 and 2.25 of D.
    expect(status(page)).to_contain_text("vitamin K2 82 µg a day more")
    expect(status(page)).to_contain_text("vitamin D 2.2 µg a day more")
    check("changed", WIDER_THAN_THE_SCREEN, SMALL_OR_CUT, LOW_CONTROLS)

    follow_menu(page, "Results")
    settle(page)
    card = page.locator("section.kd-card").filter(has_text="Vitamin K2 from food")
    expect(card).to_contain_text("about 65 µg a day")
    follow_menu(page, "What if")
    settle(page)
    expect(status(page)).to_contain_text("vitamin K2 82 µg a day more")

    press(page, "Keep these changes")
    check("asked")
    press(page, "Yes, change my answers")
    expect(status(page)).to_have_text("So far both weeks are the same.")
    check("kept")
    page.get_by_role("link", name="See your results").click()
    settle(page)
    # 2 × 64.99 + 17.295 µg, and 2.14 of MK-4 for foods that were not asked.
    expect(card).to_contain_text("about 149 µg a day")
    follow_menu(page, "Questionnaire")
    settle(page)
    go_to_part(page, "Soya and fortified foods")
    expect_chosen(frequencies_of(page, "Natto"), "twice a week")
    assert faults == {}
