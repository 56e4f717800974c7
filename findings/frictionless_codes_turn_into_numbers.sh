#!/usr/bin/env bash
# frictionless reads the answer code 1_3 ("1 to 3 times") as the whole number 13, and 5_6 as 56: it
# leaves the reading to Python's int(), which allows an underscore between digits. A schema inferred
# from such a column says integer, validation finds no fault, and so does one with a limit of 60.
# It hurts a researcher whose form tool takes letters, digits and underscores only, so that ranges
# are coded that way: 3_4 times a week becomes 34. Declare codes as string with an enum, never take
# an inferred schema for a questionnaire, and check numbers by a pattern of digits first.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/python -m pip install -qq --disable-pip-version-check frictionless==5.21.0

cat >answers.csv <<'CSV'
id,natto,eggs
ana,0,1_3
ben,1_3,5_6
cem,5_6,3_4
dia,1,1
eva,3_4,0
CSV

cat >codes.py <<'PY'
import csv
import sys
from importlib.metadata import version

from frictionless import Resource, Schema

print(f"frictionless {version('frictionless')}")
failed = False


def check(what, got, want):
    global failed
    print(f"  {what}: {got}")
    if got != want:
        print(f"    CHANGED: it was {want}")
        failed = True


def eggs(schema):
    return [row["eggs"] for row in Resource("answers.csv", schema=schema).read_rows()]


def faults(schema):
    report = Resource("answers.csv", schema=schema).validate()
    return [error.row_number for task in report.tasks for error in task.errors]


def schema(**eggs):
    return Schema.from_descriptor(
        {
            "fields": [
                {"name": "id", "type": "string"},
                {"name": "natto", "type": "string"},
                {"name": "eggs", **eggs},
            ]
        }
    )


with open("answers.csv", newline="") as file:
    stored = [row["eggs"] for row in csv.DictReader(file)]
print("\nFive people, codes with a range in them. One would expect texts, or type errors.")
check("eggs as stored in the file", stored, ["1_3", "5_6", "3_4", "1", "0"])

found = Resource("answers.csv")
found.infer()
check("type that frictionless infers", found.schema.get_field("eggs").type, "integer")
check("eggs as read with it", eggs(found.schema), [13, 56, 34, 1, 0])
check("faults with it, by row", faults(found.schema), [])

limited = {"type": "integer", "constraints": {"minimum": 0, "maximum": 60}}
check("faults as integer from 0 to 60", faults(schema(**limited)), [])
check("eggs as number", [str(x) for x in eggs(schema(type="number"))], ["13", "56", "34", "1", "0"])

print("\nDeclared as codes, they stay, and a stranger is seen:")
codes = ["0", "1", "1_3", "3_4", "5_6"]
check("eggs as string with an enum", eggs(schema(type="string", constraints={"enum": codes})), stored)
check("faults when 5_6 is not on the list", faults(schema(type="string", constraints={"enum": codes[:-1]})), [3])
sys.exit(failed)
PY
venv/bin/python codes.py
