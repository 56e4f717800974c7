"""The ranges of single foods, tried on figures that they were not made from.

For each food and nutrient every family of sources is left out in turn, with all its records, and
the range is made from the rest by the rule of `scoring.foods.build`; the typical spread comes from
all other foods. So neither the figure nor its food is known to the range that it is set against.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..foods.build import ANIMAL, content_of, deviations_of, pooled_sd, used_by_key
from ..foods.records import Record
from ..foods.table import FoodTable, NutrientContent
from ..nutrients import NUTRIENTS

ASSUMED = frozenset({"plants_no_k2", "cream_as_butter"})
"""Sources that measured nothing and say what a food is taken to hold: no test of a range."""


@dataclass(frozen=True)
class LeftOut:
    """One figure set against the range that was made without its source.

    Attributes:
        record: The figure.
        content: Central value and range from the other sources.
    """

    record: Record
    content: NutrientContent

    @property
    def inside(self) -> bool:
        """Whether the range holds the figure; see `holds`."""
        return holds(self.content, self.record.nutrient, self.record.value)


def holds(content: NutrientContent, nutrient: str, value: float) -> bool:
    """Whether a range of a content holds a figure.

    A figure of 0 says that less was found than can be told from 0
    (`Nutrient.resolution_per_100g`); a range that begins below that holds it.
    """
    if value == 0:
        return content.low <= NUTRIENTS[nutrient].resolution_per_100g
    return content.low <= value <= content.high


def leave_sources_out(foods: FoodTable, records: Iterable[Record]) -> tuple[LeftOut, ...]:
    """Every figure of a food that another family of sources has a figure of too.

    Args:
        foods: The food table, which says which foods are of animals.
        records: The records that it was built from.
    """
    groups = used_by_key(records)
    deviations = deviations_of(groups)
    found = []
    for (food_id, nutrient), group in groups.items():
        of_others = [d for key, d in deviations.items() if key[1] == nutrient and key[0] != food_id]
        for content, left_out in _without_each_family(foods, group, pooled_sd(of_others)):
            found += [LeftOut(record, content) for record in left_out]
    return tuple(found)


def _without_each_family(
    foods: FoodTable, group: Sequence[Record], typical: float
) -> Iterator[tuple[NutrientContent, list[Record]]]:
    """For each family of sources the content that the others give, and its own records."""
    measured = [record for record in group if record.source_id not in ASSUMED]
    for family in dict.fromkeys(record.family for record in measured):
        rest = [record for record in measured if record.family != family]
        if rest:
            is_animal = ANIMAL in foods[group[0].food_id].tags
            content = content_of(rest, typical, is_animal=is_animal)
            yield content, [record for record in measured if record.family == family]


@dataclass(frozen=True)
class Held:
    """How many figures some ranges hold.

    Attributes:
        figures: How many there are.
        inside: How many of them lie in their range.
        below: How many lie below it; the rest lies above.
        standard_error: Of the share inside, 0 to 1. Figures of one food are not independent, so it
            comes from the foods: the square root of the sum over foods of (inside − share ×
            figures)², divided by all figures.
    """

    figures: int
    inside: int
    below: int
    standard_error: float

    @property
    def share(self) -> float:
        """Share of the figures inside, 0 to 1."""
        return self.inside / self.figures

    @property
    def above(self) -> int:
        """How many lie above their range."""
        return self.figures - self.inside - self.below


def held(outcomes: Iterable[tuple[str, bool, bool]]) -> Held:
    """Sum up figures.

    Args:
        outcomes: For each its food, whether it is inside its range, and whether below it. At least
            one.
    """
    figures: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    all_below = 0
    for food_id, is_inside, is_below in outcomes:
        figures[food_id] += 1
        inside[food_id] += is_inside
        all_below += is_below
    number = figures.total()
    share = inside.total() / number
    squares = math.fsum((inside[food] - share * figures[food]) ** 2 for food in figures)
    return Held(number, inside.total(), all_below, math.sqrt(squares) / number)


def held_of_left_out(found: Iterable[LeftOut]) -> Held:
    """How many left-out figures the ranges hold."""
    return held(
        (f.record.food_id, f.inside, not f.inside and f.record.value < f.content.low) for f in found
    )


def mean_high_to_low(foods: FoodTable) -> float:
    """Geometric mean of high ÷ low over the contents of a food table whose low end is above 0."""
    logs = [
        math.log(content.high / content.low)
        for food in foods
        for content in food.content.values()
        if content is not None and content.low > 0
    ]
    return math.exp(math.fsum(logs) / len(logs))


def by_nutrient(found: Iterable[LeftOut]) -> dict[str, Held]:
    """How many left-out figures of each nutrient the ranges hold, in the order of NUTRIENTS."""
    groups: dict[str, list[LeftOut]] = defaultdict(list)
    for one in found:
        groups[one.record.nutrient].append(one)
    return {n: held_of_left_out(groups[n]) for n in NUTRIENTS if n in groups}
