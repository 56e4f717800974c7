"""A person's seat in a workshop: taken, kept in the address, found again, given up.

The key of the seat stands in the page's address, so that a phone whose server process died comes
back to its draft by itself. Answers never stand there.
"""

import logging
import threading
import time
from typing import TYPE_CHECKING

import streamlit as st

from scoring.guidance.safety import ready
from scoring.languages import _
from ui import language, session
from ui.calm import calm
from ui.components.seats import keep_in_browser
from ui.questionnaire.sheet_data import first_part_with_gaps
from workshop.errors import WorkshopError

if TYPE_CHECKING:
    from workshop.drafts import DraftKeeper
    from workshop.store import Seat, Session, Store

SECONDS_BETWEEN_DRAFTS = 10
SECONDS_BETWEEN_LOOKS = 10
SECONDS_BETWEEN_DELETIONS = 60

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
    key = session.seat.seat_key() or session.address.seat_key()
    if session.seat.seated():
        _note_if_closed()
        _save_draft()
    elif key is not None and session.seat.workshop() is None:
        _find_again(key)
    if session.seat.answers_came_back() and not ready(session.said.now().safety):
        st.info(
            _(
                "Your food answers are back. Your answers to the safety questions are kept "
                "nowhere, so please give those again. Look at the supplements too: only the tab in "
                "which you typed them keeps those."
            ),
            icon=":material/history:",
        )
    joined = session.seat.workshop()
    if joined is not None and not session.seat.seated():
        session.address.drop_seat()
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
    if seat_key := session.seat.seat_key():
        session.address.show_seat(seat_key)
    if joined is not None or session.seat.left():
        _keep_in_browser(joined)


def come_back_as_named() -> None:
    """Once in a visit, after the browser was heard: the seat that it had with an ended server.

    Streamlit leaves the seat out of the address of a page that is asked for, so a press that comes
    before the new server has shown anything would lose it.
    """
    key = session.said.seat_before()
    if key and session.seat.seat_key() is None and key != session.seat.named():
        session.address.show_seat(key)
        session.seat.note_named(key)
        st.rerun()


def take(joined: "Session") -> None:
    """Take a seat; the answers so far become its draft.

    Raises:
        WorkshopError: The store refuses, or does not answer.
    """
    session.seat.remember(store().join(joined, session.seat.key_to_take()), joined)
    _save_draft()


def find_in_browser(code: str) -> bool:
    """Find the seat again that this browser has in the workshop of a code.

    Returns:
        Whether there is one that is still there.

    Raises:
        WorkshopError: The store does not answer.
    """
    key = session.seat.in_browser(code)
    if not key or key in session.seat.left():
        return False
    found = store().seat(key)
    if found is None or found.session.code != code:
        return False
    _take_up(key, found)
    return True


def make_room(key: str) -> None:
    """Give the browser to another person, who takes a seat of their own in the same workshop.

    The seat of the person before stays in the workshop, with what they have sent.

    Args:
        key: That of the seat of the person before; another one changes nothing.

    Raises:
        WorkshopError: The store refuses, or does not answer.
    """
    joined = session.seat.workshop()
    if joined is None or session.seat.seat_key() != key:
        return
    new = store().join(joined, session.seat.key_to_take())
    session.seat.forget_person()
    session.draft.leave_alone()
    session.opening.begin_as_another()
    session.seat.remember(new, joined)


def leave() -> None:
    """Give the seat up: what the workshop holds of this person is deleted.

    Raises:
        WorkshopError: The store refuses, or does not answer.
    """
    key = session.seat.seat_key()
    if key is not None:
        store().leave(key)
    forget()


def forget() -> None:
    """Forget a seat that is gone."""
    session.seat.forget()
    session.address.drop_seat()


def show_trouble(button: str) -> None:
    """Say why this button did not do what it says, where it did not."""
    trouble = session.seat.trouble_of(button)
    if trouble is not None:
        st.warning(trouble.words, icon=":material/error:")


def save_draft_now_and_then() -> None:
    """By the clock, save the draft and see whether the host closes: an answer does neither."""
    if (joined := session.seat.workshop()) is not None and not joined.closed:
        _save_every_few_seconds()


@st.fragment(run_every=SECONDS_BETWEEN_DRAFTS)
def _save_every_few_seconds() -> None:
    with calm():
        _save_draft()
        _note_if_closed()
        if (joined := session.seat.workshop()) is not None and joined.closed:
            st.rerun()


def _note_if_closed() -> None:
    """Note that the workshop is closed, or that the seat is gone."""
    joined = session.seat.workshop()
    if joined is not None and not joined.closed and not _is_open(joined.session_id):
        look_again()


def look_again() -> None:
    """Note what has become of the seat: what was sent, in whatever tab, and whether it is shown."""
    try:
        found = store().seat(session.seat.seat_key() or "")
    except WorkshopError:
        return
    if found is None:
        session.seat.note_gone()
        return
    session.seat.note_sent(found.sent, found.shown)
    if found.session.closed:
        session.seat.note_workshop_closed()


@st.cache_data(ttl=SECONDS_BETWEEN_LOOKS, show_spinner=False)
def _is_open(session_id: str) -> bool:
    """Whether a workshop takes answers, as one look every few seconds tells all its people."""
    try:
        return store().is_open(session_id)
    except WorkshopError:
        return True


def _save_draft() -> None:
    visit = session.visit.read()
    foods = visit.food_answers.foods
    if visit.seat_key is not None and session.seat.note_saved(foods):
        _keeper().keep(visit.seat_key, foods)


def _keep_in_browser(joined: "Session | None") -> None:
    key, left = session.seat.seat_key(), session.seat.left()
    if joined is None or key is None:
        keep_in_browser("", "", 0, left)
    else:
        keep_in_browser(joined.code, key, joined.ends_at, left)


def _find_again(key: str) -> None:
    try:
        found = store().seat(key)
    except WorkshopError:
        session.seat.remember(key, None)
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
    _take_up(key, found)
    language.suggest(found.session.language)


def _take_up(key: str, found: "Seat") -> None:
    """Go on at a seat that was found again."""
    session.said.add_answers(found.draft, "")  # before the seat, whose draft is written from them
    session.seat.remember(key, found.session, found.sent, found.shown)
    visit = session.visit.read()
    session.said.go_to_part(first_part_with_gaps(visit.asked, visit.given.keys()))
    session.seat.note_back(bool(found.draft))


def _delete_ended_for_ever() -> None:
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
