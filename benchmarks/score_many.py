"""How fast many people are scored, beside what limits it and what else one might use.

    python benchmarks/score_many.py [--people 1000000] [--largest 5000000] [--peers PYTHON]

Made-up responses go to a temporary folder. The sides of a comparison take turns, and the fastest
of several turns counts. --peers names a Python with two other programs, if you want them:

    python -m venv peers && peers/bin/pip install hei-calculator==0.1.5 dii-calculator==1.0.13

They do tasks of their own, on fewer and other columns, so their time is given for each person and
column.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

# Threads of OpenBLAS wait for each other on busy cores: bare products then take up to five times as
# long, and would flatter what is set beside them. To be set before numpy is imported.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from scoring import Answer, Answers, FoodTable, estimate  # noqa: E402
from scoring.batch.read import open_responses  # noqa: E402
from scoring.batch.score_files import score_pass  # noqa: E402
from scoring.batch.simulate import simulate_file  # noqa: E402
from scoring.intake.estimate import DEFAULT_RANGE_LEVEL, range_z  # noqa: E402
from scoring.nutrients import STORED, TOTALS  # noqa: E402
from scoring.questionnaire.answers import FREQUENCIES, PORTIONS  # noqa: E402

OUR_FOODS = HOUSE / "foods.csv"
PRODUCTS = 4
PEOPLE_IN_CACHE = 2000
PEOPLE_ONE_BY_ONE = 300
GROWTH = (10_000, 100_000, 1_000_000, 5_000_000)
FOOD_COPIES = (1, 2, 4, 8)
PEOPLE_FOR_FOODS = 50_000

PYARROW = """
import sys, time
import pyarrow as pa, pyarrow.csv, pyarrow.parquet
source, result, target = sys.argv[1:]
start = time.perf_counter()
if source.endswith(".csv"):
    texts = pa.csv.ConvertOptions(default_column_type=pa.string())
    table = pa.csv.read_csv(source, convert_options=texts)
else:
    table = pa.parquet.read_table(source)
read = time.perf_counter() - start
table = pa.parquet.read_table(result)
start = time.perf_counter()
(pa.csv.write_csv if target.endswith(".csv") else pa.parquet.write_table)(table, target)
print(read, time.perf_counter() - start)
"""
"""Reads the responses as text, as scoring must (an id of 007 stays 007), and writes the intakes."""

PEERS = {
    "hei-calculator": """
import sys, time
import numpy as np, pandas as pd
from hei_calculator import process_csv
rng = np.random.default_rng(1)
names = ("kcal F_TOTAL G_WHOLE V_TOTAL V_LEGUMES V_DRKGR D_TOTAL PF_TOTAL PF_SEAFD_HI"
         " PF_SEAFD_LOW PF_SOY PF_NUTSDS PF_LEGUMES G_REFINED ADD_SUGARS SOLID_FATS Sodium").split()
people = int(sys.argv[1])
frame = pd.DataFrame(rng.random((people, len(names))) * 100 + 1, columns=names)
frame.to_csv("hei_in.csv", index=False)
start = time.perf_counter()
process_csv("hei_in.csv", "hei_out.csv")
print(len(names), time.perf_counter() - start)
""",
    "dii-calculator": """
