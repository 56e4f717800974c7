"""Whether a draft is kept in the visitor's browser, and what becomes of one that is found there."""

import secrets

import streamlit as st

ON_KEY = "draft-on"
TOKEN_KEY = "draft-token"
BROWSER_KEY = "kdcheck-draft"
FORGET_KEY = "draft-forget"
RESOLVED_KEY = "draft-resolved"
NOT_NOW_KEY = "draft-not-now"


def is_on() -> bool:
    """Whether a draft is kept."""
    return bool(st.session_state.get(ON_KEY))


def token() -> str:
    """What the browser tells this visit by from one with a server that has ended."""
    token: str = st.session_state.setdefault(TOKEN_KEY, secrets.token_hex(8))
    return token


def found() -> str:
    """The draft that the browser holds and this visit did not write."""
    state = st.session_state.get(BROWSER_KEY)
    return state.found if state else ""


def resolved() -> str:
    """The draft, as the browser found it, that was put to use or is to be forgotten."""
    return st.session_state.get(RESOLVED_KEY) or ""


def asks() -> bool:
    """Whether the person is asked what becomes of the draft that was found."""
    return _unresolved() and not st.session_state.get(NOT_NOW_KEY)


def to_forget() -> str:
    """A token that is another one for each time the draft is to be forgotten."""
    return st.session_state.get(FORGET_KEY) or ""


def leave_alone() -> None:
    """Keep no draft, and leave the one in the browser untouched."""
    st.session_state[ON_KEY] = False
    st.session_state.pop(RESOLVED_KEY, None)


def keep() -> None:
    """Keep a draft; one that the browser holds is asked about before another takes its place."""
    if _unresolved():
        st.session_state.pop(NOT_NOW_KEY, None)
    else:
        st.session_state[ON_KEY] = True


def use(draft: str) -> None:
    """The draft that was asked about is put to use, and kept up to date from now on."""
    st.session_state[RESOLVED_KEY] = draft
    st.session_state[ON_KEY] = True


def forget() -> None:
    """Keep no draft any more, nor the one that was kept."""
    st.session_state[ON_KEY] = False
    st.session_state[FORGET_KEY] = secrets.token_hex(8)


def drop(draft: str) -> None:
    """Forget the draft that was asked about; one of this visit, if switched on, takes its place."""
    st.session_state[RESOLVED_KEY] = draft
    st.session_state[FORGET_KEY] = secrets.token_hex(8)


def not_now() -> None:
    """Ask about the draft no more until a draft is switched on."""
    st.session_state[ON_KEY] = False
    st.session_state[NOT_NOW_KEY] = True


def _unresolved() -> bool:
    return found() not in ("", resolved())
