"""The sums behind the headline figures, to be redone with a pocket calculator."""

import streamlit as st

from content.numbers import plain
from content.words import LOWER_NAMES, NUTRIENT_NAMES
from languages import _, figure
from scoring.foods import K2_FORMS
from scoring.intake import Contribution, Estimate
from ui import frame, notices, session
from ui.tables import show_table
from ui.text import as_markdown

SUMS = ("k2", "k1", "d", *K2_FORMS)


@st.fragment
def show(estimate: Estimate) -> None:
    """Show the sum of one nutrient, which the person chooses, one eaten food a row."""
    with frame.calm(), st.expander(_("Check the sums yourself")):
        st.write(
            _(
                "For each food: servings a week × grams ÷ 7 ÷ 100 × µg in 100 g gives µg a day. "
                "K2 is MK-4 + MK-7 + the other long-chain forms; a form without data is left out."
            )
        )
        nutrient = st.segmented_control(
            _("Sum of"),
            list(SUMS),
            default="d" if notices.holds_vitamin_k(estimate) else SUMS[0],
            required=True,
            format_func=NUTRIENT_NAMES.__getitem__,
            key="results-sum-of",
            persist_state="session",
        )
        rows = [_row(contribution, nutrient) for contribution in estimate.contributions]
        total = estimate.intakes[nutrient].central
        rows.append(
            {
                _("Food"): f"**{_('Sum')}**",
                _("Servings"): "",
                _("µg in 100 g"): "",
                _("µg a day"): f"**{figure(f'{total:,.3f}')}**",
            }
        )
        show_table(
            rows,
            _("The sum of {nutrient}, one food a row").format(nutrient=LOWER_NAMES[nutrient]),
        )


def _row(contribution: Contribution, nutrient: str) -> dict[str, str]:
    food = session.food_table()[contribution.food_id]
    amount = contribution.ug_per_day[nutrient]
    known = [food.content[n] for n in (K2_FORMS if nutrient == "k2" else (nutrient,))]
    content_ug = [content.central_ug for content in known if content is not None]
    grams = contribution.g_per_day * 7 / contribution.servings_per_week
    return {
        _("Food"): as_markdown(_(food.food)),
        _("Servings"): f"{plain(contribution.servings_per_week)} × {plain(grams)} g",
        _("µg in 100 g"): " + ".join(map(plain, content_ug)) or _("no data"),
        _("µg a day"): "" if amount is None else figure(f"{amount:,.3f}"),
    }
