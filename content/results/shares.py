"""Which foods an intake comes from, those that were not asked among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.numbers import percent, with_unit
from content.words import HEADLINES
from scoring.foods.table import Food
from scoring.frozen import ReadOnlyMappings
from scoring.guidance.assessment import Assessment
from scoring.guidance.shares import food_shares, nutrients_to_rank
from scoring.intake.estimate import Contribution
from scoring.languages import _, ngettext, whole
from scoring.nutrients import NUTRIENTS


@dataclass(frozen=True)
class Share(ReadOnlyMappings):
    """What one food gives of a nutrient, or what the foods that go unnamed give together.

    Attributes:
        food: None for foods together, and for those that were not asked.
        asked: False for foods that were not asked, whose part is an allowance.
        label: The name of the food, or how many foods these are.
        parts: µg a day by nutrient; the forms of vitamin K2, else the nutrient itself. Of foods
            that were not asked, the nutrient alone.
        amount: Their sum, µg a day.
        about: The sum in words, with its unit.
        of_all: The share of the intake, 0 to 1.
        percent: That share in words.
    """

    food: Food | None
    asked: bool
    label: str
    parts: Mapping[str, float]
    amount: float
    about: str
    of_all: float
    percent: str


def nutrients_shown(person: Assessment) -> tuple[str, ...]:
    """The nutrients by which this person may see foods in order."""
    return nutrients_to_rank(HEADLINES, person.holds)


def shares(person: Assessment, nutrient: str, shown: int) -> tuple[Share, ...]:
    """The foods that carry a nutrient, from the largest on, and those that were not asked.

    Foods that go unnamed stand together behind the named ones, and the allowance at the end.

    Args:
        person: Whose foods.
        nutrient: One of those of `nutrients_shown`.
        shown: How many foods are named, and one more where it is the last.

    Returns:
        Nothing where no food carries it. The shares of all add up to 1.
    """
    found = food_shares(person.foods, person.estimate, nutrient, shown, person.holds)
    total = person.estimate.wholes[nutrient].central
    rows = []
    for contribution in found.top:
        food = person.foods[contribution.food_id]
        rows.append(_share(food, _(food.food), [contribution], nutrient, total))
    if found.rest:
        number = len(found.rest)
        together = ngettext("{count} other food together", "{count} other foods together", number)
        rows.append(_share(None, together.format(count=whole(number)), found.rest, nutrient, total))
    allowance = person.estimate.not_asked.get(nutrient)
    if allowance is not None and allowance.central:
        added = allowance.central
        label = _("Foods that were not asked")
        rows.append(_row(None, label, {nutrient: added}, added, total, asked=False))
    return tuple(rows)


def main_food(person: Assessment, nutrient: str) -> str:
    """The food that gives most of a nutrient, with its share of the whole, as a sentence.

    A food that a notice asks this person to leave out is not named. Empty where no food carries it
    and where this person may see no order of foods by it.
    """
    if nutrient not in nutrients_shown(person):
        return ""
    found = food_shares(person.foods, person.estimate, nutrient, 1, person.holds)
    carrying = [*found.top, *found.rest]
    if not carrying:
        return ""
    most = max(carrying, key=lambda contribution: contribution.per_day[nutrient] or 0)
    of_all = (most.per_day[nutrient] or 0) / person.estimate.wholes[nutrient].central
    if most not in found.top:
        words = _("A food that a notice here asks you to leave out gives {share} of it.")
        return words.format(share=percent(of_all))
    words = (
        _("Most of it is from “{food}”: {share}.")
        if of_all > 0.5
        else _("The largest part is from “{food}”: {share}.")
    )
    food = person.foods[most.food_id]
    return words.format(food=_(food.food), share=percent(of_all))


def _share(
    food: Food | None,
    label: str,
    contributions: Sequence[Contribution],
    nutrient: str,
    total: float,
) -> Share:
    parts = {n: sum(c.per_day[n] or 0 for c in contributions) for n in NUTRIENTS[nutrient].stored}
    amount = sum(c.per_day[nutrient] or 0.0 for c in contributions)
    return _row(food, label, parts, amount, total, asked=True)


def _row(
    food: Food | None,
    label: str,
    parts: Mapping[str, float],
    amount: float,
    total: float,
    *,
    asked: bool,
) -> Share:
    return Share(
        food=food,
        asked=asked,
        label=label,
        parts=parts,
        amount=amount,
        about=with_unit(amount),
        of_all=amount / total,
        percent=percent(amount / total),
    )
