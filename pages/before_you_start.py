"""The safety questions: who should not use the app, and which notes a person needs."""

import streamlit as st

from scoring.guidance.safety import Hold, Place, ready
from scoring.languages import _
from ui import frame, notices, session
from ui.components import questionnaire
from ui.components.focus import focus_heading
from ui.questionnaire import sheet_data, way

visit = frame.enter()
frame.heading(
    frame.TITLES["before_you_start"],
    _(
        "Some people need other notes than the rest. What you say here stays in this visit and is "
        "never saved, except for the country, which is kept with your answers about food."
    ),
)
following = way.after_safety_questions()
questionnaire.ask(
    "kdcheck-safety", sheet_data.safety_questions(following, session.visit.guessed_country())
)
found = visit.notices_for(Place.BEFORE)
with st.container(key="kd-notices"):
    notices.show(found)
    if Hold.QUESTIONNAIRE in visit.holds:
        st.page_link(frame.path("learn"), label=_("Read about vitamins K and D instead"))
    elif found and ready(visit.safety):
        urgent = any(notice.urgent for notice in found)
        if st.button(
            _("I do not need help now: go on") if urgent else sheet_data.words_to_go_on(following),
            type="secondary" if urgent else "primary",
            icon=":material/arrow_forward:",
            icon_position="right",
        ):
            st.switch_page(frame.path(following))
focus_heading("notices", str(session.state.times_led_to_notices()), ".st-key-kd-notices")
