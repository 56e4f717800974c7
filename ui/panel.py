"""A chart with its explanation beside it and its numbers in a table below."""

from collections.abc import Mapping, Sequence

import streamlit as st

from content.texts import chart_note
from scoring.guidance.safety import Hold
from scoring.languages import _
from ui.charts import Spec
from ui.evidence import show_passage
from ui.plot import show_chart
from ui.tables import show_table

Table = Sequence[Mapping[str, str]]


def chart_panel(
    title: str,
    note: str,
    chart: Spec,
    alt: str,
    table: Table,
    holds: frozenset[Hold],
    *,
    level: int = 2,
    source: str = "",
    brief: bool = False,
) -> None:
    """Show a chart, where it comes from, the text that explains it, and the numbers.

    Args:
        title: What it shows; its heading.
        note: Key of the explaining text in `content.texts.chart_note`.
        chart: From one of the functions of ui/charts.py.
        alt: What the chart shows, in a sentence, for those who do not see it.
        table: The same numbers as words, one mapping of column to text a row.
        holds: What the explaining text must not show this person.
        level: 2 for a part of the page, 3 for a part of a part, 0 where the heading stands already.
        source: Whose figures these are, as Markdown.
        brief: The explaining text waits with the table.
    """
    with st.container(key=f"kd-whole-{note}"):  # one piece on paper
        if level:
            (st.header if level == 2 else st.subheader)(title, anchor=False)
        left, right = st.columns([3, 2], gap="large")
        with left:
            show_chart(chart, f"chart-{note}", alt)
            if source:
                with st.container(key=f"source-{note}"):
                    st.markdown(_("Source: {source}").format(source=source))
        with right:
            if not brief:
                explain(note, holds)
            with st.expander(_("The same numbers as a table")):
                show_table(table, _("{title}, as a table").format(title=title))
                if brief:
                    explain(note, holds)


def explain(note: str, holds: frozenset[Hold]) -> None:
    """Show the explaining text of a part, with the evidence labels of what it says."""
    show_passage(chart_note(note).passage, holds)
