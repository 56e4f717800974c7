"""The switch for the language: what it stands at, and what a change of it sends anew."""

import streamlit as st

from scoring import languages

KEY = "language"
BEGAN_KEY = "language-began"
"""What the switch began with, as long as nobody has chosen on it."""
SUGGESTED_KEY = "language-suggested"
LABELLED_KEY = "language-labelled"


def chosen() -> str | None:
    """The language that the visitor chose on the switch in this visit."""
    stands: str | None = st.session_state.get(KEY)
    if stands not in languages.offered() or stands == st.session_state.get(BEGAN_KEY):
        return None
    return stands


def begin_with(code: str) -> None:
    """Let the switch stand at a language that nobody has chosen on it.

    It is set only where it stands at another one: whatever a run sets, Streamlit puts in place of
    what the visitor has chosen meanwhile.
    """
    if st.session_state.get(KEY) != code:
        st.session_state[KEY] = code
    st.session_state[BEGAN_KEY] = code


def suggested() -> str:
    """The language of the workshop that the visitor came for; empty for none."""
    code: str = st.session_state.get(SUGGESTED_KEY, "")
    return code


def suggest(code: str) -> None:
    """Note the language of the workshop that the visitor came for."""
    st.session_state[SUGGESTED_KEY] = code


def labelled(key: str) -> str:
    """Remember that the widget of this key sends the label of an option; returns the key.

    Radios and selectboxes do, others send a number. After a change of language a browser would go
    on sending words that no option has any more, and Streamlit would drop the answer: the switch
    has the new words sent to it.
    """
    st.session_state.setdefault(LABELLED_KEY, set()).add(key)
    return key


def choose(code: str) -> None:
    """Choose a language, as on the switch."""
    st.session_state[KEY] = code
    note_choice()


def note_choice() -> None:
    """The visitor chose on the switch: the words of each chosen option are sent anew."""
    st.session_state[BEGAN_KEY] = None
    for key in st.session_state.get(LABELLED_KEY, ()):
        if st.session_state.get(key) is not None:
            st.session_state[key] = st.session_state[key]
