"""What a person may do with a result: try out what would change it, and take it along."""

import streamlit as st

from scoring.guidance.safety import Hold
from scoring.languages import _
from ui import frame, history
from ui.results import downloads
from ui.session.visit import Visit


def show(visit: Visit) -> None:
    """Show the way to What if and, once it is opened, what may be taken along.

    People who are to keep their diet steady are not asked to change it.
    """
    if Hold.VITAMIN_K_HINTS not in visit.holds and st.button(
        _("What would change it?"), icon=":material/tune:", type="primary"
    ):
        st.switch_page(frame.path("what_if"))
    with st.expander(
        _("Take it with you"), icon=":material/download:", key="results-take", on_change="rerun"
    ) as part:
        if part.open:
            downloads.show(visit)
            history.offer(visit)
            history.keep(visit, always=False)
