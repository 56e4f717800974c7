"""Files of more people than one piece: read in pieces, written whole, every fault in its place."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from scoring import FoodTable, score_responses
from scoring.batch import read
from scoring.batch.respondents import hash_ids
from scoring.batch.score_files import Tally, score_file
from scoring.batch.simulate import simulate_file
from scoring.errors import ResponsesError, ScoringError
from scoring.nutrients import TOTALS
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).parent.parent.parent
SMALL_FOODS = Path(__file__).with_name("small_foods.csv")
SMALL = FoodTable.load(SMALL_FOODS)
PEOPLE = 20_000


def responses(people: int = PEOPLE) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    codes, portions = ["", *FREQUENCY_CODES], ["", *PORTION_CODES]
    frame = pd.DataFrame({"respondent_id": [f"P{n}" for n in range(people)]})
    for food in SMALL:
        frame[food.food_id] = rng.choice(codes, people)
        frame[f"{food.food_id}.portion"] = rng.choice(portions, people)
    frame["supplement.d_ug"] = rng.choice(["", "10", "2.5e1"], people)
    return frame


@pytest.fixture(scope="module")
def everyone() -> pd.DataFrame:
    return responses()


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "_CSV_BYTES_AT_ONCE", 60_000)
    monkeypatch.setattr(read, "PIECE_PEOPLE", 3000)


def written(frame: pd.DataFrame, path: Path, quoted: bool = False) -> Path:
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, index=False, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    return path


def read_intakes(path: Path) -> pd.DataFrame:
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    no_number = {f"{total}_not_asked_ug": [""] for total in TOTALS}
    return pd.read_csv(
        path, dtype={"respondent_id": str}, keep_default_na=False, na_values=no_number
    )


def faults_of(path: Path) -> list[tuple[int, str, str]]:
    before = set(path.parent.iterdir())
    with pytest.raises(ResponsesError) as caught:
        score_file(SMALL, path, path.with_name("i.csv"), jobs=2)
    assert set(path.parent.iterdir()) == before
    return [(fault.row, fault.column, fault.value) for fault in caught.value.faults]


@pytest.mark.parametrize("source", ["r.csv", "r.parquet"])
@pytest.mark.parametrize("target", ["i.csv", "i.parquet"])
@pytest.mark.parametrize("jobs", [1, 3])
def test_pieces_give_what_the_whole_gives(tmp_path, everyone, source, target, jobs):
    path = written(everyone, tmp_path / source)
    assert score_file(SMALL, path, tmp_path / target, jobs=jobs, digits=None) == Tally(PEOPLE, 0)
    expected = score_responses(SMALL, everyone)
    pd.testing.assert_frame_equal(
        read_intakes(tmp_path / target), expected, check_dtype=False, rtol=1e-12
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quoted", [True, False])
def test_rows_end_where_they_end(tmp_path, everyone, end, quoted):
    some = everyone.iloc[:6000].copy()
    if quoted:
        some.loc[7::200, "respondent_id"] += f'{end}second "line", of {end}this'
        some.loc[9::200, "respondent_id"] += '""'
    path = tmp_path / "r.csv"
    some.to_csv(path, index=False, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else 0)
    assert score_file(SMALL, path, tmp_path / "i.parquet", jobs=2) == Tally(6000, 0)
    assert (
        read_intakes(tmp_path / "i.parquet")["respondent_id"].tolist()
        == some["respondent_id"].tolist()
    )


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_one_bad_cell_far_down_is_named_by_row_column_and_value(tmp_path, everyone, ending):
    bad = everyone.copy()
    bad.loc[15_555, "egg"] = "dayly"
    assert faults_of(written(bad, tmp_path / f"r{ending}")) == [(15_556, "egg", "dayly")]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_the_first_fault_of_each_column_is_found_in_any_piece(tmp_path, everyone, ending):
    bad = everyone.copy()
    bad.loc[[18_000, 19_000], "egg"] = "x", "y"
    bad.loc[[10_000, 19_999], "natto.portion"] = "XL", "XXL"
    bad.loc[19_800, "respondent_id"] = "P5"
    bad.loc[12_000, "supplement.d_ug"] = "1,500"
    assert faults_of(written(bad, tmp_path / f"r{ending}")) == [
        (10_001, "natto.portion", "XL"),
        (12_001, "supplement.d_ug", "1,500"),
        (18_001, "egg", "x"),
        (19_801, "respondent_id", "P5"),
    ]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_an_id_that_stands_twice_is_named_with_the_row_of_the_first(tmp_path, everyone, ending):
    bad = everyone.copy()
    bad.loc[[14_000, 16_000], "respondent_id"] = "P41"
    path = written(bad, tmp_path / f"r{ending}")
    with pytest.raises(ResponsesError, match=r"row 14001, .*row 42 has this one"):
        score_file(SMALL, path, tmp_path / "i.csv")


def test_the_hash_of_an_id_does_not_depend_on_those_beside_it():
    ids = pa.array(["P1", "P22", "P3", "", "é", "P1"])
    alone = [hash_ids(ids.slice(n, 1))[0] for n in range(len(ids))]
    assert hash_ids(ids).tolist() == alone
    assert len(set(alone)) == 5
    assert hash_ids(ids.slice(4)).tolist() == alone[4:]


def test_ids_with_equal_hashes_are_told_apart(tmp_path, everyone, monkeypatch):
    monkeypatch.setattr(
        "scoring.batch.pieces.hash_ids", lambda ids: np.arange(len(ids), dtype=np.uint64) % 100
    )
    some = everyone.iloc[:5000].copy()
    path = written(some, tmp_path / "r.csv")
    assert score_file(SMALL, path, tmp_path / "i.csv") == Tally(5000, 0)
    some.loc[4321, "respondent_id"] = "P21"
    assert faults_of(written(some, path)) == [(4322, "respondent_id", "P21")]


def test_a_row_with_a_cell_too_few_is_counted_from_the_start_of_the_file(tmp_path, everyone):
    lines = written(everyone, tmp_path / "r.csv").read_text().splitlines()
    lines[13_086] = "P,1w"
    (tmp_path / "r.csv").write_text("\n".join(["", lines[0], "", *lines[1:]]))
    assert faults_of(tmp_path / "r.csv") == [(13_086, "", "2 cells")]


def test_a_quote_left_open_is_named_by_its_row_in_either_mode(tmp_path, everyone, monkeypatch):
    monkeypatch.setattr(read, "_LONGEST_ROW_BYTES", 200_000)
    lines = written(everyone, tmp_path / "r.csv").read_text().splitlines()
    lines[12_345] = '"' + lines[12_345]
    path = tmp_path / "r.csv"
    path.write_text("\n".join(lines))
    (fault,) = faults_of(path)
    assert fault[:2] == (12_345, "")
    with pytest.raises(ResponsesError, match="row 12345: "):
        score_file(SMALL, path, tmp_path / "i.csv", errors=tmp_path / "e.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["r.csv"]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_skip_leaves_bad_rows_out_lists_each_and_scores_the_others(
    tmp_path, everyone, ending, jobs
):
    bad = everyone.copy()
    bad.loc[[3, 18_000], "egg"] = "x", "=1+1"
    bad.loc[3, "supplement.d_ug"] = "9999"
    bad.loc[14_000, "respondent_id"] = " "
    bad.loc[[16_000, 16_001], "respondent_id"] = "P41"
    path = written(bad, tmp_path / f"r{ending}")
    errors = tmp_path / "e.csv"
    tally = score_file(SMALL, path, tmp_path / "i.parquet", errors=errors, jobs=jobs)
    assert tally == Tally(PEOPLE - 5, 5)
    listed = pd.read_csv(errors, dtype=str, keep_default_na=False)
    assert listed[["row", "respondent_id", "column", "value"]].to_numpy().tolist() == [
        ["4", "P3", "egg", "x"],
        ["4", "P3", "supplement.d_ug", "9999"],
        ["14001", " ", "respondent_id", " "],
        ["16001", "P41", "respondent_id", "P41"],
        ["16002", "P41", "respondent_id", "P41"],
        ["18001", "P18000", "egg", "'=1+1"],
    ]
    assert set(listed["file"]) == {path.name}
    assert listed["allowed"][0].startswith("empty, never, 1-3m")
    assert listed["allowed"][3] == "an id of its own (row 42 has this one)"
    left = everyone.drop(index=[3, 14_000, 16_000, 16_001, 18_000]).reset_index(drop=True)
    pd.testing.assert_frame_equal(
        read_intakes(tmp_path / "i.parquet"), score_responses(SMALL, left), check_dtype=False
    )


def test_skip_leaves_rows_out_that_cannot_be_read(tmp_path, everyone):
    lines = written(everyone.iloc[:15_000], tmp_path / "r.csv").read_bytes().splitlines()
    lines[100] = b"P99,1w"
    lines[10_000] = lines[10_000].replace(b"P", b"P\xe9")
    lines[12_500] = lines[12_500].replace(b"P12499,", b"P3,")
    (tmp_path / "r.csv").write_bytes(b"\n".join(lines))
    tally = score_file(
        SMALL, tmp_path / "r.csv", tmp_path / "i.csv", errors=tmp_path / "e.parquet", jobs=2
    )
    assert tally == Tally(14_997, 3)
    listed = read_intakes(tmp_path / "e.parquet")
    assert listed[["row", "column", "value"]].to_numpy().tolist() == [
        [100, "", "2 cells"],
        [10_000, "respondent_id", "Pé9999"],
        [12_500, "respondent_id", "P3"],
    ]
    ids = read_intakes(tmp_path / "i.csv")["respondent_id"].tolist()
    assert len(ids) == 14_997
    assert not {"P99", "P9999", "P12499"} & set(ids)


def test_skip_with_nothing_to_skip_writes_an_errors_file_without_rows(tmp_path, everyone):
    path = written(everyone.iloc[:10], tmp_path / "r.csv")
    errors = tmp_path / "e.csv"
    assert score_file(SMALL, path, tmp_path / "i.csv", errors=errors) == Tally(10, 0)
    header = '"file","row","respondent_id","column","value","allowed"\n'
    assert errors.read_text("utf-8-sig") == header


def test_faults_and_intakes_need_a_file_each(tmp_path, everyone):
    path = written(everyone.iloc[:10], tmp_path / "r.csv")
    for errors in (tmp_path / "i.csv", path):
        with pytest.raises(ScoringError, match="would overwrite"):
            score_file(SMALL, path, tmp_path / "i.csv", errors=errors)
    assert [p.name for p in tmp_path.iterdir()] == ["r.csv"]


@pytest.mark.parametrize(
    ("given", "in_csv"),
    [
        ("=1+1", "'=1+1"), ("+1+cmd", "'+1+cmd"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"),
        ("a\t=1", "a\t'=1"), ("\uff1d1", "'\uff1d1"), ("'=1", "''=1"), ("-5", "-5"), ("+31", "+31"),
        ("-2.5", "-2.5"), ("-5+1", "'-5+1"), ("a=1", "a=1"), ("'a", "'a"), ("007", "007"),
    ],
)  # fmt: skip
def test_no_id_can_start_a_formula_in_a_spreadsheet(tmp_path, given, in_csv):
    path = written(pd.DataFrame({"respondent_id": [given, "b"]}), tmp_path / "r.parquet")
    score_file(SMALL, path, tmp_path / "i.csv")
    score_file(SMALL, path, tmp_path / "i.parquet")
    assert read_intakes(tmp_path / "i.csv")["respondent_id"][0] == in_csv
    assert read_intakes(tmp_path / "i.parquet")["respondent_id"][0] == given


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "scoring", *map(str, arguments), "--foods", str(SMALL_FOODS)]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_stopped_leaves_nothing_behind(tmp_path, everyone, sent, code, jobs):
    one = pa.Table.from_pandas(everyone, preserve_index=False)
    one = one.set_column(0, "respondent_id", pa.array([f"{n:06}" for n in range(PEOPLE)]))
    path = tmp_path / "r.csv"
    with path.open("wb") as file:  # two million people: some seconds of work
        pa.csv.write_csv(one.slice(0, 0), file)
        rows = pa.BufferOutputStream()
        pa.csv.write_csv(one, rows, pa.csv.WriteOptions(include_header=False))
        for n in range(100):
            file.write(rows.getvalue().to_pybytes().replace(b'\n"', b'\n"%d-' % n))
    out = tmp_path / "i.csv"
    out.write_text("old")
    process = subprocess.Popen(
        command("score", path, "--out", out, "--jobs", jobs),
        cwd=HOUSE, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        # Where the tests run in the background of a script, Ctrl-C is ignored from the start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not any(p.stat().st_size > 100_000 for p in tmp_path.glob(".*.unfinished")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(sent)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code, said
    assert "Traceback" not in said
    assert sorted(p.name for p in tmp_path.iterdir()) == ["i.csv", "r.csv"]
    assert out.read_text() == "old"


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell the peak")
def test_memory_does_not_grow_with_the_file(tmp_path):
    """The peak with ten times the people is hardly above that with one."""
    foods = FoodTable.load(HOUSE / "foods.csv")
    simulate_file(foods, 50_000, tmp_path / "some.parquet")
    some = pa.parquet.read_table(tmp_path / "some.parquet")
    script = (
        "import resource, sys; from scoring.__main__ import main; main(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks_kb = []
    for times in (1, 10):
        path = tmp_path / f"{times}.parquet"
        with pa.parquet.ParquetWriter(path, some.schema) as writer:
            for n in range(times):
                ids = pa.array([f"{n}-{person}" for person in range(some.num_rows)])
                writer.write_table(some.set_column(0, some.schema.field(0), ids))
        arguments = ["score", path, "--out", tmp_path / "i.parquet", "--jobs", "2"]
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)],
            cwd=HOUSE, capture_output=True, text=True, check=True,
        )  # fmt: skip
        peaks_kb.append(int(done.stdout.split()[-1]))
    # The texts of 450,000 people would take more than 400,000 KB.
    assert peaks_kb[1] < peaks_kb[0] + 150_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--on-error", "skip"], "--on-error skip and --errors FILE go together"),
        (["--errors", "e.csv"], "--on-error skip and --errors FILE go together"),
        (["--jobs", "0"], "found '0'; allowed: a whole number from 1 up"),
        (["--on-error", "skip", "--errors", "e.txt"], "allowed: .csv, .xlsx or .parquet"),
    ],
)
def test_options_that_make_no_sense_are_refused(tmp_path, everyone, arguments, said):
    path = written(everyone.iloc[:10], tmp_path / "r.csv")
    done = subprocess.run(
        [*command("score", path, "--out", tmp_path / "i.csv"), *arguments],
        cwd=HOUSE, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["r.csv"]


def test_the_command_says_how_many_were_left_out(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("respondent_id,egg\na,1w\nb,x\nc,1d\n")
    out, errors = tmp_path / "i.csv", tmp_path / "e.csv"
    done = subprocess.run(
        command("score", path, "--out", out, "--on-error", "skip", "--errors", errors),
        cwd=HOUSE, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "i.csv: intakes of 2 people" in done.stdout
    assert done.stdout.endswith("e.csv: people left out for a fault: 1\n")


def test_nothing_of_a_cluster_is_loaded_without_one(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("respondent_id,egg\na,1w\n")
    script = (
        "import sys; sys.modules['distributed'] = sys.modules['dask'] = None;"
        "from scoring.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    plain = command("score", path, "--out", tmp_path / "i.csv")[3:]
    assert subprocess.run([sys.executable, "-c", script, *plain], cwd=HOUSE).returncode == 0
    (tmp_path / "parts").mkdir()
    path.rename(tmp_path / "r0.csv")
    pyarrow.parquet.write_table(pa.table({"respondent_id": ["a"]}), tmp_path / "parts/a.parquet")
    clustered = command("score", tmp_path / "parts", "--out", tmp_path / "o", "--dask", "local")
    done = subprocess.run(
        [sys.executable, "-c", script, *clustered[3:]], cwd=HOUSE, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "python -m pip install -r requirements-cluster.txt" in done.stderr
