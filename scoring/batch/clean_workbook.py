"""Unpack a sheet of a workbook (.xlsx or .ods) as a table of text.

A small workbook can unpack to gigabytes, and damage can end the process that reads it. So `unpack`
reads it in a process of its own; size and kind are looked at before anything is unpacked, and
whatever would be read as something else than it shows (formulas, errors) is refused by its cell.
"""

import datetime
import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa

from ..errors import Fault
from ..exchange.layout import header_rows
from ..files.csv_tables import cells_found_and_allowed
from ..languages import N_, _, ngettext, use, whole
from . import own_process

MAX_COLUMNS = 2_000
"""More than a food table of 500 foods asks for."""

_MAX_UNPACKED = 2 * 1024**3
_MAX_PARTS = 2_000
_MAX_CELLS = 60_000_000
_ROWS_AT_ONCE = 4_096
_STRETCH = 16 * 2**20
"""Bytes of the XML of a sheet that are read at once."""

_KEPT_PARTS = ("[Content_Types].xml", "_rels/.rels", "xl/sharedStrings.xml", "xl/styles.xml")
_KEPT_FOLDERS = ("xl/workbook.xml", "xl/_rels/")
"""What a stretch needs beside its rows."""

_WORKBOOK = N_("a workbook (.xlsx or .ods) of values alone")
_FORBIDDEN_PARTS = (
    ("vbaproject.bin", N_("macros"), N_("a workbook without macros: save it as .xlsx")),
    ("externallinks/", N_("links to other files"), N_("a workbook without links to other files")),
)
_FORBIDDEN_CELLS = (
    (
        (b"<f", b":f", b"table:formula="),
        re.compile(rb"<f[ />]|<\w+:f[ />]|table:formula="),
        N_("a formula"),
    ),
    ((b't="e"', b"t='e'"), re.compile(rb"""t=["']e["']"""), N_("an error such as #N/A")),
)
"""What is no value: signs that are looked for first, which is fast, then what it looks like."""

_VALUES = N_("values: copy the sheet and paste it as values")
_FAR_CELL = re.compile(rb'r="([A-Z]{3})[0-9]')
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]+[0-9]+)"')
_SHEET_DATA = re.compile(rb"<(\w+:)?sheetData[^>]*>")
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension [^>]*?ref="[A-Z]+[0-9]+:([A-Z]+)([0-9]+)"')


@dataclass(frozen=True)
class Sheet:
    """The sheet that was unpacked.

    Attributes:
        name: Its name.
        others: Names of the sheets that were not read.
        headers: The names of its columns.
        questions: The text of each question, where a further header row holds them.
    """

    name: str
    others: tuple[str, ...]
    headers: tuple[str, ...]
    questions: tuple[str, ...]

    def in_words(self) -> str:
        """Which sheet was read, and how many were not."""
        words = _("sheet {name}").format(name=repr(self.name))
        if not self.others:
            return words
        more = ngettext(
            "{count} other sheet not read", "{count} other sheets not read", len(self.others)
        )
        return f"{words}, {more.format(count=whole(len(self.others)))}"


def unpack(source: Path, target: Path) -> Sheet:
    """Write the first visible sheet of a workbook as a Parquet file of text.

    Args:
        source: The workbook.
        target: The file to write; its columns are called by their place, from 0.

    Raises:
        ResponsesError: It is no workbook, is too large or holds formulas, errors, macros or links.
    """
    said = own_process.run(__name__, [str(source), str(target)], source.name, _(_WORKBOOK))
    return Sheet(
        said["name"], tuple(said["others"]), tuple(said["headers"]), tuple(said["questions"])
    )


def sheet_rows(source: Path) -> list[list[str]]:
    """The first visible sheet of a workbook as rows of text, the header first.

    Raises:
        ResponsesError: As `unpack`.
    """
    from pyarrow import parquet as pq

    with tempfile.TemporaryDirectory(prefix="kdcheck-") as folder:
        target = Path(folder, "sheet.parquet")
        sheet = unpack(source, target)
        people = pq.read_table(target).to_pylist()
    return [list(sheet.headers), *(list(person.values()) for person in people)]


