"""Safety notices on a page, in calm words."""

from collections.abc import Iterable

import streamlit as st

from scoring.guidance.safety import MOST_NOTICES_IN_FULL, Notice, Place, leads_of
from scoring.languages import _, whole
from ui.session.visit import Visit


def show(found: Iterable[Notice]) -> None:
    """Show notices: urgent ones each by itself, with an icon and words, the others in one box.

    Where there are many, the box says of each group what matters most, and all of them in full
    stand folded below it.
    """
    calm = []
    for notice in found:
        if notice.urgent:
            st.error(notice.text, icon=":material/emergency:")
        else:
            calm.append(notice)
    if not calm:
        return
    in_full = "\n\n".join(notice.text for notice in calm)
    if len(calm) <= MOST_NOTICES_IN_FULL:
        st.info(in_full, icon=":material/info:")
        return
    st.info("\n\n".join(leads_of(calm)), icon=":material/info:")
    with st.expander(_("All {count} notes in full").format(count=whole(len(calm)))):
        st.markdown(in_full)


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
