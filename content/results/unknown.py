"""What is not known: eaten foods without data, what they could hide, and foods without answer."""

from dataclasses import dataclass

from content.numbers import micrograms
from content.words import HEADLINES, LOWER_NAMES
from scoring.foods.table import Food
from scoring.guidance.assessment import Assessment
from scoring.languages import _
from scoring.nutrients import NUTRIENTS


@dataclass(frozen=True)
class Unknown:
    """What is not known of a person's intake.

    Attributes:
        without_data: Foods that are eaten, each with the nutrients it has no data for, in words.
        could_hide: How much those foods could add a day, in words; empty where nobody can say.
        unanswered: Foods without an answer.
    """

    without_data: tuple[tuple[Food, str], ...]
    could_hide: str
    unanswered: tuple[Food, ...]

    @property
    def nothing(self) -> bool:
        """Whether every food has an answer, and each that is eaten has data."""
        return not self.without_data and not self.unanswered


def unknown(person: Assessment) -> Unknown:
    """What is not known, in the order of the questionnaire."""
    found = person.estimate
    return Unknown(
        without_data=tuple(
            (person.foods[food_id], _(", ").join(LOWER_NAMES[n] for n in missing))
            for food_id, missing in found.unknown.items()
        ),
        could_hide=_(", ").join(
            _("{amount} µg {nutrient}").format(amount=micrograms(extra), nutrient=LOWER_NAMES[n])
            for n in HEADLINES
            if (extra := found.could_hide_per_day[n])
        ),
        unanswered=tuple(person.foods[food_id] for food_id in found.unanswered),
    )


def foods_without_data(person: Assessment, nutrient: str) -> int:
    """How many foods that are eaten lack data on a nutrient, or on a form of it."""
    stored = set(NUTRIENTS[nutrient].stored)
    return sum(bool(stored & set(missing)) for missing in person.estimate.unknown.values())
