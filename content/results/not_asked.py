"""What foods that were not asked are likely to add, in words."""

from dataclasses import dataclass

from content.numbers import micrograms, span, with_unit
from content.words import HEADLINES, NUTRIENT_NAMES
from scoring.countries import COUNTRIES
from scoring.guidance.assessment import Assessment
from scoring.intake.estimate import Estimate
from scoring.intake.not_asked import Allowance
from scoring.languages import _


@dataclass(frozen=True)
class NotAskedRow:
    """One nutrient: the foods of the list, what is added for others, and both together.

    Attributes:
        nutrient: Its id, one of HEADLINES.
        name: Its name.
        asked: The sum over the foods of the list, a day, in words.
        added: The allowance with its range, a day, in words.
        whole: Both together with their range, a day, in words.
    """

    nutrient: str
    name: str
    asked: str
    added: str
    whole: str


@dataclass(frozen=True)
class NotAsked:
    """The allowances of one person.

    Attributes:
        rows: One for each of HEADLINES; none where nothing can be said.
        words: How they came about; or why nothing is added.
        whose: Whose figures they are; empty where nothing is added.
    """

    rows: tuple[NotAskedRow, ...]
    words: str
    whose: str = ""


def not_asked(person: Assessment) -> NotAsked:
    """What is added for foods that were not asked."""
    found = person.estimate
    if not found.not_asked:
        words = _(
            "Nobody knows what foods that were not asked add beside this list of foods, so nothing "
            "is added for them."
        )
        return NotAsked((), words)
    rows = tuple(
        NotAskedRow(
            nutrient=n,
            name=NUTRIENT_NAMES[n],
            asked=with_unit(found.intakes[n].central),
            added=amount_and_range(found.not_asked.get(n)),
            whole=_("{amount}, likely {range}").format(
                amount=with_unit(found.wholes[n].central),
                range=span(found.wholes[n].low, found.wholes[n].high),
            ),
        )
        for n in HEADLINES
    )
    return NotAsked(rows, _how(), _whose(found, person.foods.country))


def line(estimate: Estimate, nutrient: str) -> str:
    """The allowance as one line of its own; empty where nothing is added."""
    allowance = estimate.not_asked.get(nutrient)
    if allowance is None or not allowance.central:
        return ""
    return _("Of this, for foods that were not asked: about {amount} µg, likely {range}").format(
        amount=micrograms(allowance.central), range=span(allowance.low, allowance.high)
    )


def amount_and_range(allowance: Allowance | None) -> str:
    """An allowance with its range, a day; 0 where there is none."""
    if allowance is None or not allowance.central:
        return with_unit(0)
    return _("{amount}, likely {range}").format(
        amount=with_unit(allowance.central), range=span(allowance.low, allowance.high)
    )


def _how() -> str:
    return _(
        "No list asks for every food. Surveys tell which part of an intake comes from foods that "
        "this list leaves out, such as nuts, bread and many ready meals. That part of what people "
        "eat on average is added, and never more than the surveys allow beside what you eat. It is "
        "an average, not what you ate. For the long-chain forms of K2 no survey tells, so nothing "
        "is added for them."
    )


def _whose(found: Estimate, country: str) -> str:
    """Whose figures the allowances are."""
    if not country:
        return _("No country was chosen, so these are the figures of all countries together.")
    name = COUNTRIES[country].name
    own = [n for n in HEADLINES if (a := found.not_asked.get(n)) is not None and a.of_country]
    if not own:
        return _(
            "No survey that we could open tells of the country itself ({country}), so the share is "
            "that of all countries together."
        ).format(country=name)
    if len(own) == len(HEADLINES):
        return _("These are the figures of {country}.").format(country=name)
    return _(
        "Figures of the country itself ({country}): {nutrients}. For the rest no survey that we "
        "could open tells, so the share is that of all countries together."
    ).format(nutrients=_(", ").join(NUTRIENT_NAMES[n] for n in own), country=name)
