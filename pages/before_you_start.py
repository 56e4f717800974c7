"""The safety questions: who should not use the app, and which notes a person needs."""

from collections.abc import Mapping

import streamlit as st

from languages import N_, Words, _
from scoring.safety import (
    BLOOD_THINNERS,
    CONDITIONS,
    MEDICINES,
    PREGNANCY,
    SIGNS,
    Hold,
    Place,
    ready,
)
from ui import frame, language, notices, session

ADULT = Words({"yes": N_("Yes, 18 or older"), "no": N_("No, under 18")})


def ask_one(question: str, key: str, options: Mapping[str, str]) -> None:
    """A question with one answer."""
    st.radio(
        question,
        list(options),
        format_func=options.__getitem__,
        index=None,
        key=language.labelled(key),
        persist_state="session",
    )


def ask_many(question: str, name: str, options: Mapping[str, str]) -> None:
    """A question with any number of answers, none being an answer too."""
    with st.container(gap=None):
        st.html(f'<p class="kd-question">{question}</p>')
        for code, label in options.items():
            st.checkbox(
                label,
                key=session.safety_tick_key(name, code),
                persist_state="session",
                on_change=session.forget_notices_read,
            )


def show_way_on() -> None:
    """Next, once the two needed questions are answered and the questionnaire is for this person."""
    found = notices.notices_for(Place.BEFORE)
    urgent = any(notice.urgent for notice in found)
    notices.show(notice for notice in found if not notice.urgent)
    if Hold.QUESTIONNAIRE in notices.held_back():
        st.page_link(frame.path("learn"), label=_("Read about vitamins K and D instead"))
    elif ready(session.safety_answers()):
        if st.button(
            _("I do not need help now: go on") if urgent else _("Go to the questionnaire"),
            type="secondary" if urgent else "primary",
            icon=":material/arrow_forward:",
            icon_position="right",
        ):
            st.switch_page(frame.path("questionnaire"))
    else:
        words = _("The first two questions need an answer before you go on.")
        st.html(f'<p class="kd-lead">{words}</p>')


frame.enter()
frame.heading(
    frame.TITLES["before_you_start"],
    _(
        "Some people need other notes than the rest. What you say here stays in this visit and is "
        "never saved."
    ),
)
with st.container(key="kd-safety"):
    st.header(_("Two questions for everyone"), anchor=False)
    ask_one(_("Are you 18 or older?"), session.ADULT_KEY, ADULT)
    ask_one(_("Do you take a blood thinner?"), session.BLOOD_THINNER_KEY, BLOOD_THINNERS)
    st.header(_("Only if it fits you"), anchor=False)
    ask_many(_("Do you have any of these right now?"), "signs", SIGNS)
    notices.show(notice for notice in notices.notices_for(Place.BEFORE) if notice.urgent)
    ask_one(_("Are you pregnant or breastfeeding?"), session.PREGNANCY_KEY, PREGNANCY)
    left, right = st.columns(2, gap="large")
    with left:
        ask_many(_("Do you have any of these?"), "conditions", CONDITIONS)
    with right:
        ask_many(_("Do you take any of these?"), "medicines", MEDICINES)
show_way_on()
