"""On Results, for people who have joined: send the answers to the class, or take them back."""

import streamlit as st

from scoring.languages import N_, Words, _
from ui import session
from ui.calm import calm
from ui.session.visit import Visit
from ui.text import as_markdown
from ui.workshop import seat
from workshop.errors import SessionOverError, UnknownSeatError, WorkshopError

SEXES = Words({"": N_("not said"), "female": N_("Female"), "male": N_("Male")})


def show(visit: Visit) -> None:
    """Offer to send; nothing for people who are in no workshop."""
    if visit.seated:
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
            _offer_to_send(visit)
        else:
            _offer_to_take_back(visit)


def _say_what_stays(visit: Visit) -> None:
    st.write(
        _("Your answers were not sent.")
        if visit.sent is None
        else _(
            "Your answers are with the class. They can no longer be taken back, and are deleted "
            "with all others within a day."
        )
    )


def _offer_to_send(visit: Visit) -> None:
    from workshop.store import AGE_BANDS

    st.write(
        _(
            "Send your food answers to the class? They go without a name, and no safety answer "
            "and no supplement goes with them."
        )
    )
    with st.container(horizontal=True):
        sex = st.selectbox(
            _("Sex, if you like"),
            list(SEXES),
            format_func=SEXES.__getitem__,
            key=session.language.labelled("workshop-sex"),
            persist_state="session",
            width=220,
        )
        age_band = st.selectbox(
            _("Age, if you like"),
            list(AGE_BANDS),
            format_func=AGE_BANDS.__getitem__,
            key=session.language.labelled("workshop-age-band"),
            persist_state="session",
            width=220,
        )
    if st.button(_("Send my answers to the class"), type="primary", icon=":material/send:"):
        _send(visit, sex, age_band)


def _send(visit: Visit, sex: str, age_band: str) -> None:

    foods = visit.food_answers.foods
    try:
        seat.store().send(visit.seat_key or "", foods, sex, age_band)
    except SessionOverError:
        session.seat.note_workshop_closed()
        st.rerun()
    except UnknownSeatError:
        st.info(
            _(
                "The host has started this workshop anew, or it is over. Your answers were not "
                "sent. To send them, join again with the code."
            ),
            icon=":material/info:",
        )
        st.button(_("Go on without"), on_click=seat.forget)
    except WorkshopError:
        st.warning(
            _(
                "Not sent yet: the workshop cannot be reached. Your answers are still here. Try "
                "again in a moment."
            ),
            icon=":material/cloud_off:",
        )
    else:
        session.seat.note_sent(foods)
        st.rerun()


def _offer_to_take_back(visit: Visit) -> None:

    st.success(_("Your answers are with the class."), icon=":material/check:")
    if visit.sent != visit.food_answers.foods:
        st.write(
            _("You have changed answers since. To send the new ones, take the old ones back first.")
        )
    if not st.button(_("Take my answers back"), icon=":material/undo:"):
        return
    try:
        seat.store().take_back(visit.seat_key or "")
    except SessionOverError:
        session.seat.note_workshop_closed()
        st.rerun()
    except UnknownSeatError:
        st.info(
            _("This workshop is over or was started anew: what it held of you is deleted."),
            icon=":material/check:",
        )
        st.button(_("Go on without"), on_click=seat.forget)
    except WorkshopError:
        st.warning(
            _("Not taken back yet: the workshop cannot be reached. Try again in a moment."),
            icon=":material/cloud_off:",
        )
    else:
        session.seat.note_sent(None)
        st.rerun()
