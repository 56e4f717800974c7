"""Before and after side by side: what the changes do to each vitamin, with both ranges."""

import html
from collections.abc import Sequence

import streamlit as st

from content.numbers import likely, micrograms, with_unit
from content.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES
from languages import _
from scoring.foods import K2_FORMS
from scoring.intake import Estimate, Intake
from scoring.questionnaire import Answers
from scoring.safety import Hold, may_propose
from ui import session


def show(before: Estimate, after: Estimate, *, hold_k: bool, touches_k: bool) -> None:
    """Show both weeks. People on a vitamin K antagonist see vitamin D alone, and why.

    touches_k: the changes move vitamin K, or nobody knows whether they do.
    """
    shown = ("d",) if hold_k else HEADLINES
    st.header(_("Before and after"), anchor=False)
    st.html(f'<p role="status">{_status(before, after, shown, some_k=hold_k and touches_k)}</p>')
    if hold_k:
        st.write(
            _(
                "With your medicine, what counts is a steady diet, so this page does not show what "
                "changes would do to vitamin K."
            )
        )
    if before == after:
        return
    st.html(f'<div class="kd-cards">{"".join(_card(before, after, n) for n in shown)}</div>')
    moved = [n for n in shown if _moved(before, after, n)]
    if moved:
        _show_overlap(before, after, moved)
        _show_chart(before, after, shown)


def touches_vitamin_k(own: Answers, tried: Answers) -> bool:
    """Whether a food that is changed holds vitamin K, or may: there is no data on a form of it."""
    return any(
        not may_propose(session.asked_foods()[food_id], frozenset({Hold.VITAMIN_K_HINTS}))
        for food_id, answer in tried.foods.items()
        if answer != own.foods.get(food_id)
    )


def _moved(before: Estimate, after: Estimate, nutrient: str) -> float:
    """How far the central intake from food moves, µg a day."""
    return after.intakes[nutrient].central - before.intakes[nutrient].central


def difference(ug_per_day: float) -> str:
    """A difference in words: '3.1 µg a day more'."""
    if ug_per_day == 0:
        return _("no change")
    words = _("{amount} µg a day more") if ug_per_day > 0 else _("{amount} µg a day less")
    return words.format(amount=micrograms(abs(ug_per_day)))


def _status(before: Estimate, after: Estimate, shown: Sequence[str], *, some_k: bool) -> str:
    """What the changes come to, in one line that a screen reader speaks after each change."""
    parts = []
    for nutrient in shown:
        moved = _moved(before, after, nutrient)
        if moved:
            more, less = (
                _("{nutrient} {amount} µg a day more"),
                _("{nutrient} {amount} µg a day less"),
            )
            parts.append(_told(more, less, nutrient, moved))
        pills = after.supplements_ug_per_day[nutrient] - before.supplements_ug_per_day[nutrient]
        if pills:
            more = _("{nutrient} from supplements {amount} µg a day more")
            less = _("{nutrient} from supplements {amount} µg a day less")
            parts.append(_told(more, less, nutrient, pills))
    sentences = []
    if parts:
        sentences.append(_("With these changes: {changes}.").format(changes=_("; ").join(parts)))
    if some_k:
        sentences.append(
            _(
                "What you try out touches foods with vitamin K. Speak with your clinic before you "
                "eat differently."
            )
        )
    return " ".join(sentences) or _("So far both weeks are the same.")


def _told(more: str, less: str, nutrient: str, ug_per_day: float) -> str:
    words = more if ug_per_day > 0 else less
    return words.format(nutrient=LOWER_NAMES[nutrient], amount=micrograms(abs(ug_per_day)))


