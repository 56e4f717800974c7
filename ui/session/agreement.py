"""Two files of the same people on Many clients, and what came of them; kept for the visit."""

from collections.abc import Callable

import streamlit as st

from scoring.agreement.figures import Agreement
from scoring.agreement.pairs import Pairs

FIRST_KEY = "agree-first"
SECOND_KEY = "agree-second"
_RESULT_KEY = "agree-result"

Found = tuple[Pairs, tuple[Agreement, ...]]


def worked_out(of: tuple[str, ...], work_out: Callable[[], Found]) -> Found:
    """What came of the files, worked out once.

    Args:
        of: What tells these files and this food table from others.
        work_out: Works it out.
    """
    kept: tuple[tuple[str, ...], Found] | None = st.session_state.get(_RESULT_KEY)
    if kept is None or kept[0] != of:
        kept = of, work_out()
        st.session_state[_RESULT_KEY] = kept
    return kept[1]
