"""Which vitamin a part of a page is about, where a person may choose."""

from collections.abc import Sequence

import streamlit as st

from content.words import NUTRIENT_NAMES


def ask_nutrient(question: str, offered: Sequence[str], key: str) -> str:
    """The nutrient that the person chooses among those offered; asked only where there are more.

    Args:
        question: Label of the control.
        offered: Nutrients, the first of them chosen at the start.
        key: Widget key.
    """
    if len(offered) == 1:
        return offered[0]
    return st.segmented_control(
        question,
        offered,
        default=offered[0],
        required=True,
        format_func=NUTRIENT_NAMES.__getitem__,
        key=key,
        persist_state="session",
    )
