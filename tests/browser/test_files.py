"""Files in and out in a real browser: many clients, and a food table of one's own."""

import io

import pandas as pd
import pytest
from playwright.sync_api import expect

from scoring import FoodTable, score_responses
from tests.browser.app_page import (
    accept_safety_questions,
    accessibility_faults,
    choose,
    follow_menu,
    frequencies_of,
    line_of,
    next_part,
    open_results,
    settle,
    show_as,
    visit,
)
from tests.conftest import ROOT

RESPONSES = "respondent_id,natto,eggs,eggs.portion\n" + "".join(
    f"{'=1+' if n == 0 else ''}p{n},{('never', '1w', '2w')[n % 3]},1d,L\n" for n in range(12)
)
RESPONSES_LABEL = "Responses: CSV, a spreadsheet, Parquet or JSON"
TABLE_LABEL = "Your food table"
OWN_ID = "house_cheese"
NAME = "House <b>cheese</b> www.example.com"
ZERO = "0,0,0"


def own_table() -> str:
    header = (ROOT / "foods.csv").read_text(encoding="utf-8").splitlines()[0]
    cheese = f"{OWN_ID},Dairy,{NAME},,1 slice,20,,{ZERO},{ZERO},350,175,700,{ZERO},{ZERO},lab,"
    natto = f"natto,Soya,Natto,,1 pack,50,natto,{ZERO},{ZERO},800,400,1600,{ZERO},{ZERO},lab,"
    return "\n".join([header, cheese, natto]) + "\n"


def give(page, name, data, label):
    """Drop a file on the place for files with this label."""
    place = page.get_by_test_id("stFileUploader").filter(has_text=label)
    place.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data}
    )


def downloaded(page, button):
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.path().read_bytes()


LOOKS = ((1280, "light"), (390, "dark"))


def check_looks(page):
    for width, color_scheme in LOOKS:
        show_as(page, width, color_scheme)
        settle(page)
        assert accessibility_faults(page) == [], (width, color_scheme)


def test_many_clients_from_template_to_intakes(open_page):
    page = open_page(width=390, color_scheme="dark")
    visit(page, "/many_clients")
    template = downloaded(page, "Template").decode("utf-8-sig").replace('"', "")
    assert set(RESPONSES.splitlines()[0].split(",")) < set(template.strip().split(","))

    give(page, "typing_error.csv", RESPONSES.replace("natto", "nato", 1).encode(), RESPONSES_LABEL)
    expect(page.get_by_role("heading", name="What each column is")).to_be_visible()
    expect(page.get_by_role("table").first).to_contain_text("Did you mean 'natto'?")
    expect(page.get_by_role("button", name="Score these people")).to_be_disabled()
    settle(page)
    check_looks(page)

    give(page, "responses.csv", RESPONSES.encode(), RESPONSES_LABEL)
    expect(page.get_by_role("status").filter(has_text="12 people scored")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="cannot be")).to_have_count(0)
    settle(page)
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    check_looks(page)

    frame = pd.read_csv(io.StringIO(RESPONSES), dtype=str, keep_default_na=False)
    expected = score_responses(FoodTable.load(ROOT / "foods.csv"), frame)
    whole = pd.read_parquet(io.BytesIO(downloaded(page, "Intakes as Parquet")))
    assert whole["respondent_id"].tolist() == frame["respondent_id"].tolist()
    assert whole["k2_high"].tolist() == expected["k2_high"].tolist()
    safe = pd.read_csv(io.BytesIO(downloaded(page, "Intakes as CSV")), dtype={"respondent_id": str})
    assert safe["respondent_id"].tolist() == ["'=1+p0", *whole["respondent_id"][1:]]
    assert safe["d_ug"].tolist() == pytest.approx(expected["d_ug"].tolist(), rel=5e-4)


def test_a_table_of_ones_own_from_its_file_to_the_results(open_page):
    page = open_page(width=390)
    visit(page, "/foods")
    page.get_by_text("Use a food table of your own").click()
    give(page, "ours.csv", own_table().replace(",350,", ",1,").encode(), TABLE_LABEL)
    expect(page.get_by_role("alert").filter(has_text="ours.csv cannot be used")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("at most mk7_ug, 1")
    settle(page)
    assert accessibility_faults(page) == []

    give(page, "ours.csv", own_table().encode(), TABLE_LABEL)
    line = page.locator(".st-key-kd-top")
    expect(line).to_contain_text("This session uses the food table ours.csv")
    settle(page)
    expect(page.get_by_text("2 foods of 2")).to_be_visible()
    assert accessibility_faults(page) == []

    follow_menu(page, "Welcome")
    settle(page)
    accept_safety_questions(page)
    settle(page)
    choose(frequencies_of(page, NAME), "once a day")
    expect(line_of(page, NAME).locator("b")).to_have_text(NAME)
    next_part(page)
    choose(frequencies_of(page, "Natto"), "never")
    next_part(page)
    page.get_by_role("button", name="See my results").click()
    settle(page)
    # 350 µg in 100 g, a slice of 20 g a day
    expect(page.locator(".kd-card").first).to_contain_text("about 70 µg a day")
    expect(line).to_contain_text("not ours")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    expect(page.locator(".js-plotly-plot").filter(has_text="<b>cheese</b>")).to_have_count(1)
    open_results(page)
    expect(page.locator('a[href*="example.com"]')).to_have_count(0)
    assert accessibility_faults(page) == []

    line.get_by_role("button", name="Back to our food table").click()
    settle(page)
    expect(line).to_contain_text("1 answer is to foods that our food table does not hold")
    follow_menu(page, "Foods")
    settle(page)
    foods = FoodTable.load(ROOT / "foods.csv")
    expect(page.get_by_text(f"{len(foods)} foods of {len(foods)}")).to_be_visible()
