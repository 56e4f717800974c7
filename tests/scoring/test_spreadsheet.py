import csv
import io
import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.batch.spreadsheet import safe_cell, safe_cells

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


BEFORE = ("", " ", "\u00a0", "\t", "\n", "\r\n", "x;", "x\n", "x\t ", '"')


def test_no_separator_lets_a_formula_start(subtests):
    for before in BEFORE:
        for sign in SIGNS:
            with subtests.test(before=before, sign=sign):
                safe = safe_cell(f"{before}{sign}A1")
                for cut in (";", "\t", "\n", "\r"):
                    assert not any(part.strip().startswith(sign) for part in safe.split(cut))


@pytest.mark.parametrize(
    "text", ["", "007", "Gouda - young", "a+b", "mail@example.org", "2 = two", "k1_high;k2_high"]
)
def test_harmless_text_stays_as_it_is(text):
    assert safe_cell(text) == text


@given(st.text(alphabet=SIGNS + ';\t\r\n ,"a1'))
def test_whatever_separator_a_spreadsheet_takes_no_cell_starts_a_formula(text):
    safe = safe_cell(text)
    if re.fullmatch(r"[+-][0-9]+", text):
        return
    assert safe.replace("'", "") == text
    file = io.StringIO()
    csv.writer(file).writerow(["id", safe])
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=separator):
            assert not any(cell.lstrip().startswith(tuple(SIGNS)) for cell in row), (row, separator)


def test_a_signed_number_is_no_formula():
    assert safe_cell("-5") == "-5"
    assert safe_cell("+2.5") == "+2.5"
    assert safe_cell("-5+1") == "'-5+1"


texts = st.text(alphabet=SIGNS + ";\t\r\n ,\"'\u00a0a1")


@given(st.lists(texts, unique=True))
def test_different_texts_stay_different(given_texts):
    assert len({safe_cell(text) for text in given_texts}) == len(given_texts)


@given(st.lists(texts | st.none()))
def test_a_column_is_made_safe_cell_by_cell(cells):
    expected = [cell if cell is None else safe_cell(cell) for cell in cells]
    assert safe_cells(pa.array(cells, pa.string())).to_pylist() == expected
    assert safe_cells(pa.chunked_array([cells, cells], pa.string())).to_pylist() == expected * 2
