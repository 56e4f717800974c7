"""The two tables to take along, as CSV in UTF-8 that a spreadsheet opens as it stands."""

import csv
import io

import numpy as np
import pandas as pd
import pyarrow as pa

from content.example_people import shown_name
from report.person import Person
from scoring.batch.pieces import score_responses
from scoring.batch.spreadsheet import safe_cell
from scoring.batch.write import csv_bytes
from scoring.exchange.names import COUNTRY, RESPONDENT
from scoring.guidance.disclaimer import disclaimer_short
from scoring.intake.estimate import FORMULAS_SINCE, range_z, total_intakes
from scoring.languages import _
from scoring.nutrients import NUTRIENTS, TOTALS
from scoring.questionnaire.codes import codes_of

_ALONE = "1"

FOODS_COLUMNS = (
    "food_id",
    "group",
    "food",
    "frequency",
    "portion",
    "servings_per_week",
    "g_per_week",
    *(column for n in TOTALS for column in NUTRIENTS[n].columns),
    "about",
)


def foods_csv(person: Person) -> bytes:
    """One row a food of the questionnaire, in its order: the answer and what it gives.

    `g_per_week` are grams a week; `<n>_ug` is µg a day, `<n>_low` and `<n>_high` the likely range
    of that food by itself, so ranges do not add up to the range of the whole. Empty: no answer, or
    no data. `about` holds the disclaimer, the day and the version of the food table, on each row,
    so that it stays where rows are sorted, cut or copied.
    """
    about = _about(person)
    eaten = {c.food_id: c for c in person.estimate.contributions}
    low, high = _ranges_of_each_food(person)
    rows = []
    for number, food in enumerate(person.foods):
        answer = person.answers.foods.get(food.food_id)
        row: list[str | float] = [food.food_id, food.group, food.food]
        row += [answer.frequency, answer.portion] if answer else ["", ""]
        contribution = eaten.get(food.food_id)
        if contribution:
            row += [contribution.servings_per_week, 7 * contribution.g_per_day]
        else:
            row += [0.0, 0.0] if answer else ["", ""]
        for n, nutrient in enumerate(TOTALS):
            known = any(food.content[part] is not None for part in NUTRIENTS[nutrient].stored)
            if answer and known:
                amount = (contribution.per_day[nutrient] or 0.0) if contribution else 0.0
                row += [amount, float(low[number, n]), float(high[number, n])]
            else:
                row += ["", "", ""]
        rows.append([*row, about])
    return _csv(FOODS_COLUMNS, rows)


def intakes_csv(person: Person) -> bytes:
    """The row of an intakes file for this person, by the code that scores many people.

    The respondent is the name of the example person, or 1. Contents and allowance are those of the
    country of the person's table; an allowance that nobody knows is an empty cell. The
    columns are a promise to programs, so the disclaimer goes into the name of the file and not into
    the table.
    """
    row: dict[str, object] = {RESPONDENT: _ALONE, COUNTRY: person.foods.country}
    for food_id, answer in person.answers.foods.items():
        row[food_id] = answer.frequency
        row[f"{food_id}.portion"] = answer.portion
    for nutrient, amount in person.answers.supplements.per_day.items():
        row[NUTRIENTS[nutrient].supplement_column] = amount
    scored = score_responses(person.foods, pd.DataFrame([row]), person.estimate.range_level)
    scored[RESPONDENT] = person.example or _ALONE  # any name, which need not do for an id
    return csv_bytes(pa.Table.from_pandas(scored, preserve_index=False))


def _ranges_of_each_food(person: Person) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of each food by itself, foods × TOTALS: as of people who eat one food each."""
    given = person.answers.foods
    alone = [{f.food_id: given[f.food_id]} if f.food_id in given else {} for f in person.foods]
    frequency, portion = codes_of(person.foods, alone)
    totals = total_intakes(person.foods, frequency, portion, range_z(person.estimate.range_level))
    return totals.low, totals.high


def _about(person: Person) -> str:
    about = (
        _("Own food table {version}, formulas of {formulas}, made {day}.")
        if person.own_table
        else _("KD Check food table {version}, formulas of {formulas}, made {day}.")
    )
    parts = [
        about.format(version=person.foods.version, formulas=FORMULAS_SINCE, day=person.made_on),
        disclaimer_short(),
    ]
    if person.example:
        parts.insert(0, f"{shown_name(person.example)}.")
    return " ".join(parts)


def _csv(columns: tuple[str, ...], rows: list[list[str | float]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue().encode("utf-8-sig")
