import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.spreadsheet import safe_cell, safe_cells

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    "before", ["", " ", "\u00a0", "\t", "\n", "\r\n", "x;", "x\n", "x\t ", '"']
)
def test_no_separator_lets_a_formula_start(sign, before):
    safe = safe_cell(f"{before}{sign}1")
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
    assert safe.replace("'", "") == text
    file = io.StringIO()
    csv.writer(file).writerow(["id", safe])
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=separator):
            assert not any(cell.lstrip().startswith(tuple(SIGNS)) for cell in row), (row, separator)


def test_a_frame_keeps_its_numbers_and_its_order():
    frame = pd.DataFrame({"=id": ["@a", "b", None], "ug": [-1.5, 0.0, 2.0], "n": [-1, 0, 1]})
    safe = safe_cells(frame)
    assert list(safe.columns) == ["'=id", "ug", "n"]
    assert safe["'=id"].tolist()[:2] == ["'@a", "b"]
    assert safe["'=id"].isna().tolist() == [False, False, True]
    assert safe["ug"].tolist() == [-1.5, 0.0, 2.0]
    assert safe["n"].tolist() == [-1, 0, 1]
    assert frame["=id"].iloc[0] == "@a", "the frame given is not changed"


def test_columns_of_one_name_and_of_categories_are_made_safe():
    frame = pd.DataFrame([["=1", "=2"]], columns=["x", "x"]).astype("category")
    assert safe_cells(frame).to_numpy().tolist() == [["'=1", "'=2"]]
