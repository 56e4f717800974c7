"""The figures of a class: what the screen shows, and nothing of any one person.

Counts of one or two people are never given: bars are as wide as it takes, and a food that so few
eat goes into the other foods. Medians and quarters are given from ten people on and rounded to two
digits, so that none is somebody's exact figure. Below twenty, that people eat a food is told of
few, some or nearly all; `workshop.privacy` says why.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

import numpy as np

from scoring.foods.table import FoodTable
from scoring.intake.estimate import DEFAULT_RANGE_LEVEL, Floats, range_z, total_intakes
from scoring.intake.not_asked import allowance_arrays, whole_intakes
from scoring.nutrients import NUTRIENTS, TOTALS
from scoring.questionnaire.answers import FREQUENCIES, NEVER, PORTIONS, Answer
from scoring.questionnaire.codes import codes_of
from workshop.privacy import FEWEST_FOR_COUNTS, FEWEST_FOR_MEDIANS, FEWEST_IN_STEP

BAR_EDGES_UG = {
    "k2": (0, 10, 20, 30, 45, 60, 90, 150, 250, 400),
    "k1": (0, 50, 100, 150, 200, 300, 400, 600),
    "d": (0, 1, 2, 3, 5, 7.5, 10, 15),
}
"""Where the bars of the distributions begin, µg a day; the last has no end."""

EVERY_NTH_EDGE = (1, 2, 4)
"""How many edges in a row make one bar, where the narrower bars have too few people."""

ASKED_TAGS = ("natto", "oily_fish", "liver")
"""Tags of the foods of which the screen says how many eat them."""

FOODS_NAMED = 6

ONCE_A_WEEK = 1.0
"""Servings a week from which on a food counts as eaten every week."""


class Told(StrEnum):
    """How many eat a food, as far as it is told."""

    FEW = "few"
    """Nobody, one or two."""
    SOME = "some"
    """Three or more, and three or more do not."""
    NEARLY_ALL = "nearly_all"
    """All, or all but one or two."""


@dataclass(frozen=True)
class Eaters:
    """How many eat a food; `people` is the number, where some do in a class of twenty or more."""

    told: Told
    people: int | None = None


@dataclass(frozen=True)
class Spread:
    """One nutrient in the class, µg a day.

    Attributes:
        median: Of the people's central figures, with what is added for foods not asked.
        quarter_low: A quarter of the class lies below it.
        quarter_high: A quarter of the class lies above it.
        likely_low: Median of the low ends of the people's likely ranges; with `likely_high` it says
            how sure a figure in the middle of the class is.
        likely_high: Median of their high ends.
    """

    median: float
    quarter_low: float
    quarter_high: float
    likely_low: float
    likely_high: float


@dataclass(frozen=True)
class Bar:
    """How many people lie from low_ug up to high_ug a day; None means no upper end."""

    low_ug: float
    high_ug: float | None
    people: int


@dataclass(frozen=True)
class FoodShare:
    """The share of a nutrient in the class's food, 0 to 1, that one food carries.

    food_id is empty for all other foods together.
    """

    food_id: str
    share: float


@dataclass(frozen=True)
class Picture:
    """Figures of the people that may be shown.

    Attributes:
        people: How many they are.
        spreads: By nutrient, each of TOTALS; empty below ten people.
        bars: By each nutrient of BAR_EDGES_UG.
        foods: By each nutrient of BAR_EDGES_UG, the largest share first.
        eaters: How many eat foods of a tag.
        weekly: How many eat a food every week, by its id in the order of the table; without those
            that few eat.
        groups: How many of each sex or age band, where that is three or more, in a class of twenty
            or more.
        not_asked: By each nutrient of BAR_EDGES_UG, what the amounts hold for foods that were not
            asked, µg a day: the middle of the class, rounded to two digits. Empty below ten people
            and where nothing can be said.
    """

    people: int
    spreads: Mapping[str, Spread]
    bars: Mapping[str, tuple[Bar, ...]]
    foods: Mapping[str, tuple[FoodShare, ...]]
    eaters: Mapping[str, Eaters]
    weekly: Mapping[str, Eaters]
    groups: Mapping[str, int]
    not_asked: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> str:
        """The picture as text for the store."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The picture that `to_json` wrote."""
        plain = json.loads(text)
        return cls(
            people=plain["people"],
            spreads={name: Spread(**spread) for name, spread in plain["spreads"].items()},
            bars={name: tuple(Bar(**bar) for bar in bars) for name, bars in plain["bars"].items()},
            foods={
                name: tuple(FoodShare(**share) for share in shares)
                for name, shares in plain["foods"].items()
            },
            eaters=_eaters_from(plain["eaters"]),
            weekly=_eaters_from(plain["weekly"]),
            groups=plain["groups"],
            not_asked=plain["not_asked"],
        )


