"""A chart with its explanation beside it and its numbers in a table below."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
import streamlit as st

import content
from languages import _
from ui.charts import CONFIG
from ui.evidence import show_passage
from ui.tables import show_table

Table = Sequence[Mapping[str, str]]


def chart_panel(
    title: str, note: str, figure: go.Figure, alt: str, table: Table, *, level: int = 2
) -> None:
    """Show a chart, the short text that explains it with its evidence label, and the numbers.

    Args:
        title: heading of the part.
        note: key of the explaining text in `content.chart_note`.
        figure: the chart.
        alt: what the chart shows, in a sentence, for those who do not see it.
        table: the same numbers as words, one mapping of column to text a row.
        level: 2 for a part of the page, 3 for a part of a part.
    """
    (st.header if level == 2 else st.subheader)(title, anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.plotly_chart(figure, key=f"chart-{note}", config=CONFIG, alt=alt)
    with right:
        explain(note)
        with st.expander(_("The same numbers as a table")):
            show_table(table, _("{title}, as a table").format(title=title))


def explain(note: str) -> None:
    """Show the explaining text of a part, with the evidence labels of what it says."""
    show_passage(content.chart_note(note).passage)
