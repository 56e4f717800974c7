"""Saved answers of one person over time: their order, and signs that they are not one person's."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Self

from content.example_people import shown_name
from content.results import difference
from scoring.foods.table import FoodTable
from scoring.guidance.safety import Hold
from scoring.intake.difference import differences
from scoring.intake.estimate import Estimate, estimate, range_z
from scoring.intake.not_asked import WholeIntake
from scoring.languages import _
from scoring.questionnaire.answers import Answers
from scoring.questionnaire.answers_file import AnswersFile

_LABELLED = re.compile(r"kdcheck-answers-(?P<label>.+?)-\d{4}-\d\d-\d\d")
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Filling:
    """One filling of the questionnaire.

    Attributes:
        name: That of its file, without its ending.
        day: When it was saved.
        answers: With the profile.
        example: Name of the example person; empty for a real one.
    """

    name: str
    day: date
    answers: Answers
    example: str = ""

    @property
    def label(self) -> str:
        """The label in the name of the file; empty where that has none."""
        found = _LABELLED.match(self.name)
        return found["label"] if found else ""


def fillings(files: Iterable[tuple[str, AnswersFile]]) -> list[Filling]:
    """The fillings in the order of their days; the same one twice counts once."""
    found = {
        (file.saved, repr(file.answers), file.example): Filling(
            name, file.saved, file.answers, file.example
        )
        for name, file in files
    }
    return sorted(found.values(), key=lambda filling: (filling.day, filling.name))


def signs_of_others(found: Sequence[Filling]) -> list[str]:
    """Why fillings can hardly be one person's, in words; nothing where nothing speaks against it.

    Args:
        found: In the order of their days.
    """
    signs = []
    if len({filling.example for filling in found}) > 1:
        names = [shown_name(filling.example) or filling.name for filling in found]
        signs.append(_("Some are a made-up person’s: {names}.").format(names=_listed(names)))
    if len({filling.answers.profile.sex for filling in found if filling.answers.profile.sex}) > 1:
        signs.append(_("They differ in sex."))
    if len(labels := {filling.label for filling in found if filling.label}) > 1:
        words = _("Their files carry different labels: {names}.")
        signs.append(words.format(names=_listed(sorted(labels))))
    aged = [filling for filling in found if filling.answers.profile.age is not None]
    for before, after in pairwise(aged):
        grown = (after.answers.profile.age or 0) - (before.answers.profile.age or 0)
        years = (after.day - before.day).days / _DAYS_A_YEAR
        if not math.floor(years) - 1 <= grown <= math.ceil(years) + 1:
            signs.append(
                _("The ages do not fit the days: {first} in {one}, {second} in {other}.").format(
                    first=before.answers.profile.age,
                    one=before.name,
                    second=after.answers.profile.age,
                    other=after.name,
                )
            )
    return signs


@dataclass(frozen=True)
class Estimated:
    """A filling with what it holds."""

    filling: Filling
    estimate: Estimate

    @classmethod
    def of(cls, foods: FoodTable, filling: Filling) -> Self:
        """The filling, estimated with this table."""
        return cls(filling, estimate(foods, filling.answers))


@dataclass(frozen=True)
class Change:
    """How an intake from food moved from one filling to a later one.

    Attributes:
        nutrient: One of HEADLINES.
        before: The intake then, with the allowance for foods that were not asked.
        after: The intake now.
        words: How far it moved, with the likely range of that.
        repeated: Whether answering twice would show as much; empty where nothing moved or one is 0.
    """

    nutrient: str
    before: WholeIntake
    after: WholeIntake
    words: str
    repeated: str


def changes(
    foods: FoodTable, before: Estimated, after: Estimated, holds: frozenset[Hold]
) -> tuple[Change, ...]:
    """What moved, for each nutrient that this person may see beside another figure."""
    first, second = before.estimate, after.estimate
    found = differences(foods, before.filling.answers, after.filling.answers, first.range_level)
    z = range_z(first.range_level)
    return tuple(
        Change(
            n,
            first.wholes[n],
            second.wholes[n],
            difference.since(before.filling.day, found[n]),
            difference.told_by_repeating(n, first.intakes[n], second.intakes[n], z)
            if found[n].low < found[n].high
            else "",
        )
        for n in difference.nutrients_beside(holds)
    )


def _listed(names: Iterable[str]) -> str:
    return _("; ").join(dict.fromkeys(names))
