"""A chart on the screen."""

from typing import Any

from ui.charts import CONFIG, Spec
from ui.components.plot import plot

TEMPLATE: dict[str, Any] = {
    "layout": {
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "hoverlabel": {"align": "left", "font": {"size": 14}, "namelength": -1},
    }
}
"""What every chart has. Words and grid lines have the colours of the page (plot.css)."""


def show_chart(spec: Spec, key: str, alt: str) -> None:
    """Show a chart.

    Args:
        spec: From one of the functions of ui/charts.py, or of a page with a chart of its own.
        key: Stable name of the chart on its page.
        alt: What the chart shows, in words, for those who do not see it.
    """
    layout = spec["layout"] | {"template": TEMPLATE}
    plot(key, {"data": spec["data"], "layout": layout, "config": CONFIG}, alt)
