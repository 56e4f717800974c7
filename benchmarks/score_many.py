"""How long scoring 100,000 people takes, against pandas.read_csv of the same file.

    python benchmarks/score_many.py [--people 100000] [--foods foods.csv]

Writes made-up responses to a temporary folder, times both several times in turn, each in a
process of its own, and prints the fastest of each and their ratio.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from scoring import FoodTable  # noqa: E402
from scoring.many import response_columns  # noqa: E402
from scoring.questionnaire import FREQUENCY_CODES, PORTION_CODES  # noqa: E402

FREQUENCY_SHARES = (0.35, 0.15, 0.15, 0.11, 0.09, 0.05, 0.05, 0.03, 0.02)
UNANSWERED_SHARE = 0.02
REPEATS = 3


def made_up_responses(foods: FoodTable, people: int) -> pd.DataFrame:
    """Responses with every column: answers, portions, profile and supplements."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(index=range(people), columns=list(response_columns(foods)), dtype=str)
    frame["respondent_id"] = [f"P{n:07}" for n in range(people)]
    frame["sex"] = rng.choice(["female", "male", ""], people)
    frame["age"] = rng.integers(18, 95, people).astype(str)
    frame["life_stage"] = ""
    for food in foods:
        answers = rng.choice(FREQUENCY_CODES, people, p=FREQUENCY_SHARES)
        frame[food.food_id] = np.where(rng.random(people) < UNANSWERED_SHARE, "", answers)
        frame[f"{food.food_id}.portion"] = rng.choice([*PORTION_CODES, ""], people)
    for column in [column for column in frame if column.startswith("supplement.")]:
        frame[column] = rng.choice(["", "0", "12.5", "25", "90"], people)
    return frame


def seconds(*command: str) -> float:
    """Wall time of a Python process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=HOUSE, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--foods", type=Path, default=HOUSE / "foods.csv")
    options = parser.parse_args()
    foods_path = str(options.foods.resolve())
    foods = FoodTable.load(foods_path)
    with tempfile.TemporaryDirectory() as folder:
        responses, intakes = f"{folder}/responses.csv", f"{folder}/intakes.csv"
        made_up_responses(foods, options.people).to_csv(responses, index=False)
        megabytes = Path(responses).stat().st_size / 1e6
        read = f"import pandas; pandas.read_csv({responses!r})"
        score = ("-m", "scoring", "score", responses, "--out", intakes, "--foods", foods_path)
        times = [(seconds("-c", read), seconds(*score)) for _ in range(REPEATS)]
    read_s, score_s = (min(column) for column in zip(*times, strict=True))
    print(f"{options.people:,} people, {len(foods)} foods, {megabytes:.0f} MB")
    print(f"pandas.read_csv        {read_s:.2f} s")
    print(f"python -m scoring score  {score_s:.2f} s, {score_s / read_s:.2f} times as long")


if __name__ == "__main__":
    main()
