import pytest

from ui.charts import CONFIG, Mark, RangeRow, ShareRow, ranges, shares

ROWS = [
    RangeRow("You, from food", 40, 20, 80, "#8a63c6", "40 µg"),
    RangeRow("Some others", 29.1, 13.3, 53.2, "#7b8a87", "29 µg"),
]
BARS = [
    ShareRow("Natto", (("MK-4", 0.1, "#d0600a"), ("MK-7", 57, "#8a63c6")), "57 µg"),
    ShareRow("Egg", (("MK-4", 3, "#d0600a"), ("MK-7", 0, "#8a63c6")), "3.0 µg"),
]


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
    assert dot.text == ("&lt;b&gt;a&lt;/b&gt; %{x}<br>2 µg",)
    assert dot.hovertemplate == "%{text}<extra></extra>"
