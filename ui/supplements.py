"""The supplements part of the questionnaire: amounts a day, kept apart from the food figures."""

import streamlit as st

from content.numbers import plain
from languages import N_, Words, _
from scoring.questionnaire import SUPPLEMENT_LIMITS_UG_PER_DAY, UG_PER_IU_D
from ui import session

LABELS = Words(
    {
        "d_ug_per_day": N_("Vitamin D a day"),
        "k1_ug_per_day": N_("Vitamin K1 (phylloquinone), µg a day"),
        "mk7_ug_per_day": N_("Vitamin K2 as MK-7, µg a day"),
        "mk4_ug_per_day": N_("Vitamin K2 as MK-4, µg a day"),
    }
)
NAMES = Words(
    {
        "d_ug_per_day": N_("Vitamin D a day"),
        "k1_ug_per_day": N_("Vitamin K1 (phylloquinone)"),
        "mk7_ug_per_day": N_("Vitamin K2 as MK-7"),
        "mk4_ug_per_day": N_("Vitamin K2 as MK-4"),
    }
)


def ask_supplements() -> None:
    """Ask for each supplement's amount a day; vitamin D in µg or IU, as its label has it."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="kd-supplement-d"):
        d_amount = _ask("d_ug_per_day")
        st.segmented_control(
            _("Unit on the vitamin D label"),
            ["µg", session.IU],
            default="µg",
            required=True,
            key=session.D_UNIT_KEY,
            persist_state="session",
            format_func=lambda unit: _("IU") if unit == session.IU else unit,
            help=_("40 IU are 1 µg. Labels write µg also as mcg."),
        )
    if d_amount and session.d_in_iu():
        words = _("{iu} IU are {amount} µg a day.").format(
            iu=plain(d_amount), amount=plain(d_amount * UG_PER_IU_D)
        )
        st.html(f"<p>{words}</p>")
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
            unit, per_ug = (_("IU"), 1 / UG_PER_IU_D) if in_iu else ("µg", 1.0)
            found.append(
                _(
                    "{supplement}: {amount} {unit} is not an amount we can count. Please enter 0 "
                    "to {limit} {unit}, and check the unit on the label."
                ).format(
                    supplement=NAMES[name],
                    amount=plain(amount * per_ug),
                    unit=unit,
                    limit=plain(limit * per_ug),
                )
            )
    return found


def _ask(name: str) -> float | None:
    return st.number_input(
        LABELS[name],
        min_value=0.0,
        value=None,
        step=1.0,
        format="%g",
        placeholder=_("none"),
        key=session.SUPPLEMENT_KEYS[name],
        persist_state="session",
        width=320,
    )
