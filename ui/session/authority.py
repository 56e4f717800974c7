"""The authority whose reference values the person compares with."""

import streamlit as st

from scoring import languages
from scoring.guidance.references import AUTHORITIES

AUTHORITY_KEY = "profile-authority"
AUTHORITY_CHOSEN_KEY = "profile-authority-chosen"

AUTHORITY_OF_LANGUAGE = {"de": "dach", "ja": "japan", "nl": "efsa"}
"""Whose reference values the readers of a language meet first; others meet the first authority."""


def authority() -> str:
    """The authority whose reference values Results shows; until one is chosen, the reader's own."""
    if st.session_state.get(AUTHORITY_CHOSEN_KEY):
        return str(st.session_state.get(AUTHORITY_KEY))
    return AUTHORITY_OF_LANGUAGE.get(languages.current(), next(iter(AUTHORITIES)))


def offer_authority() -> None:
    """Let the control for the authority stand at `authority()`.

    It is set only where it stands at another one: whatever a run sets, Streamlit puts in place of
    what the person has chosen meanwhile.
    """
    if st.session_state.get(AUTHORITY_KEY) != authority():
        st.session_state[AUTHORITY_KEY] = authority()


def note_authority_chosen() -> None:
    """The person chose an authority, which a change of language leaves as it is."""
    st.session_state[AUTHORITY_CHOSEN_KEY] = True
