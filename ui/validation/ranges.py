"""Whether the arithmetic of the likely range is right, and what would narrow it."""

import streamlit as st

from content.numbers import percent
from content.texts import method_text
from scoring.guidance.safety import Hold
from scoring.languages import _, figure
from scoring.validation.report import Validation
from ui.narrowing import show_typical_weeks
from ui.tables import show_table
from ui.validation.words import name_of


def show_calibration(found: Validation) -> None:
    """Whether ranges that should hold 80 % of the truths do."""
    st.header(_("Is the arithmetic of the range right?"), anchor=False)
    st.markdown(method_text("validation_range"))
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


def show_typical_diets(found: Validation, holds: frozenset[Hold]) -> None:
    """What would narrow the range for made-up typical weeks."""
    st.header(_("What would narrow the range"), anchor=False)
    st.markdown(method_text("validation_diets"))
    show_typical_weeks(found.narrowings, holds)
