"""The questionnaire as JSON of SurveyJS (survey-core 2 and later)."""

import html
import json
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


def surveyjs_json(form: Form) -> bytes:
    """The form as JSON in UTF-8."""
    return json.dumps(surveyjs(form), ensure_ascii=False, indent=1).encode()


def surveyjs(form: Form) -> dict[str, Any]:
    """The form as SurveyJS reads it.

    An answer goes as soon as its question is hidden: the portion of a food that is `never` after
    all is not saved, in a response that is not finished either.
    """
    return {
        "title": _text(form.title, form),
        "locale": _code(form.languages[0]),
        "clearInvisibleValues": "onHidden",
        "pages": [_page(section, form) for section in form.sections],
    }


def _page(section: Section, form: Form) -> dict[str, Any]:
    return {
        "name": section.name,
        "title": _text(section.title, form),
        **_shown(section.shown_if, form),
        "elements": [{"name": item.name, **_element(item, form)} for item in section.items],
    }


def _element(item: Item, form: Form) -> dict[str, Any]:
    if isinstance(item, Note):
        text = {code: f"<p>{html.escape(words)}</p>" for code, words in item.text.items()}
        return {"type": "html", "html": _text(text, form), **_shown(item.shown_if, form)}
    question: dict[str, Any] = {"title": _text(item.label, form)}
    if any(item.hint.values()):
        question["description"] = _text(item.hint, form)
    match item:
        case Line():
            return {"type": "text", **question, "isRequired": True}
        case Choice():
            options = [
                {"value": code, "text": _text(text, form)} for code, text in item.options.items()
            ]
            return {
                "type": "checkbox" if item.many else "radiogroup",
                **question,
                "choices": options,
                **({"isRequired": True} if item.required else {}),
                **({} if item.many or item.required else {"showClearButton": True}),
                **_shown(item.shown_if, form),
            }
        case Amount():
            return {
                "type": "text",
                **question,
                "inputType": "number",
                "step": "any",
                "validators": [
                    {
                        "type": "numeric",
                        "minValue": 0,
                        "maxValue": item.most,
                        "text": _text(item.fault, form),
                    }
                ],
            }


def _text(text: Text, form: Form) -> dict[str, str]:
    """A text in every language; `default` is what SurveyJS falls back on."""
    first, *others = form.languages
    return {"default": text[first], _code(first): text[first]} | {
        _code(code): text[code] for code in others
    }


def _code(language: str) -> str:
    return language.replace("_", "-").lower()


def _shown(conditions: tuple[Condition, ...], form: Form) -> dict[str, str]:
    if not conditions:
        return {}
    return {"visibleIf": " or ".join(_expression(condition, form.many) for condition in conditions)}


def _expression(condition: Condition, many: frozenset[str]) -> str:
    name = f"{{{condition.question}}}"
    match condition:
        case Eats():
            return f"({name} notempty and {name} <> 'never')"
        case Above():
            return f"{name} > {condition.limit:g}"
        case Says() if condition.question in many:
            return " or ".join(f"{name} contains '{code}'" for code in condition.codes)
        case Says():
            return " or ".join(f"{name} = '{code}'" for code in condition.codes)
