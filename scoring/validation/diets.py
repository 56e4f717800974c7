"""Typical diets, made up but realistic (typical_diets.csv), and what would narrow their ranges."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ..files.data_files import read_rows_in_english
from ..foods.table import FoodTable
from ..frozen import ReadOnlyMappings
from ..intake.estimate import estimate
from ..intake.sensitivity import Narrowing, what_would_narrow
from ..languages import _
from ..nutrients import WHOLES
from ..questionnaire.answers import (
    DEFAULT_PORTION,
    Answer,
    Answers,
)

DIETS_CSV = Path(__file__).with_name("typical_diets.csv")


@dataclass(frozen=True)
class TypicalDiet(ReadOnlyMappings):
    """A made-up but realistic week.

    Attributes:
        diet_id: A word that never changes.
        name_en: Its name in English; see `name`.
        eats: The answers about the foods that are eaten, by food id.
    """

    diet_id: str
    name_en: str
    eats: Mapping[str, Answer] = field(hash=False)

    @property
    def name(self) -> str:
        """Its name in the language in use."""
        return _(self.name_en)


@dataclass(frozen=True)
class TypicalNarrowing:
    """What would narrow a typical diet's range of one nutrient most.

    Attributes:
        diet: The week it is about.
        nutrient: One of WHOLES.
        central_per_day: The intake from food, in the unit of the nutrient.
        best: The detail that would narrow the range most; None for an intake of 0.
    """

    diet: TypicalDiet
    nutrient: str
    central_per_day: float
    best: Narrowing | None


@cache
def load_typical_diets() -> Mapping[str, TypicalDiet]:
    """The typical weeks by their id, in the order of the file.

    Raises:
        DataFileError: The columns of the file are not as expected.
        AnswersError: A row holds a frequency or a portion that does not exist.
    """
    names: dict[str, str] = {}
    eats: dict[str, dict[str, Answer]] = defaultdict(dict)
    columns = ("diet_id", "diet", "food_id", "frequency", "portion")
    for row in read_rows_in_english(DIETS_CSV, columns):
        names[row["diet_id"]] = row["diet"]
        eats[row["diet_id"]][row["food_id"]] = Answer(row["frequency"], row["portion"])
    return MappingProxyType({i: TypicalDiet(i, name, eats[i]) for i, name in names.items()})


def complete_answers(foods: FoodTable, eaten: Mapping[str, Answer]) -> Answers:
    """The answers of somebody who eats these foods and ticks `never` for all others."""
    never = Answer("never", DEFAULT_PORTION)
    return Answers({food.food_id: eaten.get(food.food_id, never) for food in foods} | dict(eaten))


def what_typical_diets_lack(foods: FoodTable) -> tuple[TypicalNarrowing, ...]:
    """For each typical diet and each of WHOLES: the detail that would narrow the range most."""
    found = []
    for diet in load_typical_diets().values():
        answers = complete_answers(foods, diet.eats)
        estimated = estimate(foods, answers)
        for nutrient in WHOLES:
            ranked = what_would_narrow(foods, answers, nutrient, estimated=estimated)
            best = ranked[0] if ranked else None
            central = estimated.intakes[nutrient].central
            found.append(TypicalNarrowing(diet, nutrient, central, best))
    return tuple(found)
