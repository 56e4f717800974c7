"""What if: every realistic single change of a week's answers, and how far it moves an intake.

A change is one step: a food that is eaten one class more or less often, its portion one size up or
down, or a food that is never eaten newly once a week, in a medium portion. Foods without an answer
are left alone, since nobody knows where the step would start. The whole space is tried at once, one
row of `total_intakes` a change, so the order is exact over it.

What a safety answer rules out is never among the changes: the rules stand in scoring.safety.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from languages import N_
from scoring.errors import ScoringError, did_you_mean
from scoring.foods import K2_FORMS, TOTALS, Food, FoodTable
from scoring.intake import (
    DEFAULT_RANGE_LEVEL,
    Codes,
    Floats,
    codes_of,
    range_z,
    total_intakes,
)
from scoring.plausibility import D_ALL_UG_PER_DAY
from scoring.questionnaire import (
    FREQUENCIES,
    FREQUENCY_CODES,
    PORTION_CODES,
    PORTIONS,
    Answer,
    Answers,
)
from scoring.safety import (
    OILY_FISH_PORTIONS_PER_WEEK,
    OILY_FISH_TAG,
    Hold,
    may_propose,
    nutrients_of,
    tags_of,
)

TARGETS = ("k2", "k1", "d")
"""Nutrients that changes can be ranked by."""

NEWLY = Answer("1w")
"""How a food that is never eaten comes in."""


@dataclass(frozen=True)
class FoodFilter:
    """Which foods a person does not want among the changes.

    label: its name on screen, in English; `languages` has it in others.
    marked_by: tags that a food table must use, all of them, for the filter to be told at all.
    tags: a food with any of these is left out.
    food_ids: foods left out by their id, since they are often made with what the filter leaves
        out though their tags, which follow the main ingredient, do not say so.
    """

    label: str
    marked_by: tuple[str, ...]
    tags: frozenset[str]
    food_ids: frozenset[str] = frozenset()


_FISH = frozenset({"fish", "oily_fish", "high_mercury_fish", "shellfish"})
_MEAT = frozenset({"meat", "pork", "liver", "pate"})
_DAIRY = frozenset({"dairy", "raw_or_soft_cheese"})
_OFTEN_WITH_FISH = frozenset({"miso", "kimchi"})
_OFTEN_WITH_MILK = frozenset({"spread_fortified", "fortified_cereal"})

FILTERS: Mapping[str, FoodFilter] = MappingProxyType(
    {
        "vegan": FoodFilter(
            N_("Vegan"),
            ("animal",),
            _FISH | _MEAT | _DAIRY | {"animal", "egg"},
            _OFTEN_WITH_FISH | _OFTEN_WITH_MILK,
        ),
        "vegetarian": FoodFilter(
            N_("Vegetarian"), ("meat", "fish"), _FISH | _MEAT, _OFTEN_WITH_FISH
        ),
        "no_dairy": FoodFilter(N_("No dairy"), ("dairy",), _DAIRY, _OFTEN_WITH_MILK),
        "no_pork": FoodFilter(N_("No pork"), ("pork",), frozenset({"pork"})),
        "no_fish": FoodFilter(N_("No fish"), ("fish",), _FISH, _OFTEN_WITH_FISH),
        "no_natto": FoodFilter(N_("No natto"), ("natto",), frozenset({"natto"})),
        "no_liver": FoodFilter(N_("No liver"), ("liver",), frozenset({"liver"})),
    }
)


@dataclass(frozen=True)
class Change:
    """One change and what it does.

    before, after: the answer about the food, now and then.
    central, low, high: intake of the nutrient then, µg a day, with its likely range.
    difference_ug_per_day: how far the central intake moves, µg a day, below 0 for less.
    measured: False where the table lacks a form of K2 for this food, so that the true difference
        may be larger.
    """

    food_id: str
    before: Answer
    after: Answer
    central: float
    low: float
    high: float
    difference_ug_per_day: float
    measured: bool


@dataclass(frozen=True)
class Ranking:
    """Changes ordered by how far each moves one nutrient, whether up or down, the farthest first.

    held_by: the hold for which there is no ranking at all, None where there is one.
    unmarked: tags that the safety answers need and no food of the table carries, so that nobody can
        tell which foods to leave out; there is no ranking then.
    no_data: foods that might be changed, but on whose content there is no data.
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
    """The hold that forbids any ranking by this nutrient, one of TARGETS; None where none does."""
    if Hold.FOOD_HINTS in holds:
        return Hold.FOOD_HINTS
    if nutrients_of(holds).isdisjoint(_forms(nutrient)):
        return None
    return Hold.D_HINTS if nutrient == "d" else Hold.VITAMIN_K_RANKING


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
    range_level: float = DEFAULT_RANGE_LEVEL,
) -> Ranking:
    """Rank every single change by how far it moves the central intake of a nutrient from food.

    Changes that move nothing are left out; equal ones keep the order of the table. No change brings
    vitamin D from food and supplements above D_ALL_UG_PER_DAY, or farther above it.

    nutrient: one of TARGETS.
    filters: names from FILTERS.
    holds: what this person must not be shown, from scoring.safety.held.

    Raises ScoringError for an unknown nutrient or filter, or a filter that the tags of the table
    cannot tell; AnswersError for an answer about a food that is not in the table.
    """
    keeps = _keeps(foods, nutrient, filters)
    if hold := hold_on(nutrient, holds):
        return Ranking(held_by=hold)
    if unmarked := sorted(tags_of(holds) - _marked(foods)):
        return Ranking(unmarked=tuple(unmarked))
    places = {food.food_id: n for n, food in enumerate(foods)}
    frequency, portion = codes_of(foods, answers)
    moves = [
        (food, before, after)
        for food in foods
        if (before := answers.foods.get(food.food_id)) is not None
        and keeps(food)
        and may_propose(food, holds)
        for after in steps_from(before)
    ]
    rows = np.arange(1, len(moves) + 1)  # row 0 is the week as it is
    columns = [places[food.food_id] for food, _, _ in moves]
    frequencies = np.repeat(frequency, len(moves) + 1, axis=0)
    portions = np.repeat(portion, len(moves) + 1, axis=0)
    frequencies[rows, columns] = [FREQUENCY_CODES.index(a.frequency) + 1 for *_, a in moves]
    portions[rows, columns] = [PORTION_CODES.index(after.portion) for *_, after in moves]
    totals = total_intakes(foods, frequencies, portions, range_z(range_level))
    d_ug_per_day = totals.central[:, TOTALS.index("d")] + answers.supplements.d_ug_per_day
    oily_fish = _oily_fish_portions_per_week(foods, frequencies, portions)

    def is_allowed(food: Food, row: int) -> bool:
        if d_ug_per_day[row] > max(D_ALL_UG_PER_DAY, d_ug_per_day[0]):
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
            low=float(totals.low[row, at]),
            high=float(totals.high[row, at]),
            difference_ug_per_day=float(totals.central[row, at] - totals.central[0, at]),
            measured=not _forms_without_data(food, nutrient),
        )
        for row, (food, before, after) in enumerate(moves, start=1)
        if _holds_some(food, nutrient) and is_allowed(food, row)
    ]
    return Ranking(
        changes=tuple(sorted(changes, key=lambda change: -abs(change.difference_ug_per_day))),
        no_data=tuple(
            dict.fromkeys(
                food.food_id
                for food, _, _ in moves
                if not _holds_some(food, nutrient) and _forms_without_data(food, nutrient)
            )
        ),
    )


