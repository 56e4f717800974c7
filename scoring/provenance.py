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
"""

import csv
import io
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist, mean, median

from scoring.errors import Fault, FoodTableError
from scoring.foods import NUTRIENTS, Content, Food, FoodTable, Source, load_sources, parse_number

RECORD_COLUMNS = (
    "food_id", "nutrient", "subfood", "value_ug_per_100g", "low", "high", "n",
    "source_id", "place", "quoted", "conversion", "use", "reason",
)  # fmt: skip
"""Columns of food_records.csv. value_ug_per_100g is the value after the conversion; it may be empty
in a record that is not used."""

TYPICAL_RELATIVE_SD = {"k1": 0.45, "mk4": 0.57, "mk7": 0.83, "mkx": 0.78, "d": 0.56}
"""SD of the records of a food relative to its central value: the median over the foods of the table
with three or more records (what typical_relative_sd finds, to two decimals)."""

PRIOR_RECORDS = 4
"""Weight of the typical variance, in records."""

NUTRIENT_LABELS = {
    "k1": "K1",
    "mk4": "MK-4",
    "mk7": "MK-7",
    "mkx": "other long-chain K2",
    "d": "vitamin D",
}

_Z_80 = NormalDist().inv_cdf(0.9)
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
    """Read food_records.csv. Raises FoodTableError with every fault of the file."""
    path = Path(path)
    records, faults = [], []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != RECORD_COLUMNS:
            found = ",".join(reader.fieldnames or ())
            raise FoodTableError(path.name, [Fault(1, "", found, ",".join(RECORD_COLUMNS))])
        for row in reader:
            row_faults = list(_record_faults(reader.line_num, row))
            faults += row_faults
            if not row_faults:
                records.append(_record(row))
    if faults:
        raise FoodTableError(path.name, faults)
    return tuple(records)


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
    """
    path, records = Path(path), tuple(records)
    contents = recompute(records)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = reader.fieldnames or (), list(reader)
    for row in rows:
        row["sources"] = ";".join(sources_of(records, row["food_id"]))
        for nutrient in NUTRIENTS:
            content = contents.get((row["food_id"], nutrient))
            for part in ("ug", "low", "high"):
                value = getattr(content, _PARTS[part]) if content else None
                row[f"{nutrient}_{part}"] = "" if value is None else f"{value:g}"
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def docs_text(table: FoodTable, records: Iterable[Record], sources: Mapping[str, Source]) -> str:
    """docs/foods.md: for each food what the sources say, what the table holds, and why."""
    records = tuple(records)
    lines = [_DOCS_HEAD, ""]
    for group in table.groups:
        lines += [f"## {group}", "", _DOCS_ROW.format(*_DOCS_COLUMNS), "| --- | --- | --- | --- |"]
        for food in table.in_group(group):
            own = [record for record in records if record.food_id == food.food_id]
            cells = (_name_cell(food), _said_cell(own), _chosen_cell(food), _why_cell(food, own))
            lines.append(_DOCS_ROW.format(*cells))
        lines.append("")
    lines += ["## Sources", ""]
    for source in sources.values():
        lines.append(
            f"- `{source.source_id}` ({source.kind}): {source.citation} {source.url_or_doi}"
        )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def write_docs(folder: str | Path) -> None:
    """Write docs/foods.md from the food table, the sources and the records in the folder."""
    folder = Path(folder)
    text = docs_text(
        FoodTable.load(folder / "foods.csv"),
        load_records(folder / "food_records.csv"),
        load_sources(folder / "sources.csv"),
    )
    (folder / "docs" / "foods.md").write_text(text, encoding="utf-8", newline="\n")


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
    upper = math.exp(_Z_80 * log_sd)
    if any(record.value == 0 for record in records):
        return Content(_rounded(central), 0.0, _rounded(central * upper))
    middle = central * math.exp(-(log_sd**2) / 2)
    return Content(_rounded(central), _rounded(middle / upper), _rounded(middle * upper))


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


def _record(row: Mapping[str, str]) -> Record:
    return Record(
        food_id=row["food_id"],
        nutrient=row["nutrient"],
        subfood=row["subfood"],
        value_ug_per_100g=parse_number(row["value_ug_per_100g"]),
        low=parse_number(row["low"]),
        high=parse_number(row["high"]),
        n=row["n"],
        source_id=row["source_id"],
        place=row["place"],
        quoted=row["quoted"],
        conversion=row["conversion"],
        used=row["use"] == "used",
        reason=row["reason"],
    )


