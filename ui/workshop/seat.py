"""A person's seat in a workshop: taken, kept in the address, found again, given up.

The key of the seat stands in the page's address, so that a phone whose server process died comes
back to its draft by itself. Answers never stand there.
"""

import logging
import threading
import time
from typing import TYPE_CHECKING

import streamlit as st

from languages import _
from ui import language, session

if TYPE_CHECKING:
    from workshop.drafts import DraftKeeper
    from workshop.store import Session, Store

SEAT_PARAMETER = "seat"
SECONDS_BETWEEN_DRAFTS = 10
SECONDS_BETWEEN_LOOKS = 10
SECONDS_BETWEEN_DELETIONS = 60

_SAVED_KEY = "workshop-saved"
_BACK_KEY = "workshop-back"
"""Whether the person must be told that their answers are back."""

_log = logging.getLogger("kdcheck")


@st.cache_resource(show_spinner=False)
def store() -> "Store":
    """The database of this process."""
    from workshop.store import Store

    return Store()


@st.cache_resource(show_spinner=False)
def _keeper() -> "DraftKeeper":
    from workshop.drafts import DraftKeeper

    return DraftKeeper(store())


@st.cache_resource(show_spinner=False)
def start_deleting_ended() -> None:
    """Delete ended workshops, now and every minute as long as this process lives."""
    threading.Thread(target=_delete_ended_for_ever, name="kdcheck-delete", daemon=True).start()


def come_back() -> None:
    """On every page: find the person's seat again where the visit is new, and keep its draft.

    Where the workshop is closed or the seat is gone, say so.
    """
    key = session.seat_key() or st.query_params.get(SEAT_PARAMETER)
    if session.seated():
        _note_if_closed()
        _save_draft()
    elif key is not None and session.workshop() is None:
        _find_again(key)
    if st.session_state.pop(_BACK_KEY, False):
        st.info(
            _(
                "Your food answers are back. Safety questions and supplements never leave your "
                "visit, so please answer those again."
            ),
            icon=":material/history:",
        )
    joined = session.workshop()
    if joined is not None and not session.seated():
        st.query_params.pop(SEAT_PARAMETER, None)
        st.info(
            _(
                "The workshop was started anew or is over, and what it held of you is deleted. "
                "Your own results stay here. To take part again, join with the code."
            ),
            icon=":material/info:",
        )
    elif joined is not None and joined.closed:
        st.info(
            _("This workshop is closed: it takes no more answers. Your own results stay here."),
            icon=":material/lock:",
        )
    if (seat_key := session.seat_key()) and st.query_params.get(SEAT_PARAMETER) != seat_key:
        st.query_params[SEAT_PARAMETER] = seat_key


def take(joined: "Session") -> None:
    """Take a seat; the answers so far become its draft.

    Raises WorkshopError where that cannot be.
    """
    session.remember_seat(store().join(joined), joined)
    _save_draft()


def leave() -> None:
    """Give the seat up: what the workshop holds of this person is deleted.

    Raises WorkshopError where that cannot be.
    """
    key = session.seat_key()
    if key is not None:
        store().leave(key)
    forget()


def forget() -> None:
    """Forget a seat that is gone."""
    session.forget_seat()
    st.session_state.pop(_SAVED_KEY, None)
    st.query_params.pop(SEAT_PARAMETER, None)


def save_draft_now_and_then() -> None:
    """By the clock, save the draft and see whether the host closes: an answer does neither."""
    if (joined := session.workshop()) is not None and not joined.closed:
        _save_every_few_seconds()


@st.fragment(run_every=SECONDS_BETWEEN_DRAFTS)
def _save_every_few_seconds() -> None:
    from ui import frame  # which imports this module

    with frame.calm():
        _save_draft()
        _note_if_closed()
        if (joined := session.workshop()) is not None and joined.closed:
            st.rerun()


def _note_if_closed() -> None:
    """Note that the workshop is closed, or that the seat is gone."""
    from workshop.errors import WorkshopError

    joined = session.workshop()
    if joined is None or joined.closed or _is_open(joined.session_id):
        return
    try:
        found = store().seat(session.seat_key() or "")
    except WorkshopError:
        return
    if found is None:
        session.note_seat_gone()
    else:
        session.note_workshop_closed()


@st.cache_data(ttl=SECONDS_BETWEEN_LOOKS, show_spinner=False)
def _is_open(session_id: str) -> bool:
    """Whether a workshop takes answers, as one look every few seconds tells all its people."""
    from workshop.errors import WorkshopError

    try:
        return store().is_open(session_id)
    except WorkshopError:
        return True


def _save_draft() -> None:
    key = session.seat_key()
    foods = session.food_answers().foods
    if key is not None and foods != st.session_state.get(_SAVED_KEY):
        st.session_state[_SAVED_KEY] = foods
        _keeper().keep(key, foods)


def _find_again(key: str) -> None:
    from workshop.errors import WorkshopError

    try:
        found = store().seat(key)
    except WorkshopError:
        session.remember_seat(key, None)
        st.warning(
            _(
                "Your workshop cannot be reached just now, so your answers there are not back "
                "yet. Nothing is lost."
            ),
            icon=":material/cloud_off:",
        )
        st.button(_("Try again"), key="workshop-find-again")
        return
    if found is None:
        forget()
        st.info(
            _(
                "The workshop you were in is over or was started anew, and what it held of you is "
                "deleted; or the address is not complete."
            ),
            icon=":material/info:",
        )
        return
    session.remember_seat(key, found.session, found.sent)
    session.restore(found.draft)
    groups = session.asked_foods().groups
    missing = {session.our_food_table()[f].group for f in session.unanswered_asked()}
    session.go_to_step(next((n for n, g in enumerate(groups) if g in missing), len(groups)))
    st.session_state[_BACK_KEY] = bool(found.draft)
    language.suggest(found.session.language)


def _delete_ended_for_ever() -> None:
    from workshop.errors import WorkshopError
    from workshop.store import Store

    said = False
    try:
        database = Store()
    except WorkshopError as error:
        _log.error("%s", error)
        return
    while True:
        try:
            if database.exists():
                database.delete_ended()
            said = False
        except WorkshopError as error:
            if not said:
                _log.error("%s", error)
            said = True
        time.sleep(SECONDS_BETWEEN_DELETIONS)
