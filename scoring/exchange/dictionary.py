"""The data dictionary of a form: what its columns ask, and what its numbers stand for.

Read are REDCap's data dictionary, and any codebook with the columns `variable`, `value`, `label`.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import Fault, ResponsesError
from ..files.csv_tables import is_utf16, other_than_text
from ..languages import _
from .layout import decoded, first_header

_FIELD, _LABEL = "Variable / Field Name", "Field Label"
_CHOICES = "Choices, Calculations, OR Slider Labels"
_TYPE = "Field Type"
_WITH_CHOICES = ("radio", "dropdown", "checkbox")
_CODEBOOK = ("variable", "value", "label")


@dataclass(frozen=True)
class Dictionary:
    """What a form says of its columns.

    Attributes:
        questions: The text of each column's question.
        choices: For each column, what each value stands for.
    """

    questions: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]


NO_DICTIONARY = Dictionary({}, {})


def is_dictionary_file(data: bytes) -> bool:
    """Whether a file of text has the columns of a data dictionary."""
    header = set(first_header(data))
    return {_FIELD.casefold(), _CHOICES.casefold()} <= header or set(_CODEBOOK) <= header


def read_dictionary(data: bytes, name: str) -> Dictionary:
    """Read a data dictionary.

    Args:
        data: The bytes of the file.
        name: What errors call it.

    Raises:
        ResponsesError: It is neither REDCap's nor a codebook.
    """
    rows = _rows(data, name)
    header = [cell.strip() for cell in rows[0]] if rows else []
    if _FIELD in header and _CHOICES in header:
        return _of_redcap([dict(zip(header, row, strict=False)) for row in rows[1:]])
    lower = [cell.casefold() for cell in header]
    if set(_CODEBOOK) <= set(lower):
        return _of_codebook([dict(zip(lower, row, strict=False)) for row in rows[1:]])
    found = ", ".join(header)
    allowed = _("a REDCap data dictionary, or the columns {columns}")
    fault = Fault(0, "", found, allowed.format(columns=", ".join(_CODEBOOK)))
    raise ResponsesError(name, [fault])


def _rows(data: bytes, name: str) -> list[list[str]]:
    kind = other_than_text(data)
    try:
        if kind and not is_utf16(data):
            raise ValueError(kind)
        text, separator = decoded(data)
        return list(filter(any, csv.reader(io.StringIO(text, newline=""), delimiter=separator)))
    except (csv.Error, ValueError) as error:  # UnicodeDecodeError is a ValueError
        fault = Fault(0, "", str(error), _("a data dictionary as CSV"))
        raise ResponsesError(name, [fault]) from None


def _of_redcap(rows: Sequence[Mapping[str, str]]) -> Dictionary:
    questions, choices = {}, {}
    for row in rows:
        field = row[_FIELD].strip()
        questions[field] = row.get(_LABEL, "").strip()
        if row.get(_TYPE, "") in _WITH_CHOICES:
            pairs = (choice.partition(",") for choice in row.get(_CHOICES, "").split("|"))
            choices[field] = {value.strip(): label.strip() for value, _comma, label in pairs}
    return Dictionary(questions, choices)


def _of_codebook(rows: Sequence[Mapping[str, str]]) -> Dictionary:
    choices: dict[str, dict[str, str]] = {}
    for row in rows:
        of_column = choices.setdefault(row["variable"].strip(), {})
        of_column[row.get("value", "").strip()] = row.get("label", "").strip()
    return Dictionary({}, choices)
