"""The person's seat in a workshop, and what the class has of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from scoring import Answer
from workshop.codes import new_key

if TYPE_CHECKING:
    from workshop.store import Session

SEAT_KEY = "workshop-seat"
WORKSHOP_KEY = "workshop-session"
SENT_KEY = "workshop-sent"
SHOWN_KEY = "workshop-shown"
LEFT_KEY = "workshop-left"
BROWSER_KEY = "kdcheck-seats-found"
SAVED_KEY = "workshop-saved"
BACK_KEY = "workshop-back"
NAMED_KEY = "workshop-named"
TAKING_KEY = "workshop-taking"
TROUBLE_KEY = "workshop-trouble"
SEX_KEY = "workshop-sex"
AGE_BAND_KEY = "workshop-age-band"


@dataclass(frozen=True)
class Trouble:
    """Why a button of a workshop did not do what it says.

    Attributes:
        button: Its key.
        words: What the person is told.
    """

    button: str
    words: str


def seat_key() -> str | None:
    """The key of the person's seat in a workshop, also while the seat is not found again yet."""
    key: str | None = st.session_state.get(SEAT_KEY)
    return key


def workshop() -> "Session | None":
    """The workshop the person has joined."""
    joined: Session | None = st.session_state.get(WORKSHOP_KEY)
    return joined


def seated() -> bool:
    """Whether the person has a seat in a workshop that is still there as far as is known."""
    return seat_key() is not None and workshop() is not None


def remember(
    key: str,
    joined: "Session | None",
    sent: Mapping[str, Answer] | None = None,
    shown: bool = False,
) -> None:
    """Note the person's seat in a workshop; `joined` is None until the seat is found again."""
    note_sent(sent, shown)
    st.session_state[SEAT_KEY] = key
    st.session_state[WORKSHOP_KEY] = joined  # last, as a newer message may end the run before it
    st.session_state.pop(TAKING_KEY, None)


def key_to_take() -> str:
    """The key of the seat to be taken, noted before it is: taken twice, it is one seat."""
    key: str = st.session_state.setdefault(TAKING_KEY, new_key())
    return key


def forget_person() -> None:
    """Forget the person at the seat, which another one is about to leave for one of their own."""
    st.session_state[LEFT_KEY] = (*left(), seat_key() or "")
    for key in (SEX_KEY, AGE_BAND_KEY, BACK_KEY, SAVED_KEY, TROUBLE_KEY):
        st.session_state.pop(key, None)


def told_of_oneself() -> tuple[str, str]:
    """Sex and age band as chosen for the class; empty for what was not said."""
    sex, age_band = (st.session_state.get(key) or "" for key in (SEX_KEY, AGE_BAND_KEY))
    return sex, age_band


def note_trouble(trouble: Trouble | None) -> None:
    """Note why a button did not do what it says; None once one has."""
    st.session_state[TROUBLE_KEY] = trouble


def trouble_of(button: str) -> Trouble | None:
    """Why this button did not do what it says when it was pressed last; None where it did."""
    trouble: Trouble | None = st.session_state.get(TROUBLE_KEY)
    return trouble if trouble is not None and trouble.button == button else None


def note_sent(sent: Mapping[str, Answer] | None, shown: bool = False) -> None:
    """Note what the class has of the person, None where it has nothing.

    Args:
        sent: The answers.
        shown: Whether they are in the picture, as far as is known.
    """
    st.session_state[SENT_KEY] = sent
    st.session_state[SHOWN_KEY] = shown


def shown() -> bool:
    """Whether the person's answers are in the picture of the class, as far as is known."""
    return bool(st.session_state.get(SHOWN_KEY))


def note_workshop_closed() -> None:
    """Note that the person's workshop takes no more answers."""
    joined = workshop()
    assert joined is not None
    st.session_state[WORKSHOP_KEY] = replace(joined, closed=True)


def in_browser(code: str) -> str | None:
    """The key of the seat that this browser has in the workshop of a code.

    Empty where it has none, None as long as it has not said.
    """
    about, key = told_by_browser() or ("", "")
    return key if about == code else None


def told_by_browser() -> tuple[str, ...]:
    """What this browser has said of its seat: a code and a key; nothing until it has."""
    state = st.session_state.get(BROWSER_KEY)
    return tuple(state["found"] or ()) if state else ()


def left() -> tuple[str, ...]:
    """The keys of the seats that were given up in this visit."""
    keys: tuple[str, ...] = st.session_state.get(LEFT_KEY, ())
    return keys


def note_gone() -> None:
    """Note that the seat was deleted with its workshop; the person's own results stay."""
    note_workshop_closed()
    st.session_state[LEFT_KEY] = (*left(), seat_key() or "")
    for key in (SEAT_KEY, SENT_KEY):
        st.session_state.pop(key, None)


def forget() -> None:
    """The person is in no workshop; their answers stay."""
    if key := seat_key():
        st.session_state[LEFT_KEY] = (*left(), key)
    for key in (SEAT_KEY, WORKSHOP_KEY, SENT_KEY, SAVED_KEY, TROUBLE_KEY):
        st.session_state.pop(key, None)


def note_saved(foods: Mapping[str, Answer]) -> bool:
    """Note the draft that is saved; whether it differs from the one before."""
    if foods == st.session_state.get(SAVED_KEY):
        return False
    st.session_state[SAVED_KEY] = foods
    return True


def named() -> str | None:
    """The seat that the browser had with an ended server, once it was looked for."""
    key: str | None = st.session_state.get(NAMED_KEY)
    return key


def note_named(key: str) -> None:
    """Note the seat that the browser had with an ended server: it is looked for once."""
    st.session_state[NAMED_KEY] = key


def note_back(back: bool) -> None:
    """Note whether answers came back without those to the safety questions."""
    st.session_state[BACK_KEY] = back


def answers_came_back() -> bool:
    """Whether answers came back without those to the safety questions."""
    return bool(st.session_state.get(BACK_KEY))
