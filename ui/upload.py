"""A place for files, whose limits are told in the language of the reader."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from scoring.languages import _, whole


def ask(label: str, endings: Sequence[str], megabytes: int, key: str, **looks: Any) -> Any:
    """Ask for files, as `st.file_uploader` does.

    ui/style.css hides Streamlit's own line about the limits, which is English in every language.

    Args:
        label: What is asked for.
        endings: Of the files that are taken, without a dot.
        megabytes: How large each may be.
        key: Of the widget.
        looks: As for `st.file_uploader`.
    """
    given = st.file_uploader(label, type=list(endings), max_upload_size=megabytes, key=key, **looks)
    kinds = _(", ").join(ending.upper() for ending in endings)
    words = _("{kinds}; each file {megabytes} MB at most")
    with st.container(key=f"limits-{key}"):
        st.markdown(words.format(kinds=kinds, megabytes=whole(megabytes)))
    return given
