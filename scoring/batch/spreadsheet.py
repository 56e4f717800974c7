"""CSV files that people open in a spreadsheet: no cell of them may start a formula."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from .arrays import text_array

# The characters that OWASP lists for CSV injection; the last four are full-width = + - @.
_CHARACTERS = r"=+\-@\t\r\n\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}"
_RISKY = rf"(?:^|[;\t\r\n])[\p{{Z}}\f\v\"']*[{_CHARACTERS}]"
_FORMULA = r"(^|[;\t\r\n])((?:[^\S\t\r\n]|[\"'])*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n])"
"""Where a formula could start: at such a character at the start of a cell, or after `;`, a tab or a
line break, where other settings cut a cell in two; blanks and quotes between do not help."""

_SIGNED_NUMBER = r"[+-][0-9]+(\.[0-9]+)?"


def safe_cell(text: str) -> str:
    """The text with an apostrophe before each place where a spreadsheet would see a formula.

    Different texts stay different. A number with + or - in front is no formula and stays as it is.

    >>> safe_cell("=1+1"), safe_cell("'=1+1"), safe_cell("a;@x"), safe_cell("-5")
    ("'=1+1", "''=1+1", "a;'@x", '-5')
    """
    return text if re.fullmatch(_SIGNED_NUMBER, text) else re.sub(_FORMULA, r"\1\2'", text)


def safe_cells(texts: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """A column of texts, each made by `safe_cell`; blanks stay blank."""
    risky = pc.match_substring_regex(texts, _RISKY)
    if not pc.any(risky).as_py():
        return texts
    safe = [safe_cell(text) for text in texts.filter(risky).to_pylist()]
    if isinstance(texts, pa.ChunkedArray):
        texts, risky = texts.combine_chunks(), risky.combine_chunks()
    return pc.replace_with_mask(texts, risky, text_array(safe).cast(texts.type))
