"""What is to become of the history in the visitor's browser, and what the browser told of it."""

import secrets
from dataclasses import dataclass

import streamlit as st

BROWSER_KEY = "kdcheck-history"
ADD_KEY = "history-add"
PUT_KEY = "history-put"


@dataclass(frozen=True)
class Put:
    """A text to put in the place of another one.

    Attributes:
        over: What the browser holds, as it told; where it holds something else, nothing is done.
        text: The history from now on; "" to forget it.
        token: Another one for each.
    """

    over: str
    text: str
    token: str


@dataclass(frozen=True)
class Told:
    """What the browser told last.

    Attributes:
        kept: The history that it holds; "" for none.
        done: The token of the last text that it was given.
        refused: It lets a page keep nothing.
    """

    kept: str
    done: str
    refused: bool


def told() -> Told | None:
    """What the browser told last; None while it has told nothing that can be."""
    state = st.session_state.get(BROWSER_KEY)
    match state and state.get("told"):
        case {"kept": str(kept), "done": str(done), "refused": bool(refused)}:
            return Told(kept, done, refused)
    return None


def ask_to_add() -> None:
    """The answers of this visit are to be added."""
    st.session_state[ADD_KEY] = True


def is_to_add() -> bool:
    """Whether the answers of this visit wait to be added."""
    return bool(st.session_state.get(ADD_KEY))


def added() -> None:
    """Nothing waits any more."""
    st.session_state.pop(ADD_KEY, None)


def put(over: str, text: str) -> None:
    """Have the browser put a text in the place of what it holds."""
    st.session_state[PUT_KEY] = Put(over, text, secrets.token_hex(8))


def to_put() -> Put | None:
    """The text that the browser was last given."""
    given: Put | None = st.session_state.get(PUT_KEY)
    return given


def put_is_over() -> None:
    """What became of the text was said."""
    st.session_state.pop(PUT_KEY, None)
