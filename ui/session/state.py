"""Where in the app a person is, and what its parts note for the length of a visit."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

_T = TypeVar("_T")

NEXT_PAGE_KEY = "next-page"
SHOWN_PAGE_KEY = "shown-page"
FRAMED_KEY = "framed"
WANTED_PAGE_KEY = "wanted-page"
LED_TO_KEY = "notices-led-to"
CLAIM_KEY = "workshop-claim"
CLAIM_STEP_KEY = "workshop-claim-step"
LAST_LOOK_KEY = "workshop-last-look"
GUESS_BRAKE_KEY = "workshop-brake"


def framed() -> bool:
    """Whether a page of this visit was shown in its frame."""
    return FRAMED_KEY in st.session_state


def note_framed() -> None:
    """Note that the frame is there."""
    st.session_state[FRAMED_KEY] = True


def go_to_page(name: str) -> None:
    """Show another page when the present run of a callback is over."""
    st.session_state[NEXT_PAGE_KEY] = name


def take_next_page(here: str) -> str | None:
    """The page that a callback asked for, once; none where the person has gone on to another.

    Args:
        here: The page that is shown now unless there is a next one.
    """
    name: str | None = st.session_state.pop(NEXT_PAGE_KEY, None)
    before = st.session_state.get(SHOWN_PAGE_KEY)
    st.session_state[SHOWN_PAGE_KEY] = here
    return name if here == before else None


def shown_page() -> str | None:
    """The page that the server showed last; None before the first."""
    name: str | None = st.session_state.get(SHOWN_PAGE_KEY)
    return name


def want_page(name: str | None) -> None:
    """Note the page that waits for the safety questions; None for no page."""
    st.session_state[WANTED_PAGE_KEY] = name


def wanted_page() -> str | None:
    """The page to go back to after the safety questions; None for none."""
    name: str | None = st.session_state.get(WANTED_PAGE_KEY)
    return name


def lead_to_notices(rule_ids: frozenset[str]) -> None:
    """Note the notices on Before you start to which the person is led."""
    st.session_state[LED_TO_KEY] = (*st.session_state.get(LED_TO_KEY, ()), rule_ids)


def notices_led_to() -> frozenset[str]:
    """Ids of the notices on Before you start to which the person was led."""
    return frozenset().union(*st.session_state.get(LED_TO_KEY, ()))


def times_led_to_notices() -> int:
    """How often the person was led to notices on Before you start."""
    return len(st.session_state.get(LED_TO_KEY, ()))


def claim_shown() -> tuple[int, int]:
    """The claim that a host talks about, counted from 0, and how much of it is shown."""
    return st.session_state.get(CLAIM_KEY, 0), st.session_state.get(CLAIM_STEP_KEY, 0)


def show_claim(number: int, step: int) -> None:
    """Let the host talk about a claim, of which this much is shown."""
    st.session_state[CLAIM_KEY] = number
    st.session_state[CLAIM_STEP_KEY] = step


def last_look() -> tuple[Any, Any]:
    """The count and the picture that a host saw last; None each where nothing was seen."""
    seen: tuple[Any, Any] = st.session_state.get(LAST_LOOK_KEY, (None, None))
    return seen


def note_last_look(counted: object, picture: object) -> None:
    """Note the count and the picture that a host sees."""
    st.session_state[LAST_LOOK_KEY] = (counted, picture)


def guess_brake(make: Callable[[], _T]) -> _T:
    """What slows down a person who guesses codes; made once a visit."""
    if GUESS_BRAKE_KEY not in st.session_state:
        st.session_state[GUESS_BRAKE_KEY] = make()
    brake: _T = st.session_state[GUESS_BRAKE_KEY]
    return brake
