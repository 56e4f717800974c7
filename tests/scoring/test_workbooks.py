"""Workbooks: cells as they stand, the sheet that is seen, and what is refused by its cell."""

import os
import tempfile
import zipfile

import pandas as pd
import pytest

from scoring import FoodTable
from scoring.batch.score_files import score_file
from scoring.batch.uploads import Upload, score_uploads
from scoring.errors import ResponsesError
from tests.conftest import ROOT
from tests.scoring.workbooks import sheet_xml, workbook

pytestmark = pytest.mark.slow  # each starts a process

FOODS = FoodTable.load(ROOT / "foods.csv")
HEADER = ["respondent_id", "natto", "supplement.d_ug", "note"]


def faults_of(data, tmp_path):
    (tmp_path / "r.xlsx").write_bytes(data)
    with pytest.raises(ResponsesError) as caught:
        score_file(FOODS, tmp_path / "r.xlsx", tmp_path / "i.csv")
    return [(fault.column, fault.value) for fault in caught.value.faults]


def test_ids_stay_what_the_cells_hold_and_the_sheet_that_is_seen_is_read(tmp_path):
    rows = [
        HEADER,
        ["007", "1w", 12.5, "x"],
        [7, "once a day", None, None],
        [None, None, None, None],
        ["1E5", "Never", 25, ""],
        ["NA", "2w", 0, "y"],
        ["1_3", None, None, None],
    ]
    sheets = {"Lists": [["never"]], "Answers": rows, "More": [["a"]]}
    (tmp_path / "r.xlsx").write_bytes(workbook(sheets, hidden=["Lists"]))
    tally = score_file(FOODS, tmp_path / "r.xlsx", tmp_path / "i.parquet")
    found = pd.read_parquet(tmp_path / "i.parquet")
    assert found["respondent_id"].tolist() == ["007", "7", "1E5", "NA", "1_3"]
    assert found["d_supplement_ug"].tolist() == [12.5, 0, 25, 0, 0]
    assert found["mk7_ug"].tolist() == pytest.approx([58.5, 409.5, 0, 117, 0])
    assert tally.read_as[0] == "sheet 'Answers', 2 other sheets not read"


def test_what_is_no_value_is_refused_and_the_cell_is_named(tmp_path, subtests):
    formula = b'<c r="PLACE"><f>1+1</f><v>2</v></c>'
    error = b'<c r="PLACE" t="e"><v>#N/A</v></c>'
    good = [HEADER, ["a", "1w", 5, "x"]]
    macro, link = {"xl/vbaProject.bin": b"x"}, {"xl/externalLinks/externalLink1.xml": b"x"}
    far = '<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>'
    cases = {
        "error": ([*good, ["b", "1w", error]], {}, ("Answers!C3", "an error such as #N/A")),
        "formula": ([*good, ["b", formula]], {}, ("Answers!B3", "a formula")),
        "macros": (good, macro, ("", "macros")),
        "links": (good, link, ("", "links to other files")),
        "declared": (sheet_xml(good, "A1:XFD1048576"), {}, ("Answers", "16,384 columns")),
        "far": (sheet_xml(good).replace("</sheetData>", far), {}, ("Answers", "16,384 columns")),
        "twice": (
            [["respondent_id", "natto", "natto"], ["a", "1w", "1d"]],
            {},
            ("natto", "2 times"),
        ),
        "empty": ([], {}, ("Answers", "an empty sheet")),
    }
    for name, (rows, parts, fault) in cases.items():
        with subtests.test(name):
            assert faults_of(workbook({"Answers": rows}, parts=parts), tmp_path) == [fault]
            assert not (tmp_path / "i.csv").exists()


def test_a_small_file_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "r.xlsx"
    path.write_bytes(workbook({"Answers": [HEADER, ["a", "1w", 5, "x"]]}))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        info = zipfile.ZipInfo("xl/media/image1.png")
        info.compress_type = zipfile.ZIP_DEFLATED
        with packed.open(info, "w", force_zip64=True) as part:
            part.write(b"x")
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")  # says of its last part that it has three gigabytes
    data[entry + 24 : entry + 28] = (3 * 1024**3).to_bytes(4, "little")
    (found,) = faults_of(bytes(data), tmp_path)
    assert found[1].endswith("MB once unpacked")


@pytest.mark.parametrize("data", [b"PK\x03\x04nonsense", b"\xd0\xcf\x11\xe0" + bytes(600), b"x"])
def test_what_is_no_workbook_is_refused_in_words(tmp_path, data):
    ((_, found),) = faults_of(data, tmp_path)
    assert found


def test_a_workbook_that_is_handed_in_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    data = workbook({"Answers": [HEADER, ["a", "1w", 5, "x"]]})
    found = score_uploads(FOODS, [Upload("../answers.xlsx", data)])
    assert found.intakes["respondent_id"].tolist() == ["a"]
    del found
    assert os.listdir(tmp_path) == []
