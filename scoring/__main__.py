"""The command line: score responses, make some up, check a food table, write forms and templates.

Exit codes: 0 done, 1 `check` found faults, 2 bad input (the message is on stderr), 130 stopped
by Ctrl-C and 143 by another request to end, both with nothing left behind.
"""

import argparse
import gc
import io
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from .errors import FoodTableError, ResponsesError, ScoringError, UnreadableTableError
from .exchange.names import COUNTRY
from .files.shipped import is_installed, shipped_folder
from .foods.table import COUNTRIES_CSV, SELDOM_CSV, SOURCES_CSV, FoodTable, sources_beside
from .intake.estimate import DEFAULT_RANGE_LEVEL
from .nutrients import NUTRIENTS, WHOLES

if TYPE_CHECKING:
    from .batch.score_files import Remark, Tally
    from .foods.changes import Change

OUR_FOODS = shipped_folder() / "foods.csv"
_KINDS = "CSV, .xlsx or Parquet"
_BAR_WIDTH = 30
_SECONDS_BETWEEN_BARS = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may lack a character
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
    from .batch import score_files  # noqa: F401 -- Arrow starts slowly; `check` does without it

    gc.freeze()  # what was imported stays to the end, and is not looked through for garbage
    if (options.on_error == "skip") != (options.errors is not None):
        raise ScoringError("--on-error skip and --errors FILE go together: give both, or neither")
    foods = FoodTable.load(options.foods)
    beside = (options.foods.with_name(name) for name in (COUNTRIES_CSV, SELDOM_CSV))
    read = (options.foods, sources_beside(options.foods), options.map, *beside)
    keep = [path for path in read if path]
    progress = _ProgressBar() if sys.stderr.isatty() else None
    settings = {
        "range_level": options.range,
        "progress": progress,
        "keep": keep,
        "jobs": options.jobs,
        "errors": options.errors,
    }
    digits = None if options.digits == "full" else int(options.digits)
    if options.dask:
        from .batch.cluster import score_folder

        if len(options.responses) > 1 or options.map:
            raise ScoringError("--dask takes one folder of Parquet files, and no --map")
        tally = score_folder(foods, options.responses[0], options.out, options.dask, **settings)
    else:
        if len(options.responses) > 1 and options.map:
            raise ScoringError("--map is about one file; score files that need one one by one")
        tally = _scored(foods, options, {**settings, "digits": digits})
    if tally.read_as:
        print(f"read: {'; '.join(tally.read_as)}")
    if tally.unfinished:
        print(f"not finished by {tally.unfinished:,} people: what they left open is unanswered")
    print(f"{options.out}: intakes of {tally.scored:,} people, food table {foods.version}")
    for remark in tally.remarks:
        print(_in_a_line(remark), file=sys.stderr)
    if options.errors:
        print(f"{options.errors}: people left out for a fault: {tally.left_out:,}")
    return 0


def _in_a_line(remark: "Remark") -> str:
    if remark.first.column == COUNTRY:
        return (
            f"people whose country is not known: {remark.people:,}; scored with the international"
            f" figures. The first: {remark.first}"
        )
    return f"not used, people scored all the same: {remark.first}"


def _scored(foods: FoodTable, options: argparse.Namespace, settings: Mapping[str, Any]) -> "Tally":
    """Score files; where a mapping would help, the error says how to make one."""
    from .batch.score_files import score_file

    try:
        return score_file(foods, options.responses, options.out, mapping=options.map, **settings)
    except ResponsesError as error:
        from .exchange.mapping import needs_mapping  # files without faults start without it

        if needs_mapping(foods, error.faults):
            command = f"{_program()} map {options.responses[0]} --out mapping.csv"
            raise ScoringError(
                f"{error}\nWhat a file does not say is written into a mapping: {command}\n"
                "(with --dictionary FILE where the form has a data dictionary), then score with "
                "--map mapping.csv"
            ) from None
        raise


