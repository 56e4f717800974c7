"""Which foods the intake comes from."""

import streamlit as st

from content.numbers import micrograms
from content.results.shares import Share, main_food, nutrients_shown, shares
from content.results.sources import contents_of
from content.words import LOWER_NAMES, NUTRIENT_NAMES
from scoring.languages import _
from ui import charts
from ui.nutrient_choice import ask_nutrient
from ui.panel import chart_panel
from ui.session.visit import Visit
from ui.text import as_markdown

SHOWN = 5


def show(visit: Visit) -> None:
    """Show the foods that carry most of one nutrient, which the person chooses.

    People on a vitamin K antagonist see no ranking of foods by vitamin K, only by vitamin D.
    """
    with st.container(key="kd-whole-foods"):
        _show(visit)


def _show(visit: Visit) -> None:
    offered = nutrients_shown(visit.assessment)
    st.header(_("Where it comes from"), anchor=False)
    nutrient = ask_nutrient(_("Show the foods behind"), offered, "results-foods-of")
    found = shares(visit.assessment, nutrient, SHOWN)
    if not found:
        st.write(
            _("None of the foods you chose carries {nutrient} in the food table.").format(
                nutrient=LOWER_NAMES[nutrient]
            )
        )
        return
    chart_panel(
        _title(visit, nutrient),
        f"foods_{nutrient}",
        charts.shares([_row(share) for share in found]),
        _("Foods that carry your {nutrient}: {figures}.").format(
            nutrient=LOWER_NAMES[nutrient],
            figures=_(", ").join(f"{share.label} {share.about}" for share in found[:3]),
        ),
        [
            {
                _("Food"): as_markdown(share.label),
                _("µg a day"): micrograms(share.amount),
                _("Share"): share.percent,
            }
            for share in found
        ],
        visit.holds,
        level=3,
        source=source_words(visit),
        brief=True,
    )


def source_words(visit: Visit) -> str:
    """Whose figures stand in a chart of the person's own intake."""
    contents = contents_of(visit.foods, own_table=visit.own_table is not None)
    return as_markdown(_("your answers; {contents}").format(contents=contents))


def _title(visit: Visit, nutrient: str) -> str:
    """What the chart shows."""
    finding = main_food(visit.assessment, nutrient)
    name = NUTRIENT_NAMES[nutrient]
    return as_markdown(f"{name}. {finding}" if finding else name)


def _row(share: Share) -> charts.ShareRow:
    return charts.ShareRow(
        label=share.label,
        parts=tuple(
            (NUTRIENT_NAMES[n], amount, charts.COLOURS[n]) for n, amount in share.parts.items()
        )
        if share.asked
        else ((share.label, share.amount, charts.NEUTRAL),),
        value_text=share.about,
    )
