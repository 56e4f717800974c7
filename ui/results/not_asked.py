"""What is added for foods that were not asked, apart from the sum over the foods."""

import streamlit as st

from content.numbers import micrograms
from content.results.not_asked import NotAsked, not_asked
from content.words import HEADLINES, LOWER_NAMES
from scoring.languages import _
from ui.session.visit import Visit
from ui.tables import show_table
from ui.text import as_markdown


def show(visit: Visit) -> None:
    """Show the foods of the list, the allowance and both together, and say whose figures it is."""
    found = not_asked(visit.assessment)
    with st.expander(_finding(visit)):
        _show(found)


def _finding(visit: Visit) -> str:
    """What they add, or that nobody knows."""
    added = visit.estimate.not_asked
    amounts = [
        _("{amount} µg {nutrient}").format(
            amount=micrograms(added[n].central), nutrient=LOWER_NAMES[n]
        )
        for n in HEADLINES
        if n in added and added[n].central
    ]
    if not amounts:
        return _("Foods that were not asked: nothing is added for them")
    return _("Foods that were not asked add about {amounts}").format(amounts=_(", ").join(amounts))


def _show(found: NotAsked) -> None:
    st.write(as_markdown(" ".join(filter(None, (found.words, found.whose)))))
    if found.rows:
        show_table(
            [
                {
                    _("Vitamin"): row.name,
                    _("Foods you were asked about"): row.asked,
                    _("Foods that were not asked"): row.added,
                    _("Together"): row.whole,
                }
                for row in found.rows
            ],
            _("Foods you were asked about, and foods that were not asked"),
        )
