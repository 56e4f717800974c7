"""Before and after side by side: what the changes do to each vitamin, and how sure that is."""

import html
from collections.abc import Mapping, Sequence

import streamlit as st

from content.numbers import likely, micrograms, signed_with_unit, with_unit
from content.results import difference, not_asked
from content.words import LOWER_NAMES, NUTRIENT_NAMES
from scoring.guidance.assessment import Assessment
from scoring.guidance.safety import Hold, may_propose
from scoring.intake.difference import Difference
from scoring.intake.estimate import Estimate
from scoring.languages import _
from scoring.nutrients import NUTRIENTS
from scoring.questionnaire.answers import Answers
from ui.session.visit import Visit


def show(visit: Visit, tried: Assessment, found: Mapping[str, Difference]) -> None:
    """Show both weeks. People on a vitamin K antagonist see vitamin D alone, and why.

    Args:
        visit: What the person has said.
        tried: The answers with the changes of What if in their place.
        found: What they differ by, for each nutrient.
    """
    before, after, hold_k = visit.estimate, tried.estimate, visit.holds_vitamin_k
    touches_k = _touches_vitamin_k(visit.answers, tried)
    shown = difference.nutrients_beside(visit.holds)
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
    cards = "".join(_card(before, after, found[n], n) for n in shown)
    st.html(f'<div class="kd-cards">{cards}</div>')


def show_forms(visit: Visit, tried: Assessment) -> None:
    """Draw K2 and its forms before and after, where the changes move them."""
    before, after = visit.estimate, tried.estimate
    if visit.holds_vitamin_k or not _moved(before, after, "k2"):
        return
    # Not at the top: see _show_chart.
    from ui import charts
    from ui.panel import chart_panel

    lines = ("k2", *NUTRIENTS["k2"].parts)
    rows = [
        charts.PairRow(
            NUTRIENT_NAMES[line],
            before.intakes[line].central,
            after.intakes[line].central,
            charts.COLOURS[line],
        )
        for line in lines
    ]
    names = (_("Now"), _("What if"))
    chart_panel(
        _("Vitamin K2 by form, before and after"),
        "k2_forms",
        charts.pairs(rows, names),
        _("Vitamin K2 by form, now and what if: {figures}.").format(
            figures=_("; ").join(
                _("{food} {first} and {second} µg a day").format(
                    food=row.label, first=micrograms(row.first), second=micrograms(row.second)
                )
                for row in rows
            )
        ),
        [
            {
                _("Form"): row.label,
                _("Now, µg a day"): micrograms(row.first),
                _("What if, µg a day"): micrograms(row.second),
            }
            for row in rows
        ],
        visit.holds,
    )


def show_differences(visit: Visit, tried: Assessment, found: Mapping[str, Difference]) -> None:
    """Draw what the changes do, with the range of that; nothing before the first change.

    Args:
        visit: What the person has said.
        tried: As for `show`.
        found: As for `show`.
    """
    before, after = visit.estimate, tried.estimate
    shown = difference.nutrients_beside(visit.holds)
    if any(_moved(before, after, n) for n in shown):
        st.header(_("How sure is this?"), anchor=False)
        st.write(
            _(
                "The range of a difference comes from the foods you changed alone: what the other "
                "foods hold is the same in both weeks and cancels."
            )
        )
        _show_chart(before, after, found, shown, visit.holds)


def _touches_vitamin_k(own: Answers, tried: Assessment) -> bool:
    """Whether a food that is changed holds vitamin K, or may: there is no data on a form of it."""
    return any(
        not may_propose(tried.foods[food_id], frozenset({Hold.VITAMIN_K_HINTS}))
        for food_id, answer in tried.answers.foods.items()
        if answer != own.foods.get(food_id)
    )


def _moved(before: Estimate, after: Estimate, nutrient: str) -> float:
    """How far the central intake from food moves, µg a day."""
    return after.intakes[nutrient].central - before.intakes[nutrient].central


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
        pills = after.supplements_per_day[nutrient] - before.supplements_per_day[nutrient]
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


def _told(more: str, less: str, nutrient: str, per_day: float) -> str:
    words = more if per_day > 0 else less
    return words.format(nutrient=LOWER_NAMES[nutrient], amount=micrograms(abs(per_day)))


