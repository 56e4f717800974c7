"""Validation: our figures beside published ones, and the likely range tried by simulation."""

import math
from dataclasses import replace

import streamlit as st

import content
from content.numbers import count, micrograms, span
from content.words import NUTRIENT_NAMES
from scoring.safety import Hold, Place
from scoring.validation import (
    INDEPENDENCE_WORDS,
    Case,
    Comparison,
    Independence,
    PublishedSource,
    Validation,
    Verdict,
    validate,
)
from ui import frame, notices, session
from ui.links import markdown_link
from ui.narrowing import show_typical_weeks
from ui.tables import show_table
from ui.text import as_markdown

VERDICT_WORDS = {
    Verdict.MISS: "outside our range",
    Verdict.PARTLY: "partly inside",
    Verdict.INSIDE: "inside our range",
}
NAMES = dict(NUTRIENT_NAMES) | {"k_total": "Vitamin K, all forms"}
TITLES = {
    Independence.INDEPENDENT: "Sources that our table does not use",
    Independence.UNCLEAR: "Figures whose origin could not be seen",
    Independence.LEFT_OUT: "Figures known and left out of our table",
    Independence.SAME_TABLE: "Other figures of sources that our table uses",
    Independence.SAME_FIGURE: "Figures that our table uses: no test of it",
}


@st.cache_resource(show_spinner="Working it out …")
def result() -> Validation:
    """The whole validation of our food table; the same for all visitors."""
    return validate(session.our_food_table())


def for_this_person(found: Validation) -> Validation:
    """Vitamin D alone where foods must not be ranked by vitamin K."""
    if Hold.VITAMIN_K_RANKING not in notices.held_back():
        return found
    return replace(
        found,
        comparisons=tuple(c for c in found.comparisons if c.case.nutrient == "d"),
        not_compared=tuple(case for case in found.not_compared if case.nutrient == "d"),
        calibration=tuple(row for row in found.calibration if row.nutrient == "d"),
        coverage=tuple(row for row in found.coverage if row.nutrient == "d"),
    )


def show_comparisons(found: Validation) -> None:
    """Every published figure that was found, misses first, none hidden."""
    st.header("Beside published figures", anchor=False)
    independent = [
        c.verdict for c in found.comparisons if c.case.independence is Independence.INDEPENDENT
    ]
    st.markdown(
        content.method_text("validation_figures").format(
            compared=len(independent),
            inside=independent.count(Verdict.INSIDE),
            partly=independent.count(Verdict.PARTLY),
        )
    )
    for independence, title in TITLES.items():
        chosen = [c for c in found.comparisons if c.case.independence is independence]
        if not chosen:
            continue
        outside = sum(c.verdict is Verdict.MISS for c in chosen)
        label = f"{title}: {count(len(chosen), 'figure', 'figures')}, {outside} outside our range"
        with st.expander(label, expanded=independence is Independence.INDEPENDENT):
            st.write(f"{INDEPENDENCE_WORDS[independence].capitalize()}.")
            chosen.sort(key=lambda c: list(VERDICT_WORDS).index(c.verdict))
            show_table([compared(c) for c in chosen], title)
    if not found.not_compared:
        return
    with st.expander(f"Found and not compared: {len(found.not_compared)}"):
        show_table([not_compared(case) for case in found.not_compared], "Not compared")


def compared(comparison: Comparison) -> dict[str, str]:
    """One published figure beside ours."""
    case = comparison.case
    ours = f"{micrograms(comparison.ours_ug)} µg"
    ours += f" ({span(comparison.ours_low_ug, comparison.ours_high_ug)})"
    ratio = "" if math.isnan(comparison.ratio) else f", ours ÷ theirs {comparison.ratio:.2f}"
    return {
        "What, and from where": f"{as_markdown(case.about)}: {NAMES[case.nutrient]}; "
        f"from {source(case.source)}",
        "Published and ours": f"{VERDICT_WORDS[comparison.verdict].capitalize()}: "
        f"{published(case)}, ours {ours}{ratio}",
    }


def published(case: Case) -> str:
    """The published figure in µg for the weight that was compared."""
    if case.low_ug is None or case.high_ug is None:
        return as_markdown(case.quoted)
    return f"{span(case.low_ug, case.high_ug)} µg"


def not_compared(case: Case) -> dict[str, str]:
    """One published figure that was found, and why it is not compared."""
    return {
        "What, and from where": f"{as_markdown(case.about)}; from {source(case.source)}",
        "Published, and why not compared": as_markdown(f"{case.quoted}. {case.reason}"),
    }


def source(found: PublishedSource) -> str:
    """A source in short, with its link, and how it was read."""
    words = f"{found.citation.split('. ')[0]} {found.year}".strip()
    linked = markdown_link(words, found.url_or_doi)
    return f"{linked} ({as_markdown(found.read_in)})"


def show_calibration(found: Validation) -> None:
    """Whether ranges that should hold 80 % of the truths do."""
    st.header("Does the range hold?", anchor=False)
    st.markdown(content.method_text("validation_range"))
    show_table(
        [
            {
                "Of": NAMES[row.nutrient],
                "Truths inside our range": f"{100 * row.likely.coverage:.1f} %",
                "High end ÷ low end": f"{row.likely.high_to_low:.2f}; fixed ± x %: "
                f"{row.by_percent.high_to_low:.2f}; fixed factor: "
                f"{row.by_factor.high_to_low:.2f}",
                "Recall sets the range": f"{100 * row.floor_share:.0f} % of diets",
            }
            for row in found.calibration
        ],
        "How often the likely range holds the truth, by nutrient",
    )


def show_coverage(found: Validation) -> None:
    """What a short list of foods leaves out."""
    st.header("What the short list misses", anchor=False)
    st.markdown(content.method_text("validation_list"))
    show_table(
        [
            {
                "Who": as_markdown(
                    ", ".join(filter(None, (row.population, row.country, row.years)))
                )
                + f": {NAMES[row.nutrient]}; {source(row.source)}",
                "Our foods carry": percent_span(row.surely_percent, row.at_most_percent),
                "The rest": f"not on our list {row.not_covered_percent:.0f} %, not stated "
                f"{row.not_stated_percent:.0f} %. "
                + (
                    f"Missing: {as_markdown(', '.join(row.missing_groups))}"
                    if row.missing_groups
                    else ""
                ),
            }
            for row in found.coverage
        ],
        "Share of published intakes that our foods carry",
    )


def percent_span(low: float, high: float) -> str:
    """A share, or from-to where groups are covered in part."""
    return f"{low:.0f} %" if round(low) == round(high) else f"{low:.0f} to {high:.0f} %"


def show_typical_diets(found: Validation) -> None:
    """What would narrow the range for made-up typical weeks."""
    st.header("What would narrow the range", anchor=False)
    st.markdown(content.method_text("validation_diets"))
    show_typical_weeks(found.narrowings)


frame.enter()
frame.heading(
    "Validation",
    "How our figures stand beside published ones, and whether the range holds what it says.",
)
notices.show_for(Place.FOODS)
if session.own_food_table():
    st.write("All of this page is about our food table: we have not checked the one you brought.")
found = for_this_person(result())
show_comparisons(found)
show_calibration(found)
show_coverage(found)
show_typical_diets(found)
