"""Tables as the app shows them: real HTML tables that a screen reader and a printer can read."""

from collections.abc import Iterable, Mapping

import streamlit as st


def show_table(rows: Iterable[Mapping[str, str]], alt: str) -> None:
    """Show rows of Markdown cells, one mapping of column to cell each.

    Args:
        rows: the rows, all with the same columns.
        alt: what the table holds, for those who do not see it.
    """
    st.table(list(rows), border="horizontal", hide_index=True, alt=alt)
