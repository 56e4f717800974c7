"""From records to numbers: the one rule by which food_records.csv gives the contents in foods.csv.

A record is one figure of one source for one nutrient in one food. The rule:

1. Only records marked `used` count. One marked `not_used` says why.
2. The central value is the arithmetic mean. Where a row merges several foods or countries
   (`subfood`), each of them is averaged first, so that none drowns the others.
3. The spread is judged from the deviations of the used values from the central value, relative to
   it. A few records say little about spread, so the typical variance of the nutrient
   (TYPICAL_RELATIVE_SD) joins in as if it came from PRIOR_RECORDS further records. The lowest and
   highest sample that a source states are kept in the record but do not count: single samples.
4. The content is taken as log-normal with that mean and that relative SD; low and high are its 10th
   and 90th percentile. Where some used values are 0, low is 0 and high is the central value
   times exp(1.2816 s). Where all are 0, so are low and high.
5. Three significant figures.

    python -m scoring.provenance [FOLDER]    # the numbers of foods.csv and docs/foods.md anew
"""

import argparse
import csv
import io
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from scoring.csv_tables import Row, parse_number, read_rows
from scoring.errors import FoodTableError, ScoringError
from scoring.foods import COLUMNS, NUTRIENTS, Z_80, Content

HOUSE = Path(__file__).resolve().parent.parent

RECORD_COLUMNS = (
    "food_id", "nutrient", "subfood", "value_ug_per_100g", "low", "high", "n",
    "source_id", "place", "quoted", "conversion", "use", "reason",
)  # fmt: skip
"""Columns of food_records.csv. value_ug_per_100g is the value after the conversion; it may be empty
in a record that is not used."""

USED, NOT_USED = "used", "not_used"

TYPICAL_RELATIVE_SD = {"k1": 0.45, "mk4": 0.57, "mk7": 0.83, "mkx": 0.78, "d": 0.56}
"""SD of the records of a food relative to its central value: the median over the foods of the table
with three or more records (what typical_relative_sd finds, to two decimals)."""

PRIOR_RECORDS = 4
"""Weight of the typical variance, in records."""

_PARTS = {"ug": "central_ug", "low": "low_ug", "high": "high_ug"}
_MIN_RECORDS_FOR_SPREAD = 3

Key = tuple[str, str]
"""(food_id, nutrient)"""


@dataclass(frozen=True)
class Record:
    """One figure of one source, µg per 100 g as eaten.

    low and high are the range that the source states, if any.
    n is the number of samples: 0 for a value that the source estimated, empty where not stated.
    """

    food_id: str
    nutrient: str
    subfood: str
    value_ug_per_100g: float | None
    low: float | None
    high: float | None
    n: str
    source_id: str
    place: str
    quoted: str
    conversion: str
    used: bool
    reason: str

    @property
    def value(self) -> float:
        """The figure of a record that is used. Raises ValueError where there is none."""
        if self.value_ug_per_100g is None:
            raise ValueError(f"{self.food_id}, {self.nutrient}, {self.source_id}: no value")
        return self.value_ug_per_100g


def load_records(path: str | Path) -> tuple[Record, ...]:
    """Read food_records.csv.

    Raises FoodTableError with every fault of the file; UnreadableTableError, one of its kinds,
    where it is missing or cannot be opened.
    """
    path = Path(path)
    rows, faults = read_rows(path, RECORD_COLUMNS)
    for row in rows:
        _check_record(row)
        faults += row.faults
    if faults:
        raise FoodTableError(path.name, faults)
    return tuple(_record(row) for row in rows)


def recompute(records: Iterable[Record]) -> dict[Key, Content]:
    """The content of each food and nutrient that has a used record, by the rule of this module."""
    return {key: _content(key[1], group) for key, group in _used_by_key(records).items()}


def typical_relative_sd(records: Iterable[Record]) -> dict[str, float]:
    """Median over foods of the SD of a food's records relative to its central value, by nutrient.

    Counts foods with three or more used records that are not all 0.
    """
    found: dict[str, list[float]] = defaultdict(list)
    for (_, nutrient), group in _used_by_key(records).items():
        if len(group) >= _MIN_RECORDS_FOR_SPREAD and _central(group) > 0:
            found[nutrient].append(math.sqrt(_relative_squares(group) / (len(group) - 1)))
    return {nutrient: median(found[nutrient]) for nutrient in NUTRIENTS if found[nutrient]}


