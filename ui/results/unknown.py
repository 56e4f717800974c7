"""What is not known: eaten foods without data, and what they could hide."""

import streamlit as st

from content.numbers import micrograms
from content.words import LOWER_NAMES
from languages import _
from scoring.intake import Estimate
from ui import session
from ui.panel import explain
from ui.tables import show_table
from ui.text import as_markdown


def show(estimate: Estimate) -> None:
    """List the eaten foods that lack data and say how much that could add."""
    st.header(_("What is not known"), anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        if not estimate.unknown and not estimate.unanswered:
            st.write(_("Every food you eat has data for every form, and every food has an answer."))
        if estimate.unknown:
            table = session.food_table()
            show_table(
                [
                    {
                        _("Food you eat"): as_markdown(_(table[food_id].food)),
                        _("No data for"): _(", ").join(LOWER_NAMES[n] for n in missing),
                    }
                    for food_id, missing in estimate.unknown.items()
                ],
                _("Foods you eat that lack data"),
            )
            hidden = [
                _("{amount} µg {nutrient}").format(
                    amount=micrograms(extra), nutrient=LOWER_NAMES[n]
                )
                for n in ("k2", "k1", "d")
                if (extra := estimate.could_hide_ug_per_day[n])
            ]
            if hidden:
                st.write(
                    _(
                        "They count as nothing above. If each held as much as the middle one of "
                        "the foods in which it was found, a day would hold about {amounts} more."
                    ).format(amounts=_(", ").join(hidden))
                )
        if estimate.unanswered:
            names = as_markdown(
                _("; ").join(_(session.food_table()[f].food) for f in estimate.unanswered)
            )
            st.write(_("Without an answer, so counted as nothing: {foods}.").format(foods=names))
    with right:
        explain("unknown")
