"""What came of two files of the same people on Many clients; kept while both files are there."""

from collections.abc import Callable

import streamlit as st

from scoring.agreement.figures import Agreement
from scoring.agreement.pairs import Pairs
from scoring.errors import ScoringError

FIRST_KEY = "agree-first"
SECOND_KEY = "agree-second"
_RESULT_KEY = "agree-result"

Outcome = tuple[Pairs, tuple[Agreement, ...]] | ScoringError
"""The pairs with their figures, or why there are none."""


def worked_out(of: tuple[str, ...], work_out: Callable[[], Outcome]) -> Outcome:
    """What came of the files, worked out once.

    Args:
        of: What tells these files, this food table and this language from others.
        work_out: Works it out.
    """
    kept: tuple[tuple[str, ...], Outcome] | None = st.session_state.get(_RESULT_KEY)
    if kept is None or kept[0] != of:
        kept = of, work_out()
        st.session_state[_RESULT_KEY] = kept
    return kept[1]


def forget() -> None:
    """Drop what came of files of which one is no longer there."""
    st.session_state.pop(_RESULT_KEY, None)
