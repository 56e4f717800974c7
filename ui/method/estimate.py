"""How the estimate is made: the sum, the likely range, and when the app asks to look again."""

import math

import streamlit as st

from content.numbers import plain
from content.texts import method_text
from content.words import HEADLINES, NUTRIENT_NAMES
from scoring.guidance.safety import Hold, may_warn
from scoring.intake.estimate import (
    DEFAULT_RANGE_LEVEL,
    PORTION_LOG_SD,
    REPORTING_LOG_SD,
    range_z,
)
from scoring.intake.warnings import WARNING_TEXT
from scoring.languages import _, figure
from scoring.nutrients import NUTRIENTS, SPREAD_OF_ANSWERS
from scoring.questionnaire.answers import FREQUENCIES, PORTIONS
from scoring.validation.diets import what_typical_diets_lack
from ui import session
from ui.narrowing import show_typical_weeks
from ui.session.visit import Visit
from ui.tables import show_table


def show_sum() -> None:
    """The arithmetic of the central figure, with the scales it uses."""
    st.header(_("The sum"), anchor=False)
    st.markdown(method_text("sum"))
    show_table(
        [
            {
                _("Answer"): _(frequency.label),
                _("Servings a week counted"): plain(frequency.servings_per_week),
                _("May mean"): _("{low} to {high}").format(
                    low=plain(frequency.class_low), high=plain(frequency.class_high)
                ),
            }
            for frequency in FREQUENCIES
        ],
        _("The frequencies and what they count as"),
    )
    portions = _(", ").join(f"{_(portion.label)} × {plain(portion.factor)}" for portion in PORTIONS)
    st.markdown(_("Portions: {portions} of the medium serving in grams.").format(portions=portions))


def show_range(visit: Visit) -> None:
    """Where the likely range comes from."""
    z = range_z(DEFAULT_RANGE_LEVEL)
    st.header(_("The likely range"), anchor=False)
    st.markdown(
        method_text("range").format(
            portion_log_sd=plain(PORTION_LOG_SD),
            reporting_log_sd=plain(REPORTING_LOG_SD),
            spread_of_answers=plain(SPREAD_OF_ANSWERS),
        )
    )
    show_table(
        [
            {
                _("Nutrient"): NUTRIENT_NAMES[nutrient],
                _("Least log-SD"): plain(NUTRIENTS[nutrient].sigma_floor),
                _("So the range is at least"): _("÷ and × {factor}").format(
                    factor=figure(f"{math.exp(z * NUTRIENTS[nutrient].sigma_floor):.1f}")
                ),
            }
            for nutrient in HEADLINES
        ],
        _("The least width of the range by nutrient"),
    )
    with st.expander(_("What would narrow the range of typical weeks")):
        st.markdown(method_text("validation_diets"))
        show_typical_weeks(what_typical_diets_lack(session.tables.our_foods()), visit.holds)


def show_checks(holds: frozenset[Hold]) -> None:
    """When the app asks to look again, as far as this person may read it."""
    st.header(_("When we ask you to look again"), anchor=False)
    texts = [text for code, text in WARNING_TEXT.items() if may_warn(code, holds)]
    st.markdown("\n".join(f"- {text}" for text in texts))
