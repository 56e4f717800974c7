"""Which foods the intake comes from."""

import streamlit as st

from content.numbers import micrograms, percent, with_unit
from content.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES
from languages import _, ngettext, whole
from scoring.foods import K2_FORMS
from scoring.intake import Contribution, Estimate
from scoring.shares import food_shares, nutrients_to_rank
from ui import charts, notices, session
from ui.nutrient_choice import ask_nutrient
from ui.panel import chart_panel
from ui.text import as_markdown

SHOWN = 8


def show(estimate: Estimate) -> None:
    """Show the foods that carry most of one nutrient, which the person chooses.

    People on a vitamin K antagonist see no ranking of foods by vitamin K, only by vitamin D.
    """
    holds = notices.held_back(estimate)
    offered = nutrients_to_rank(HEADLINES, holds)
    st.header(_("Where it comes from"), anchor=False)
    nutrient = ask_nutrient(_("Show the foods behind"), offered, "results-foods-of")
    table = session.food_table()
    shares = food_shares(table, estimate, nutrient, SHOWN, holds)
    if not shares.top and not shares.rest:
        st.write(
            _("None of the foods you chose carries {nutrient} in the food table.").format(
                nutrient=LOWER_NAMES[nutrient]
            )
        )
        return
    rest = shares.rest
    rows = [_row(_(table[c.food_id].food), (c,), nutrient) for c in shares.top]
    if rest:
        together = ngettext(
            "{count} other food together", "{count} other foods together", len(rest)
        ).format(count=whole(len(rest)))
        rows.append(_row(together, rest, nutrient))
    total = estimate.intakes[nutrient].central
    chart_panel(
        NUTRIENT_NAMES[nutrient],
        f"foods_{nutrient}",
        charts.shares(rows),
        _("Foods that carry your {nutrient}: {figures}.").format(
            nutrient=LOWER_NAMES[nutrient],
            figures=_(", ").join(f"{row.label} {row.value_text}" for row in rows[:3]),
        ),
        [
            {
                _("Food"): as_markdown(row.label),
                _("µg a day"): micrograms(_sum(row)),
                _("Share"): percent(_sum(row) / total),
            }
            for row in rows
        ],
        level=3,
    )


def _row(label: str, contributions: tuple[Contribution, ...], nutrient: str) -> charts.ShareRow:
    parts = K2_FORMS if nutrient == "k2" else (nutrient,)
    amounts = {n: sum(c.ug_per_day[n] or 0 for c in contributions) for n in parts}
    return charts.ShareRow(
        label=label,
        parts=tuple((NUTRIENT_NAMES[n], amounts[n], charts.COLOURS[n]) for n in parts),
        value_text=with_unit(sum(amounts.values())),
    )


def _sum(row: charts.ShareRow) -> float:
    return sum(amount for _name, amount, _colour in row.parts)
