"""The answers of a closed session as a file of intakes, one row a person."""

from collections.abc import Sequence

from scoring import score_responses
from scoring.batch.write import csv_bytes
from scoring.foods.table import FoodTable
from workshop.picture import Sent


def intakes_csv(foods: FoodTable, sent: Sequence[Sent]) -> bytes:
    """The intakes of a class as CSV, in the columns and the form of an intakes file.

    Every cell is a number, a code of ours or empty, so none can start a formula.

    Args:
        foods: The foods that were asked.
        sent: In random order; the ids are numbers in that order.
    """
    import pandas as pd
    import pyarrow as pa

    rows = []
    for n, one in enumerate(sent, start=1):
        row = {"respondent_id": f"person-{n}"}
        for food in foods:
            if answer := one.foods.get(food.food_id):
                row[food.food_id] = answer.frequency
                row[f"{food.food_id}.portion"] = answer.portion
        rows.append(row)
    scored = score_responses(foods, pd.DataFrame(rows))
    return csv_bytes(pa.Table.from_pandas(scored, preserve_index=False))
