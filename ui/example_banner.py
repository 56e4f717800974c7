"""The mark of an example person, on every page while one is open."""

import streamlit as st

from content.example_people import example_people
from ui import session
from ui.text import as_markdown


def show() -> None:
    """Say on every page that the answers are a made-up person's, and what to look at."""
    name = session.example()
    if not name:
        return
    points = {person.name: person.teaching_point for person in example_people().values()}
    with st.container(key="kd-example"):
        st.info(
            f"**{as_markdown(name)}.** A made-up person. {points.get(name, '')}",
            icon=":material/theater_comedy:",
        )
        st.button("Close the example", on_click=session.close_example, key="example-close")
