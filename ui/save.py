"""Buttons that save a file on the reader's own device."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Literal

import streamlit as st

from scoring import languages

MIME = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def in_language(code: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """The making of a file, for later: Streamlit calls it outside the run that knows the reader."""

    def made() -> bytes:
        with languages.speaking(code):
            return make()

    return made


def save_button(
    words: str,
    data: bytes | Callable[[], bytes],
    file_name: str,
    *,
    key: str | None = None,
    icon: str = "download",
    kind: Literal["primary", "secondary"] = "secondary",
) -> None:
    """Draw a button that saves a file; a press runs no page anew.

    Args:
        words: On the button.
        data: What is in the file, or what makes it once it is pressed.
        file_name: With an ending of MIME.
        key: Stable name of the button on its page.
        icon: Name of a Material symbol.
        kind: Whether it is the button that most people want there.
    """
    st.download_button(
        words,
        data,
        file_name=file_name,
        mime=MIME[PurePath(file_name).suffix],
        on_click="ignore",
        icon=f":material/{icon}:",
        type=kind,
        key=key,
    )
