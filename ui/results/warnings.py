"""Answers and results that look unusual, said calmly, with the foods behind them."""

import streamlit as st

from scoring.intake import Estimate
from scoring.plausibility import WARNING_TEXT, heaviest_foods
from ui import session

WITHHELD = "unanswered"


def show(estimate: Estimate) -> None:
    """Show each warning but the one that withholds the result."""
    table = session.food_table()
    for code in estimate.warnings:
        if code == WITHHELD:
            continue
        names = [table[food_id].food for food_id in heaviest_foods(estimate, code)]
        behind = f" Most of it: {', '.join(names)}." if names else ""
        st.warning(WARNING_TEXT[code] + behind, icon=":material/help:")
