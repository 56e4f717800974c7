"""An empty responses file: CSV, Parquet, or a workbook in which codes are chosen from lists."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..countries import COUNTRY_CODES, INTERNATIONAL
from ..errors import ScoringError
from ..exchange.names import COUNTRY, column_labels, portion_column, response_columns
from ..files.whole import said_if_not_written, whole_file
from ..foods.table import Food, FoodTable
from ..languages import _
from ..nutrients import NUTRIENTS, SUPPLEMENTED
from ..questionnaire.answers import (
    AGE_YEARS,
    FREQUENCIES,
    FREQUENCY_CODES,
    LIFE_STAGES,
    PORTION_CODES,
    PORTIONS,
    SEXES,
    age_text,
    codes_text,
    supplement_range_text,
)
from ..questionnaire.words import PORTION_NAMES, portion_words
from .write import WRITTEN_EXTENSIONS, WholeFile, require_extension

RESPONSES_SHEET = "responses"
CODES_SHEET = "codes"

_ROWS_OF_TEXT = 1_048_575
_LONGEST_MESSAGE = 255
_LONGEST_TITLE = 32


def write_template(foods: FoodTable, path: str | Path) -> None:
    """Write a responses file with every column and no rows, of a kind by its extension.

    In a workbook, cells of ids and codes take text and those of ages and amounts numbers; a code is
    chosen from a list, and anything else is refused. A second sheet says what the codes mean.

    Raises:
        ScoringError: There is such a file already, or it cannot be written.
    """
    path = Path(path)
    require_extension(path, WRITTEN_EXTENSIONS)
    refuse_to_replace(path)
    if path.suffix.lower() == ".xlsx":
        _write_workbook(foods, path)
        return
    schema = pa.schema([(name, pa.string()) for name in response_columns(foods)])
    with WholeFile(path, schema):
        pass


def refuse_to_replace(path: Path) -> None:
    """Reject a file of responses that would take the place of another.

    Raises:
        ScoringError: With the file.
    """
    if os.path.lexists(path):
        raise ScoringError(f"{path} exists already, and may hold answers; name a new file")


def _write_workbook(foods: FoodTable, path: Path) -> None:
    from ..files.workbooks import SheetRows, workbook  # the other kinds start without it

    rules = _rules(foods)
    with whole_file(path) as file, said_if_not_written(path), workbook(file) as book:
        sheet = SheetRows(book, RESPONSES_SHEET, response_columns(foods)).sheet
        text = book.add_format({"num_format": "@"})
        for number, column in enumerate(response_columns(foods)):
            rule = rules.get(column)
            if rule is None or rule["validate"] == "list":
                sheet.set_column(number, number, max(len(column), 8) + 2, text)
            if rule is not None:
                sheet.data_validation(1, number, _ROWS_OF_TEXT, number, rule)
        SheetRows(book, CODES_SHEET, ("code", "meaning")).write(_codes())


def _rules(foods: FoodTable) -> Mapping[str, dict[str, Any]]:
    """What each column but that of the respondents takes, as a rule of a spreadsheet."""
    youngest, oldest = AGE_YEARS
    labels = dict(column_labels(foods))
    rules = {
        "sex": _list(SEXES, "", ""),
        "age": {"validate": "integer", **_between(youngest, oldest), **_refusal(age_text())},
        "life_stage": _list(LIFE_STAGES, "", ""),
        COUNTRY: _list((INTERNATIONAL, *COUNTRY_CODES), "", ""),
    }
    for food in foods:
        portion = portion_column(food.food_id)
        rules[food.food_id] = _list(FREQUENCY_CODES, labels[food.food_id], _(food.examples))
        rules[portion] = _list(PORTION_CODES, labels[portion], _sizes(food))
    for nutrient in SUPPLEMENTED:
        asked = NUTRIENTS[nutrient]
        allowed = supplement_range_text(nutrient, may_be_empty=True)
        rules[asked.supplement_column] = {
            "validate": "decimal",
            **_between(0, asked.supplement_limit_per_day),
            **_message(labels[asked.supplement_column], allowed),
            **_refusal(allowed),
        }
    return rules


def _list(codes: Sequence[str], title: str, message: str) -> dict[str, Any]:
    source = [code for code in codes if code]
    return {
        "validate": "list",
        "source": source,
        **_message(title, message),
        **_refusal(codes_text(codes)),
    }


def _between(least: float, most: float) -> dict[str, Any]:
    return {"criteria": "between", "minimum": least, "maximum": most}


def _message(title: str, message: str) -> dict[str, Any]:
    """What is shown beside a cell that is chosen."""
    shown = {"input_title": _cut(title, _LONGEST_TITLE)} if title else {}
    return shown | ({"input_message": _cut(message, _LONGEST_MESSAGE)} if message else {})


def _refusal(allowed: str) -> dict[str, Any]:
    return {"error_title": "KD Check", "error_message": _cut(allowed, _LONGEST_MESSAGE)}


def _sizes(food: Food) -> str:
    return _("; ").join(portion_words(food, portion) for portion in PORTIONS)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _codes() -> list[tuple[str, str]]:
    return [
        *((frequency.code, _(frequency.label)) for frequency in FREQUENCIES),
        *PORTION_NAMES.items(),
    ]
