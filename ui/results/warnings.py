"""Answers and results that look unusual, said calmly, with the foods behind them."""

import streamlit as st

from languages import _
from scoring.intake import Estimate
from scoring.plausibility import WARNING_TEXT, heaviest_foods
from scoring.safety import warnings_to_show
from ui import notices, session
from ui.text import as_markdown


def show(estimate: Estimate) -> None:
    """Show each warning that has no other place on the page and that this person may see."""
    table = session.food_table()
    for code in warnings_to_show(estimate, notices.held_back(estimate)):
        names = [as_markdown(_(table[food_id].food)) for food_id in heaviest_foods(estimate, code)]
        words = WARNING_TEXT[code]
        if names:
            words += " " + _("Most of it: {foods}.").format(foods=_("; ").join(names))
        st.warning(words, icon=":material/help:")