def _card(before: Estimate, after: Estimate, found: Difference, nutrient: str) -> str:
    pills = [e.supplements_per_day[nutrient] for e in (before, after)]
    words = _("Supplements, not counted above: {now} µg now, {then} µg a day then").format(
        now=micrograms(pills[0]), then=micrograms(pills[1])
    )
    also = f'<p class="kd-also">{words}</p>' if any(pills) else ""
    title = _("{nutrient} from food").format(nutrient=NUTRIENT_NAMES[nutrient])
    sides = _side(_("Now"), before, nutrient) + _side(_("What if"), after, nutrient)
    change = difference.adds(found) if _moved(before, after, nutrient) else _("changes nothing")
    return (
        f'<section class="kd-card" style="--kd-hue: var(--kd-{nutrient})">'
        f"<h3>{html.escape(title)}</h3>"
        f'<dl class="kd-sides">{sides}</dl>{_pair(before, after, nutrient)}'
        f'<p class="kd-difference">{change}</p>'
        f"{_rest(before, after, nutrient)}{also}</section>"
    )


def _pair(before: Estimate, after: Estimate, nutrient: str) -> str:
    """Both figures on one line from 0 on, now hollow and then full: the words stand above it."""
    now, then = (estimate.wholes[nutrient].central for estimate in (before, after))
    if now == then:
        return ""
    ends = {"now": now, "then": then, "first": min(now, then), "last": max(now, then)}
    style = "; ".join(f"--{end}: {100 * ug / ends['last']:.1f}%" for end, ug in ends.items())
    return f'<div class="kd-pair" aria-hidden="true" style="{style}"><i></i><b></b><u></u></div>'


def _rest(before: Estimate, after: Estimate, nutrient: str) -> str:
    """What is counted for foods that were not asked, as a line of its own."""
    now, then = (not_asked.amount_and_range(e.not_asked.get(nutrient)) for e in (before, after))
    if now == then == with_unit(0):
        return ""
    if now == then:
        words = _("Of both, for foods that were not asked: {amount}").format(amount=now)
        return f'<p class="kd-also">{words}</p>'
    words = _(
        "For foods that were not asked: {now} now; {then} then. It grows with what you eat, as far "
        "as surveys allow, so both figures differ by more than the foods that you changed."
    ).format(now=now, then=then)
    return f'<p class="kd-also">{words}</p>'


def _side(name: str, found: Estimate, nutrient: str) -> str:
    whole = found.wholes[nutrient]
    span = _("likely {range} µg").format(range=likely(whole)) if whole.central else _("µg a day")
    return f"<div><dt>{name}</dt><dd><b>{micrograms(whole.central)}</b>{span}</dd></div>"


def _show_chart(
    before: Estimate,
    after: Estimate,
    found: Mapping[str, Difference],
    shown: Sequence[str],
    holds: frozenset[Hold],
) -> None:
    """Draw the differences of one vitamin, which the person chooses; K2 also by form."""
    # Not at the top: the chart library is big, and most visits start without a change.
    from ui import charts
    from ui.panel import chart_panel

    nutrient = (
        st.segmented_control(
            _("Show the difference in"),
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
    lines = (nutrient, *NUTRIENTS[nutrient].parts)
    rows = [
        charts.RangeRow(
            NUTRIENT_NAMES[line],
            found[line].central,
            found[line].low,
            found[line].high,
            charts.COLOURS[line],
            signed_with_unit(found[line].central),
        )
        for line in lines
    ]
    chart_panel(
        _("What the changes do to {nutrient}").format(nutrient=LOWER_NAMES[nutrient]),
        "what_if",
        charts.differences(rows),
        _("Difference in {nutrient} with its likely range: {figures}.").format(
            nutrient=LOWER_NAMES[nutrient],
            figures=_("; ").join(
                f"{NUTRIENT_NAMES[line]} {difference.adds(found[line])}" for line in lines
            ),
        ),
        [
            {
                _("Vitamin"): NUTRIENT_NAMES[line],
                _("Now, µg a day"): micrograms(before.intakes[line].central),
                _("What if, µg a day"): micrograms(after.intakes[line].central),
                _("Difference"): difference.adds(found[line]),
            }
            for line in lines
        ],
        holds,
        level=3,
    )
