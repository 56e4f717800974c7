"""The one error family of the package: messages that a person can act on."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .languages import _

_SHOWN_CHARACTERS = 60
RESPONSE_FAULTS_SHOWN = 20


class ScoringError(ValueError):
    """Something given to the package cannot be used: the message says what, where and why."""


class UnknownFoodError(ScoringError, KeyError):
    """A food id that is not in the food table."""

    __str__ = Exception.__str__  # KeyError would show the message in quotes


class AnswersError(ScoringError):
    """An answer, a supplement or a profile value of one person is not allowed."""


@dataclass(frozen=True)
class Fault:
    """One broken rule in a file.

        >>> str(Fault(3, "serving_g", "0", "a number from 0.01 to 10000"))
        "row 3, column 'serving_g': found '0'; allowed: a number from 0.01 to 10000"

    Attributes:
        row: In a food table the line of the file (the header is 1), in responses the person
            (the first is 1); 0 stands for the file as a whole.
        column: Name of the column, or empty where the fault is not in one column.
        value: What was found.
        allowed: What may stand there.
        file: Name of the file, where it is not the one that the error is about.
    """

    row: int
    column: str
    value: str
    allowed: str
    file: str = ""

    def __str__(self) -> str:
        places = [self.file] if self.file else []
        if self.row:
            places.append(f"row {self.row}")
        if self.column:
            places.append(f"column {shown(self.column)}")
        where = ", ".join(places) or "the file"
        return f"{where}: found {shown(self.value)}; allowed: {self.allowed}"


class FoodTableError(ScoringError):
    """A food table or its list of sources breaks the format; `faults` holds every fault."""

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.name = name
        self.faults = tuple(faults)
        noun = "fault" if len(self.faults) == 1 else "faults"
        head = f"{name} cannot be used. It has {len(self.faults)} {noun}:"
        super().__init__(_listing(head, self.faults))

    def __reduce__(self) -> tuple[type, tuple[str, tuple[Fault, ...]]]:
        return type(self), (self.name, self.faults)


class UnreadableTableError(FoodTableError):
    """A food table, or a file that belongs to it, is missing or cannot be opened."""


class ResponsesError(ScoringError):
    """Responses cannot be scored; `faults` holds the first fault of each column."""

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.name = name
        self.faults = tuple(faults)
        head = f"{name} cannot be scored. The first fault of each column:"
        message = _listing(head, self.faults[:RESPONSE_FAULTS_SHOWN])
        more = len(self.faults) - RESPONSE_FAULTS_SHOWN
        super().__init__(f"{message}\n  … and {more} more columns" if more > 0 else message)

    def __reduce__(self) -> tuple[type, tuple[str, tuple[Fault, ...]]]:
        return type(self), (self.name, self.faults)


def shown(value: object) -> str:
    """The value in quotes, on one line and cut to a length that fits a message."""
    text = repr(str(value)[: _SHOWN_CHARACTERS + 1])
    return text if len(str(value)) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…'"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean 'natto'?` for a near miss, or nothing. Capitals count for little."""
    by_lower_case = {name.lower(): name for name in known}
    word = word[:_SHOWN_CHARACTERS].lower()
    near = [by_lower_case[name] for name in difflib.get_close_matches(word, by_lower_case, n=1)]
    return " " + _("Did you mean {word}?").format(word=repr(near[0])) if near else ""


def found_and_allowed(place: str, value: object, allowed: str) -> str:
    """What stands at a place and what may stand there, in words: "age: found '7'; allowed: …"."""
    return _("{place}: found {value}; allowed: {allowed}").format(
        place=place, value=shown(value), allowed=allowed
    )


def _listing(head: str, faults: Sequence[Fault]) -> str:
    return "\n".join([head, *(f"  {fault}" for fault in faults)])
