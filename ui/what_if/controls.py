"""What is changed: foods and supplements, reset, and keeping the changes after a question."""

import html

import streamlit as st

from content.numbers import plain
from languages import N_, Words, _, whole
from scoring.foods import Food
from scoring.questionnaire import (
    SUPPLEMENT_LIMITS_UG_PER_DAY,
    UG_PER_IU_D,
    Answer,
    Answers,
)
from ui import frame, session
from ui.scales import FREQUENCY_LABELS, PORTIONS_BY_CODE, portion_label
from ui.text import as_markdown

SUPPLEMENTS = Words(
    {
        "d_ug_per_day": N_("Vitamin D"),
        "k1_ug_per_day": N_("Vitamin K1"),
        "mk7_ug_per_day": N_("Vitamin K2 as MK-7"),
        "mk4_ug_per_day": N_("Vitamin K2 as MK-4"),
    }
)
"""Names of the supplements, in the order in which they are asked."""


def show(own: Answers, *, hold_k: bool) -> None:
    """Ask what to change. `own`: the person's own answers; hold_k: leave vitamin K pills out."""
    table = session.asked_foods()
    changed = session.what_if_foods()
    st.header(_("Change something"), anchor=False)
    st.selectbox(
        _("Add a food to change"),
        [food.food_id for food in table if food.food_id not in changed],
        format_func=lambda food_id: _(table[food_id].food),
        index=None,
        placeholder=_("Choose a food"),
        key=session.WHAT_IF_ADD_KEY,
        on_change=_add_chosen,
        args=(own,),
        width=420,
    )
    if changed:
        with st.container(key="kd-foods"):
            for food_id in changed:
                _ask_food(table[food_id], own.foods.get(food_id))
    with st.expander(_("Supplements"), key="what-if-supplements"):
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
        most = SUPPLEMENT_LIMITS_UG_PER_DAY[nutrient]
        if not 0 <= amount <= most:
            found.append(
                _(
                    "{supplement}: {amount} µg is not an amount we can count. Please enter a "
                    "number from 0 to {most} µg a day, and check the unit on the label."
                ).format(supplement=SUPPLEMENTS[name], amount=plain(amount), most=whole(most))
            )
    return found


def show_buttons(*, hold_k: bool) -> None:
    """Reset and keep. People on a vitamin K antagonist change answers in the questionnaire."""
    if session.just_kept_what_if():
        st.success(_("Your own answers now hold these changes."), icon=":material/check:")
        st.page_link(frame.path("results"), label=_("See your results"))
    if not (session.what_if_foods() or session.what_if_supplements()):
        return
    if session.asks_to_keep_what_if():
        _ask_to_keep()
        return
    with st.container(horizontal=True, vertical_alignment="center", key="kd-what-if-buttons"):
        st.button(
            _("Reset"),
            on_click=session.reset_what_if,
            icon=":material/restart_alt:",
            key="what-if-reset",
        )
        if not hold_k:
            st.button(
                _("Keep these changes"),
                on_click=session.ask_to_keep_what_if,
                args=(True,),
                icon=":material/check:",
                key="what-if-keep-ask",
            )
    if hold_k:
        st.page_link(frame.path("questionnaire"), label=_("Mend a wrong answer"))


def _ask_to_keep() -> None:
    st.warning(
        _(
            "This puts the changes into your own answers, and your results change with them. "
            "The answers you gave before are gone then. Go on?"
        ),
        icon=":material/help:",
    )
    with st.container(horizontal=True, key="kd-what-if-buttons"):
        st.button(
            _("Yes, change my answers"),
            on_click=session.keep_what_if,
            type="primary",
            key="what-if-keep-yes",
        )
        st.button(
            _("No, leave them"),
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
    name = _(food.food)
    answer = _("now: {answer}").format(answer=_in_words(now))
    with st.container(key=f"kd-food-{food.food_id}", gap="xsmall"):
        st.html(
            f'<p class="kd-food"><b>{html.escape(name)}</b><span>{html.escape(answer)}</span></p>'
        )
        frequency = st.segmented_control(
            name,
            list(FREQUENCY_LABELS),
            format_func=FREQUENCY_LABELS.__getitem__,
            key=session.what_if_frequency_key(food.food_id),
            persist_state="session",
            label_visibility="collapsed",
            width="stretch",
        )
        if frequency not in (None, "never"):
            st.segmented_control(
                _("Portion: {food}").format(food=name),
                list(PORTIONS_BY_CODE),
                required=True,
                format_func=lambda code: portion_label(food, code),
                key=session.what_if_portion_key(food.food_id),
                persist_state="session",
                label_visibility="collapsed",
                width="stretch",
            )
        st.button(
            _("Leave as it is: {food}").format(food=as_markdown(name)),
            on_click=session.drop_from_what_if,
            args=(food.food_id,),
            icon=":material/undo:",
            type="tertiary",
            key=f"what-if-drop-{food.food_id}",
        )


def _in_words(answer: Answer | None) -> str:
    if answer is None:
        return _("no answer yet, counted as none")
    if answer.frequency == "never":
        return FREQUENCY_LABELS["never"]
    return _("{frequency}, {portion} portion").format(
        frequency=FREQUENCY_LABELS[answer.frequency],
        portion=_(PORTIONS_BY_CODE[answer.portion].label),
    )


def _ask_supplement(name: str, label: str, now_ug_per_day: float) -> None:
    question = (
        _("{supplement}, µg a day ({iu} IU are 1 µg)")
        if name == "d_ug_per_day"
        else _("{supplement}, µg a day")
    )
    now = _("now: {amount}").format(amount=plain(now_ug_per_day))
    st.number_input(
        question.format(supplement=label, iu=plain(UG_PER_IU_D**-1)),
        min_value=0.0,
        value=None,
        step=1.0,
        format="%g",
        placeholder=now if now_ug_per_day else _("now: none"),
        key=session.what_if_supplement_key(name),
        persist_state="session",
        width=320,
    )
