"""The Questionnaire of FHIR: parsed by fhir.resources, and held to what that library lets pass."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fhir.resources.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaire import Questionnaire as QuestionnaireR4

from scoring import FoodTable, languages
from scoring.forms.fhir import FHIR_VERSIONS, fhir_json
from scoring.forms.questionnaire import Form, questionnaire_form
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "foods.csv")
TYPES = {"group", "display", "string", "decimal"}
UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"

Item = dict[str, Any]


@pytest.fixture(scope="module")
def form() -> Form:
    return questionnaire_form(FOODS, tuple(languages.offered()))


@pytest.fixture(scope="module", params=FHIR_VERSIONS)
def kind(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def resource(form, kind) -> dict[str, Any]:
    return json.loads(fhir_json(form, kind))


def items(resource: Item) -> Iterator[Item]:
    for item in resource.get("item", ()):
        yield item
        yield from items(item)


def by_link_id(resource: Item) -> dict[str, Item]:
    return {item["linkId"]: item for item in items(resource)}


def codes(item: Item) -> tuple[str, ...]:
    return tuple(option["valueCoding"]["code"] for option in item["answerOption"])


def test_the_library_takes_it_and_gives_it_back(kind):
    some = FOODS.of_groups({"Milk, cream and eggs"})
    resource = json.loads(fhir_json(questionnaire_form(some, ["en", "ja"]), kind))
    model = {"fhir-r4": QuestionnaireR4, "fhir-r5": Questionnaire}[kind]
    parsed = model.model_validate(resource)
    assert json.loads(parsed.model_dump_json()) == resource


def test_each_link_id_stands_once(resource, form):
    times = Counter(item["linkId"] for item in items(resource))
    assert set(times.values()) == {1}
    assert {item.name for item in form.items} <= set(times)


def test_items_have_the_types_of_their_release(resource, kind):
    choice = {"fhir-r4": "choice", "fhir-r5": "coding"}[kind]
    for item in items(resource):
        assert item["type"] in TYPES | {choice}
        assert ("answerOption" in item) == (item["type"] == choice)
        assert item["type"] != "display" or not {"item", "required", "repeats"} & set(item)
        assert item["type"] != "group" or item["item"]


def test_ids_and_names_hold_what_fhir_allows(resource):
    assert re.fullmatch(r"[A-Za-z0-9.\-]{1,64}", resource["id"])
    assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", resource["name"])
    assert resource["status"] == "active"
    assert resource["version"] == FOODS.version


def test_codes_are_those_of_a_responses_file(resource):
    found = by_link_id(resource)
    for food in FOODS:
        frequency, portion = found[food.food_id], found[f"{food.food_id}.portion"]
        assert codes(frequency) == FREQUENCY_CODES
        assert codes(portion) == PORTION_CODES
        assert not frequency["required"]
        assert not portion["required"]
        assert "initial" not in frequency
        assert "initial" not in portion
        assert not any("initialSelected" in o for o in portion["answerOption"])


def test_a_condition_names_a_question_an_operator_and_an_answer_that_are_there(resource, kind):
    found = by_link_id(resource)
    conditions = [(item, test) for item in found.values() for test in item.get("enableWhen", ())]
    assert conditions
    for item, test in conditions:
        assert ("enableBehavior" in item) == (len(item["enableWhen"]) > 1)
        assert item.get("enableBehavior", "all") in ("all", "any")
        question = found[test["question"]]
        (answer,) = (key for key in test if key.startswith("answer"))
        match test["operator"]:
            case "exists":
                assert test[answer] is True
            case ">":
                assert (question["type"], answer) == ("decimal", "answerDecimal")
            case "=" | "!=":
                assert answer == "answerCoding"
                options = [
                    {k: v for k, v in o["valueCoding"].items() if k in ("system", "code")}
                    for o in question["answerOption"]
                ]
                assert test[answer] in options
            case other:
                pytest.fail(other)


def test_a_portion_is_asked_where_the_food_is_answered_and_not_by_never(resource):
    portion = by_link_id(resource)["natto.portion"]
    never = {"system": "urn:kdcheck:frequency", "code": "never"}
    assert portion["enableBehavior"] == "all"
    assert portion["enableWhen"] == [
        {"question": "natto", "operator": "exists", "answerBoolean": True},
        {"question": "natto", "operator": "!=", "answerCoding": never},
    ]


def test_amounts_have_the_unit_of_ucum_and_limits(resource):
    found = by_link_id(resource)
    amounts = [item for item in found.values() if item["type"] == "decimal"]
    assert {item["linkId"] for item in amounts} == {
        *("supplement.d_ug", "supplement.k1_ug", "supplement.mk7_ug", "supplement.mk4_ug")
    }
    for item in amounts:
        extensions = {extension["url"]: extension for extension in item["extension"]}
        unit = extensions[UNIT]["valueCoding"]
        assert unit["system"] == "http://unitsofmeasure.org"
        assert unit["code"] == "ug/d"
        least, most = (
            extensions[f"http://hl7.org/fhir/StructureDefinition/{end}Value"]["valueDecimal"]
            for end in ("min", "max")
        )
        assert 0 == least < most


def test_every_text_is_there_in_every_language(resource):
    others = set(languages.offered()) - {"en"}
    assert resource["language"] == "en"
    for item in items(resource):
        coded = [option["valueCoding"] for option in item.get("answerOption", ())]
        for holder, name in [(item, "text"), *((coding, "display") for coding in coded)]:
            assert holder[name].strip()
            spoken = {
                part["extension"][0]["valueCode"]: part["extension"][1]["valueString"]
                for part in holder[f"_{name}"]["extension"]
                if part["url"] == TRANSLATION
            }
            assert set(spoken) == others
            assert all(text.strip() for text in spoken.values())


def test_one_language_needs_no_translations(kind):
    resource = json.loads(fhir_json(questionnaire_form(FOODS, ["ja"]), kind))
    assert resource["language"] == "ja"
    assert TRANSLATION not in json.dumps(resource)
    assert by_link_id(resource)["natto"]["text"] == "納豆"
