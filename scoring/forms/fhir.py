"""The questionnaire as a Questionnaire of FHIR R4 or R5, the exchange format of health records.

Other languages than the first stand in the standard extension for translations. Codes of answers
are those of a responses file, in code systems of our own; units are codes of UCUM.
"""

import json
from collections.abc import Iterable
from typing import Any

from .questionnaire import (
    Above,
    Amount,
    Choice,
    Condition,
    Eats,
    Form,
    Item,
    Line,
    Note,
    Says,
    Section,
    Text,
)

FHIR_VERSIONS = {"fhir-r4": "4.0.1", "fhir-r5": "5.0.0"}
"""The releases of FHIR, by the kind of form."""

_URL = "urn:kdcheck"
_EXTENSIONS = "http://hl7.org/fhir/StructureDefinition"
_UCUM = "http://unitsofmeasure.org"


def fhir_json(form: Form, kind: str) -> bytes:
    """The form as JSON in UTF-8, for one of FHIR_VERSIONS."""
    return json.dumps(fhir_questionnaire(form, kind), ensure_ascii=False, indent=1).encode()


def fhir_questionnaire(form: Form, kind: str) -> dict[str, Any]:
    """The form as the resource of one of FHIR_VERSIONS."""
    return _Writer(form, kind).questionnaire()


class _Writer:
    def __init__(self, form: Form, kind: str) -> None:
        self._form = form
        self._choice = "choice" if kind == "fhir-r4" else "coding"
        self._scales = {item.name: item.scale for item in form.items if isinstance(item, Choice)}

    def questionnaire(self) -> dict[str, Any]:
        return {
            "resourceType": "Questionnaire",
            "id": "kdcheck",
            "language": _tag(self._form.languages[0]),
            "url": f"{_URL}:questionnaire",
            "version": self._form.version,
            "name": "KDCheck",
            **self._text("title", self._form.title),
            "status": "active",
            "subjectType": ["Patient"],
            "item": [self._section(section) for section in self._form.sections],
        }

    def _section(self, section: Section) -> dict[str, Any]:
        return {
            "linkId": f"page.{section.name}",
            **self._text("text", section.title),
            "type": "group",
            **self._shown(section.shown_if),
            "item": list(self._items(section.items)),
        }

    def _items(self, items: Iterable[Item]) -> Iterable[dict[str, Any]]:
        for item in items:
            if isinstance(item, Note):
                text = self._text("text", item.text)
                yield {
                    "linkId": item.name,
                    **text,
                    "type": "display",
                    **self._shown(item.shown_if),
                }
                continue
            question = {"linkId": item.name, **self._text("text", item.label)}
            match item:
                case Line():
                    question |= {"type": "string", "required": True}
                case Choice():
                    question |= self._choice_of(item)
                case Amount():
                    question |= self._amount(item)
            if any(item.hint.values()):
                question["item"] = [self._help(item)]
            yield question

    def _choice_of(self, item: Choice) -> dict[str, Any]:
        control = "check-box" if item.many else "radio-button"
        return {
            "extension": [_control(control)],
            "type": self._choice,
            **self._shown(item.shown_if),
            "required": item.required,
            "repeats": item.many,
            "answerOption": [
                {"valueCoding": {**self._coding(item.name, code), **self._text("display", text)}}
                for code, text in item.options.items()
            ],
        }

    def _amount(self, item: Amount) -> dict[str, Any]:
        unit = {"system": _UCUM, "code": item.unit, "display": item.unit_words}
        return {
            "extension": [
                {"url": f"{_EXTENSIONS}/questionnaire-unit", "valueCoding": unit},
                {"url": f"{_EXTENSIONS}/minValue", "valueDecimal": 0},
                {"url": f"{_EXTENSIONS}/maxValue", "valueDecimal": item.most},
            ],
            "type": "decimal",
        }

    def _help(self, item: Line | Choice | Amount) -> dict[str, Any]:
        return {
            "linkId": f"{item.name}.help",
            "extension": [_control("help")],
            **self._text("text", item.hint),
            "type": "display",
        }

    def _shown(self, conditions: tuple[Condition, ...]) -> dict[str, Any]:
        """What `enableWhen` says; an answer that is not there meets no condition."""
        if not conditions:
            return {}
        when = [test for condition in conditions for test in self._tests(condition)]
        is_all = any(isinstance(condition, Eats) for condition in conditions)
        behavior = {"enableBehavior": "all" if is_all else "any"} if len(when) > 1 else {}
        return {"enableWhen": when, **behavior}

    def _tests(self, condition: Condition) -> list[dict[str, Any]]:
        question = condition.question
        match condition:
            case Eats():
                return [
                    {"question": question, "operator": "exists", "answerBoolean": True},
                    {
                        "question": question,
                        "operator": "!=",
                        "answerCoding": self._coding(question, "never"),
                    },
                ]
            case Above():
                return [{"question": question, "operator": ">", "answerDecimal": condition.limit}]
            case Says():
                return [
                    {
                        "question": question,
                        "operator": "=",
                        "answerCoding": self._coding(question, code),
                    }
                    for code in condition.codes
                ]

    def _coding(self, question: str, code: str) -> dict[str, Any]:
        return {"system": f"{_URL}:{self._scales[question]}", "code": code}

    def _text(self, name: str, text: Text) -> dict[str, Any]:
        """A text in the first language, and beside it in the others."""
        first, *others = self._form.languages
        if not others:
            return {name: text[first]}
        translations = [
            {
                "url": f"{_EXTENSIONS}/translation",
                "extension": [
                    {"url": "lang", "valueCode": _tag(code)},
                    {"url": "content", "valueString": text[code]},
                ],
            }
            for code in others
        ]
        return {name: text[first], f"_{name}": {"extension": translations}}


def _control(code: str) -> dict[str, Any]:
    coding = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": code}
    return {
        "url": f"{_EXTENSIONS}/questionnaire-itemControl",
        "valueCodeableConcept": {"coding": [coding]},
    }


def _tag(language: str) -> str:
    return language.replace("_", "-")
