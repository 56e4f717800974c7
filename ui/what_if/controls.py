"""What is changed: foods and supplements, reset, and keeping the changes after a question."""

import html

import streamlit as st

from content.numbers import micrograms, plain
from scoring.foods.table import Food
from scoring.languages import N_, Words, _
from scoring.nutrients import NUTRIENTS, VITAMIN_K
from scoring.questionnaire.answers import UG_PER_IU_D, Answer
from ui import frame, press, session
from ui.questionnaire.amounts import DAYS, LONGEST_TEXT
from ui.questionnaire.scales import FREQUENCY_LABELS, PORTIONS_BY_CODE, portion_label
from ui.questionnaire.sheet_data import AMOUNTS_OF_D
from ui.questionnaire.supplements import fault_in_words
from ui.session.visit import Visit
from ui.text import as_markdown

SUPPLEMENTS = Words(
    {
        "d": N_("Vitamin D"),
        "k1": N_("Vitamin K1"),
        "mk7": N_("Vitamin K2 as MK-7"),
        "mk4": N_("Vitamin K2 as MK-4"),
    }
)
"""Names of the supplements, in the order in which they are asked."""


def show(visit: Visit) -> None:
    """Ask what to change; of supplements vitamin D alone where vitamin K is held back."""
    table, own = visit.asked, visit.answers
    changed = session.what_if.foods()
    st.header(_("Change something"), anchor=False)
    st.selectbox(
        _("Add a food to change"),
        [food.food_id for food in table if food.food_id not in changed],
        format_func=lambda food_id: _(table[food_id].food),
        index=None,
        placeholder=_("Choose a food"),
        key=session.what_if.ADD_KEY,
        on_change=_add_chosen,
        args=(visit,),
        width=420,
    )
    if changed:
        with st.container(key="kd-foods"):
            for food_id in changed:
                _ask_food(table[food_id], own.foods.get(food_id))
    with st.expander(_("Supplements"), key="what-if-supplements"):
        for nutrient, label in SUPPLEMENTS.items():
            if not (visit.holds_vitamin_k and nutrient in VITAMIN_K):
                _ask_supplement(nutrient, label, own.supplements.per_day[nutrient])
    for fault in faults():
        st.error(fault, icon=":material/edit:")
    _ask_about_much_vitamin_d()


def faults() -> list[str]:
    """What is wrong with the supplement amounts typed here."""
    typed = session.what_if.typed()
    return [
        fault_in_words(name, typed[name], fault) for name, fault in session.what_if.faults().items()
    ]


def _ask_about_much_vitamin_d() -> None:
    """Above the upper level an amount may be IU, or that of a week."""
    ug = session.what_if.vitamin_d_as_typed()
    if ug is None or ug <= NUTRIENTS["d"].upper_level_per_day or session.what_if.is_meant("d"):
        return
    st.warning(_("That is a lot. What does the label say?"), icon=":material/help:")
    with st.container(key="kd-much-d"):
        for unit, period in (("iu", "day"), ("iu", "week"), ("ug", "week"), ("ug", "day")):
            per_day = ug * (UG_PER_IU_D if unit == "iu" else 1) / DAYS[period]
            if per_day > NUTRIENTS["d"].supplement_limit_per_day:
                continue
            as_typed = (unit, period) == ("iu", "day")
            iu = plain(ug) if as_typed else micrograms(per_day / UG_PER_IU_D)
            words = AMOUNTS_OF_D[f"{unit}_{period}"].format(
                typed=plain(ug), iu=iu, amount=micrograms(per_day)
            )
            if (unit, period) == ("ug", "day"):
                st.button(words, on_click=session.what_if.mean_it, args=("d",), key="what-if-meant")
            else:
                st.button(
                    words,
                    on_click=session.what_if.type_supplement,
                    args=("d", per_day),
                    key=f"what-if-d-{unit}-{period}",
                )


def show_buttons(visit: Visit) -> None:
    """Reset and keep. People on a vitamin K antagonist change answers in the questionnaire."""
    if session.what_if.just_kept():
        st.success(_("Your own answers now hold these changes."), icon=":material/check:")
        st.page_link(frame.path("results"), label=_("See your results"))
    if not (session.what_if.foods() or session.what_if.supplements()):
        return
    if session.what_if.asks_to_keep():
        _ask_to_keep()
        return
    with st.container(horizontal=True, vertical_alignment="center", key="kd-what-if-buttons"):
        press.button(
            _("Reset"),
            session.what_if.reset,
            icon=":material/restart_alt:",
            key="what-if-reset",
        )
        if not visit.holds_vitamin_k:
            press.button(
                _("Keep these changes"),
                session.what_if.ask_to_keep,
                True,
                icon=":material/check:",
                key="what-if-keep-ask",
            )
    if visit.holds_vitamin_k:
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
        press.button(
            _("Yes, change my answers"),
            session.what_if.keep,
            type="primary",
            key="what-if-keep-yes",
        )
        press.button(
            _("No, leave them"),
            session.what_if.ask_to_keep,
            False,
            key="what-if-keep-no",
        )


def _add_chosen(visit: Visit) -> None:
    food_id = session.what_if.take_added()
    if food_id is not None:
        session.what_if.change(food_id, visit.answers.foods.get(food_id))


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
            key=session.what_if.frequency_key(food.food_id),
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
                key=session.what_if.portion_key(food.food_id),
                persist_state="session",
                label_visibility="collapsed",
                width="stretch",
            )
        press.button(
            _("Leave as it is: {food}").format(food=as_markdown(name)),
            session.what_if.drop,
            food.food_id,
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


def _ask_supplement(nutrient: str, label: str, now_per_day: float) -> None:
    question = (
        _("{supplement}, µg a day ({iu} IU are 1 µg)")
        if nutrient == "d"
        else _("{supplement}, µg a day")
    )
    now = _("now: {amount}").format(amount=plain(now_per_day))
    st.text_input(
        question.format(supplement=label, iu=plain(UG_PER_IU_D**-1)),
        max_chars=LONGEST_TEXT,
        placeholder=now if now_per_day else _("now: none"),
        key=session.what_if.supplement_key(nutrient),
        persist_state="session",
        width=320,
    )
