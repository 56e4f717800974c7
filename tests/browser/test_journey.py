"""The whole way of a person by clicks; the numbers on screen against those of the command line.

The way leads through parts on a phone and parts on a wide screen in turns.
"""

import csv
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from content.numbers import micrograms, span
from scoring import FoodTable
from scoring.questionnaire.answers import FREQUENCIES
from scoring.questionnaire.words import PORTION_NAMES, groups_in_order
from tests.browser.app_page import (
    COUNTRY,
    answer_safety_questions,
    asked_at_once,
    choose,
    follow_menu,
    frequencies_of,
    never_for_the_rest,
    next_part,
    open_results,
    portions_of,
    settle,
    show_as,
    visit,
)
from tests.conftest import ROOT
from ui.questionnaire.scales import FREQUENCY_LABELS

AGE = 119
EATEN = [frequency.code for frequency in FREQUENCIES if frequency.code not in ("never", "4+d")]
ASKED_OF_A_SECTION = 2
WIDTHS = (390, 1280)
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}")


@pytest.fixture(scope="module")
def foods():
    return FoodTable.load(ROOT / "foods.csv").for_country(COUNTRY)


def chosen(foods):
    """Two foods of each section, each with a frequency and a portion; all others never.

    What is seldom eaten in the country stays folded away and has no answer.
    """
    answers = dict.fromkeys(asked_at_once(foods), ("never", "M"))
    for n, food in enumerate(f for group in foods.groups for f in eaten_of(foods, group)):
        answers[food.food_id] = (EATEN[n % len(EATEN)], "SML"[n % 3])
    return answers


def asked_of(foods, group):
    asked = asked_at_once(foods)
    return [food for food in foods.in_group(group) if food.food_id in asked]


def eaten_of(foods, group):
    return asked_of(foods, group)[:ASKED_OF_A_SECTION]


def scored_by_the_command_line(answers, folder):
    """The intakes that `python -m scoring score` writes for these answers."""
    row = {"respondent_id": "me", "country": COUNTRY, "supplement.d_ug": 25}
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
    for number, group in enumerate(groups_in_order(foods, "en")):
        show_as(page, WIDTHS[number % 2])
        expect(page.get_by_role("heading", level=1)).to_have_text(group)
        eaten = eaten_of(foods, group)
        for food in eaten:
            frequency, portion = answers[food.food_id]
            choose(frequencies_of(page, food.food), FREQUENCY_LABELS[frequency])
            portions_of(page, food.food).get_by_role("radio", name=PORTION_NAMES[portion]).click()
        if len(eaten) < len(asked_of(foods, group)):
            never_for_the_rest(page)
        next_part(page)


def chart_scripts(urls):
    return [url for url in urls if "plotly" in url.lower()]


def test_the_whole_way_gives_the_numbers_of_the_command_line(
    open_page, server, foods, tmp_path, subtests
):
    answers = chosen(foods)
    assert len({frequency for frequency, _ in answers.values()}) == 8
    intakes = scored_by_the_command_line(answers, tmp_path)

    page = open_page(width=WIDTHS[0])
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    visit(page)
    page.get_by_role("button", name="Start").click()
    settle(page)
    assert len(requested) > 10
    assert chart_scripts(requested) == []  # no chart library before the questionnaire
    answer_safety_questions(page)
    answer_everything(page, foods, answers)
    expect(page.get_by_role("heading", level=1)).to_have_text("Supplements")
    expect(page.get_by_text(f"{len(answers)} of {len(answers)} foods answered")).to_be_visible()
    page.get_by_role("radio", name="IU").click()
    page.get_by_role("textbox", name="Amount").fill("1000")
    expect(page.get_by_text("1,000 IU are 25 µg a day.")).to_be_visible()
    settle(page)
    assert len(chart_scripts(requested)) == 1  # it came while the person answered
    page.get_by_role("button", name="results").click()
    settle(page)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    assert len(chart_scripts(requested)) == 1
    open_results(page)
    for width in WIDTHS:
        with subtests.test(width=width):
            show_as(page, width)
            expect_numbers(page, intakes)
    page.get_by_role("textbox", name="Age").fill(str(AGE))
    settle(page)

    follow_menu(page, "Learn")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Learn")
    expect(page).to_have_url(f"{server.url}/learn")  # no answer in the address
    assert_log_holds_no_answer(server, foods)


def expect_numbers(page, intakes):
    for nutrient, title in (("k2", "Vitamin K2"), ("k1", "Vitamin K1"), ("d", "Vitamin D")):
        card = page.locator("section.kd-card").filter(has_text=f"{title} from food")
        central, low, high = numbers(intakes, f"{nutrient}_total")
        expect(card).to_contain_text(f"about {micrograms(central)} µg a day")
        expect(card).to_contain_text(f"likely {span(low, high)} µg")
    expect(card).to_contain_text("Supplements add 25 µg")
    forms = page.locator("table").filter(has_text="Likely, µg a day")
    for form, title in (("mk4", "MK-4"), ("mk7", "MK-7"), ("mkx", "Other long-chain K2")):
        row = forms.locator("tr").filter(has=page.get_by_text(title, exact=True))
        central, low, high = numbers(intakes, form)
        expect(row.locator("td").nth(-2)).to_have_text(micrograms(central))
        expect(row.locator("td").nth(-1)).to_have_text(span(low, high))


def numbers(intakes, nutrient):
    return tuple(float(intakes[f"{nutrient}_{part}"]) for part in ("ug", "low", "high"))


def assert_log_holds_no_answer(server, foods):
    log = TIME.sub("", server.log_text()).replace(server.url.rpartition(":")[2], "")
    assert "server started" in log  # it is the log
    words = [f.food_id for f in foods] + [f.food for f in foods] + EATEN + [str(AGE), "never"]
    told = [w for w in words if re.search(rf"(?<![\w/-]){re.escape(w)}(?![\w-])", log)]
    assert told == []
    assert "Traceback" not in log