import sys, time, warnings
warnings.simplefilter("ignore")  # it finds our random amounts hard to believe
import numpy as np, pandas as pd
from dii import calculate_dii, get_available_nutrients
rng = np.random.default_rng(1)
names = get_available_nutrients()
people = int(sys.argv[1])
frame = pd.DataFrame(rng.random((people, len(names))) * 100, columns=names)
frame.to_csv("dii_in.csv", index=False)
start = time.perf_counter()
calculate_dii(pd.read_csv("dii_in.csv")).to_csv("dii_out.csv", index=False)
print(len(names), time.perf_counter() - start)
""",
}


class Nowhere:
    """Takes intakes and keeps none."""

    def encoded(self, table: Any) -> Any:
        """Give the piece back."""
        return table

    def write(self, piece: Any) -> None:
        """Forget the piece."""


def seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def fastest(turns: int, *sides: Callable[[], float]) -> list[float]:
    """The fastest of several turns of each side, one after the other."""
    times = [[side() for side in sides] for _ in range(turns)]
    return [min(column) for column in zip(*times, strict=True)]


def run(*arguments: object, folder: Path = HOUSE, python: str = sys.executable) -> str:
    """What a Python process prints."""
    command = [python, *map(str, arguments)]
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


def score_command(source: Path, target: Path, *more: object) -> Callable[[], float]:
    arguments = ("-m", "scoring", "score", source, "--out", target, *more)
    return lambda: seconds(lambda: run(*arguments))


def pyarrow_alone(source: Path, result: Path, target: Path) -> Callable[[], float]:
    """Reading the responses and writing the intakes, without the start of Python."""
    return lambda: sum(map(float, run("-c", PYARROW, source, result, target).split()))


def row(what: str, time_s: float, people: int, ratio: str = "") -> None:
    print(f"{what:58} {time_s:9.3f} s {time_s / people * 1e6:11.3f} µs {ratio}", flush=True)


def show_whole_commands(folder: Path, people: int, turns: int) -> Path:
    """The command on Parquet and CSV, beside pyarrow; returns the responses as Parquet."""
    parquet = folder / "responses.parquet"
    simulate_file(FoodTable.load(OUR_FOODS), people, parquet)
    table = pa.parquet.read_table(parquet)
    pa.csv.write_csv(table, folder / "responses.csv")
    del table
    result = folder / "result.parquet"
    run("-m", "scoring", "score", parquet, "--out", result)
    for ending, goal in (("parquet", 2.0), ("csv", 1.5)):
        source = folder / f"responses.{ending}"
        limit, ours, one_job = fastest(
            turns,
            pyarrow_alone(source, result, folder / f"limit.{ending}"),
            score_command(source, folder / f"intakes.{ending}"),
            score_command(source, folder / f"intakes.{ending}", "--jobs", 1),
        )
        row(f"{ending}: pyarrow reads the input and writes the output", limit, people, "1")
        row(f"{ending}: python -m scoring score", ours, people, f"{ours / limit:.2f} (goal {goal})")
        row(f"{ending}: the same, --jobs 1", one_job, people, f"{one_job / limit:.2f}")
    return parquet


def show_in_memory(foods: FoodTable, parquet: Path, people: int, turns: int) -> None:
    """Scoring alone, from a file that the system holds in memory, beside bare matrix products.

    All on one core, in processor time, in which other programs hardly show. The bare products find
    their numbers in memory. No file holds those: reading its codes alone is shown too, and so are
    the products as scoring does them, on pieces that stay in the processor's cache. Columns that
    may hold null, as most programs write them, take Arrow twice as long to read.
    """
    with_null = parquet.with_name("with_null.parquet")
    table = pa.parquet.read_table(parquet)
    may_be_null = pa.schema([field.with_nullable(True) for field in table.schema])
    rows = pa.parquet.read_metadata(parquet).row_group(0).num_rows
    pa.parquet.write_table(table.cast(may_be_null), with_null, row_group_size=rows)
    del table
    rng = np.random.default_rng(1)
    servings = rng.random((people, len(foods)))
    content = rng.random((len(foods), len(TOTALS)))
    some_servings = rng.random((len(foods), PEOPLE_IN_CACHE))
    z = range_z(DEFAULT_RANGE_LEVEL)

    def products() -> None:
        for _ in range(PRODUCTS):
            servings @ content

    def products_in_cache() -> None:
        for _ in range(PRODUCTS * people // PEOPLE_IN_CACHE):
            content.T @ some_servings

    def reading(path: Path) -> None:
        for _ in open_responses(path).pieces():
            pass

    def scoring(path: Path) -> None:
        score_pass(foods, open_responses(path), Nowhere(), None, z)

    threads = pa.cpu_count()
    pa.set_cpu_count(1)
    works = [partial(work, path) for path in (parquet, with_null) for work in (reading, scoring)]
    sides = (partial(processor_seconds, side) for side in (products, products_in_cache, *works))
    bare, in_cache, read, ours, read_null, ours_null = fastest(turns, *sides)
    pa.set_cpu_count(threads)
    shape = f"{people:,} × {len(foods)} by {len(foods)} × {len(TOTALS)}"
    row(f"{PRODUCTS} bare products, {shape}", bare, people, "1")
    row("the same in the processor's cache", in_cache, people, f"{in_cache / bare:.2f}")
    for kind, reads, scores in (("", read, ours), (", null allowed", read_null, ours_null)):
        what = f"pyarrow reads the codes from Parquet{kind}"
        row(what, reads, people, f"{reads / bare:.2f}")
        what = f"scoring from Parquet in memory{kind}"
        row(what, scores, people, f"{scores / bare:.2f} (goal 3)")


def show_one_by_one(foods: FoodTable, parquet: Path) -> None:
    """The ways that take people one by one."""
    first = pa.parquet.ParquetFile(parquet).iter_batches(PEOPLE_ONE_BY_ONE)
    frame = next(first).to_pandas()
    servings_of = {f.code: f.servings_per_week for f in FREQUENCIES} | {"": 0}
    factor_of = {p.code: p.factor for p in PORTIONS} | {"": 1}

    def central(person: "pd.Series[Any]") -> pd.Series:
        totals = dict.fromkeys(STORED, 0.0)
        for food in foods:
            week = servings_of[person[food.food_id]]
            grams = week / 7 * factor_of[person[f"{food.food_id}.portion"]] * food.serving_g
            for nutrient in STORED:
                content = food.content[nutrient]
                if content is not None:
                    totals[nutrient] += grams / 100 * content.central
        return pd.Series(totals)

    def one_by_one() -> None:
        for person in frame.to_dict("records"):
            eaten = {f.food_id: person[f.food_id] for f in foods if person[f.food_id]}
            portions = {food_id: person[f"{food_id}.portion"] or "M" for food_id in eaten}
            answers = {food_id: Answer(eaten[food_id], portions[food_id]) for food_id in eaten}
            estimate(foods, Answers(answers))

    apply, ours = fastest(
        3,
        lambda: seconds(lambda: frame.apply(central, axis=1)),
        lambda: seconds(one_by_one),
    )
    row("pandas, apply over rows: central values alone", apply, PEOPLE_ONE_BY_ONE)
    row("estimate() for one person after another", ours, PEOPLE_ONE_BY_ONE)


def show_growth(folder: Path, largest: int) -> None:
    """Cost with people and with foods."""
    foods = FoodTable.load(OUR_FOODS)
    for people in (count for count in GROWTH if count <= largest):
        source = folder / f"{people}.parquet"
        simulate_file(foods, people, source)
        (ours,) = fastest(1, score_command(source, folder / "growth.parquet"))
        row(f"{people:,} people", ours, people)
        source.unlink()
    with OUR_FOODS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    z = range_z(DEFAULT_RANGE_LEVEL)
    for copies in FOOD_COPIES:
        table = folder / f"foods{copies}.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            for n in range(copies):
                writer.writerows(r | {"food_id": f"{r['food_id']}_{n}"} for r in rows)
        many_foods = FoodTable.load(table)
        source = folder / f"foods{copies}.parquet"
        simulate_file(many_foods, PEOPLE_FOR_FOODS, source)

        def scoring(foods: FoodTable = many_foods, source: Path = source) -> None:
            score_pass(foods, open_responses(source), Nowhere(), None, z)

        (ours,) = fastest(3, lambda scoring=scoring: seconds(scoring))
        each = ours / PEOPLE_FOR_FOODS / len(many_foods) * 1e9
        row(f"{len(many_foods)} foods", ours, PEOPLE_FOR_FOODS, f"{each:.0f} ns for each food")


def show_peers(folder: Path, python: str | None, parquet: Path, people: int) -> None:
    """Other programs on their own tasks, and our command on CSV."""
    if python is None:
        print("other programs: not measured; --help says how")
        return
    columns = len(pa.parquet.read_schema(parquet).names)
    source, target = folder / "responses.csv", folder / "peers.csv"
    (ours,) = fastest(1, score_command(source, target))
    row(f"ours, CSV, {columns} columns", ours, people, f"{ours / people / columns * 1e9:.1f} ns")
    for name, script in PEERS.items():
        count, time_s = run("-c", script, people, folder=folder, python=python).split()[-2:]
        each = float(time_s) / people / int(count) * 1e9
        row(f"{name}, CSV, {count} columns", float(time_s), people, f"{each:.1f} ns")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--largest", type=int, default=GROWTH[-1], help="people of the last growth")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--peers", metavar="PYTHON", help="a Python with the other programs")
    options = parser.parse_args()
    foods = FoodTable.load(OUR_FOODS)
    print(f"{'':58} {'time':>11} {'a person':>14} ratio")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"-- whole command, {options.people:,} people, {len(foods)} foods")
        parquet = show_whole_commands(folder, options.people, options.turns)
        print("-- scoring alone, processor time of one core")
        show_in_memory(foods, parquet, options.people, options.turns)
        print("-- one by one")
        show_one_by_one(foods, parquet)
        print("-- other programs, their own tasks; for each person and column")
        show_peers(folder, options.peers, parquet, options.people)
        print("-- growth with people (whole command) and with foods (scoring alone, one core)")
        show_growth(folder, options.largest)


if __name__ == "__main__":
    main()
