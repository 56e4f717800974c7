"""The history of one person, as their own browser keeps it: answers files in one text, as JSON.

    {"format": "kdcheck-history", "version": 1, "fillings": ["{…an answers file…}", …]}

Each filling is the whole text of an answers file, so that it is read by the same rules. A history
is read whole or not at all.
"""

import json

from ..errors import ScoringError, found_and_allowed
from ..foods.table import FoodTable
from ..languages import _, whole
from .answers_file import AnswersFile, AnswersFileError, read_answers

FORMAT = "kdcheck-history"
VERSION = 1
MOST_FILLINGS = 40
"""Of about 6,000 characters each with our food table."""
MOST_CHARACTERS = 400_000
"""A browser sends the history in a message of at most 1 MB, in which it takes up to twice its
length; with a food table of one's own a filling may be long."""


class HistoryError(ScoringError):
    """A history cannot be read, or holds as much as it may; says where and why."""


def read_history(text: str, foods: FoodTable) -> tuple[AnswersFile, ...]:
    """The fillings of a history, in the order in which they were added.

    Args:
        text: As `with_filling` makes it; "" for a history with nothing in it.
        foods: The food table in use.

    Raises:
        HistoryError: It is anything else; names the first filling that cannot be read.
    """
    found = []
    for number, filling in enumerate(answers_files(text), start=1):
        try:
            found.append(read_answers(filling.encode(), foods))
        except AnswersFileError as error:
            place = _("filling {number}").format(number=whole(number))
            words = _("{place}: {fault}").format(place=place, fault=error.faults[0])
            raise HistoryError(words) from error
    return tuple(found)


def with_filling(text: str, filling: bytes) -> str:
    """The history with one more filling.

    Args:
        text: The history so far.
        filling: An answers file, as `write_answers` makes it.

    Raises:
        HistoryError: The history cannot be read, or would hold more than it may.
    """
    fillings = answers_files(text)
    if len(fillings) >= MOST_FILLINGS:
        words = _("The history holds {most} fillings, as many as it may. Forget one first.")
        raise HistoryError(words.format(most=whole(MOST_FILLINGS)))
    added = _text([*fillings, filling.decode()])
    if len(added) > MOST_CHARACTERS:
        words = _(
            "With these answers the history would be {length} characters long, and {most} are "
            "allowed."
        ).format(length=whole(len(added)), most=whole(MOST_CHARACTERS))
        way_out = _("Forget a filling first.")
        raise HistoryError(f"{words} {way_out}" if fillings else words)
    return added


def without_filling(text: str, index: int) -> str:
    """The history without the filling of this index; "" where it was the last one.

    Raises:
        HistoryError: The history cannot be read.
    """
    fillings = answers_files(text)
    left = [filling for at, filling in enumerate(fillings) if at != index]
    return _text(left) if left else ""


def _text(fillings: list[str]) -> str:
    content = {"format": FORMAT, "version": VERSION, "fillings": fillings}
    return json.dumps(content, ensure_ascii=False)


def answers_files(text: str) -> list[str]:
    """The answers files that a history holds, unread, in the order in which they were added.

    Raises:
        HistoryError: The history cannot be read.
    """
    if not text:
        return []
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HistoryError(_("It is damaged: it is no JSON.")) from error
    if not isinstance(content, dict) or set(content) != {"format", "version", "fillings"}:
        raise HistoryError(_("It is damaged, or no history of KD Check."))
    for key, allowed in (("format", FORMAT), ("version", VERSION)):
        if type(content[key]) is not type(allowed) or content[key] != allowed:
            raise HistoryError(found_and_allowed(key, content[key], str(allowed)))
    fillings = content["fillings"]
    if not isinstance(fillings, list) or not all(isinstance(one, str) for one in fillings):
        raise HistoryError(found_and_allowed("fillings", fillings, _("a list of answers files")))
    if len(fillings) > MOST_FILLINGS:
        most = _("{most} at most").format(most=whole(MOST_FILLINGS))
        raise HistoryError(found_and_allowed("fillings", len(fillings), most))
    return fillings
