"""Report and tables are saved from Results by a person who came by a phone or a wide screen."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.app_page import (
    accessibility_faults,
    come_with_answers,
    follow_menu,
    open_results,
    settle,
    show_as,
)

CLIENT = "=Jö *b* #x"
NOTE = "Straight from the note\nto the button"


def saved(page: Page, button: str) -> tuple[str, bytes]:
    """The name and the content of the file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def words_of(pdf: bytes) -> tuple[int, str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def test_report_and_tables_come_home(open_page, subtests):
    page = open_page(width=390)
    come_with_answers(page, natto="1w")
    follow_menu(page, "Results")
    settle(page)
    open_results(page)
    for width in (390, 1280):
        with subtests.test(width=width):
            show_as(page, width)
            check_what_comes_home(page, f"{NOTE} at {width} px")
    check_the_history(page)


def check_the_history(page):
    """Answers stay in the browser by a press, are there on Over time, and go by another."""
    page.get_by_role("button", name="Add to the history in this browser").click()
    words = "The history in this browser holds 1 filling"
    expect(page.get_by_text(words)).to_be_visible()
    settle(page)
    history = page.evaluate("localStorage.getItem('kdcheck-history')")
    assert "natto" in history
    assert CLIENT not in history
    follow_menu(page, "Over time")
    settle(page)
    held = page.locator("summary").filter(has_text=words)
    expect(held).to_be_visible()
    held.click()
    page.get_by_role("button", name="Forget the history").click()
    expect(page.get_by_text("The history in this browser is forgotten.")).to_be_visible()
    assert page.evaluate("localStorage.getItem('kdcheck-history')") is None


def check_what_comes_home(page, note):
    page.get_by_label("Name or label on it").fill(CLIENT)
    page.get_by_label("Note on it").fill(note)
    page.get_by_role("button", name="Make the report").click()
    settle(page)
    name, pdf = saved(page, "Save the report")
    assert re.fullmatch(r"kd-check-Jö-b-x-report-\d{4}-\d\d-\d\d\.pdf", name)
    pages, words = words_of(pdf)
    assert pages == 2
    assert CLIENT in words
    assert " ".join(note.split()) in words

    name, table = saved(page, "Foods (CSV)")
    assert re.fullmatch(r"kd-check-Jö-b-x-foods-\d{4}-\d\d-\d\d\.csv", name)
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert [row["food_id"] for row in rows if float(row["g_per_week"])] == ["natto"]
    name, row = saved(page, "Intakes in one row (CSV)")
    assert "no-medical-test" in name
    (intakes,) = csv.DictReader(io.StringIO(row.decode("utf-8-sig")))
    natto = next(food for food in rows if food["food_id"] == "natto")
    assert float(intakes["mk7_ug"]) == pytest.approx(float(natto["mk7_ug"]))

    expect(page.get_by_role("button", name="Save the report")).to_be_visible()
    assert accessibility_faults(page) == []
