"""The questionnaire as a data dictionary of REDCap: a CSV file of 18 columns, one row a field.

A dictionary holds one language; make one for each, since names and codes are the same in all. The
code of an answer holds letters, digits and underscores alone: `1-3m` is `1_3m` (`without_signs`).
The respondent is REDCap's own `record_id`.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from ..batch.spreadsheet import safe_cell
from ..errors import ScoringError
from ..exchange.names import without_dots
from ..questionnaire.labels import without_signs
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
)

COLUMNS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
"""The columns of a data dictionary, in their order."""

RECORD_ID = "record_id"
LONGEST_NAME = 100
"""Characters of a field's name."""


def redcap_dictionary(form: Form) -> bytes:
    """The data dictionary as CSV in UTF-8.

    Raises:
        ScoringError: The form has several languages, or a name is longer than LONGEST_NAME.
    """
    if len(form.languages) > 1:
        raise ScoringError(
            f"--language: found {', '.join(form.languages)}; allowed: one language, since a data "
            "dictionary of REDCap holds one. Make one for each: names and codes are the same."
        )
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    for row in redcap_fields(form):
        writer.writerow(row)
    return file.getvalue().encode()


def redcap_fields(form: Form) -> list[dict[str, str]]:
    """The rows of the dictionary: what is filled of each."""
    rows = [row for section in form.sections for row in _section(section, form)]
    line = next(row for row in rows if row[COLUMNS[0]] == RECORD_ID)
    rows.remove(line)  # REDCap takes the first field for the id of the record
    for row in rows:
        if len(row[COLUMNS[0]]) > LONGEST_NAME:
            raise ScoringError(
                f"found {row[COLUMNS[0]]!r}; allowed: names of fields up to {LONGEST_NAME} "
                "characters in REDCap, so shorter food ids"
            )
    return [line, *rows]


def _section(section: Section, form: Form) -> Iterable[dict[str, str]]:
    title = section.title[form.languages[0]]
    for item in section.items:
        own = () if isinstance(item, Line | Amount) else item.shown_if
        row = {
            "Variable / Field Name": without_dots(item.name),
            "Form Name": "kdcheck",
            **_item(item, form.languages[0]),
            "Branching Logic (Show field only if...)": _logic(section.shown_if, own, form),
        }
        if isinstance(item, Line):
            row["Variable / Field Name"] = RECORD_ID
        elif title:
            row["Section Header"], title = _cell(title), ""
        yield row


def _item(item: Item, language: str) -> dict[str, str]:
    if isinstance(item, Note):
        return {"Field Type": "descriptive", "Field Label": _cell(item.text[language])}
    row = {"Field Label": _cell(item.label[language]), "Field Note": _cell(item.hint[language])}
    match item:
        case Line():
            return {**row, "Field Type": "text"}
        case Choice():
            options = [f"{without_signs(c)}, {text[language]}" for c, text in item.options.items()]
            return {
                **row,
                "Field Type": "checkbox" if item.many else "radio",
                "Choices, Calculations, OR Slider Labels": " | ".join(options),
                "Required Field?": "y" if item.required else "",
            }
        case Amount():
            return {
                **row,
                "Field Type": "text",
                "Text Validation Type OR Show Slider Number": "number",
                "Text Validation Min": "0",
                "Text Validation Max": f"{item.most:g}",
            }


def _cell(text: str) -> str:
    """Text that REDCap shows as it stands: no tag, no field whose answer would take its place."""
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace("[", "&#91;")
    return safe_cell(shown)


def _logic(page: Sequence[Condition], own: Sequence[Condition], form: Form) -> str:
    parts = [" or ".join(_expression(c, form.many) for c in some) for some in (page, own) if some]
    if len(parts) == 2:
        return " and ".join(f"({part})" for part in parts)
    return "".join(parts)


def _expression(condition: Condition, many: frozenset[str]) -> str:
    name = without_dots(condition.question)
    match condition:
        case Eats():
            return f"([{name}] <> '' and [{name}] <> 'never')"
        case Above():
            return f"[{name}] > {condition.limit:g}"
        case Says() if condition.question in many:
            return " or ".join(f"[{name}({without_signs(c)})] = '1'" for c in condition.codes)
        case Says():
            return " or ".join(f"[{name}] = '{without_signs(c)}'" for c in condition.codes)
