"""The three headline figures with their likely ranges."""

import html

import streamlit as st

from content.numbers import likely, micrograms
from content.words import HEADLINES
from languages import N_, Words, _
from scoring.intake import Estimate
from ui.panel import explain

FROM_FOOD = Words(
    {
        "k2": N_("Vitamin K2 from food"),
        "k1": N_("Vitamin K1 from food"),
        "d": N_("Vitamin D from food"),
    }
)


def show(estimate: Estimate) -> None:
    """Show K2, K1 and D from food, each with its range and, apart from it, supplements."""
    cards = "".join(_card(estimate, nutrient) for nutrient in HEADLINES)
    st.html(f'<div class="kd-cards" role="status">{cards}</div>')
    explain("headline")


def _card(estimate: Estimate, nutrient: str) -> str:
    intake = estimate.intakes[nutrient]
    amount = f"<b>{micrograms(intake.central)}</b>"
    if intake.central:
        about = _("about {amount} µg a day").format(amount=amount)
        within = _("likely {range} µg").format(range=likely(intake))
        figures = f'<p class="kd-figure">{about}</p><p class="kd-range">{within}</p>'
    else:
        nothing = _("{amount} µg a day").format(amount=amount)
        figures = f'<p class="kd-figure">{nothing}</p>'
    extra = estimate.supplements_ug_per_day[nutrient]
    adds = _("Supplements add {amount} µg a day, not counted above").format(
        amount=micrograms(extra)
    )
    also = f'<p class="kd-also">{adds}</p>' if extra else ""
    return (
        f'<section class="kd-card" style="--kd-hue: var(--kd-{nutrient})">'
        f"<h2>{html.escape(FROM_FOOD[nutrient])}</h2>{figures}{also}</section>"
    )
