"""Method: how the estimate is made, what its range means, its limits, and how to cite it."""

import streamlit as st

from content.texts import method_text
from scoring.languages import _
from ui import frame
from ui.method.estimate import show_checks, show_range, show_sum
from ui.method.food_table import show_food_table, show_how_to_cite
from ui.method.studies import show_studies

visit = frame.enter()
frame.heading(
    frame.TITLES["method"],
    _("How the figures are made, so that you can check every one of them."),
)
show_sum()
show_range(visit)
show_studies()
show_checks(visit.holds)
show_food_table(visit)
st.header(_("Limits"), anchor=False)
st.markdown(method_text("limits"))
st.header(_("What happens to your answers"), anchor=False)
st.markdown(method_text("privacy"))
show_how_to_cite(visit)
