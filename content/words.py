"""Names of nutrients, and reference values in words."""

from datetime import datetime

from content.numbers import plain
from scoring.foods import NUTRIENT_NAMES as NUTRIENT_NAMES
from scoring.questionnaire import AGE_YEARS
from scoring.references import ReferenceValue

LOWER_NAMES = {key: name[0].lower() + name[1:] for key, name in NUTRIENT_NAMES.items()} | {
    "mk4": "MK-4",
    "mk7": "MK-7",
}
"""The same in the middle of a sentence."""

HEADLINES = ("k2", "k1", "d")
"""The nutrients of the three headline figures, in their order."""

LIFE_STAGES = {"pregnant": "Pregnant", "lactating": "Breastfeeding"}


def amount_words(value: ReferenceValue) -> str:
    """The amount of a reference value, its unit left out where that is µg a day."""
    if value.value_ug_per_day is not None:
        return plain(value.value_ug_per_day)
    if value.per_kg_ug is not None:
        return f"{plain(value.per_kg_ug)} µg for each kg you weigh"
    return "none set"


def group_words(value: ReferenceValue) -> str:
    """For whom a reference value is: 'women 19 to 50'."""
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


def amounts_words(values: tuple[ReferenceValue, ...]) -> str:
    """The amounts of some values; where they differ, for whom each is."""
    if not values:
        return "none found in what we opened"
    if len({amount_words(value) for value in values}) == 1:
        return amount_words(values[0])
    return ", ".join(f"{amount_words(value)} ({group_words(value)})" for value in values)


def month_and_year(year_and_month: str) -> str:
    """A month such as 2026-11 in words: November 2026."""
    return datetime.strptime(year_and_month, "%Y-%m").strftime("%B %Y")
