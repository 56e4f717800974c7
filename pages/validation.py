"""Validation: our figures beside published ones, and the likely range tried by simulation."""

import math
from dataclasses import replace

import streamlit as st

import content
from content.numbers import percent, span, with_unit
from content.words import NUTRIENT_NAMES
from languages import N_, Words, _, current, figure, ngettext, whole
from scoring.safety import Hold, Place
from scoring.validation import (
    INDEPENDENCE_WORDS,
    Case,
    Comparison,
    Independence,
    PublishedSource,
    SourceCoverage,
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
    Verdict.MISS: N_("Outside our range: {published}, ours {ours}"),
    Verdict.PARTLY: N_("Partly inside: {published}, ours {ours}"),
    Verdict.INSIDE: N_("Inside our range: {published}, ours {ours}"),
}
TITLES = Words(
    {
        Independence.INDEPENDENT: N_("Sources that our table does not use"),
        Independence.UNCLEAR: N_("Figures whose origin could not be seen"),
        Independence.LEFT_OUT: N_("Figures known and left out of our table"),
        Independence.SAME_TABLE: N_("Other figures of sources that our table uses"),
        Independence.SAME_FIGURE: N_("Figures that our table uses: no test of it"),
    }
)


@st.cache_resource(show_spinner=False)
def result(language: str) -> Validation:
    """The whole validation of our food table; the same for all visitors who read a language."""
    return validate(session.our_food_table())


def name_of(nutrient: str) -> str:
    """The name of what a published figure is about."""
    return _("Vitamin K, all forms") if nutrient == "k_total" else NUTRIENT_NAMES[nutrient]


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
    st.header(_("Beside published figures"), anchor=False)
    independent = [
        c.verdict for c in found.comparisons if c.case.independence is Independence.INDEPENDENT
    ]
    st.markdown(
        content.method_text("validation_figures").format(
            compared=whole(len(independent)),
            inside=whole(independent.count(Verdict.INSIDE)),
            partly=whole(independent.count(Verdict.PARTLY)),
        )
    )
    for independence, title in TITLES.items():
        chosen = [c for c in found.comparisons if c.case.independence is independence]
        if not chosen:
            continue
        outside = sum(c.verdict is Verdict.MISS for c in chosen)
        label = ngettext(
            "{title}: {count} figure, {outside} outside our range",
            "{title}: {count} figures, {outside} outside our range",
            len(chosen),
        ).format(title=title, count=whole(len(chosen)), outside=whole(outside))
        with st.expander(label, expanded=independence is Independence.INDEPENDENT):
            st.write(INDEPENDENCE_WORDS[independence])
            chosen.sort(key=lambda c: list(VERDICT_WORDS).index(c.verdict))
            show_table([compared(c) for c in chosen], title)
    if not found.not_compared:
        return
    number = whole(len(found.not_compared))
    with st.expander(_("Found and not compared: {count}").format(count=number)):
        show_table([not_compared(case) for case in found.not_compared], _("Not compared"))


def compared(comparison: Comparison) -> dict[str, str]:
    """One published figure beside ours."""
    case = comparison.case
    ours = _("{first} ({second})").format(
        first=with_unit(comparison.ours_ug),
        second=span(comparison.ours_low_ug, comparison.ours_high_ug),
    )
    words = _(VERDICT_WORDS[comparison.verdict]).format(published=published(case), ours=ours)
    if not math.isnan(comparison.ratio):
        ratio = figure(f"{comparison.ratio:.2f}")
        words += _(", ") + _("ours ÷ theirs {ratio}").format(ratio=ratio)
    return {
        _("What, and from where"): _("{what}: {nutrient}; from {source}").format(
            what=as_markdown(case.about),
            nutrient=name_of(case.nutrient),
            source=source(case.source),
        ),
        _("Published and ours"): words,
    }


