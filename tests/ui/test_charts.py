import json
from collections.abc import Mapping
from dataclasses import replace

import plotly.graph_objects as go
import plotly.io
import pytest

from content.marks import LEGENDS, MarkKind
from ui import charts, plot
from ui.charts import CONFIG, AgreementPoint, Bar, Mark, PairRow, RangeRow, ShareRow

ROWS = [
    RangeRow("You, from food", 40, 20, 80, "#8a63c6", "40 µg"),
    RangeRow("Some others", 29.1, 13.3, 53.2, "#7b8a87", "29 µg"),
]
BARS = [
    ShareRow("Natto", (("MK-4", 0.1, "#d0600a"), ("MK-7", 57, "#8a63c6")), "57 µg"),
    ShareRow("Egg", (("MK-4", 3, "#d0600a"), ("MK-7", 0, "#8a63c6")), "3.0 µg"),
]


def ranges(*rows, **settings):
    """The chart as plotly has taken it in, which refuses what it does not know."""
    return go.Figure(charts.ranges(*rows, **settings))


def shares(*rows, **settings):
    return go.Figure(charts.shares(*rows, **settings))


def words(figure):
    return [note.text for note in figure.layout.annotations]


def lines_and_dots(figure):
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    dots = [trace for trace in figure.data if trace.mode == "markers"]
    return lines, dots


def test_each_range_is_a_dot_inside_its_line():
    lines, dots = lines_and_dots(ranges(ROWS))
    assert [tuple(line.x) for line in lines] == [(20, 80), (13.3, 53.2)]
    assert [dot.x[0] for dot in dots] == [40, 29.1]
    assert [tuple(line.y) for line in lines] == [tuple(dot.y) * 2 for dot in dots]
    assert [dot.marker.color for dot in dots] == ["#8a63c6", "#7b8a87"]
    assert [line.line.color for line in lines] == ["#8a63c6", "#7b8a87"]


def legends(figure):
    return [trace.name.replace("<br>", " ") for trace in figure.data if trace.showlegend]


def test_each_meaning_of_a_line_has_a_mark_of_its_own_and_its_legend():
    rows = [RangeRow(kind, 2, 1, 3, "#8a63c6", "2 µg", kind) for kind in MarkKind]
    figure = ranges(rows)
    assert legends(figure) == [LEGENDS[kind] for kind in MarkKind]
    lines = figure.data[0:6:2]
    dots = figure.data[1:6:2]
    assert len({dot.marker.symbol for dot in dots}) == 3
    assert len({(line.line.width, line.line.dash, line.mode) for line in lines}) == 3
    shown = figure.data[6:]
    assert [mark.marker.symbol for mark in shown] == [dot.marker.symbol for dot in dots]


def test_a_chart_shows_the_legend_of_its_own_marks_alone():
    assert legends(ranges(ROWS)) == [LEGENDS[MarkKind.UNCERTAINTY]]
    told = {MarkKind.PEOPLE: "half of the class"}
    row = RangeRow("MK-4", 2, 1, 3, "#8a63c6", "2 µg", MarkKind.PEOPLE)
    assert legends(ranges([row], legends=told)) == ["half of the class"]


def test_differences_lie_around_a_line_at_zero():
    rows = [RangeRow("K2", 5, -10, 30, "#8a63c6", "+5 µg"), ROWS[0]]
    figure = go.Figure(charts.differences(rows))
    left, right = figure.layout.xaxis.range
    assert left < -10
    assert right > 80
    assert {(shape.x0, shape.x1) for shape in figure.layout.shapes} == {(0, 0)}
    assert "0: no difference" in words(figure)


def test_every_label_and_value_stands_in_the_chart():
    texts = " ".join(words(ranges(ROWS)))
    for text in ("You, from food", "40 µg", "Some others", "29 µg"):
        assert text in texts
    texts = " ".join(words(shares(BARS)))
    for text in ("Natto", "57 µg", "Egg", "3.0 µg"):
        assert text in texts


def rows_of(figure):
    """Where the bars or dots stand, in px from the top, by row."""
    if figure.data[0].type == "bar":
        return list(figure.data[0].y)
    return [dot.y[0] for dot in lines_and_dots(figure)[1]]


@pytest.mark.parametrize(
    "figure",
    [ranges(ROWS), shares(BARS), ranges(ROWS, [Mark("Reference 70 µg", 70, 70)])],
    ids=["ranges", "shares", "reference"],
)
def test_first_row_stands_on_top_and_all_lie_inside(figure):
    bottom, top = figure.layout.yaxis.range
    places = rows_of(figure)
    assert top == 0 < places[0] < places[1] < bottom
    labels = [note.y for note in figure.layout.annotations if note.xanchor == "left"]
    assert labels[0] < places[0] < labels[1] < places[1]  # a label above its bar
    assert all(0 <= note.y < bottom for note in figure.layout.annotations)


def test_a_px_of_the_axis_is_a_px_of_the_screen():
    layout = ranges(ROWS).layout
    assert layout.height - layout.margin.t - layout.margin.b == layout.yaxis.range[0]


