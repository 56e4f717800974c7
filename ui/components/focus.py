"""Move the keyboard focus to the page's heading after "next", as a person would expect.

Streamlit leaves the focus on the document body and the scroll where it was. This component
draws nothing; when its token changes it waits until the page is there, focuses the first heading,
scrolls to the top and closes the menu where that covers the page.
"""

import streamlit as st

from ui.components.files import text

_move = st.components.v2.component("kdcheck-focus", js=text("focus.js"))


def focus_heading(what: str, token: str, place: str = "h1") -> None:
    """Focus the page's heading whenever the token differs from the last one for `what`.

    Args:
        what: what is counted or named by the token.
        token: another one for each time the focus moves.
        place: a CSS selector of what is focused in place of the heading.
    """
    _move(key=f"kdcheck-focus-{what}", data={"what": what, "token": token, "place": place})