def _keeps(foods: FoodTable, nutrient: str, filters: Iterable[str]) -> Callable[[Food], bool]:
    """Check what was asked for; return whether a food passes all the filters."""
    _require("nutrient", nutrient, TARGETS)
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
            food.food_id in unwanted.food_ids or not unwanted.tags.isdisjoint(_tags(food))
            for unwanted in wanted
        )
    )


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


def _forms(nutrient: str) -> tuple[str, ...]:
    return K2_FORMS if nutrient == "k2" else (nutrient,)


def _holds_some(food: Food, nutrient: str) -> bool:
    contents = (food.content[form] for form in _forms(nutrient))
    return any(content is not None and content.central_ug > 0 for content in contents)


def _forms_without_data(food: Food, nutrient: str) -> list[str]:
    return [form for form in _forms(nutrient) if food.content[form] is None]


def _tags(food: Food) -> tuple[str, ...]:
    return (*food.tags, "natto") if food.is_natto else food.tags


def _marked(foods: FoodTable) -> frozenset[str]:
    """Every tag that some food of the table carries."""
    return frozenset(tag for food in foods for tag in _tags(food))


def _require(name: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        hint = did_you_mean(value, allowed)
        raise ScoringError(f"{name}: found {value!r}; allowed: {', '.join(allowed)}.{hint}")
