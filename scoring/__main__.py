"""The command line: score a file of responses, check a food table, write an empty responses file.

Exit codes: 0 done, 1 `check` found faults, 2 bad input (the message is on stderr).
"""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from scoring.errors import FoodTableError, ScoringError, UnreadableTableError
from scoring.foods import SOURCES_CSV, FoodTable, sources_beside
from scoring.intake import DEFAULT_RANGE_LEVEL

OUR_FOODS = Path(__file__).resolve().parent.parent / "foods.csv"
_BAR_WIDTH = 30


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
    return code


def _score(options: argparse.Namespace) -> int:
    from scoring.many import score_file  # pyarrow starts slowly, and `check` does without

    foods = FoodTable.load(options.foods)
    progress = _show_progress if sys.stderr.isatty() else None
    keep = [path for path in (options.foods, sources_beside(options.foods)) if path]
    people = score_file(foods, options.responses, options.out, options.range, progress, keep)
    print(f"{options.out}: intakes of {people:,} people, food table {foods.version}")
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
    from scoring.many import write_template

    foods = FoodTable.load(options.foods)
    write_template(foods, options.out)
    print(f"{options.out}: an empty responses file for {len(foods)} foods")
    return 0


def _validate(options: argparse.Namespace) -> int:
    from scoring.validation import report_text, validate  # reads further data and simulates

    print(report_text(validate(FoodTable.load(OUR_FOODS))))
    return 0


def _show_progress(done: int, people: int) -> None:
    filled = _BAR_WIDTH * done // people
    bar = "#" * filled + "." * (_BAR_WIDTH - filled)
    end = "\n" if done == people else ""
    print(f"\rscoring [{bar}] {done:,} of {people:,} people", end=end, file=sys.stderr, flush=True)


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
    score.set_defaults(command=_score)

    check = commands.add_parser("check", help="list every fault of a food table")
    check.add_argument("foods", metavar="FOODS", type=Path, help="CSV in the columns of foods.csv")
    check.set_defaults(command=_check)

    template = commands.add_parser("template", help="write an empty responses file")
    template.add_argument("--out", metavar="FILE", type=Path, required=True, help="CSV or Parquet")
    template.set_defaults(command=_template)

    validate = commands.add_parser("validate", help="set our figures against published ones")
    validate.set_defaults(command=_validate)

    for command in (score, template):
        command.add_argument(
            "--foods", type=Path, default=OUR_FOODS, help="food table (default: foods.csv)"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
