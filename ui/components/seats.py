"""The seats of this browser, kept in its local storage: a join address finds its own again.

The browser keeps for each workshop the key of one seat until the workshop is over.
"""

from collections.abc import Sequence

import streamlit as st

from ui.components import nothing
from ui.components.files import text

_seats = st.components.v2.component("kdcheck-seats", js=text("seats.js"))


def keep_in_browser(code: str, key: str, ends_at: int, left: Sequence[str]) -> None:
    """Have the browser keep the key of the seat in the workshop of this code.

    Args:
        code: That of the workshop.
        key: That of the seat; empty to keep none.
        ends_at: Seconds since 1970, after which the browser forgets it.
        left: Keys of seats that were given up, to forget at once.
    """
    data = {"code": code, "key": key, "ends_at": ends_at, "left": [*left], "asks": False}
    _seats(key="kdcheck-seats-kept", data=[data])


def ask_browser(code: str, left: Sequence[str], known: Sequence[str], key: str) -> None:
    """Ask the browser for its seat in the workshop of this code.

    Args:
        code: That of the workshop.
        left: Keys of seats that were given up, to forget at once.
        known: What it has answered before, so that it says only what is new.
        key: Where the answer comes to stand: the field `found` holds the code and the key of the
            seat, which is empty for none.
    """
    data = {"code": code, "key": "", "ends_at": 0, "left": [*left], "asks": True}
    data["known"] = [*known]
    _seats(key=key, data=[data], default={"found": None}, on_found_change=nothing)
