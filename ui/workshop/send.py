"""On Results, for people who have joined: send the answers to the class, or take them back."""

import streamlit as st

from ui import frame, session
from ui.text import as_markdown
from ui.workshop import seat

SEXES = {"female": "Female", "male": "Male"}
NOT_SENT = (
    "Not sent yet: the workshop cannot be reached. Your answers are still here. Try again in a "
    "moment."
)
CLOSED = "The host has closed this workshop, so it takes no more answers. Your results stay here."


def show() -> None:
    """Offer to send; nothing for people who are in no workshop."""
    if session.workshop() is not None:
        _show()


@st.fragment
def _show() -> None:
    with frame.calm(), st.container(border=True, key="kd-send"):
        joined = session.workshop()
        assert joined is not None
        st.header(f"The class: {as_markdown(joined.title)}", anchor=False)
        if session.sent_to_class() is None and session.example():
            st.write("These are an example person's answers. Close the example to send your own.")
        elif session.sent_to_class() is None:
            _offer_to_send()
        else:
            _offer_to_take_back()


def _offer_to_send() -> None:
    from workshop.store import AGE_BANDS

    st.write(
        "Send your food answers to the class? They go without a name, and no safety answer and no "
        "supplement goes with them."
    )
    with st.container(horizontal=True):
        sex = st.selectbox(
            "Sex, if you like",
            ["", *SEXES],
            format_func=lambda code: SEXES.get(code, "not said"),
            key="workshop-sex",
            persist_state="session",
            width=220,
        )
        age_band = st.selectbox(
            "Age, if you like",
            AGE_BANDS,
            format_func=lambda band: band or "not said",
            key="workshop-age-band",
            persist_state="session",
            width=220,
        )
    if st.button("Send my answers to the class", type="primary", icon=":material/send:"):
        _send(sex, age_band)


def _send(sex: str, age_band: str) -> None:
    from workshop.errors import SessionOverError, UnknownSeatError, WorkshopError

    foods = session.food_answers().foods
    try:
        seat.store().send(session.seat_key() or "", foods, sex, age_band)
    except SessionOverError:
        st.info(CLOSED, icon=":material/lock:")
    except UnknownSeatError:
        st.info(
            "The host has started this workshop anew, or it is over. Your answers were not sent. "
            "To send them, join again with the code.",
            icon=":material/info:",
        )
        st.button("Go on without", on_click=seat.forget)
    except WorkshopError:
        st.warning(NOT_SENT, icon=":material/cloud_off:")
    else:
        session.note_sent(foods)
        st.rerun()


def _offer_to_take_back() -> None:
    from workshop.errors import SessionOverError, UnknownSeatError, WorkshopError

    st.success("Your answers are with the class.", icon=":material/check:")
    if session.sent_to_class() != session.food_answers().foods:
        st.write(
            "You have changed answers since. To send the new ones, take the old ones back first."
        )
    if not st.button("Take my answers back", icon=":material/undo:"):
        return
    try:
        seat.store().take_back(session.seat_key() or "")
    except SessionOverError:
        st.info(
            "The host has closed this workshop: what was sent stays until all of it is deleted, "
            "within a day.",
            icon=":material/lock:",
        )
    except UnknownSeatError:
        st.info(
            "This workshop is over or was started anew: what it held of you is deleted.",
            icon=":material/check:",
        )
        st.button("Go on without", on_click=seat.forget)
    except WorkshopError:
        st.warning(
            "Not taken back yet: the workshop cannot be reached. Try again in a moment.",
            icon=":material/cloud_off:",
        )
    else:
        session.note_sent(None)
        st.rerun()