def _record_faults(line: int, row: Mapping[str, str]) -> Iterable[Fault]:
    for column in ("food_id", "source_id", "place", "quoted"):
        if not row[column]:
            yield Fault(line, column, "", "some text")
    if row["nutrient"] not in NUTRIENTS:
        yield Fault(line, "nutrient", row["nutrient"], ", ".join(NUTRIENTS))
    if row["use"] not in ("used", "not_used"):
        yield Fault(line, "use", row["use"], "used, not_used")
    if row["use"] == "not_used" and not row["reason"]:
        yield Fault(line, "reason", "", "why the record is not used")
    if row["use"] == "used" and not row["value_ug_per_100g"]:
        yield Fault(line, "value_ug_per_100g", "", "a number, since the record is used")
    for column in ("value_ug_per_100g", "low", "high"):
        if row[column] and parse_number(row[column]) is None:
            yield Fault(line, column, row[column], "a number with a decimal point, or empty")


_PARTS = {"ug": "central_ug", "low": "low_ug", "high": "high_ug"}

_DOCS_COLUMNS = ("Food", "What the sources say", "What the table holds", "Why")
_DOCS_ROW = "| {} | {} | {} | {} |"
_DOCS_HEAD = f"""# The foods and their figures

Made by `scoring/provenance.py` from `foods.csv`, `food_records.csv` and `sources.csv`; do not edit
by hand. All figures are µg per 100 g as eaten.

How a figure is found, the same way for every food and nutrient:

1. The central value is the mean of the records used. Where a row merges several foods or countries,
   each of them is averaged first.
2. The range is meant to hold about 80 % of such foods on sale. It follows from the spread of the
   records together with the typical spread of the nutrient, which weighs as much as
   {PRIOR_RECORDS} records. Typical relative SD (median over all foods with three or more records):
   {", ".join(f"{NUTRIENT_LABELS[n]} {sd:.2f}" for n, sd in TYPICAL_RELATIVE_SD.items())}.
3. The content is taken as log-normal; the range runs from its 10th to its 90th percentile. Where
   some records are 0, the range starts at 0.
4. A record that is left out is listed with the reason. No usable record: unknown, which is not 0.

K2 is never stored: it is MK-4 + MK-7 + other long-chain K2 (MK-5, MK-6, MK-8 and longer).
"""


def _name_cell(food: Food) -> str:
    return f"**{food.food}**<br>`{food.food_id}`<br>{food.serving}, {food.serving_g:g} g"


def _said_cell(records: list[Record]) -> str:
    said = []
    for nutrient in NUTRIENTS:
        used = [r for r in records if r.used and r.nutrient == nutrient]
        if used:
            lowest, highest = (pick(r.value for r in used) for pick in (min, max))
            span = f"{lowest:g}" if lowest == highest else f"{lowest:g} to {highest:g}"
            keys = ", ".join(dict.fromkeys(f"`{r.source_id}`" for r in used))
            count = f"{len(used)} record{'s' if len(used) > 1 else ''}"
            said.append(f"{NUTRIENT_LABELS[nutrient]}: {span} ({count}: {keys})")
    return "<br>".join(said)


def _chosen_cell(food: Food) -> str:
    chosen = []
    for nutrient in NUTRIENTS:
        content = food.content[nutrient]
        if content is None:
            figures = "unknown"
        elif content.high_ug == 0:
            figures = "0"
        else:
            figures = f"{content.central_ug:g} ({content.low_ug:g} to {content.high_ug:g})"
        chosen.append(f"{NUTRIENT_LABELS[nutrient]} {figures}")
    return "<br>".join(chosen)


def _why_cell(food: Food, records: list[Record]) -> str:
    why = [food.note] if food.note else []
    for record in records:
        if record.reason:
            verdict = "Kept" if record.used else "Left out"
            label = NUTRIENT_LABELS[record.nutrient]
            place = f"`{record.source_id}`, {record.place}: {record.quoted}"
            why.append(f"{verdict} for {label}: {place}. {record.reason}")
    return "<br>".join(why)