def _agree(options: argparse.Namespace) -> int:
    from .agreement import words
    from .agreement.figures import agreements, write_figures, write_pairs
    from .agreement.pairs import pair, read_filling
    from .batch.score_files import refuse_over
    from .batch.write import WRITTEN_EXTENSIONS, require_extension

    inputs = (options.first, options.second, options.foods)
    for path, what in ((options.out, "the figures"), (options.pairs, "the pairs")):
        if path is not None:
            require_extension(path, WRITTEN_EXTENSIONS)
            refuse_over(path, what, inputs)
    foods = FoodTable.load(options.foods)
    fillings = [read_filling(foods, path, options.jobs) for path in inputs[:2]]
    pairs = pair(*fillings)
    found = agreements(pairs)
    for filling in fillings:
        print(f"{filling.name}: {len(filling.ids):,} people, {filling.read_as}")
    print("\n".join(words.who_is_compared(pairs)))
    for own in found:
        print(f"\n{NUTRIENTS[own.nutrient].name_en}, {own.people:,} people")
        for name, value in words.rows(own):
            print(f"  {name}: {value}")
        for remark in words.remarks(own):
            print(f"  note: {remark}")
    print(
        "\nTo paste into a paper, for STROBE-nut 8.1, 8.2, 8.6, 13 and 16; fill in what is in [ ]:"
    )
    print("\n".join(words.sentences(pairs, found)))
    if options.out:
        write_figures(found, options.out)
        print(f"\n{options.out}: every figure with its interval")
    if options.pairs:
        write_pairs(pairs, options.pairs)
        print(f"{options.pairs}: {len(pairs.ids):,} people with both intakes and their logarithms")
    return 0


def _rescore(options: argparse.Namespace) -> int:
    from .foods.changes import changes_between, earlier_table

    is_file = options.before.suffix or options.before.exists()
    before = FoodTable.load(options.before) if is_file else earlier_table(str(options.before))
    after = FoodTable.load(options.foods)
    if options.dry_run:
        changes = changes_between(before, after)
        for change in changes:
            print(_change_in_a_line(change))
        print(f"{len(changes):,} figures differ between {before.version} and {after.version}")
        return 0
    if options.responses is None or options.out is None:
        raise ScoringError("rescore needs RESPONSES and --out FILE; --dry-run needs neither")
    from .batch.rescore import rescore_file

    keep = [options.foods, *([options.before] if is_file else [])]
    found = rescore_file(
        before,
        after,
        options.responses,
        options.out,
        options.by_food,
        progress=_ProgressBar() if sys.stderr.isatty() else None,
        keep=[*keep, *([options.map] if options.map else [])],
        jobs=options.jobs,
        mapping=options.map,
    )
    print(
        f"{options.out}: {found.tally.scored:,} people under food table {before.version} and "
        f"under {after.version}"
    )
    for total in WHOLES:
        first, second = found.totals[total]
        people = max(found.tally.scored, 1)
        unknown = sum(d.now_unknown for d in found.differences if d.nutrient == total)
        print(
            f"  {NUTRIENTS[total].name_en}, µg a day a person: {first / people:,.2f} before, "
            f"{second / people:,.2f} after, of the difference {unknown / people:,.2f} unknown now"
        )
    for remark in found.tally.remarks:
        print(_in_a_line(remark), file=sys.stderr)
    return 0


def _change_in_a_line(change: "Change") -> str:
    place = f"{change.food_id}{f' ({change.country})' if change.country else ''}"
    if change.column == "food_id":
        gone = bool(change.sources_before)
        return (
            f"{place}: {'no such food now, so unknown' if gone else 'a new food, not asked then'}"
        )
    before, after = (
        "no data" if value is None else f"{value:g}" for value in (change.before, change.after)
    )
    sources = f"{';'.join(change.sources_before)} -> {';'.join(change.sources_after)}"
    return f"{place} {change.column}: {before} -> {after} ({sources})"


