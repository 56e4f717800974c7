"""The headline figures: each nutrient from food with its range, and what supplements add.

They hold the foods of the list and the allowance for foods that were not asked, which is named too.
"""

from dataclasses import dataclass

from content.numbers import likely, micrograms
from content.results import not_asked
from content.words import HEADLINES
from scoring.intake.estimate import Estimate
from scoring.intake.not_asked import WholeIntake
from scoring.languages import _


@dataclass(frozen=True)
class Headline:
    """One headline figure.

    Attributes:
        nutrient: Its id, one of HEADLINES.
        intake: From food, the foods of the list and those not asked, µg a day.
        amount: The central figure of the intake in words, without its unit.
        sentence: What stands around that figure, which is the field `{amount}`.
        likely: The likely range in words; empty where none is eaten.
        not_asked: What of it is for foods that were not asked, in words; empty where nothing is.
        supplements: What supplements add, µg a day without the unit; empty where they add none.
    """

    nutrient: str
    intake: WholeIntake
    amount: str
    sentence: str
    likely: str
    not_asked: str
    supplements: str


def headlines(estimate: Estimate) -> tuple[Headline, ...]:
    """The headline figures in their order."""
    return tuple(_headline(estimate, nutrient) for nutrient in HEADLINES)


def _headline(estimate: Estimate, nutrient: str) -> Headline:
    intake = estimate.wholes[nutrient]
    extra = estimate.supplements_per_day[nutrient]
    return Headline(
        nutrient=nutrient,
        intake=intake,
        amount=micrograms(intake.central),
        sentence=_("about {amount} µg a day") if intake.central else _("{amount} µg a day"),
        likely=_("likely {range} µg").format(range=likely(intake)) if intake.central else "",
        not_asked=not_asked.line(estimate, nutrient),
        supplements=micrograms(extra) if extra else "",
    )
