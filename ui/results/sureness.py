"""Everything that explains a result, behind one press, each part with its finding on top."""

import streamlit as st

from scoring.languages import _
from ui.panel import explain
from ui.results import arithmetic, causes, cohorts, comparison, forms, not_asked, unknown
from ui.session.visit import Visit


def show(visit: Visit) -> None:
    """Show the parts once they are asked for: a result is on screen sooner without them."""
    with st.expander(
        _("How sure is this?"), icon=":material/help:", key="results-sure", on_change="rerun"
    ) as part:
        if not part.open:
            return
        explain("headline", visit.holds)
        unknown.show(visit)
        causes.show(visit)
        not_asked.show(visit)
        forms.show(visit)
        if visit.asks_everything:
            cohorts.show(visit)
            comparison.show(visit)
        arithmetic.show(visit)
