"""Charts: plain values in, a plotly figure out; no Streamlit, no arithmetic of intake.

Labels stand above their bars, so that a chart reads the same 320 px and 1,000 px wide.
Figures are made from plain mappings at once: building them part by part takes six times as long.
Colours were chosen to hold a contrast of 3 to 1 on the light and on the dark ground.
"""

import html
import math
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from languages import _, figure, separators

COLOURS = {
    "k2": "#8a63c6",
    "k1": "#2e8a57",
    "d": "#b97a00",
    "mk4": "#d0600a",
    "mk7": "#8a63c6",
    "mkx": "#2380be",
}
NEUTRAL = "#7b8a87"

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}

LABEL_CHARACTERS = 38
"""A label is wrapped after this many, which fit a window of 320 px; half as many in Japanese."""
LINE_PX = 19
BAR_PX = 14
GAP_PX = 24
RATIO_TICKS = (0.25, 0.5, 0.75, 1, 1.5, 2, 3)
HISTOGRAM_PX = 240
VALUE_SHARE = 0.2
"""Share of the width kept free at the right of the bars for their values."""


@dataclass(frozen=True)
class RangeRow:
    """One row of a range chart: a point inside its low–high line, in µg a day."""

    label: str
    central: float
    low: float
    high: float
    colour: str
    value_text: str


@dataclass(frozen=True)
class Mark:
    """A reference value across the rows: a line, or a band from low to high, in µg a day."""

    label: str
    low: float
    high: float


@dataclass(frozen=True)
class ShareRow:
    """One bar of a share chart; its parts are (name, µg a day, colour), drawn end to end."""

    label: str
    parts: tuple[tuple[str, float, str], ...]
    value_text: str


@dataclass(frozen=True)
class Bar:
    """One bar of a histogram: people from low to high, both in the unit of the axis."""

    label: str
    low: float
    high: float
    people: int


def ranges(rows: Sequence[RangeRow], marks: Sequence[Mark] = (), unit: str = "") -> go.Figure:
    """Draw each row as a dot on the line of its range, with reference marks behind.

    unit: title of the axis; µg a day unless told.
    """
    places = _places([row.label for row in rows])
    traces: list[dict[str, Any]] = []
    for row, place in zip(rows, places, strict=True):
        traces.append(
            {
                "type": "scatter",
                "x": [row.low, row.high],
                "y": [place.bar_px, place.bar_px],
                "mode": "lines",
                "line": {"color": row.colour, "width": 10},
                "opacity": 0.45,
                "hoverinfo": "skip",
                "name": _("{label}: likely range").format(label=_escaped(row.label)),
            }
        )
        traces.append(
            {
                "type": "scatter",
                "x": [row.central],
                "y": [place.bar_px],
                "mode": "markers",
                "marker": {"color": row.colour, "size": 14},
                "cliponaxis": False,
                "text": [f"{_escaped(row.label)}<br>{_escaped(row.value_text)}"],
                "hovertemplate": "%{text}<extra></extra>",
                "name": _escaped(row.label),
            }
        )
    right = 1.04 * max([row.high for row in rows] + [mark.high for mark in marks], default=1) or 1
    texts = [row.value_text for row in rows]
    layout = _layout(places, texts, right, unit or _("µg a day"), LINE_PX if marks else 0)
    layout["showlegend"] = False
    layout["shapes"] = [shape for mark in marks for shape in _mark_shapes(mark, places, right)]
    layout["annotations"] += [_mark_label(mark, places[-1], right) for mark in marks]
    return go.Figure({"data": traces, "layout": layout})


def ratios(rows: Sequence[RangeRow], unit: str) -> go.Figure:
    """Draw ratios with their intervals on a log axis, 1 (no difference) marked by a line."""
    low, high = min(row.low for row in rows), max(row.high for row in rows)
    chart = ranges(rows, [Mark(_("1: no difference"), 1, 1)], unit)
    left, right = math.log10(min(low, 1) / 1.15), math.log10(max(high, 1) * 1.15)
    chart.update_xaxes(
        type="log",
        range=[left, right],
        tickvals=RATIO_TICKS,
        ticktext=[figure(f"{t:g}") for t in RATIO_TICKS],
    )
    chart.update_shapes(type="line", x0=1, x1=1, line={"color": NEUTRAL, "width": 2})
    chart.layout.annotations[-1].update(x=0, xanchor="center")
    return chart


