"""Vitamin K2 split by form."""

import streamlit as st

from content.numbers import likely, micrograms, with_unit
from content.words import LOWER_NAMES, NUTRIENT_NAMES
from scoring.intake.estimate import Intake
from scoring.languages import _
from scoring.nutrients import NUTRIENTS
from ui import charts
from ui.panel import chart_panel
from ui.results import foods
from ui.session.visit import Visit


def show(visit: Visit) -> None:
    """Show MK-4, MK-7 and the other long-chain forms with their ranges."""
    intakes = {form: visit.estimate.intakes[form] for form in NUTRIENTS["k2"].parts}
    rows = [
        charts.RangeRow(
            label=NUTRIENT_NAMES[form],
            central=intake.central,
            low=intake.low,
            high=intake.high,
            colour=charts.COLOURS[form],
            value_text=with_unit(intake.central),
        )
        for form, intake in intakes.items()
    ]
    most = max(intakes, key=lambda form: intakes[form].central)
    title = (
        _("K2 by form: most is {form}, about {amount} µg a day").format(
            form=LOWER_NAMES[most], amount=micrograms(intakes[most].central)
        )
        if intakes[most].central
        else _("K2 by form")
    )
    with st.expander(title):
        _show_chart(visit, rows, intakes, most)


def _show_chart(
    visit: Visit, rows: list[charts.RangeRow], intakes: dict[str, Intake], most: str
) -> None:
    chart_panel(
        _("Your K2 by form"),
        "k2_forms",
        charts.ranges(rows),
        _(
            "Three forms of vitamin K2 with their likely ranges. The largest is {form}, about "
            "{amount} µg a day."
        ).format(form=NUTRIENT_NAMES[most], amount=micrograms(intakes[most].central)),
        [
            {
                _("Form"): NUTRIENT_NAMES[form],
                _("About, µg a day"): micrograms(intake.central),
                _("Likely, µg a day"): likely(intake),
            }
            for form, intake in intakes.items()
        ],
        visit.holds,
        level=0,
        source=foods.source_words(visit),
    )
