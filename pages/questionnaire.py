"""The weekly food-frequency questionnaire: one section of foods at a time, supplements last."""

import html
from collections.abc import Sequence

import streamlit as st

from languages import _, ngettext, whole
from scoring.foods import Food
from scoring.safety import Hold
from ui import frame, gate, session
from ui.focus import focus_heading
from ui.portions import portion_pictures
from ui.progress import show_progress
from ui.scales import FREQUENCY_LABELS, PORTIONS_BY_CODE, portion_label
from ui.steady import steady_presses
from ui.supplements import ask_supplements
from ui.text import as_hidden_label, as_markdown
from ui.workshop.seat import save_draft_now_and_then


def questionnaire() -> None:
    """One step of the wizard."""
    table = session.asked_foods()
    step = min(session.step(), len(table.groups))
    here = [] if step == len(table.groups) else table.in_group(table.groups[step])
    elsewhere = [food.food_id for food in table if food not in here]
    show_progress(
        part=step + 1,
        parts=len(table.groups) + 1,
        answered_elsewhere=len(elsewhere) - len(session.unanswered(elsewhere)),
        foods=len(table),
    )
    if step < len(table.groups):
        ask_section(table.groups[step], here)
    else:
        frame.heading(
            _("Supplements"),
            _("Only what you take in most weeks. Leave empty what you do not take."),
        )
        ask_supplements()
        show_missing()
    show_buttons(step)
    save_draft_now_and_then()
    steady_presses()
    focus_heading("step", str(step))


def ask_section(name: str, foods: Sequence[Food]) -> None:
    """Ask for each food of a section how often, then how much."""
    frame.heading(
        as_markdown(_(name)),
        _(
            "In a usual week over the past month, how often do you eat these? "
            "“Never” also means less than once a month."
        ),
    )
    with st.container(key="kd-foods"):
        for food in foods:
            with st.container(key=f"kd-food-{food.food_id}", gap="xsmall"):
                title = html.escape(_(food.food))
                examples = f"<span>{html.escape(_(food.examples))}</span>" if food.examples else ""
                pictures = portion_pictures(food.food_id, food.serving_g)
                st.html(f'<p class="kd-food"><b>{title}</b>{examples}</p>{pictures}')
                ask_food(food)
    st.button(
        _("Never for the rest of this part"),
        on_click=session.answer_never,
        args=([food.food_id for food in foods],),
        icon=":material/done_all:",
        key=f"never-rest-{name}",
    )


@st.fragment
def ask_food(food: Food) -> None:
    """Ask how often, and only when it is eaten how much; an answer reruns only this."""
    with frame.calm():
        frequency = st.segmented_control(
            as_hidden_label(_(food.food)),
            list(FREQUENCY_LABELS),
            format_func=FREQUENCY_LABELS.__getitem__,
            key=session.frequency_key(food.food_id),
            persist_state="session",
            label_visibility="collapsed",
            width="stretch",
        )
        if frequency not in (None, "never"):
            st.segmented_control(
                _("Portion: {food}").format(food=as_hidden_label(_(food.food))),
                list(PORTIONS_BY_CODE),
                default="M",
                required=True,
                format_func=lambda code: portion_label(food, code),
                key=session.portion_key(food.food_id),
                persist_state="session",
                label_visibility="collapsed",
                width="stretch",
            )


def show_missing() -> None:
    """On the last part: say which foods have no answer yet and lead back to them."""
    table = session.asked_foods()
    for number, name in enumerate(table.groups):
        missing = session.unanswered(food.food_id for food in table.in_group(name))
        if missing:
            st.button(
                ngettext(
                    "{part}: {count} food without an answer",
                    "{part}: {count} foods without an answer",
                    len(missing),
                ).format(part=as_markdown(_(name)), count=whole(len(missing))),
                on_click=session.go_to_step,
                args=(number,),
                icon=":material/undo:",
                key=f"missing-{number}",
            )


def show_buttons(step: int) -> None:
    """Back and next; the last part leads to the results."""
    last = step == len(session.asked_foods().groups)
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="kd-buttons",
    ):
        if step == 0:
            st.page_link(
                frame.path("before_you_start"), label=_("Back"), icon=":material/arrow_back:"
            )
        else:
            st.button(
                _("Back"),
                on_click=session.go_to_step,
                args=(step - 1,),
                icon=":material/arrow_back:",
                key=f"back-{step}",
            )
        if not last:
            st.button(
                _("Next"),
                on_click=session.go_to_step,
                args=(step + 1,),
                type="primary",
                icon=":material/arrow_forward:",
                icon_position="right",
                key=f"next-{step}",
            )
        elif st.button(
            _("See my results"),
            type="primary",
            icon=":material/arrow_forward:",
            icon_position="right",
            key="to-results",
        ):
            st.switch_page(frame.path("results"))


frame.enter()
gate.require(Hold.QUESTIONNAIRE, frame.TITLES["questionnaire"])
questionnaire()
