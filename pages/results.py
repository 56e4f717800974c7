"""Results: what a usual week holds of vitamins K2, K1 and D, and how sure that is."""

import streamlit as st

from languages import _
from scoring.safety import Hold, Place
from ui import frame, gate, notices, opening, session
from ui.results import (
    arithmetic,
    causes,
    cohorts,
    comparison,
    downloads,
    foods,
    forms,
    headline,
    unknown,
    warnings,
    withheld,
)
from ui.workshop import join, send

frame.enter()
title = _("Your results")
gate.require(Hold.RESULTS, title)
if withheld.until_read(title) or withheld.until_supplements_fit(title):
    st.stop()
estimate = session.current_estimate()
if withheld.until_answered(title, estimate):
    st.stop()
if withheld.until_something_eaten(title, estimate):
    send.show()
    st.stop()

frame.heading(title, _("What you eat in a usual week, per day. A rough estimate, not a test."))
join.say_what_is_asked()
found = notices.notices_for(Place.RESULTS, estimate)
notices.show(notice for notice in found if notice.urgent)
headline.show(estimate)
send.show()
warnings.show(estimate)
notices.show(notice for notice in found if not notice.urgent)
forms.show(estimate)
if session.asks_everything():
    cohorts.show(estimate)
foods.show(estimate)
if session.asks_everything():
    comparison.show(estimate)
unknown.show(estimate)
causes.show(estimate)
arithmetic.show(estimate)
downloads.show(example=session.example(), own_table=session.own_food_table() is not None)
st.header(_("Save these answers, or open others"), anchor=False)
opening.ask()
with st.container(horizontal=True, gap="small", key="kd-files"):
    opening.show_files()
