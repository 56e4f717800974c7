"""What if: other answers tried out beside the person's own, which stay as they are."""

import streamlit as st

from scoring.guidance.safety import Hold, Place
from scoring.intake.difference import differences
from scoring.languages import _
from ui import frame, gate, notices, session
from ui.results import withheld
from ui.what_if import controls, effect, ranking

visit = frame.enter()
title = frame.TITLES["what_if"]
gate.require(visit, Hold.RESULTS, title)
if withheld.until_read(visit, title) or withheld.until_supplements_fit(visit, title):
    st.stop()
if withheld.until_answered(visit, title) or withheld.until_something_eaten(visit, title):
    st.stop()

frame.heading(
    title, _("Try other answers and see what they would change. Your own stay as they are.")
)
withheld.say_gaps(visit)
notices.show(notice for notice in visit.notices_for(Place.RESULTS) if notice.urgent)
if controls.faults():
    controls.show(visit)
    st.stop()
tried = visit.assessment_of(session.what_if.tried(visit.answers))
found = [*visit.notices_for(Place.WHAT_IF), *tried.notices_for(Place.WHAT_IF)]
notices.show(dict.fromkeys(found))
moved = differences(visit.asked, visit.answers, tried.answers, tried.estimate.range_level)
with st.container(key="kd-what-if"):  # on a wide screen the effect stands beside the other two
    with st.container(key="kd-what-if-change"):
        controls.show(visit)
        controls.show_buttons(visit)
    with st.container(key="kd-what-if-effect"):
        effect.show(visit, tried, moved)
    with st.container(key="kd-what-if-steps"):
        ranking.show(visit, tried)
effect.show_forms(visit, tried)
effect.show_differences(visit, tried, moved)
