"""The app in other languages: words of every page, also at 320 px, and the switch."""

import re

import pytest
from playwright.sync_api import expect

from scoring import FoodTable, languages
from scoring.languages import _
from tests.browser.app_page import (
    accept_safety_questions,
    choose,
    expect_chosen,
    follow,
    follow_menu,
    frequencies_of,
    lasting_faults,
    line_of,
    open_results,
    portions_of,
    settle,
    visit,
)
from tests.browser.brackets import BRACKETS
from tests.browser.conftest import PHONE
from tests.browser.looks import SMALL_OR_CUT, WIDER_THAN_THE_SCREEN
from tests.conftest import ROOT, started
from ui.frame import TITLES

PARTS_OF_LEARN = (
    "Read", "Food stories", "K1, K2 and D", "Questions", "Words", "Claims", "Sources",
)  # fmt: skip

OPEN_ALL = "document.querySelectorAll('details').forEach(part => { part.open = true; })"
TEXTS = """() => {
    const NOT_WORDS = 'style, script, code, [data-testid*="Icon"], a[href^="http"]';
    const main = document.querySelector('[data-testid="stMain"]');
    const sheets = [...main.querySelectorAll("*")].map(part => part.shadowRoot).filter(Boolean);
    const seen = [];
    for (const root of [main, ...sheets]) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const text = walker.currentNode.textContent.trim();
            const parent = walker.currentNode.parentElement;
            if (text && parent.checkVisibility() && !parent.closest(NOT_WORDS)) seen.push(text);
        }
        for (const part of root.querySelectorAll('[aria-label], [alt], [placeholder], [title]'))
            for (const name of ['aria-label', 'alt', 'placeholder', 'title'])
                if (part.getAttribute(name)?.trim()) seen.push(part.getAttribute(name).trim());
    }
    return seen;
}"""


def open_example(page):
    page.get_by_role("button", name=_("Look at an example")).click()
    page.get_by_role("button", name=_("Dutch cheese lover")).click()
    settle(page)


def every_page(page):
    """Go to every page of the menu and every part of Learn, with an example open."""
    visit(page)
    yield "welcome"
    open_example(page)
    for name, title in TITLES.items():
        follow_menu(page, title)
        settle(page)
        if name == "results":
            open_results(page)
        page.evaluate(OPEN_ALL)
        yield name
        if name == "learn":
            for part in PARTS_OF_LEARN[1:]:
                page.get_by_role("radio", name=_(part), exact=True).click()
                settle(page)
                page.evaluate(OPEN_ALL)
                yield f"learn, {part}"
        if name == "questionnaire":
            yield from every_part(page)


def every_part(page):
    """Go through the questionnaire, whose foods are all answered, with one food of each open."""
    part = 1
    while (change := page.locator(".change").filter(visible=True)).count():
        change.first.click()
        yield f"questionnaire, part {part}"
        page.get_by_role("button", name=_("Next"), exact=True).click()
        part += 1
    assert part == len(FoodTable.load(ROOT / "foods.csv").groups) + 1
    yield "supplements"


@pytest.fixture
def in_language():
    """Make this process's words, with which the page is read, in the language of the page."""
    yield languages.use
    languages.use("en")


STREAMLITS_OWN = re.compile(
    r"Choose an option|Open|Clear value|Decrement|Increment|Link to heading|Upload"
    r"|Help for |file upload"
)
"""Words that Streamlit writes and no app can change; see docs/accessibility.md."""

QUOTED = (
    "sources.csv",
    "food_records.csv",
    "content/references.csv",
    "scoring/validation/validation_cases.csv",
    "scoring/validation/source_shares.csv",
)
"""Where the titles, citations and quotes of sources stand, which stay as they were printed."""


def outside_brackets(texts):
    """What is left of the texts of a page when all that stands in ⟦brackets⟧ is taken away."""
    left = "\n".join(texts)
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", left)) != left:
        left = shorter
    tables = [(ROOT / name).read_text(encoding="utf-8") for name in QUOTED]
    quotes = " ".join(tables).replace('""', '"')
    return [
        line
        for line in re.findall(r"[^\n]*[A-Za-z]{3,}[^\n]*", left)
        if not STREAMLITS_OWN.fullmatch(line)
        and not all(part.strip(" .()0123456789") in quotes for part in line.split(". "))
    ]


