"""Learn: the article's subject in our words, with an evidence label on every claim."""

import streamlit as st

from scoring.guidance.safety import Place
from scoring.languages import N_, _
from ui import frame, notices
from ui.learn.claims import show_claims, show_sources
from ui.learn.reading import show_questions, show_sections, show_terms, show_vitamins
from ui.learn.stories import show_stories

PARTS = {
    N_("Read"): show_sections,
    N_("Food stories"): show_stories,
    N_("K1, K2 and D"): show_vitamins,
    N_("Questions"): show_questions,
    N_("Words"): show_terms,
    N_("Claims"): show_claims,
    N_("Sources"): show_sources,
}
visit = frame.enter()
frame.heading(
    frame.TITLES["learn"],
    _(
        "What vitamins K and D have to do with calcium, and how well each claim is supported. "
        "Press a label to see the studies behind it."
    ),
)
notices.show_for(visit, Place.LEARN)
part = st.segmented_control(
    _("Part"),
    list(PARTS),
    default="Read",
    required=True,
    format_func=_,
    key="learn-part",
    persist_state="session",
    label_visibility="collapsed",
)
with st.container(key="kd-small-headings" if part == "K1, K2 and D" else None):
    PARTS[part or "Read"](visit)
