"""Results: what a usual week holds of vitamins K2, K1 and D, and how sure that is."""

import streamlit as st

from scoring.guidance.safety import Hold, Place
from scoring.languages import _
from ui import draft, frame, gate, notices, opening
from ui.results import (
    actions,
    foods,
    headline,
    sureness,
    warnings,
    withheld,
)
from ui.workshop import join, send

visit = frame.enter()
title = _("Your results")
gate.require(visit, Hold.RESULTS, title)
if withheld.until_read(visit, title) or withheld.until_supplements_fit(visit, title):
    st.stop()
if withheld.until_answered(visit, title):
    st.stop()
if withheld.until_something_eaten(visit, title):
    send.show_until_sent(visit)
    send.show_sent(visit)
    st.stop()

frame.heading(title, _("What you eat in a usual week, per day. A rough estimate, not a test."))
withheld.say_gaps(visit)
join.say_what_is_asked(visit)
found = visit.notices_for(Place.RESULTS)
notices.show(notice for notice in found if notice.urgent)
send.show_until_sent(visit)
headline.show(visit)
send.show_sent(visit)
warnings.show(visit)
notices.show_beside_a_result(notice for notice in found if not notice.urgent)
actions.show(visit)
foods.show(visit)
sureness.show(visit)
with st.container(key="kd-save"):
    st.header(_("Save these answers, or open others"), anchor=False)
    opening.ask(visit)
    with st.container(horizontal=True, gap="small", key="kd-files"):
        opening.show_files(visit)
draft.offer(visit)
