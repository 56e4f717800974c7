"""What the likely ranges are made of, and what would narrow them."""

import streamlit as st

from content.numbers import likely, percent, span
from content.words import HEADLINES, NUTRIENT_NAMES
from languages import N_, _
from scoring.intake import Estimate, Intake
from scoring.safety import Hold
from scoring.sensitivity import Narrowing, what_would_narrow
from ui import charts, notices, session
from ui.narrowing import food_name, halves, knowing
from ui.panel import chart_panel
from ui.text import as_markdown

CAUSES = {
    "foods_vary": (N_("Foods of one name differ"), "#2380be"),
    "coarse_answers": (N_("Answers are coarse"), "#d0600a"),
    "recall": (N_("Added for rough recall"), "#7b8a87"),
}


def show(estimate: Estimate) -> None:
    """Show how much of each range comes from foods, from answers and from recall."""
    rows = []
    table = []
    for nutrient in HEADLINES:
        causes = estimate.intakes[nutrient].causes
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
        chart_panel(
            _("What the ranges are made of"),
            "causes",
            charts.shares(rows, unit=_("% of the uncertainty")),
            _("Each range split into its three causes: {shares}.").format(
                shares=_("; ").join(
                    _(", ").join(f"{k} {v}" for k, v in line.items()) for line in table
                )
            ),
            table,
        )
        _show_narrowing(estimate)


def _show_narrowing(estimate: Estimate) -> None:
    """Say for each nutrient what would narrow its range most, or that nothing about foods would.

    People on a vitamin K antagonist get vitamin D alone: the rest would order foods by vitamin K.
    """
    hold = Hold.VITAMIN_K_RANKING in notices.held_back(estimate)
    lines, open_questions = [], []
    for nutrient in ("d",) if hold else HEADLINES:
        found = what_would_narrow(session.asked_foods(), session.answers(), nutrient)
        best = next((narrowing for narrowing in found if narrowing.shown_range_shrinks), None)
        if best is not None:
            lines.append(f"- {_narrowing_words(best, nutrient, estimate.intakes[nutrient])}")
        elif found:
            open_questions.append(
                "- "
                + _("**{nutrient}**, “{food}”: {what}").format(
                    nutrient=NUTRIENT_NAMES[nutrient],
                    food=food_name(found[0], session.food_table()),
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


def _narrowing_words(best: Narrowing, nutrient: str, now: Intake) -> str:
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
        food=food_name(best, session.food_table()),
        what=as_markdown(knowing(best, nutrient)),
        share=percent(best.shrinks_by),
        now=likely(now),
        then=span(best.low_then, best.high_then),
    )
