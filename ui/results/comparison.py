"""Vitamins K and D beside the reference values of an authority the person chooses."""

from dataclasses import dataclass

import streamlit as st

from content.numbers import plain, span, with_unit
from content.words import LIFE_STAGES, amount_words, amounts_words, group_words
from languages import N_, Words, _
from scoring.errors import AnswersError
from scoring.intake import Estimate
from scoring.questionnaire import AGE_YEARS, Profile
from scoring.references import (
    AUTHORITIES,
    KIND_WORDS,
    Comparison,
    ReferenceValue,
    beside_vitamin_d,
    beside_vitamin_k,
    lookup,
    upper_levels,
)
from scoring.safety import Hold, life_stage_of
from ui import charts, language, notices, session
from ui.links import reference_link
from ui.panel import chart_panel
from ui.tables import show_table

SEXES = Words({"female": N_("Female"), "male": N_("Male")})


@dataclass(frozen=True)
class _Part:
    """What a chart shows: rows, marks, the table, and why a value has no line."""

    rows: list[charts.RangeRow]
    marks: list[charts.Mark]
    table: list[dict[str, str]]
    no_line: list[str]


def show(estimate: Estimate) -> None:
    """Ask for authority, age and sex, the last two optional; show intake beside the values."""
    st.header(_("Beside reference values"), anchor=False)
    if Hold.REFERENCE_COMPARISON in notices.held_back(estimate):
        st.write(_("With what you told us, this comparison does not fit you, so it is left out."))
        return
    authority = _ask_profile()
    try:
        profile = session.profile()
    except AnswersError:
        st.error(
            _("Please enter an age from {youngest} to {oldest}, or leave it empty.").format(
                youngest=AGE_YEARS[0], oldest=AGE_YEARS[1]
            )
        )
        return
    hold_k = notices.holds_vitamin_k(estimate)
    if not hold_k:
        _show_chart(
            _("Vitamin K, {authority}"),
            "compare_k",
            authority,
            _part(beside_vitamin_k(estimate, authority, profile)),
        )
    _show_chart(
        _("Vitamin D, {authority}"),
        "compare_d",
        authority,
        _part(beside_vitamin_d(estimate, authority, profile)),
    )
    _show_side_by_side(profile, hold_k=hold_k)


def _show_side_by_side(profile: Profile, *, hold_k: bool) -> None:
    """The values of every authority for this person; "none set" is one of them."""
    with st.expander(_("All authorities side by side")):
        show_table(
            [
                {
                    _("Authority"): _("{name}: {value}").format(
                        name=name, value=_reference_links(key, profile, hold_k=hold_k)
                    )
                }
                | ({} if hold_k else {_("Vitamin K, µg a day"): _vitamin_k_values(key, profile)})
                | {
                    _("Vitamin D, µg a day"): _("{amounts}; upper level: {upper}").format(
                        amounts=amounts_words(lookup(key, "d", profile)),
                        upper=amounts_words(upper_levels(key, "d", profile)),
                    )
                }
                for key, name in AUTHORITIES.items()
            ],
            _("Reference values of every authority, µg a day"),
        )


def _vitamin_k_values(authority: str, profile: Profile) -> str:
    """The values for K1, or for K1 and K2 together where the authority counts both, and for K2."""
    k2 = amounts_words(lookup(authority, "k2", profile))
    if k1 := lookup(authority, "k1", profile):
        return _("K1: {amounts}; K2: {k2}").format(amounts=amounts_words(k1), k2=k2)
    both = amounts_words(lookup(authority, "k_total", profile))
    return _("K1 and K2: {amounts}; K2: {k2}").format(amounts=both, k2=k2)


def _reference_links(authority: str, profile: Profile, *, hold_k: bool) -> str:
    """Links to where the values of an authority were read."""
    nutrients = ("d",) if hold_k else ("k1", "k_total", "k2", "d")
    values = [value for n in nutrients for value in lookup(authority, n, profile)]
    values += upper_levels(authority, "d", profile)
    return _(", ").join(
        reference_link(ref_id) for ref_id in dict.fromkeys(v.ref_id for v in values)
    )


