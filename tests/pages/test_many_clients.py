import io
import zipfile

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.__main__ import main
from scoring.exchange.names import response_columns
from tests.conftest import ROOT
from tests.pages.conftest import visit

LABEL = "Responses: CSV, a spreadsheet, Parquet or JSON"
SMALL = "respondent_id,natto,gouda_edam,gouda_edam.portion\nana,1w,3-4w,S\nben,never,1d,\n"


@pytest.fixture
def visitor():
    return visit("many_clients")


EXPORTS = ROOT / "tests" / "scoring" / "exports"


def give(visitor, *names):
    """Give several files at once, from the exports of form tools."""
    (place,) = (place for place in visitor.app.file_uploader if place.label == LABEL)
    files = [(name, (EXPORTS / name).read_bytes(), "text/csv") for name in names]
    place.set_value(files).run()


def error(visitor):
    (found,) = visitor.app.error
    return found.value


def test_the_page_says_what_happens_to_the_file_and_how_large_it_may_be(visitor):
    words = visitor.words()
    assert "we keep no copy" in words
    assert "temporary file that is deleted at once" in words
    assert "Up to 50 MB, 250,000 people, 2,000 columns and, for Parquet, 500 MB" in words


def test_two_people_are_scored_in_their_order(visitor):
    visitor.upload(LABEL, "r.csv", SMALL.encode())
    assert "2 people scored" in visitor.words()
    first, second = visitor.table("Person")
    assert (first["Person"], second["Person"]) == ("ana", "ben")
    # 1 pack of 50 g once a week: 1 / 7 × 50 / 100 × (1.3 + 819 + 89.6) = 65.0 from natto alone
    assert float(first["Vitamin K2, µg a day"].split(",")[0]) >= 65


def test_warnings_are_words_with_a_count_and_who(visitor):
    visitor.upload(LABEL, "r.csv", SMALL.encode())
    (row,) = visitor.table("Warning")
    assert row["People"] == "2"
    assert row["Who"] == "ana, ben"
    assert row["Warning"] == (
        "More than one in ten foods has no answer yet, so the result is incomplete. "
        "In the file: `unanswered`"
    )
    assert "Without a warning: 0 of 2 people." in visitor.words()


def test_ids_are_text_and_long_ones_are_cut(visitor):
    people = ["<b>x</b>", "[a](http://b)", "i" * 200]
    data = "respondent_id\n" + "\n".join(people)
    visitor.upload(LABEL, "r.csv", data.encode())
    shown = [row["Person"] for row in visitor.table("Person")]
    assert shown == ["\\<b\\>x\\</b\\>", "\\[a\\]\\(http\\:\u2060//b\\)", "i" * 30 + "…"]


def test_charts_show_every_person_once_and_say_it_in_words(visitor):
    # Five people each with 0, 1, 2 and 7 packs of natto a week; a pack holds 454.95 µg of K2, of
    # which 0.65 is MK-4, 12.75 µg of K1 and no D. The allowance for foods not asked is the most
    # that the surveys leave to them: of K1 31.1 % of all, so 12.75 / 0.689 in all; of MK-4 15 %,
    # so 0.65 / 0.85; of MK-7 nothing. The middle person, with 1.5 packs, has 97.51 µg of K2.
    rows = [f"p{n},{('never', '1w', '2w', '1d')[n % 4]}" for n in range(20)]
    visitor.upload(LABEL, "r.csv", ("respondent_id,natto\n" + "\n".join(rows)).encode())
    drawn = visitor.drawn()
    for chart in drawn:
        (trace,) = chart.figure["data"]
        assert sum(trace["y"]) == 20
    assert drawn[0].alt == (
        "Vitamin K2 from food. Half of the people have 49 to 211 µg a day, the middle one 98; "
        "the highest is 455."
    )
    k2, k1, d = visitor.table("From food, µg a day")
    assert k2 == {
        "From food, µg a day": "Vitamin K2",
        "Middle person": "98",
        "8 in 10 people": "0 to 455",
        "Highest": "455",
    }
    assert (k1["Middle person"], k1["Highest"]) == ("4.0", "19")
    assert (d["Middle person"], d["8 in 10 people"], d["Highest"]) == ("0", "0", "0")


def test_few_people_get_no_chart(visitor):
    visitor.upload(LABEL, "r.csv", SMALL.encode())
    assert "A chart of this is drawn from 10 people on." in visitor.words()
    assert visitor.charts() == {}


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("r.csv", SMALL)
    return file.getvalue()


def parquet(frame):
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(frame), file)
    return file.getvalue()


