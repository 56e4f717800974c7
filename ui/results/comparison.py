"""Vitamins K and D beside the reference values of an authority the person chooses."""

import streamlit as st

from scoring.errors import AnswersError
from scoring.intake import Estimate
from scoring.questionnaire import AGE_YEARS, Profile
from scoring.references import AUTHORITIES, KIND_WORDS, ReferenceValue, lookup, upper_levels
from scoring.safety import Hold
from ui import charts, notices, session
from ui.numbers import micrograms, plain, span
from ui.panel import chart_panel

TITLE = "Beside reference values"
SEXES = {"female": "Female", "male": "Male"}
LIFE_STAGES = {"pregnant": "Pregnant", "lactating": "Breastfeeding"}


def show(estimate: Estimate) -> None:
    """Ask for authority, age and sex, the last two optional; show intake beside the values."""
    st.header(TITLE, anchor=False)
    if Hold.REFERENCE_COMPARISON in notices.held_back(estimate):
        st.write("With what you told us, this comparison does not fit you, so it is left out.")
        return
    authority = _ask_profile()
    try:
        profile = session.profile()
    except AnswersError as error:
        st.error(str(error))
        return
    rows, marks, table = _vitamin_k(estimate, authority, profile)
    more_rows, more_marks, more_table = _vitamin_d(estimate, authority, profile)
    for title, note, chart in (
        ("Vitamin K", "compare_k", (rows, marks, table)),
        ("Vitamin D", "compare_d", (more_rows, more_marks, more_table)),
    ):
        chart_rows, chart_marks, chart_table = chart
        chart_panel(
            f"{title}, {AUTHORITIES[authority]}",
            note,
            charts.ranges(chart_rows, chart_marks),
            f"{chart_rows[0].label}: {chart_rows[0].value_text} a day. "
            + " ".join(f"{mark.label}." for mark in chart_marks),
            chart_table,
            level=3,
        )


def _ask_profile() -> str:
    with st.container(horizontal=True, vertical_alignment="bottom", key="kd-profile"):
        authority = st.selectbox(
            "Reference values of",
            list(AUTHORITIES),
            format_func=AUTHORITIES.__getitem__,
            key="profile-authority",
            persist_state="session",
            width=260,
        )
        sex = st.selectbox(
            "Sex (optional)",
            list(SEXES),
            format_func=SEXES.__getitem__,
            index=None,
            placeholder="any",
            key="profile-sex",
            persist_state="session",
            width=160,
        )
        st.number_input(
            "Age (optional)",
            min_value=AGE_YEARS[0],
            max_value=AGE_YEARS[1],
            value=None,
            step=1,
            placeholder="any",
            key="profile-age",
            persist_state="session",
            width=160,
        )
        if sex != "male":
            st.selectbox(
                "Life stage (optional)",
                list(LIFE_STAGES),
                format_func=LIFE_STAGES.__getitem__,
                index=None,
                placeholder="none of these",
                key="profile-life-stage",
                persist_state="session",
                width=180,
            )
    return authority


_Part = tuple[list[charts.RangeRow], list[charts.Mark], list[dict[str, str]]]


def _vitamin_k(estimate: Estimate, authority: str, profile: Profile) -> _Part:
    """K1 alone where the authority counts K1 only, else K1 and K2 with their ranges added."""
    k1, k2 = estimate.intakes["k1"], estimate.intakes["k2"]
    values = lookup(authority, "k1", profile)
    if values:
        row = _row("Your K1 from food", k1.central, k1.low, k1.high, "k1")
    else:
        values = lookup(authority, "k_total", profile)
        row = _row(
            "Your K1 and K2 from food",
            k1.central + k2.central,
            k1.low + k2.low,
            k1.high + k2.high,
            "k1",
        )
    return [row], _marks(values), _table([row], values)


def _vitamin_d(estimate: Estimate, authority: str, profile: Profile) -> _Part:
    d, extra = estimate.intakes["d"], estimate.supplements_ug_per_day["d"]
    rows = [_row("Your vitamin D from food", d.central, d.low, d.high, "d")]
    if extra:
        rows.append(
            _row("With your supplements", d.central + extra, d.low + extra, d.high + extra, "d")
        )
    values = lookup(authority, "d", profile)
    return rows, _marks(values), _table(rows, values + upper_levels(authority, "d", profile))


def _row(label: str, central: float, low: float, high: float, nutrient: str) -> charts.RangeRow:
    colour = charts.COLOURS[nutrient]
    return charts.RangeRow(label, central, low, high, colour, f"{micrograms(central)} µg")


def _marks(values: tuple[ReferenceValue, ...]) -> list[charts.Mark]:
    amounts = sorted(v.value_ug_per_day for v in values if v.value_ug_per_day is not None)
    if not amounts:
        return []
    return [charts.Mark(f"Reference {_from_to(amounts)} µg", amounts[0], amounts[-1])]


def _from_to(amounts: list[float]) -> str:
    first, last = plain(amounts[0]), plain(amounts[-1])
    return first if first == last else f"{first} to {last}"


def _table(rows: list[charts.RangeRow], values: tuple[ReferenceValue, ...]) -> list[dict[str, str]]:
    mine = [
        {
            "What": row.label,
            "µg a day": f"{row.value_text} (likely {span(row.low, row.high)})",
            "Note": "",
        }
        for row in rows
    ]
    theirs = [
        {
            "What": f"{KIND_WORDS[value.kind]} ({value.year}), {_group(value)}",
            "µg a day": _amount(value),
            "Note": value.note,
        }
        for value in values
    ]
    return mine + theirs


def _amount(value: ReferenceValue) -> str:
    if value.value_ug_per_day is not None:
        return plain(value.value_ug_per_day)
    if value.per_kg_ug is not None:
        return f"{plain(value.per_kg_ug)} for each kg you weigh"
    return "none set"


def _group(value: ReferenceValue) -> str:
    who = (
        LIFE_STAGES.get(value.life_stage)
        or {"any": "adults", "female": "women", "male": "men"}[value.sex]
    )
    ages = (
        f"{value.age_from:g} and over"
        if value.age_to >= AGE_YEARS[1]
        else f"{value.age_from:g} to {value.age_to:g}"
    )
    return f"{who.lower()} {ages}"
