"""Charts: plain values in, a plotly figure out; no Streamlit, no arithmetic of intake.

Labels stand above their bars, so that a chart reads the same 320 px and 1,000 px wide.
Colours were chosen to hold a contrast of 3 to 1 on the light and on the dark ground.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

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
ROW_PX = 58


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


def ranges(rows: Sequence[RangeRow], marks: Sequence[Mark] = ()) -> go.Figure:
    """Draw each row as a dot on the line of its likely range, with reference marks across."""
    figure = go.Figure()
    for position, row in enumerate(rows):
        figure.add_trace(
            go.Scatter(
                x=[row.low, row.high],
                y=[position, position],
                mode="lines",
                line={"color": row.colour, "width": 10},
                opacity=0.4,
                hoverinfo="skip",
                name=f"{row.label}: likely range",
            )
        )
        figure.add_trace(
            go.Scatter(
                x=[row.central],
                y=[position],
                mode="markers",
                marker={"color": row.colour, "size": 14, "symbol": "circle"},
                hovertemplate=f"{row.label}<br>{row.value_text}<extra></extra>",
                name=row.label,
            )
        )
    highest = max([row.high for row in rows] + [mark.high for mark in marks], default=1) or 1
    right = highest * 1.04
    for mark in marks:
        half = 0.003 * right
        figure.add_shape(
            type="rect",
            x0=mark.low - half,
            x1=mark.high + half,
            y0=-0.25,
            y1=len(rows) - 0.55,
            fillcolor=NEUTRAL,
            line={"width": 0},
            layer="below",
            opacity=0.9 if mark.low == mark.high else 0.35,
        )
        figure.add_annotation(
            text=mark.label,
            x=(mark.low + mark.high) / 2,
            y=len(rows) - 0.55,
            yanchor="top",
            xanchor="right"
            if mark.high > 0.6 * right
            else "left"
            if mark.low < 0.3 * right
            else "center",
            showarrow=False,
            font={"size": 13},
        )
    texts = [(row.label, row.value_text) for row in rows]
    figure.update_layout(showlegend=False)
    return _finish(figure, texts, right, "µg a day", extra_px=20 if marks else 0)


def shares(rows: Sequence[ShareRow], unit: str = "µg a day") -> go.Figure:
    """Draw each row as a bar made of its parts, longest amounts first as given."""
    figure = go.Figure()
    names = dict.fromkeys(part[0] for row in rows for part in row.parts)
    for name in names:
        amounts = [sum(part[1] for part in row.parts if part[0] == name) for row in rows]
        colour = next(part[2] for row in rows for part in row.parts if part[0] == name)
        figure.add_trace(
            go.Bar(
                x=amounts,
                y=list(range(len(rows))),
                orientation="h",
                width=0.3,
                name=name,
                marker={"color": colour, "line": {"width": 0}},
                hovertemplate=f"{name}: %{{x:.2g}} {unit}<extra></extra>",
            )
        )
    figure.update_layout(barmode="stack", showlegend=len(names) > 1)
    highest = max((sum(part[1] for part in row.parts) for row in rows), default=1) or 1
    texts = [(row.label, row.value_text) for row in rows]
    return _finish(figure, texts, highest * 1.04, unit, extra_px=52 if len(names) > 1 else 0)


def _finish(
    figure: go.Figure, texts: Sequence[tuple[str, str]], right: float, unit: str, extra_px: int
) -> go.Figure:
    for position, (label, value) in enumerate(texts):
        for text, x, anchor in ((label, 0, "left"), (f"<b>{value}</b>", 1, "right")):
            figure.add_annotation(
                text=text,
                x=x,
                xref="paper",
                xanchor=anchor,
                y=position - 0.26,
                yanchor="bottom",
                showarrow=False,
                font={"size": 14},
            )
    rows = max(len(texts), 1)
    figure.update_layout(
        height=rows * ROW_PX + extra_px + 62,
        margin={"l": 2, "r": 2, "t": 4, "b": 44},
        dragmode=False,
        hovermode="closest",
        legend={"orientation": "h", "y": 0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        xaxis={
            "range": [0, right],
            "fixedrange": True,
            "title": {"text": unit, "standoff": 6},
            "nticks": 6,
            "zeroline": False,
        },
        yaxis={
            "range": [rows - 0.5 + extra_px / ROW_PX, -0.85],
            "fixedrange": True,
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
    )
    return figure
