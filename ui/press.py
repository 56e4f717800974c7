"""Buttons whose press is never lost, also where another page is asked for at once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from ui import session


def button(label: str, do: Callable[..., None], *args: object, key: str, **looks: Any) -> None:
    """Draw a button, whose press travels with what the browser says (ui/session/presses.py).

    Args:
        label: the words on it.
        do: what it does; done twice it must do no more than once.
        args: the arguments of `do`.
        key: another one for each button.
        looks: as for `st.button`.
    """
    session.presses.offer(key, partial(do, *args))
    st.button(label, on_click=do, args=args, key=f"{session.presses.PREFIX}{key}", **looks)
