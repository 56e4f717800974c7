"""In which language a visitor reads: asked on every page, kept in a cookie of their browser.

Until somebody chooses, the language of the workshop that they came for counts, and else that of
the browser where the app speaks it.
"""

import streamlit as st

import languages
from languages import _

KEY = "language"
_BEGAN_KEY = "language-began"
"""What the switch began with, as long as nobody has chosen on it."""
_SUGGESTED_KEY = "language-suggested"
_LABELLED_KEY = "language-labelled"

COOKIE = "kdcheck-language"

_tell_browser = st.components.v2.component(
    "kdcheck-language",
    js="""
    export default function ({ data }) {
      document.documentElement.lang = data.tag;
      if (data.chosen)
        document.cookie = `${data.cookie}=${data.language}; path=/; max-age=31536000; SameSite=Lax`;
    }
    """,
)


def begin() -> None:
    """Make words in the language of this visitor from here on."""
    languages.use(_chosen() or _to_begin_with())


def suggest(code: str) -> None:
    """Begin with this language from here on, unless the visitor has chosen one.

    Where that changes the words, the run starts anew.
    """
    before = languages.current()
    st.session_state[_SUGGESTED_KEY] = code
    begin()
    if languages.current() != before:
        st.rerun()


def ask() -> None:
    """Show the switch, and tell the browser and its screen reader which language the page has."""
    if _chosen() is None:
        st.session_state[KEY] = st.session_state[_BEGAN_KEY] = languages.current()
    with st.container(key="kd-language"):
        st.selectbox(
            _("Language"),
            list(languages.offered()),
            format_func=languages.offered().__getitem__,
            key=KEY,
            on_change=_note_choice,
            persist_state="session",
            label_visibility="collapsed",
            icon=":material/language:",
            filter_mode=None,
        )
        _tell_browser(
            key="kdcheck-language",
            data={
                "language": languages.current(),
                "tag": languages.tag(),
                "chosen": _chosen() is not None,
                "cookie": COOKIE,
            },
        )


def labelled(key: str) -> str:
    """Remember that the widget of this key sends the label of an option; returns the key.

    Radios and selectboxes do, others send a number. After a change of language a browser would go
    on sending words that no option has any more, and Streamlit would drop the answer: the switch
    has the new words sent to it.
    """
    st.session_state.setdefault(_LABELLED_KEY, set()).add(key)
    return key


def _note_choice() -> None:
    st.session_state[_BEGAN_KEY] = None
    for key in st.session_state.get(_LABELLED_KEY, ()):
        if st.session_state.get(key) is not None:
            st.session_state[key] = st.session_state[key]


def _chosen() -> str | None:
    """The language that the visitor chose on the switch in this visit."""
    stands: str | None = st.session_state.get(KEY)
    if stands not in languages.offered() or stands == st.session_state.get(_BEGAN_KEY):
        return None
    return stands


def _to_begin_with() -> str:
    """What the visitor chose in an earlier visit, else the workshop's language, else the browser's.

    The cookie holds only what was chosen on the switch.
    """
    wished: tuple[str, ...] = (
        st.context.cookies.get(COOKIE) or "",
        st.session_state.get(_SUGGESTED_KEY, ""),
    )
    known = [code for code in wished if code in languages.offered()]
    return known[0] if known else languages.nearest(st.context.locale or "")
