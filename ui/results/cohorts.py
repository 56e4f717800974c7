"""Each vitamin beside what studied groups of people eat, on the screen."""

import streamlit as st

from content.marks import LEGENDS, MarkKind
from content.numbers import likely, micrograms, span, with_unit
from content.results.cohorts import HELD_BACK, BesideCohorts, Cohort, beside_cohorts
from content.words import HEADLINES, LOWER_NAMES
from scoring.languages import _, whole
from ui import charts
from ui.links import reference_link
from ui.nutrient_choice import ask_nutrient
from ui.panel import chart_panel
from ui.session.visit import Visit


def show(visit: Visit) -> None:
    """Show the person's intake of a vitamin, which they choose, beside the observed ones.

    The chart has one group a country, the table every group that has a source.
    """
    found = {n: beside for n in HEADLINES if (beside := beside_cohorts(visit.assessment, n))}
    first = next(iter(found))
    with st.expander(_finding(first, found[first])):
        if len(found) < len(HEADLINES):
            st.write(_(HELD_BACK))
        nutrient = ask_nutrient(_("Beside others"), list(found), "results-beside-of")
        _show_chart(visit, nutrient, found[nutrient])


def _finding(nutrient: str, beside: BesideCohorts) -> str:
    """Between what the groups of the chart lie, in the middle."""
    middles = [cohort.middle for cohort in beside.drawn]
    return _("Beside others: people in studies ate {range} µg {nutrient} a day").format(
        nutrient=LOWER_NAMES[nutrient], range=span(min(middles), max(middles))
    )


def _show_chart(visit: Visit, nutrient: str, found: BesideCohorts) -> None:
    mine = found.mine
    rows = [
        charts.RangeRow(
            _("You, from food"),
            mine.central,
            mine.low,
            mine.high,
            charts.COLOURS[nutrient],
            with_unit(mine.central),
        )
    ]
    rows += [
        charts.RangeRow(
            cohort.who,
            cohort.middle,
            cohort.low,
            cohort.high,
            charts.NEUTRAL,
            cohort.about,
            MarkKind.PEOPLE,
        )
        for cohort in found.drawn
    ]
    table = [
        {
            _("Who"): _("You, from food"),
            _("µg a day"): _("{amount}, likely {range}").format(
                amount=micrograms(mine.central), range=likely(mine)
            ),
            _("Source"): _("your answers"),
        }
    ]
    table += [_line(cohort) for cohort in found.cohorts]
    chart_panel(
        _("Beside what others eat"),
        f"cohorts_{nutrient}",
        charts.ranges(rows, legends={**LEGENDS, MarkKind.PEOPLE: found.legend}),
        _("Your {nutrient} with its likely range beside studied groups: {figures}.").format(
            nutrient=LOWER_NAMES[nutrient],
            figures=_(", ").join(f"{row.label} {row.value_text}" for row in rows),
        ),
        table,
        visit.holds,
        level=0,
        source=_("; ").join(dict.fromkeys(map(_source, found.drawn))),
    )


def _source(cohort: Cohort) -> str:
    """A study with its year and how many people it asked, as far as it says."""
    link = reference_link(cohort.group.ref_id)
    if not cohort.people:
        return link
    return _("{source}, {count} people").format(source=link, count=whole(cohort.people))


def _line(cohort: Cohort) -> dict[str, str]:
    amount = micrograms(cohort.middle)
    if cohort.nine_in_ten:
        amount = _("{amount}, 9 in 10 people {range}").format(
            amount=amount, range=cohort.nine_in_ten
        )
    group = cohort.group
    notes = " ".join(part for part in (group.note, group.percentile_note) if part)
    return {
        _("Who"): _("{first}. {second}").format(first=cohort.who, second=notes),
        _("µg a day"): amount,
        _("Source"): reference_link(group.ref_id),
    }
