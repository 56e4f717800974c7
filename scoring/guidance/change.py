"""What if: every realistic single change of a week's answers, and how far it moves an intake.

A change is one step: a food that is eaten one class more or less often, its portion one size up or
down, or a food that is never eaten newly once a week, in a medium portion. Foods without an answer
are left alone, since nobody knows where the step would start. The whole space is tried at once, one
row of `total_intakes` a change, so the order is exact over it.

What a safety answer rules out is never among the changes: the rules stand in `safety`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ..errors import ScoringError, did_you_mean
from ..foods.table import Food, FoodTable
from ..intake.difference import Difference, difference_of_food
from ..intake.estimate import (
    DEFAULT_RANGE_LEVEL,
    Floats,
    range_z,
    total_intakes,
)
from ..languages import N_
from ..nutrients import NUTRIENTS, TOTALS, WHOLES
from ..questionnaire.answers import (
    FREQUENCIES,
    FREQUENCY_CODES,
    PORTION_CODES,
    PORTIONS,
    Answer,
    Answers,
)
from ..questionnaire.codes import Codes, codes_of_changes, require_known_foods
from .safety import (
    OILY_FISH_PORTIONS_PER_WEEK,
    OILY_FISH_TAG,
    Hold,
    may_propose,
    nutrients_of,
    tags_of,
)

NEWLY = Answer("1w")
"""How a food that is never eaten comes in."""


@dataclass(frozen=True)
class FoodFilter:
    """Which foods a person does not want among the changes.

    Attributes:
        label: Its name on screen, in English; `languages` has it in others.
        marked_by: Tags that a food table must use, all of them, for the filter to be told at all.
        tags: A food with any of these is left out.
        food_ids: Foods left out by their id, since they are often made with what the filter leaves
            out though their tags, which follow the main ingredient, do not say so.
    """

    label: str
    marked_by: tuple[str, ...]
    tags: frozenset[str]
    food_ids: frozenset[str] = frozenset()


_FISH = frozenset({"fish", "oily_fish", "high_mercury_fish", "shellfish"})
_MEAT = frozenset({"meat", "pork", "liver", "pate"})
_DAIRY = frozenset({"dairy", "raw_or_soft_cheese"})
_OFTEN_WITH_FISH = frozenset({"miso", "kimchi", "dressing", "pizza"})
_OFTEN_WITH_MEAT = frozenset({"pizza"})
_OFTEN_WITH_MILK = frozenset({"spread_fortified", "fortified_cereal", "dressing", "fried_baked"})

FILTERS: Mapping[str, FoodFilter] = MappingProxyType(
    {
        "vegan": FoodFilter(
            N_("Vegan"),
            ("animal",),
            _FISH | _MEAT | _DAIRY | {"animal", "egg"},
            _OFTEN_WITH_FISH | _OFTEN_WITH_MEAT | _OFTEN_WITH_MILK,
        ),
        "vegetarian": FoodFilter(
            N_("Vegetarian"), ("meat", "fish"), _FISH | _MEAT, _OFTEN_WITH_FISH | _OFTEN_WITH_MEAT
        ),
        "no_dairy": FoodFilter(N_("No dairy"), ("dairy",), _DAIRY, _OFTEN_WITH_MILK),
        "no_pork": FoodFilter(N_("No pork"), ("pork",), frozenset({"pork"}), _OFTEN_WITH_MEAT),
        "no_fish": FoodFilter(N_("No fish"), ("fish",), _FISH, _OFTEN_WITH_FISH),
        "no_natto": FoodFilter(N_("No natto"), ("natto",), frozenset({"natto"})),
        "no_liver": FoodFilter(N_("No liver"), ("liver",), frozenset({"liver"})),
    }
)


@dataclass(frozen=True)
class Change:
    """One change and what it does; amounts are a day, in the unit of the nutrient.

    Attributes:
        food_id: The food.
        before: The answer about it now.
        after: The answer about it then.
        central: Intake of the nutrient from the foods of the list then.
        difference: How far the intake moves, below 0 for less, with its likely range.
        measured: False where the table lacks a part of the nutrient for this food, such as a form
            of K2, so that the true difference may be larger.
    """

    food_id: str
    before: Answer
    after: Answer
    central: float
    difference: Difference
    measured: bool

    @property
    def difference_per_day(self) -> float:
        """How far the central intake moves, below 0 for less."""
        return self.difference.central


@dataclass(frozen=True)
class Ranking:
    """Changes ordered by how far each moves one nutrient, whether up or down, the farthest first.

    Attributes:
        changes: Every change that moves it and may be shown.
        held_by: The hold for which there is no ranking at all, None where there is one.
        unmarked: Tags that the safety answers need and no food of the table carries, so that nobody
            can tell which foods to leave out; there is no ranking then.
        no_data: Foods that might be changed, but on whose content there is no data.
    """

    changes: tuple[Change, ...] = ()
    held_by: Hold | None = None
    unmarked: tuple[str, ...] = ()
    no_data: tuple[str, ...] = ()


def usable_filters(foods: FoodTable) -> tuple[str, ...]:
    """Those of FILTERS that the tags of this table can tell; the others nobody may guess."""
    marked = _marked(foods)
    return tuple(name for name, wanted in FILTERS.items() if marked.issuperset(wanted.marked_by))


def hold_on(nutrient: str, holds: frozenset[Hold]) -> Hold | None:
    """The hold that forbids any ranking by this nutrient, one of WHOLES; None where none does."""
    if Hold.FOOD_HINTS in holds:
        return Hold.FOOD_HINTS
    if nutrients_of(holds).isdisjoint(NUTRIENTS[nutrient].stored):
        return None
    return Hold.VITAMIN_K_RANKING if NUTRIENTS[nutrient].is_vitamin_k else Hold.D_HINTS


def steps_from(answer: Answer) -> tuple[Answer, ...]:
    """Every answer one step away: more often, less often, a larger and a smaller portion."""
    if answer.frequency == "never":
        return (NEWLY,)
    frequencies = _beside(answer.frequency, FREQUENCY_CODES)
    steps = [
        Answer(code, answer.portion if code != "never" else NEWLY.portion) for code in frequencies
    ]
    steps += [Answer(answer.frequency, code) for code in _beside(answer.portion, PORTION_CODES)]
    return tuple(steps)


def rank_changes(
    foods: FoodTable,
    answers: Answers,
    nutrient: str,
    *,
    filters: Iterable[str] = (),
    holds: frozenset[Hold] = frozenset(),
    upper_levels: Mapping[str, float] = MappingProxyType({}),
    range_level: float = DEFAULT_RANGE_LEVEL,
) -> Ranking:
    """Rank every single change by how far it moves the central intake of a nutrient from food.

    Changes that move nothing are left out; equal ones keep the order of the table. No change brings
    a nutrient from food and supplements above its upper level, or farther above it.

        >>> from scoring import Answer, Answers, FoodTable
        >>> from scoring.files.shipped import shipped_folder
        >>> foods = FoodTable.load(shipped_folder() / "foods.csv")
        >>> answers = Answers({"natto": Answer("never"), "eggs": Answer("1d")})
        >>> first = rank_changes(foods, answers, "k2", filters=["no_natto"]).changes[0]
        >>> first.food_id, first.after, round(first.difference_per_day, 1)
        ('eggs', Answer(frequency='2-3d', portion='M'), 25.9)

    Args:
        foods: The food table that was asked about.
        answers: What the person answered; foods without an answer are left alone.
        nutrient: One of WHOLES.
        filters: Names from FILTERS.
        holds: What this person must not be shown, from `safety.held`.
        upper_levels: Upper levels that count for this person, by nutrient, a day; for others those
            of NUTRIENTS count.
        range_level: Share of cases that the likely ranges are made for, between 0 and 1.

    Raises:
        ScoringError: The nutrient or a filter is unknown, or the tags of the table cannot tell a
            filter.
        AnswersError: An answer is about a food that is not in the table.
    """
    keeps = _keeps(foods, nutrient, filters)
    if hold := hold_on(nutrient, holds):
        return Ranking(held_by=hold)
    if unmarked := sorted(tags_of(holds) - _marked(foods)):
        return Ranking(unmarked=tuple(unmarked))
    require_known_foods(foods, answers.foods)
    moves = [
        (food, before, after)
        for food in foods
        if (before := answers.foods.get(food.food_id)) is not None
        and keeps(food)
        and may_propose(food, holds)
        for after in steps_from(before)
    ]
    steps = [(food.food_id, after) for food, _, after in moves]
    frequencies, portions = codes_of_changes(foods, answers.foods, steps)
    z = range_z(range_level)
    totals = total_intakes(foods, frequencies, portions, z)
    too_much = _too_much(totals.central, answers, upper_levels)
    oily_fish = _oily_fish_portions_per_week(foods, frequencies, portions)

    def is_allowed(food: Food, row: int) -> bool:
        if too_much[row]:
            return False
        limited = Hold.FISH_OVER_LIMIT in holds and OILY_FISH_TAG in food.tags
        return not limited or bool(oily_fish[row] <= OILY_FISH_PORTIONS_PER_WEEK)

    at = TOTALS.index(nutrient)
    changes = [
        Change(
            food_id=food.food_id,
            before=before,
            after=after,
            central=float(totals.central[row, at]),
            difference=difference_of_food(food, before, after, nutrient, z),
            measured=not _parts_without_data(food, nutrient),
        )
        for row, (food, before, after) in enumerate(moves, start=1)
        if _holds_some(food, nutrient) and is_allowed(food, row)
    ]
    return Ranking(
        changes=tuple(sorted(changes, key=lambda change: -abs(change.difference_per_day))),
        no_data=tuple(
            dict.fromkeys(
                food.food_id
                for food, _, _ in moves
                if not _holds_some(food, nutrient) and _parts_without_data(food, nutrient)
            )
        ),
    )


def _keeps(foods: FoodTable, nutrient: str, filters: Iterable[str]) -> Callable[[Food], bool]:
    """Check what was asked for; return whether a food passes all the filters."""
    _require("nutrient", nutrient, WHOLES)
    wanted = []
    usable = usable_filters(foods)
    for name in filters:
        _require("filter", name, FILTERS)
        if name not in usable:
            raise ScoringError(
                f"filter {name}: found no food with the tags {', '.join(FILTERS[name].marked_by)} "
                "in the food table; allowed: a table that marks its foods by them."
            )
        wanted.append(FILTERS[name])
    return lambda food: (
        not any(
            food.food_id in unwanted.food_ids or not unwanted.tags.isdisjoint(food.marks)
            for unwanted in wanted
        )
    )


def _too_much(
    central: Floats, answers: Answers, upper_levels: Mapping[str, float]
) -> NDArray[np.bool_]:
    """Which rows bring a nutrient above its upper level, or farther above it than row 0 is.

    Args:
        central: From food, rows × TOTALS, a day.
        answers: Those of row 0, with the supplements of every row.
        upper_levels: As in `rank_changes`.
    """
    too_much = np.zeros(len(central), dtype=bool)
    for name, pills in answers.supplements.totals.items():
        in_all = central[:, TOTALS.index(name)] + pills
        level = upper_levels.get(name, NUTRIENTS[name].upper_level_per_day)
        too_much |= in_all > max(level, in_all[0])
    return too_much


def _oily_fish_portions_per_week(foods: FoodTable, frequencies: Codes, portions: Codes) -> Floats:
    """Portions of oily fish a week in each row; a small portion counts as a whole one."""
    oily = [n for n, food in enumerate(foods) if OILY_FISH_TAG in food.tags]
    total: Floats = _PORTIONS_PER_WEEK[frequencies[:, oily], portions[:, oily]].sum(axis=1)
    return total


_PORTIONS_PER_WEEK = np.outer(
    [0, *(frequency.servings_per_week for frequency in FREQUENCIES)],
    [max(1, portion.factor) for portion in PORTIONS],
)
"""Portions of fish a week by frequency and portion code."""


def _beside(code: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The code above and the code below on a scale, where there are such."""
    n = codes.index(code)
    return (*codes[n + 1 : n + 2], *codes[max(n - 1, 0) : n])


def _holds_some(food: Food, nutrient: str) -> bool:
    contents = (food.content[part] for part in NUTRIENTS[nutrient].stored)
    return any(content is not None and content.central > 0 for content in contents)


def _parts_without_data(food: Food, nutrient: str) -> list[str]:
    return [part for part in NUTRIENTS[nutrient].stored if food.content[part] is None]


def _marked(foods: FoodTable) -> frozenset[str]:
    """Every tag that some food of the table carries."""
    return frozenset(tag for food in foods for tag in food.marks)


def _require(name: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        hint = did_you_mean(value, allowed)
        raise ScoringError(f"{name}: found {value!r}; allowed: {', '.join(allowed)}.{hint}")
