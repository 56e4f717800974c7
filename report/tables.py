"""The two tables to take along, as CSV in UTF-8 that a spreadsheet opens as it stands."""

import csv
import io

import numpy as np
import pandas as pd

import content
from content.example_people import shown_name
from languages import _
from report.person import Person
from scoring.foods import K2_FORMS, TOTALS
from scoring.intake import FORMULAS_SINCE, range_z, total_intakes
from scoring.many import RESPONDENT, score_responses
from scoring.questionnaire import FREQUENCY_CODES, PORTION_CODES, UNANSWERED
from scoring.spreadsheet import safe_cell

_ALONE = "1"

FOODS_COLUMNS = (
    "food_id",
    "group",
    "food",
    "frequency",
    "portion",
    "servings_per_week",
    "g_per_week",
    *(f"{n}_{end}" for n in TOTALS for end in ("ug", "low", "high")),
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
            forms = K2_FORMS if nutrient == "k2" else (nutrient,)
            known = any(food.content[form] is not None for form in forms)
            if answer and known:
                amount = (contribution.ug_per_day[nutrient] or 0.0) if contribution else 0.0
                row += [amount, float(low[number, n]), float(high[number, n])]
            else:
                row += ["", "", ""]
        rows.append([*row, about])
    return _csv(FOODS_COLUMNS, rows)


def intakes_csv(person: Person) -> bytes:
    """The row of an intakes file for this person, by the code that scores many people.

    The respondent is the name of the example person, or 1. Its columns are a promise to programs,
    so the disclaimer goes into the name of the file and not into the table.
    """
    row: dict[str, object] = {RESPONDENT: person.example or _ALONE}
    for food_id, answer in person.answers.foods.items():
        row[food_id] = answer.frequency
        row[f"{food_id}.portion"] = answer.portion
    supplements = person.answers.supplements
    for name in ("k1", "mk4", "mk7", "d"):
        row[f"supplement.{name}_ug"] = getattr(supplements, f"{name}_ug_per_day")
    scored = score_responses(person.foods, pd.DataFrame([row]), person.estimate.range_level)
    return _csv(tuple(scored.columns), scored.to_numpy().tolist())


def _ranges_of_each_food(person: Person) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of each food by itself, foods × TOTALS: as of people who eat one food each."""
    count = len(person.foods)
    frequency = np.full((count, count), UNANSWERED, dtype=np.uint8)
    portion = np.zeros((count, count), dtype=np.uint8)
    for n, food in enumerate(person.foods):
        if answer := person.answers.foods.get(food.food_id):
            frequency[n, n] = FREQUENCY_CODES.index(answer.frequency) + 1
            portion[n, n] = PORTION_CODES.index(answer.portion)
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
        content.disclaimer_short(),
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