def published(case: Case) -> str:
    """The published figure in µg for the weight that was compared."""
    if case.low_ug is None or case.high_ug is None:
        return as_markdown(case.quoted)
    return f"{span(case.low_ug, case.high_ug)} µg"


def not_compared(case: Case) -> dict[str, str]:
    """One published figure that was found, and why it is not compared."""
    return {
        _("What, and from where"): _("{what}; from {source}").format(
            what=as_markdown(case.about), source=source(case.source)
        ),
        _("Published, and why not compared"): as_markdown(f"{case.quoted}. {case.reason}"),
    }


def source(found: PublishedSource) -> str:
    """A source in short, with its link, and how it was read."""
    words = f"{found.citation.split('. ')[0]} {found.year}".strip()
    linked = markdown_link(words, found.url_or_doi)
    return _("{first} ({second})").format(first=linked, second=as_markdown(found.read_in))


def show_calibration(found: Validation) -> None:
    """Whether ranges that should hold 80 % of the truths do."""
    st.header(_("Does the range hold?"), anchor=False)
    st.markdown(content.method_text("validation_range"))
    show_table(
        [
            {
                _("Of"): name_of(row.nutrient),
                _("Truths inside our range"): percent(row.likely.coverage, decimals=1),
                _("High end ÷ low end"): _(
                    "{ours}; fixed ± x %: {by_percent}; fixed factor: {by_factor}"
                ).format(
                    ours=figure(f"{row.likely.high_to_low:.2f}"),
                    by_percent=figure(f"{row.by_percent.high_to_low:.2f}"),
                    by_factor=figure(f"{row.by_factor.high_to_low:.2f}"),
                ),
                _("Recall sets the range"): _("{share} of diets").format(
                    share=percent(row.floor_share)
                ),
            }
            for row in found.calibration
        ],
        _("How often the likely range holds the truth, by nutrient"),
    )


def show_coverage(found: Validation) -> None:
    """What a short list of foods leaves out."""
    st.header(_("What the short list misses"), anchor=False)
    st.markdown(content.method_text("validation_list"))
    show_table(
        [covered(row) for row in found.coverage],
        _("Share of published intakes that our foods carry"),
    )


def covered(row: SourceCoverage) -> dict[str, str]:
    """How much of one published intake our foods carry, and what is missing."""
    who = as_markdown(_(", ").join(filter(None, (row.population, row.country, row.years))))
    rest = _("not on our list {not_covered}, not stated {not_stated}.").format(
        not_covered=percent(row.not_covered_percent / 100),
        not_stated=percent(row.not_stated_percent / 100),
    )
    if row.missing_groups:
        groups = as_markdown(_(", ").join(row.missing_groups))
        rest += " " + _("Missing: {groups}").format(groups=groups)
    return {
        _("Who"): f"{who}: {name_of(row.nutrient)}; {source(row.source)}",
        _("Our foods carry"): percent_span(row.surely_percent, row.at_most_percent),
        _("The rest"): rest,
    }


def percent_span(low: float, high: float) -> str:
    """A share, or from-to where groups are covered in part."""
    if round(low) == round(high):
        return percent(low / 100)
    return _("{low} to {high}").format(low=whole(low), high=percent(high / 100))


def show_typical_diets(found: Validation) -> None:
    """What would narrow the range for made-up typical weeks."""
    st.header(_("What would narrow the range"), anchor=False)
    st.markdown(content.method_text("validation_diets"))
    show_typical_weeks(found.narrowings)


frame.enter()
frame.heading(
    frame.TITLES["validation"],
    _("How our figures stand beside published ones, and whether the range holds what it says."),
)
notices.show_for(Place.FOODS)
if session.own_food_table():
    st.write(
        _("All of this page is about our food table: we have not checked the one you brought.")
    )
with st.spinner(_("Working it out …")):
    found = for_this_person(result(current()))
show_comparisons(found)
show_calibration(found)
show_coverage(found)
show_typical_diets(found)
