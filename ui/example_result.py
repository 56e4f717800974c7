"""The result of an example person, drawn small: what a visitor may expect."""

import html

import streamlit as st

from content.example_people import example_people, shown_name
from content.results.headline import headlines
from content.words import NUTRIENT_NAMES
from scoring.guidance.assessment import Assessment
from scoring.languages import _
from ui.results.headline import card
from ui.session.visit import Visit


def show(visit: Visit) -> None:
    """Show three figures of a made-up person, one who takes the medicine that the visitor takes."""
    person = next(
        (
            person
            for person in example_people().values()
            if person.fits(visit.foods)
            and person.safety.on_vitamin_k_blocker == visit.holds_vitamin_k
        ),
        None,
    )
    if person is None:  # the visitor's own table lacks its foods
        return
    found = Assessment(visit.foods, person.answers(visit.foods), person.safety).estimate
    name = html.escape(_("{example}. A made-up person.").format(example=shown_name(person.name)))
    cards = "".join(card(one, NUTRIENT_NAMES[one.nutrient]) for one in headlines(found))
    st.html(
        f'<figure class="kd-example"><figcaption>{name}</figcaption>'
        f'<div class="kd-cards">{cards}</div></figure>'
    )
