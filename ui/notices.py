"""Safety notices on a page, in calm words."""

from collections.abc import Iterable

import streamlit as st

from scoring.guidance.safety import Notice, Place
from scoring.languages import _, ngettext, whole
from ui.session.visit import Visit

SAID_AGAIN = 2
"""So many notices of Before you start are seen at once beside a result."""


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


def show_beside_a_result(found: Iterable[Notice]) -> None:
    """Show notices that are not urgent so that a result is not behind a wall of words.

    What was said before the questionnaire too folds away from the third notice on; what a result
    alone brings up is seen at once.
    """
    calm = list(found)
    said_before = [notice for notice in calm if Place.BEFORE in notice.places]
    folded = said_before[SAID_AGAIN:]
    show(notice for notice in calm if notice not in folded)
    if folded:
        words = ngettext(
            "{count} more notice that you read before the questions",
            "{count} more notices that you read before the questions",
            len(folded),
        ).format(count=whole(len(folded)))
        with st.expander(words, icon=":material/info:", key="kd-notices-again"):
            show(folded)


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
