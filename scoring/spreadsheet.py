"""CSV files that people open in a spreadsheet: no cell of them may start a formula."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = re.compile(
    r"(^|[;\t\r\n])((?:[^\S\t\r\n]|\")*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n])"
)
"""Where a formula could start: a sign that spreadsheets take for one (also in full width), at the
start of a cell or after `;`, a tab or a line break, where other settings cut a cell in two; blanks
and quotes between do not help."""


def safe_cell(text: str) -> str:
    """The text with an apostrophe before each place where a spreadsheet would see a formula.

    >>> safe_cell("=1+1"), safe_cell("a;@x"), safe_cell("Gouda - young")
    ("'=1+1", "a;'@x", 'Gouda - young')
    """
    return _FORMULA.sub(r"\1\2'", text)


def safe_cells(frame: "pd.DataFrame") -> "pd.DataFrame":
    """A copy of a frame for a CSV file, its column names and text cells made by `safe_cell`.

    Numbers stay numbers, a negative one too; blanks stay blank.
    """
    safe = frame.rename(columns=lambda name: safe_cell(str(name)))
    for n, (_, column) in enumerate(frame.items()):
        if column.dtype.kind not in "biufcmM":
            cells = [safe_cell(cell) if isinstance(cell, str) else cell for cell in column]
            safe.isetitem(n, cells)
    return safe
