"""How a text file of rows is written: its encoding, what separates its columns, its header rows."""

# ruff: noqa: RUF001 -- signs that look like others are what this is about

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from ..languages import _
from ..questionnaire.labels import plain

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
COMMA = ","

_UTF8, _UTF16, _WINDOWS = "utf-8", "utf-16", "cp1252"
_ROWS_LOOKED_AT = 30
_BYTES_LOOKED_AT = 2**20
_WESTERN = "[À-ÖØ-öø-ÿŒœŠšŽžŸµ°ß–—‘’“”„…€]"
_FOREIGN = re.compile(
    rf"{_WESTERN}{{3,}}"  # no word of these languages has that many in a row
    r"|[\x80-\x9f¡-¯±-´¶-¿×÷ˆ˜†‡‰‹›ƒ]"  # signs that hardly stand in answers
    r"|(?<![A-Za-zÀ-ÖØ-öø-ÿ])[À-ÖØ-öø-ÿŒœŠšŽžŸß](?![A-Za-zÀ-ÖØ-öø-ÿ])"  # a letter by itself
)
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n|"?sep=(.)"?\r', re.IGNORECASE)


@dataclass(frozen=True)
class TextLayout:
    """How a file of rows is written.

    Attributes:
        encoding: Name of its encoding for Python; "utf-8" where it is UTF-8 with or without a mark.
        separator: One of SEPARATORS.
        header: The names of its columns.
        questions: The text of each question, where a further header row holds them (Qualtrics).
        data_start: Where the first row of people begins, in bytes once it is UTF-8 without a mark.
        has_decimal_commas: Whether numbers are written like 12,5.
    """

    encoding: str
    separator: str
    header: tuple[str, ...]
    questions: tuple[str, ...]
    data_start: int
    has_decimal_commas: bool

    def words(self) -> list[str]:
        """What is special about it, in words; empty for UTF-8 with commas."""
        found = []
        if self.separator != COMMA:
            found.append(
                {";": _("semicolons"), "\t": _("tabs"), "|": _("bars (|) between columns")}[
                    self.separator
                ]
            )
        if self.has_decimal_commas:
            found.append(_("decimal commas"))
        if self.encoding != _UTF8:
            found.append("UTF-16" if self.encoding.startswith(_UTF16) else "Windows-1252")
        return found


def encoding_of(start: bytes) -> str:
    """The encoding of a text file, by its first bytes.

    UTF-16 has a mark. Bytes that are no UTF-8 are taken for Windows-1252 where each of them is a
    letter or a sign of western European text between letters that are plain ASCII; anything else
    stays "utf-8", and is refused where it is read.

    Args:
        start: The first bytes of the file, or all of them.
    """
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _UTF16
    try:
        codecs.getincrementaldecoder(_UTF8)().decode(start)
    except UnicodeDecodeError:
        pass
    else:
        return _UTF8
    try:
        text = start.decode(_WINDOWS)
    except UnicodeDecodeError:
        return _UTF8
    return _UTF8 if "\0" in text or _FOREIGN.search(text) else _WINDOWS


