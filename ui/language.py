"""In which language a visitor reads: asked on every page, kept in a cookie of their browser.

Until somebody chooses, that of the browser counts where the app speaks it, and else that of the
workshop that they came for.
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
    """Begin with this language from here on, for a visitor who has chosen none.

    It counts only where the app does not speak that of the browser. Where that changes the words,
    the run starts anew.
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
    """What the visitor chose in an earlier visit, else the browser's language, else the workshop's.

    The cookie holds only what was chosen on the switch.
    """
    chosen = st.context.cookies.get(COOKIE) or ""
    if chosen in languages.offered():
        return chosen
    workshop = switch.suggested()
    otherwise = workshop if workshop in languages.offered() else languages.ENGLISH
    return languages.nearest(st.context.locale or "", otherwise)
