"""docs/foods.md: for each food what the sources say, what the table holds, and why.

Made from foods.csv, food_records.csv and sources.csv; `python -m scoring build` writes it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ..countries import COUNTRIES
from ..nutrients import NUTRIENTS, STORED
from .build import PRIOR_RECORDS, typical_relative_sd, used_by_key
from .records import Record, load_records
from .table import CountryFoods, Food, FoodTable, Source, load_sources

_COLUMNS = ("Food", "What the sources say", "What the table holds", "Why")
_ROW = "| {} | {} | {} | {} |"


def _label(nutrient: str) -> str:
    """The name of a nutrient, with its unit where that is not µg as it is for all others."""
    found = NUTRIENTS[nutrient]
    return found.name_en if found.unit == "ug" else f"{found.name_en} ({found.unit_symbol})"


_OTHER_UNITS = "" if all(NUTRIENTS[n].unit == "ug" for n in STORED) else ", or in the unit named"
_HEAD = """# The foods and their figures

Made by `python -m scoring build` from `foods.csv`, `food_records.csv` and `sources.csv`; do
not edit by hand. All figures are µg per 100 g as eaten{other_units}.

How a figure is found, the same way for every food and nutrient:

1. The central value is the mean of the records used. Where a row merges several foods or countries,
   each of them is averaged first.
2. The range is meant to hold about 80 % of such foods on sale. It follows from the spread of the
   records together with the typical spread of the nutrient, which weighs as much as
   {prior_records} records. Typical relative SD (root mean square over all foods with two or more
   records that hold enough to be told from 0): {typical}.
3. The central value is itself uncertain, being a mean of k sources: the variance counts 1 + 1/k
   times. Editions of one table, and what is derived from it, are one source.
4. The content is taken as log-normal; the range runs from its 10th to its 90th percentile. Where
   some records are 0, the range starts at 0.
5. No range is narrower on either side than what laboratories and tables can tell apart in 100 g:
   {resolution} µg. So the range of a food of animals never is 0 to 0. A plant food whose records
   are all 0 is known to hold none, and stays at 0.
6. A country that has records of its own has a figure of its own, made of them alone; for all else
   it has the international one.
7. A record that is left out is listed with the reason. No usable record: unknown, which is not 0.

Whether that holds is tried on records that the rule did not see: `python -m scoring validate`.

K2 is never stored: it is MK-4 + MK-7 + other long-chain K2 (MK-5, MK-6, MK-8 and longer).
"""


def _head(records: Iterable[Record]) -> str:
    typical = typical_relative_sd(used_by_key(records))
    return _HEAD.format(
        other_units=_OTHER_UNITS,
        prior_records=PRIOR_RECORDS,
        typical=", ".join(f"{_label(n)} {sd:.2f}" for n, sd in typical.items()),
        resolution=", ".join(f"{_label(n)} {NUTRIENTS[n].resolution_per_100g:g}" for n in STORED),
    )


def document(table: FoodTable, records: Iterable[Record], sources: Mapping[str, Source]) -> str:
    """docs/foods.md: for each food what the sources say, what the table holds, and why."""
    records = tuple(records)
    lines = [_head(records), ""]
    for group in table.groups:
        lines += [f"## {group}", "", _ROW.format(*_COLUMNS), "| --- | --- | --- | --- |"]
        for food in table.in_group(group):
            own = [record for record in records if record.food_id == food.food_id]
            cells = (
                _name_cell(food),
                _said_cell(own),
                _chosen_cell(food, table.countries),
                _why_cell(food, own),
            )
            lines.append(_ROW.format(*cells))
        lines.append("")
    lines += ["## Sources", ""]
    for source in sources.values():
        lines.append(
            f"- `{source.source_id}` ({source.kind}): {source.citation} {source.url_or_doi}"
        )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def write_document(folder: str | Path) -> None:
    """Write docs/foods.md from the food table, the sources and the records in the folder."""
    folder = Path(folder)
    text = document(
        FoodTable.load(folder / "foods.csv"),
        load_records(folder / "food_records.csv"),
        load_sources(folder / "sources.csv"),
    )
    (folder / "docs" / "foods.md").write_text(text, encoding="utf-8", newline="\n")


def _name_cell(food: Food) -> str:
    return f"**{food.food}**<br>`{food.food_id}`<br>{food.serving}, {food.serving_g:g} g"


def _said_cell(records: list[Record]) -> str:
    said = []
    for nutrient in STORED:
        used = [r for r in records if r.used and r.nutrient == nutrient]
        if used:
            lowest, highest = (pick(r.value for r in used) for pick in (min, max))
            span = f"{lowest:g}" if lowest == highest else f"{lowest:g} to {highest:g}"
            keys = ", ".join(dict.fromkeys(f"`{r.source_id}`" for r in used))
            count = f"{len(used)} record{'s' if len(used) > 1 else ''}"
            said.append(f"{_label(nutrient)}: {span} ({count}: {keys})")
    return "<br>".join(said)


def _chosen_cell(food: Food, countries: Mapping[str, CountryFoods]) -> str:
    chosen = []
    for nutrient in STORED:
        content = food.content[nutrient]
        if content is None:
            figures = "unknown"
        elif content.high == 0:
            figures = "0"
        else:
            figures = f"{content.central:g} ({content.low:g} to {content.high:g})"
        chosen.append(f"{_label(nutrient)} {figures}")
    for code in sorted(COUNTRIES):
        own = countries.get(code, CountryFoods()).contents
        for nutrient in STORED:
            if (food.food_id, nutrient) in own:
                there = own[food.food_id, nutrient]
                chosen.append(
                    f"{COUNTRIES[code].name_en}: {_label(nutrient)} {there.central:g}"
                    f" ({there.low:g} to {there.high:g})"
                )
    return "<br>".join(chosen)


def _why_cell(food: Food, records: list[Record]) -> str:
    why = [food.note] if food.note else []
    for record in records:
        if record.reason:
            verdict = "Kept" if record.used or record.in_country else "Left out"
            label = _label(record.nutrient)
            place = f"`{record.source_id}`, {record.place}: {record.quoted}"
            why.append(f"{verdict} for {label}: {place}. {record.reason}")
    return "<br>".join(why)
