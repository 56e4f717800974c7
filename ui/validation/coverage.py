"""How much of published intakes our foods carry."""

import streamlit as st

from content.numbers import micrograms, percent, span
from content.texts import method_text
from content.words import NUTRIENT_NAMES
from scoring.countries import COUNTRIES
from scoring.intake.not_asked import PublishedAllowance
from scoring.languages import _, whole
from scoring.validation.coverage import SourceCoverage
from scoring.validation.report import Validation
from ui.tables import show_table
from ui.text import as_markdown
from ui.validation.words import name_of, source


def show_coverage(found: Validation) -> None:
    """What a short list of foods leaves out."""
    st.header(_("What the short list misses"), anchor=False)
    st.markdown(method_text("validation_list"))
    show_table(
        [_covered(row) for row in found.coverage],
        _("Share of published intakes that our foods carry"),
    )
    st.subheader(_("What is added for foods that were not asked"), anchor=False)
    st.markdown(method_text("validation_not_asked"))
    by_country = _("Allowance for foods that were not asked, by country")
    with st.expander(by_country):
        show_table([_added(allowance) for allowance in found.allowances], by_country)


def _added(found: PublishedAllowance) -> dict[str, str]:
    """The allowance of a country for one nutrient."""
    country = COUNTRIES[found.country].name if found.country else _("All countries together")
    return {
        _("Country"): country,
        _("Of"): NUTRIENT_NAMES[found.nutrient],
        _("µg a day"): _("{amount}, likely {range}").format(
            amount=micrograms(found.ug_per_day), range=span(found.low, found.high)
        )
        if found.ug_per_day
        else micrograms(0),
        _("Share of the intake"): percent(found.missing_percent / 100),
        _("Share published for"): country if found.of_country else _("other countries"),
    }


def _covered(row: SourceCoverage) -> dict[str, str]:
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
        _("Who"): _("{what}: {nutrient}; from {source}").format(
            what=who, nutrient=name_of(row.nutrient), source=source(row.source)
        ),
        _("Our foods carry"): _percent_span(row.surely_percent, row.at_most_percent),
        _("With what is added"): _whole(row.with_allowance_percent),
        _("The rest"): rest,
    }


def _whole(found: float | None) -> str:
    return _("not told") if found is None else percent(found / 100)


def _percent_span(low: float, high: float) -> str:
    """A share, or from-to where groups are covered in part."""
    if round(low) == round(high):
        return percent(low / 100)
    return _("{low} to {high}").format(low=whole(low), high=percent(high / 100))
