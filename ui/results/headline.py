"""The three headline figures with their likely ranges."""

import html

import streamlit as st

from content.numbers import likely, micrograms
from content.words import HEADLINES, NUTRIENT_NAMES
from scoring.intake import Estimate
from ui.panel import explain


def show(estimate: Estimate) -> None:
    """Show K2, K1 and D from food, each with its range and, apart from it, supplements."""
    cards = "".join(_card(estimate, nutrient) for nutrient in HEADLINES)
    st.html(f'<div class="kd-cards" role="status">{cards}</div>')
    explain("headline")


def _card(estimate: Estimate, nutrient: str) -> str:
    intake = estimate.intakes[nutrient]
    figures = (
        f'<p class="kd-figure">about <b>{micrograms(intake.central)}</b> µg a day</p>'
        f'<p class="kd-range">likely {likely(intake)} µg</p>'
        if intake.central
        else '<p class="kd-figure"><b>0</b> µg a day</p>'
    )
    extra = estimate.supplements_ug_per_day[nutrient]
    also = (
        f'<p class="kd-also">Supplements add {micrograms(extra)} µg a day, not counted above</p>'
        if extra
        else ""
    )
    return (
        f'<section class="kd-card" style="--kd-hue: var(--kd-{nutrient})">'
        f"<h2>{html.escape(NUTRIENT_NAMES[nutrient])} from food</h2>{figures}{also}</section>"
    )
