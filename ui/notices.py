"""Safety notices on a page: what applies to this person, in calm words."""

from collections.abc import Iterable

import streamlit as st

from languages import _
from scoring.intake import Estimate
from scoring.safety import Hold, Notice, Place, Situation, held, notices
from ui import session


def situation(estimate: Estimate | None) -> Situation:
    """What a result adds to the safety answers; nothing before there is one."""
    return Situation() if estimate is None else Situation.of(estimate, session.food_table())


def notices_for(place: Place, estimate: Estimate | None = None) -> list[Notice]:
    """The notices that belong on a page for this person, urgent ones first."""
    found = notices(session.safety_answers(), situation(estimate))
    return [notice for notice in found if place in notice.places]


def held_back(estimate: Estimate | None = None) -> frozenset[Hold]:
    """What the pages must not show this person."""
    return held(session.safety_answers(), situation(estimate))


def holds_vitamin_k(estimate: Estimate | None = None) -> bool:
    """Whether this person must get no hint to eat more vitamin K."""
    return Hold.VITAMIN_K_HINTS in held_back(estimate)


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


def show_for(place: Place) -> None:
    """Show the notices of a page that anyone may open, or ask for the safety answers first."""
    show(notices_for(place))
    if not session.safety_answers().blood_thinner:
        st.info(
            _(
                "Do you take a blood thinner? Tell us first, and this page leaves out what does "
                "not fit you."
            ),
            icon=":material/info:",
        )
        st.page_link("pages/before_you_start.py", label=_("Go to the safety questions"))
