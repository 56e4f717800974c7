"""How often the likely range holds a truth drawn from its own model, and how wide it is.

Over made-up diets: the typical ones, and random ones drawn by seed. It shows that the closed form
is right and how wide the range comes out, and nothing about the world: that is for
`scoring.validation.left_out` and `scoring.validation.outside`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..foods.table import FoodTable, NutrientContent
from ..intake.estimate import (
    DEFAULT_RANGE_LEVEL,
    OWN_PORTION_VARIANCE,
    REPORTING_LOG_SD,
    SHARED_LOG_VARIANCE,
    Estimate,
    estimate,
)
from ..lognormal import Z_80
from ..nutrients import NUTRIENTS, STORED, TOTALS
from ..questionnaire.answers import (
    FREQUENCIES,
    FREQUENCY_CODES,
    PORTION_CODES,
    PORTIONS,
    Answer,
    Answers,
    Frequency,
)
from .diets import complete_answers, load_typical_diets

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RangeQuality:
    """How one way of making ranges did over many diets.

    Attributes:
        coverage: Share of the truths within the range.
        lowest_coverage: The same of the diet where it did worst.
        high_to_low: How many times the low end the high end is, geometric mean.
        width: Mean of (high − low) ÷ central.
        score: Mean interval score of the 80 % range on the log scale, its width and a penalty for
            truths outside; less is better.
    """

    coverage: float
    lowest_coverage: float
    high_to_low: float
    width: float
    score: float


@dataclass(frozen=True)
class Calibration:
    """How the likely range of one nutrient did over the diets that hold any of it.

    Attributes:
        nutrient: One of TOTALS.
        diets: How many diets hold any of it.
        floor_share: Share of the diets whose range is set by the floor for recall.
        likely: How our range did.
        percent: The x of ± x percent for everybody that holds as many truths.
        by_percent: How that did.
        factor: The x of ÷ and × x for everybody that holds as many truths.
        by_factor: How that did.
    """

    nutrient: str
    diets: int
    floor_share: float
    likely: RangeQuality
    percent: float
    by_percent: RangeQuality
    factor: float
    by_factor: RangeQuality


SEED = 20
RANDOM_DIETS = 300
TRUTHS_PER_DIET = 250

RANDOM_FREQUENCY_SHARES = (0.45, 0.15, 0.13, 0.10, 0.08, 0.04, 0.03, 0.015, 0.005)
"""Chance of each of FREQUENCIES for a food of a random diet."""

RANDOM_PORTION_SHARES = (0.25, 0.5, 0.25)
"""Chance of each of PORTIONS for a food of a random diet."""


def random_diets(foods: FoodTable, number: int, seed: int) -> tuple[Answers, ...]:
    """Diets in which every food has its own frequency and portion, drawn by RANDOM_*_SHARES."""
    rng = np.random.default_rng(seed)
    shape = number, len(foods)
    frequencies = rng.choice(FREQUENCY_CODES, shape, p=RANDOM_FREQUENCY_SHARES).tolist()
    portions = rng.choice(PORTION_CODES, shape, p=RANDOM_PORTION_SHARES).tolist()
    return tuple(
        Answers({food.food_id: Answer(f, p) for food, f, p in zip(foods, fs, ps, strict=True)})
        for fs, ps in zip(frequencies, portions, strict=True)
    )


def draw_truths(
    foods: FoodTable, answers: Answers, found: Estimate, draws: int, rng: np.random.Generator
) -> Floats:
    """What somebody with these answers may truly take in.

    Drawn for each food that is eaten, independently: servings a week, even below and even above the
    counted ones within the class of the answer, which are their mean; the food's own half of the
    portion, log-normal with the portion factor as its mean; content of each nutrient, log-normal
    with the table's central value as its mean and its log-SD, and where that is 0 up to what
    laboratories can tell. On top, once for the whole intake and with median 1: what the person does
    alike with every food, and what the floor for recall exceeds all of that by.

    Args:
        foods: The food table.
        answers: The diet.
        found: The estimate for these answers.
        draws: How many truths.
        rng: Where chance comes from.

    Returns:
        Amounts a day, draws × TOTALS.
    """
    eaten = [(foods[i], a) for i, a in answers.foods.items() if a.frequency != FREQUENCY_CODES[0]]
    classes = [FREQUENCIES[FREQUENCY_CODES.index(a.frequency)] for _, a in eaten]
    factors = np.array([PORTIONS[PORTION_CODES.index(a.portion)].factor for _, a in eaten])
    shape = draws, len(eaten)
    servings = np.stack([_servings(rng, f, draws) for f in classes], axis=1)
    own_portion = np.full(len(eaten), np.sqrt(OWN_PORTION_VARIANCE))
    portion = _log_normal(rng, factors, own_portion, shape)
    hundred_g = servings / 7 * portion * np.array([food.serving_g for food, _ in eaten]) / 100
    intake = {}
    for nutrient in STORED:
        contents = [food.content[nutrient] or NutrientContent(0, 0, 0) for food, _ in eaten]
        mean = np.array([c.central for c in contents])
        log_sd = np.array([c.log_sd for c in contents])
        traces = np.array([c.high / Z_80 if c.central == 0 else 0.0 for c in contents])
        content = _log_normal(rng, mean, log_sd, shape)
        content += np.abs(traces * rng.standard_normal(shape))
        intake[nutrient] = (hundred_g * content).sum(axis=1)
    truths = np.column_stack(
        [sum(intake[part] for part in NUTRIENTS[name].stored) for name in TOTALS]
    )
    intakes = [found.intakes[name] for name in TOTALS]
    recall = np.array([i.sigma**2 * i.causes.recall - REPORTING_LOG_SD**2 for i in intakes])
    of_the_person = np.sqrt(SHARED_LOG_VARIANCE + np.maximum(recall, 0.0))
    truths *= np.exp(of_the_person * rng.standard_normal(truths.shape))
    return np.asarray(truths, dtype=np.float64)


def calibrate(
    foods: FoodTable,
    number_of_random_diets: int = RANDOM_DIETS,
    draws: int = TRUTHS_PER_DIET,
    seed: int = SEED,
) -> tuple[Calibration, ...]:
    """How often the likely range holds the truth, for each of TOTALS; the same for the same seed.

    It tests the arithmetic of the range against the model, not whether people answer well: the
    size of the recall error is an input.

    The comparison: a constant range of ± x percent around the same central value, the same x for
    everybody, with x chosen afterwards on the very same truths so that it holds just as many. That
    choice favours the constant range. The same for ÷ and × a constant factor. Errors multiply, so
    the fair width is how many times the low end the high end is, and the fair score the interval
    score on the log scale. In plain micrograms ± x percent is the narrower one: it reaches further
    down, where micrograms are few, and less far up.
    """
    rng = np.random.default_rng(seed)
    diets = [complete_answers(foods, diet.eats) for diet in load_typical_diets().values()]
    diets += random_diets(foods, number_of_random_diets, seed)
    estimates = [estimate(foods, answers) for answers in diets]
    truths = np.stack(
        [
            draw_truths(foods, answers, found, draws, rng)
            for answers, found in zip(diets, estimates, strict=True)
        ]
    )
    return tuple(_calibration(name, estimates, truths[:, :, n]) for n, name in enumerate(TOTALS))


def _calibration(nutrient: str, estimates: Sequence[Estimate], truths: Floats) -> Calibration:
    intakes = [found.intakes[nutrient] for found in estimates]
    some = np.array([intake.central > 0 for intake in intakes])
    central, low, high = (
        np.array([getattr(intake, part) for intake in intakes])[some, None]
        for part in ("central", "low", "high")
    )
    floor_rules = [i.sigma <= NUTRIENTS[nutrient].sigma_floor for i in intakes if i.central > 0]
    relative = truths[some] / central
    likely = _quality(relative, low / central, high / central)
    share = float(np.quantile(np.abs(relative - 1), likely.coverage))
    factor = float(np.exp(np.quantile(np.abs(np.log(relative)), likely.coverage)))
    one = np.ones_like(central)
    return Calibration(
        nutrient=nutrient,
        diets=int(some.sum()),
        floor_share=sum(floor_rules) / len(floor_rules),
        likely=likely,
        percent=100 * share,
        by_percent=_quality(relative, max(1 - share, 0.0) * one, (1 + share) * one),
        factor=factor,
        by_factor=_quality(relative, one / factor, one * factor),
    )


def _quality(relative: Floats, low: Floats, high: Floats) -> RangeQuality:
    """How often and how tightly some ranges hold the truths.

    Args:
        relative: Truths ÷ central, diets × draws.
        low: Low ends ÷ central, diets × 1.
        high: High ends ÷ central, diets × 1.
    """
    held = ((low <= relative) & (relative <= high)).mean(axis=1)
    with np.errstate(divide="ignore"):  # a range of ± 100 % and more starts at 0
        below, above = np.log(low) - np.log(relative), np.log(relative) - np.log(high)
        log_width = np.log(high) - np.log(low)
    outside = np.maximum(below, 0) + np.maximum(above, 0)
    return RangeQuality(
        coverage=float(held.mean()),
        lowest_coverage=float(held.min()),
        high_to_low=float(np.exp(log_width.mean())),
        width=float((high - low).mean()),
        score=float((log_width + 2 / (1 - DEFAULT_RANGE_LEVEL) * outside).mean()),
    )


def _servings(rng: np.random.Generator, frequency: Frequency, draws: int) -> Floats:
    """Servings a week that people mean by an answer."""
    counted = frequency.servings_per_week
    below, above = counted - frequency.class_low, frequency.class_high - counted
    is_below = rng.random(draws) < above / (below + above)
    return counted + rng.random(draws) * np.where(is_below, -below, above)


def _log_normal(
    rng: np.random.Generator, mean: Floats, log_sd: Floats, shape: tuple[int, int]
) -> Floats:
    return mean * np.exp(log_sd * rng.standard_normal(shape) - np.square(log_sd) / 2)