def main(arguments: list[str]) -> int:
    """The process that reads: writes the file and says which sheet it was, or refuses it."""
    source, target, language = arguments
    use(language)
    own_process.limit_memory()
    try:
        return own_process.say(vars(_unpacked(Path(source), Path(target))))
    except _RefusedError as refused:
        return own_process.refuse(refused.fault)


class _RefusedError(Exception):
    def __init__(self, found: str, allowed: str, column: str = "") -> None:
        super().__init__()
        self.fault = Fault(0, column, found, allowed)


def _unpacked(source: Path, target: Path) -> Sheet:
    from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

    try:
        with zipfile.ZipFile(source) as packed:
            _check_parts(packed)
            with load_workbook(str(source)) as workbook:
                sheets = workbook.sheets_metadata
                names = workbook.sheet_names
            seen = [s.name for s in sheets if s.visible == SheetVisibleEnum.Visible]
            if not seen:
                raise _RefusedError(_("no sheet that is seen"), _(_WORKBOOK))
            stretches = _stretches(packed, names.index(seen[0]), seen[0])
            headers, questions = _write(_rows(stretches, seen[0]), seen[0], target)
        others = tuple(s.name for s in sheets if s.name != seen[0])
        return Sheet(seen[0], others, headers, questions)
    except (zipfile.BadZipFile, CalamineError, KeyError, ElementTree.ParseError) as error:
        with source.open("rb") as file:
            is_old = file.read(4) == b"\xd0\xcf\x11\xe0"
        found = _("an old .xls file, or one with a password") if is_old else str(error)
        raise _RefusedError(found, _(_WORKBOOK)) from None


def _check_parts(packed: zipfile.ZipFile) -> None:
    """Refuse a workbook by what its list of parts says, before any of them is unpacked."""
    parts = packed.infolist()
    size = sum(part.file_size for part in parts)
    if size > _MAX_UNPACKED:
        found = _("{count} MB once unpacked").format(count=whole(size / 1024**2))
        allowed = _("at most {most} MB once unpacked").format(most=whole(_MAX_UNPACKED / 1024**2))
        raise _RefusedError(found, allowed)
    if len(parts) > _MAX_PARTS:
        found = _("{count} parts").format(count=whole(len(parts)))
        raise _RefusedError(found, _(_WORKBOOK))
    for part in parts:
        for name, found, allowed in _FORBIDDEN_PARTS:
            if name in part.filename.lower():
                raise _RefusedError(_(found), _(allowed))


def _stretches(packed: zipfile.ZipFile, number: int, name: str) -> Iterator[bytes]:
    """Workbooks that each hold a stretch of the rows of a sheet, which is counted from 0.

    The library has all of a sheet in memory at once, a stretch of a large one is enough. The XML of
    .ods is left in one.
    """
    if "content.xml" in packed.namelist():
        _check_cells(packed.read("content.xml"), name)
        yield Path(str(packed.filename)).read_bytes()
        return
    place = _part_of_sheet(packed, number)
    parts = {
        part: packed.read(part)
        for part in packed.namelist()
        if part in _KEPT_PARTS or part.startswith(_KEPT_FOLDERS)
    }
    head, rest, end = b"", b"", b""
    with packed.open(place) as file:
        while chunk := file.read(_STRETCH):
            text = rest + chunk
            if not head:
                opening = _SHEET_DATA.search(text)
                if not opening:
                    break  # an empty sheet
                _check_declared(text[: opening.start()], name)
                prefix = opening[1] or b""
                head, text = text[: opening.end()], text[opening.end() :]
                end = b"</" + prefix + b"row>"
            cut = text.rfind(end) + len(end) if end in text else 0
            rows, rest = text[:cut], text[cut:]
            if rows:
                _check_cells(rows, name)
                yield _packed(parts, place, head + rows + _closing(end))


def _closing(end_of_row: bytes) -> bytes:
    prefix = end_of_row[2:-4]
    return b"</" + prefix + b"sheetData></" + prefix + b"worksheet>"


