"""The answers of a closed session as intakes, one row a person, in the language in use.

For people: the headings are words, and the CSV file has the signs that a spreadsheet of that
language expects. Whoever sent and is not shown has a row without figures, which says why, so that
the rows are as many as were sent.
"""

import csv
import io
import math
from collections.abc import Iterator, Sequence

from scoring import score_responses
from scoring.batch.write import BYTE_ORDER_MARK, DIGITS
from scoring.files.workbooks import SheetRows, workbook
from scoring.foods.table import FoodTable
from scoring.guidance.disclaimer import disclaimer_short
from scoring.intake.warnings import WARNING_TEXT
from scoring.languages import _, separators
from scoring.nutrients import NUTRIENTS
from workshop.held_back import held_back
from workshop.picture import Sent
from workshop.store import Count

NUTRIENTS_IN_ORDER = ("k2", "k1", "d", "mk4", "mk7", "mkx")

Row = list[str | float | None]


def intakes_csv(foods: FoodTable, sent: Sequence[Sent], counted: Count) -> bytes:
    """The intakes of a class as CSV.

    Every cell is a number, words of ours or empty, so none can start a formula.

    Args:
        foods: The foods that were asked.
        sent: What the people in the picture sent, in random order; they are numbered in that order.
        counted: How many sent, and how many of them are held back.
    """
    decimal_sign = separators()[0]
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if decimal_sign == "," else ",")
    writer.writerow(_columns())
    for row in _rows(foods, sent, counted):
        writer.writerow(
            f"{cell:.10g}".replace(".", decimal_sign) if isinstance(cell, float) else cell
            for cell in row
        )
    return BYTE_ORDER_MARK + file.getvalue().encode()


def intakes_xlsx(foods: FoodTable, sent: Sequence[Sent], counted: Count, title: str) -> bytes:
    """The same as a workbook, with a sheet that says what it holds.

    Args:
        foods: As for `intakes_csv`.
        sent: As for `intakes_csv`.
        counted: As for `intakes_csv`.
        title: That of the workshop, a text of a stranger.
    """
    file = io.BytesIO()
    with workbook(file) as book:
        SheetRows(book, _("Intakes"), _columns()).write(_rows(foods, sent, counted))
        about = [
            _("{joined} joined, {sent} sent, {shown} in the picture.").format(
                joined=counted.joined, sent=counted.sent, shown=counted.shown
            ),
            *held_back(counted, closed=True),
            _("Amounts are estimates, µg a day, with what is added for foods that were not asked."),
            disclaimer_short(),
        ]
        SheetRows(book, _("About"), [title]).write([line] for line in about)
    return file.getvalue()


def _columns() -> list[str]:
    columns = [_("Person")]
    for nutrient in NUTRIENTS_IN_ORDER:
        name = NUTRIENTS[nutrient].name
        columns += [
            _("{nutrient}, µg a day").format(nutrient=name),
            _("{nutrient}, likely from").format(nutrient=name),
            _("{nutrient}, likely to").format(nutrient=name),
            _("{nutrient}, of it for foods not asked").format(nutrient=name),
        ]
    return [*columns, _("Foods without an answer"), _("Worth a second look"), _("Held back")]


def _rows(foods: FoodTable, sent: Sequence[Sent], counted: Count) -> Iterator[Row]:
    import pandas as pd

    responses: list[dict[str, str]] = []
    for one in sent:
        row = {"respondent_id": str(len(responses) + 1)}
        for food in foods:
            if answer := one.foods.get(food.food_id):
                row[food.food_id] = answer.frequency
                row[f"{food.food_id}.portion"] = answer.portion
        responses.append(row)
    number = 0
    for found in score_responses(foods, pd.DataFrame(responses)).to_dict("records"):
        number += 1
        figures = [
            _rounded(found[f"{nutrient}_{part}"])
            for nutrient in NUTRIENTS_IN_ORDER
            for part in ("total_ug", "total_low", "total_high", "not_asked_ug")
        ]
        warnings = " ".join(WARNING_TEXT[code] for code in found["warnings"].split(";") if code)
        yield [_person(number), *figures, float(found["unanswered"]), warnings, ""]
    empty: Row = [None] * (len(_columns()) - 2)
    waiting = Count(0, 0, 0, 1, 0), counted.waiting
    apart = Count(0, 0, 0, 0, 1), counted.apart
    for one_of_them, people in (waiting, apart):
        for _n in range(people):
            number += 1
            yield [_person(number), *empty, *held_back(one_of_them, closed=True)]


def _person(number: int) -> str:
    return _("Person {number}").format(number=number)


def _rounded(figure: float) -> float | None:
    return None if math.isnan(figure) else float(f"{figure:.{DIGITS}g}")