def _show_chart(title: str, note: str, authority: str, part: _Part) -> None:
    chart_panel(
        title.format(authority=AUTHORITIES[authority]),
        note,
        charts.ranges(part.rows, part.marks),
        " ".join(
            [
                _("{what}: {amount} a day.").format(
                    what=part.rows[0].label, amount=part.rows[0].value_text
                ),
                *(f"{mark.label}." for mark in part.marks),
            ]
        ),
        part.table,
        level=3,
    )
    for words in part.no_line:
        st.write(words)


def _ask_profile() -> str:
    session.offer_authority()
    with st.container(horizontal=True, vertical_alignment="bottom", key="kd-profile"):
        authority = st.selectbox(
            _("Reference values of"),
            list(AUTHORITIES),
            format_func=AUTHORITIES.__getitem__,
            key=language.labelled(session.AUTHORITY_KEY),
            on_change=session.note_authority_chosen,
            persist_state="session",
            width=360,
        )
        sex = st.selectbox(
            _("Sex (optional)"),
            list(SEXES),
            format_func=SEXES.__getitem__,
            index=None,
            placeholder=_("any"),
            key=language.labelled(session.SEX_KEY),
            persist_state="session",
            width=160,
        )
        st.number_input(
            _("Age (optional)"),
            value=None,
            step=1,
            placeholder=_("any"),
            key=session.AGE_KEY,
            persist_state="session",
            width=160,
        )
        if sex != "male":
            st.selectbox(
                _("Life stage (optional)"),
                list(LIFE_STAGES),
                format_func=LIFE_STAGES.__getitem__,
                index=_life_stage_said_before(),
                placeholder=_("none of these"),
                key=language.labelled(session.LIFE_STAGE_KEY),
                persist_state="session",
                width=180,
            )
    return authority


def _life_stage_said_before() -> int | None:
    """Position in LIFE_STAGES of what was said on Before you start; None for neither."""
    said = life_stage_of(session.safety_answers())
    return list(LIFE_STAGES).index(said) if said else None


def _part(comparison: Comparison) -> _Part:
    counted = comparison.counted
    label = {
        ("d",): _("Your vitamin D from food"),
        ("k1",): _("Your K1 from food"),
        ("k1", "k2"): _("Your K1 and K2 from food"),
    }[counted]
    central, low, high = comparison.central, comparison.low, comparison.high
    rows = [_row(label, central, low, high, counted[0])]
    if extra := comparison.supplements:
        more = (central + extra, low + extra, high + extra)
        rows.append(_row(_("With your supplements"), *more, counted[0]))
    no_line = [
        _("{authority} gives {amount}, so there is no single line to draw.").format(
            authority=value.authority_name, amount=amount_words(value)
        )
        for value in comparison.values
        if value.per_kg_ug is not None
    ]
    table = _table(rows, comparison.values + comparison.upper)
    return _Part(rows, _marks(comparison.values), table, no_line)


def _row(label: str, central: float, low: float, high: float, nutrient: str) -> charts.RangeRow:
    colour = charts.COLOURS[nutrient]
    return charts.RangeRow(label, central, low, high, colour, with_unit(central))


def _marks(values: tuple[ReferenceValue, ...]) -> list[charts.Mark]:
    amounts = sorted(v.value_ug_per_day for v in values if v.value_ug_per_day is not None)
    if not amounts:
        return []
    first, last = plain(amounts[0]), plain(amounts[-1])
    amount = first if first == last else _("{low} to {high}").format(low=first, high=last)
    label = _("Reference {amount} µg").format(amount=amount)
    return [charts.Mark(label, amounts[0], amounts[-1])]


def _table(rows: list[charts.RangeRow], values: tuple[ReferenceValue, ...]) -> list[dict[str, str]]:
    mine = [
        {
            _("What"): row.label,
            _("µg a day"): _("{amount} (likely {range})").format(
                amount=row.value_text, range=span(row.low, row.high)
            ),
            _("Note"): "",
            _("Source"): _("your answers"),
        }
        for row in rows
    ]
    theirs = [
        {
            _("What"): _("{kind} ({year}), {group}").format(
                kind=KIND_WORDS[value.kind], year=value.year, group=group_words(value)
            ),
            _("µg a day"): amount_words(value),
            _("Note"): value.note,
            _("Source"): reference_link(value.ref_id),
        }
        for value in values
    ]
    return mine + theirs
