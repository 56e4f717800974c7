"""Whom a report is about: the answers, what safety needs to know, and the words typed for it."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from languages import _, ngettext, whole
from scoring.errors import ScoringError
from scoring.foods import FoodTable
from scoring.intake import Estimate, estimate
from scoring.plausibility import WARNING_TEXT
from scoring.questionnaire import Answers, Profile
from scoring.references import AUTHORITIES
from scoring.safety import Hold, Notice, Place, SafetyAnswers, Situation, held, notices, ready

CLIENT_CHARACTERS = 60
NOTE_CHARACTERS = 600
NOTE_LINES = 8

_INVISIBLE = "Cf"
_NO_TEXT = ("Cc", "Cn", "Co", "Cs")


class ReportError(ScoringError):
    """The report cannot be made: the message says why, in words for the person who asked."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Everything a report or a table is made from.

    authority: a key of AUTHORITIES, for the comparison. made_on: the day printed on it.
    client: a label for the person, at most CLIENT_CHARACTERS. note: a dietitian's note, at most
    NOTE_CHARACTERS in NOTE_LINES lines. Signs that cannot be seen are left out of both.
    example: the name of an example person ("Example: ..."), or empty. own_table: the foods are not
    those of the app.

    Raises ReportError where the result is withheld, where a text is too long or holds signs that
    are no text, and for an unknown authority; AnswersError for what `estimate` refuses.
    """

    foods: FoodTable
    answers: Answers
    safety: SafetyAnswers
    authority: str
    made_on: date
    profile: Profile = field(default_factory=Profile)
    client: str = ""
    note: str = ""
    example: str = ""
    own_table: bool = False

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

    @cached_property
    def estimate(self) -> Estimate:
        """The estimate for the answers."""
        return estimate(self.foods, self.answers)

    @cached_property
    def holds(self) -> frozenset[Hold]:
        """What must not be shown to this person."""
        return held(self.safety, self._situation)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The notices for paper."""
        found = notices(self.safety, self._situation)
        return tuple(notice for notice in found if Place.PRINT in notice.places)

    @property
    def _situation(self) -> Situation:
        return Situation.of(self.estimate, self.foods)

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
