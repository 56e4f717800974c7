"""Validation: whether the ranges hold what they were not made from, and whether they are right."""

import streamlit as st

from scoring.guidance.safety import Place
from scoring.languages import _
from ui import frame, notices
from ui.validation.comparisons import show_comparisons
from ui.validation.coverage import show_coverage
from ui.validation.found import validation_for_this_person
from ui.validation.holding import show_foods_hold, show_total_holds, show_what_tests_can_show
from ui.validation.ranges import show_calibration, show_typical_diets

visit = frame.enter()
frame.heading(
    frame.TITLES["validation"],
    _("How our figures stand beside published ones, and whether the range holds what it says."),
)
notices.show_for(visit, Place.FOODS)
if visit.own_table:
    st.write(
        _("All of this page is about our food table: we have not checked the one you brought.")
    )
with st.spinner(_("Working it out …")):
    found = validation_for_this_person(visit.holds)
show_what_tests_can_show()
show_foods_hold(found)
show_total_holds(found)
show_comparisons(found)
show_calibration(found)
show_coverage(found)
show_typical_diets(found, visit.holds)
