"""Vitamin K2 beside what studied groups of people eat: no body sets a value for it."""

from scoring.intake import Estimate
from scoring.references import load_population_intakes
from ui import charts
from ui.numbers import likely, micrograms, span
from ui.panel import chart_panel


def show(estimate: Estimate) -> None:
    """Show the person's K2 beside every observed K2 intake that has a source."""
    mine = estimate.intakes["k2"]
    rows = [
        charts.RangeRow(
            "You, from food",
            mine.central,
            mine.low,
            mine.high,
            charts.COLOURS["k2"],
            f"{micrograms(mine.central)} µg",
        )
    ]
    table = [_line("You, from food", micrograms(mine.central), likely(mine), "likely range")]
    for group in load_population_intakes():
        if group.nutrient != "k2" or group.mean_ug is None:
            continue
        name = f"{group.population}, {group.country}"
        low, high = (group.percentiles.get(p, group.mean_ug) for p in (5, 95))
        rows.append(
            charts.RangeRow(
                name, group.mean_ug, low, high, charts.NEUTRAL, f"{micrograms(group.mean_ug)} µg"
            )
        )
        spread = span(low, high) if low < high else "not known"
        basis = "9 of 10 people" if low < high else ""
        note = " ".join(part for part in (group.note, group.percentile_note) if part)
        table.append(_line(f"{name}. {note}", micrograms(group.mean_ug), spread, basis))
    chart_panel(
        "Your K2 beside what others eat",
        "cohorts",
        charts.ranges(rows),
        "Your vitamin K2 with its likely range beside the average of studied groups: "
        + ", ".join(f"{row.label} {row.value_text}" for row in rows)
        + ".",
        table,
    )


def _line(who: str, about: str, spread: str, basis: str) -> dict[str, str]:
    return {"Who": who, "About, µg a day": about, "Spread, µg a day": f"{spread} {basis}".strip()}
