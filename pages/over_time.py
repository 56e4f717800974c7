"""Over time: several saved answers of one person in a line, and whether anything changed."""

import streamlit as st

from scoring.guidance.safety import Hold
from scoring.languages import _
from ui import frame, gate
from ui.over_time import visits

visit = frame.enter()
title = frame.TITLES["over_time"]
gate.require(visit, Hold.RESULTS, title)
frame.heading(title, _("One person’s answers from different times, in a line, with their ranges."))
found = visits.ask(visit)
if found is None:
    st.stop()
visits.show(visit, found)
visits.offer_report(visit, found)