def _card(before: Estimate, after: Estimate, nutrient: str) -> str:
    moved = _moved(before, after, nutrient)
    pills = [e.supplements_ug_per_day[nutrient] for e in (before, after)]
    words = _("Supplements, not counted above: {now} µg now, {then} µg a day then").format(
        now=micrograms(pills[0]), then=micrograms(pills[1])
    )
    also = f'<p class="kd-also">{words}</p>' if any(pills) else ""
    title = _("{nutrient} from food").format(nutrient=NUTRIENT_NAMES[nutrient])
    return (
        f'<section class="kd-card" style="--kd-hue: var(--kd-{nutrient})">'
        f"<h3>{html.escape(title)}</h3>"
        f'<dl class="kd-sides">{_side(_("Now"), before.intakes[nutrient])}'
        f"{_side(_('What if'), after.intakes[nutrient])}</dl>"
        f'<p class="kd-difference">{difference(moved) if moved else _("No change")}</p>'
        f"{also}</section>"
    )


def _side(name: str, intake: Intake) -> str:
    span = _("likely {range} µg").format(range=likely(intake)) if intake.central else _("µg a day")
    return f"<div><dt>{name}</dt><dd><b>{micrograms(intake.central)}</b>{span}</dd></div>"


def _show_overlap(before: Estimate, after: Estimate, changed: Sequence[str]) -> None:
    """Say for which vitamins the two likely ranges overlap, and what that means."""
    names: dict[bool, list[str]] = {True: [], False: []}
    for nutrient in changed:
        old, new = before.intakes[nutrient], after.intakes[nutrient]
        overlap = old.low <= new.high and new.low <= old.high
        names[overlap].append(nutrient)
    if names[True]:
        st.write(
            _(
                "{nutrients}: the two likely ranges overlap. From answers like these the two weeks "
                "cannot be told apart with certainty."
            ).format(nutrients=_joined(names[True]))
        )
    if names[False]:
        st.write(
            _("{nutrients}: the two likely ranges do not overlap.").format(
                nutrients=_joined(names[False])
            )
        )


def _joined(nutrients: Sequence[str]) -> str:
    """The names at the beginning of a sentence: 'Vitamin K2, vitamin K1 and vitamin D'."""
    names = [NUTRIENT_NAMES[nutrients[0]], *(LOWER_NAMES[n] for n in nutrients[1:])]
    if len(names) == 1:
        return names[0]
    return _("{first} and {last}").format(first=_(", ").join(names[:-1]), last=names[-1])


def _show_chart(before: Estimate, after: Estimate, shown: Sequence[str]) -> None:
    """Draw the ranges of one vitamin, which the person chooses; K2 also by form."""
    # Not at the top: the chart library is big, and most visits start without a change.
    from ui import charts
    from ui.panel import chart_panel

    nutrient = (
        st.segmented_control(
            _("Show the ranges of"),
            list(shown),
            default=shown[0],
            required=True,
            format_func=NUTRIENT_NAMES.__getitem__,
            key="what-if-chart-of",
            persist_state="session",
        )
        if len(shown) > 1
        else shown[0]
    )
    lines = (nutrient, *(K2_FORMS if nutrient == "k2" else ()))
    rows = [
        charts.RangeRow(
            label.format(nutrient=NUTRIENT_NAMES[line]),
            intake.central,
            intake.low,
            intake.high,
            colour,
            with_unit(intake.central),
        )
        for line in lines
        for label, intake, colour in (
            (_("{nutrient}, now"), before.intakes[line], charts.NEUTRAL),
            (_("{nutrient}, what if"), after.intakes[line], charts.COLOURS[line]),
        )
    ]
    chart_panel(
        _("{nutrient} in both weeks").format(nutrient=NUTRIENT_NAMES[nutrient]),
        "what_if",
        charts.ranges(rows),
        _("Likely ranges of {nutrient} now and with the changes: {figures}.").format(
            nutrient=LOWER_NAMES[nutrient],
            figures=_(", ").join(f"{row.label} {row.value_text}" for row in rows),
        ),
        [
            {
                _("Vitamin"): NUTRIENT_NAMES[line],
                _("Now, µg a day"): _figure(before.intakes[line]),
                _("What if, µg a day"): _figure(after.intakes[line]),
                _("Difference"): difference(_moved(before, after, line)),
            }
            for line in lines
        ],
        level=3,
    )


def _figure(intake: Intake) -> str:
    central = micrograms(intake.central)
    if not intake.central:
        return central
    return _("{amount}, likely {range}").format(amount=central, range=likely(intake))
