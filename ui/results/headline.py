"""A card for each of the three vitamins: figure, range, and one finding in plain words."""

import html

import streamlit as st

from content.results.headline import Headline, headlines
from content.results.shares import main_food
from content.results.unknown import foods_without_data
from scoring.languages import N_, Words, _, ngettext, whole
from ui.session.visit import Visit

FROM_FOOD = Words(
    {
        "k2": N_("Vitamin K2 from food"),
        "k1": N_("Vitamin K1 from food"),
        "d": N_("Vitamin D from food"),
    }
)


def show(visit: Visit) -> None:
    """Show K2, K1 and D from food, each with its range and, apart from it, supplements."""
    cards = "".join(_card(headline, visit) for headline in headlines(visit.estimate))
    st.html(f'<div class="kd-cards" role="status">{cards}</div>')


def _card(headline: Headline, visit: Visit) -> str:
    finding = main_food(visit.assessment, headline.nutrient)
    most = f'<p class="kd-finding">{html.escape(finding)}</p>' if finding else ""
    adds = _("Supplements add {amount} µg a day, not counted above").format(
        amount=headline.supplements
    )
    lacking = foods_without_data(visit.assessment, headline.nutrient)
    also = [
        headline.not_asked,
        _lacking_words(lacking) if lacking else "",
        adds if headline.supplements else "",
    ]
    rest = "".join(f'<p class="kd-also">{words}</p>' for words in also if words)
    return card(headline, FROM_FOOD[headline.nutrient], most + rest)


def card(headline: Headline, title: str, below: str = "") -> str:
    """A figure with its range, as HTML.

    Args:
        headline: The figure.
        title: What it is of.
        below: HTML that follows the range.
    """
    about = headline.sentence.format(amount=f"<b>{headline.amount}</b>")
    return (
        f'<section class="kd-card" style="--kd-hue: var(--kd-{headline.nutrient})">'
        f"<h2>{html.escape(title)}</h2>"
        f'<p class="kd-figure">{about}</p>{_likely_range(headline)}{below}</section>'
    )


def _likely_range(headline: Headline) -> str:
    """The range in words, with a band from 0 on and the figure as a dot; "" for none."""
    if not headline.likely:
        return ""
    intake = headline.intake
    places = {"low": intake.low, "middle": intake.central, "high": intake.high}
    style = "; ".join(f"--{end}: {100 * ug / intake.high:.1f}%" for end, ug in places.items())
    bar = f'<div class="kd-bar" aria-hidden="true" style="{style}"><i></i><b></b></div>'
    return f'<p class="kd-range">{headline.likely}</p>{bar}'


def _lacking_words(count: int) -> str:
    return ngettext(
        "{count} food of yours lacks data on it, so the true figure may be higher",
        "{count} foods of yours lack data on it, so the true figure may be higher",
        count,
    ).format(count=whole(count))
