"""Names of nutrients, and reference values in words."""

from datetime import datetime

from content.numbers import plain
from scoring.guidance.references import ReferenceValue
from scoring.languages import N_, Words, _, month_words
from scoring.nutrients import NUTRIENTS
from scoring.questionnaire.answers import AGE_YEARS

NUTRIENT_NAMES = Words({name: nutrient.name_en for name, nutrient in NUTRIENTS.items()})
"""Names of nutrients, as on top of a chart."""

LOWER_NAMES = Words({name: nutrient.lower_name_en for name, nutrient in NUTRIENTS.items()})
"""The same in the middle of a sentence."""

HEADLINES = ("k2", "k1", "d")
"""The nutrients of the three headline figures, in their order."""

LIFE_STAGES = Words({"pregnant": N_("Pregnant"), "lactating": N_("Breastfeeding")})


def amount_words(value: ReferenceValue) -> str:
    """The amount of a reference value, its unit left out where that is µg a day."""
    if value.value_ug_per_day is not None:
        return plain(value.value_ug_per_day)
    if value.per_kg_ug is not None:
        return _("{amount} µg for each kg you weigh").format(amount=plain(value.per_kg_ug))
    return _("none set")


def group_words(value: ReferenceValue) -> str:
    """For whom a reference value is: 'women 19 to 50'."""
    who = {
        "pregnant": _("pregnant"),
        "lactating": _("breastfeeding"),
        "any": _("adults"),
        "female": _("women"),
        "male": _("men"),
    }[value.life_stage or value.sex]
    if value.age_to >= AGE_YEARS[1]:
        return _("{who} {age} and over").format(who=who, age=f"{value.age_from:g}")
    return _("{who} {youngest} to {oldest}").format(
        who=who, youngest=f"{value.age_from:g}", oldest=f"{value.age_to:g}"
    )


def amounts_words(values: tuple[ReferenceValue, ...]) -> str:
    """The amounts of some values; where they differ, for whom each is."""
    if not values:
        return _("none found in what we opened")
    if len({amount_words(value) for value in values}) == 1:
        return amount_words(values[0])
    return _(", ").join(
        _("{first} ({second})").format(first=amount_words(value), second=group_words(value))
        for value in values
    )


def month_and_year(year_and_month: str) -> str:
    """A month such as 2026-11 in words: November 2026."""
    return month_words(datetime.strptime(year_and_month, "%Y-%m").date())