@pytest.mark.parametrize(("low", "high"), [(70, 70), (90, 120), (0, 5), (500, 600)])
def test_a_reference_is_drawn_behind_every_row_where_it_lies(low, high):
    figure = ranges(ROWS, [Mark("Reference", low, high)])
    right = figure.layout.xaxis.range[1]
    assert right >= high
    assert "Reference" in words(figure)
    for shape, place in zip(figure.layout.shapes, rows_of(figure), strict=True):
        assert shape.x0 == pytest.approx(low, abs=0.01 * right)
        assert shape.x1 == pytest.approx(high, abs=0.01 * right)
        assert shape.x0 < shape.x1  # a single value is still to be seen
        assert shape.y0 < place < shape.y1
        assert shape.layer == "below"


def test_a_long_label_is_wrapped_with_nothing_lost():
    label = "Women aged 49 to 70 in the Prospect-EPIC study, Netherlands"
    figure = ranges([RangeRow(label, 29, 13, 53, "#7b8a87", "29 µg"), ROWS[0]])
    lines = words(figure)[0].split("<br>")
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")
    assert all(len(line) <= 38 for line in lines)
    first, second = rows_of(figure)
    plain = rows_of(ranges(ROWS))
    assert first > plain[0]
    assert second > plain[1]


def test_words_in_a_chart_cannot_become_tags():
    nasty = "<a href='x'>&"
    texts = " ".join(words(ranges([RangeRow(nasty, 1, 1, 1, "#8a63c6", nasty)])))
    assert "<a" not in texts
    assert texts.count("&lt;a href=") == 2


def test_no_reference_is_drawn_unasked():
    assert not ranges(ROWS).layout.shapes


def test_the_axis_starts_at_zero_and_holds_everything():
    figure = ranges(ROWS)
    assert figure.layout.xaxis.range[0] == 0
    assert 80 < figure.layout.xaxis.range[1] < 90
    assert figure.layout.xaxis.title.text == "µg a day"
    assert shares(BARS, unit="% of the range").layout.xaxis.title.text == "% of the range"
    assert 57.1 < shares(BARS).layout.xaxis.range[1] < 65


def test_parts_of_a_bar_keep_their_amounts_names_and_colours():
    figure = shares(BARS)
    assert figure.layout.barmode == "stack"
    parts = {bar.name: (tuple(bar.x), bar.marker.color) for bar in figure.data}
    assert parts == {"MK-4": ((0.1, 3), "#d0600a"), "MK-7": ((57, 0), "#8a63c6")}
    assert figure.layout.showlegend


def test_one_part_needs_no_legend():
    figure = shares([ShareRow("Spinach", (("Vitamin K1", 100, "#2e8a57"),), "100 µg")])
    assert not figure.layout.showlegend


def test_nothing_eaten_still_makes_a_chart():
    figure = ranges([RangeRow("K2", 0, 0, 0, "#8a63c6", "0 µg")])
    assert figure.layout.xaxis.range[1] > 0
    assert shares([ShareRow("K2", (("K2", 0, "#8a63c6"),), "0 µg")]).layout.xaxis.range[1] > 0


def test_a_chart_grows_with_its_rows_so_that_none_overlap():
    one, two = ranges(ROWS[:1]), ranges(ROWS)
    assert two.layout.height - one.layout.height >= 50


def test_charts_neither_zoom_nor_trap_the_finger_nor_show_a_tool_bar():
    figure = ranges(ROWS)
    assert figure.layout.dragmode is False
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange
    assert CONFIG["displayModeBar"] is False
    assert CONFIG["scrollZoom"] is False


def test_a_label_is_shown_as_it_is_also_where_the_mouse_rests():
    _, (dot,) = lines_and_dots(ranges([RangeRow("<b>a</b> %{x}", 2, 1, 3, "#8a63c6", "2 µg")]))
    assert dot.text == ("&lt;b&gt;a&lt;/b&gt; %{x}<br>1.0 to 3.0 µg",)
    assert dot.hovertemplate == "%{text}<extra></extra>"


def test_what_a_pointer_rests_on_tells_what_does_not_stand_there():
    """The figure stands beside each mark; the tooltip tells the ends of its line."""
    for figure in (ranges(ROWS), go.Figure(charts.differences(ROWS))):
        for row, dot in zip(ROWS, lines_and_dots(figure)[1], strict=True):
            assert row.value_text not in dot.text[0]
    (dot,) = lines_and_dots(go.Figure(charts.differences([replace(ROWS[0], low=-10)])))[1]
    assert "\N{MINUS SIGN}10 µg to +" in dot.text[0]
    (bar,) = shares([ShareRow("Egg", (("K2", 3, "#8a63c6"),), "3.0 µg")]).data
    assert bar.hoverinfo == "skip"


def test_one_colour_means_one_thing():
    colours = [*charts.COLOURS.values(), charts.NEUTRAL, charts.OUTSIDE]
    assert len(set(colours)) == len(colours)


