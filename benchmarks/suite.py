"""What the tests cost: processor time and time by the clock, and the ratio to an older checkout.

    python benchmarks/suite.py [--fast] [--against FOLDER]

Runs all tests of this checkout, or with --fast those marked `fast`, then those of the other one.
A busy machine takes longer by the clock; read the processor time.
"""

import argparse
import ctypes
import os
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS_FOR_ORPHANS = 10
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Cost:
    """Seconds of one run, and the last line of pytest.

    Attributes:
        processor: Of the run and of everything it started, of a browser's processes too.
        waited_for: The part of it that `time` in a shell shows, which knows no orphans.
        clock: From the start to the end.
        counts: The numbers of tests and subtests by outcome.
    """

    processor: float
    waited_for: float
    clock: float
    counts: dict[str, int]


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent ends, so that their time is counted."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def seconds(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def end_of_orphans() -> None:
    deadline = time.monotonic() + SECONDS_FOR_ORPHANS
    while time.monotonic() < deadline:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.1)
        except ChildProcessError:
            return
    print("A process that the tests started goes on; its time is not counted.", file=sys.stderr)


def run(folder: Path, options: list[str]) -> Cost:
    own = folder / ".venv" / "bin" / "python"
    python = own if own.exists() else Path(sys.executable)
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    before, started = seconds(resource.getrusage(resource.RUSAGE_CHILDREN)), time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    clock = time.monotonic() - started
    end_of_orphans()
    processor = seconds(resource.getrusage(resource.RUSAGE_CHILDREN)) - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        print(output, file=sys.stderr)
    (*_, last) = output.splitlines()
    found = re.findall(r"(\d+) ([a-z ]+?)(?=,| in )", last)
    counts = {outcome: int(number) for number, outcome in found}
    return Cost(processor, seconds(usage), clock, counts)


def show(name: str, cost: Cost) -> None:
    outcomes = ", ".join(f"{number} {outcome}" for outcome, number in cost.counts.items())
    print(
        f"{name}: {cost.processor:.0f} s of processor time ({cost.waited_for:.0f} s without"
        f" orphans), {cost.clock:.0f} s by the clock; {outcomes}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--fast", action="store_true", help="only the tests marked `fast`")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="the other checkout")
    arguments = parser.parse_args()
    adopt_orphans()
    this = run(ROOT, ["-m", "fast"] if arguments.fast else [])
    show("this checkout", this)
    if arguments.against:
        other = run(arguments.against.resolve(), [])
        show(str(arguments.against), other)
        print(
            f"ratio: {this.processor / other.processor:.2f} of the processor time"
            f" ({this.waited_for / other.waited_for:.2f} without orphans),"
            f" {this.clock / other.clock:.2f} by the clock"
        )


if __name__ == "__main__":
    main()
