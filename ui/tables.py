"""Tables as the app shows them: real HTML tables that a screen reader and a printer can read."""

from collections.abc import Iterable, Mapping

import pyarrow as pa
import streamlit as st


def show_table(rows: Iterable[Mapping[str, str]], alt: str) -> None:
    """Show rows of Markdown cells, one mapping of column to cell each.

    Args:
        rows: The rows, all with the same columns.
        alt: What the table holds, for those who do not see it.
    """
    st.table(pa.Table.from_pylist(list(rows)), border="horizontal", hide_index=True, alt=alt)
