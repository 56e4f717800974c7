"""The faults of a file as a table; what was found in it is text of a stranger."""

from collections.abc import Sequence

import streamlit as st

from scoring.errors import Fault, shown
from scoring.languages import N_, _, whole
from ui.tables import show_table
from ui.text import as_markdown

ROWS = {"row": N_("row {number}"), "person": N_("person {number}")}
"""How a row is named, by what it holds."""


def show_faults(faults: Sequence[Fault], row: str, alt: str) -> None:
    """Show where each fault is, what was found and what is allowed.

    Args:
        faults: The faults, in the order to show them.
        row: A key of ROWS.
        alt: What the table holds, for those who do not see it.
    """
    with st.container(key="kd-faults"):
        show_table(
            [
                {
                    _("Where"): _place(fault, row),
                    _("Found"): as_markdown(shown(fault.value)),
                    _("What is allowed"): as_markdown(fault.allowed),
                }
                for fault in faults
            ],
            alt,
        )


def _place(fault: Fault, row: str) -> str:
    """Row and column, or "the file" where the fault is in neither."""
    parts = [_(ROWS[row]).format(number=whole(fault.row))] if fault.row else []
    if fault.column:
        parts.append(as_markdown(shown(fault.column)[1:-1]))
    return _(", ").join(parts) or _("the file")
