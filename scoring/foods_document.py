"""docs/foods.md: for each food what the sources say, what the table holds, and why.

Made from foods.csv, food_records.csv and sources.csv; `python -m scoring.provenance` writes it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from scoring.foods import NUTRIENT_NAMES, NUTRIENTS, Food, FoodTable, Source, load_sources
from scoring.provenance import PRIOR_RECORDS, TYPICAL_RELATIVE_SD, Record, load_records

_COLUMNS = ("Food", "What the sources say", "What the table holds", "Why")
_ROW = "| {} | {} | {} | {} |"
_HEAD = f"""# The foods and their figures

Made by `python -m scoring.provenance` from `foods.csv`, `food_records.csv` and `sources.csv`; do
not edit by hand. All figures are µg per 100 g as eaten.

How a figure is found, the same way for every food and nutrient:

1. The central value is the mean of the records used. Where a row merges several foods or countries,
   each of them is averaged first.
2. The range is meant to hold about 80 % of such foods on sale. It follows from the spread of the
   records together with the typical spread of the nutrient, which weighs as much as
   {PRIOR_RECORDS} records. Typical relative SD (median over all foods with three or more records):
   {", ".join(f"{NUTRIENT_NAMES[n]} {sd:.2f}" for n, sd in TYPICAL_RELATIVE_SD.items())}.
3. The content is taken as log-normal; the range runs from its 10th to its 90th percentile. Where
   some records are 0, the range starts at 0.
4. A record that is left out is listed with the reason. No usable record: unknown, which is not 0.

K2 is never stored: it is MK-4 + MK-7 + other long-chain K2 (MK-5, MK-6, MK-8 and longer).
"""


def document(table: FoodTable, records: Iterable[Record], sources: Mapping[str, Source]) -> str:
    """docs/foods.md: for each food what the sources say, what the table holds, and why."""
    records = tuple(records)
    lines = [_HEAD, ""]
    for group in table.groups:
        lines += [f"## {group}", "", _ROW.format(*_COLUMNS), "| --- | --- | --- | --- |"]
        for food in table.in_group(group):
            own = [record for record in records if record.food_id == food.food_id]
            cells = (_name_cell(food), _said_cell(own), _chosen_cell(food), _why_cell(food, own))
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
    for nutrient in NUTRIENTS:
        used = [r for r in records if r.used and r.nutrient == nutrient]
        if used:
            lowest, highest = (pick(r.value for r in used) for pick in (min, max))
            span = f"{lowest:g}" if lowest == highest else f"{lowest:g} to {highest:g}"
            keys = ", ".join(dict.fromkeys(f"`{r.source_id}`" for r in used))
            count = f"{len(used)} record{'s' if len(used) > 1 else ''}"
            said.append(f"{NUTRIENT_NAMES[nutrient]}: {span} ({count}: {keys})")
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
        chosen.append(f"{NUTRIENT_NAMES[nutrient]} {figures}")
    return "<br>".join(chosen)


def _why_cell(food: Food, records: list[Record]) -> str:
    why = [food.note] if food.note else []
    for record in records:
        if record.reason:
            verdict = "Kept" if record.used else "Left out"
            label = NUTRIENT_NAMES[record.nutrient]
            place = f"`{record.source_id}`, {record.place}: {record.quoted}"
            why.append(f"{verdict} for {label}: {place}. {record.reason}")
    return "<br>".join(why)
