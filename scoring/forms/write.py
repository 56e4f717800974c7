"""Write the questionnaire for a form tool to a file."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

from ..errors import ScoringError, shown
from ..files.whole import said_if_not_written, whole_file
from ..foods.table import FoodTable
from .fhir import fhir_json
from .questionnaire import Form, questionnaire_form
from .redcap import redcap_dictionary
from .surveyjs import surveyjs_json
from .xlsform import xlsform_workbook

_WRITERS: Mapping[str, tuple[str, Callable[[Form], bytes]]] = MappingProxyType(
    {
        "xlsform": (".xlsx", xlsform_workbook),
        "redcap": (".csv", redcap_dictionary),
        "surveyjs": (".json", surveyjs_json),
        "fhir-r4": (".json", partial(fhir_json, kind="fhir-r4")),
        "fhir-r5": (".json", partial(fhir_json, kind="fhir-r5")),
    }
)

FORM_KINDS = tuple(_WRITERS)
"""The kinds of form that can be written."""


def write_form(kind: str, foods: FoodTable, languages: Sequence[str], path: str | Path) -> Form:
    """Write the questionnaire about the foods of a table, whole or not at all.

    Args:
        kind: One of FORM_KINDS.
        foods: The foods that are asked about.
        languages: Codes of the languages of the form; it begins in the first.
        path: The file to write. Its ending is that of the kind.

    Returns:
        What was written.

    Raises:
        ScoringError: The ending is another, there is such a file already, the form cannot be made
            in these languages or from this table, or the file cannot be written.
    """
    path = Path(path)
    ending, make = _WRITERS[kind]
    if path.suffix.lower() != ending:
        raise ScoringError(f"{path}: found the ending {shown(path.suffix)}; allowed: {ending}")
    if os.path.lexists(path):
        raise ScoringError(f"{path} exists already; name a new file")
    form = questionnaire_form(foods, languages)
    data = make(form)
    with whole_file(path) as file, said_if_not_written(path):
        file.write(data)
    return form
