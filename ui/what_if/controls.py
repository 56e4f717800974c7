"""What is changed: foods and supplements, reset, and keeping the changes after a question."""

import html

import streamlit as st

from content.numbers import plain
from scoring.foods import Food
from scoring.questionnaire import (
    SUPPLEMENT_LIMITS_UG_PER_DAY,
    UG_PER_IU_D,
    Answer,
    Answers,
    supplement_range_text,
)
from ui import frame, session
from ui.scales import FREQUENCY_LABELS, PORTIONS_BY_CODE, portion_label
from ui.text import as_markdown

SUPPLEMENTS = {
    "d_ug_per_day": "Vitamin D",
    "k1_ug_per_day": "Vitamin K1",
    "mk7_ug_per_day": "Vitamin K2 as MK-7",
    "mk4_ug_per_day": "Vitamin K2 as MK-4",
}
"""Names of the supplements, in the order in which they are asked."""


def show(own: Answers, *, hold_k: bool) -> None:
    """Ask what to change. `own`: the person's own answers; hold_k: leave vitamin K pills out."""
    table = session.asked_foods()
    changed = session.what_if_foods()
    st.header("Change something", anchor=False)
    st.selectbox(
        "Add a food to change",
        [food.food_id for food in table if food.food_id not in changed],
        format_func=lambda food_id: table[food_id].food,
        index=None,
        placeholder="Choose a food",
        key=session.WHAT_IF_ADD_KEY,
        on_change=_add_chosen,
        args=(own,),
        width=420,
    )
    if changed:
        with st.container(key="kd-foods"):
            for food_id in changed:
                _ask_food(table[food_id], own.foods.get(food_id))
    with st.expander("Supplements", key="what-if-supplements"):
        for name, label in SUPPLEMENTS.items():
            if name == "d_ug_per_day" or not hold_k:
                _ask_supplement(name, label, getattr(own.supplements, name))
    for fault in faults():
        st.error(fault, icon=":material/edit:")


def faults() -> list[str]:
    """What is wrong with the supplement amounts typed here."""
    found = []
    for name, amount in session.what_if_supplements().items():
        nutrient = name.removesuffix("_ug_per_day")
        if not 0 <= amount <= SUPPLEMENT_LIMITS_UG_PER_DAY[nutrient]:
            found.append(
                f"{SUPPLEMENTS[name]}: {plain(amount)} µg is not an amount we can count. Please "
                f"enter {supplement_range_text(nutrient)}, and check the unit on the label."
            )
    return found


def show_buttons(*, hold_k: bool) -> None:
    """Reset and keep. People on a vitamin K antagonist change answers in the questionnaire."""
    if session.just_kept_what_if():
        st.success("Your own answers now hold these changes.", icon=":material/check:")
        st.page_link(frame.path("results"), label="See your results")
    if not (session.what_if_foods() or session.what_if_supplements()):
        return
    if session.asks_to_keep_what_if():
        _ask_to_keep()
        return
    with st.container(horizontal=True, vertical_alignment="center", key="kd-what-if-buttons"):
        st.button(
            "Reset",
            on_click=session.reset_what_if,
            icon=":material/restart_alt:",
            key="what-if-reset",
        )
        if not hold_k:
            st.button(
                "Keep these changes",
                on_click=session.ask_to_keep_what_if,
                args=(True,),
                icon=":material/check:",
                key="what-if-keep-ask",
            )
    if hold_k:
        st.page_link(frame.path("questionnaire"), label="Mend a wrong answer")


def _ask_to_keep() -> None:
    st.warning(
        "This puts the changes into your own answers, and your results change with them. "
        "The answers you gave before are gone then. Go on?",
        icon=":material/help:",
    )
    with st.container(horizontal=True, key="kd-what-if-buttons"):
        st.button(
            "Yes, change my answers",
            on_click=session.keep_what_if,
            type="primary",
            key="what-if-keep-yes",
        )
        st.button(
            "No, leave them",
            on_click=session.ask_to_keep_what_if,
            args=(False,),
            key="what-if-keep-no",
        )


def _add_chosen(own: Answers) -> None:
    food_id = st.session_state[session.WHAT_IF_ADD_KEY]
    if food_id is not None:
        session.change_on_what_if(food_id, own.foods.get(food_id))
        st.session_state[session.WHAT_IF_ADD_KEY] = None


def _ask_food(food: Food, now: Answer | None) -> None:
    with st.container(key=f"kd-food-{food.food_id}", gap="xsmall"):
        st.html(
            f'<p class="kd-food"><b>{html.escape(food.food)}</b>'
            f"<span>now: {_in_words(now)}</span></p>"
        )
        frequency = st.segmented_control(
            food.food,
            list(FREQUENCY_LABELS),
            format_func=FREQUENCY_LABELS.__getitem__,
            key=session.what_if_frequency_key(food.food_id),
            persist_state="session",
            label_visibility="collapsed",
            width="stretch",
        )
        if frequency not in (None, "never"):
            st.segmented_control(
                f"Portion: {food.food}",
                list(PORTIONS_BY_CODE),
                required=True,
                format_func=lambda code: portion_label(food, code),
                key=session.what_if_portion_key(food.food_id),
                persist_state="session",
                label_visibility="collapsed",
                width="stretch",
            )
        st.button(
            f"Leave as it is: {as_markdown(food.food)}",
            on_click=session.drop_from_what_if,
            args=(food.food_id,),
            icon=":material/undo:",
            type="tertiary",
            key=f"what-if-drop-{food.food_id}",
        )


def _in_words(answer: Answer | None) -> str:
    if answer is None:
        return "no answer yet, counted as none"
    if answer.frequency == "never":
        return FREQUENCY_LABELS["never"]
    portion = PORTIONS_BY_CODE[answer.portion].label
    return f"{FREQUENCY_LABELS[answer.frequency]}, {portion} portion"


def _ask_supplement(name: str, label: str, now_ug_per_day: float) -> None:
    in_iu = f" ({UG_PER_IU_D**-1:g} IU are 1 µg)" if name == "d_ug_per_day" else ""
    st.number_input(
        f"{label}, µg a day{in_iu}",
        min_value=0.0,
        value=None,
        step=1.0,
        format="%g",
        placeholder=f"now: {plain(now_ug_per_day) if now_ug_per_day else 'none'}",
        key=session.what_if_supplement_key(name),
        persist_state="session",
        width=320,
    )
