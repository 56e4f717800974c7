"""The sums behind the headline figures, to be redone with a pocket calculator."""

import streamlit as st

from content.numbers import plain
from content.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES
from scoring.foods.table import FoodTable
from scoring.intake.estimate import Contribution
from scoring.languages import _, figure
from scoring.nutrients import NUTRIENTS
from ui import session
from ui.calm import calm
from ui.session.visit import Visit
from ui.tables import show_table
from ui.text import as_markdown

SUMS = (*HEADLINES, *(part for n in HEADLINES for part in NUTRIENTS[n].parts))


@st.fragment
def show(visit: Visit) -> None:
    """Show the sum of one nutrient, which the person chooses, one eaten food a row."""
    with calm(), st.expander(_("Every sum can be checked by hand")):
        visit = session.visit.read(visit)
        st.write(
            _(
                "For each food: servings a week × grams ÷ 7 ÷ 100 × µg in 100 g gives µg a day. "
                "K2 is MK-4 + MK-7 + the other long-chain forms; a form without data is left out."
            )
        )
        if visit.estimate.not_asked:
            st.write(_("What is added for foods that were not asked is not part of this sum."))
        nutrient = st.segmented_control(
            _("Sum of"),
            list(SUMS),
            default="d" if visit.holds_vitamin_k else SUMS[0],
            required=True,
            format_func=NUTRIENT_NAMES.__getitem__,
            key="results-sum-of",
            persist_state="session",
        )
        rows = [_row(visit.foods, c, nutrient) for c in visit.estimate.contributions]
        total = visit.estimate.intakes[nutrient].central
        rows.append(
            {
                _("Food"): "**" + _("Sum") + "**",
                _("Servings"): "",
                _("µg in 100 g"): "",
                _("µg a day"): f"**{figure(f'{total:,.3f}')}**",
            }
        )
        show_table(
            rows,
            _("The sum of {nutrient}, one food a row").format(nutrient=LOWER_NAMES[nutrient]),
        )


def _row(foods: FoodTable, contribution: Contribution, nutrient: str) -> dict[str, str]:
    food = foods[contribution.food_id]
    amount = contribution.per_day[nutrient]
    known = [food.content[part] for part in NUTRIENTS[nutrient].stored]
    content_ug = [content.central for content in known if content is not None]
    grams = contribution.g_per_day * 7 / contribution.servings_per_week
    return {
        _("Food"): as_markdown(_(food.food)),
        _("Servings"): f"{plain(contribution.servings_per_week)} × {plain(grams)} g",
        _("µg in 100 g"): " + ".join(map(plain, content_ug)) or _("no data"),
        _("µg a day"): "" if amount is None else figure(f"{amount:,.3f}"),
    }
