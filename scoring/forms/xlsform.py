"""The questionnaire as an XLSForm, for KoboToolbox, ODK, SurveyCTO and Ona: https://xlsform.org.

Names have no dots: ODK Central changes them in its tables, and SurveyCTO refuses them.
"""

from collections.abc import Iterable, Mapping
from io import BytesIO

from ..exchange.names import without_dots
from ..files.workbooks import SheetRows, workbook
from ..languages import offered
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

Row = Mapping[str, str]

_TRANSLATED = ("label", "hint", "constraint_message")
_SURVEY = ("type", "name", *_TRANSLATED, "required", "relevant", "constraint", "appearance")
_CHOICES = ("list_name", "name", "label")


def xlsform_workbook(form: Form) -> bytes:
    """The form as a workbook with the sheets survey, choices and settings."""
    file = BytesIO()
    with workbook(file) as book:
        for name, rows in xlsform(form).items():
            SheetRows(book, name, list(rows[0])).write(list(row.values()) for row in rows)
    return file.getvalue()


def xlsform(form: Form) -> dict[str, list[Row]]:
    """The rows of each sheet, all cells texts."""
    survey = [row for section in form.sections for row in _section(section, form)]
    settings = {
        "form_title": form.title[form.languages[0]],
        "form_id": "kdcheck",
        "version": form.version,
        "default_language": _language(form.languages[0]),
        "style": "pages",
    }
    return {
        "survey": [_complete(row, _SURVEY, form) for row in survey],
        "choices": [_complete(row, _CHOICES, form) for row in _choices(form)],
        "settings": [settings],
    }


def _complete(row: Row, columns: Iterable[str], form: Form) -> Row:
    """The row with every column of its sheet, so that no language is left without a cell."""
    names = (
        name
        for column in columns
        for name in (_translated(column, form) if column in _TRANSLATED else [column])
    )
    return {name: row.get(name, "") for name in names}


def _translated(column: str, form: Form) -> list[str]:
    return [f"{column}::{_language(code)}" for code in form.languages]


def _language(code: str) -> str:
    """A language as an XLSForm names it: English (en)."""
    return f"{offered()[code]} ({code.replace('_', '-')})"


def _texts(column: str, text: Text) -> dict[str, str]:
    return {f"{column}::{_language(code)}": words for code, words in text.items()}


def _section(section: Section, form: Form) -> Iterable[Row]:
    yield {
        "type": "begin_group",
        "name": f"page_{section.name}",
        **_texts("label", section.title),
        "relevant": _relevant(section.shown_if, form),
        "appearance": "field-list",
    }
    for item in section.items:
        yield {"name": without_dots(item.name), **_item(item, form)}
    yield {"type": "end_group"}


def _item(item: Item, form: Form) -> Row:
    match item:
        case Note():
            return {
                "type": "note",
                **_texts("label", item.text),
                "relevant": _relevant(item.shown_if, form),
            }
        case Line():
            return {
                "type": "text",
                **_texts("label", item.label),
                **_texts("hint", item.hint),
                "required": "yes",
            }
        case Choice():
            kind = "select_multiple" if item.many else "select_one"
            return {
                "type": f"{kind} {item.scale}",
                **_texts("label", item.label),
                **_texts("hint", item.hint),
                "required": "yes" if item.required else "",
                "relevant": _relevant(item.shown_if, form),
            }
        case Amount():
            return {
                "type": "decimal",
                **_texts("label", item.label),
                **_texts("hint", item.hint),
                "constraint": f". >= 0 and . <= {item.most:g}",
                **_texts("constraint_message", item.fault),
            }


def _choices(form: Form) -> Iterable[Row]:
    scales = {item.scale: item.options for item in form.items if isinstance(item, Choice)}
    for scale, options in scales.items():
        for code, text in options.items():
            yield {"list_name": scale, "name": code, **_texts("label", text)}


def _relevant(conditions: tuple[Condition, ...], form: Form) -> str:
    return " or ".join(_expression(condition, form.many) for condition in conditions)


def _expression(condition: Condition, many: frozenset[str]) -> str:
    field = f"${{{without_dots(condition.question)}}}"
    match condition:
        case Eats():
            return f"({field} != '' and {field} != 'never')"
        case Above():
            return f"{field} > {condition.limit:g}"
        case Says() if condition.question in many:
            return " or ".join(f"selected({field}, '{code}')" for code in condition.codes)
        case Says():
            return " or ".join(f"{field} = '{code}'" for code in condition.codes)
