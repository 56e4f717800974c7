"""How long it takes to rank every single change of a week, beside trying them one by one.

    python benchmarks/rank_changes.py

Ranks by K2, K1 and D in turns with brute force, which asks `estimate` for each change by itself, on
the food table of the app and on one made four times as long. Prints medians in milliseconds and
their ratio, which a busy machine leaves alone.
"""

import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from scoring import Answer, Answers, FoodTable, estimate  # noqa: E402
from scoring.guidance.change import rank_changes, steps_from  # noqa: E402
from scoring.nutrients import WHOLES  # noqa: E402
from scoring.questionnaire.answers import FREQUENCY_CODES  # noqa: E402

RUNS = 15
GOAL_MS = 50


def brute_force(foods: FoodTable, answers: Answers, nutrient: str) -> list[float]:
    """The same differences, one estimate a change, the farthest first."""
    now = estimate(foods, answers).intakes[nutrient].central
    found = []
    for food_id, before in answers.foods.items():
        for after in steps_from(before):
            changed = Answers({**answers.foods, food_id: after})
            found.append(estimate(foods, changed).intakes[nutrient].central - now)
    return sorted(found, key=lambda difference: -abs(difference))


def longer(foods: FoodTable, times: int) -> FoodTable:
    """The table repeated under other ids."""
    return FoodTable(
        tuple(replace(f, food_id=f"{f.food_id}_{n}") for n in range(times) for f in foods)
    )


def milliseconds(function, *arguments) -> float:
    start = time.perf_counter()
    function(*arguments)
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    ours = FoodTable.load(HOUSE / "foods.csv")
    for foods, runs in ((ours, RUNS), (longer(ours, 4), 1)):
        # None so often that vitamin D passes its upper level, where the two would differ.
        week = Answers(
            {food.food_id: Answer(FREQUENCY_CODES[n % 4]) for n, food in enumerate(foods)}
        )
        fast, slow = [], []
        for _ in range(runs):
            for nutrient in WHOLES:
                fast.append(milliseconds(rank_changes, foods, week, nutrient))
                slow.append(milliseconds(brute_force, foods, week, nutrient))
        ranked, one_by_one = statistics.median(fast), statistics.median(slow)
        print(
            f"{len(foods)} foods: ranking {ranked:.1f} ms (at most {max(fast):.1f}; goal "
            f"{GOAL_MS}), one by one {one_by_one:,.0f} ms, ratio {one_by_one / ranked:,.0f}"
        )


if __name__ == "__main__":
    main()
