"""Workbooks made by hand, so that a test can put anything into them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

_CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def letters(column: int) -> str:
    """The name of a column, counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cell_xml(place: str, value: object) -> str:
    """A cell: text, a number, or XML of its own as bytes."""
    if isinstance(value, bytes):
        return value.decode().replace("PLACE", place)
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def sheet_xml(rows: Sequence[Sequence[object]], dimension: str = "") -> str:
    """A sheet; a cell of None is not there."""
    body = "".join(
        f'<row r="{n}">'
        + "".join(
            cell_xml(f"{letters(c)}{n}", value)
            for c, value in enumerate(row, start=1)
            if value is not None
        )
        + "</row>"
        for n, row in enumerate(rows, start=1)
    )
    declared = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f'<worksheet xmlns="{_MAIN}">{declared}<sheetData>{body}</sheetData></worksheet>'


def workbook(
    sheets: Mapping[str, str | Sequence[Sequence[object]]],
    hidden: Sequence[str] = (),
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """The bytes of an .xlsx file.

    Args:
        sheets: Rows, or the XML, of each sheet by its name.
        hidden: Names of the sheets that are hidden.
        parts: Further parts, by their path.
    """
    kinds, entries, links = [], [], []
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for n, (name, rows) in enumerate(sheets.items(), start=1):
            xml = rows if isinstance(rows, str) else sheet_xml(rows)
            packed.writestr(f"xl/worksheets/sheet{n}.xml", xml)
            state = ' state="hidden"' if name in hidden else ""
            entries.append(f'<sheet name="{escape(name)}" sheetId="{n}"{state} r:id="rId{n}"/>')
            links.append(
                f'<Relationship Id="rId{n}" Type="{_LINKS}/worksheet" '
                f'Target="worksheets/sheet{n}.xml"/>'
            )
            kinds.append(
                f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
                f'ContentType="{_KIND}.worksheet+xml"/>'
            )
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_CONTENT}"><Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f"{''.join(kinds)}</Types>",
        )
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
            f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{"".join(entries)}</sheets>'
            "</workbook>",
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}">{"".join(links)}</Relationships>',
        )
        for path, data in (parts or {}).items():
            packed.writestr(path, data)
    return file.getvalue()
