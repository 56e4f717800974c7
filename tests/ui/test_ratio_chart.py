import math
import re

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import charts
from ui.charts import NEUTRAL, RangeRow

UNIT = "ratio with its 95 % interval"


def ratios(rows, unit):
    """The chart as plotly has taken it in, which refuses what it does not know."""
    return go.Figure(charts.ratios(rows, unit))


def row(estimate, low, high, label="Study: outcome"):
    return RangeRow(label, estimate, low, high, NEUTRAL, f"{estimate:g}")


ROWS = [row(0.43, 0.24, 0.77, "First: deaths"), row(0.94, 0.82, 1.07, "Second: deaths")]
FIGURES = st.lists(
    st.floats(0.05, 20).flatmap(
        lambda middle: st.tuples(
            st.just(middle), st.floats(0.02, middle), st.floats(middle, 50.0)
        ).map(lambda found: row(*found))
    ),
    min_size=1,
    max_size=5,
)


def ends(figure):
    """Both ends of the axis as ratios."""
    return [10**end for end in figure.layout.xaxis.range]


def test_each_study_is_a_dot_on_its_interval():
    figure = ratios(ROWS, UNIT)
    assert [tuple(t.x) for t in figure.data if t.mode == "lines"] == [(0.24, 0.77), (0.82, 1.07)]
    assert [tuple(t.x) for t in figure.data if t.mode == "markers"] == [(0.43,), (0.94,)]


def test_every_study_and_ratio_is_written_in_the_chart():
    words = " ".join(note.text for note in ratios(ROWS, UNIT).layout.annotations)
    for text in ("First: deaths", "0.43", "Second: deaths", "0.94", "1: no difference"):
        assert text in words


@given(FIGURES)
def test_the_axis_is_a_log_axis_and_holds_every_interval_and_the_line(rows):
    figure = ratios(rows, UNIT)
    left, right = ends(figure)
    assert figure.layout.xaxis.type == "log"
    assert left < min([1, *(one.low for one in rows)])
    assert right > max([1, *(one.high for one in rows)])


@pytest.mark.parametrize(
    ("rows", "left", "right"),
    [
        (ROWS, 0.24 / 1.15, 1.07 * 1.15),
        ([row(0.86, 0.81, 0.91)], 0.81 / 1.15, 1.15),
        ([row(1.57, 1.09, 2.26)], 1 / 1.15, 2.26 * 1.15),
    ],
    ids=["both sides", "below 1", "above 1"],
)
def test_the_axis_ends_near_what_it_shows(rows, left, right):
    assert ends(ratios(rows, UNIT)) == pytest.approx([left, right])


@given(FIGURES)
def test_a_line_at_1_stands_behind_every_study(rows):
    figure = ratios(rows, UNIT)
    dots = [trace.y[0] for trace in figure.data if trace.mode == "markers"]
    assert len(figure.layout.shapes) == len(dots) == len(rows)
    for shape, place in zip(figure.layout.shapes, dots, strict=True):
        assert (shape.type, shape.x0, shape.x1) == ("line", 1, 1)
        assert shape.y0 < place < shape.y1
        assert shape.layer == "below"


def test_the_words_of_the_line_stand_at_1():
    """Notes on a log axis stand at the logarithm of their place."""
    (note,) = (n for n in ratios(ROWS, UNIT).layout.annotations if n.text == "1: no difference")
    assert note.x == math.log10(1)
    assert note.xanchor == "center"
    assert note.xref in (None, "x")


def test_each_mark_of_the_axis_says_the_ratio_it_stands_at():
    figure = ratios(ROWS, UNIT)
    axis = figure.layout.xaxis
    left, right = ends(figure)
    assert 1 in axis.tickvals
    assert [float(words) for words in axis.ticktext] == list(axis.tickvals)
    assert sum(left < tick < right for tick in axis.tickvals) >= 3


def test_the_axis_says_what_it_shows_and_cannot_be_moved():
    axis = ratios(ROWS, UNIT).layout.xaxis
    assert axis.title.text == UNIT
    assert axis.fixedrange


def test_words_in_the_chart_cannot_become_tags():
    figure = ratios([row(0.5, 0.4, 0.6, "<a href='x'>&")], UNIT)
    texts = " ".join(note.text for note in figure.layout.annotations)
    assert not re.search(r"<a\b", texts)
    assert "&lt;a href=" in texts
