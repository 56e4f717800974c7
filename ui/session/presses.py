"""Presses of buttons that travel with what the browser says, so that none is lost on its way.

Streamlit drops a press where another page is asked for before its run has begun. The buttons of
ui/press.py are pressed in the book (ui/components/questionnaire/book.js), which says a press again
until the server has heard it, on whatever page.
"""

from collections.abc import Callable

import streamlit as st

from ui.session.said import now, press_done

PREFIX = "press-"
"""The keys of such buttons begin so, which the book finds on the page."""


def offer(key: str, do: Callable[[], None]) -> None:
    """Note what a button does; a run may be ended after it and begun anew, so twice is once."""
    st.session_state[_key(key)] = do


def waiting() -> bool:
    """Whether a button was pressed whose press is not done."""
    return bool(now().presses)


def do_next() -> None:
    """Do what the button does that was pressed first; where that fails, it is not tried again."""
    do = st.session_state.get(_key(now().presses[0]))
    try:
        if do is not None:
            do()
    except Exception:
        press_done()
        raise
    press_done()


def _key(key: str) -> str:
    return f"does-{key}"