HOSTILE = {
    "wrong encoding": ("r.csv", "respondent_id\n納豆\n".encode("shift_jis"), "UTF-8 text"),
    "a zip called a workbook": ("r.xlsx", zipped(), "a workbook (.xlsx or .ods) of values alone"),
    "text called JSON": ("r.json", SMALL.encode(), "JSON in UTF-8"),
    "10,000 columns": (
        "r.csv",
        (",".join(f"c{n}" for n in range(10_000)) + "\n").encode(),
        "columns of the template",
    ),
    "a zip": ("r.csv", zipped(), "a spreadsheet or another packed file"),
    "a zip called Parquet": ("r.parquet", zipped(), "a spreadsheet or another packed file"),
    "empty": ("r.csv", b"", "an empty file"),
    "empty Parquet": ("r.parquet", b"", "an empty file"),
    "NUL bytes": ("r.csv", b"respondent_id\nan\0a\n", "text without NUL characters"),
    "a cell too many": ("r.csv", b"respondent_id\nana,1w\n", "'2 cells'"),
    "text called Parquet": ("r.parquet", SMALL.encode(), "a Parquet file"),
    "formula for a frequency": ("r.csv", b"respondent_id,natto\na,=1+1\n", "'=1+1'"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_gets_a_clear_error_and_the_page_goes_on(visitor, case):
    name, data, expected = HOSTILE[case]
    visitor.upload(LABEL, name, data)
    assert f"{name} cannot be scored, so there is no result" in error(visitor)
    words = visitor.words().replace("\\", "")
    assert expected in words
    assert "Something went wrong" not in words

    visitor.upload(LABEL, "r.csv", SMALL.encode())
    assert not visitor.app.error
    assert "2 people scored" in visitor.words()


def test_a_header_alone_is_said_to_have_no_people(visitor, foods):
    visitor.upload(LABEL, "r.csv", (",".join(response_columns(foods)) + "\n").encode())
    assert "The file has a header and no people" in visitor.words()


def test_parquet_gives_what_csv_gives(visitor):
    frame = pd.read_csv(io.StringIO(SMALL), dtype=str, keep_default_na=False)
    visitor.upload(LABEL, "r.csv", SMALL.encode())
    from_csv = visitor.table("Person")
    visitor.upload(LABEL, "r.parquet", parquet(frame))
    assert visitor.table("Person") == from_csv


def test_figures_are_those_of_the_command_line(visitor, tmp_path):
    (tmp_path / "r.csv").write_text(SMALL)
    assert main(["score", str(tmp_path / "r.csv"), "--out", str(tmp_path / "out.csv")]) == 0
    k2 = pd.read_csv(tmp_path / "out.csv")["k2_total_ug"]
    visitor.upload(LABEL, "r.csv", SMALL.encode())
    shown = [float(row["Vitamin K2, µg a day"].split(",")[0]) for row in visitor.table("Person")]
    assert shown == pytest.approx(k2.tolist(), abs=0.5)


def test_what_a_header_does_not_say_is_asked_before_anything_is_scored(visitor):
    visitor.upload(LABEL, "r.csv", b"respondent_id,nato,note\nana,1w,x\nben,never,y\n")
    (row,) = (row for row in visitor.table("Column") if row["Column"] == "nato")
    assert row["First answers"] == "1w, never"
    assert "its answers are frequencies, but of which food?" in row["Read as"]
    assert "Did you mean 'natto'?" in row["Read as"]
    assert "people scored" not in visitor.words()
    assert visitor.app.button(key="many-score").disabled

    visitor.app.selectbox(key="many-column-2").set_value("natto").run()
    people = [(row["Person"], row["Answers"]) for row in visitor.table("Person")]
    assert people == [("ana", "Natto\\: 1w"), ("ben", "Natto\\: never")]
    visitor.app.button(key="many-score").click().run()
    assert "2 people scored" in visitor.words()
    assert "1 column left aside" in visitor.words()

    visitor.press("Look at the columns again")
    visitor.app.selectbox(key="many-correct-column").set_value(2)
    visitor.app.selectbox(key="many-correct-meaning").set_value("tempeh").run()
    visitor.press("Apply")
    assert visitor.table("Person")[0]["Answers"] == "Tempeh\\: 1w"


def test_numbers_are_asked_about_once_for_all_foods_or_told_by_a_dictionary(visitor):
    give(visitor, "redcap_export_raw.csv")
    asked = [box.label for box in visitor.app.selectbox if "stand for" in box.label]
    assert len(asked) == 4  # 0, 2, 3 and 6
    assert visitor.app.button(key="many-score").disabled
    give(visitor, "redcap_export_raw.csv", "redcap_data_dictionary.csv")
    assert not visitor.app.button(key="many-score").disabled
    visitor.app.button(key="many-score").click().run()
    assert "2 people scored" in visitor.words()
    assert "1 person had not come to the end of the form" in visitor.words()


def test_the_result_outlasts_another_page_and_a_change_of_language(visitor):
    rows = [f"p{n},{('never', '1w', '2w', '1d')[n % 4]}" for n in range(20)]
    visitor.upload(LABEL, "r.csv", ("respondent_id,natto\n" + "\n".join(rows)).encode())
    before = visitor.table("Person")
    visitor.open("learn")
    visitor.open("many_clients")
    assert visitor.table("Person") == before
    assert len(visitor.drawn()) == 3
    (switch,) = (box for box in visitor.app.selectbox if box.value == "en")
    switch.set_value("de").run()
    assert len(visitor.drawn()) == 3
    assert "20" in visitor.words()
    visitor.app.button(key="press-many-remove").click().run()
    assert not visitor.drawn()


def test_people_on_warfarin_are_named_before_any_figure(visitor):
    (notice,) = [info.value for info in visitor.app.info if "warfarin" in info.value]
    assert "no figure here is a reason to eat more or less vitamin K" in notice
