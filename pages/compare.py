"""Compare: two sets of answers side by side, their totals and the foods behind the difference."""

import streamlit as st

from languages import _
from scoring.safety import Hold
from ui import compare, frame, gate

frame.enter()
title = frame.TITLES["compare"]
gate.require(Hold.RESULTS, title)
frame.heading(
    title,
    _("Two people, or before and after: your answers, a saved file, or an example person."),
)
compare.show_file_opener()
sides = compare.ask_sides()
if sides is None:
    st.stop()
estimates = compare.estimates_of(sides)
if estimates is None:
    st.stop()
compare.show_totals(sides, estimates)
compare.show_forms(sides, estimates)
compare.show_foods(sides, estimates)
