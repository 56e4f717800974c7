"""The authority whose reference values the person compares with."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from scoring.guidance.references import authority_of

AUTHORITY_KEY = "profile-authority"
AUTHORITY_CHOSEN_KEY = "profile-authority-chosen"


def authority_in(state: Mapping[str, Any], country: str) -> str:
    """The authority whose reference values count: the one that was chosen, else the country's.

    Args:
        state: What is noted of the visitor, by the keys of this room.
        country: Where the reader is, one of COUNTRIES, or INTERNATIONAL.
    """
    if state.get(AUTHORITY_CHOSEN_KEY):
        return str(state.get(AUTHORITY_KEY))
    return authority_of(country)


def offer_authority(authority: str) -> None:
    """Let the control for the authority stand at this one.

    It is set only where it stands at another one: whatever a run sets, Streamlit puts in place of
    what the person has chosen meanwhile.
    """
    if st.session_state.get(AUTHORITY_KEY) != authority:
        st.session_state[AUTHORITY_KEY] = authority


def note_authority_chosen() -> None:
    """The person chose an authority, which a change of country leaves as it is."""
    st.session_state[AUTHORITY_CHOSEN_KEY] = True
