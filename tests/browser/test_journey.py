"""The whole way of a person by clicks; the numbers on screen against those of the command line."""

import csv
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from content.numbers import micrograms, span
from scoring import FoodTable
from scoring.questionnaire import FREQUENCIES, PORTIONS
from tests.browser.app_page import (
    accept_safety_questions,
    follow_menu,
    frequencies_of,
    portions_of,
    settle,
    visit,
)
from tests.conftest import ROOT

AGE = 119
LABELS = {frequency.code: frequency.label.split(",")[0] for frequency in FREQUENCIES}
PORTION_LABELS = {portion.code: portion.label.capitalize() for portion in PORTIONS}
EATEN = [frequency.code for frequency in FREQUENCIES if frequency.code not in ("never", "4+d")]
ASKED_OF_A_SECTION = 2
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}")


@pytest.fixture(scope="module")
def foods():
    return FoodTable.load(ROOT / "foods.csv")


def chosen(foods):
    """Two foods of each section, each with a frequency and a portion; all others never."""
    answers = {food.food_id: ("never", "M") for food in foods}
    eaten = [f for group in foods.groups for f in foods.in_group(group)[:ASKED_OF_A_SECTION]]
    for n, food in enumerate(eaten):
        answers[food.food_id] = (EATEN[n % len(EATEN)], "SML"[n % 3])
    return answers


def scored_by_the_command_line(answers, folder):
    """The intakes that `python -m scoring score` writes for these answers."""
    row = {"respondent_id": "me", "supplement.d_ug": 25}
    for food_id, (frequency, portion) in answers.items():
        row |= {food_id: frequency, f"{food_id}.portion": portion}
    with (folder / "responses.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    command = [sys.executable, "-m", "scoring", "score", folder / "responses.csv"]
    subprocess.run([*command, "--out", folder / "out.csv"], cwd=ROOT, check=True)
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        (intakes,) = csv.DictReader(file)
    return intakes


def answer_everything(page, foods, answers):
    for group in foods.groups:
        expect(page.get_by_role("heading", level=1)).to_have_text(group)
        here = foods.in_group(group)
        for food in here[:ASKED_OF_A_SECTION]:
            frequency, portion = answers[food.food_id]
            labels = frequencies_of(page, food.food).get_by_role("radio")
            labels.filter(has_text=re.compile(f"^{re.escape(LABELS[frequency])}$")).click()
            portions_of(page, food.food).get_by_role("radio").filter(
                has_text=PORTION_LABELS[portion]
            ).click()
            settle(page)
        page.get_by_role("button", name="Never for the rest").click()
        settle(page)
        page.get_by_role("button", name="Next").click()
        settle(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_whole_way_gives_the_numbers_of_the_command_line(
    open_page, server, foods, tmp_path, width
):
    answers = chosen(foods)
    assert len({frequency for frequency, _ in answers.values()}) == 8
    intakes = scored_by_the_command_line(answers, tmp_path)

    page = open_page(width=width)
    visit(page)
    accept_safety_questions(page)
    answer_everything(page, foods, answers)
    expect(page.get_by_role("heading", level=1)).to_have_text("Supplements")
    expect(page.get_by_text(f"{len(foods)} of {len(foods)} foods answered")).to_be_visible()
    page.get_by_label("Vitamin D a day").fill("1000")
    page.get_by_role("radio", name="IU").click()
    settle(page)
    page.get_by_role("button", name="results").click()
    settle(page)

    for nutrient, title in (("k2", "Vitamin K2"), ("k1", "Vitamin K1"), ("d", "Vitamin D")):
        card = page.locator("section.kd-card").filter(has_text=f"{title} from food")
        central, low, high = numbers(intakes, nutrient)
        expect(card).to_contain_text(f"about {micrograms(central)} µg a day")
        expect(card).to_contain_text(f"likely {span(low, high)} µg")
    expect(card).to_contain_text("Supplements add 25 µg")
    page.get_by_text("The same numbers as a table").first.click()
    forms = page.locator("table").filter(has_text="Likely, µg a day")
    for form, title in (("mk4", "MK-4"), ("mk7", "MK-7"), ("mkx", "Other long-chain K2")):
        row = forms.locator("tr").filter(has=page.get_by_text(title, exact=True))
        central, low, high = numbers(intakes, form)
        expect(row.locator("td").nth(-2)).to_have_text(micrograms(central))
        expect(row.locator("td").nth(-1)).to_have_text(span(low, high))
    age = page.get_by_role("spinbutton", name="Age")
    age.fill(str(AGE))
    age.press("Enter")
    settle(page)

    follow_menu(page, "Learn")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Learn")
    expect(page).to_have_url(f"{server.url}/learn")  # no answer in the address
    assert_log_holds_no_answer(server, foods)


def numbers(intakes, nutrient):
    return tuple(float(intakes[f"{nutrient}_{part}"]) for part in ("ug", "low", "high"))


def assert_log_holds_no_answer(server, foods):
    log = TIME.sub("", server.log_text()).replace(server.url.rpartition(":")[2], "")
    assert "server started" in log  # it is the log
    words = [f.food_id for f in foods] + [f.food for f in foods] + EATEN + [str(AGE), "never"]
    told = [w for w in words if re.search(rf"(?<![\w/-]){re.escape(w)}(?![\w-])", log)]
    assert told == []
    assert "Traceback" not in log
