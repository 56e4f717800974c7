"""How long pages take in Python: Results above all, with its estimate.

    python benchmarks/results_python.py                             # this checkout
    python benchmarks/results_python.py --against ../older          # beside another one

Answers the questionnaire in Streamlit's own test runner and opens some pages in it many times, by
turns. Prints medians of processor time in milliseconds: of each page's whole script, which includes
what Streamlit does with every element, and of all estimates of a run of Results. Beside another
checkout, each is measured in processes of its own, by turns.
"""

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
PAGES = ("results", "what_if", "learn", "welcome")
FREQUENCIES = ("1-3m", "1w", "2w", "3-4w", "5-6w")
RUNS = 30
WARM_UP_RUNS = 3
ROUNDS = 3

Times = dict[str, float]


def measured(house: Path) -> Times:
    """Median milliseconds of each page of the app in this folder, and of the estimates of Results.

    Nothing but its files, where it keeps answers and the name `estimate` are known of the app.
    """
    sys.path.insert(0, str(house))
    from streamlit.navigation.page import StreamlitPage
    from streamlit.testing.v1 import AppTest

    spent_ms: Times = defaultdict(float)

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            start = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent_ms[name] += 1000 * (time.thread_time() - start)

        return call

    app = AppTest.from_file(str(house / "app.py"), default_timeout=60)
    with (house / "foods.csv").open(encoding="utf-8", newline="") as file:
        foods = [row["food_id"] for row in csv.DictReader(file)]
    answer(app, {food: FREQUENCIES[n % len(FREQUENCIES)] for n, food in enumerate(foods)})
    app.run()
    for page in PAGES:
        app.switch_page(f"pages/{page}.py").run()

    import scoring

    estimate = scoring.estimate
    for module in list(sys.modules.values()):
        if vars(module).get("estimate") is estimate:
            module.estimate = timed("estimates of Results", estimate)  # type: ignore[attr-defined]
    StreamlitPage.run = timed("page", StreamlitPage.run)  # type: ignore[method-assign]

    found = defaultdict(list)
    for _ in range(WARM_UP_RUNS + RUNS):
        for page in PAGES:
            spent_ms.clear()
            app.switch_page(f"pages/{page}.py").run()
            if failed := [*app.error, *app.exception]:
                sys.exit(f"{page}: {failed[0].value}")
            found[page].append(spent_ms["page"])
            if page == "results":
                found["estimates of Results"].append(spent_ms["estimates of Results"])
    return {name: statistics.median(times[WARM_UP_RUNS:]) for name, times in found.items()}


def answer(app: Any, codes: dict[str, str]) -> None:
    """Let the app hold these answers, of an adult without a blood thinner."""
    try:
        from scoring import Answer
        from scoring.guidance.safety import SafetyAnswers
        from ui.questionnaire.exchange import Exchange
        from ui.session.said import KEY, Said
    except ImportError:  # an older build, where each answer is a widget's
        for food, code in codes.items():
            app.session_state[f"frequency-{food}"] = code
        app.session_state["safety-adult"] = "yes"
        app.session_state["safety-blood-thinner"] = "none"
    else:
        app.session_state[KEY] = Said(
            Exchange("a visit"),
            foods={food: Answer(code) for food, code in codes.items()},
            safety=SafetyAnswers(adult=True, blood_thinner="none"),
        )


def in_a_process(house: Path) -> Times:
    """The same, in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), "--measure", str(house)]
    environment = os.environ | {"PYTHONPATH": str(house)}
    run = subprocess.run(
        command, cwd=house, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    times: Times = json.loads(run.stdout.splitlines()[-1])
    return times


def compared(older: Path) -> None:
    """Measure this checkout and an older one by turns, and print both."""
    rounds = [(in_a_process(HERE), in_a_process(older)) for _ in range(ROUNDS)]
    print(f"{ROUNDS} rounds of {RUNS} runs, processor time in ms, median")
    print(f"{'':24}{'here':>8}{'there':>8}{'ratio':>8}")
    for name in rounds[0][0]:
        here, there = (statistics.median(one[side][name] for one in rounds) for side in range(2))
        print(f"  {name:22}{here:8.1f}{there:8.1f}{here / there:8.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How long pages take in Python.")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="another checkout")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        print(json.dumps(measured(chosen.measure.resolve())))
    elif chosen.against:
        compared(chosen.against.resolve())
    else:
        print(f"{RUNS} runs, processor time in ms, median")
        for name, ms in in_a_process(HERE).items():
            print(f"  {name:22}{ms:8.1f}")


if __name__ == "__main__":
    main()
