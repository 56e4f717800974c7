import io
import os
import re
import shutil
import sys
import tempfile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import FoodTable, score_responses
from scoring.__main__ import main
from scoring.batch import uploads
from scoring.batch.opened import READ_ENDINGS
from scoring.batch.uploads import MAX_MEGABYTES, MAX_PEOPLE, score_upload, template_csv
from scoring.errors import ResponsesError
from scoring.exchange.names import response_columns
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "tests" / "scoring" / "small_foods.csv")
FOOD = FOODS.foods[0].food_id


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    """The folder for temporary files; nothing may be left there."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def parquet(table, **options):
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return file.getvalue()


def found_in(data, name="r.parquet"):
    """What the one fault of a refused file is about: what was found, and what is allowed."""
    with pytest.raises(ResponsesError) as raised:
        score_upload(FOODS, data, name)
    (fault,) = raised.value.faults
    return fault.value, fault.allowed


def test_the_file_of_intakes_is_that_of_the_command_line(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    text = f"respondent_id,{FOOD},supplement.d_ug\n007,1w,10\nb,never,\nc,4+d,0.5\n"
    (folder / "r.csv").write_text(text)
    foods = ROOT / "tests" / "scoring" / "small_foods.csv"
    command = ["score", str(folder / "r.csv"), "--foods", str(foods), "--out"]
    assert main([*command, str(folder / "out.csv")]) == 0
    found = score_upload(FOODS, text.encode(), "r.csv")
    assert found.csv == (folder / "out.csv").read_bytes()
    assert pd.read_parquet(io.BytesIO(found.parquet)).equals(found.intakes)
    assert found.intakes["respondent_id"].tolist() == ["007", "b", "c"]


def test_ids_that_look_like_formulas_are_safe_in_csv_and_whole_in_parquet():
    found = score_upload(FOODS, b"respondent_id\n=1+1\n@x\n-2\n", "r.csv")
    ids = [line.split(b",")[0] for line in found.csv.splitlines()[1:]]
    assert ids == [b'"\'=1+1"', b'"\'@x"', b'"-2"']
    parquet = pd.read_parquet(io.BytesIO(found.parquet))
    assert parquet["respondent_id"].tolist() == ["=1+1", "@x", "-2"]


def test_progress_is_told_to_the_last_person():
    steps = []
    data = "respondent_id\n" + "\n".join(f"p{n}" for n in range(3000))
    score_upload(FOODS, data.encode(), "r.csv", lambda done, people: steps.append((done, people)))
    assert steps[-1] == (3000, 1.0)
    assert steps == sorted(steps)


def test_template_holds_every_column():
    (line,) = template_csv(FOODS).decode("utf-8-sig").splitlines()
    assert line.replace('"', "").split(",") == list(response_columns(FOODS))


@pytest.mark.parametrize("name", ["r.xls", "r", "r.csv.gz", "../../r.exe"])
def test_other_endings_are_refused(name):
    assert found_in(b"respondent_id\na\n", name)[1] == ", ".join(READ_ENDINGS)


def test_a_file_that_is_too_large_is_refused():
    found, allowed = found_in(b"a" * (MAX_MEGABYTES * 1024 * 1024 + 1), "r.csv")
    assert (found, allowed) == ("50 MB", "at most 50 MB")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_too_many_people_are_refused_before_they_are_read(end):
    text = f"respondent_id{end}" + f"1{end}" * (MAX_PEOPLE + 1)
    found, allowed = found_in(text.encode(), "r.csv")
    assert found == f"{MAX_PEOPLE + 2:,} lines"
    assert allowed == "at most 250,000 people"


def test_a_line_of_a_million_empty_cells_is_refused():
    found, allowed = found_in(b"respondent_id\n" + b"," * 1_000_001, "r.csv")
    assert (found, allowed) == ("a line of more than 1,000,000 signs", "one line a person")


def test_ten_thousand_columns_are_refused():
    names = [f"c{n}" for n in range(10_000)]
    wanted = len(response_columns(FOODS))
    allowed = f"the {wanted} columns of the template"
    assert found_in((",".join(names) + "\n").encode(), "r.csv") == ("10,000 columns", allowed)
    data = parquet(pa.table({name: pa.array([], pa.string()) for name in names}))
    assert found_in(data) == ("10,000 columns", "at most 2,000 columns")


def test_too_many_rows_in_the_footer_are_refused():
    table = pa.table({"respondent_id": pa.array(["a"] * (MAX_PEOPLE + 1))})
    assert found_in(parquet(table))[0] == "250,001 rows"


@pytest.mark.slow
def test_a_gigabyte_declared_in_the_footer_is_refused_without_unpacking_it():
    zeros = pa.array(np.zeros(MAX_PEOPLE, np.int64))
    table = pa.table({f"c{n}": zeros for n in range(525)})
    data = parquet(table, compression="zstd", use_dictionary=False, write_statistics=False)
    assert len(data) < 1_000_000
    found, allowed = found_in(data)
    assert re.fullmatch(r"1,00\d MB once unpacked", found)
    assert allowed == "at most 500 MB once unpacked"


def test_one_long_text_in_every_row_is_refused():
    indices = pa.array([0] * 100_000, pa.int32())
    column = pa.DictionaryArray.from_arrays(indices, pa.array(["x" * 100_000]))
    data = parquet(pa.table({"respondent_id": column}))
    assert len(data) < 200_000
    found, allowed = found_in(data)
    assert found.endswith(" MB once unpacked")
    assert int(found.split(" ")[0].replace(",", "")) > 500
    assert allowed == "at most 500 MB once unpacked"


def test_texts_that_grow_out_of_the_one_before_are_refused():
    table = pa.table({"respondent_id": ["a", "ab"]})
    encoding = {"respondent_id": "DELTA_BYTE_ARRAY"}
    data = parquet(table, use_dictionary=False, column_encoding=encoding)
    assert found_in(data)[0] == "the encoding DELTA_BYTE_ARRAY"


@pytest.mark.parametrize(
    ("column", "found"),
    [
        (pa.array([["a"]]), "a list or a group"),
        (pa.array([{"x": "a"}]), "a list or a group"),
        (pa.array([b"abc"], pa.binary(3)), "FIXED_LEN_BYTE_ARRAY"),
    ],
)
def test_columns_of_other_kinds_are_refused(column, found):
    assert found_in(parquet(pa.table({"respondent_id": column}))) == (
        found,
        "text (UTF-8) or numbers",
    )


def test_parquet_with_numbers_and_categories_is_scored_as_its_text():
    frame = pd.DataFrame({"respondent_id": [1, 2], FOOD: ["1w", "never"]})
    frame[FOOD] = frame[FOOD].astype("category")
    found = score_upload(FOODS, parquet(pa.Table.from_pandas(frame)), "R.PARQUET")
    expected = score_responses(FOODS, frame.astype(str))
    assert found.intakes["k2_ug"].tolist() == expected["k2_ug"].tolist()


GOOD = parquet(pa.table({"respondent_id": ["a", "b"], FOOD: ["1w", ""]}))


def scored_or_refused(data, name):
    """Anything but a result or an error in words ends the test."""
    try:
        score_upload(FOODS, data, name)
    except ResponsesError as error:
        return str(error)
    return "scored"


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@settings(max_examples=200)
def test_any_bytes_as_csv_are_scored_or_refused_in_words(data):
    assert scored_or_refused(data, "r.csv")


@pytest.mark.slow
@given(st.data())
@settings(max_examples=12)  # each starts a process
def test_a_damaged_parquet_file_is_scored_or_refused_in_words(data):
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(GOOD) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    assert scored_or_refused(bytes(damaged), "r.parquet")


def test_damage_that_ends_the_reading_process_is_a_fault_like_any_other(monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    assert found_in(GOOD) == ("a damaged file, or one that is too large unpacked", "a Parquet file")


def test_files_are_scored_one_at_a_time_and_a_fault_lets_the_next_one_in():
    found_in(b"respondent_id\n\0\n", "r.csv")
    assert not uploads._one_at_a_time.locked()
    assert os.listdir(tempfile.gettempdir()) == []
