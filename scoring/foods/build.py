"""From records to numbers: the one rule by which food_records.csv gives the contents in foods.csv.

A record is one figure of one source for one nutrient in one food. The rule:

1. Only records marked `used` count. One marked `not_used` says why.
2. The central value is the arithmetic mean. Where a row merges several foods or countries
   (`subfood`), each of them is averaged first, so that none drowns the others.
3. The spread is judged from the deviations of the used values from the central value, relative to
   it. A few records say little about spread, so the typical variance of the nutrient joins in as if
   it came from PRIOR_RECORDS further records: the mean square deviation over all foods with two or
   more records, without those that hold less than can be told from 0. The lowest and highest sample
   that a source states are kept in the record but do not count: single samples.
4. The central value is itself uncertain: it is a mean of k sources. So what a further source finds
   has the variance of single figures and that of the mean, 1 + 1 / k times as much. Sources that
   share figures (`Record.family`) count once.
5. The content is taken as log-normal with that mean and that relative SD; low and high are its 10th
   and 90th percentile. Where some used values are 0, low is 0 and high is the central value
   times exp(1.2816 s).
6. No range is narrower than what laboratories and tables can tell apart: low and high lie at least
   `Nutrient.resolution_per_100g` from the central value, and low not below 0. Only where all
   records of a food that is not of animals are 0 (vitamin D in spinach, K2 in oil) are low and high
   0 too: it is known to hold none.
7. Three significant figures.
8. A country that has records of its own (`country`) for a nutrient in a food has a figure of its
   own, made of them alone by the same rule; it has the international one for all else.

`scoring.validation.left_out` tries the rule on records that it did not see.

    python -m scoring build [FOLDER]    # the numbers of the tables and docs/foods.md anew
"""

import csv
import io
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from ..countries import COUNTRIES
from ..errors import Fault, FoodTableError
from ..files.csv_tables import Row, read_rows
from ..lognormal import Z_80, log_variance_of, range_around_median
from ..nutrients import NUTRIENTS, STORED
from .records import Record
from .table import COLUMNS, COUNTRY_COLUMNS, NutrientContent

PRIOR_RECORDS = 4
"""Weight of the typical variance, in records. Not fitted: with 2 to 8 the ranges hold 81 to 83 % of
the figures of sources that were left out; more makes them wider."""

ANIMAL = "animal"
"""Tag of foods of animals, of which no nutrient is known to be wholly absent."""

_ENDS = ("central", "low", "high")

Key = tuple[str, str]
"""(food_id, nutrient)"""


def recompute(
    records: Iterable[Record],
    animal_foods: Collection[str],
    typical: Mapping[str, float] | None = None,
) -> dict[Key, NutrientContent]:
    """The content of each food and nutrient that has a used record, by the rule of this module.

    Args:
        records: The records.
        animal_foods: Ids of the foods of animals.
        typical: Typical relative SD of each nutrient; without it, what the records say.

    Raises:
        FoodTableError: There is no typical spread, since no food has two records of a nutrient.
    """
    groups = used_by_key(records)
    typical = typical_relative_sd(groups) if typical is None else typical
    return _contents_of(groups, typical, animal_foods)


def recompute_in(
    country: str, records: Iterable[Record], animal_foods: Collection[str]
) -> dict[Key, NutrientContent]:
    """The contents of which a country has records of its own, by the rule of this module.

    Args:
        country: A code of COUNTRIES.
        records: The records of all countries, which together say how much foods vary.
        animal_foods: Ids of the foods of animals.

    Raises:
        FoodTableError: As `recompute`.
    """
    records = tuple(records)
    own = by_key(record for record in records if record.counts_in(country))
    return _contents_of(own, typical_relative_sd(used_by_key(records)), animal_foods)


def _contents_of(
    groups: Mapping[Key, Sequence[Record]],
    typical: Mapping[str, float],
    animal_foods: Collection[str],
) -> dict[Key, NutrientContent]:
    contents = {}
    for (food_id, nutrient), group in groups.items():
        if nutrient not in typical:
            found, allowed = "no typical spread", "a food with two used records that are not 0"
            raise FoodTableError("food_records.csv", [Fault(0, "nutrient", found, allowed)])
        is_animal = food_id in animal_foods
        contents[food_id, nutrient] = content_of(group, typical[nutrient], is_animal=is_animal)
    return contents


def typical_relative_sd(groups: Mapping[Key, Sequence[Record]]) -> dict[str, float]:
    """Pooled SD of the records of a food relative to its central value, by nutrient.

    A nutrient of which no food has two records takes that of all nutrients together.

    Args:
        groups: The used records of each food and nutrient.
    """
    deviations = deviations_of(groups)
    found = {}
    for nutrient in (n for n in STORED if any(n == of for _, of in groups)):
        of_all = list(deviations.values())
        if own := [d for (_, of), d in deviations.items() if of == nutrient] or of_all:
            found[nutrient] = pooled_sd(own)
    return found


@dataclass(frozen=True)
class Deviations:
    """How far the records of one nutrient in one food lie from its central value.

    Attributes:
        squares: Sum of the squared deviations, relative to the central value.
        freedom: Degrees of freedom: one less than there are records.
    """

    squares: float
    freedom: int


def deviations_of(groups: Mapping[Key, Sequence[Record]]) -> dict[Key, Deviations]:
    """The deviations that say how much foods vary.

    Of foods with two or more used records and a central value that can be told from 0
    (`Nutrient.resolution_per_100g`): below it records differ by rounding.
    """
    return {
        (food_id, nutrient): Deviations(_relative_squares(group), len(group) - 1)
        for (food_id, nutrient), group in groups.items()
        if len(group) > 1
        and (central := central_of(group)) > 0
        and central >= NUTRIENTS[nutrient].resolution_per_100g
    }


