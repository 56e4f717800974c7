"""From the words of a report to the pages: set by Typst, in memory.

Words reach Typst as JSON, so that nothing typed and no name of a food is ever read as markup.
Fonts come from fonts/ beside this module and, for scripts that these lack, from the Typst package:
none of the computer, so that a report looks the same everywhere.

A letter that a font draws of several parts stands several times in the text of a PDF, which screen
readers speak and people copy. So what somebody typed is set in the first of FACES that draws each
letter in one piece, and refused where none does.
"""

import json
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import typst

from content.example_people import shown_name
from report.page import DENSITIES, Density, view
from report.person import Person, ReportError
from scoring.guidance.safety import Place, SafetyAnswers, applying_rules, notices_of
from scoring.languages import _

_HERE = Path(__file__).parent
_TOO_LONG = "not two pages"
_TOO_LONG_FOR_ONE = "not one page"
_PROBE = b"""#set document(title: "probe")
#let d = json(bytes(sys.inputs.report))
#set page(height: auto) // one page is drawn
#set text(font: d.face, fallback: false)
#for letter in d.letters { par(letter) }"""

FACES = (
    ("Atkinson Hyperlegible Next", "Noto Sans CJK JP", "Libertinus Serif"),
    ("Libertinus Serif", "Noto Sans CJK JP"),
    ("New Computer Modern", "DejaVu Sans Mono", "Noto Sans CJK JP"),
)
"""Fonts in the order in which they are asked for a letter; our own words are in the first."""
LETTERS_NAMED = 20

CLASS_PT = (11, 10, 9, 8, 7)
"""Sizes of the letters on the page of a class, pt: the largest that fits."""

PICTURE = Density(11, 2, 0, brief=True)
PICTURE_PX = 1080
_EVERYBODY = SafetyAnswers(adult=True, blood_thinner="none")
_PICTURE_PPI = 72 * PICTURE_PX / 540  # picture.typ is 540 pt wide


def pdf(person: Person) -> bytes:
    """Make the report: two pages of A4, tagged (PDF/UA-1), in the language in use.

    Where there is much to say it is set closer and in smaller letters, with fewer foods by name.

    Raises:
        ReportError: A typed text holds letters that no font of the report has, or all would not
            fit two pages even so.
    """
    words = _words_of(person)
    for density in DENSITIES:
        try:
            return _compile(_source("report.typ"), words(density))
        except typst.TypstError as error:
            if _TOO_LONG not in error.message:
                raise
    raise ReportError(_("There is too much to say for two pages. A shorter note may help."))


def class_page(title: str, words: Mapping[str, Any]) -> bytes:
    """Make the page of a class for the wall: one page of A4, tagged (PDF/UA-1).

    Args:
        title: What stands on top, as somebody typed it.
        words: What class.typ draws besides.

    Raises:
        ReportError: The title holds letters that no font of the report has, or all would not fit
            one page even in small letters.
    """
    faces = {"title": _face_for(_("The title"), title), "example": FACES[0]}
    fixed = {"title": title, "face": FACES[0], "faces": faces, "marks": []}
    for size in CLASS_PT:
        try:
            return _compile(_source("class.typ"), {**words, **fixed, "size": size})
        except typst.TypstError as error:
            if _TOO_LONG_FOR_ONE not in error.message:
                raise
    raise ReportError(_("There is too much to say for one page."))


def picture(person: Person) -> bytes:
    """Draw the summary as a PNG, PICTURE_PX wide: figures, ranges, largest foods and notices.

    It names nobody and no day unless `person.client` does, and tells nothing of the note and the
    safety answers: its notices are those for everybody.

    Raises:
        ReportError: The label holds letters that no font of the report has.
    """
    words = _words_of(person)(PICTURE)
    words["notices"] = [
        n.text for n in notices_of(applying_rules(_EVERYBODY)) if Place.PRINT in n.places
    ]
    return _draw(_source("picture.typ"), words, "png", _PICTURE_PPI)


def _words_of(person: Person) -> Callable[[Density], dict[str, Any]]:
    """What stands on the pages, for each density."""
    faces = {
        "client": _face_for(_("The label for the client"), person.client),
        "note": _face_for(_("The note"), person.note),
        "example": _face_for(_("The name of the example"), shown_name(person.example)),
    }
    printable = cache(lambda text: _in_one_piece(_letters(text), FACES[0]))
    return lambda density: view(person, density, printable) | {"face": FACES[0], "faces": faces}


@cache
def _source(name: str) -> bytes:
    return (_HERE / "marks.typ").read_bytes() + (_HERE / name).read_bytes()


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


def _draw(
    source: bytes, words: dict[str, Any], kind: Literal["svg", "png"], ppi: float = 72
) -> bytes:
    return typst.compile(
        source,
        format=kind,
        ppi=ppi,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(words)},
    )


def _face_for(what: str, text: str) -> tuple[str, ...]:
    """The first of FACES that prints a text right.

    Raises:
        ReportError: None does; the message names letters that stand in the way.
    """
    letters = _letters(text)
    for face in FACES:
        if _in_one_piece(letters, face):
            return face
    nowhere = (x for x in letters if not any(_in_one_piece([x], face) for face in FACES))
    lacking = list(islice(nowhere, LETTERS_NAMED)) or [
        letter for letter in letters if not _in_one_piece([letter], FACES[0])
    ]
    raise ReportError(
        _("{what} holds letters that the report cannot print: {letters}").format(
            what=what, letters=" ".join(lacking[:LETTERS_NAMED])
        )
    )


def _letters(text: str) -> list[str]:
    """Each letter beyond ASCII once, with the marks on it that no one character has."""
    found: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        if found and unicodedata.category(sign).startswith("M"):
            found[-1] += sign
        elif not sign.isspace():
            found.append(sign)
    return [letter for letter in dict.fromkeys(found) if not letter.isascii()]


def _in_one_piece(letters: list[str], face: tuple[str, ...]) -> bool:
    """Whether a face has each of these letters, as one character drawn as one shape."""
    if any(len(letter) > 1 for letter in letters):
        return False
    try:
        _compile(_PROBE, {"letters": letters, "face": face})
    except typst.TypstError:
        return False
    drawing = _draw(_PROBE, {"letters": letters, "face": face}, "svg")
    return drawing.count(b"<use ") == len(letters)
