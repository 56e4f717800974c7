"""The figures of a class: what the screen shows, and nothing of any one person.

Counts of one or two people are never given: a bar with so few is joined to its neighbour, a food
that so few eat goes into the other foods, and a share is told as "fewer than 3". Amounts are
rounded to two digits, so that a median is not somebody's exact figure.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Self

import numpy as np

from scoring.foods import TOTALS, FoodTable
from scoring.intake import DEFAULT_RANGE_LEVEL, Floats, range_z, total_intakes
from scoring.questionnaire import (
    DEFAULT_PORTION,
    FREQUENCIES,
    FREQUENCY_CODES,
    NEVER,
    PORTION_CODES,
    PORTIONS,
    UNANSWERED,
    Answer,
)
from workshop.privacy import FEWEST_IN_STEP

BAR_EDGES_UG = {
    "k2": (0, 10, 20, 30, 45, 60, 90, 150),
    "k1": (0, 50, 100, 150, 200, 300, 400, 600),
    "d": (0, 1, 2, 3, 5, 7.5, 10, 15),
}
"""Where the bars of the distributions begin, µg a day; the last has no end."""

ASKED_TAGS = ("natto", "oily_fish", "liver")
"""Tags of the foods of which the screen says how many eat them."""

FOODS_NAMED = 6


@dataclass(frozen=True)
class Spread:
    """One nutrient in the class, µg a day.

    median, quarter_low and quarter_high: of the people's central figures; half of the class lies
    between the quarters. likely_low, likely_high: the medians of the people's likely ranges, which
    is how sure a figure in the middle of the class is.
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

    spreads: by nutrient, each of TOTALS. bars and foods: by `k2`, `k1` and `d`. eaters: how many
    eat foods of a tag, None where that is fewer than three people or all but fewer than three;
    `mostly` then says which. groups: how many of each sex or age band, where that is three or more.
    """

    people: int
    spreads: Mapping[str, Spread]
    bars: Mapping[str, tuple[Bar, ...]]
    foods: Mapping[str, tuple[FoodShare, ...]]
    eaters: Mapping[str, int | None]
    mostly: Mapping[str, bool]
    groups: Mapping[str, int]

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
            eaters=plain["eaters"],
            mostly=plain["mostly"],
            groups=plain["groups"],
        )


@dataclass(frozen=True)
class Sent:
    """What one participant sent: food answers, and sex and age band where told."""

    foods: Mapping[str, Answer]
    sex: str = ""
    age_band: str = ""


def class_picture(foods: FoodTable, sent: Sequence[Sent]) -> Picture:
    """The figures of a class.

    foods: the foods that were asked. sent: one for each person to be shown; the caller has made
    sure that they may be shown together (`workshop.privacy`).
    """
    frequency = np.full((len(sent), len(foods)), UNANSWERED, dtype=np.uint8)
    portion = np.full_like(frequency, PORTION_CODES.index(DEFAULT_PORTION))
    for person, one in enumerate(sent):
        for n, food in enumerate(foods):
            if answer := one.foods.get(food.food_id):
                frequency[person, n] = FREQUENCY_CODES.index(answer.frequency) + 1
                portion[person, n] = PORTION_CODES.index(answer.portion)
    totals = total_intakes(foods, frequency, portion, range_z(DEFAULT_RANGE_LEVEL))
    eaten = frequency > NEVER
    eats = {
        tag: int(eaten[:, having].any(axis=1).sum())
        for tag in ASKED_TAGS
        if any(having := [tag in food.tags for food in foods])
    }
    groups: dict[str, int] = {}
    for one in sent:
        for name in filter(None, (one.sex, one.age_band)):
            groups[name] = groups.get(name, 0) + 1
    few, many = FEWEST_IN_STEP, len(sent) - FEWEST_IN_STEP
    return Picture(
        people=len(sent),
        spreads={
            name: _spread(totals.central[:, n], totals.low[:, n], totals.high[:, n])
            for n, name in enumerate(TOTALS)
        },
        bars={name: _bars(totals.central[:, TOTALS.index(name)], name) for name in BAR_EDGES_UG},
        foods=_food_shares(foods, frequency, portion, eaten.sum(axis=0)),
        eaters={tag: n if few <= n <= many else None for tag, n in eats.items()},
        mostly={tag: n > many for tag, n in eats.items()},
        groups={name: n for name, n in groups.items() if n >= few},
    )


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
    """People by amount, no bar of one or two: such a bar joins the neighbour with fewer people."""
    edges = BAR_EDGES_UG[nutrient]
    counts = np.bincount(np.searchsorted(edges, central, side="right") - 1, minlength=len(edges))
    bars = [
        Bar(low, high, int(n))
        for low, high, n in zip(edges, (*edges[1:], None), counts, strict=True)
    ]
    while small := [n for n, bar in enumerate(bars) if 0 < bar.people < FEWEST_IN_STEP]:
        at = small[-1]
        beside = [n for n in (at - 1, at + 1) if 0 <= n < len(bars)]
        other = min(beside, key=lambda n: (bars[n].people == 0, bars[n].people))
        first, second = sorted((at, other))
        joined = Bar(
            bars[first].low_ug, bars[second].high_ug, bars[first].people + bars[second].people
        )
        bars[first : second + 1] = [joined]
    while len(bars) > 1 and not (bars[0].people or bars[1].people):
        bars[:2] = [Bar(bars[0].low_ug, bars[1].high_ug, 0)]
    while len(bars) > 1 and not bars[-1].people:
        bars[-2:] = [Bar(bars[-2].low_ug, None, bars[-2].people)]
    return tuple(bars)


def _food_shares(
    foods: FoodTable, frequency: np.ndarray, portion: np.ndarray, eaters: np.ndarray
) -> dict[str, tuple[FoodShare, ...]]:
    servings = np.array([0, *(f.servings_per_week for f in FREQUENCIES)])[frequency]
    grams = (servings * np.array([p.factor for p in PORTIONS])[portion]).sum(axis=0)
    shares: dict[str, tuple[FoodShare, ...]] = {}
    for nutrient in BAR_EDGES_UG:
        forms = ("mk4", "mk7", "mkx") if nutrient == "k2" else (nutrient,)
        amounts = {
            food.food_id: float(grams[n])
            * food.serving_g
            * math.fsum(c.central_ug for form in forms if (c := food.content[form]) is not None)
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
