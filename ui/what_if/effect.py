"""Before and after side by side: what the changes do to each vitamin, with both ranges."""

import html
from collections.abc import Sequence

import streamlit as st

from content.numbers import likely, micrograms
from content.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES
from scoring.foods import K2_FORMS
from scoring.intake import Estimate, Intake
from scoring.questionnaire import Answers
from scoring.safety import Hold, may_propose
from ui import session

NOW, THEN = "Now", "What if"


def show(before: Estimate, after: Estimate, *, hold_k: bool, touches_k: bool) -> None:
    """Show both weeks. People on a vitamin K antagonist see vitamin D alone, and why.

    touches_k: the changes move vitamin K, or nobody knows whether they do.
    """
    shown = ("d",) if hold_k else HEADLINES
    st.header("Before and after", anchor=False)
    st.html(f'<p role="status">{_status(before, after, shown, some_k=hold_k and touches_k)}</p>')
    if hold_k:
        st.write(
            "With your medicine, what counts is a steady diet, so this page does not show what "
            "changes would do to vitamin K."
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
        return "no change"
    return f"{micrograms(abs(ug_per_day))} µg a day {'more' if ug_per_day > 0 else 'less'}"


def _status(before: Estimate, after: Estimate, shown: Sequence[str], *, some_k: bool) -> str:
    """What the changes come to, in one line that a screen reader speaks after each change."""
    parts = []
    for nutrient in shown:
        moved = _moved(before, after, nutrient)
        if moved:
            parts.append(f"{LOWER_NAMES[nutrient]} {difference(moved)}")
        pills = after.supplements_ug_per_day[nutrient] - before.supplements_ug_per_day[nutrient]
        if pills:
            parts.append(f"{LOWER_NAMES[nutrient]} from supplements {difference(pills)}")
    words = f"With these changes: {'; '.join(parts)}." if parts else ""
    if some_k:
        words += (
            " What you try out touches foods with vitamin K. Speak with your clinic "
            "before you eat differently."
        )
    return words.strip() or "So far both weeks are the same."


def _card(before: Estimate, after: Estimate, nutrient: str) -> str:
    moved = difference(_moved(before, after, nutrient)).capitalize()
    pills = [e.supplements_ug_per_day[nutrient] for e in (before, after)]
    also = (
        f'<p class="kd-also">Supplements, not counted above: {micrograms(pills[0])} µg now, '
        f"{micrograms(pills[1])} µg a day then</p>"
        if any(pills)
        else ""
    )
    return (
        f'<section class="kd-card" style="--kd-hue: var(--kd-{nutrient})">'
        f"<h3>{html.escape(NUTRIENT_NAMES[nutrient])} from food</h3>"
        f'<dl class="kd-sides">{_side(NOW, before.intakes[nutrient])}'
        f"{_side(THEN, after.intakes[nutrient])}</dl>"
        f'<p class="kd-difference">{moved}</p>{also}</section>'
    )


def _side(name: str, intake: Intake) -> str:
    span = f"likely {likely(intake)} µg" if intake.central else "µg a day"
    return f"<div><dt>{name}</dt><dd><b>{micrograms(intake.central)}</b>{span}</dd></div>"


def _show_overlap(before: Estimate, after: Estimate, changed: Sequence[str]) -> None:
    """Say for which vitamins the two likely ranges overlap, and what that means."""
    names: dict[bool, list[str]] = {True: [], False: []}
    for nutrient in changed:
        old, new = before.intakes[nutrient], after.intakes[nutrient]
        overlap = old.low <= new.high and new.low <= old.high
        names[overlap].append(LOWER_NAMES[nutrient])
    if names[True]:
        st.write(
            f"{_joined(names[True])}: the two likely ranges overlap. From answers like these the "
            "two weeks cannot be told apart with certainty."
        )
    if names[False]:
        st.write(f"{_joined(names[False])}: the two likely ranges do not overlap.")


def _joined(names: Sequence[str]) -> str:
    words = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return words[0].upper() + words[1:]


def _show_chart(before: Estimate, after: Estimate, shown: Sequence[str]) -> None:
    """Draw the ranges of one vitamin, which the person chooses; K2 also by form."""
    # Not at the top: the chart library is big, and most visits start without a change.
    from ui import charts
    from ui.panel import chart_panel

    nutrient = (
        st.segmented_control(
            "Show the ranges of",
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
            f"{NUTRIENT_NAMES[line]}, {name.lower()}",
            intake.central,
            intake.low,
            intake.high,
            colour,
            f"{micrograms(intake.central)} µg",
        )
        for line in lines
        for name, intake, colour in (
            (NOW, before.intakes[line], charts.NEUTRAL),
            (THEN, after.intakes[line], charts.COLOURS[line]),
        )
    ]
    chart_panel(
        f"{NUTRIENT_NAMES[nutrient]} in both weeks",
        "what_if",
        charts.ranges(rows),
        f"Likely ranges of {LOWER_NAMES[nutrient]} now and with the changes: "
        + ", ".join(f"{row.label} {row.value_text}" for row in rows)
        + ".",
        [
            {
                "Vitamin": NUTRIENT_NAMES[line],
                "Now, µg a day": _figure(before.intakes[line]),
                "What if, µg a day": _figure(after.intakes[line]),
                "Difference": difference(_moved(before, after, line)),
            }
            for line in lines
        ],
        level=3,
    )


def _figure(intake: Intake) -> str:
    central = micrograms(intake.central)
    return f"{central}, likely {likely(intake)}" if intake.central else central