def shares(rows: Sequence[ShareRow], unit: str = "") -> go.Figure:
    """Draw each row as a bar made of its parts, in the order given.

    unit: of the parts; µg a day unless told.
    """
    unit = unit or _("µg a day")
    places = _places([row.label for row in rows])
    names = dict.fromkeys(part[0] for row in rows for part in row.parts)
    traces = [
        {
            "type": "bar",
            "x": [sum(part[1] for part in row.parts if part[0] == name) for row in rows],
            "y": [place.bar_px for place in places],
            "orientation": "h",
            "width": BAR_PX,
            "name": name,
            "marker": {
                "color": next(p[2] for row in rows for p in row.parts if p[0] == name),
                "line": {"width": 0},
            },
            "hovertemplate": f"{name}: %{{x:.2g}} {unit}<extra></extra>",
        }
        for name in names
    ]
    right = 1.04 * max((sum(part[1] for part in row.parts) for row in rows), default=1) or 1
    texts = [row.value_text for row in rows]
    layout = _layout(
        places, texts, right, unit, (len(names) + 1) * LINE_PX if len(names) > 1 else 0
    )
    layout |= {"barmode": "stack", "showlegend": len(names) > 1}
    return go.Figure({"data": traces, "layout": layout})


def histogram(bars: Sequence[Bar], middle: float, colour: str, unit: str) -> go.Figure:
    """Draw how many people are in each bin, and a line at the middle one of all people."""
    width = bars[0].high - bars[0].low
    right = bars[-1].low + width
    trace = {
        "type": "bar",
        "x": [bar.low + width / 2 for bar in bars],
        "y": [bar.people for bar in bars],
        "width": 0.9 * width,
        "marker": {"color": colour, "line": {"width": 0}},
        "text": [_escaped(bar.label) for bar in bars],
        "textposition": "none",
        "hovertemplate": _("{amount}: {count} people").format(amount="%{text}", count="%{y:,d}")
        + "<extra></extra>",
        "name": _("People"),
    }
    line = {"type": "line", "x0": middle, "x1": middle, "y0": 0, "y1": 1, "yref": "paper"}
    axis = {"fixedrange": True, "zeroline": True, "zerolinecolor": NEUTRAL, "nticks": 5}
    layout = {
        "shapes": [line | {"line": {"color": NEUTRAL, "width": 3, "dash": "dot"}}],
        "height": HISTOGRAM_PX,
        "margin": {"l": 48, "r": 8, "t": 4, "b": 48},
        "dragmode": False,
        "showlegend": False,
        "separators": separators(),
        "xaxis": axis | {"range": [0, right], "title": {"text": unit, "standoff": 6}},
        "yaxis": axis | {"rangemode": "tozero", "title": {"text": _("people")}, "tickformat": ",d"},
    }
    return go.Figure({"data": [trace], "layout": layout})


@dataclass(frozen=True)
class PairRow:
    """One row of a pair chart: what the first and the second side have, in µg a day."""

    label: str
    first: float
    second: float


def pairs(
    rows: Sequence[PairRow], names: tuple[str, str], colour: str, unit: str = ""
) -> go.Figure:
    """Draw each row as two points with a line between: the first side hollow, the second full.

    unit: of both points; µg a day unless told.
    """
    unit = unit or _("µg a day")
    places = _places([row.label for row in rows])
    heights = [place.bar_px for place in places]
    gaps: dict[str, Any] = {
        "type": "scatter",
        "x": [x for row in rows for x in (row.first, row.second, None)],
        "y": [y for height in heights for y in (height, height, None)],
        "mode": "lines",
        "line": {"color": NEUTRAL, "width": 3},
        "hoverinfo": "skip",
        "name": _("difference"),
        "showlegend": False,
    }
    sides = [
        {
            "type": "scatter",
            "x": values,
            "y": heights,
            "mode": "markers",
            "name": _escaped(name),
            "marker": {
                "color": colour,
                "size": 14,
                "symbol": symbol,
                "line": {"width": 2.5, "color": colour},
            },
            "cliponaxis": False,
            "text": [_escaped(name)] * len(rows),
            "hovertemplate": f"%{{text}}: %{{x:.2g}} {unit}<extra></extra>",
        }
        for name, symbol, values in (
            (names[0], "circle-open", [row.first for row in rows]),
            (names[1], "circle", [row.second for row in rows]),
        )
    ]
    right = 1.08 * max((max(row.first, row.second) for row in rows), default=1) or 1
    layout = _layout(places, [""] * len(rows), right, unit, 3 * LINE_PX)
    layout["showlegend"] = True
    return go.Figure({"data": [gaps, *sides], "layout": layout})


