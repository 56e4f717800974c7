"""Answers and results that look unusual, said calmly, with the foods behind them."""

import streamlit as st

from content.results.second_look import SecondLook, second_looks
from scoring.languages import _, ngettext, whole
from ui.session.visit import Visit
from ui.text import as_markdown

AT_ONCE = 2
"""So many warnings are seen at once."""


def show(visit: Visit) -> None:
    """Show the warnings that have no other place on the page and that this person may see.

    The first ones are seen at once, the others unfold.
    """
    found = [_in_words(warning) for warning in second_looks(visit.assessment)]
    if not found:
        return
    st.warning("\n\n".join(found[:AT_ONCE]), icon=":material/help:")
    if more := found[AT_ONCE:]:
        words = ngettext("{count} more thing to check", "{count} more things to check", len(more))
        with st.expander(words.format(count=whole(len(more))), icon=":material/help:"):
            st.warning("\n\n".join(more))


def _in_words(warning: SecondLook) -> str:
    if not warning.foods:
        return warning.words
    names = _("; ").join(as_markdown(_(food.food)) for food in warning.foods)
    return f"{warning.words} {_('Most of it: {foods}.').format(foods=names)}"