def test_panels_lie_below_each_other_with_scales_of_their_own_and_one_legend():
    figure = go.Figure(charts.multiples({"K2": ROWS, "K1 & more": ROWS, "D": ROWS[1:]}))
    axes = [figure.layout.yaxis, figure.layout.yaxis2, figure.layout.yaxis3]
    assert 1 >= axes[0].domain[1] > axes[0].domain[0] > axes[1].domain[1]
    assert axes[1].domain[0] > axes[2].domain[1] > axes[2].domain[0] >= 0
    plot_px = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    for axis in axes:  # a px of each axis is a px of the screen
        assert (axis.domain[1] - axis.domain[0]) * plot_px == pytest.approx(axis.range[0])
    assert figure.layout.xaxis3.range[1] < figure.layout.xaxis.range[1]
    assert legends(figure) == [LEGENDS[MarkKind.UNCERTAINTY]]
    titles = [note for note in figure.layout.annotations if note.yref == "paper"]
    assert [note.text for note in titles] == ["<b>K2</b>", "<b>K1 &amp; more</b>", "<b>D</b>"]
    places = {trace.name: (trace.xaxis, trace.yaxis) for trace in figure.data[4:6]}
    assert set(places.values()) == {("x2", "y2")}


EVERY_KIND = {
    "multiples": charts.multiples({"K2": ROWS, "D": ROWS[1:]}),
    "ranges": charts.ranges(ROWS),
    "reference": charts.ranges(ROWS, [Mark("Reference 60 to 70 µg", 60, 70)]),
    "ratios": charts.ratios([RangeRow("Study", 0.9, 0.5, 1.4, "#7b8a87", "0.9")], "ratio"),
    "differences": charts.differences([RangeRow("K2", 5, -10, 30, "#8a63c6", "+5 µg")]),
    "three kinds": charts.ranges(
        [RangeRow(kind, 2, 1, 3, "#8a63c6", "2 µg", kind) for kind in MarkKind]
    ),
    "shares": charts.shares(BARS),
    "histogram": charts.histogram(
        [Bar("0 to 5", 0, 5, 7), Bar("5 to 10", 5, 10, 3)], 4, "#123", "µg"
    ),
    "pairs": charts.pairs(
        [PairRow("Natto", 3, 5, "#8a63c6"), PairRow("Egg", 1, 0, "#8a63c6")], ("A", "B")
    ),
    "enlarged": charts.enlarged(charts.ranges(ROWS), 1.3),
    "enlarged shares": charts.enlarged(charts.shares(BARS), 1.3),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_what_is_sent_is_what_plotly_makes_of_it(kind, monkeypatch):
    """Plotly checks each kind of chart here, so that nobody waits for that on a page."""
    sent = []
    monkeypatch.setattr(plot, "plot", lambda key, figure, alt: sent.append(figure))
    plot.show_chart(EVERY_KIND[kind], "key", "alt")
    figure = {"data": sent[0]["data"], "layout": sent[0]["layout"]}
    assert spec(figure) == spec(go.Figure(figure).to_dict())
    assert sent[0]["config"] == CONFIG


def spec(figure: Mapping) -> Mapping:
    """A figure as the browser reads it."""
    return json.loads(plotly.io.to_json(figure, validate=False))


AGREEMENT = [
    AgreementPoint("Spinach", 330, 480, 180, 830, ""),
    AgreementPoint("Pork <raw>", 0.15, 0.45, 0.2, 0.8, "1"),
    AgreementPoint("Shrimp", 0, 0, 0, 0.1, ""),
]


def test_agreement_draws_each_range_over_its_published_figure():
    figure = go.Figure(charts.agreement(AGREEMENT, ("in", "out"), "#d0600a"))
    line, inside, outside = figure.data
    assert list(line.x) == list(line.y)
    assert (inside.name, outside.name) == ("in", "out")
    assert outside.marker.color == "#d0600a" != inside.marker.color
    assert list(outside.x) == [0.15]
    assert outside.y[0] - outside.error_y.arrayminus[0] == pytest.approx(0.2)
    assert outside.y[0] + outside.error_y.array[0] == pytest.approx(0.8)
    assert list(outside.text) == ["1"]
    assert list(outside.hovertext) == ["Pork &lt;raw&gt;"]
    assert list(inside.text) == ["", ""]


def test_agreement_keeps_figures_of_zero_at_the_lower_end_of_its_axes():
    figure = go.Figure(charts.agreement(AGREEMENT, ("in", "out"), "#d0600a"))
    lower, upper = (10**end for end in figure.layout.xaxis.range)
    inside = figure.data[1]
    assert inside.x[1] == inside.y[1] == pytest.approx(lower)
    assert inside.error_y.arrayminus[1] == 0
    assert inside.y[1] + inside.error_y.array[1] == pytest.approx(0.1)
    assert lower < 0.1
    assert upper > 830
    assert figure.layout.yaxis.range == figure.layout.xaxis.range