def _eaters_from(plain: Mapping[str, Mapping[str, Any]]) -> dict[str, Eaters]:
    return {name: Eaters(Told(one["told"]), one["people"]) for name, one in plain.items()}


@dataclass(frozen=True)
class Sent:
    """What one participant sent: food answers, and sex and age band where told."""

    foods: Mapping[str, Answer]
    sex: str = ""
    age_band: str = ""


def class_picture(foods: FoodTable, sent: Sequence[Sent]) -> Picture:
    """The figures of a class.

    Args:
        foods: The foods that were asked.
        sent: One for each person to be shown; the caller has made sure that they may be shown
            together (`workshop.privacy`).
    """
    frequency, portion = codes_of(foods, [one.foods for one in sent])
    z, allowances = range_z(DEFAULT_RANGE_LEVEL), allowance_arrays(foods)
    totals = total_intakes(foods, frequency, portion, z)
    wholes = whole_intakes(totals, allowances, z)
    eaten = frequency > NEVER
    weekly = _servings(frequency) >= ONCE_A_WEEK
    eats = {
        tag: int(eaten[:, having].any(axis=1).sum())
        for tag in ASKED_TAGS
        if any(having := [tag in food.tags for food in foods])
    }
    every_week = {
        food.food_id: eaters_told(int(n), len(sent))
        for food, n in zip(foods, weekly.sum(axis=0), strict=True)
    }
    groups: dict[str, int] = {}
    for one in sent:
        for name in filter(None, (one.sex, one.age_band)):
            groups[name] = groups.get(name, 0) + 1
    return Picture(
        people=len(sent),
        spreads={
            name: _spread(wholes.central[:, n], wholes.low[:, n], wholes.high[:, n])
            for n, name in enumerate(TOTALS)
            if len(sent) >= FEWEST_FOR_MEDIANS
        },
        bars={name: _bars(wholes.central[:, TOTALS.index(name)], name) for name in BAR_EDGES_UG},
        foods=_food_shares(foods, frequency, portion, eaten.sum(axis=0)),
        eaters={tag: eaters_told(n, len(sent)) for tag, n in eats.items()},
        weekly={food_id: one for food_id, one in every_week.items() if one.told != Told.FEW},
        groups={
            name: n
            for name, n in groups.items()
            if n >= FEWEST_IN_STEP and len(sent) >= FEWEST_FOR_COUNTS
        },
        not_asked={
            name: two_digits(float(np.median(wholes.allowance[:, n])))
            for n, name in enumerate(TOTALS)
            if name in BAR_EDGES_UG and allowances.known[n] and len(sent) >= FEWEST_FOR_MEDIANS
        },
    )


def eaters_told(eaters: int, people: int) -> Eaters:
    """What is told of so many eaters among so many people.

    >>> eaters_told(2, 8).told.value, eaters_told(5, 8).told.value, eaters_told(6, 8).told.value
    ('few', 'some', 'nearly_all')
    >>> eaters_told(7, 25)
    Eaters(told=<Told.SOME: 'some'>, people=7)
    """
    if eaters < FEWEST_IN_STEP:
        return Eaters(Told.FEW)
    if people - eaters < FEWEST_IN_STEP:
        return Eaters(Told.NEARLY_ALL)
    return Eaters(Told.SOME, eaters if people >= FEWEST_FOR_COUNTS else None)


def two_digits(value: float) -> float:
    """The value rounded to two significant digits."""
    if value == 0:
        return 0.0
    return round(value, 1 - math.floor(math.log10(abs(value))))


def _spread(central: Floats, low: Floats, high: Floats) -> Spread:
    quarter_low, median, quarter_high = np.quantile(central, [0.25, 0.5, 0.75]).tolist()
    return Spread(
        *map(
            two_digits,
            (median, quarter_low, quarter_high, float(np.median(low)), float(np.median(high))),
        )
    )


def _bars(central: Floats, nutrient: str) -> tuple[Bar, ...]:
    """People by amount, no bar of one or two.

    Below ten people `_bars_of_few`, from ten on the narrowest bars between even edges that do, the
    first and the last as wide as needed; else one for all people, between empty ones.
    """
    edges = BAR_EDGES_UG[nutrient]
    if len(central) < FEWEST_FOR_MEDIANS:
        return _bars_of_few(_counted(central, edges[:: EVERY_NTH_EDGE[1]]))
    for nth in EVERY_NTH_EDGE:
        bars = _with_wide_ends(_counted(central, edges[::nth]))
        if sum(bar.people > 0 for bar in bars) > 1 and _shows_nobody(bars):
            return bars
    bars = _counted(central, edges[:: EVERY_NTH_EDGE[1]])
    first, last = _ends(bars)
    return _between_empty(bars, first, last, [_joined(bars[first], bars[last], len(central))])


