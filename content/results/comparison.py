"""Vitamins K and D beside the reference values of an authority."""

from scoring.guidance.assessment import Assessment
from scoring.guidance.references import (
    ReferenceComparison,
    ReferenceValue,
    beside_vitamin_d,
    beside_vitamin_k,
)
from scoring.guidance.safety import Hold
from scoring.languages import N_
from scoring.questionnaire.answers import Profile

HELD_BACK = N_("With what you told us, this comparison does not fit you, so it is left out.")
"""What stands in the place of the comparison for people whom it does not fit."""


def may_compare(person: Assessment) -> bool:
    """Whether this person may see intake beside reference values at all."""
    return Hold.REFERENCE_COMPARISON not in person.holds


def comparisons(
    person: Assessment, authority: str, profile: Profile
) -> tuple[ReferenceComparison, ...]:
    """Vitamin K, where this person may see it, and vitamin D beside the values that apply.

    Args:
        person: Whose intake; nothing is compared where `may_compare` says no.
        authority: A key of AUTHORITIES.
        profile: Sex, age and life stage; what is unknown narrows no values.
    """
    if not may_compare(person):
        return ()
    beside_d = beside_vitamin_d(person.estimate, authority, profile)
    if Hold.VITAMIN_K_HINTS in person.holds:
        return (beside_d,)
    return beside_vitamin_k(person.estimate, authority, profile), beside_d


def span_of(values: tuple[ReferenceValue, ...]) -> tuple[float, float] | None:
    """The lowest and the highest amount among the values, µg a day; None where none has one."""
    amounts = [v.value_ug_per_day for v in values if v.value_ug_per_day is not None]
    return (min(amounts), max(amounts)) if amounts else None