def sources_of(records: Iterable[Record], food_id: str) -> tuple[str, ...]:
    """Keys of the sources behind the numbers of a food, in alphabetical order."""
    return tuple(sorted({r.source_id for r in records if r.used and r.food_id == food_id}))


def write_table(path: str | Path, records: Iterable[Record]) -> None:
    """Write the numbers and the sources that follow from the records into a food table.

    The words of the table (names, servings, tags, notes) stay as they are.

    Raises FoodTableError where the columns or rows of the table are not whole, or where it is
    missing or cannot be opened.
    """
    path, records = Path(path), tuple(records)
    contents = recompute(records)
    rows, faults = read_rows(path, COLUMNS)
    if faults:
        raise FoodTableError(path.name, faults)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        food_id = row.text("food_id")
        numbers = {"sources": ";".join(sources_of(records, food_id))}
        for nutrient in NUTRIENTS:
            content = contents.get((food_id, nutrient))
            for part, name in _PARTS.items():
                number = f"{getattr(content, name):g}" if content else ""
                numbers[f"{nutrient}_{part}"] = number
        writer.writerow(row.cells | numbers)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring foods.csv and docs/foods.md of a folder up to date with its food_records.csv."""
    from scoring.foods_document import write_document  # it imports this module

    parser = argparse.ArgumentParser(
        prog="python -m scoring.provenance",
        description="Write the numbers of foods.csv and docs/foods.md anew from food_records.csv.",
    )
    parser.add_argument(
        "folder", type=Path, nargs="?", default=HOUSE, help="where they lie (default: the project)"
    )
    folder = parser.parse_args(arguments).folder
    try:
        write_table(folder / "foods.csv", load_records(folder / "food_records.csv"))
        write_document(folder)
    except ScoringError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    return 0


def _used_by_key(records: Iterable[Record]) -> dict[Key, list[Record]]:
    groups: dict[Key, list[Record]] = defaultdict(list)
    for record in records:
        if record.used:
            groups[record.food_id, record.nutrient].append(record)
    return groups


def _central(records: Iterable[Record]) -> float:
    """Mean of the means of the subfoods."""
    by_subfood: dict[str, list[float]] = defaultdict(list)
    for record in records:
        by_subfood[record.subfood].append(record.value)
    return mean(mean(values) for values in by_subfood.values())


def _relative_squares(records: Iterable[Record]) -> float:
    """Sum of the squared deviations from the central value, relative to it."""
    records = tuple(records)
    central = _central(records)
    return sum((record.value / central - 1) ** 2 for record in records)


def _content(nutrient: str, records: list[Record]) -> Content:
    central = _central(records)
    if central == 0:
        return Content(0.0, 0.0, 0.0)
    squares = _relative_squares(records) + PRIOR_RECORDS * TYPICAL_RELATIVE_SD[nutrient] ** 2
    relative_variance = squares / (PRIOR_RECORDS + len(records) - 1)
    log_sd = math.sqrt(math.log1p(relative_variance))
    upper = math.exp(Z_80 * log_sd)
    if any(record.value == 0 for record in records):
        return Content(_rounded(central), 0.0, _rounded(central * upper))
    middle = central * math.exp(-(log_sd**2) / 2)
    return Content(_rounded(central), _rounded(middle / upper), _rounded(middle * upper))


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


def _record(row: Row) -> Record:
    return Record(
        food_id=row.text("food_id"),
        nutrient=row.text("nutrient"),
        subfood=row.text("subfood"),
        value_ug_per_100g=parse_number(row.text("value_ug_per_100g")),
        low=parse_number(row.text("low")),
        high=parse_number(row.text("high")),
        n=row.text("n"),
        source_id=row.text("source_id"),
        place=row.text("place"),
        quoted=row.text("quoted"),
        conversion=row.text("conversion"),
        used=row.text("use") == USED,
        reason=row.text("reason"),
    )


def _check_record(row: Row) -> None:
    for column in ("food_id", "source_id", "place", "quoted"):
        row.require_text(column)
    row.require_one_of("nutrient", NUTRIENTS)
    row.require_one_of("use", (USED, NOT_USED))
    if row.text("use") == NOT_USED and not row.text("reason"):
        row.fault("reason", "why the record is not used")
    if row.text("use") == USED and not row.text("value_ug_per_100g"):
        row.fault("value_ug_per_100g", "a number, since the record is used")
    for column in ("value_ug_per_100g", "low", "high"):
        if row.text(column) and parse_number(row.text(column)) is None:
            row.fault(column, "a number with a decimal point, or empty")


if __name__ == "__main__":
    sys.exit(main())