def _bars_of_few(steps: Sequence[Bar]) -> tuple[Bar, ...]:
    """As many bars of three people or more as the steps allow, from the lowest up."""
    first, last = _ends(steps)
    inner: list[Bar] = []
    bar = steps[first]
    for step in steps[first + 1 : last + 1]:
        if bar.people >= FEWEST_IN_STEP:
            inner.append(bar)
            bar = step
        else:
            bar = _joined(bar, step, bar.people + step.people)
    if bar.people < FEWEST_IN_STEP and inner:
        before = inner.pop()
        bar = _joined(before, bar, before.people + bar.people)
    return _between_empty(steps, first, last, [*inner, bar])


def _shows_nobody(bars: Sequence[Bar]) -> bool:
    """Whether no bar stands for one or two people."""
    return all(not 0 < bar.people < FEWEST_IN_STEP for bar in bars)


def _counted(central: Floats, edges: Sequence[float]) -> tuple[Bar, ...]:
    """How many people lie between the edges, and above the last."""
    counts = np.bincount(np.searchsorted(edges, central, side="right") - 1, minlength=len(edges))
    ends = (*edges[1:], None)
    return tuple(Bar(low, high, int(n)) for low, high, n in zip(edges, ends, counts, strict=True))


def _with_wide_ends(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """The bars with three people at least at either end, beyond which one empty bar may lie."""
    first, last = _ends(bars)
    if bars[first].people < FEWEST_IN_STEP:
        first = 0
    if bars[last].people < FEWEST_IN_STEP:
        last = len(bars) - 1
    inner = list(bars[first : last + 1])
    while len(inner) > 1 and inner[0].people < FEWEST_IN_STEP:
        inner[:2] = [_joined(inner[0], inner[1], inner[0].people + inner[1].people)]
    while len(inner) > 1 and inner[-1].people < FEWEST_IN_STEP:
        inner[-2:] = [_joined(inner[-2], inner[-1], inner[-2].people + inner[-1].people)]
    return _between_empty(bars, first, last, inner)


def _ends(bars: Sequence[Bar]) -> tuple[int, int]:
    """Where the first and the last bar with people stand."""
    of_people = [n for n, bar in enumerate(bars) if bar.people]
    return of_people[0], of_people[-1]


def _between_empty(
    bars: Sequence[Bar], first: int, last: int, inner: Sequence[Bar]
) -> tuple[Bar, ...]:
    """The inner bars, which stand for those from first to last, between one empty one each."""
    low, high = bars[:first], bars[last + 1 :]
    below = [_joined(low[0], low[-1], 0)] if low else []
    above = [_joined(high[0], high[-1], 0)] if high else []
    return (*below, *inner, *above)


def _joined(first: Bar, last: Bar, people: int) -> Bar:
    return Bar(first.low_ug, last.high_ug, people)


def _servings(frequency: np.ndarray) -> Floats:
    """Servings a week of each person and food; none where there is no answer."""
    by_code: Floats = np.array([0.0, *(f.servings_per_week for f in FREQUENCIES)])
    return np.take(by_code, frequency)


def _food_shares(
    foods: FoodTable, frequency: np.ndarray, portion: np.ndarray, eaters: np.ndarray
) -> dict[str, tuple[FoodShare, ...]]:
    grams = (_servings(frequency) * np.array([p.factor for p in PORTIONS])[portion]).sum(axis=0)
    shares: dict[str, tuple[FoodShare, ...]] = {}
    for nutrient in BAR_EDGES_UG:
        parts = NUTRIENTS[nutrient].stored
        amounts = {
            food.food_id: float(grams[n])
            * food.serving_g
            * math.fsum(c.central for part in parts if (c := food.content[part]) is not None)
            for n, food in enumerate(foods)
        }
        total = math.fsum(amounts.values())
        if not total:
            shares[nutrient] = ()
            continue
        known = {f.food_id for n, f in enumerate(foods) if eaters[n] >= FEWEST_IN_STEP}
        named = sorted((f for f in known if amounts[f]), key=lambda f: -amounts[f])[:FOODS_NAMED]
        found = [FoodShare(f, two_digits(amounts[f] / total)) for f in named]
        rest = 1 - math.fsum(amounts[f] for f in named) / total
        if rest > 0.005:
            found.append(FoodShare("", two_digits(rest)))
        shares[nutrient] = tuple(found)
    return shares