def test_every_text_comes_from_a_catalogue_and_the_longest_fit_at_320_px(
    browser, tmp_path, monkeypatch
):
    """No English is left in another language then: a catalogue has words for each of its texts."""
    monkeypatch.setattr(languages, "_catalogue", lambda code: BRACKETS)
    with started(tmp_path / "log.txt", script="tests/browser/app_in_brackets.py") as server:
        phone = {"viewport": {"width": 320, "height": 844}, "has_touch": True, "user_agent": PHONE}
        context = browser.new_context(base_url=server.url, **phone)
        page = context.new_page()
        follow(page)
        faults = []
        for place in every_page(page):
            faults += [f"{place}: {text}" for text in outside_brackets(page.evaluate(TEXTS))]
            for script in (WIDER_THAN_THE_SCREEN, SMALL_OR_CUT):
                faults += [f"{place}: {found}" for found in lasting_faults(page, script)]
        context.close()
    assert faults == []


def test_the_switch_changes_the_words_and_keeps_the_answers(open_page, in_language):
    page = open_page(width=390)
    visit(page)
    accept_safety_questions(page)
    choose(frequencies_of(page, "Cheddar"), "once a week")
    portions_of(page, "Cheddar").get_by_role("radio", name="Large").click()

    page.get_by_role("combobox", name="Language").click()
    page.get_by_role("option", name="Deutsch").click()
    settle(page)
    in_language("de")
    page.wait_for_function("document.documentElement.lang === 'de'")
    expect(page.get_by_role("heading", level=1)).to_have_text(_("Hard and sliced cheese"))
    expect_chosen(frequencies_of(page, _("Cheddar")), _("once a week"))
    expect(line_of(page, _("Cheddar"))).to_contain_text(f"{_('Large')} · 60", use_inner_text=True)

    kept = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert kept.pop("_streamlit_xsrf")
    assert kept == {"kdcheck-language": "de"}
    visit(page, "/learn")  # a new visit: the browser remembers what was chosen, not the answers
    page.wait_for_function("document.documentElement.lang === 'de'")
    expect(page.get_by_role("heading", level=1)).to_have_text(_("Learn"))
    page.get_by_role("combobox", name=_("Language")).click()
    page.get_by_role("option", name="English").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Learn")
    page.wait_for_function("document.documentElement.lang === 'en'")


def test_choices_outlast_a_change_of_language_and_what_comes_after_it(open_page, in_language):
    """Radios and selectboxes send words: those of the language before must not be lost."""

    def speak(name, code):
        page.get_by_role("combobox", name=_("Language")).click()
        page.get_by_role("option", name=name).click()
        settle(page)
        in_language(code)

    page = open_page(width=1280)
    visit(page, "/before_you_start")
    page.get_by_text("Only if it fits you").click()
    for words in ("Yes, 18 or older", "Warfarin, acenocoumarol", "Pregnant, or trying"):
        page.get_by_text(words).click()
        settle(page)
    chosen = page.get_by_role("radio", checked=True)
    expect(chosen).to_have_count(3)
    speak("Deutsch", "de")
    expect(chosen).to_have_count(3)
    page.get_by_text(_("Orlistat (Xenical, alli)")).click()
    settle(page)
    expect(chosen).to_have_count(3)
    expect(page.get_by_test_id("stAlert").first).to_be_visible()
    speak("Nederlands", "nl")
    page.get_by_text(_("Orlistat (Xenical, alli)")).click()
    settle(page)
    expect(chosen).to_have_count(3)
    follow_menu(page, TITLES["foods"])
    settle(page)
    expect(page.get_by_text("natto", exact=False).first).to_be_visible()

    page.get_by_role("combobox", name=_("Order")).click()
    page.get_by_role("option", name=_("Most vitamin D first")).click()
    settle(page)
    speak("English", "en")
    page.get_by_role("textbox", name="Search").fill("salmon")
    page.get_by_role("textbox", name="Search").press("Enter")
    settle(page)
    expect(page.get_by_role("combobox", name="Order")).to_have_value("Most vitamin D first")
    follow_menu(page, "Before you start")
    settle(page)
    expect(chosen).to_have_count(3)
