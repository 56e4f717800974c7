"""Charts: plain values in, a plotly specification out; no Streamlit, no arithmetic of intake.

Labels stand above their bars, so that a chart reads the same 320 px and 1,000 px wide.
A specification is plain mappings, as plotly.js reads them; `ui/plot.py` shows it.
Colours were chosen to hold a contrast of 3 to 1 on the light and on the dark ground.
"""

import copy
import html
import math
import textwrap
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.marks import LEGENDS, LOOKS, MarkKind
from content.numbers import signed_with_unit, span
from scoring.languages import _, figure, separators
from scoring.nutrients import K_TOTAL

Spec = dict[str, Any]
"""A chart as plotly.js reads it: `data`, a list of traces, and `layout`."""

COLOURS = {
    "k2": "#8a63c6",
    "k1": "#2e8a57",
    "d": "#b97a00",
    "mk4": "#d0600a",
    "mk7": "#c2488f",
    "mkx": "#2380be",
    K_TOTAL: "#14868c",
}
"""One for each nutrient and for K1 and K2 together, which means nothing else in any chart."""

NEUTRAL = "#7b8a87"
OUTSIDE = "#c04a5a"
"""Of published figures outside our range."""

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}

LABEL_CHARACTERS = 38
"""A label is wrapped after this many, which fit a window of 320 px; half as many in Japanese."""
LINE_PX = 19
BAR_PX = 14
GAP_PX = 24
TITLE_PX = 34
"""Above a panel of a chart of several."""
AXIS_PX, TOP_PX = 48, 4
"""Below and above the rows."""
RATIO_TICKS = (0.25, 0.5, 0.75, 1, 1.5, 2, 3)
HISTOGRAM_PX = 240
AGREEMENT_PX = 480
VALUE_SHARE = 0.2
"""Share of the width kept free at the right of the bars for their values."""


@dataclass(frozen=True)
class RangeRow:
    """One row of a range chart: a point inside its low–high line, in µg a day.

    `kind` says what the line means, and so how both are drawn (`content.marks`).
    """

    label: str
    central: float
    low: float
    high: float
    colour: str
    value_text: str
    kind: MarkKind = MarkKind.UNCERTAINTY


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


def still_layout(height_px: float, margin_px: Mapping[str, int]) -> dict[str, Any]:
    """The layout of a chart that cannot be dragged, with numbers as the language writes them.

    Args:
        height_px: Of the whole.
        margin_px: Around the axes, by "l", "r", "t" and "b".
    """
    return {
        "height": height_px,
        "margin": margin_px,
        "dragmode": False,
        "hovermode": "closest",
        "separators": separators(),
    }


def _ends(row: RangeRow) -> str:
    """The ends of a row's line, in words."""
    return _("{range} µg").format(range=span(row.low, row.high))


def ranges(
    rows: Sequence[RangeRow],
    marks: Sequence[Mark] = (),
    unit: str = "",
    legends: Mapping[MarkKind, str] = LEGENDS,
    ends: Callable[[RangeRow], str] = _ends,
) -> Spec:
    """Draw each row as a dot on the line of its range, with reference marks behind.

    The figure of a dot stands beside it; a finger or a pointer on it tells the ends of its line.

    Args:
        rows: From top to bottom.
        marks: Reference values across the rows.
        unit: Title of the axis; µg a day unless told.
        legends: What the marks mean, for the legend of those that are drawn.
        ends: The ends of a row's line, in words.
    """
    places = _places([row.label for row in rows])
    traces: list[dict[str, Any]] = []
    for row, place in zip(rows, places, strict=True):
        traces.append(
            _line(row.kind, row.colour, [row.low, row.high], [place.bar_px, place.bar_px])
            | {
                "hoverinfo": "skip",
                "name": _("{label}: likely range").format(label=_escaped(row.label)),
                "showlegend": False,
            }
        )
        traces.append(
            {
                "type": "scatter",
                "x": [row.central],
                "y": [place.bar_px],
                "mode": "markers",
                "marker": {"color": row.colour, "size": 14, "symbol": LOOKS[row.kind].symbol},
                "cliponaxis": False,
                "text": [f"{_escaped(row.label)}<br>{_escaped(ends(row))}"],
                "hovertemplate": "%{text}<extra></extra>",
                "name": _escaped(row.label),
                "showlegend": False,
            }
        )
    drawn = list(dict.fromkeys(row.kind for row in rows))
    traces += [_in_legend(kind, legends[kind]) for kind in drawn]
    right = 1.04 * max([row.high for row in rows] + [mark.high for mark in marks], default=1) or 1
    texts = [row.value_text for row in rows]
    extra_px = (LINE_PX if marks else 0) + _legend_px(drawn)
    layout = _layout(places, texts, right, unit or _("µg a day"), extra_px)
    layout["showlegend"] = True
    layout["legend"] |= {"itemclick": False, "itemdoubleclick": False}
    if marks:
        layout["shapes"] = [shape for mark in marks for shape in _mark_shapes(mark, places, right)]
    layout["annotations"] += [_mark_label(mark, places[-1], right) for mark in marks]
    return {"data": traces, "layout": layout}


