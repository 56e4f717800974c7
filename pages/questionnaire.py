"""The weekly food-frequency questionnaire: one part of foods at a time, supplements last."""

import streamlit as st

from scoring.countries import COUNTRIES
from scoring.guidance.safety import Hold
from scoring.languages import _
from ui import draft, frame, gate
from ui.components import plot, questionnaire
from ui.questionnaire import sheet_data
from ui.workshop import send

visit = frame.enter()
gate.require(visit, Hold.QUESTIONNAIRE, frame.TITLES["questionnaire"])
questionnaire.ask("kdcheck-foods", sheet_data.questionnaire(visit.asked))
send.show_after_last_part(visit)
if visit.own_table is None and not visit.seated:
    country = visit.foods.country
    name = COUNTRIES[country].name if country else _("no country")
    st.page_link(
        frame.path("before_you_start"),
        label=_("Foods as in: {country} (change)").format(country=name),
        icon=":material/public:",
    )
draft.offer(visit)
plot.fetch_ahead()