def _packed(parts: Mapping[str, bytes], place: str, sheet: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for name, data in {**parts, place: sheet}.items():
            packed.writestr(name, data)
    return file.getvalue()


def _part_of_sheet(packed: zipfile.ZipFile, number: int) -> str:
    """The part that holds a sheet, counted from 0."""
    workbook = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id", ""): r.get("Target", "") for r in relations}
    sheets = [node for node in workbook.iter() if node.tag.endswith("}sheet")]
    ids = [v for k, v in sheets[number].attrib.items() if k.endswith("}id")]
    target = targets.get(ids[0], "") if ids else ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _rows(stretches: Iterable[bytes], name: str) -> Iterator[list[Any]]:
    """The rows of a sheet that hold anything, each from its first column on."""
    from python_calamine import load_workbook

    first: int | None = None
    for stretch in stretches:
        with load_workbook(io.BytesIO(stretch)) as workbook:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            _check_size(sheet.width, sheet.height, name)
            first = sheet.start[1] if first is None else first
            before = [""] * (sheet.start[1] - first)
            for row in sheet.to_python(skip_empty_area=True):
                if row[0] != "" or any(cell != "" for cell in row):
                    yield before + row if before else row


def _check_declared(head: bytes, sheet: str) -> None:
    """Refuse a sheet for the size that it says it has."""
    if declared := _DIMENSION.search(head):
        _check_size(_column_number(declared[1]), int(declared[2]), sheet)


def _check_cells(text: bytes, sheet: str) -> None:
    """Refuse rows for a cell that is far out or no value, and name the cell."""
    if far := _FAR_CELL.search(text):
        _check_size(_column_number(far[1]), 1, sheet)
    for signs, pattern, found in _FORBIDDEN_CELLS:
        if not any(sign in text for sign in signs):
            continue
        if hit := pattern.search(text):
            own = text.rfind(b"<", 0, hit.start() + 1)
            cells = _CELL.findall(text[: text.find(b">", hit.start())], text.rfind(b"<", 0, own))
            raise _RefusedError(
                _(found), _(_VALUES), f"{sheet}!{cells[-1].decode()}" if cells else sheet
            )


def _check_size(columns: int, rows: int, sheet: str) -> None:
    if columns > MAX_COLUMNS:
        found = _("{count} columns").format(count=whole(columns))
        allowed = _("at most {most} columns").format(most=whole(MAX_COLUMNS))
        raise _RefusedError(found, allowed, sheet)
    if columns * rows > _MAX_CELLS:
        found = _("{count} cells").format(count=whole(columns * rows))
        allowed = _("at most {most} cells").format(most=whole(_MAX_CELLS))
        raise _RefusedError(found, allowed, sheet)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _write(
    rows: Iterator[list[Any]], name: str, target: Path
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write the rows below the header as text; the headers and the texts of the questions."""
    from pyarrow import parquet as pq  # other files start without it

    first = [[_text(cell) for cell in row] for row in islice(rows, 3)]
    if not first:
        raise _RefusedError(_("an empty sheet"), _("a header row and one row a person"), name)
    width = max(map(len, first))
    first = [row + [""] * (width - len(row)) for row in first]
    count, questions = header_rows(first)
    headers = tuple(cell.strip() for cell in first[0])
    schema = pa.schema([(str(n), pa.string()) for n in range(width)])
    people = chain(first[count:], rows)
    with pq.ParquetWriter(target, schema, compression="lz4") as writer:
        while some := list(islice(people, _ROWS_AT_ONCE)):
            longest = max(map(len, some))
            if longest > width:
                found = _("{count} cells").format(count=whole(longest))
                allowed = cells_found_and_allowed(longest, width)[1]
                raise _RefusedError(found, allowed, name)
            cells = zip_longest(*some, fillvalue="")
            columns = [pa.array(_texts(column), pa.string()) for column in cells]
            columns += [pa.array([""] * len(some), pa.string())] * (width - len(columns))
            writer.write_table(pa.table(columns, schema=schema))
    return headers, questions


def _texts(column: Sequence[Any]) -> Iterable[str]:
    return column if set(map(type, column)) == {str} else list(map(_text, column))


def _text(cell: Any) -> str:
    """A cell as text: the number 5 as 5, however the sheet shows it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
