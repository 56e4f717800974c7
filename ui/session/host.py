"""What a host wishes a workshop to be, and the link of the one that was just opened."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ui.session.address import become_host, host_key
from workshop.codes import new_key

TITLE_KEY = "workshop-title"
SECTIONS_KEY = "workshop-sections"
LANGUAGE_KEY = "workshop-language"
HOURS_KEY = "workshop-hours"
LINK_KEY = "workshop-host-link"
OPENED_KEY = "workshop-opened"


@dataclass(frozen=True)
class Wish:
    """What the workshop is to be, as it stands in the fields."""

    title: str
    sections: Sequence[str]
    language: str
    hours: int


def wish() -> Wish:
    """What the host has asked for so far."""
    return Wish(
        *(st.session_state[key] for key in (TITLE_KEY, SECTIONS_KEY, LANGUAGE_KEY, HOURS_KEY))
    )


def link_to_open() -> str:
    """The key for the host link of the workshop to be opened, noted before it is: twice is once."""
    key: str = st.session_state.setdefault(LINK_KEY, new_key())
    return key


def note_opened() -> None:
    """The workshop of this link is open."""
    st.session_state[OPENED_KEY] = True


def link() -> str:
    """The key of the workshop whose host this is; empty for everybody else.

    Of one that was just opened it comes into the address, from whatever page the host comes back.
    """
    if st.session_state.get(OPENED_KEY):
        if host_key():
            del st.session_state[OPENED_KEY]
            st.session_state.pop(LINK_KEY, None)
        else:
            become_host(link_to_open())
    return host_key()
