"""Vitamin K2 beside what studied groups of people eat: no body sets a value for it."""

import streamlit as st

from content.numbers import likely, micrograms, span, with_unit
from languages import _
from scoring.intake import Estimate
from scoring.references import PopulationIntake, load_population_intakes
from ui import charts, notices
from ui.links import reference_link
from ui.panel import chart_panel


def show(estimate: Estimate) -> None:
    """Show the person's K2 beside every observed K2 intake that has a source.

    Groups whose figure we had to work out from another unit stand in the table only. People on a
    vitamin K antagonist see no comparison: it could read as a hint to eat more or less.
    """
    title = _("Your K2 beside what others eat")
    if notices.holds_vitamin_k(estimate):
        st.header(title, anchor=False)
        st.write(
            _(
                "With your medicine, what counts is a steady diet, so your vitamin K is not set "
                "beside other people's or beside reference values."
            )
        )
        return
    mine = estimate.intakes["k2"]
    groups = [g for g in load_population_intakes() if g.nutrient == "k2" and g.mean_ug is not None]
    rows = [
        charts.RangeRow(
            _("You, from food"),
            mine.central,
            mine.low,
            mine.high,
            charts.COLOURS["k2"],
            with_unit(mine.central),
        )
    ]
    rows += [_row(group) for group in groups if not group.computed]
    table = [
        {
            _("Who"): _("You, from food"),
            _("µg a day"): _("{amount}, likely {range}").format(
                amount=micrograms(mine.central), range=likely(mine)
            ),
            _("Source"): _("your answers"),
        }
    ]
    table += [_line(group) for group in groups]
    chart_panel(
        title,
        "cohorts",
        charts.ranges(rows),
        _(
            "Your vitamin K2 with its likely range beside the average of studied groups: {figures}."
        ).format(figures=_(", ").join(f"{row.label} {row.value_text}" for row in rows)),
        table,
    )


def _row(group: PopulationIntake) -> charts.RangeRow:
    mean = group.mean_ug or 0
    return charts.RangeRow(
        _(", ").join((group.population, group.country)),
        mean,
        group.percentiles.get(5, mean),
        group.percentiles.get(95, mean),
        charts.NEUTRAL,
        with_unit(mean),
    )


def _line(group: PopulationIntake) -> dict[str, str]:
    amount = micrograms(group.mean_ug or 0)
    if {5, 95} <= group.percentiles.keys():
        amount = _("{amount}, 9 in 10 people {range}").format(
            amount=amount, range=span(group.percentiles[5], group.percentiles[95])
        )
    notes = " ".join(part for part in (group.note, group.percentile_note) if part)
    return {
        _("Who"): _("{first}. {second}").format(
            first=_(", ").join((group.population, group.country)), second=notes
        ),
        _("µg a day"): amount,
        _("Source"): reference_link(group.ref_id),
    }
