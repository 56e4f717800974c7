"""What the validation found, as much of it as this person may see."""

from dataclasses import replace

import streamlit as st

from scoring.guidance.safety import Hold
from scoring.languages import current
from scoring.nutrients import K_TOTAL, VITAMIN_K
from scoring.validation.report import Validation, validate
from ui import session


def validation_for_this_person(holds: frozenset[Hold]) -> Validation:
    """The validation of our food table.

    Vitamin D alone where foods must not be ranked by vitamin K.
    """
    found = _validation(current())
    if Hold.VITAMIN_K_RANKING not in holds:
        return found
    held = {*VITAMIN_K, K_TOTAL}
    return replace(
        found,
        left_out=tuple(one for one in found.left_out if one.record.nutrient not in held),
        outside=tuple(one for one in found.outside if one.nutrient not in held),
        comparisons=tuple(c for c in found.comparisons if c.case.nutrient not in held),
        not_compared=tuple(case for case in found.not_compared if case.nutrient not in held),
        calibration=tuple(row for row in found.calibration if row.nutrient not in held),
        coverage=tuple(row for row in found.coverage if row.nutrient not in held),
    )


@st.cache_resource(show_spinner=False)
def _validation(language: str) -> Validation:
    """The whole validation of our food table; the same for all visitors who read a language."""
    return validate(session.tables.our_foods())