def as_utf8(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes of a file as UTF-8, a piece at a time."""
    if encoding == _UTF8:
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def layout_of(start: bytes) -> TextLayout:
    """The layout of a file, by its first bytes.

    Raises:
        csv.Error: The header cannot be read.
    """
    encoding = encoding_of(start)
    start = start[:_BYTES_LOOKED_AT]
    utf8 = start if encoding == _UTF8 else b"".join(as_utf8(iter([start]), encoding))
    text = utf8.decode("utf-8", "surrogateescape")
    before = len(text) - len(text := text.removeprefix("\ufeff"))
    told = _SEP_LINE.match(text)
    skipped = told.end() if told else 0
    separator = (told[1] or told[2]) if told else _separator_of(text)
    if separator not in SEPARATORS:
        separator, skipped = _separator_of(text), 0
    lines = _Counted(text[skipped:])
    rows = filter(None, csv.reader(lines, delimiter=separator, strict=True))
    header = tuple(next(rows, ()))
    ends = [lines.characters]
    second, third = _next(rows, lines, ends), _next(rows, lines, ends)
    headers, questions = header_rows((header, second, third))
    data_start = before + skipped + ends[min(headers, len(ends)) - 1]
    cells = (cell for row in islice(rows, _ROWS_LOOKED_AT) for cell in row)
    commas = separator != COMMA and any(
        _DECIMAL_COMMA.fullmatch(cell) for cell in (*second, *third, *_cells(cells))
    )
    size = len(text[: data_start - before].encode("utf-8", "surrogateescape"))
    mark = len("\ufeff".encode()) if before else 0
    return TextLayout(encoding, separator, header, questions, mark + size, commas)


def decoded(data: bytes) -> tuple[str, str]:
    """The rows of a file as text, and what separates their columns.

    Raises:
        UnicodeDecodeError: Its encoding is not known.
        csv.Error: Its header cannot be read.
    """
    separator = layout_of(data).separator
    text = b"".join(as_utf8(iter([data]), encoding_of(data))).decode("utf-8-sig")
    told = _SEP_LINE.match(text)
    is_told = told and (told[1] or told[2]) in SEPARATORS
    return (text[told.end() :] if told and is_told else text), separator


def first_header(data: bytes) -> tuple[str, ...]:
    """The header of a file, without blanks and capitals; empty where it cannot be read."""
    try:
        return tuple(cell.strip().casefold() for cell in layout_of(data).header)
    except csv.Error:
        return ()


def header_rows(rows: Sequence[Sequence[str]]) -> tuple[int, tuple[str, ...]]:
    """How many of the first rows are no people, and the texts of the questions if one holds them.

    Qualtrics writes names, questions and ids of import; a second row of tags is that of the
    Humanitarian Exchange Language.
    """
    _first, second, third = (*rows, (), (), ())[:3]
    if _is_import_ids(third):
        return 3, tuple(second)
    is_tags = any(second) and all(cell.startswith("#") or not cell for cell in second)
    return (2 if _is_import_ids(second) or is_tags else 1), ()


def is_decimal_comma(text: str) -> bool:
    """Whether a text is a number with a decimal comma and cannot be thousands.

    >>> [is_decimal_comma(text) for text in ("12,5", "0,125", "12,500", "1.234,5")]
    [True, True, False, False]
    """
    if "," not in text:
        return False
    return bool(_DECIMAL_COMMA.fullmatch(text)) and not re.fullmatch(r"[1-9]\d{0,2},\d{3}", text)


def number_text(text: str) -> str:
    """A number with a decimal point where it has a decimal comma; other texts without blanks.

    >>> number_text(" 12,5"), number_text("12,500"), number_text("1.234,5")
    ('12.5', '12,500', '1.234,5')
    """
    text = text.strip()
    return text.replace(",", ".") if is_decimal_comma(text) else text


class _Counted:
    """The lines of a text, and how many characters of it have been given out."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.characters = 0

    def __iter__(self) -> "_Counted":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.characters += len(line)
        return line


def _next(rows: Iterator[list[str]], lines: _Counted, ends: list[int]) -> tuple[str, ...]:
    """The next row, where there is one that can be read; its end is noted."""
    try:
        row = tuple(next(rows, ()))
    except csv.Error:  # told where the row itself is read
        return ()
    ends.append(lines.characters)
    return row


def _cells(cells: Iterator[str]) -> list[str]:
    found: list[str] = []
    with suppress(csv.Error):  # told where the row itself is read
        found.extend(cells)
    return found


def _is_import_ids(row: Sequence[str]) -> bool:
    return any(row) and all(plain(cell).startswith('{"importid"') or not cell for cell in row)


def _separator_of(text: str) -> str:
    """The separator with which the first rows have the same number of cells, and most of them."""
    best = (False, 1, COMMA)
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator)
        try:
            rows = list(islice(filter(None, reader), _ROWS_LOOKED_AT))
        except csv.Error:
            continue
        if not rows or len(rows[0]) == 1:
            continue
        found = (all(len(row) == len(rows[0]) for row in rows[:-1] or rows), len(rows[0]))
        if found > best[:2]:
            best = (*found, separator)
    return best[2]
