"""From the words of a report to the pages: set by Typst, in memory.

Words reach Typst as JSON, so that nothing typed and no name of a food is ever read as markup.
Fonts come from fonts/ beside this module and, for scripts that these lack, from the Typst package:
none of the computer, so that a report looks the same everywhere.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from languages import _
from report.page import DENSITIES, view
from report.person import Person, ReportError

_HERE = Path(__file__).parent
_TOO_LONG = "not two pages"
_PROBE = b'#set document(title: "probe")\n#json(bytes(sys.inputs.report)).text'


def pdf(person: Person) -> bytes:
    """Make the report: two pages of A4, tagged (PDF/UA-1), in the language in use.

    Where there is much to say it is set closer and in smaller letters, with fewer foods by name.

    Raises ReportError where a typed text holds letters that no font of the report has, or where
    all would not fit two pages even so.
    """
    typed = {_("The label for the client"): person.client, _("The note"): person.note}
    for what, text in typed.items():
        if letters := _unprintable(text):
            raise ReportError(
                _("{what} holds letters that the report cannot print: {letters}").format(
                    what=what, letters=" ".join(letters)
                )
            )
    printable = cache(_printable)
    for density in DENSITIES:
        try:
            return _compile(_template(), view(person, density, printable))
        except typst.TypstError as error:
            if _TOO_LONG not in error.message:
                raise
    raise ReportError(_("There is too much to say for two pages. A shorter note may help."))


@cache
def _template() -> bytes:
    return (_HERE / "report.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(_HERE / "fonts")])


def _compile(source: bytes, words: dict[str, Any]) -> bytes:
    return typst.compile(
        source,
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(words)},
        pdf_standards="ua-1",
    )


def _printable(text: str) -> bool:
    try:
        _compile(_PROBE, {"text": text})
    except typst.TypstError:
        return False
    return True


def _unprintable(text: str) -> list[str]:
    """The letters of a text that no font of the report has."""
    if text.isascii() or _printable(text):
        return []
    return [letter for letter in dict.fromkeys(text) if not _printable(letter)]
