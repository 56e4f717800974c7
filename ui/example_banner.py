"""The mark of an example person, on every page while one is open."""

import streamlit as st

from content.example_people import example_people, shown_name
from scoring.languages import _
from ui import opening, press, session
from ui.session.visit import Visit
from ui.text import as_markdown


def show(visit: Visit) -> None:
    """Say on every page that the answers are a made-up person's, and what to look at.

    Points that speak of vitamin K are not for people on an antagonist of it.
    """
    name = visit.example
    if not name:
        return
    points = {
        person.name: _(person.teaching_point)
        for person in example_people().values()
        if person.safety.on_vitamin_k_blocker or not visit.holds_vitamin_k
    }
    words = (
        points.get(name, "")
        if opening.example_as_it_was(visit)
        else _("Some answers were changed.")
    )
    with st.container(key="kd-example"):
        st.info(
            _("**{example}.** A made-up person. {words}").format(
                example=as_markdown(shown_name(name)), words=words
            ),
            icon=":material/theater_comedy:",
        )
        press.button(_("Close the example"), session.opening.close_example, key="example-close")