def enlarged(figure: go.Figure, factor: float) -> go.Figure:
    """The same chart for a screen that a room looks at: words, dots and lines this much larger."""
    spec = figure.to_plotly_json()
    layout = spec["layout"]
    layout["height"] *= factor
    layout["margin"] = {side: factor * px for side, px in layout["margin"].items()}
    layout["font"] = {"size": 13 * factor}
    layout["xaxis"]["tickfont"] = {"size": 13 * factor}
    layout["xaxis"]["title"]["font"] = {"size": 14 * factor}
    for note in layout["annotations"]:
        note["font"]["size"] *= factor
    for trace in spec["data"]:
        if "line" in trace:
            trace["line"]["width"] *= factor
        if "size" in trace.get("marker", ()):
            trace["marker"]["size"] *= factor
    return go.Figure(spec)


@dataclass(frozen=True)
class _Place:
    """Where a row stands, in px from the top: its wrapped label and the middle of its bar."""

    lines: tuple[str, ...]
    label_px: float
    bar_px: float


def _escaped(text: str) -> str:
    """Text that somebody wrote, for plotly: it reads some HTML, and knows no entity for quotes."""
    return html.escape(text, quote=False)


def _places(labels: Sequence[str]) -> list[_Place]:
    places, top = [], 0.0
    for label in labels:
        wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in label)
        characters = LABEL_CHARACTERS // 2 if wide else LABEL_CHARACTERS
        lines = tuple(textwrap.wrap(label, characters, break_on_hyphens=False)) or ("",)
        bar = top + len(lines) * LINE_PX + BAR_PX
        places.append(_Place(lines, top, bar))
        top = bar + GAP_PX
    return places


def _mark_shapes(mark: Mark, places: Sequence[_Place], right: float) -> list[dict[str, Any]]:
    """A mark behind each bar."""
    half = 0.003 * right
    return [
        {
            "type": "rect",
            "x0": mark.low - half,
            "x1": mark.high + half,
            "y0": place.bar_px - BAR_PX,
            "y1": place.bar_px + BAR_PX,
            "fillcolor": NEUTRAL,
            "line": {"width": 0},
            "layer": "below",
            "opacity": 0.9 if mark.low == mark.high else 0.4,
        }
        for place in places
    ]


def _mark_label(mark: Mark, last: _Place, right: float) -> dict[str, Any]:
    """The label of a mark, under the last bar."""
    return {
        "text": _escaped(mark.label),
        "x": (mark.low + mark.high) / 2,
        "y": last.bar_px + BAR_PX,
        "yanchor": "top",
        "xanchor": "right" if mark.high > right / 2 else "left",
        "showarrow": False,
        "font": {"size": 13},
    }


def _label(words: str, side: str, y_px: float) -> dict[str, Any]:
    """Words at the left or right edge of the chart."""
    return {
        "text": words,
        "x": 0 if side == "left" else 1,
        "xref": "paper",
        "xanchor": side,
        "align": side,
        "y": y_px,
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 14},
    }


def _layout(
    places: Sequence[_Place], texts: Sequence[str], right: float, unit: str, extra_px: int
) -> dict[str, Any]:
    """Labels, values and axes; extra_px is room between the last bar and the axis."""
    labels = [
        _label("<br>".join(_escaped(line) for line in place.lines), "left", place.label_px)
        for place in places
    ]
    labels += [
        _label(f"<b>{_escaped(text)}</b>", "right", place.bar_px - LINE_PX / 2)
        for place, text in zip(places, texts, strict=True)
        if text
    ]
    bottom = (places[-1].bar_px + BAR_PX if places else 0) + extra_px
    axis_px, top_px = 48, 4
    return {
        "annotations": labels,
        "height": bottom + axis_px + top_px,
        "margin": {"l": 8, "r": 2, "t": top_px, "b": axis_px},
        "dragmode": False,
        "hovermode": "closest",
        "separators": separators(),
        "legend": {
            "orientation": "h",
            "y": 0,
            "yanchor": "bottom",
            "x": 0,
            "traceorder": "normal",
        },
        "xaxis": {
            "range": [0, right],
            "domain": [0, 1 - VALUE_SHARE] if any(texts) else [0, 1],
            "fixedrange": True,
            "title": {"text": unit, "standoff": 6},
            "nticks": 6,
            "rangemode": "tozero",
            "zeroline": True,
            "zerolinecolor": NEUTRAL,
        },
        "yaxis": {
            "range": [bottom, 0],
            "fixedrange": True,
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
    }
