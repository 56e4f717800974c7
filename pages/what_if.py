"""What if: other answers tried out beside the person's own, which stay as they are."""

import streamlit as st

from languages import _
from scoring import estimate
from scoring.safety import Hold, Place
from ui import frame, gate, notices, session
from ui.results import withheld
from ui.what_if import controls, effect, ranking

frame.enter()
title = frame.TITLES["what_if"]
gate.require(Hold.RESULTS, title)
if withheld.until_read(title) or withheld.until_supplements_fit(title):
    st.stop()
before = session.current_estimate()
if withheld.until_answered(title, before) or withheld.until_something_eaten(title, before):
    st.stop()

frame.heading(
    title, _("Try other answers and see what they would change. Your own stay as they are.")
)
own = session.answers()
hold_k = Hold.VITAMIN_K_HINTS in notices.held_back(before)
notices.show(notice for notice in notices.notices_for(Place.RESULTS, before) if notice.urgent)
if controls.faults():
    controls.show(own, hold_k=hold_k)
    st.stop()
tried = session.what_if_answers()
after = estimate(session.asked_foods(), tried)
found = notices.notices_for(Place.WHAT_IF, before) + notices.notices_for(Place.WHAT_IF, after)
notices.show(dict.fromkeys(found))
controls.show(own, hold_k=hold_k)
controls.show_buttons(hold_k=hold_k)
effect.show(before, after, hold_k=hold_k, touches_k=effect.touches_vitamin_k(own, tried))
ranking.show(tried, notices.held_back(before) | notices.held_back(after))
