"""Vitamins K and D beside the reference values of an authority the person chooses."""

from dataclasses import dataclass

import streamlit as st

from content.numbers import plain, span, with_unit
from content.results.comparison import HELD_BACK, comparisons, may_compare, span_of
from content.words import amount_words, amounts_words, group_words
from scoring.errors import AnswersError
from scoring.guidance.references import (
    AUTHORITIES,
    KIND_WORDS,
    REFERENCE_NUTRIENTS,
    ReferenceComparison,
    ReferenceValue,
    authorities_for,
    lookup,
    upper_levels,
)
from scoring.guidance.safety import Hold
from scoring.languages import _
from scoring.nutrients import K_TOTAL, VITAMIN_K
from scoring.questionnaire.answers import Profile
from ui import charts, session
from ui.components import questionnaire
from ui.links import reference_link
from ui.panel import chart_panel
from ui.questionnaire import sheet_data
from ui.session.visit import Visit
from ui.tables import show_table


@dataclass(frozen=True)
class _Part:
    """What a chart shows: rows, marks, the table, and why a value has no line."""

    rows: list[charts.RangeRow]
    marks: list[charts.Mark]
    table: list[dict[str, str]]
    no_line: list[str]


def show(visit: Visit) -> None:
    """Ask for an authority and, optionally, who answers; show intake beside the values."""
    title = (
        _("Beside reference values of vitamin D")
        if visit.holds_vitamin_k
        else _("Beside reference values: there are some for K1 and D, none for K2")
    )
    with st.expander(title):
        _show(visit)


def _show(visit: Visit) -> None:
    if not may_compare(visit.assessment):
        st.write(_(HELD_BACK))
        return
    authority = _ask_authority(visit)
    questionnaire.ask("kdcheck-profile", sheet_data.profile_questions())
    try:
        profile = visit.profile
    except AnswersError:  # said beside the field
        return
    for comparison in comparisons(visit.assessment, authority, profile):
        _show_chart(comparison, authority, visit.holds)
    _show_side_by_side(visit.country, profile, hold_k=visit.holds_vitamin_k)


def _show_side_by_side(country: str, profile: Profile, *, hold_k: bool) -> None:
    """The values of every authority for this person, that of the country first.

    "None set" is a value too.
    """
    with st.expander(_("All authorities side by side")):
        show_table(
            [
                {
                    _("Authority"): _("{name}: {value}").format(
                        name=AUTHORITIES[key],
                        value=_reference_links(key, profile, hold_k=hold_k),
                    )
                }
                | ({} if hold_k else {_("Vitamin K, µg a day"): _vitamin_k_values(key, profile)})
                | {
                    _("Vitamin D, µg a day"): _("{amounts}; upper level: {upper}").format(
                        amounts=amounts_words(lookup(key, "d", profile)),
                        upper=amounts_words(upper_levels(key, "d", profile)),
                    )
                }
                for key in authorities_for(country)
            ],
            _("Reference values of every authority, µg a day"),
        )


def _vitamin_k_values(authority: str, profile: Profile) -> str:
    """The values for K1, or for K1 and K2 together where the authority counts both, and for K2."""
    k2 = amounts_words(lookup(authority, "k2", profile))
    if k1 := lookup(authority, "k1", profile):
        return _("K1: {amounts}; K2: {k2}").format(amounts=amounts_words(k1), k2=k2)
    both = amounts_words(lookup(authority, K_TOTAL, profile))
    return _("K1 and K2: {amounts}; K2: {k2}").format(amounts=both, k2=k2)


def _reference_links(authority: str, profile: Profile, *, hold_k: bool) -> str:
    """Links to where the values of an authority were read."""
    values = [
        value
        for name in REFERENCE_NUTRIENTS
        if not (hold_k and name in {*VITAMIN_K, K_TOTAL})
        for value in lookup(authority, name, profile)
    ]
    values += upper_levels(authority, "d", profile)
    return _(", ").join(
        reference_link(ref_id) for ref_id in dict.fromkeys(v.ref_id for v in values)
    )


def _show_chart(comparison: ReferenceComparison, authority: str, holds: frozenset[Hold]) -> None:
    title, note = (
        (_("Vitamin D, {authority}"), "compare_d")
        if comparison.counted == ("d",)
        else (_("Vitamin K, {authority}"), "compare_k")
    )
    part = _part(comparison)
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
        holds,
        level=3,
        source=_source(comparison.values),
    )
    for words in part.no_line:
        st.write(words)


def _source(values: tuple[ReferenceValue, ...]) -> str:
    """Where the values that are drawn were read, with the year in which they were set."""
    sources = []
    for value in values:
        link, year = reference_link(value.ref_id), str(value.year)
        with_year = _("{source} ({year})").format(source=link, year=year)
        sources.append(link if year in link else with_year)
    return _("; ").join(dict.fromkeys(sources))


def _ask_authority(visit: Visit) -> str:
    session.authority.offer_authority(visit.authority)
    return st.selectbox(
        _("Reference values of"),
        authorities_for(visit.country),
        format_func=AUTHORITIES.__getitem__,
        key=session.language.labelled(session.authority.AUTHORITY_KEY),
        on_change=session.authority.note_authority_chosen,
        persist_state="session",
        width=360,
    )


def _part(comparison: ReferenceComparison) -> _Part:
    counted = comparison.counted
    label = {
        ("d",): _("Your vitamin D from food"),
        ("k1",): _("Your K1 from food"),
        ("k1", "k2"): _("Your K1 and K2 from food"),
    }[counted]
    central, low, high = comparison.central, comparison.low, comparison.high
    colour = charts.COLOURS[counted[0] if len(counted) == 1 else K_TOTAL]
    rows = [_row(label, central, low, high, colour)]
    if extra := comparison.supplements:
        more = (central + extra, low + extra, high + extra)
        rows.append(_row(_("With your supplements"), *more, colour))
    no_line = [
        _("{authority} gives {amount}, so there is no single line to draw.").format(
            authority=value.authority_name, amount=amount_words(value)
        )
        for value in comparison.values
        if value.per_kg_ug is not None
    ]
    table = _table(rows, comparison.values + comparison.upper)
    return _Part(rows, _marks(comparison.values), table, no_line)


def _row(label: str, central: float, low: float, high: float, colour: str) -> charts.RangeRow:
    return charts.RangeRow(label, central, low, high, colour, with_unit(central))


def _marks(values: tuple[ReferenceValue, ...]) -> list[charts.Mark]:
    reach = span_of(values)
    if reach is None:
        return []
    first, last = map(plain, reach)
    amount = first if first == last else _("{low} to {high}").format(low=first, high=last)
    label = _("Reference {amount} µg").format(amount=amount)
    return [charts.Mark(label, *reach)]


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