def pooled_sd(deviations: Iterable[Deviations]) -> float:
    """Relative SD of the records of many foods: root of all squares over all degrees of freedom."""
    deviations = tuple(deviations)
    squares = math.fsum(d.squares for d in deviations)
    return math.sqrt(squares / sum(d.freedom for d in deviations))


def sources_of(records: Iterable[Record], food_id: str) -> tuple[str, ...]:
    """Keys of the sources behind the numbers of a food, in alphabetical order."""
    return tuple(sorted({r.source_id for r in records if r.used and r.food_id == food_id}))


def sources_in(country: str, records: Iterable[Record], food_id: str) -> tuple[str, ...]:
    """Keys of the sources behind a country's own figures of a food, in alphabetical order."""
    own = (r for r in records if r.counts_in(country) and r.food_id == food_id)
    return tuple(sorted({record.source_id for record in own}))


def write_table(path: str | Path, records: Iterable[Record]) -> None:
    """Write the numbers and the sources that follow from the records into a food table.

    The words of the table (names, servings, tags, notes) stay as they are.

    Raises:
        FoodTableError: The columns or rows of the table are not whole, or `recompute` finds no
            typical spread.
        UnreadableTableError: It is missing or cannot be opened.
    """
    path, records = Path(path), tuple(records)
    rows, faults = read_rows(path, COLUMNS)
    if faults:
        raise FoodTableError(path.name, faults)
    contents = recompute(records, _animal_foods(rows))
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        food_id = row.text("food_id")
        numbers = {"sources": ";".join(sources_of(records, food_id))}
        writer.writerow(row.cells | numbers | _numbers(food_id, contents))
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def write_country_table(path: str | Path, table: str | Path, records: Iterable[Record]) -> None:
    """Write the contents that differ between countries, one row a country and food.

    Args:
        path: The file to write.
        table: The food table, whose tags tell which foods are of animals.
        records: The records of all countries.
    """
    records = tuple(records)
    animal_foods = _animal_foods(read_rows(Path(table), COLUMNS)[0])
    text = io.StringIO()
    writer = csv.DictWriter(text, COUNTRY_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for country in COUNTRIES:
        contents = recompute_in(country, records, animal_foods)
        for food_id in dict.fromkeys(food_id for food_id, _ in contents):
            sources = {"sources": ";".join(sources_in(country, records, food_id))}
            named = {"country": country, "food_id": food_id}
            writer.writerow(named | _numbers(food_id, contents) | sources)
    Path(path).write_text(text.getvalue(), encoding="utf-8", newline="\n")


def _animal_foods(rows: Iterable[Row]) -> set[str]:
    return {row.text("food_id") for row in rows if ANIMAL in row.keys("tags")}


def _numbers(food_id: str, contents: Mapping[Key, NutrientContent]) -> dict[str, str]:
    """The cells of a food's contents, empty where there is no data."""
    cells = {}
    for nutrient in STORED:
        content = contents.get((food_id, nutrient))
        for column, end in zip(NUTRIENTS[nutrient].columns, _ENDS, strict=True):
            cells[column] = f"{getattr(content, end):g}" if content else ""
    return cells


def used_by_key(records: Iterable[Record]) -> dict[Key, list[Record]]:
    """The used records of each food and nutrient."""
    return by_key(record for record in records if record.used)


def by_key(records: Iterable[Record]) -> dict[Key, list[Record]]:
    """The records of each food and nutrient."""
    groups: dict[Key, list[Record]] = defaultdict(list)
    for record in records:
        groups[record.food_id, record.nutrient].append(record)
    return groups


def central_of(records: Iterable[Record]) -> float:
    """Mean of the means of the subfoods."""
    by_subfood: dict[str, list[float]] = defaultdict(list)
    for record in records:
        by_subfood[record.subfood].append(record.value)
    return mean(mean(values) for values in by_subfood.values())


def _relative_squares(records: Iterable[Record]) -> float:
    """Sum of the squared deviations from the central value, relative to it."""
    records = tuple(records)
    central = central_of(records)
    return sum((record.value / central - 1) ** 2 for record in records)


def content_of(records: Sequence[Record], typical: float, *, is_animal: bool) -> NutrientContent:
    """The content of one nutrient in one food, by the rule of this module.

    Args:
        records: Its used records, one or more.
        typical: Typical relative SD of the nutrient.
        is_animal: Whether it is a food of animals.
    """
    central = central_of(records)
    if central == 0 and not is_animal:
        return NutrientContent(0.0, 0.0, 0.0)
    low = high = central
    if central > 0:
        squares = _relative_squares(records) + PRIOR_RECORDS * typical**2
        of_single_figures = squares / (PRIOR_RECORDS + len(records) - 1)
        families = len({record.family for record in records})
        log_variance = log_variance_of(1, of_single_figures * (1 + 1 / families))
        low, high = range_around_median(central, log_variance)
        if any(record.value == 0 for record in records):
            low, high = 0.0, central * math.exp(Z_80 * math.sqrt(log_variance))
    least = NUTRIENTS[records[0].nutrient].resolution_per_100g
    low, high = max(min(low, central - least), 0.0), max(high, central + least)
    return NutrientContent(_rounded(central), _rounded(low), _rounded(high))


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
