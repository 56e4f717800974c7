"""Vitamin K2 beside what studied groups of people eat: no body sets a value for it."""

import streamlit as st

from content.numbers import likely, micrograms, span
from scoring.intake import Estimate
from scoring.references import PopulationIntake, load_population_intakes
from ui import charts, notices
from ui.links import reference_link
from ui.panel import chart_panel

TITLE = "Your K2 beside what others eat"


def show(estimate: Estimate) -> None:
    """Show the person's K2 beside every observed K2 intake that has a source.

    Groups whose figure we had to work out from another unit stand in the table only. People on a
    vitamin K antagonist see no comparison: it could read as a hint to eat more or less.
    """
    if notices.holds_vitamin_k(estimate):
        st.header(TITLE, anchor=False)
        st.write(
            "With your medicine, what counts is a steady diet, so your vitamin K is not set beside "
            "other people's or beside reference values."
        )
        return
    mine = estimate.intakes["k2"]
    groups = [g for g in load_population_intakes() if g.nutrient == "k2" and g.mean_ug is not None]
    rows = [
        charts.RangeRow(
            "You, from food",
            mine.central,
            mine.low,
            mine.high,
            charts.COLOURS["k2"],
            f"{micrograms(mine.central)} µg",
        )
    ]
    rows += [_row(group) for group in groups if not group.computed]
    table = [
        {
            "Who": "You, from food",
            "µg a day": f"{micrograms(mine.central)}, likely {likely(mine)}",
            "Source": "your answers",
        }
    ]
    table += [_line(group) for group in groups]
    chart_panel(
        TITLE,
        "cohorts",
        charts.ranges(rows),
        "Your vitamin K2 with its likely range beside the average of studied groups: "
        + ", ".join(f"{row.label} {row.value_text}" for row in rows)
        + ".",
        table,
    )


def _row(group: PopulationIntake) -> charts.RangeRow:
    mean = group.mean_ug or 0
    return charts.RangeRow(
        f"{group.population}, {group.country}",
        mean,
        group.percentiles.get(5, mean),
        group.percentiles.get(95, mean),
        charts.NEUTRAL,
        f"{micrograms(mean)} µg",
    )


def _line(group: PopulationIntake) -> dict[str, str]:
    mean = micrograms(group.mean_ug or 0)
    spread = (
        f", 9 in 10 people {span(group.percentiles[5], group.percentiles[95])}"
        if {5, 95} <= group.percentiles.keys()
        else ""
    )
    notes = " ".join(part for part in (group.note, group.percentile_note) if part)
    return {
        "Who": f"{group.population}, {group.country}. {notes}",
        "µg a day": f"{mean}{spread}",
        "Source": reference_link(group.ref_id),
    }
