"""Vitamin K2 split by form."""

from content.numbers import likely, micrograms, with_unit
from content.words import NUTRIENT_NAMES
from languages import _
from scoring.foods import K2_FORMS
from scoring.intake import Estimate
from ui import charts
from ui.panel import chart_panel


def show(estimate: Estimate) -> None:
    """Show MK-4, MK-7 and the other long-chain forms with their ranges."""
    intakes = {form: estimate.intakes[form] for form in K2_FORMS}
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
    )
