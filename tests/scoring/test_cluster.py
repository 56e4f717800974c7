"""Scoring on a Dask cluster of real processes: the same as on one machine, also where one dies."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from scoring import FoodTable
from scoring.batch.score_files import Tally, score_file
from scoring.batch.simulate import simulate_file
from scoring.errors import ResponsesError, ScoringError

distributed = pytest.importorskip("distributed")

from scoring.batch.cluster import score_folder  # noqa: E402

pytestmark = pytest.mark.slow

SMALL = FoodTable.load(Path(__file__).with_name("small_foods.csv"))
HOUSE = Path(__file__).parent.parent.parent
PARTS, PEOPLE_OF_A_PART = 8, 1000
PEOPLE = PARTS * PEOPLE_OF_A_PART


@pytest.fixture(scope="module")
def everyone(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    path = tmp_path_factory.mktemp("people") / "r.parquet"
    simulate_file(SMALL, PEOPLE, path)
    return pd.read_parquet(path)


@pytest.fixture(scope="module")
def cluster() -> Iterator["distributed.LocalCluster"]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:
        yield cluster


def in_parts(people: pd.DataFrame, folder: Path) -> Path:
    folder.mkdir()
    for n in range(PARTS):
        rows = slice(n * PEOPLE_OF_A_PART, (n + 1) * PEOPLE_OF_A_PART)
        people.iloc[rows].to_parquet(folder / f"part-{n}.parquet")
    return folder


def on_one_machine(people: pd.DataFrame, folder: Path) -> pd.DataFrame:
    people.to_parquet(folder / "one.parquet")
    score_file(SMALL, folder / "one.parquet", folder / "one_intakes.parquet")
    return pd.read_parquet(folder / "one_intakes.parquet")


def read_parts(folder: Path) -> pd.DataFrame:
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"part-{n}.parquet" for n in range(PARTS)]
    return pd.concat([pd.read_parquet(folder / name) for name in names], ignore_index=True)


def test_a_worker_killed_in_the_middle_changes_nothing(tmp_path, everyone, cluster):
    parts = in_parts(everyone, tmp_path / "parts")
    killed: list[float] = []

    def kill_one(people: int, share: float) -> None:
        if not killed:
            with distributed.Client(cluster, set_as_default=False) as client:
                pid = next(iter(client.run(os.getpid).values()))
            os.kill(pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            killed.append(share)

    out = tmp_path / "intakes"
    address = cluster.scheduler_address
    assert address.startswith("tcp://")
    assert score_folder(SMALL, parts, out, address, progress=kill_one) == Tally(PEOPLE, 0)
    assert killed[0] < 1
    pd.testing.assert_frame_equal(
        read_parts(out), on_one_machine(everyone, tmp_path), check_exact=True
    )
    assert not list(tmp_path.glob(".*"))


def test_first_faults_are_named_by_file_row_column_and_value(tmp_path, everyone, cluster):
    bad = everyone.copy()
    bad.loc[[2004, 7000], "egg"] = "dayly"
    bad.loc[5001, "respondent_id"] = bad.loc[17, "respondent_id"]
    parts = in_parts(bad, tmp_path / "parts")
    with pytest.raises(ResponsesError) as caught:
        score_folder(SMALL, parts, tmp_path / "intakes", cluster.scheduler_address)
    assert [(f.file, f.row, f.column, f.value) for f in caught.value.faults] == [
        ("part-2.parquet", 5, "egg", "dayly"),
        ("part-5.parquet", 2, "respondent_id", "P000000018"),
    ]
    assert "row 18 of part-0.parquet has this one" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["parts"]


def test_skip_leaves_out_what_one_machine_leaves_out(tmp_path, everyone, cluster):
    bad = everyone.copy()
    bad.loc[[2004, 7000], "egg"] = "dayly"
    bad.loc[5001, "respondent_id"] = bad.loc[17, "respondent_id"]
    parts, errors = in_parts(bad, tmp_path / "parts"), tmp_path / "errors.csv"
    tally = score_folder(
        SMALL, parts, tmp_path / "intakes", cluster.scheduler_address, errors=errors
    )
    assert tally == Tally(PEOPLE - 3, 3)
    left = everyone.drop(index=[2004, 5001, 7000]).reset_index(drop=True)
    pd.testing.assert_frame_equal(read_parts(tmp_path / "intakes"), on_one_machine(left, tmp_path))
    listed = pd.read_csv(errors)
    assert listed[["file", "row", "column"]].to_numpy().tolist() == [
        ["part-2.parquet", 5, "egg"],
        ["part-5.parquet", 2, "respondent_id"],
        ["part-7.parquet", 1, "egg"],
    ]


def test_folders_that_cannot_be_used_are_refused_before_any_work(tmp_path, everyone):
    parts = in_parts(everyone, tmp_path / "parts")
    nowhere = "tcp://127.0.0.1:1"
    with pytest.raises(ScoringError, match="no such folder"):
        score_folder(SMALL, tmp_path / "none", tmp_path / "i", nowhere)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ScoringError, match=r"no \.parquet file"):
        score_folder(SMALL, tmp_path / "empty", tmp_path / "i", nowhere)
    with pytest.raises(ScoringError, match="exists already; name a new folder"):
        score_folder(SMALL, parts, tmp_path / "empty", nowhere)
    with pytest.raises(ScoringError, match="cannot be written"):
        score_folder(SMALL, parts, tmp_path / "none" / "i", nowhere)
    with pytest.raises(ScoringError, match="the faults would overwrite"):
        score_folder(SMALL, parts, tmp_path / "i", nowhere, errors=parts / "part-3.parquet")
    everyone.rename(columns={"egg": "eg"}).to_parquet(parts / "part-3.parquet")
    with pytest.raises(ResponsesError, match=r"part-3\.parquet .*\n.*'eg'"):
        score_folder(SMALL, parts, tmp_path / "i", nowhere)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "parts"]


def test_a_scheduler_that_does_not_answer_is_named(tmp_path, everyone, monkeypatch):
    monkeypatch.setattr("scoring.batch.cluster._SECONDS_TO_CONNECT", 1)
    parts = in_parts(everyone, tmp_path / "parts")
    for where in ("tcp://127.0.0.1:1", "nonsense://x"):
        with pytest.raises(ScoringError, match=f"--dask {where}: no scheduler answers there"):
            score_folder(SMALL, parts, tmp_path / "i", where)
    assert [path.name for path in tmp_path.iterdir()] == ["parts"]


def test_the_command_starts_processes_of_its_own(tmp_path, everyone):
    parts = in_parts(everyone, tmp_path / "parts")
    foods = Path(__file__).with_name("small_foods.csv")
    arguments = ["score", parts, "--out", tmp_path / "out", "--dask", "local", "--jobs", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "scoring", *map(str, arguments), "--foods", str(foods)],
        cwd=HOUSE, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(f"out: intakes of {PEOPLE:,} people", done.stdout)
    pd.testing.assert_frame_equal(
        read_parts(tmp_path / "out"), on_one_machine(everyone, tmp_path), check_exact=True
    )
