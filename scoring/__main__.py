"""The command line: score responses, make some up, check a food table, write an empty file.

Exit codes: 0 done, 1 `check` found faults, 2 bad input (the message is on stderr), 130 stopped
by Ctrl-C and 143 by another request to end, both with nothing left behind.
"""

import argparse
import io
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from scoring.errors import FoodTableError, ScoringError, UnreadableTableError
from scoring.foods import SOURCES_CSV, FoodTable, sources_beside
from scoring.intake import DEFAULT_RANGE_LEVEL

OUR_FOODS = Path(__file__).resolve().parent.parent / "foods.csv"
_BAR_WIDTH = 30
_SECONDS_BETWEEN_BARS = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may lack a sign of a message
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        code: int = options.command(options)
    except ScoringError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped; nothing was written", file=sys.stderr)
        return 128 + signal.SIGINT
    return code


def _score(options: argparse.Namespace) -> int:
    from scoring.score_files import score_file  # pyarrow starts slowly, and `check` does without

    if (options.on_error == "skip") != (options.errors is not None):
        raise ScoringError("--on-error skip and --errors FILE go together: give both, or neither")
    foods = FoodTable.load(options.foods)
    keep = [path for path in (options.foods, sources_beside(options.foods)) if path]
    progress = _ProgressBar() if sys.stderr.isatty() else None
    settings = (options.range, progress, keep, options.jobs, options.errors)
    if options.dask:
        from scoring.cluster import score_folder

        tally = score_folder(foods, options.responses, options.out, options.dask, *settings)
    else:
        tally = score_file(foods, options.responses, options.out, *settings)
    print(f"{options.out}: intakes of {tally.scored:,} people, food table {foods.version}")
    if options.errors:
        print(f"{options.errors}: people left out for a fault: {tally.left_out:,}")
    return 0


def _check(options: argparse.Namespace) -> int:
    code = 0
    try:
        foods = FoodTable.load(options.foods)
    except UnreadableTableError:
        raise
    except FoodTableError as error:
        print(error)
        code = 1
    else:
        groups = len(foods.groups)
        print(f"{options.foods}: no faults; {len(foods)} foods in {groups} groups, {foods.version}")
    if sources_beside(options.foods) is None:
        print(f"sources not checked: no {SOURCES_CSV} beside it")
    return code


def _template(options: argparse.Namespace) -> int:
    from scoring.score_files import write_template

    foods = FoodTable.load(options.foods)
    write_template(foods, options.out)
    print(f"{options.out}: an empty responses file for {len(foods)} foods")
    return 0


def _validate(options: argparse.Namespace) -> int:
    from scoring.validation import report_text, validate  # reads further data and simulates

    print(report_text(validate(FoodTable.load(OUR_FOODS))))
    return 0


def _simulate(options: argparse.Namespace) -> int:
    from scoring.simulate import simulate_file

    foods = FoodTable.load(options.foods)
    progress = _ProgressBar("simulating") if sys.stderr.isatty() else None
    simulate_file(foods, options.people, options.out, options.seed, progress)
    print(f"{options.out}: made-up responses of {options.people:,} people, seed {options.seed}")
    return 0


class _ProgressBar:
    """A bar on a terminal with the rate and the time left."""

    def __init__(self, doing: str = "scoring") -> None:
        self._doing = doing
        self._start = self._shown = time.monotonic()

    def __call__(self, people: int, share: float) -> None:
        """Show how many people are done, and which share of all."""
        now = time.monotonic()
        is_done = share >= 1
        if now - self._shown < _SECONDS_BETWEEN_BARS and not is_done:
            return
        self._shown = now
        seconds = max(now - self._start, 1e-3)
        filled = int(_BAR_WIDTH * share)
        bar = "#" * filled + "." * (_BAR_WIDTH - filled)
        left = (
            f"{_in_words(seconds)}" if is_done else f"{_in_words(seconds / share - seconds)} left"
        )
        line = f"{self._doing} [{bar}] {people:,} people, {people / seconds:,.0f} a second, {left}"
        print(f"\r{line}\033[K", end="\n" if is_done else "", file=sys.stderr, flush=True)


def _in_words(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scoring",
        description="Vitamin K1, K2 and D intake from a food-frequency questionnaire.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    score = commands.add_parser("score", help="score a responses file into an intakes file")
    score.add_argument("responses", metavar="RESPONSES", type=Path, help="CSV or Parquet")
    score.add_argument("--out", metavar="INTAKES", type=Path, required=True, help="CSV or Parquet")
    score.add_argument(
        "--range",
        type=float,
        default=DEFAULT_RANGE_LEVEL,
        help="share of cases that the likely range is made for (default: %(default)s)",
    )
    score.add_argument(
        "--jobs",
        metavar="N",
        type=_count,
        default=_cores(),
        help="how many parts of a file are scored at once (default: one for each core)",
    )
    score.add_argument(
        "--on-error",
        choices=["stop", "skip"],
        default="stop",
        help="stop at bad rows, or leave them out and list them in --errors (default: stop)",
    )
    score.add_argument(
        "--errors", metavar="FILE", type=Path, help="CSV or Parquet for the faults of rows left out"
    )
    score.add_argument(
        "--dask",
        metavar="WHERE",
        help="score a folder of Parquet files into another one on a Dask cluster: the address of"
        " its scheduler (tcp://...), or local for processes of this machine",
    )
    score.set_defaults(command=_score)

    simulate = commands.add_parser("simulate", help="make up responses, for teaching and for tests")
    simulate.add_argument("--people", metavar="N", type=_count, required=True)
    simulate.add_argument("--out", metavar="FILE", type=Path, required=True, help="CSV or Parquet")
    simulate.add_argument(
        "--seed", type=_count, default=1, help="another seed, other people (default: %(default)s)"
    )
    simulate.set_defaults(command=_simulate)

    check = commands.add_parser("check", help="list every fault of a food table")
    check.add_argument("foods", metavar="FOODS", type=Path, help="CSV in the columns of foods.csv")
    check.set_defaults(command=_check)

    template = commands.add_parser("template", help="write an empty responses file")
    template.add_argument("--out", metavar="FILE", type=Path, required=True, help="CSV or Parquet")
    template.set_defaults(command=_template)

    validate = commands.add_parser("validate", help="set our figures against published ones")
    validate.set_defaults(command=_validate)

    for command in (score, simulate, template):
        command.add_argument(
            "--foods", type=Path, default=OUR_FOODS, help="food table (default: foods.csv)"
        )
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"found {text!r}; allowed: a whole number from 1 up")
    return int(text)


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _end(number: int, frame: FrameType | None) -> None:
    """Leave in good order, as Ctrl-C does, when the system asks the program to end."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main())
