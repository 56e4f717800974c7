"""Whom a report is about: the answers, what safety needs to know, and the words typed for it."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from content.results.history import Filling
from scoring.errors import ScoringError
from scoring.guidance.assessment import Assessment
from scoring.guidance.references import AUTHORITIES
from scoring.guidance.safety import Hold, ready
from scoring.intake.warnings import WARNING_TEXT
from scoring.languages import _, ngettext, whole
from scoring.questionnaire.answers import Profile

CLIENT_CHARACTERS = 60
NOTE_CHARACTERS = 600
NOTE_LINES = 8

_INVISIBLE = "Cf"
_NO_TEXT = ("Cc", "Cn", "Co", "Cs")


class ReportError(ScoringError):
    """The report cannot be made: the message says why, in words for the person who asked."""


@dataclass(frozen=True, kw_only=True)
class Person(Assessment):
    """Everything a report or a table is made from.

    Attributes:
        authority: Whose reference values to compare with, a key of AUTHORITIES.
        made_on: The day printed on the report.
        profile: Sex, age and life stage for the comparison, each optional.
        client: A label for the person, at most CLIENT_CHARACTERS.
        note: A dietitian's note, at most NOTE_CHARACTERS in NOTE_LINES lines. Characters that
            cannot be seen are left out of label and note.
        example: The name of an example person ("Example: ..."), or empty.
        own_table: The foods are not those of the app.
        before: An earlier filling of the same person, to be set beside this one.

    Raises:
        ReportError: The result is withheld, a text is too long or holds characters that are no
            text, or the authority is unknown.
        AnswersError: What `estimate` refuses.
    """

    authority: str
    made_on: date
    profile: Profile = field(default_factory=Profile)
    client: str = ""
    note: str = ""
    example: str = ""
    own_table: bool = False
    before: Filling | None = None

    def __post_init__(self) -> None:
        if self.authority not in AUTHORITIES:
            raise ReportError(
                _("{column}: found {value}; allowed: {allowed}").format(
                    column="authority", value=repr(self.authority), allowed=", ".join(AUTHORITIES)
                )
            )
        self._refuse_withheld()
        client = _typed(_("The label for the client"), self.client, CLIENT_CHARACTERS, 1)
        note = _typed(_("The note"), self.note, NOTE_CHARACTERS, NOTE_LINES)
        object.__setattr__(self, "client", client)
        object.__setattr__(self, "note", note)

    def _refuse_withheld(self) -> None:
        if not ready(self.safety):
            raise ReportError(_("The safety questions come first: please answer them."))
        if Hold.RESULTS in self.holds:
            raise ReportError(_("There is no result for this person, so there is no report."))
        for code in ("unanswered", "all_never"):
            if code in self.estimate.warnings:
                raise ReportError(
                    _("{warning} There is no report until then.").format(warning=WARNING_TEXT[code])
                )


def _typed(what: str, text: str, characters: int, lines: int) -> str:
    """A typed text, ready to print."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\t", " ").strip()
    text = "".join(sign for sign in text if unicodedata.category(sign) != _INVISIBLE)
    if len(text) > characters:
        raise ReportError(
            _("{what} has {found} characters; at most {most} fit on the report.").format(
                what=what, found=whole(len(text)), most=whole(characters)
            )
        )
    if (found := text.count("\n") + 1) > lines:
        raise ReportError(
            ngettext(
                "{what} has {found} lines; one line fits on the report.",
                "{what} has {found} lines; at most {most} fit on the report.",
                lines,
            ).format(what=what, found=whole(found), most=whole(lines))
        )
    for sign in text.replace("\n", ""):
        if unicodedata.category(sign) in _NO_TEXT:
            raise ReportError(
                _("{what} holds a sign that is no text: {sign}.").format(
                    what=what, sign=f"U+{ord(sign):04X}"
                )
            )
    return text
