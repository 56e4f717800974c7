"""The likely range of an intake, tried with errors that do not come from its own model.

The truths of `scoring.validation.calibration` are drawn from the model and show that its closed
form is right. Here nothing of it is used but the range itself. For a typical week the truth is what
the answers say times three errors:

- what the foods held: for each food one of the figures that sources state for it, at random;
- how the person answers, the same for all foods (how often, how large, too much or too little of
  everything): log-normal, with the log-variance s² (1 + k² − 2 k r). s is the spread of intakes
  between people; r what studies of lists found against records, one of them at random; k how much
  more answers spread than intakes do, which no study tells well: K_SPAN.
- foods that the list does not ask about: the truth is divided by the share of intake that a list of
  single foods carries, drawn evenly from a published span.

What the range then holds is told three ways: where every food is on the list; with foods left out;
and with foods left out where the middle of their share is added to the range, as an allowance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ..foods.build import Key, used_by_key
from ..foods.records import Record
from ..foods.table import FoodTable
from ..intake.estimate import Estimate, estimate
from ..nutrients import NUTRIENTS, WHOLES
from .diets import complete_answers, load_typical_diets

Floats = NDArray[np.float64]

K_SPAN = (1.0, 1.1, 1.2, 1.3)
"""How many times as much answers spread as intakes do, on the log scale."""

SEED = 20
DRAWS = 2000
"""People for each typical week and each of K_SPAN."""


@dataclass(frozen=True)
class AnswerErrors:
    """What is known of answers about one nutrient.

    Attributes:
        between_people: Log-SD of intakes between people.
        correlations: r of lists of foods with records of what was eaten, one a study.
        carried: Least and largest share of the intake that a list of single foods carries.
    """

    between_people: float
    correlations: tuple[float, ...]
    carried: tuple[float, float]


ANSWER_ERRORS: Mapping[str, AnswerErrors] = MappingProxyType(
    {
        # Pritchard 2010, Kim 2016 and a Portuguese list of 2023. Harshman 2017: 84 and 89 % at
        # most of US intakes lie in groups that our list asks about.
        "k1": AnswerErrors(0.50, (0.54, 0.652, 0.7), (0.75, 0.95)),
        # No study of K2 that could be read states r, nor the share of a list: by judgement.
        "k2": AnswerErrors(0.45, (0.4, 0.5, 0.6), (0.8, 1.0)),
        # Pritchard 2010, Wu 2009 before editing, Watkins. From 63 to 85 % of adults' intakes lie in
        # groups that our list asks about, as coverage.py has it: Ireland, Greece, Finland.
        "d": AnswerErrors(0.51, (0.89, 0.529, 0.609), (0.66, 0.86)),
    }
)
"""For each of WHOLES. The studies stand in content/validation_studies.csv, the shares in
source_shares.csv."""


@dataclass(frozen=True)
class OutsideTest:
    """How often the likely range held the truth of one nutrient.

    Attributes:
        nutrient: One of WHOLES.
        weeks: How many typical weeks hold any of it.
        all_asked: Share of truths inside where every food is on the list, for each of K_SPAN.
        left_out: The same with foods left out.
        allowed_for: The same with foods left out and an allowance for them.
        high_to_low: High ÷ low of the middle week.
        mean_high_to_low: Geometric mean over the weeks.
    """

    nutrient: str
    weeks: int
    all_asked: tuple[float, ...]
    left_out: tuple[float, ...]
    allowed_for: tuple[float, ...]
    high_to_low: float
    mean_high_to_low: float


def try_from_outside(
    foods: FoodTable, records: Iterable[Record], draws: int = DRAWS, seed: int = SEED
) -> tuple[OutsideTest, ...]:
    """For each of WHOLES how often the range held the truth; the same for the same seed.

    Args:
        foods: The food table.
        records: The records that it was built from.
        draws: People for each week and each of K_SPAN.
        seed: Where chance starts.
    """
    groups = used_by_key(records)
    estimates = [
        estimate(foods, complete_answers(foods, diet.eats))
        for diet in load_typical_diets().values()
    ]
    rng = np.random.default_rng(seed)
    return tuple(_test(nutrient, estimates, groups, draws, rng) for nutrient in WHOLES)


def _test(
    nutrient: str,
    estimates: Sequence[Estimate],
    groups: Mapping[Key, Sequence[Record]],
    draws: int,
    rng: np.random.Generator,
) -> OutsideTest:
    weeks = [found for found in estimates if found.intakes[nutrient].central > 0]
    shares = np.array([_shares_inside(found, nutrient, groups, draws, rng) for found in weeks])
    all_asked, left_out, allowed_for = shares.mean(axis=0).T.tolist()
    logs = [np.log(w.intakes[nutrient].high / w.intakes[nutrient].low) for w in weeks]
    return OutsideTest(
        nutrient=nutrient,
        weeks=len(weeks),
        all_asked=tuple(all_asked),
        left_out=tuple(left_out),
        allowed_for=tuple(allowed_for),
        high_to_low=float(np.exp(median(logs))),
        mean_high_to_low=float(np.exp(mean(logs))),
    )


def _shares_inside(
    found: Estimate,
    nutrient: str,
    groups: Mapping[Key, Sequence[Record]],
    draws: int,
    rng: np.random.Generator,
) -> list[list[float]]:
    """For one week the share of truths inside, K_SPAN × the three ways of telling."""
    errors, intake = ANSWER_ERRORS[nutrient], found.intakes[nutrient]
    held_by_foods = _drawn_contents(found, nutrient, groups, draws, rng)
    r = rng.choice(errors.correlations, draws)
    carried = rng.uniform(*errors.carried, draws)
    shares = []
    for k in K_SPAN:
        log_sd = errors.between_people * np.sqrt(1 + k**2 - 2 * k * r)
        truth = held_by_foods * np.exp(log_sd * rng.standard_normal(draws))
        whole = truth / carried
        ways = (truth, whole, whole * mean(errors.carried))
        shares.append([float(((intake.low <= w) & (w <= intake.high)).mean()) for w in ways])
    return shares


def _drawn_contents(
    found: Estimate,
    nutrient: str,
    groups: Mapping[Key, Sequence[Record]],
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    """Intakes a day of the grams that were answered, each food with a figure of one source."""
    total = np.zeros(draws)
    for eaten in found.contributions:
        for part in NUTRIENTS[nutrient].stored:
            if records := groups.get((eaten.food_id, part)):
                figures = [record.value for record in records]
                total += eaten.g_per_day / 100 * rng.choice(figures, draws)
    return total
