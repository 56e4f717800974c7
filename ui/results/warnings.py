"""Answers and results that look unusual, said calmly, with the foods behind them."""

import streamlit as st

from content.results.second_look import second_looks
from scoring.languages import _
from ui.session.visit import Visit
from ui.text import as_markdown


def show(visit: Visit) -> None:
    """Show each warning that has no other place on the page and that this person may see."""
    for warning in second_looks(visit.assessment):
        words = warning.words
        if warning.foods:
            names = _("; ").join(as_markdown(_(food.food)) for food in warning.foods)
            words += " " + _("Most of it: {foods}.").format(foods=names)
        st.warning(words, icon=":material/help:")
