"""The XLSForm, converted by pyxform, which KoboToolbox and ODK run on each form they are given."""

import re
import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from scoring import FoodTable, languages
from scoring.forms.questionnaire import Choice, Form, Line, Note, questionnaire_form
from scoring.forms.xlsform import xlsform_workbook
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "foods.csv")
X = "{http://www.w3.org/2002/xforms}"


@pytest.fixture(scope="module")
def form() -> Form:
    return questionnaire_form(FOODS, tuple(languages.offered()))


@pytest.fixture(scope="module")
def workbook(form) -> bytes:
    return xlsform_workbook(form)


@pytest.fixture(scope="module")
def converted(workbook) -> ET.Element:
    result = convert(BytesIO(workbook), file_type=".xlsx")
    assert result.warnings == []
    return ET.fromstring(result.xform)


def binds(converted: ET.Element) -> dict[str, dict[str, str]]:
    """What each field takes, by its name."""
    return {
        bind.get("nodeset").rpartition("/")[2]: bind.attrib for bind in converted.iter(f"{X}bind")
    }


def fields(expression: str) -> str:
    """An expression with names in place of paths."""
    return re.sub(r"\s+", " ", re.sub(r"/data/(?:\w+/)*(\w+)", r"\1", expression)).strip()


def test_every_item_is_a_field_of_its_own_without_a_dot(form, converted):
    names = {item.name.replace(".", "_") for item in form.items}
    assert names <= binds(converted).keys()
    assert len(names) == len(form.items)


def test_a_portion_is_asked_only_where_the_food_is_eaten(converted):
    found = binds(converted)
    for food in FOODS:
        relevant = fields(found[f"{food.food_id}_portion"]["relevant"])
        assert relevant == f"( {food.food_id} != '' and {food.food_id} != 'never')"
        assert "relevant" not in found[food.food_id]
        assert "required" not in found[food.food_id]


def test_foods_are_asked_of_adults_and_notices_go_to_whom_they_are_for(converted):
    found = binds(converted)
    assert fields(found["page_foods_1"]["relevant"]) == "safety_adult = 'yes'"
    assert fields(found["note_vka_blocker"]["relevant"]) == (
        "safety_blood_thinner = 'vka' or safety_blood_thinner = 'unsure'"
    )
    assert fields(found["note_red_flag_heart"]["relevant"]) == "selected( safety_signs , 'heart')"
    assert fields(found["note_d_over_upper_level"]["relevant"]) == "supplement_d_ug > 100"
    assert {name for name, bind in found.items() if "required" in bind} == {
        *("respondent_id", "safety_adult", "safety_blood_thinner")
    }


def test_amounts_are_numbers_within_what_is_accepted(converted):
    bind = binds(converted)["supplement_d_ug"]
    assert bind["type"] == "decimal"
    assert fields(bind["constraint"]) == ". >= 0 and . <= 2500"


def test_codes_are_those_of_a_responses_file(converted):
    lists = {
        instance.get("id"): [item.findtext(f"{X}name") for item in instance.iter(f"{X}item")]
        for instance in converted.iter(f"{X}instance")
        if instance.get("id")
    }
    assert tuple(lists["frequency"]) == FREQUENCY_CODES
    assert tuple(lists["portion"]) == PORTION_CODES


def test_every_text_is_there_in_every_language(form, converted):
    spoken = {}
    for translation in converted.iter(f"{X}translation"):
        texts = {text.get("id"): "".join(text.itertext()).strip() for text in translation}
        spoken[translation.get("lang")] = texts
    assert list(spoken) == [
        "English (en)",
        "Deutsch (de)",
        "Français (fr)",
        "日本語 (ja)",
        "Nederlands (nl)",
    ]
    ids = {frozenset(texts) for texts in spoken.values()}
    assert len(ids) == 1, "a text is missing in a language"
    for texts in spoken.values():
        assert "-" not in texts.values(), "what pyxform writes for a text that is missing"
        assert "" not in texts.values()
    key = next(key for key in spoken["Deutsch (de)"] if key.endswith("/natto:label"))
    assert spoken["Deutsch (de)"][key] == "Natto"
    assert len([i for i in form.items if isinstance(i, Choice | Note | Line)]) > 2 * len(FOODS)


def test_every_cell_is_a_text(workbook):
    book = load_workbook(BytesIO(workbook))
    assert book.sheetnames == ["survey", "choices", "settings"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "inlineStr"}
