"""The name or label that a person typed for what they take along; it goes with the answers."""

import streamlit as st

KEY = "label"


def label() -> str:
    """What was typed last for the present answers; empty for nothing."""
    typed: str = st.session_state.get(KEY, "")
    return typed


def note(typed: str) -> None:
    """Keep the label for this visit."""
    st.session_state[KEY] = typed


def forget() -> None:
    """The next answers are somebody else's."""
    st.session_state.pop(KEY, None)
