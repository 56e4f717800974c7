"""Words of others are shown as they are, whatever they hold."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.app_page import settle, visit
from tests.browser.hostile_texts import HOSTILE
from tests.conftest import ROOT, started

MADE_OF_TEXT = (
    "a, em, del, code, img, script, .katex, hr, mark, small, [data-testid=stIconMaterial]"
)
PLACES = "[data-testid=stMarkdownContainer] p, td, th, h3, [data-testid=stMarkdownContainer] li"
SHOWN = 10
JOINER = "\N{WORD JOINER}"


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
