"""Example people: made-up answers to look at and to teach with, each with one point to see.

They stand in examples.json beside this module. A food that an example does not name is answered
`never`; "2w L" is twice a week, in a large portion.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scoring.foods.table import FoodTable
from scoring.frozen import ReadOnlyMappings
from scoring.guidance.safety import SafetyAnswers
from scoring.languages import _
from scoring.questionnaire.answers import Answer, Answers, Profile, Supplements

EXAMPLES_JSON = Path(__file__).with_name("examples.json")

_EXAMPLE = "Example: "


@dataclass(frozen=True)
class ExamplePerson(ReadOnlyMappings):
    """A made-up person.

    Attributes:
        name: In English, beginning with "Example: ", as files hold it; shown by `shown_name`.
        teaching_point: What to look at, in English; `languages` has it in others.
        eats: The foods that are eaten, by id.
        safety: What the person would say before the questionnaire.
    """

    example_id: str
    name: str
    teaching_point: str
    eats: Mapping[str, Answer]
    supplements: Supplements
    profile: Profile
    safety: SafetyAnswers

    def answers(self, foods: FoodTable) -> Answers:
        """The answers about every food of a table that `fits`; `never` where none was given."""
        never = {food.food_id: Answer("never") for food in foods}
        return Answers(never | dict(self.eats), self.supplements, self.profile)

    def fits(self, foods: FoodTable) -> bool:
        """Whether the table has every food that the example eats."""
        return all(food_id in foods for food_id in self.eats)


@cache
def example_people() -> Mapping[str, ExamplePerson]:
    """Every example person by id, in the order they are offered.

    Raises:
        AnswersError: A code of the questionnaire is not allowed.
        SafetyAnswerError: A code of a safety answer is not allowed.
    """
    rows = json.loads(EXAMPLES_JSON.read_text(encoding="utf-8"))
    return {row["example_id"]: _person(row) for row in rows}


def example_called(name: str) -> ExamplePerson | None:
    """The example person of this name, or None."""
    return next((p for p in example_people().values() if p.name == name), None)


def shown_name(name: str) -> str:
    """The name of an example person in the language in use; any other name as it is."""
    if example_called(name) is None:
        return name
    return _("Example: {name}").format(name=_(name.removeprefix(_EXAMPLE)))


def _person(row: Mapping[str, Any]) -> ExamplePerson:
    return ExamplePerson(
        example_id=row["example_id"],
        name=f"{_EXAMPLE}{row['name']}",
        teaching_point=row["teaching_point"],
        eats={food_id: Answer(*code.split()) for food_id, code in row["eats"].items()},
        supplements=Supplements(row.get("supplements", {})),
        profile=Profile(**row["profile"]),
        safety=SafetyAnswers(adult=True, blood_thinner=row.get("blood_thinner", "none")),
    )
