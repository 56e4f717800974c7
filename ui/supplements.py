"""The supplements part of the questionnaire: amounts a day, kept apart from the food figures."""

import streamlit as st

from scoring.errors import AnswersError
from scoring.questionnaire import UG_PER_IU_D
from ui import session
from ui.numbers import plain

LABELS = {
    "d_ug_per_day": "Vitamin D a day",
    "k1_ug_per_day": "Vitamin K1 (phylloquinone), µg a day",
    "mk7_ug_per_day": "Vitamin K2 as MK-7, µg a day",
    "mk4_ug_per_day": "Vitamin K2 as MK-4, µg a day",
}


def ask_supplements() -> None:
    """Ask for each supplement's amount a day; vitamin D in µg or IU, as its label has it."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="kd-supplement-d"):
        d_amount = _ask("d_ug_per_day")
        st.segmented_control(
            "Unit on the vitamin D label",
            ["µg", session.IU],
            default="µg",
            required=True,
            key=session.D_UNIT_KEY,
            persist_state="session",
            help="40 IU are 1 µg. Labels write µg also as mcg.",
        )
    if d_amount and session.d_in_iu():
        st.html(f"<p>{plain(d_amount)} IU are {plain(d_amount * UG_PER_IU_D)} µg a day.</p>")
    for name in ("k1_ug_per_day", "mk7_ug_per_day", "mk4_ug_per_day"):
        _ask(name)
    try:
        session.supplements()
    except AnswersError as error:
        st.error(str(error))


def _ask(name: str) -> float | None:
    return st.number_input(
        LABELS[name],
        min_value=0.0,
        value=None,
        step=1.0,
        format="%g",
        placeholder="none",
        key=session.SUPPLEMENT_KEYS[name],
        persist_state="session",
        width=320,
    )
