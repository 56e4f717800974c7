"""What `agree` and `rescore` cost beside scoring the same people, in one run.

    python benchmarks/agree_and_rescore.py [--people 100000] [--turns 3]

Processor time of each command with its children, the fastest turn of each, and the most memory that
a process of it took. The commands take turns.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
FIRST_TABLE = HOUSE / "scoring" / "foods" / "earlier" / "a6aa08799256.csv"
"""The food table of 2026-11-23."""

MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def cost(*arguments: object) -> tuple[float, float]:
    """Seconds of processor time and megabytes of a command of the science."""
    command = [sys.executable, "-c", MEASURE, sys.executable, "-m", "scoring", *map(str, arguments)]
    done = subprocess.run(command, cwd=HOUSE, check=True, stdout=subprocess.PIPE, text=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, two, earlier, out = (folder / f"{p}.csv" for p in ("one", "two", "earlier", "out"))
        people = ("simulate", "--people", options.people)
        cost(*people, "--out", one)
        cost(*people, "--seed", 2, "--out", two)
        cost(*people, "--foods", FIRST_TABLE, "--out", earlier)
        commands = {
            "score the first": ("score", one, "--out", out),
            "score the second": ("score", two, "--out", out),
            "agree": ("agree", one, two, "--out", folder / "figures.csv"),
            "score the earlier": ("score", earlier, "--foods", FIRST_TABLE, "--out", out),
            "rescore it": ("rescore", earlier, "--before", FIRST_TABLE, "--out", out),
        }
        turns = [
            {n: cost(*command) for n, command in commands.items()} for _ in range(options.turns)
        ]
    seconds = {name: min(turn[name][0] for turn in turns) for name in commands}
    megabytes = {name: max(turn[name][1] for turn in turns) for name in commands}
    for name in commands:
        print(f"{name:17} {seconds[name]:7.2f} s {megabytes[name]:6.0f} MB")
    both = seconds["score the first"] + seconds["score the second"]
    print(f"agree beside scoring both files   {seconds['agree'] / both:.2f}")
    once = seconds["score the earlier"]
    print(f"rescore beside scoring once       {seconds['rescore it'] / once:.2f}")


if __name__ == "__main__":
    main()