def _map(options: argparse.Namespace) -> int:
    from .batch.meaning import proposed
    from .batch.opened import open_responses
    from .exchange.dictionary import NO_DICTIONARY, read_dictionary
    from .exchange.mapping import write_mapping
    from .files.csv_tables import read_bytes

    foods = FoodTable.load(options.foods)
    if os.path.lexists(options.out):
        raise ScoringError(f"{options.out} exists already, and may be filled in; name a new file")
    dictionary = NO_DICTIONARY
    if options.dictionary:
        dictionary = read_dictionary(read_bytes(options.dictionary), options.dictionary.name)
    source = open_responses(foods, options.responses)
    mapping = proposed(foods, source, dictionary)
    try:
        options.out.write_bytes(write_mapping(mapping))
    except OSError as error:
        raise ScoringError(f"{options.out} cannot be written: {error.strerror or error}") from None
    print(f"read: {'; '.join((*source.written, mapping.in_words(foods)))}")
    for use in mapping.open:
        print(f"open: {use.name}{f' ({use.why})' if use.why else ''}")
    rest = f"{len(mapping.open)} columns to fill in" if mapping.open else "nothing left to fill in"
    print(f"{options.out}: a mapping of {len(mapping.uses):,} columns, {rest}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from .foods.slips import questions

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
        for asked in questions(foods, FoodTable.load(OUR_FOODS)):
            print(f"  please look again at {asked}")
    if sources_beside(options.foods) is None:
        print(f"sources not checked: no {SOURCES_CSV} beside it")
    return code


def _build(options: argparse.Namespace) -> int:
    from .foods.build import write_country_table, write_table
    from .foods.document import write_document
    from .foods.records import load_records

    table = options.folder / "foods.csv"
    records = load_records(options.folder / "food_records.csv")
    write_table(table, records)
    write_country_table(options.folder / COUNTRIES_CSV, table, records)
    write_document(options.folder)
    if not is_installed():  # the allowances are worked out for our list
        from .validation.allowance import write_allowances

        write_allowances(FoodTable.load(table))
    return _check(argparse.Namespace(foods=table))


def _template(options: argparse.Namespace) -> int:
    from .batch.template import write_template

    foods = FoodTable.load(options.foods)
    write_template(foods, options.out)
    print(f"{options.out}: an empty responses file for {len(foods)} foods")
    return 0


def _form(options: argparse.Namespace) -> int:
    from .forms.write import write_form

    foods = FoodTable.load(options.foods)
    form = write_form(options.kind, foods, options.language, options.out)
    print(
        f"{options.out}: the questionnaire of {len(foods)} foods for {options.kind} in "
        f"{', '.join(form.languages)}, food table {form.version}"
    )
    return 0


def _validate(options: argparse.Namespace) -> int:
    from .validation.report import report_text, validate  # reads further data and simulates

    print(report_text(validate(FoodTable.load(OUR_FOODS))))
    return 0


def _simulate(options: argparse.Namespace) -> int:
    from .batch.simulate import simulate_file

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
        prog=_program(),
        description="Vitamin K1, K2 and D intake from a food-frequency questionnaire.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    score = commands.add_parser("score", help="score a responses file into an intakes file")
    score.add_argument(
        "responses",
        metavar="RESPONSES",
        type=Path,
        nargs="+",
        help="CSV or other text, .xlsx, .ods, Parquet, JSON of SurveyJS or FHIR, or answers files",
    )
    score.add_argument(
        "--map", metavar="MAPPING", type=Path, help="which column is what, where a file needs it"
    )
    score.add_argument("--out", metavar="INTAKES", type=Path, required=True, help=_KINDS)
    score.add_argument(
        "--range",
        type=float,
        default=DEFAULT_RANGE_LEVEL,
        help="share of cases that the likely range is made for (default: %(default)s)",
    )
    score.add_argument(
        "--digits",
        choices=["4", "full"],
        default="4",
        help="significant digits of figures in CSV and .xlsx; Parquet has all (default: 4)",
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
        "--errors", metavar="FILE", type=Path, help="for the faults of rows left out: " + _KINDS
    )
    score.add_argument(
        "--dask",
        metavar="WHERE",
        help="score a folder of Parquet files into another one on a Dask cluster: the address of"
        " its scheduler (tcp://...), or local for processes of this machine",
    )
    score.set_defaults(command=_score)

    mapping = commands.add_parser(
        "map", help="propose which column of a file is which food, and which answer which code"
    )
    mapping.add_argument("responses", metavar="FILE", type=Path, help="what score reads")
    mapping.add_argument("--out", metavar="MAPPING", type=Path, required=True, help="CSV")
    mapping.add_argument(
        "--dictionary",
        metavar="FILE",
        type=Path,
        help="what its numbers stand for: REDCap's data dictionary, or variable,value,label",
    )
    mapping.set_defaults(command=_map)

    agree = commands.add_parser(
        "agree", help="say how far two fillings, or a questionnaire and a diary, agree"
    )
    agree.add_argument(
        "first",
        metavar="A",
        type=Path,
        help="responses as score reads them, or intakes in columns such as k1_ug or k1_total_ug",
    )
    agree.add_argument(
        "second", metavar="B", type=Path, help="the same people again: the repeat, or the diary"
    )
    agree.add_argument("--out", metavar="FILE", type=Path, help=f"takes the figures: {_KINDS}")
    agree.add_argument(
        "--pairs",
        metavar="FILE",
        type=Path,
        help="takes the intakes of both, as R packages for regression calibration read them",
    )
    agree.set_defaults(command=_agree)

    rescore = commands.add_parser(
        "rescore", help="score responses under two food tables and explain the difference"
    )
    rescore.add_argument(
        "responses", metavar="RESPONSES", type=Path, nargs="?", help="what score reads"
    )
    rescore.add_argument(
        "--before",
        metavar="TABLE",
        type=Path,
        required=True,
        help="the food table that was asked about: a file, or the version of one of before",
    )
    rescore.add_argument(
        "--out", metavar="FILE", type=Path, help=f"before and after for each person: {_KINDS}"
    )
    rescore.add_argument(
        "--by-food", metavar="FILE", type=Path, help=f"the difference by food: {_KINDS}"
    )
    rescore.add_argument(
        "--map", metavar="MAPPING", type=Path, help="which column is what, where a file needs it"
    )
    rescore.add_argument(
        "--dry-run",
        action="store_true",
        help="show every figure that differs between the two tables, and write nothing",
    )
    rescore.set_defaults(command=_rescore)
    for command in (agree, rescore):
        command.add_argument(
            "--jobs",
            metavar="N",
            type=_count,
            default=_cores(),
            help="how many parts of a file are scored at once (default: one for each core)",
        )

    simulate = commands.add_parser("simulate", help="make up responses, for teaching and for tests")
    simulate.add_argument("--people", metavar="N", type=_count, required=True)
    simulate.add_argument("--out", metavar="FILE", type=Path, required=True, help="CSV or Parquet")
    simulate.add_argument(
        "--seed", type=_count, default=1, help="another seed, other people (default: %(default)s)"
    )
    simulate.set_defaults(command=_simulate)

    check = commands.add_parser("check", help="list every fault of a food table")
    check.add_argument(
        "foods", metavar="FOODS", type=Path, help="CSV, .xlsx or .ods like foods.csv"
    )
    check.set_defaults(command=_check)

    build = commands.add_parser(
        "build",
        help="write the numbers of foods.csv, docs/foods.md and the allowances for foods not asked"
        " anew, and check them",
    )
    if is_installed():  # whose own tables nobody writes anew
        build.add_argument(
            "folder", metavar="FOLDER", type=Path, help="where foods.csv and food_records.csv lie"
        )
    else:
        build.add_argument(
            "folder",
            metavar="FOLDER",
            type=Path,
            nargs="?",
            default=shipped_folder(),
            help="where foods.csv and food_records.csv lie (default: the project)",
        )
    build.set_defaults(command=_build)

    template = commands.add_parser("template", help="write an empty responses file")
    template.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        required=True,
        help=f"{_KINDS}; in .xlsx, codes are chosen from lists",
    )
    template.set_defaults(command=_template)

    form = commands.add_parser("form", help="write the questionnaire for a form tool")
    form.add_argument(
        "kind",
        choices=["xlsform", "redcap", "surveyjs", "fhir-r4", "fhir-r5"],
        help="xlsform: KoboToolbox, ODK, SurveyCTO; fhir: a Questionnaire of FHIR R4 or R5",
    )
    form.add_argument(
        "--language",
        metavar="L[,L]",
        type=lambda text: text.split(","),
        default=["en"],
        help="codes of its languages, of which it begins in the first (default: en)",
    )
    form.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help=".xlsx, .csv or .json, by the kind"
    )
    form.set_defaults(command=_form)

    validate = commands.add_parser("validate", help="set our figures against published ones")
    validate.set_defaults(command=_validate)

    for command in (score, agree, rescore, mapping, simulate, template, form):
        command.add_argument(
            "--foods", type=Path, default=OUR_FOODS, help="food table (default: foods.csv)"
        )
    return parser


def _program() -> str:
    """How this program was started: as the command of the installed package, or as a module."""
    return "kdcheck" if Path(sys.argv[0]).stem == "kdcheck" else f"python -m {__package__}"


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


def run() -> None:
    """Run the command line of this process and end it with the exit code."""
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main())


if __name__ == "__main__":
    run()
