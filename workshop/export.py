"""The answers of a closed session as a file of intakes, one row a person."""

import io
from collections.abc import Sequence

from scoring import score_responses
from scoring.foods import FoodTable
from workshop.picture import Sent


def intakes_csv(foods: FoodTable, sent: Sequence[Sent]) -> bytes:
    """The intakes of a class as CSV, in the columns of an intakes file.

    foods: the foods that were asked. sent: in random order; the ids are numbers in that order.
    Every cell is a number, a code of ours or empty, so none can start a formula.
    """
    import pandas as pd

    rows = []
    for n, one in enumerate(sent, start=1):
        row = {"respondent_id": f"person-{n}"}
        for food in foods:
            if answer := one.foods.get(food.food_id):
                row[food.food_id] = answer.frequency
                row[f"{food.food_id}.portion"] = answer.portion
        rows.append(row)
    text = io.StringIO()
    score_responses(foods, pd.DataFrame(rows)).to_csv(text, index=False)
    return text.getvalue().encode()