def _legend_px(kinds: Collection[MarkKind]) -> int:
    """Room for the words of these marks."""
    return (2 * len(kinds) + 1) * LINE_PX


def _line(
    kind: MarkKind, colour: str, x: Sequence[float | None], y: Sequence[float | None]
) -> dict[str, Any]:
    """The line around a dot, as its meaning asks for."""
    look = LOOKS[kind]
    line: dict[str, Any] = {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines+markers" if look.ends else "lines",
        "line": {"color": colour, "width": look.line_px, "dash": look.dash},
        "opacity": look.opacity,
    }
    if look.ends:
        stroke = {"width": look.line_px, "color": colour}
        line["marker"] = {"symbol": "line-ns", "size": 12, "line": stroke, "color": colour}
    return line


def _in_legend(kind: MarkKind, words: str) -> dict[str, Any]:
    """A mark of the legend, which stands for the rows drawn in this way."""
    look = LOOKS[kind]
    band = f"rgba(123, 138, 135, {look.opacity})"
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "mode": "lines+markers",
        "line": {"color": band, "width": look.line_px, "dash": look.dash},
        "marker": {"color": NEUTRAL, "size": 11, "symbol": look.symbol},
        "name": "<br>".join(_escaped(line) for line in _wrapped(words)),
        "showlegend": True,
        "hoverinfo": "skip",
    }


