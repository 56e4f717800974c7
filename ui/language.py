"""In which language a visitor reads: asked on every page, kept in a cookie of their browser.

Until somebody chooses, the language of the browser counts where the app speaks it.
"""

import streamlit as st

import languages
from languages import _

KEY = "language"
COOKIE = "kdcheck-language"

_tell_browser = st.components.v2.component(
    "kdcheck-language",
    js="""
    export default function ({ data }) {
      document.documentElement.lang = data.language;
      if (data.chosen)
        document.cookie = `${data.cookie}=${data.language}; path=/; max-age=31536000; SameSite=Lax`;
    }
    """,
)


def begin() -> None:
    """Make words in the language of this visitor from here on."""
    languages.use(st.session_state.get(KEY) or _of_the_browser())


def ask() -> None:
    """Show the switch, and tell the browser and its screen reader which language the page has."""
    before = _of_the_browser()
    with st.container(key="kd-language"):
        chosen = st.selectbox(
            _("Language"),
            list(languages.offered()),
            index=list(languages.offered()).index(before),
            format_func=languages.offered().__getitem__,
            key=KEY,
            persist_state="session",
            label_visibility="collapsed",
            icon=":material/language:",
            filter_mode=None,
        )
        _tell_browser(
            key="kdcheck-language",
            data={"language": languages.current(), "chosen": chosen != before, "cookie": COOKIE},
        )


def _of_the_browser() -> str:
    kept = st.context.cookies.get(COOKIE, "")
    return kept if kept in languages.offered() else languages.nearest(st.context.locale or "")
