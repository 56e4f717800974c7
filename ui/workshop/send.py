"""For people who have joined: send the answers to the class, or take them back.

On Results, and below the questionnaire once it is answered.
"""

import streamlit as st

from scoring.languages import N_, Words, _
from ui import press, session
from ui.calm import calm
from ui.questionnaire.sheet_data import SUPPLEMENTS_PART, first_part_with_gaps
from ui.session.seat import AGE_BAND_KEY, SEX_KEY, Trouble
from ui.session.visit import Visit
from ui.text import as_markdown
from ui.workshop import seat
from workshop.errors import SessionOverError, UnknownSeatError, WorkshopError

SEND, TAKE_BACK = "workshop-send", "workshop-take-back"
"""Keys of the buttons."""

SEXES = Words({"": N_("not said"), "female": N_("Female"), "male": N_("Male")})


def show_until_sent(visit: Visit) -> None:
    """On top of Results, offer to send what is not sent yet."""
    if visit.seated:
        seat.look_again()
        visit = session.visit.read(visit)
        if not visit.seated:
            st.rerun()
        if visit.sent is None:
            _show(visit)
        seat.save_draft_now_and_then()


def show_sent(visit: Visit) -> None:
    """Below the figures of Results, say what is sent and offer to take it back."""
    visit = session.visit.read(visit)
    if visit.seated and visit.sent is not None:
        _show(visit)


def show_after_last_part(visit: Visit) -> None:
    """Below the questionnaire, offer to send once every food that is asked has an answer."""
    if visit.seated:
        if first_part_with_gaps(visit.asked, visit.given.keys()) == SUPPLEMENTS_PART:
            _show(visit)
        seat.save_draft_now_and_then()


@st.fragment
def _show(visit: Visit) -> None:
    with calm(), st.container(border=True, key="kd-send"):
        visit = session.visit.read(visit)
        joined = visit.workshop
        assert joined is not None
        st.header(_("The class: {title}").format(title=as_markdown(joined.title)), anchor=False)
        if joined.closed:
            _say_what_stays(visit)
        elif visit.sent is None and visit.example:
            st.write(
                _("These are an example person's answers. Close the example to send your own.")
            )
        elif visit.sent is None:
            _offer_to_send()
        else:
            _offer_to_take_back(visit)


def _say_what_stays(visit: Visit) -> None:
    if visit.sent is None:
        words = _("Your answers were not sent.")
    elif session.seat.shown():
        words = _(
            "Your answers are in the picture of the class. They can no longer be taken back, and "
            "are deleted with all others within a day."
        )
    else:
        words = _(
            "You sent your answers, and they are held back: too few came with them, or others were "
            "taken back, so that somebody could be told from the picture. They are neither in the "
            "picture nor in the files of the host, and are deleted with all others within a day."
        )
    st.write(words)


def _offer_to_send() -> None:
    from workshop.store import AGE_BANDS

    st.write(
        _(
            "Send your food answers to the class? They go without a name, and no safety answer "
            "and no supplement goes with them."
        )
    )
    with st.container(horizontal=True):
        st.selectbox(
            _("Sex, if you like"),
            list(SEXES),
            format_func=SEXES.__getitem__,
            key=session.language.labelled(SEX_KEY),
            persist_state="session",
            width=220,
        )
        st.selectbox(
            _("Age, if you like"),
            list(AGE_BANDS),
            format_func=AGE_BANDS.__getitem__,
            key=session.language.labelled(AGE_BAND_KEY),
            persist_state="session",
            width=220,
        )
    press.button(
        _("Send my answers to the class"),
        _send,
        key=SEND,
        type="primary",
        icon=":material/send:",
    )
    seat.show_trouble(SEND)


def _send() -> None:
    foods = session.visit.read().food_answers.foods
    trouble = None
    try:
        key = session.seat.seat_key() or ""
        has = seat.store().send(key, foods, *session.seat.told_of_oneself())
    except SessionOverError:
        seat.look_again()
    except UnknownSeatError:
        session.seat.note_gone()
    except WorkshopError:
        words = _(
            "Not sent yet: the workshop cannot be reached. Your answers are still here. Try "
            "again in a moment."
        )
        trouble = Trouble(SEND, words)
    else:
        session.seat.note_sent(has)
    session.seat.note_trouble(trouble)


def _offer_to_take_back(visit: Visit) -> None:
    st.success(
        _(
            "Your answers are sent. They are shown together with those of others: from five people "
            "on, and then whenever there are three more."
        ),
        icon=":material/check:",
    )
    if visit.sent != visit.food_answers.foods:
        st.write(
            _("You have changed answers since. To send the new ones, take the old ones back first.")
        )
    press.button(_("Take my answers back"), _take_back, key=TAKE_BACK, icon=":material/undo:")
    seat.show_trouble(TAKE_BACK)


def _take_back() -> None:
    trouble = None
    try:
        seat.store().take_back(session.seat.seat_key() or "")
    except SessionOverError:
        seat.look_again()
    except UnknownSeatError:
        session.seat.note_gone()
    except WorkshopError:
        words = _("Not taken back yet: the workshop cannot be reached. Try again in a moment.")
        trouble = Trouble(TAKE_BACK, words)
    else:
        session.seat.note_sent(None)
    session.seat.note_trouble(trouble)
