"""A claim's studies side by side: on one axis where that is fair, as a table where it is not."""

from collections.abc import Sequence

import streamlit as st

from content.effects import EFFECT_GROUPS, EFFECT_MEASURES, Effect, comparable, effects
from content.evidence import claims, evidence_label
from content.load import ContentError
from content.words import month_and_year
from scoring.guidance.safety import Hold
from scoring.languages import _, figure, ngettext, whole
from ui import charts, session
from ui.evidence import may_show_claim
from ui.links import reference_link
from ui.plot import show_chart
from ui.tables import show_table
from ui.text import as_markdown


def choose_claim(holds: frozenset[Hold]) -> str | None:
    """Let the person choose a claim whose studies they want to see; None while none is chosen.

    People on a vitamin K antagonist are offered the claims with studies of other things.
    """
    offered = [
        claim_id
        for claim_id in claims()
        if may_show_claim(claim_id, holds) and _effects(claim_id, holds)
    ]
    chosen = st.selectbox(
        _("See the studies behind a claim side by side"),
        offered,
        index=None,
        format_func=lambda claim_id: claims()[claim_id].topic,
        placeholder=_("choose a claim"),
        key=session.language.labelled("learn-claim"),
        persist_state="session",
        width=460,
    )
    return chosen if chosen in offered else None


def show_studies(claim_id: str, holds: frozenset[Hold]) -> None:
    """Show what each study behind a claim found, its design, its size and who paid.

    Studies that gave, counted or measured vitamin K are left out for people on an antagonist of it.
    """
    claim = claims()[claim_id]
    st.header(claim.topic, anchor=False)
    label = evidence_label(claim.verdict)
    looked_at = _("The evidence was last looked at in {month}.").format(
        month=month_and_year(claim.looked_at)
    )
    st.write(f"**{label.label}.** {claim.summary} {looked_at}")
    groups = {} if Hold.VITAMIN_K_HINTS in holds else comparable(claim_id)
    for group, those in groups.items():
        _show_axis(claim_id, group, those)
    if groups:
        st.write(
            _(
                "Left of 1, fewer of those with more of the vitamin were affected; right of 1, "
                "more of them. The studies differ in people and outcome, and none of them shows "
                "cause."
            )
        )
    effects_shown = _effects(claim_id, holds)
    show_table(
        [_line(effect) for effect in effects_shown],
        _("The studies behind: {claim}").format(claim=claim.topic),
    )
    if len(effects_shown) < len(effects(claim_id)):
        st.write(_("Studies of vitamin K are left out here, since they do not fit your medicine."))


def _effects(claim_id: str, holds: frozenset[Hold]) -> list[Effect]:
    """The effects of a claim that this person may see."""
    hold = Hold.VITAMIN_K_HINTS in holds
    return [e for e in effects(claim_id) if not (hold and e.vitamin_k_sensitive)]


def _show_axis(claim_id: str, group: str, those: Sequence[Effect]) -> None:
    title = EFFECT_GROUPS[group]
    rows = [
        charts.RangeRow(
            _("{name}: {value}").format(name=effect.reference.short_citation, value=effect.outcome),
            *_interval(effect),
            charts.NEUTRAL,
            figure(f"{effect.estimate:g}"),
        )
        for effect in those
    ]
    st.markdown(f"**{as_markdown(title)}**")
    show_chart(
        charts.ratios(rows, _("ratio with its 95 % interval")),
        key=f"studies-{claim_id}-{group}",
        alt=_("{first}. {second}").format(
            first=title, second=_(", ").join(f"{row.label} {row.value_text}" for row in rows)
        ),
    )


def _interval(effect: Effect) -> tuple[float, float, float]:
    """Estimate, low and high; every effect in a group has them."""
    if effect.estimate is None or effect.low is None or effect.high is None:
        raise ContentError(f"{effect.ref_id}: an effect on an axis needs its interval.")
    return effect.estimate, effect.low, effect.high


def _line(effect: Effect) -> dict[str, str]:
    design = [effect.design.label]
    if effect.people:
        people = ngettext("{count} person", "{count} people", effect.people)
        design.append(people.format(count=whole(effect.people)))
    if effect.years:
        years = ngettext("{count} year", "{count} years", 1 if effect.years == 1 else 2)
        design.append(years.format(count=figure(f"{effect.years:g}")))
    result = _("{result}. Paid by: {payer}.").format(
        result=effect.result.rstrip(".。"), payer=effect.funding.rstrip(".。")
    )
    if effect.measure:
        result = _("{first}. {second}").format(first=_measured(effect), second=result)
    return {
        _("Study"): _("{name}: {value}").format(
            name=reference_link(effect.ref_id), value=as_markdown(_(", ").join(design))
        ),
        _("What was compared"): as_markdown(
            _("{first}. {second}").format(first=effect.exposure, second=effect.outcome)
        ),
        _("Result and who paid"): as_markdown(result),
    }


def _measured(effect: Effect) -> str:
    """The size of an effect, with its interval where one was seen."""
    ratio = figure(f"{effect.estimate:g}")
    if effect.low is not None and effect.high is not None:
        interval = _("{low} to {high}").format(
            low=figure(f"{effect.low:g}"), high=figure(f"{effect.high:g}")
        )
        ratio = _("{first} ({second})").format(first=ratio, second=interval)
    return f"{EFFECT_MEASURES[effect.measure]} {ratio}"
