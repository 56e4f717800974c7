"""What the likely ranges are made of."""

from scoring.intake import Estimate
from ui import charts
from ui.panel import chart_panel
from ui.words import HEADLINES, NUTRIENT_NAMES

CAUSES = {
    "foods_vary": ("Foods of one name differ", "#2380be"),
    "coarse_answers": ("Answers are coarse", "#d0600a"),
    "recall": ("People recall roughly", "#7b8a87"),
}


def show(estimate: Estimate) -> None:
    """Show how much of each range comes from foods, from answers and from recall."""
    rows = []
    table = []
    for nutrient in HEADLINES:
        causes = estimate.intakes[nutrient].causes
        share = {name: 100 * getattr(causes, name) for name in CAUSES}
        if not any(share.values()):
            continue
        parts = tuple((words, share[name], colour) for name, (words, colour) in CAUSES.items())
        rows.append(charts.ShareRow(NUTRIENT_NAMES[nutrient], parts, ""))
        table.append(
            {"Nutrient": NUTRIENT_NAMES[nutrient]}
            | {words: f"{share[name]:.0f} %" for name, (words, _) in CAUSES.items()}
        )
    if rows:
        chart_panel(
            "What the ranges are made of",
            "causes",
            charts.shares(rows, unit="% of the uncertainty"),
            "Each range split into its three causes: "
            + "; ".join(", ".join(f"{k} {v}" for k, v in line.items()) for line in table)
            + ".",
            table,
        )
