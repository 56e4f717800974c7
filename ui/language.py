"""In which language a visitor reads: asked on every page, kept in a cookie of their browser.

Until somebody chooses, the language of the workshop that they came for counts, and else that of
the browser where the app speaks it.
"""

import streamlit as st

from scoring import languages
from scoring.languages import _
from ui.components.language import COOKIE, tell_browser
from ui.session import language as switch


def begin() -> None:
    """Make words in the language of this visitor from here on."""
    languages.use(switch.chosen() or _to_begin_with())


def suggest(code: str) -> None:
    """Begin with this language from here on, unless the visitor has chosen one.

    Where that changes the words, the run starts anew.
    """
    before = languages.current()
    switch.suggest(code)
    begin()
    if languages.current() != before:
        st.rerun()


def ask() -> None:
    """Show the switch, and tell the browser and its screen reader which language the page has."""
    if switch.chosen() is None:
        switch.begin_with(languages.current())
    with st.container(key="kd-language"):
        st.selectbox(
            _("Language"),
            list(languages.offered()),
            format_func=languages.offered().__getitem__,
            key=switch.KEY,
            on_change=switch.note_choice,
            persist_state="session",
            label_visibility="collapsed",
            icon=":material/language:",
            filter_mode=None,
        )
        tell_browser(languages.current(), languages.tag(), chosen=switch.chosen() is not None)


def _to_begin_with() -> str:
    """What the visitor chose in an earlier visit, else the workshop's language, else the browser's.

    The cookie holds only what was chosen on the switch.
    """
    wished = (st.context.cookies.get(COOKIE) or "", switch.suggested())
    known = [code for code in wished if code in languages.offered()]
    return known[0] if known else languages.nearest(st.context.locale or "")