def multiples(panels: Mapping[str, Sequence[RangeRow]]) -> Spec:
    """Draw ranges in panels below each other, each with a scale of its own, by their titles."""
    charts = [ranges(rows) for rows in panels.values()]
    heights = [chart["layout"]["yaxis"]["range"][0] for chart in charts]
    for number, rows in enumerate([*panels.values()][:-1]):  # the legend stands once, at the end
        heights[number] -= _legend_px({row.kind for row in rows})
    steps = [TITLE_PX + height + AXIS_PX for height in heights]
    whole = sum(steps) - AXIS_PX
    data: list[dict[str, Any]] = []
    layout: dict[str, Any] = charts[-1]["layout"] | {"annotations": []}
    for number, (title, chart, height) in enumerate(zip(panels, charts, heights, strict=True)):
        top = sum(steps[:number]) + TITLE_PX
        axis = "" if number == 0 else str(number + 1)
        own = chart["layout"]
        last = number == len(charts) - 1
        data += [
            trace | {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
            for trace in chart["data"]
            if last or not trace["showlegend"]
        ]
        layout[f"xaxis{axis}"] = own["xaxis"] | {"anchor": f"y{axis}"}
        layout[f"yaxis{axis}"] = own["yaxis"] | {
            "range": [height, 0],
            "anchor": f"x{axis}",
            "domain": [max(0, 1 - (top + height) / whole), 1 - top / whole],
        }
        layout["annotations"] += [
            {"xref": f"x{axis}"} | note | {"yref": f"y{axis}"} for note in own["annotations"]
        ]
        heading = _label(f"<b>{_escaped(title)}</b>", "left", 1 - (top - TITLE_PX) / whole)
        layout["annotations"].append(heading | {"yref": "paper", "font": {"size": 16}})
    layout["height"] = whole + AXIS_PX + TOP_PX
    return {"data": data, "layout": layout}


def ratios(rows: Sequence[RangeRow], unit: str) -> Spec:
    """Draw ratios with their intervals on a log axis, 1 (no difference) marked by a line."""
    low, high = min(row.low for row in rows), max(row.high for row in rows)
    legends = {MarkKind.UNCERTAINTY: _("Dot and band: a ratio and its 95 % interval")}

    def ends(row: RangeRow) -> str:
        low, high = figure(f"{row.low:g}"), figure(f"{row.high:g}")
        return _("{low} to {high}").format(low=low, high=high)

    chart = ranges(rows, [Mark(_("1: no difference"), 1, 1)], unit, legends, ends)
    left, right = math.log10(min(low, 1) / 1.15), math.log10(max(high, 1) * 1.15)
    layout = chart["layout"]
    layout["xaxis"] |= {
        "type": "log",
        "range": [left, right],
        "tickvals": list(RATIO_TICKS),
        "ticktext": [figure(f"{t:g}") for t in RATIO_TICKS],
    }
    _mark_by_line(layout, 1)
    layout["annotations"][-1] |= {"x": 0, "xanchor": "center"}
    return chart


def differences(rows: Sequence[RangeRow], unit: str = "") -> Spec:
    """Draw differences with their likely ranges around 0 (no difference), marked by a line.

    Args:
        rows: From top to bottom; low and high may lie below 0.
        unit: Title of the axis; µg a day unless told.
    """
    legends = {MarkKind.UNCERTAINTY: _("Dot and band: a difference and its likely range")}

    def ends(row: RangeRow) -> str:
        low, high = signed_with_unit(row.low), signed_with_unit(row.high)
        return _("{low} to {high}").format(low=low, high=high)

    chart = ranges(rows, [Mark(_("0: no difference"), 0, 0)], unit, legends, ends)
    low, high = min(row.low for row in rows), max(row.high for row in rows)
    room = 0.06 * (max(high, 0) - min(low, 0)) or 1
    layout = chart["layout"]
    layout["xaxis"] |= {
        "range": [min(low, 0) - room, max(high, 0) + room],
        "rangemode": "normal",
        "zeroline": False,
    }
    _mark_by_line(layout, 0)
    middle = (min(low, 0) + max(high, 0)) / 2
    layout["annotations"][-1] |= {"xanchor": "left" if middle >= 0 else "right"}
    return chart


def _mark_by_line(layout: dict[str, Any], at: float) -> None:
    """Turn the strips of a mark into lines."""
    for shape in layout["shapes"]:
        shape |= {"type": "line", "x0": at, "x1": at, "line": {"color": NEUTRAL, "width": 2}}


def shares(rows: Sequence[ShareRow], unit: str = "") -> Spec:
    """Draw each row as a bar made of its parts, in the order given.

    Args:
        rows: From top to bottom.
        unit: Of the parts; µg a day unless told.
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
            "hovertemplate": _hover(name, unit),
        }
        | ({} if len(names) > 1 else {"hoverinfo": "skip"})  # its figure stands beside the bar
        for name in names
    ]
    right = 1.04 * max((sum(part[1] for part in row.parts) for row in rows), default=1) or 1
    texts = [row.value_text for row in rows]
    layout = _layout(
        places, texts, right, unit, (len(names) + 1) * LINE_PX if len(names) > 1 else 0
    )
    layout |= {"barmode": "stack", "showlegend": len(names) > 1}
    return {"data": traces, "layout": layout}


def histogram(bars: Sequence[Bar], middle: float, colour: str, unit: str) -> Spec:
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
    layout = still_layout(HISTOGRAM_PX, {"l": 48, "r": 8, "t": 4, "b": 48}) | {
        "shapes": [line | {"line": {"color": NEUTRAL, "width": 3, "dash": "dot"}}],
        "showlegend": False,
        "xaxis": axis | {"range": [0, right], "title": {"text": unit, "standoff": 6}},
        "yaxis": axis | {"rangemode": "tozero", "title": {"text": _("people")}, "tickformat": ",d"},
    }
    return {"data": [trace], "layout": layout}


@dataclass(frozen=True)
class AgreementPoint:
    """A published figure and ours for the same, in µg.

    Attributes:
        label: What it is about.
        published: The published figure.
        central: Our figure.
        low: Low end of our range.
        high: High end of our range.
        number: By which a miss is found in a list; empty for a figure inside our range.
    """

    label: str
    published: float
    central: float
    low: float
    high: float
    number: str


def agreement(points: Sequence[AgreementPoint], names: tuple[str, str], colour: str) -> Spec:
    """Draw our range as a bar over each published figure, on log axes, with a line of agreement.

    A range holds the published figure where its bar crosses the line. Figures of 0 stand at the
    lower end of the axes.

    Args:
        points: In any order.
        names: What figures inside and outside our range are called.
        colour: Of those outside.
    """
    values = [value for p in points for value in (p.published, p.central, p.low, p.high)]
    least, most = min(v for v in values if v > 0) / 1.5, max(values) * 1.5
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "x": [least, most],
            "y": [least, most],
            "mode": "lines",
            "line": {"color": NEUTRAL, "width": 1, "dash": "dot"},
            "hoverinfo": "skip",
            "name": _("ours as published"),
        }
    ]
    for name, ink, chosen in (
        (names[0], NEUTRAL, [p for p in points if not p.number]),
        (names[1], colour, [p for p in points if p.number]),
    ):
        central = [max(p.central, least) for p in chosen]
        traces.append(
            {
                "type": "scatter",
                "x": [max(p.published, least) for p in chosen],
                "y": central,
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": [max(p.high, least) - c for p, c in zip(chosen, central, strict=True)],
                    "arrayminus": [
                        c - max(p.low, least) for p, c in zip(chosen, central, strict=True)
                    ],
                    "color": ink,
                    "thickness": 2,
                    "width": 0,
                },
                "mode": "markers+text",
                "marker": {"color": ink, "size": 7},
                "text": [p.number for p in chosen],
                "textposition": "middle right",
                "hovertext": [_escaped(p.label) for p in chosen],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "name": _escaped(name),
            }
        )
    axis = {
        "type": "log",
        "range": [math.log10(least), math.log10(most)],
        "dtick": 1,
        "fixedrange": True,
    }
    layout = still_layout(AGREEMENT_PX, {"l": 56, "r": 8, "t": 8, "b": 48}) | {
        "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
        "xaxis": axis | {"title": {"text": _("published, µg"), "standoff": 6}},
        "yaxis": axis | {"title": {"text": _("ours, µg"), "standoff": 6}},
    }
    return {"data": traces, "layout": layout}


def ratios_of_two(
    people: Sequence[tuple[float, float]], lines: Sequence[tuple[str, float]], colour: str
) -> Spec:
    """Draw each person's second intake to the first, by the middle of both, on log axes.

    Bland and Altman's picture for intakes, which are skewed.

    Args:
        people: Both intakes of each person, above 0, in µg a day.
        lines: Names and ratios of the mean and the limits of agreement.
        colour: Of the dots.
    """
    middles = [math.sqrt(first * second) for first, second in people]
    parted = [second / first for first, second in people]
    ends = [min(middles) / 1.2, max(middles) * 1.2]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "x": middles,
            "y": parted,
            "mode": "markers",
            "marker": {"color": colour, "size": 7, "opacity": 0.7},
            "hoverinfo": "skip",
            "name": _("People"),
        }
    ]
    for n, (name, ratio) in enumerate(lines):
        traces.append(
            {
                "type": "scatter",
                "x": ends,
                "y": [ratio, ratio],
                "mode": "lines",
                "line": {"color": NEUTRAL, "width": 2, "dash": "dot" if n else "solid"},
                "hoverinfo": "skip",
                "name": _escaped(name),
            }
        )
    heights = [*parted, *(ratio for _name, ratio in lines)]
    axis = {"type": "log", "fixedrange": True, "nticks": 6}
    span = [math.log10(min(heights) / 1.2), math.log10(max(heights) * 1.2)]
    layout = still_layout(AGREEMENT_PX, {"l": 56, "r": 8, "t": 8, "b": 48}) | {
        "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
        "xaxis": axis
        | {
            "range": [math.log10(end) for end in ends],
            "title": {"text": _("middle of both, µg a day"), "standoff": 6},
        },
        "yaxis": axis
        | {"range": span, "title": {"text": _("second file to first"), "standoff": 6}},
    }
    return {"data": traces, "layout": layout}


@dataclass(frozen=True)
class PairRow:
    """One row of a pair chart: what the first and the second side have, in µg a day."""

    label: str
    first: float
    second: float
    colour: str


def pairs(rows: Sequence[PairRow], names: tuple[str, str], unit: str = "") -> Spec:
    """Draw each row as two points with a line between: the first side hollow, the second full.

    Args:
        rows: From top to bottom.
        names: Of the two sides.
        unit: Of both points; µg a day unless told.
    """
    unit = unit or _("µg a day")
    places = _places([row.label for row in rows])
    heights = [place.bar_px for place in places]
    colours = [row.colour for row in rows]
    gaps: dict[str, Any] = {
        "type": "scatter",
        "x": [x for row in rows for x in (row.first, row.second, None)],
        "y": [y for height in heights for y in (height, height, None)],
        "mode": "lines",
        "line": {"color": NEUTRAL, "width": 3},
        "hoverinfo": "skip",
        "name": _("difference"),
    }
    sides = [
        {
            "type": "scatter",
            "x": values,
            "y": heights,
            "mode": "markers",
            "name": _escaped(name),
            "marker": {
                "color": colours,
                "size": 14,
                "symbol": symbol,
                "line": {"width": 2.5, "color": colours},
            },
            "cliponaxis": False,
            "text": [_escaped(name)] * len(rows),
            "hovertemplate": _hover("%{text}", unit),
        }
        for name, symbol, values in (
            (names[0], "circle-open", [row.first for row in rows]),
            (names[1], "circle", [row.second for row in rows]),
        )
    ]
    right = 1.08 * max((max(row.first, row.second) for row in rows), default=1) or 1
    layout = _layout(places, [""] * len(rows), right, unit, 4 * LINE_PX)
    layout["showlegend"] = True
    return {"data": [gaps, *sides], "layout": layout}


def enlarged(chart: Spec, factor: float) -> Spec:
    """The same chart for a screen that a room looks at: words, dots and lines this much larger."""
    spec = copy.deepcopy(chart)
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
    return spec


@dataclass(frozen=True)
class _Place:
    """Where a row stands, in px from the top: its wrapped label and the middle of its bar."""

    lines: tuple[str, ...]
    label_px: float
    bar_px: float


def _hover(name: str, unit: str) -> str:
    """What plotly shows at a mark: its name and its figure."""
    words = _("{name}: {value}").format(name=name, value=f"%{{x:.2g}} {unit}")
    return f"{words}<extra></extra>"


def _escaped(text: str) -> str:
    """Text that somebody wrote, for plotly: it reads some HTML, and knows no entity for quotes."""
    return html.escape(text, quote=False)


def _wrapped(words: str) -> tuple[str, ...]:
    wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in words)
    characters = LABEL_CHARACTERS // 2 if wide else LABEL_CHARACTERS
    return tuple(textwrap.wrap(words, characters, break_on_hyphens=False)) or ("",)


def _places(labels: Sequence[str]) -> list[_Place]:
    places, top = [], 0.0
    for label in labels:
        lines = _wrapped(label)
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
    margin = {"l": 8, "r": 2, "t": TOP_PX, "b": AXIS_PX}
    return still_layout(bottom + AXIS_PX + TOP_PX, margin) | {
        "annotations": labels,
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
