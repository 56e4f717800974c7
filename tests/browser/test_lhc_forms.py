"""The Questionnaire of FHIR, shown by LHC-Forms and filled in there, and its answers scored."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from scoring import Answer, FoodTable, estimate
from scoring.batch.score_files import score_file
from scoring.forms.fhir import fhir_json
from scoring.forms.questionnaire import questionnaire_form
from scoring.guidance.safety import Place, SafetyAnswers, notices
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES, Answers, Supplements
from tests.conftest import ROOT
from tests.node import packages

pytestmark = pytest.mark.node

ALL_FOODS = FoodTable.load(ROOT / "foods.csv")
FOODS = FoodTable(tuple(ALL_FOODS[food_id] for food_id in ("natto", "eggs", "milk", "spinach")))
SCRIPTS = (
    *("webcomponent/assets/lib/zone.min.js", "webcomponent/lhc-forms.js"),
    "fhir/{release}/lformsFHIR.min.js",
)


@pytest.fixture(params=["R4", "R5"])
def release(request) -> str:
    return request.param


@pytest.fixture
def page(browser: Browser, release: str, tmp_path: Path) -> Iterator[Page]:
    """The form of a few foods as LHC-Forms shows it, from files alone."""
    form = fhir_json(questionnaire_form(FOODS, ["en"]), f"fhir-{release.lower()}").decode()
    folder = packages() / "lforms" / "dist" / "lforms"
    scripts = [(folder / name.format(release=release)).as_uri() for name in SCRIPTS]
    loaded = "".join(f'<script src="{address}"></script>' for address in scripts)
    path = tmp_path / "form.html"
    path.write_text(
        f'<!doctype html><meta charset="utf-8"><div id="form"></div>{loaded}'
        f"<script>window.shown = LForms.Util.addFormToPage({form}, 'form')</script>",
        encoding="utf-8",
    )
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(path.as_uri())
    page.evaluate("window.shown")
    yield page
    context.close()
    assert faults == []


def options(page: Page, link_id: str) -> Locator:
    """The radio buttons of a question."""
    return page.locator(f'input[name="radiogroup_{link_id}/1/1"]')


def choose(page: Page, link_id: str, codes: tuple[str, ...], code: str) -> None:
    expect(options(page, link_id)).to_have_count(len(codes))
    options(page, link_id).nth(codes.index(code)).locator("xpath=ancestor::label").click()


def test_a_person_fills_it_in_and_the_response_is_scored_as_meant(page, release, tmp_path):
    page.locator('[id="respondent_id/1/1"]').fill("007")
    expect(options(page, "natto")).to_have_count(0)
    page.get_by_text("Yes, 18 or older").click()
    page.get_by_text("Warfarin, acenocoumarol").click()
    for notice in notices(SafetyAnswers(adult=True, blood_thinner="vka")):
        if Place.BEFORE in notice.places:
            expect(page.locator("#form").get_by_text(notice.text)).to_be_visible()

    choose(page, "natto", FREQUENCY_CODES, "1w")
    choose(page, "natto.portion", PORTION_CODES, "L")
    choose(page, "spinach", FREQUENCY_CODES, "4+d")
    choose(page, "eggs", FREQUENCY_CODES, "2w")
    choose(page, "eggs.portion", PORTION_CODES, "S")
    choose(page, "eggs", FREQUENCY_CODES, "never")
    expect(options(page, "eggs.portion")).to_have_count(0)
    expect(options(page, "milk.portion")).to_have_count(0)
    page.locator('[id="supplement.d_ug/1/1"]').fill("12.5")
    page.locator('[id="supplement.d_ug/1/1"]').blur()

    response = page.evaluate(f"LForms.Util.getFormFHIRData('QuestionnaireResponse', '{release}')")
    text = json.dumps(response)
    assert "eggs.portion" not in text
    assert '"linkId": "milk"' not in text
    (tmp_path / "response.json").write_text(text, encoding="utf-8")
    score_file(FOODS, tmp_path / "response.json", tmp_path / "intakes.parquet")
    (row,) = pyarrow.parquet.read_table(tmp_path / "intakes.parquet").to_pylist()
    expected = estimate(
        FOODS,
        Answers(
            {"natto": Answer("1w", "L"), "eggs": Answer("never"), "spinach": Answer("4+d")},
            Supplements({"d": 12.5}),
        ),
    )
    assert row["respondent_id"] == "007"
    assert row["unanswered"] == 1
    assert row["d_supplement_ug"] == 12.5
    for nutrient, intake in expected.intakes.items():
        assert row[f"{nutrient}_ug"] == pytest.approx(intake.central)
