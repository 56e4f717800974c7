"""The chart of one intake over time: a dot for each filling on the band of its likely range."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from content.marks import LEGENDS, LOOKS, MarkKind
from content.numbers import likely, micrograms
from scoring.intake.not_asked import WholeIntake
from scoring.languages import _, day_words
from ui.charts import COLOURS, NEUTRAL, Spec, still_layout

HEIGHT_PX = 300
TICK_GAP = 0.24
"""Share of the width that the name of a day takes in a narrow window."""


def line(points: Sequence[tuple[date, WholeIntake]], nutrient: str) -> Spec:
    """Draw intakes by their days, µg a day.

    Args:
        points: In the order of their days, two or more.
        nutrient: One of HEADLINES.
    """
    colour, look = COLOURS[nutrient], LOOKS[MarkKind.UNCERTAINTY]
    days = [day.toordinal() for day, _intake in points]
    bands: dict[str, Any] = {
        "type": "scatter",
        "x": [x for day in days for x in (day, day, None)],
        "y": [y for _day, whole in points for y in (whole.low, whole.high, None)],
        "mode": "lines",
        "line": {"color": colour, "width": look.line_px},
        "opacity": look.opacity,
        "hoverinfo": "skip",
        "name": LEGENDS[MarkKind.UNCERTAINTY],
    }
    rises = [after.central > now.central for (_d, now), (_e, after) in pairwise(points)]
    beside = [f"{'bottom' if rise else 'top'} right" for rise in rises] + ["middle right"]
    dots: dict[str, Any] = {
        "type": "scatter",
        "x": days,
        "y": [whole.central for _day, whole in points],
        "mode": "lines+markers+text",
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "size": 12, "symbol": look.symbol},
        "text": [micrograms(whole.central) for _day, whole in points],
        "textposition": beside,
        "textfont": {"size": 14},
        "hovertext": [
            _("{day}: likely {range} µg").format(day=day_words(day), range=likely(whole))
            for day, whole in points
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "showlegend": False,
        "name": _("µg a day"),
    }
    width = max(days[-1] - days[0], 1)
    ticks: list[int] = []
    for day in [days[0], days[-1], *days]:
        if all(abs(day - other) >= TICK_GAP * width for other in ticks):
            ticks.append(day)
    ticks.sort()
    words = [day_words(date.fromordinal(day)).replace(" ", "<br>") for day in ticks]
    top = 1.06 * max(whole.high for _day, whole in points) or 1
    layout = still_layout(HEIGHT_PX, {"l": 44, "r": 8, "t": 24, "b": 72}) | {
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "xaxis": {
            "range": [days[0] - 0.08 * width, days[-1] + 0.14 * width],
            "tickvals": ticks,
            "ticktext": words,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
        "yaxis": {
            "range": [0, top],
            "fixedrange": True,
            "nticks": 5,
            "zeroline": True,
            "zerolinecolor": NEUTRAL,
            "title": {"text": _("µg a day"), "standoff": 4},
        },
    }
    return {"data": [bands, dots], "layout": layout}
