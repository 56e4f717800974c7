"""What the likely ranges are made of, and what would narrow them."""

import streamlit as st

from content.numbers import likely, percent, span
from content.words import HEADLINES, NUTRIENT_NAMES
from scoring.foods.table import FoodTable
from scoring.guidance.safety import Hold
from scoring.intake.estimate import Intake
from scoring.intake.sensitivity import Narrowing
from scoring.languages import N_, _
from scoring.nutrients import VITAMIN_K
from ui import charts
from ui.narrowing import food_name, halves, knowing
from ui.panel import chart_panel
from ui.results import foods
from ui.session.visit import Visit
from ui.text import as_markdown

CAUSES = {
    "foods_vary": (N_("Foods of one name differ"), "#1c8c82"),
    "coarse_answers": (N_("Answers are coarse"), "#7d7f2a"),
    "recall": (N_("Added for rough recall"), charts.NEUTRAL),
}


def show(visit: Visit) -> None:
    """Show how much of each range comes from foods, from answers and from recall."""
    rows = []
    table = []
    for nutrient in HEADLINES:
        causes = visit.estimate.intakes[nutrient].causes
        share = {name: getattr(causes, name) for name in CAUSES}
        if not any(share.values()):
            continue
        parts = tuple(
            (_(words), 100 * share[name], colour) for name, (words, colour) in CAUSES.items()
        )
        rows.append(charts.ShareRow(NUTRIENT_NAMES[nutrient], parts, ""))
        table.append(
            {_("Nutrient"): NUTRIENT_NAMES[nutrient]}
            | {_(CAUSES[name][0]): percent(share[name]) for name in CAUSES}
        )
    if rows:
        with st.expander(_finding(visit)):
            _show_chart(visit, rows, table)


def _finding(visit: Visit) -> str:
    """What widens the ranges most, all three together."""
    intakes = [visit.estimate.intakes[nutrient] for nutrient in HEADLINES]
    most = max(CAUSES, key=lambda name: sum(getattr(intake.causes, name) for intake in intakes))
    return _("What widens the ranges most: {cause}").format(
        cause={
            "foods_vary": _("foods of one name differ"),
            "coarse_answers": _("answers are coarse"),
            "recall": _("memory is rough"),
        }[most]
    )


def _show_chart(visit: Visit, rows: list[charts.ShareRow], table: list[dict[str, str]]) -> None:
    chart_panel(
        _("What the ranges are made of"),
        "causes",
        charts.shares(rows, unit=_("% of the uncertainty")),
        _("Each range split into its three causes: {shares}.").format(
            shares=_("; ").join(_(", ").join(f"{k} {v}" for k, v in line.items()) for line in table)
        ),
        table,
        visit.holds,
        level=0,
        source=foods.source_words(visit),
    )
    if visit.estimate.not_asked:
        st.write(_("These are the ranges of the foods you were asked about."))
    _show_narrowing(visit)


def _show_narrowing(visit: Visit) -> None:
    """Say for each nutrient what would narrow its range most, or that nothing about foods would.

    People on a vitamin K antagonist get vitamin D alone: the rest would order foods by vitamin K.
    """
    hold = Hold.VITAMIN_K_RANKING in visit.holds
    lines, open_questions = [], []
    for nutrient in HEADLINES:
        if hold and nutrient in VITAMIN_K:
            continue
        found = visit.assessment.narrowing(nutrient)
        best = next((narrowing for narrowing in found if narrowing.shown_range_shrinks), None)
        if best is not None:
            now = visit.estimate.intakes[nutrient]
            lines.append(f"- {_narrowing_words(visit.foods, best, nutrient, now)}")
        elif found:
            open_questions.append(
                "- "
                + _("**{nutrient}**, “{food}”: {what}").format(
                    nutrient=NUTRIENT_NAMES[nutrient],
                    food=food_name(found[0], visit.foods),
                    what=as_markdown(knowing(found[0], nutrient)),
                )
            )
    if lines or open_questions:
        st.subheader(_("What would narrow them"), anchor=False)
    if lines:
        st.markdown("\n".join(lines))
    if open_questions:
        st.write(
            _(
                "No single detail about a food would narrow the rest: how roughly people recall "
                "sets the least width. Among your foods, this is what leaves most open:"
            )
            if lines
            else _(
                "No single detail about a food would narrow them: how roughly people recall sets "
                "the least width. Among your foods, this is what leaves most open:"
            )
        )
        st.markdown("\n".join(open_questions))


def _narrowing_words(table: FoodTable, best: Narrowing, nutrient: str, now: Intake) -> str:
    words = (
        _(
            "**{nutrient}**: knowing, for “{food}”, {what} would halve the range, from “{now}” to "
            "“{then}” µg a day."
        )
        if halves(best)
        else _(
            "**{nutrient}**: knowing, for “{food}”, {what} would narrow the range by {share}, from "
            "“{now}” to “{then}” µg a day."
        )
    )
    return words.format(
        nutrient=NUTRIENT_NAMES[nutrient],
        food=food_name(best, table),
        what=as_markdown(knowing(best, nutrient)),
        share=percent(best.shrinks_by),
        now=likely(now),
        then=span(best.low_then, best.high_then),
    )
