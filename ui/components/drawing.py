"""A drawing of ours on a page: Streamlit strips SVG from its own HTML."""

import streamlit as st

from ui.components.files import text

_drawing = st.components.v2.component(
    "kdcheck-drawing", js=text("drawing.js"), css=text("drawing.css")
)


def draw(key: str, svg: str, alt: str) -> None:
    """Show an SVG as wide as its place.

    Args:
        key: Stable name of the drawing on its page.
        svg: Made by our own code; nothing that somebody wrote.
        alt: What it shows, in words, for those who do not see it.
    """
    _drawing(key=key, data=[{"svg": svg, "alt": alt}])
