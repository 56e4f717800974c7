"""Answers as arrays of codes, the form in which `scoring.intake.estimate` counts them.

A frequency is 0 for no answer (UNANSWERED) and 1 to 9 for FREQUENCIES in their order; a portion is
0 to 2 for PORTIONS in theirs. A food without an answer has the medium portion, which counts for
nothing.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import AnswersError, did_you_mean, shown
from ..foods.table import FoodTable
from .answers import DEFAULT_PORTION, FREQUENCY_CODES, PORTION_CODES, UNANSWERED, Answer

Codes = NDArray[np.uint8]

FREQUENCY_NUMBERS = {code: n for n, code in enumerate(FREQUENCY_CODES, start=1)}
PORTION_NUMBERS = {code: n for n, code in enumerate(PORTION_CODES)}


def codes_of(foods: FoodTable, people: Sequence[Mapping[str, Answer]]) -> tuple[Codes, Codes]:
    """The answers of many people about foods, as codes of frequency and of portion.

        >>> from scoring import Answer, FoodTable
        >>> from scoring.files.shipped import shipped_folder
        >>> foods = FoodTable.load(shipped_folder() / "foods.csv")
        >>> frequency, portion = codes_of(foods, [{"natto": Answer("1w", "L")}, {}])
        >>> frequency.shape == (2, len(foods)), frequency[:, 0].tolist(), portion[:, 0].tolist()
        (True, [3, 0], [2, 1])

    Args:
        foods: The food table that was asked about.
        people: For each person, the answers by food id. One about a food that is not in the table
            does not count; see `require_known_foods`.

    Returns:
        Two arrays of people × foods, in the order of the table.
    """
    frequency = np.full((len(people), len(foods)), UNANSWERED, dtype=np.uint8)
    portion = np.full_like(frequency, PORTION_NUMBERS[DEFAULT_PORTION])
    for row, answers in enumerate(people):
        for food_id, answer in answers.items():
            column = foods.places.get(food_id)
            if column is not None:
                frequency[row, column] = FREQUENCY_NUMBERS[answer.frequency]
                portion[row, column] = PORTION_NUMBERS[answer.portion]
    return frequency, portion


def codes_of_changes(
    foods: FoodTable, answers: Mapping[str, Answer], changes: Sequence[tuple[str, Answer]]
) -> tuple[Codes, Codes]:
    """The answers of one person as they are, and with one of them changed, for each change.

    Args:
        foods: The food table that was asked about.
        answers: The person's answers by food id.
        changes: The food of each change, which is in the table, and the answer about it then.

    Returns:
        Codes of frequency and of portion, two arrays of (1 + changes) × foods. Row 0 holds the
        answers as they are.
    """
    frequency, portion = (
        np.repeat(codes, len(changes) + 1, axis=0) for codes in codes_of(foods, [answers])
    )
    rows = np.arange(1, len(changes) + 1)
    columns = [foods.places[food_id] for food_id, _ in changes]
    frequency[rows, columns] = [FREQUENCY_NUMBERS[answer.frequency] for _, answer in changes]
    portion[rows, columns] = [PORTION_NUMBERS[answer.portion] for _, answer in changes]
    return frequency, portion


def require_known_foods(foods: FoodTable, answered: Iterable[str]) -> None:
    """Check that answers are about foods of the table.

    Raises:
        AnswersError: One is not; names it and suggests a near match.
    """
    for food_id in answered:
        if food_id not in foods:
            hint = did_you_mean(str(food_id), (food.food_id for food in foods))
            raise AnswersError(
                f"answers: found food {shown(food_id)}; allowed: foods of the table.{hint}"
            )
