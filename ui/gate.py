"""Who may go on: the questionnaire and the results wait for the safety questions."""

import streamlit as st

from languages import _
from scoring.safety import Hold, Place, ready
from ui import frame, notices, session


def require(hold: Hold, title: str) -> None:
    """Stop the page here, with words and a way on, unless the person may see it.

    Args:
        hold: what the page shows (`Hold.QUESTIONNAIRE` or `Hold.RESULTS`).
        title: the page's main heading, shown also when the page stops here.
    """
    if hold in notices.held_back():
        frame.heading(title)
        notices.show(notices.notices_for(Place.BEFORE))
        st.page_link(frame.path("learn"), label=_("Read about vitamins K and D instead"))
        st.stop()
    if not ready(session.safety_answers()):
        frame.heading(
            title, _("Two short questions come first, so that we show you the right notes.")
        )
        st.page_link(
            frame.path("before_you_start"),
            label=_("Answer them now"),
            icon=":material/arrow_forward:",
        )
        st.stop()
