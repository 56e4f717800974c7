"""The sums behind the headline figures, to be redone with a pocket calculator."""

import streamlit as st

from scoring.foods import NUTRIENTS
from scoring.intake import Estimate
from ui import session
from ui.numbers import plain

COLUMNS = {"k1": "K1", "mk4": "MK-4", "mk7": "MK-7", "mkx": "Other K2", "d": "D"}


def show(estimate: Estimate) -> None:
    """Show every eaten food with its grams a week and its content, in questionnaire order."""
    with st.expander("Check the sums yourself"):
        st.write(
            "For each food: servings a week × grams ÷ 7 ÷ 100 × µg in 100 g gives µg a day. "
            "Add up a column of foods for the headline; K2 is MK-4 + MK-7 + other K2."
        )
        table = session.food_table()
        rows = []
        for contribution in estimate.contributions:
            food = table[contribution.food_id]
            grams = contribution.g_per_day * 7 / contribution.servings_per_week
            servings = plain(contribution.servings_per_week)
            row = {
                "Food": food.food,
                "Servings a week × grams": f"{servings} × {plain(grams)} g",
            }
            for nutrient in NUTRIENTS:
                content, amount = food.content[nutrient], contribution.ug_per_day[nutrient]
                row[COLUMNS[nutrient]] = (
                    "no data"
                    if content is None or amount is None
                    else f"{plain(content.central_ug)} → {amount:.2f}"
                )
            rows.append(row)
        st.html("<p>Each cell: µg in 100 g → µg a day.</p>")
        st.table(rows, border="horizontal", hide_index=True, alt="The sums, one food a row")
