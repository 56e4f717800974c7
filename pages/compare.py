"""Compare: two sets of answers side by side, their totals and the foods behind the difference."""

import streamlit as st

from scoring.guidance.safety import Hold
from scoring.languages import _
from ui import compare, frame, gate
from ui.results import withheld

visit = frame.enter()
title = frame.TITLES["compare"]
gate.require(visit, Hold.RESULTS, title)
if withheld.until_supplements_fit(visit, title):
    st.stop()
frame.heading(
    title,
    _("Two people, or before and after: your answers, a saved file, or an example person."),
)
files = compare.ask_files(visit)
sides = compare.ask_sides(visit, files)
if sides is None:
    st.stop()
estimates = compare.estimates_of(visit.foods, sides)
if estimates is None:
    st.stop()
compare.show_totals(visit, sides, estimates)
compare.show_forms(sides, estimates)
compare.show_foods(visit, sides, estimates)
