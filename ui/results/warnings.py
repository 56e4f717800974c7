"""Answers and results that look unusual, said calmly, with the foods behind them."""

import streamlit as st

from scoring.intake import Estimate
from scoring.plausibility import WARNING_TEXT, heaviest_foods
from scoring.safety import Hold
from ui import notices, session
from ui.text import as_markdown

SAID_ELSEWHERE = {"unanswered", "d_above_ul"}
"""The first withholds the result; for the second there is a safety notice."""
VITAMIN_K = {"k1_high", "k2_high"}


def show(estimate: Estimate) -> None:
    """Show each warning that has no other place on the page.

    People on a vitamin K antagonist get none about vitamin K: a notice made for them takes its
    place, without amounts and without an order of foods.
    """
    table = session.food_table()
    silent = SAID_ELSEWHERE
    if Hold.VITAMIN_K_RANKING in notices.held_back(estimate):
        silent = silent | VITAMIN_K
    for code in estimate.warnings:
        if code in silent:
            continue
        names = [as_markdown(table[food_id].food) for food_id in heaviest_foods(estimate, code)]
        behind = f" Most of it: {', '.join(names)}." if names else ""
        st.warning(WARNING_TEXT[code] + behind, icon=":material/help:")
