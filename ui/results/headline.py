"""The three headline figures with their likely ranges."""

import html

import streamlit as st

from scoring.intake import Estimate
from ui.numbers import likely, micrograms
from ui.panel import explain
from ui.words import HEADLINES, NUTRIENT_NAMES


def show(estimate: Estimate) -> None:
    """Show K2, K1 and D from food, each with its range and, apart from it, supplements."""
    cards = "".join(_card(estimate, nutrient) for nutrient in HEADLINES)
    st.html(f'<div class="kd-cards" role="status">{cards}</div>')
    explain("headline")


def _card(estimate: Estimate, nutrient: str) -> str:
    intake = estimate.intakes[nutrient]
    right = 1.05 * intake.high or 1
    left, width, dot = (
        100 * x / right for x in (intake.low, intake.high - intake.low, intake.central)
    )
    extra = estimate.supplements_ug_per_day[nutrient]
    also = (
        f'<p class="kd-also">Supplements add {micrograms(extra)} µg a day: not counted above</p>'
        if extra
        else ""
    )
    return (
        f'<section class="kd-card" style="--kd-hue: var(--kd-{nutrient})">'
        f"<h2>{html.escape(NUTRIENT_NAMES[nutrient])} from food</h2>"
        f'<p class="kd-figure">about <b>{micrograms(intake.central)}</b> µg a day</p>'
        f'<div class="kd-scale" aria-hidden="true">'
        f'<i style="left:{left:.1f}%;width:{width:.1f}%"></i>'
        f'<b style="left:{dot:.1f}%"></b></div>'
        f'<p class="kd-range">likely {likely(intake)} µg</p>{also}</section>'
    )
