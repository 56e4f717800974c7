"""The supplements part of the questionnaire: amounts a day, kept apart from the food figures."""

import streamlit as st

from content.numbers import plain
from scoring.questionnaire import SUPPLEMENT_LIMITS_UG_PER_DAY, UG_PER_IU_D
from ui import session

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
    for fault in faults():
        st.error(fault, icon=":material/edit:")


def faults() -> list[str]:
    """What is wrong with the amounts, in the words and the unit in which they were typed."""
    found = []
    for name, amount in session.supplement_amounts().items():
        limit = SUPPLEMENT_LIMITS_UG_PER_DAY[name.removesuffix("_ug_per_day")]
        if not 0 <= amount <= limit:
            in_iu = name == "d_ug_per_day" and session.d_in_iu()
            unit, per_ug = (session.IU, 1 / UG_PER_IU_D) if in_iu else ("µg", 1.0)
            found.append(
                f"{LABELS[name].split(',')[0]}: {plain(amount * per_ug)} {unit} is not an amount "
                f"we can count. Please enter 0 to {plain(limit * per_ug)} {unit}, and check the "
                "unit on the label."
            )
    return found


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
