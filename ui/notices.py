"""Safety notices on a page: what applies to this person, in calm words."""

from collections.abc import Iterable
from typing import TypedDict

import streamlit as st

from scoring.intake import Estimate
from scoring.safety import Hold, Notice, Place, held, notices, ready
from ui import session


class Situation(TypedDict, total=False):
    """What safety rules look at besides the safety answers, as `notices` and `held` take it."""

    d_total_ug_per_day: float
    has_supplements: bool
    much_vitamin_k: bool


def situation(estimate: Estimate | None) -> Situation:
    """What a result adds to the safety answers; nothing before there is one."""
    if estimate is None:
        return {}
    supplements = estimate.supplements_ug_per_day
    table = session.food_table()
    eats_natto = any("natto" in table[c.food_id].tags for c in estimate.contributions)
    return {
        "d_total_ug_per_day": estimate.intakes["d"].central + supplements["d"],
        "has_supplements": any(supplements.values()),
        "much_vitamin_k": eats_natto or not {"k1_high", "k2_high"}.isdisjoint(estimate.warnings),
    }


def notices_for(place: Place, estimate: Estimate | None = None) -> list[Notice]:
    """The notices that belong on a page for this person, urgent ones first."""
    found = notices(session.safety_answers(), **situation(estimate))
    return [notice for notice in found if place in notice.places]


def held_back(estimate: Estimate | None = None) -> frozenset[Hold]:
    """What the pages must not show this person."""
    return held(session.safety_answers(), **situation(estimate))


def show(found: Iterable[Notice]) -> None:
    """Show notices; urgent ones stand out by icon and words, not by colour alone."""
    for notice in found:
        if notice.urgent:
            st.error(notice.text, icon=":material/emergency:")
        else:
            st.info(notice.text, icon=":material/info:")


def show_for(place: Place) -> None:
    """Show the notices of a page that anyone may open, or ask for the safety answers first."""
    show(notices_for(place))
    if not ready(session.safety_answers()):
        st.info(
            "Do you take a blood thinner? Tell us first, and this page leaves out what does not "
            "fit you.",
            icon=":material/info:",
        )
        st.page_link("pages/before_you_start.py", label="Go to the safety questions")
