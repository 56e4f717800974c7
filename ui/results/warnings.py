"""Answers and results that look unusual, said calmly, with the foods behind them."""

import streamlit as st

from content.results.second_look import SecondLook, second_looks
from scoring.languages import _, whole
from ui.session.visit import Visit
from ui.text import as_markdown


def show(visit: Visit) -> None:
    """Show the warnings that have no other place on the page and that this person may see.

    One is seen at once; of several it is said how many they are, and they unfold.
    """
    found = [_in_words(warning) for warning in second_looks(visit.assessment)]
    if len(found) == 1:
        st.warning(found[0], icon=":material/help:")
    elif found:
        words = _("{count} things look unusual: please check them")
        with st.expander(words.format(count=whole(len(found))), icon=":material/help:"):
            st.warning("\n\n".join(found))


def _in_words(warning: SecondLook) -> str:
    if not warning.foods:
        return warning.words
    names = _("; ").join(as_markdown(_(food.food)) for food in warning.foods)
    most = _("Most of it: {foods}.").format(foods=names)
    return f"{warning.words} {most}"
