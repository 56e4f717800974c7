"""Who may go on: the questionnaire and the results wait for the safety questions."""

import streamlit as st

from scoring.guidance.safety import Hold, Place, ready
from scoring.languages import _
from ui import frame, notices, session
from ui.session.visit import Visit


def require(visit: Visit, hold: Hold, title: str) -> None:
    """Stop the page here, with words and a way on, unless the person may see it.

    Args:
        visit: What the visitor has said.
        hold: What the page shows (`Hold.QUESTIONNAIRE` or `Hold.RESULTS`).
        title: The page's main heading, shown also when the page stops here.
    """
    if hold in visit.holds:
        frame.heading(title)
        notices.show(visit.notices_for(Place.BEFORE))
        st.page_link(frame.path("learn"), label=_("Read about vitamins K and D instead"))
        st.stop()
    if not ready(visit.safety):
        session.state.want_page(session.state.shown_page())
        frame.heading(
            title, _("Two short questions come first, so that we show you the right notes.")
        )
        st.page_link(
            frame.path("before_you_start"),
            label=_("Answer them now"),
            icon=":material/arrow_forward:",
        )
        st.stop()
