"""What scoring costs in this checkout and in another one, by turns in one run.

    python benchmarks/score_against.py FOLDER [--people 1000000] [--turns 5]

Prints processor time, in which other programs hardly show, and the ratio of this checkout to the
other: `python -m scoring score` of two people, beside `import pandas`; and scoring alone of many
people from a Parquet file that the system holds in memory, on one core, also where the columns of
the file may hold null. Each checkout scores answers about the foods of its own table.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

HOUSE = Path(__file__).resolve().parent.parent

SCORING_ALONE = """
import sys, time
import pyarrow as pa
from pathlib import Path
sys.path.insert(0, "")
from scoring import FoodTable
foods = FoodTable.load("foods.csv")
try:
    from scoring.batch.score_files import score_pass
    from scoring.intake.estimate import DEFAULT_RANGE_LEVEL, range_z
    try:
        from scoring.batch.opened import open_responses
        opened = lambda path: open_responses(foods, path)
    except ImportError:  # an older layout
        from scoring.batch.read import open_responses as opened
except ImportError:  # the oldest
    from scoring.intake import DEFAULT_RANGE_LEVEL, range_z
    from scoring.response_files import open_responses as opened
    from scoring.score_files import score_pass

class Nowhere:
    is_csv = False
    def encoded(self, piece):
        return piece
    def write(self, piece):
        pass

pa.set_cpu_count(1)
for source in sys.argv[1:]:
    responses = opened(Path(source))
    start = time.process_time()
    score_pass(foods, responses, Nowhere(), None, range_z(DEFAULT_RANGE_LEVEL))
    print(time.process_time() - start)
"""


def run(checkout: Path, *arguments: object) -> str:
    """What a Python process in a checkout prints; modules are compiled once, as everywhere."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=checkout,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def processor_seconds(work: Callable[[], object]) -> float:
    """Processor time of the processes that `work` starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def show_start(checkouts: tuple[Path, Path], folder: Path, turns: int) -> None:
    """The command on two people."""
    works: list[Callable[[], object]] = [lambda: run(HOUSE, "-c", "import pandas")]
    for number, checkout in enumerate(checkouts):
        two = folder / f"two{number}.csv"
        run(checkout, "-m", "scoring", "simulate", "--people", 2, "--out", two)
        command = ("-m", "scoring", "score", two, "--out", folder / "intakes.csv")
        works.append(lambda checkout=checkout, command=command: run(checkout, *command))
    times = [[processor_seconds(work) for work in works] for _ in range(turns)]
    pandas, here, there = (min(column) for column in zip(*times, strict=True))
    print(f"import pandas                     {pandas:7.3f} s")
    print(f"score of two people, this         {here:7.3f} s  {here / pandas:.2f} of import pandas")
    print(
        f"score of two people, the other    {there:7.3f} s  {there / pandas:.2f} of import pandas"
    )
    print(f"ratio                             {here / there:7.2f}")


def show_many(checkouts: tuple[Path, Path], folder: Path, people: int, turns: int) -> None:
    """Scoring alone, of a file without nulls and of one that may hold some."""
    sources = []
    for number, checkout in enumerate(checkouts):
        plain, nullable = (folder / f"{kind}{number}.parquet" for kind in ("plain", "nullable"))
        run(checkout, "-m", "scoring", "simulate", "--people", people, "--out", plain)
        table = pa.parquet.read_table(plain)
        rows = pa.parquet.read_metadata(plain).row_group(0).num_rows
        table = table.cast(pa.schema([field.with_nullable(True) for field in table.schema]))
        pa.parquet.write_table(table, nullable, row_group_size=rows)
        del table
        sources.append((plain, nullable))
    best = [[float("inf")] * 2, [float("inf")] * 2]
    for _ in range(turns):
        for number, checkout in enumerate(checkouts):
            times = map(float, run(checkout, "-c", SCORING_ALONE, *sources[number]).split())
            best[number] = [min(pair) for pair in zip(best[number], times, strict=True)]
    for kind, here, there in zip(("no null", "null allowed"), *best, strict=True):
        print(f"{people:,} people, {kind:12} this {here:.3f} s, the other {there:.3f} s", end=", ")
        print(f"ratio {here / there:.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("against", type=Path, metavar="FOLDER", help="the other checkout")
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    checkouts = (HOUSE, options.against.resolve())
    with tempfile.TemporaryDirectory() as name:
        show_start(checkouts, Path(name), options.turns)
        show_many(checkouts, Path(name), options.people, options.turns)


if __name__ == "__main__":
    main()
