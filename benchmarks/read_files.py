"""How fast files of other kinds are read, beside the library that reads them and our own CSV.

    python benchmarks/read_files.py [--people 100000] [--before CHECKOUT]

The same made-up people are written as comma CSV, semicolon CSV with decimal commas, Parquet and
.xlsx into a temporary folder. The sides of a comparison take turns, each in a process of its own,
and the fastest turn of each counts. --before names a checkout of an older build to set beside this.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from tests.scoring.workbooks import letters, workbook  # noqa: E402

TURNS = 3
COLUMNS_OF_EXPORT = 500
CALAMINE = """
import sys
from python_calamine import load_workbook
for row in load_workbook(sys.argv[1]).get_sheet_by_index(0).iter_rows():
    pass
"""
"""The sheet read by the library alone, a row at a time."""


def seconds_and_megabytes(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Processor time of a command with its children, and the most memory of one of them."""
    measure = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", measure, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, kilobytes = map(float, done.stdout.split())
    return seconds, kilobytes / 1024


def write_workbook(source: Path, target: Path) -> None:
    """Write the rows of a CSV file as .xlsx, its texts as shared strings as spreadsheets do."""
    places: dict[str, int] = {}
    empty = workbook({"Answers": []})
    target.write_bytes(empty)
    with zipfile.ZipFile(target) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    sheet = parts.pop("xl/worksheets/sheet1.xml").decode()
    before, after = sheet.split("</sheetData>")[0], "</sheetData></worksheet>"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
        with (
            packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out,
            source.open(encoding="utf-8", newline="") as file,
        ):
            out.write(before.encode())
            for n, row in enumerate(csv.reader(file), start=1):
                cells = [
                    f'<c r="{letters(c)}{n}" t="s"><v>{places.setdefault(t, len(places))}</v></c>'
                    for c, t in enumerate(row, start=1)
                    if t
                ]
                out.write(f'<row r="{n}">{"".join(cells)}</row>'.encode())
            out.write(after.encode())
        texts = "".join(f"<si><t>{text}</t></si>" for text in places)
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        packed.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{texts}</sst>')


def write_export(path: Path) -> None:
    """An export with many columns that are no answers."""
    names = ["respondent_id", "natto", *(f"question_{n}" for n in range(COLUMNS_OF_EXPORT - 2))]
    rows = [[f"p{n}", "once a week", *(str(n % 7) for _ in names[2:])] for n in range(200)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *rows])


def main() -> None:
    """Measure and print, one line a comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--before", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        comma, semicolon = folder / "comma.csv", folder / "semicolon.csv"
        parquet, book, export = folder / "r.parquet", folder / "r.xlsx", folder / "export.csv"
        scoring = [sys.executable, "-m", "scoring"]
        for path in (comma, parquet):
            made = [*scoring, "simulate", "--people", str(options.people), "--out", str(path)]
            subprocess.run(made, cwd=HOUSE, check=True, stdout=subprocess.DEVNULL)
        with comma.open(encoding="utf-8", newline="") as file, semicolon.open("w") as out:
            rows = csv.writer(out, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
            rows.writerows([cell.replace(".", ",") for cell in row] if n else row
                           for n, row in enumerate(csv.reader(file)))  # fmt: skip
        write_workbook(comma, book)
        write_export(export)

        def score(path: Path, house: Path = HOUSE) -> tuple[float, float]:
            command = [*scoring, "score", str(path), "--out", str(folder / "i.parquet")]
            return seconds_and_megabytes([*command, "--jobs", "1"], house)

        def best(*sides: tuple[float, float]) -> tuple[float, float]:
            return min(side[0] for side in sides), max(side[1] for side in sides)

        def propose() -> tuple[float, float]:
            out = folder / "mapping.csv"
            out.unlink(missing_ok=True)
            return seconds_and_megabytes([*scoring, "map", str(export), "--out", str(out)], HOUSE)

        unpacking = [
            sys.executable, "-m", "scoring.batch.clean_workbook", str(book),
            str(folder / "sheet.parquet"), "en",
        ]  # fmt: skip
        comparisons = {
            "semicolon CSV / comma CSV": (lambda: score(semicolon), lambda: score(comma)),
            ".xlsx as a table / the library's own read": (
                lambda: seconds_and_megabytes(unpacking, HOUSE),
                lambda: seconds_and_megabytes([sys.executable, "-c", CALAMINE, str(book)], HOUSE),
            ),
            "map of 500 columns / import pandas": (
                propose,
                lambda: seconds_and_megabytes([sys.executable, "-c", "import pandas"], HOUSE),
            ),
        }
        if options.before:
            old = options.before.resolve()
            comparisons["comma CSV / before"] = lambda: score(comma), lambda: score(comma, old)
            comparisons["Parquet / before"] = lambda: score(parquet), lambda: score(parquet, old)
        for name, (ours, other) in comparisons.items():
            turns = [(ours(), other()) for _ in range(TURNS)]
            (here, memory), (there, theirs) = (best(*side) for side in zip(*turns, strict=True))
            print(
                f"{name}: {here / there:.2f} ({here:.2f} s and {there:.2f} s of processor, "
                f"{memory:.0f} MB and {theirs:.0f} MB)",
                flush=True,
            )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    main()
