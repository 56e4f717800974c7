"""Safety notices on a page, in calm words."""

from collections.abc import Iterable

import streamlit as st

from scoring.guidance.safety import Notice, Place
from scoring.languages import _
from ui.session.visit import Visit


def show(found: Iterable[Notice]) -> None:
    """Show notices: urgent ones each by itself, with an icon and words, the others in one box."""
    calm = []
    for notice in found:
        if notice.urgent:
            st.error(notice.text, icon=":material/emergency:")
        else:
            calm.append(notice.text)
    if calm:
        st.info("\n\n".join(calm), icon=":material/info:")


def show_for(visit: Visit, place: Place) -> None:
    """Show the notices of a page that anyone may open, or ask for the safety answers first."""
    show(visit.notices_for(place))
    if not visit.safety.blood_thinner:
        st.info(
            _(
                "Do you take a blood thinner? Tell us first, and this page leaves out what does "
                "not fit you."
            ),
            icon=":material/info:",
        )
        st.page_link("pages/before_you_start.py", label=_("Go to the safety questions"))
