"""Report and tables are saved from Results by a person who came by a phone or a wide screen."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scoring import FoodTable
from tests.browser.app_page import (
    accept_safety_questions,
    accessibility_faults,
    settle,
    visit,
)
from tests.conftest import ROOT

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


def to_results(page: Page) -> None:
    """The quickest way there: one food is eaten, every other one never."""
    visit(page)
    accept_safety_questions(page)
    page.get_by_role("radiogroup", name="Natto", exact=True).get_by_text("once a week").click()
    settle(page)
    foods = FoodTable.load(ROOT / "foods.csv")
    for _ in foods.groups:
        page.get_by_role("button", name="Never for the rest").click()
        settle(page)
        page.get_by_role("button", name="Next").click()
        settle(page)
    page.get_by_role("button", name="results").click()
    settle(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_report_and_tables_come_home(open_page, width):
    page = open_page(width=width)
    to_results(page)

    page.get_by_label("Name or label on it").fill(CLIENT)
    page.get_by_label("Note on it").fill(NOTE)
    page.get_by_role("button", name="Make the report").click()
    settle(page)
    name, pdf = saved(page, "Save the report")
    assert re.fullmatch(r"kd-check-report-\d{4}-\d\d-\d\d\.pdf", name)
    pages, words = words_of(pdf)
    assert pages == 2
    assert CLIENT in words
    assert " ".join(NOTE.split()) in words

    name, table = saved(page, "Foods (CSV)")
    assert re.fullmatch(r"kd-check-foods-\d{4}-\d\d-\d\d\.csv", name)
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert [row["food_id"] for row in rows if float(row["g_per_week"])] == ["natto"]
    name, row = saved(page, "Intakes in one row (CSV)")
    assert "no-medical-test" in name
    (intakes,) = csv.DictReader(io.StringIO(row.decode("utf-8-sig")))
    natto = next(food for food in rows if food["food_id"] == "natto")
    assert float(intakes["mk7_ug"]) == pytest.approx(float(natto["mk7_ug"]))

    page.get_by_role("heading", name="Take it with you").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Save the report")).to_be_visible()
    assert accessibility_faults(page) == []
