"""Which foods the intake comes from."""

import streamlit as st

from scoring.foods import K2_FORMS
from scoring.intake import Contribution, Estimate
from scoring.safety import Hold
from ui import charts, notices, session
from ui.numbers import count, micrograms
from ui.panel import chart_panel
from ui.text import as_markdown
from ui.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES

SHOWN = 8
TITLE = "Where it comes from"


def show(estimate: Estimate) -> None:
    """Show the foods that carry most of one nutrient, which the person chooses.

    People on a vitamin K antagonist see no ranking of foods by vitamin K, only by vitamin D.
    """
    holds = notices.held_back(estimate)
    offered = ["d"] if Hold.VITAMIN_K_RANKING in holds else list(HEADLINES)
    st.header(TITLE, anchor=False)
    nutrient = (
        st.segmented_control(
            "Show the foods behind",
            offered,
            default=offered[0],
            required=True,
            format_func=NUTRIENT_NAMES.__getitem__,
            key="results-foods-of",
            persist_state="session",
        )
        if len(offered) > 1
        else offered[0]
    )
    eaten = [c for c in estimate.contributions if c.ug_per_day[nutrient]]
    if not eaten:
        st.write(f"None of the foods you chose carries {LOWER_NAMES[nutrient]} in the food table.")
        return
    named = [c for c in eaten if not (Hold.LIVER in holds and _is_liver(c))]
    named.sort(key=lambda c: -(c.ug_per_day[nutrient] or 0))
    top = named if len(named) == SHOWN + 1 else named[:SHOWN]
    rest = [c for c in eaten if c not in top]
    rows = [_row(session.food_table()[c.food_id].food, [c], nutrient) for c in top]
    if rest:
        rows.append(
            _row(f"{count(len(rest), 'other food', 'other foods')} together", rest, nutrient)
        )
    total = estimate.intakes[nutrient].central
    chart_panel(
        NUTRIENT_NAMES[nutrient],
        f"foods_{nutrient}",
        charts.shares(rows),
        f"Foods that carry your {LOWER_NAMES[nutrient]}: "
        + ", ".join(f"{row.label} {row.value_text}" for row in rows[:3])
        + ".",
        [
            {
                "Food": as_markdown(row.label),
                "µg a day": micrograms(_sum(row)),
                "Share": f"{100 * _sum(row) / total:.0f} %",
            }
            for row in rows
        ],
        level=3,
    )


def _row(label: str, contributions: list[Contribution], nutrient: str) -> charts.ShareRow:
    parts = K2_FORMS if nutrient == "k2" else (nutrient,)
    amounts = {n: sum(c.ug_per_day[n] or 0 for c in contributions) for n in parts}
    return charts.ShareRow(
        label=label,
        parts=tuple((NUTRIENT_NAMES[n], amounts[n], charts.COLOURS[n]) for n in parts),
        value_text=f"{micrograms(sum(amounts.values()))} µg",
    )


def _sum(row: charts.ShareRow) -> float:
    return sum(amount for _, amount, _ in row.parts)


def _is_liver(contribution: Contribution) -> bool:
    return "liver" in session.food_table()[contribution.food_id].tags
