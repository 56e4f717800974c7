"""Words of others are shown as they are, whatever they hold."""

import csv
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.app_page import (
    accept_safety_questions,
    choose,
    follow,
    follow_menu,
    frequencies_of,
    never_to_the_last_part,
    portions_of,
    settle,
    visit,
)
from tests.browser.hostile_texts import HOSTILE
from tests.conftest import ROOT, started
from ui.frame import TITLES

MADE_OF_TEXT = (
    "a, em, del, code, img, script, .katex, hr, mark, small, [data-testid=stIconMaterial]"
)
PLACES = "[data-testid=stMarkdownContainer] p, td, th, h3, [data-testid=stMarkdownContainer] li"
SHOWN = 10
JOINER = "\N{WORD JOINER}"


HOSTILE_NAME = (
    " <b>B</b> *i* [l](https://evil.example/a) $x$ :red[r] :material/home: "
    "https://evil.example/d <img src=x onerror=alert(1)> %{x}"
)
MADE_OF_A_NAME = "a[href*=evil], img[src$=x], .stMarkdownColoredText, .katex"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(ROOT / "tests" / "browser" / "hostile_texts.py", folder)
    for name in (".streamlit", "static"):
        shutil.copytree(ROOT / name, folder / name)
    environment = {"PYTHONPATH": str(ROOT)}
    with started(
        folder / "log.txt", script="hostile_texts.py", folder=folder, environment=environment
    ) as running:
        yield running


def test_nothing_in_a_text_is_taken_for_markup(open_page):
    page = open_page(width=1280)
    visit(page)
    settle(page)
    for number, text in enumerate(HOSTILE):
        part = page.locator(f".st-key-text-{number}")
        expect(part.locator("td")).to_have_count(2)
        expect(part.get_by_role("radio")).to_have_count(2)
        places = part.locator(PLACES).all_inner_texts()
        seen = [words.replace(JOINER, "") for words in places]
        assert sum(text in words for words in seen) >= SHOWN, f"{text!r}: {seen}"
        made = part.locator(MADE_OF_TEXT).evaluate_all("all => all.map(e => e.outerHTML)")
        assert made == [], text


@pytest.fixture(scope="module")
def hostile_table(tmp_path_factory):
    """The app with a food table whose every word tries to be more."""
    folder = tmp_path_factory.mktemp("table") / "app"
    shutil.copytree(
        ROOT, folder, ignore=shutil.ignore_patterns(".*_cache", ".git*", ".venv", "tests")
    )
    with (folder / "foods.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for column in ("group", "food", "examples", "serving", "note"):
            row[column] += HOSTILE_NAME
    with (folder / "foods.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    with started(folder / "log.txt", folder=folder) as running:
        yield running


def test_a_food_table_is_shown_as_it_is_on_every_page(browser, hostile_table):
    context = browser.new_context(
        base_url=hostile_table.url, viewport={"width": 1280, "height": 844}
    )
    page = context.new_page()
    asked, dialogs = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    follow(page)

    def check(place):
        made = page.locator(MADE_OF_A_NAME).filter(visible=True)
        assert made.evaluate_all("all => all.map(e => e.outerHTML)") == [], place

    visit(page)
    accept_safety_questions(page)
    name = f"Natto{HOSTILE_NAME}"
    choose(frequencies_of(page, name), "once a week")
    expect(portions_of(page, name)).to_be_visible()
    check("questionnaire")
    never_to_the_last_part(page)
    for title in TITLES.values():
        follow_menu(page, title)
        settle(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check(title)
        if title == "Results":
            label = page.locator(".annotation-text").filter(has_text="Natto").first
            expect(label).to_contain_text("<b>B</b> *i*")
    context.close()
    assert [url for url in asked if "evil" in url or url.endswith("/x")] == []
    assert dialogs == []
