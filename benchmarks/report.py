"""How long the report takes, beside a bare page set by the same library.

    python benchmarks/report.py

Makes the report of a usual person and of one with every notice and the longest note, by turns with
one bare page of A4. Prints the first time, which reads fonts and layout, then medians.
"""

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import typst

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

import report  # noqa: E402
from report.printing import _fonts  # noqa: E402
from scoring import Answer, Answers, FoodTable  # noqa: E402
from scoring.guidance.safety import CONDITIONS, MEDICINES, SafetyAnswers  # noqa: E402
from scoring.questionnaire.answers import FREQUENCIES  # noqa: E402

RUNS = 30
FOODS = FoodTable.load(HOUSE / "foods.csv")
USUAL = SafetyAnswers(adult=True, blood_thinner="none")
EVERY_NOTICE = SafetyAnswers(True, "vka", "pregnant", frozenset(CONDITIONS), frozenset(MEDICINES))


def someone(number: int, safety: SafetyAnswers, note: str) -> report.Person:
    """A person with a note of their own, so that no page comes out of a cache."""
    codes = [frequency.code for frequency in FREQUENCIES[:6]]
    answers = {
        food.food_id: Answer(codes[(n + number) % len(codes)]) for n, food in enumerate(FOODS)
    }
    return report.Person(
        foods=FOODS,
        answers=Answers(answers),
        safety=safety,
        authority="efsa",
        made_on=date(2026, 1, 2),
        note=f"{number} {note}",
    )


def usual(number: int) -> None:
    report.pdf(someone(number, USUAL, "Next visit in January."))


def with_every_notice(number: int) -> None:
    report.pdf(someone(number, EVERY_NOTICE, "words " * 95))


def bare(number: int) -> None:
    source = f'#set page(paper: "a4")\n#set document(title: "x")\nA bare page, {number}.'
    typst.compile(
        source.encode(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )


def main() -> None:
    """Measure and print."""
    sides: dict[str, Callable[[int], None]] = {
        "usual person": usual,
        "every notice, longest note": with_every_notice,
        "bare page": bare,
    }
    times: dict[str, list[float]] = defaultdict(list)
    for number in range(RUNS):
        for name, make in sides.items():
            start = time.perf_counter()
            make(number)
            times[name].append(1000 * (time.perf_counter() - start))
    bare_ms = statistics.median(times["bare page"][1:])
    print(f"{RUNS} runs: first, median, ratio of medians to the bare page")
    for name, spent in times.items():
        median = statistics.median(spent[1:])
        print(f"  {name:28}{spent[0]:8.1f} ms{median:8.1f} ms{median / bare_ms:8.1f}")


if __name__ == "__main__":
    main()
