"""`pip install .` in a fresh virtual environment: the science alone, and the same results."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

from scoring import Answer, Answers, FoodTable, estimate, score_responses

ROOT = Path(__file__).resolve().parent.parent
FOODS = FoodTable.load(ROOT / "foods.csv")
BIN = "Scripts" if os.name == "nt" else "bin"
SCIENCE = ("babel", "numpy", "pyarrow", "distributed")
OFFLINE = """The package could not be installed; what pip says is below. These tests fetch packages
from PyPI: is this computer online? To leave them out: python run.py test -m "not package"
"""
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | {
    "PYTHONIOENCODING": "utf-8"
}

pytestmark = pytest.mark.package


def pins(*names: str) -> list[str]:
    """The exact versions that the checkout's own tests run with."""
    text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    found = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))
    return [f"{name}=={found[name]}" for name in names]


def pip(python: Path, *arguments: object) -> None:
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        pytest.fail(OFFLINE + done.stderr)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of a virtual environment that holds the package and what it needs."""
    venv = tmp_path_factory.mktemp("package") / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    python = venv / BIN / "python"
    pip(python, f"{ROOT}[cluster]", *pins(*SCIENCE))
    return python


def printed(folder: Path, *command: object, **variables: str) -> str:
    """What a command prints there; it must succeed."""
    done = subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env=ENVIRONMENT | variables,
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_nothing_but_kdcheck_is_installed_with_it(python, tmp_path):
    code = """if True:
        import importlib.metadata, json
        files = importlib.metadata.files("kdcheck")
        print(json.dumps([file.as_posix() for file in files]))
        """
    files = json.loads(printed(tmp_path, python, "-c", code))
    outside = {name.partition("/")[0] for name in files if not name.startswith("..")}
    assert {re.sub(r"-[0-9.]+\.dist-info$", ".dist-info", name) for name in outside} == {
        "kdcheck",
        "kdcheck.dist-info",
    }
    assert [Path(name).stem for name in files if name.startswith("..")] == ["kdcheck"]
    names = {name.rpartition("/")[2] for name in files}
    assert {"LICENSE", "LICENSE-DATA.md", "foods.csv", "food_records.csv", "sources.csv"} <= names
    assert {"foods_by_country.csv", "seldom_eaten.csv"} <= names
    tracked = subprocess.run(
        ["git", "ls-files", "scoring"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    ours = {name.replace("scoring/", "kdcheck/", 1) for name in tracked}
    ours -= {f"kdcheck/languages/{name}.py" for name in ("catalogue", "__main__")}
    assert ours <= set(files)


@pytest.mark.parametrize("name", ["streamlit", "pandas", "scoring", "plotly"])
def test_it_brings_no_screen_and_no_other_name(python, tmp_path, name):
    code = f"import importlib.util; print(importlib.util.find_spec({name!r}))"
    assert printed(tmp_path, python, "-c", code) == "None\n"


def test_every_command_gives_what_the_checkout_gives(python, tmp_path):
    responses = tmp_path / "responses.csv"
    responses.write_text(
        "respondent_id,natto,gouda_edam.portion,gouda_edam,age\n"
        "ana,1w,S,3-4w,41\nben,nevr,,,\n=cem,,,4+d,\n",
        encoding="utf-8",
    )
    commands = [
        "template --out template.csv",
        "template --out template.parquet",
        "simulate --people 300 --out made_up.csv --seed 3",
        "simulate --people 300 --out made_up.parquet",
        "score made_up.csv --out from_csv.csv",
        "score made_up.csv --out from_csv.parquet --jobs 1",
        "score made_up.parquet --out from_parquet.csv --range 0.9",
        "score ../responses.csv --out some.csv --on-error skip --errors faults.csv",
        "check foods.csv",
        "validate",
    ]
    kdcheck = python.with_name("kdcheck")
    said, made = {}, {}
    for name, program in (("checkout", [sys.executable, "-m", "scoring"]), ("package", [kdcheck])):
        folder = tmp_path / name
        folder.mkdir()
        for table in ("foods.csv", "sources.csv"):
            (folder / table).write_bytes((ROOT / table).read_bytes())
        where = {"PYTHONPATH": str(ROOT)} if name == "checkout" else {}
        said[name] = [printed(folder, *program, *c.split(), **where) for c in commands]
        made[name] = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert said["package"] == said["checkout"]
    assert made["package"] == made["checkout"]
    assert b"nevr" in made["package"]["faults.csv"]


def test_the_usage_names_the_program_as_it_was_started(python, tmp_path):
    for program in (["kdcheck"], ["python", "-m", "kdcheck"]):
        command = [python.with_name(program[0]), *program[1:], "--help"]
        assert printed(tmp_path, *command).startswith(f"usage: {' '.join(program)} [-h] command")
    usage = printed(tmp_path, sys.executable, "-m", "scoring", "--help", PYTHONPATH=str(ROOT))
    assert usage.startswith("usage: python -m scoring [-h] command")


def test_a_folder_is_scored_by_workers_of_the_package(python, tmp_path):
    parts = tmp_path / "parts"
    parts.mkdir()
    kdcheck = python.with_name("kdcheck")
    for n in (1, 2):
        part = parts / f"{n}.parquet"
        printed(tmp_path, kdcheck, "simulate", "--people", 50, "--out", part, "--seed", n)
        table = pyarrow.parquet.read_table(part)
        ids = pa.array([f"{n}-{i}" for i in range(50)])
        pyarrow.parquet.write_table(table.set_column(0, "respondent_id", ids), part)
    printed(tmp_path, kdcheck, "score", parts, "--out", "intakes", "--dask", "local", "--jobs", 2)
    for n in (1, 2):
        alone = tmp_path / f"{n}.parquet"
        printed(tmp_path, kdcheck, "score", parts / alone.name, "--out", alone)
        assert (tmp_path / "intakes" / alone.name).read_bytes() == alone.read_bytes()


def test_the_functions_give_what_those_of_the_checkout_give(python, tmp_path):
    code = f"""if True:
        import kdcheck
        foods = kdcheck.FoodTable.load({str(ROOT / "foods.csv")!r})
        answers = kdcheck.Answers({{"natto": kdcheck.Answer("1w"), "eggs": kdcheck.Answer("5-6w")}})
        print(repr(kdcheck.estimate(foods, answers)))
        """
    ours = estimate(FOODS, Answers({"natto": Answer("1w"), "eggs": Answer("5-6w")}))
    assert printed(tmp_path, python, "-c", code) == f"{ours!r}\n"


def test_a_strangers_parquet_file_is_cleaned_from_any_folder(python, tmp_path):
    source = tmp_path / "given.parquet"
    table = pa.table({"respondent_id": ["a"], "natto": ["1w"]})
    pyarrow.parquet.write_table(table, source)
    code = """if True:
        from pathlib import Path
        from kdcheck.batch.clean_parquet import clean
        clean(Path("given.parquet"), Path("clean.parquet"), "given.parquet", 10, 10)
        """
    printed(tmp_path, python, "-c", code)
    cleaned = pyarrow.parquet.read_table(tmp_path / "clean.parquet")
    assert cleaned.to_pylist() == table.to_pylist()


def test_frames_are_scored_where_pandas_is(python, tmp_path):
    path = str(ROOT / "foods.csv")
    begin = f"import kdcheck; foods = kdcheck.FoodTable.load({path!r}); "
    without = begin + "kdcheck.score_responses(foods, [])"
    refused = subprocess.run(
        [python, "-c", without], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True
    )
    assert "ScoringError: frame: found list; allowed: a pandas DataFrame" in refused.stderr

    pandas = tmp_path / "pandas"
    needed = pins("pandas", "python-dateutil", "tzdata")
    pip(python, "--no-deps", "--target", pandas, *needed)
    score = begin + (
        "import pandas as pd; frame = pd.DataFrame({'respondent_id': ['a'], 'natto': ['1w']});"
        " kdcheck.score_responses(foods, frame).to_csv('intakes.csv')"
    )
    printed(tmp_path, python, "-c", score, PYTHONPATH=str(pandas))
    ours = score_responses(FOODS, pd.DataFrame({"respondent_id": ["a"], "natto": ["1w"]}))
    assert (tmp_path / "intakes.csv").read_text() == ours.to_csv(lineterminator="\n")
