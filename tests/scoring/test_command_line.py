"""The command line, run as a person runs it: what it prints, its exit code, its files."""

import csv
import os
import re
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scoring.__main__ import main

HOUSE = Path(__file__).parent.parent.parent
SMALL_FOODS = Path(__file__).with_name("small_foods.csv")
SOURCES = "source_id,kind,citation,year,country,url_or_doi,licence,accessed\n"
GOOD = b"respondent_id,natto,egg,egg.portion\n007,1w,1d,L\n8,never,,\n"


@pytest.fixture
def responses(tmp_path: Path) -> Path:
    path = tmp_path / "responses.csv"
    path.write_bytes(GOOD)
    return path


def run(*arguments: object, folder: Path = HOUSE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scoring", *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HOUSE), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def score(responses: Path, out: Path, *more: object) -> int:
    return main(
        ["score", str(responses), "--out", str(out), "--foods", str(SMALL_FOODS), *map(str, more)]
    )


def test_score_writes_the_intakes_and_says_so(responses, tmp_path):
    out = tmp_path / "intakes.csv"
    done = run("score", responses, "--out", out, "--foods", SMALL_FOODS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "intakes of 2 people" in done.stdout
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["respondent_id"] for row in rows] == ["007", "8"]
    assert rows[0]["mk7_ug"] == "57.14"
    assert rows[0]["mk4_ug"] == "18.14"
    assert rows[1]["warnings"] == "unanswered;all_never"


def test_score_uses_our_own_foods_from_any_folder(tmp_path):
    (tmp_path / "r.csv").write_bytes(b"respondent_id,natto\na,1w\n")
    assert run("score", "r.csv", "--out", "i.parquet", folder=tmp_path).returncode == 0
    assert (tmp_path / "i.parquet").is_file()


NOT_NEEDED = {"pandas", "babel", "numpy.ma", "concurrent.futures", "distributed"}
MODULES = """
import sys
from scoring.__main__ import main
code = main(sys.argv[1:])
print(*sys.modules, sep="\\n")
sys.exit(code)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "not_needed"), [(".csv", "pyarrow.parquet"), (".parquet", "pyarrow.csv")]
)
@pytest.mark.parametrize("more", [[], ["--on-error", "skip", "--errors", "faults"]])
def test_a_small_file_is_scored_without_what_starts_slowly(tmp_path, kind, not_needed, more):
    made_up, intakes = tmp_path / f"r{kind}", tmp_path / f"i{kind}"
    more = [*more[:-1], tmp_path / f"faults{kind}"] if more else []
    assert run("simulate", "--people", 2, "--out", made_up).returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", MODULES, "score", made_up, "--out", intakes, *more],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.splitlines())
    assert "pyarrow" in loaded
    assert loaded & {*NOT_NEEDED, not_needed} == set()


def test_score_takes_another_range(responses, tmp_path):
    ends = []
    for level in ("0.5", "0.95"):
        assert score(responses, tmp_path / "i.csv", "--range", level) == 0
        (row, _) = csv.DictReader((tmp_path / "i.csv").read_text().splitlines())
        ends.append(float(row["mk7_high"]))
    assert ends[0] < ends[1]


def test_an_intakes_file_is_replaced_and_readable_like_other_files(responses, tmp_path):
    out = tmp_path / "i.csv"
    out.write_text("old")
    assert score(responses, out) == 0
    assert "respondent_id" in out.read_text()
    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE(responses.stat().st_mode)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (GOOD.replace(b"never", b"nevr"), "row 2, column 'natto': found 'nevr'"),
        (GOOD.replace(b"natto", b"nato"), "Did you mean 'natto'?"),
        (GOOD.replace(b",natto", b",egg"), "found '2 times'; allowed: once"),
        (GOOD.replace(b"respondent_id", b"who"), "respondent_id"),
        (GOOD.replace(b"007", b""), "row 1, column 'respondent_id'"),
        (GOOD.replace(b"007", b"8"), "row 2, column 'respondent_id'"),
        (GOOD + b"9,never\n", "row 3: found '2 cells'; allowed: 4 cells"),
        (GOOD + b"9,never,1d,M,S\n", "row 3: found '5 cells'; allowed: 4 cells"),
        (GOOD.replace(b"8,", b"\xff,"), "row 2, column 'respondent_id': found 'ÿ'; allowed"),
        (GOOD.replace(b"8,", b"\x94[\x93\xa4,"), "UTF-8 text: save the file as CSV (UTF-8)"),
        (GOOD.replace(b"egg,", b"\xe9gg,"), "column 'égg': found 'égg'; allowed: a column of the"),
        (GOOD.decode().encode("utf-16-le"), "save the file as CSV (UTF-8)"),
        (GOOD.replace(b"8,", b"8\0,"), "row 2, column 'respondent_id': found '8\\x00'; allowed"),
        (GOOD.replace(b"1d", b"1d\0"), "row 1, column 'egg': found '1d\\x00'; allowed"),
        (GOOD.replace(b",", b";") + b"9;1w;2,5;M\n", "row 3, column 'egg': found '2,5'"),
        (b"", "found 'an empty file'; allowed: a header row and one row a person"),
        (b"\n\n", "found 'an empty file'"),
        (b"\xef\xbb\xbf", "responses.csv cannot be scored"),
        (b"PK\x03\x04\x00\x00\xff", "responses.csv cannot be scored"),
        (b"\x00" * 5000, "responses.csv cannot be scored"),
        (b'respondent_id,natto\n"a,1w\n', "responses.csv cannot be scored"),
        (GOOD + b"9," + b"x" * 3_000_000 + b",,\n", "responses.csv cannot be scored"),
    ],
)
def test_bad_responses_are_named_and_no_file_is_left(responses, tmp_path, capsys, data, said):
    responses.write_bytes(data)
    assert score(responses, tmp_path / "intakes.csv") == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("error: ")
    assert said in printed.err
    assert len(printed.err) < 2000
    assert [path.name for path in tmp_path.iterdir()] == ["responses.csv"]


@pytest.mark.parametrize(
    "data", [b"", b"PAR1", b"no parquet", GOOD, b"PAR1" + b"\xff" * 50 + b"PAR1"]
)
def test_a_bad_parquet_file_is_refused(tmp_path, capsys, data):
    (tmp_path / "r.parquet").write_bytes(data)
    assert score(tmp_path / "r.parquet", tmp_path / "i.csv") == 2
    assert "allowed: a Parquet file" in capsys.readouterr().err
    assert not (tmp_path / "i.csv").exists()


def test_a_bad_file_leaves_the_old_intakes_alone(responses, tmp_path):
    out = tmp_path / "i.csv"
    out.write_text("old")
    responses.write_bytes(GOOD.replace(b"1w", b"x"))
    assert score(responses, out) == 2
    assert out.read_text() == "old"


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("i.xls", "found the ending '.xls'; allowed: .csv, .xlsx or .parquet"),
        ("i", "found the ending ''; allowed: .csv, .xlsx or .parquet"),
        ("none/i.csv", "cannot be written: No such file or directory"),
        ("responses.csv", "responses.csv; name a new file"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused(responses, tmp_path, capsys, out, said):
    assert score(responses, tmp_path / out) == 2
    assert said in capsys.readouterr().err
    assert responses.read_bytes() == GOOD
    assert [path.name for path in tmp_path.iterdir()] == ["responses.csv"]


@pytest.mark.parametrize("name", ["foods.csv", "sources.csv", "link.csv", "responses.csv"])
def test_the_files_that_were_read_are_never_overwritten(responses, write_table, capsys, name):
    foods = write_table(sources="a")
    rows = SOURCES + "".join(f"{key},table,A,,,,,\n" for key in ("a", "table_a", "table_b"))
    foods.with_name("sources.csv").write_text(rows)
    foods.with_name("link.csv").symlink_to(foods)
    before = {path.name: path.read_bytes() for path in foods.parent.iterdir()}
    out = str(foods.with_name(name))
    assert main(["score", str(responses), "--out", out, "--foods", str(foods)]) == 2
    assert "the intakes would overwrite" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in foods.parent.iterdir()} == before


def test_intakes_written_to_a_link_go_where_it_leads(responses, tmp_path):
    (tmp_path / "kept").mkdir()
    target, link = tmp_path / "kept" / "intakes.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    for _ in range(2):  # there is no such file yet, then there is
        assert score(responses, link) == 0
        assert link.is_symlink()
        assert target.read_text("utf-8-sig").startswith('"respondent_id"')
        assert [path.name for path in target.parent.iterdir()] == ["intakes.csv"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_template_overwrites_no_file(tmp_path, capsys, ending):
    path = tmp_path / f"t.{ending}"
    path.write_text("a month of answers")
    assert main(["template", "--out", str(path), "--foods", str(SMALL_FOODS)]) == 2
    assert "exists already, and may hold answers; name a new file" in capsys.readouterr().err
    assert path.read_text() == "a month of answers"


@pytest.mark.slow
def test_quoted_line_breaks_are_read_in_a_file_of_any_size(responses, tmp_path):
    people = 100_000
    rows = "".join(f'"P{n}\nof {people}",1w,,\n' for n in range(people))
    responses.write_text("respondent_id,natto,egg,egg.portion\n" + rows, encoding="utf-8")
    assert responses.stat().st_size > 2 * 2**20
    assert score(responses, tmp_path / "i.csv") == 0
    with (tmp_path / "i.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = [row["respondent_id"] for row in csv.DictReader(file)]
    assert (len(ids), ids[-1]) == (people, f"P{people - 1}\nof {people}")


@pytest.mark.slow
def test_a_quote_left_open_in_a_long_file_is_named_by_its_row(responses, tmp_path, capsys):
    rows = [f"P{n},1w,,\n" for n in range(200_000)]
    rows[1234] = '"P1234,1w,,\n'
    responses.write_text("respondent_id,natto,egg,egg.portion\n" + "".join(rows))
    assert score(responses, tmp_path / "i.csv") == 2
    assert "responses.csv cannot be scored. The first fault of each column:\n  row 1235: found" in (
        capsys.readouterr().err
    )


def test_many_unknown_columns_are_refused_in_few_words(responses, tmp_path, capsys):
    header, *rows = GOOD.decode().splitlines()
    header += "".join(f",extra{n}" for n in range(10_000))
    responses.write_text("\n".join([header, *(row + ",1w" * 10_000 for row in rows)]))
    start = time.perf_counter()
    assert score(responses, tmp_path / "i.csv") == 2
    assert time.perf_counter() - start < 30
    printed = capsys.readouterr().err
    assert "… and 9980 more columns" in printed
    assert len(printed) < 4000


def test_a_folder_is_no_place_for_intakes(responses, tmp_path, capsys):
    (tmp_path / "i.csv").mkdir()
    assert score(responses, tmp_path / "i.csv") == 2
    assert "cannot be written" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["i.csv", "responses.csv"]


@pytest.mark.parametrize("name", ["none.csv", "none.parquet", "folder.csv", "r.json"])
def test_responses_that_cannot_be_read_are_refused(tmp_path, capsys, name):
    (tmp_path / "folder.csv").mkdir()
    assert score(tmp_path / name, tmp_path / "i.csv") == 2
    assert name in capsys.readouterr().err
    assert not (tmp_path / "i.csv").exists()


@pytest.mark.parametrize("level", ["0", "1", "80", "nan", "-1"])
def test_a_range_that_is_no_share_is_refused(responses, tmp_path, capsys, level):
    assert score(responses, tmp_path / "i.csv", f"--range={level}") == 2
    assert "range level" in capsys.readouterr().err
    assert not (tmp_path / "i.csv").exists()


def test_a_faulty_food_table_stops_scoring(responses, tmp_path, write_table):
    foods, out = write_table(serving_g="x"), tmp_path / "i.csv"
    done = run("score", responses, "--out", out, "--foods", foods)
    assert done.returncode == 2
    assert "row 2, column 'serving_g': found 'x'" in done.stderr
    assert not out.exists()


@pytest.mark.parametrize("arguments", [[], ["score"], ["score", "r.csv"], ["guess"], ["check"]])
def test_a_command_that_is_incomplete_shows_its_usage(arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python -m scoring")


def test_check_finds_no_fault_in_our_own_foods():
    done = run("check", "foods.csv")
    assert done.returncode == 0
    assert done.stdout.startswith("foods.csv: no faults; ")
    assert len(done.stdout.splitlines()) == 1


def test_check_says_when_sources_are_not_checked(write_table):
    note = "sources not checked: no sources.csv beside it\n"
    done = run("check", write_table())
    assert done.returncode == 0
    assert done.stdout.endswith(note)
    done = run("check", write_table(serving_g="x"))
    assert done.returncode == 1
    assert done.stdout.endswith(note)


def test_check_of_a_file_that_cannot_be_read_is_bad_input(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        done = run("check", path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"error: {path.name} cannot be used. ")
        assert "allowed: a file that can be opened" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_a_console_without_every_sign_shows_a_message_all_the_same(write_table, encoding):
    done = subprocess.run(
        [sys.executable, "-m", "scoring", "check", write_table(serving_g="五十 µg…")],
        cwd=HOUSE, env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"row 2, column 'serving_g': found '\\u4e94\\u5341" in done.stdout


def test_check_lists_every_fault(write_table):
    done = run("check", write_table(serving_g="x", k1_ug="nan", tags="Soy"))
    assert done.returncode == 1
    for column in ("serving_g", "k1_ug", "tags"):
        assert f"row 2, column '{column}'" in done.stdout
    assert "3 faults" in done.stdout


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_template_can_be_scored_as_it_is(tmp_path, ending):
    template, out = tmp_path / f"t.{ending}", tmp_path / "i.csv"
    assert main(["template", "--out", str(template), "--foods", str(SMALL_FOODS)]) == 0
    assert score(template, out) == 0
    assert len(out.read_text().splitlines()) == 1


def test_a_template_of_an_unknown_kind_is_refused(tmp_path, capsys):
    assert main(["template", "--out", str(tmp_path / "t.txt"), "--foods", str(SMALL_FOODS)]) == 2
    assert "allowed: .csv, .xlsx or .parquet" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_sees_a_progress_bar(responses, tmp_path):
    pty = pytest.importorskip("pty")  # there is none on Windows
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "scoring", "score", responses, "--out", tmp_path / "i.csv"]
    subprocess.run(
        [*command, "--foods", SMALL_FOODS],
        cwd=HOUSE, stderr=inside, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    os.close(inside)
    shown = os.read(terminal, 10_000).decode()
    os.close(terminal)
    assert re.search(r"\[#{30}\] 2 people, [\d,]+ a second, \d+ s\x1b\[K\r\n", shown)
