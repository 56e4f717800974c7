"""Unexpected errors become a calm message, and tell the log nothing of what somebody answered."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from scoring.languages import _
from ui import language, log

_log = logging.getLogger("kdcheck")


@contextmanager
def calm() -> Iterator[None]:
    """Turn an unexpected error into a calm message; the log gets the place, never a value.

    Words inside are in the language of the visitor.
    Fragments run outside the frame: they use this themselves.
    """
    language.begin()
    try:
        yield
    except Exception as error:
        _log.error("%s", log.places(error))
        st.error(
            _(
                "Something went wrong on our side. Your answers are still here: "
                "try again, or go on with another page from the menu."
            )
        )
