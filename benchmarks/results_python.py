"""How long the Results page takes in Python: the estimate, the figures, and the whole page.

    python benchmarks/results_python.py

Answers the questionnaire in Streamlit's own test runner and runs Results in it many times, by
turns with the Welcome page, which shows a few words and no figure. Prints medians in milliseconds:
of the estimate, of building all figures, and of each page's whole script, which includes what
Streamlit does with every element.
"""

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.navigation.page import StreamlitPage
from streamlit.testing.v1 import AppTest

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from scoring.questionnaire import FREQUENCIES  # noqa: E402
from ui import charts, session  # noqa: E402

RUNS = 40
WARM_UP_RUNS = 3

spent_ms: dict[str, float] = defaultdict(float)


def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, adding the time of each call to `spent_ms`."""

    def call(*args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent_ms[name] += 1000 * (time.perf_counter() - start)

    return call


def answered_app() -> AppTest:
    """The app after a questionnaire in which every food is eaten, each in its own frequency."""
    app = AppTest.from_file(str(HOUSE / "app.py"), default_timeout=60)
    for number, food in enumerate(session.food_table()):
        code = FREQUENCIES[1 + number % (len(FREQUENCIES) - 4)].code
        app.session_state[session.frequency_key(food.food_id)] = code
    app.session_state["safety-adult"] = "yes"
    app.session_state["safety-blood-thinner"] = "none"
    return app.run()


def times_of(app: AppTest, page: str) -> dict[str, float]:
    """Milliseconds that one run of a page spends in each timed function."""
    spent_ms.clear()
    app.switch_page(f"pages/{page}.py").run()
    if failed := [*app.error, *app.exception]:
        sys.exit(f"{page}: {failed[0].value}")
    return dict(spent_ms)


def main() -> None:
    """Measure and print."""
    charts.ranges = timed("figures", charts.ranges)
    charts.shares = timed("figures", charts.shares)
    session.estimate = timed("estimate", session.estimate)
    StreamlitPage.run = timed("page", StreamlitPage.run)

    app = answered_app()
    results: list[dict[str, float]] = []
    welcome: list[dict[str, float]] = []
    for _ in range(WARM_UP_RUNS + RUNS):
        results.append(times_of(app, "results"))
        welcome.append(times_of(app, "welcome"))
    del results[:WARM_UP_RUNS], welcome[:WARM_UP_RUNS]
    estimate, figures, page = (
        statistics.median(run[name] for run in results) for name in ("estimate", "figures", "page")
    )
    own = statistics.median(run["estimate"] + run["figures"] for run in results)
    print(f"{RUNS} runs, ms, median")
    print(f"  estimate             {estimate:6.1f}")
    print(f"  all figures          {figures:6.1f}")
    print(f"  both                 {own:6.1f}")
    print(f"  whole Results page   {page:6.1f}")
    print(f"  whole Welcome page   {statistics.median(run['page'] for run in welcome):6.1f}")


if __name__ == "__main__":
    main()
