"""Tell the browser and its screen reader which language the page has, and keep a choice of it."""

import streamlit as st

from ui.components.files import text

COOKIE = "kdcheck-language"
"""The cookie that holds the language a visitor chose; until they choose there is none."""

_tell = st.components.v2.component("kdcheck-language", js=text("language.js"))


def tell_browser(language: str, tag: str, chosen: bool) -> None:
    """Mark the page with its language, and write the cookie where the visitor chose it.

    Args:
        language: The code of the language, as in `nl`.
        tag: The same as web pages name it, as in `pt-BR`.
        chosen: Whether the visitor chose it on the switch.
    """
    _tell(
        key="kdcheck-language",
        data={"language": language, "tag": tag, "chosen": chosen, "cookie": COOKIE},
    )
