"""What a browser says about one person's answers, read as the words of a stranger.

The answers of a visit live in the browser (ui/components/questionnaire/book.js), which says all of
them each time: the newest message counts, and nothing depends on an older one having arrived. A
message is taken in whole or not at all.

Up, from the browser, one JSON object with exactly these fields:

- `visit`: the token of this visit, which the server gave. Messages of another visit are refused: a
  server that began anew gives a new token, and the browser says everything again under it.
- `epoch`: how often the server has put other answers in place (an example, a file, What if). What
  was said under an older epoch no longer counts.
- `seq`: grows with every change in the browser. At or below what was taken in, it is an old one.
- `moves`, `part`: where the person is in the questionnaire. `moves` counts how often the server
  has sent the person to a part; under an older count, `part` does not count. `part` is a bookmark
  and no answer: one that the questionnaire lacks leads to its first part.
- `page`, `wanted`: the page on which this was said, and the page to which the person is on the way
  ("" for none). Where the page that runs is still `page`, nothing newer was asked for, and the
  person is to be led to `wanted`; so a message sent late undoes no click.
- `seat`: the key of a seat in a workshop that stands in the page's address, "" for none. It counts
  where the visit is another one: the server that knew the seat has ended.
- `presses`: [[seq, key], …]: buttons that were pressed, each with the `seq` under which it was said
  first; those above the `seq` that was taken in last are new.
- `foods`: {id: [frequency, portion]}; a food that is missing is unanswered.
- `supplements`: {k1, mk4, mk7, d: [text as typed, unit, period, language]}.
- `safety`: {adult, blood_thinner, pregnancy: code or "", conditions, medicines, signs: codes}.
- `profile`: {sex, age as typed, life_stage}.
- `country`: the country that was chosen, by its code; CHOSE_NONE for none of them, "" where nobody
  chose.

What goes down is made in exchange.py.
"""

import unicodedata
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from scoring.countries import COUNTRY_CODES
from scoring.frozen import ReadOnlyMappings
from scoring.guidance.safety import (
    BLOOD_THINNERS,
    CONDITIONS,
    MEDICINES,
    PREGNANCY,
    SIGNS,
    SafetyAnswers,
)
from scoring.questionnaire.answers import (
    FREQUENCY_CODES,
    LIFE_STAGES,
    PORTION_CODES,
    SEXES,
    Answer,
)

from .amounts import LONGEST_TEXT, PERIODS, UNITS, TypedAmount

LARGEST_COUNT = 2**53 - 1
"""The largest whole number that a browser counts to without a gap."""
LONGEST_NAME = 200
LONGEST_ID = 100
LONGEST_AGE = 10
MOST_FOODS = 1000
MOST_PRESSES = 50

CHOSE_NONE = "international"
"""What is said of the country where a person chose none of those on the list."""

ADULT = {"": None, "yes": True, "no": False}
_SAFETY_CODES: Mapping[str, Collection[str]] = {
    "adult": ADULT,
    "blood_thinner": {"", *BLOOD_THINNERS},
    "pregnancy": {"", *PREGNANCY},
}
_SAFETY_LISTS: Mapping[str, Set[str]] = {
    "conditions": CONDITIONS.keys(),
    "medicines": MEDICINES.keys(),
    "signs": SIGNS.keys(),
}


@dataclass(frozen=True)
class TypedProfile:
    """Sex, age as typed, and life stage; each empty where nothing was said."""

    sex: str = ""
    age: str = ""
    life_stage: str = ""


@dataclass(frozen=True)
class Message(ReadOnlyMappings):
    """Everything that the browser said at once; the fields are those above."""

    visit: str
    epoch: int
    seq: int
    moves: int
    part: str
    page: str
    wanted: str
    foods: Mapping[str, Answer]
    supplements: Mapping[str, TypedAmount]
    safety: SafetyAnswers
    profile: TypedProfile
    country: str = ""
    presses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the server knows when a message arrives.

    Attributes:
        visit: the token of this visit.
        epoch: how often the server has put other answers in place.
        seen: the `seq` of the message taken in last, in this epoch.
        foods: ids of the foods that this visit may answer.
        pages: names of the pages of the app.
        languages: codes of the languages of the app.
    """

    visit: str
    epoch: int
    seen: int
    foods: Set[str]
    pages: Set[str]
    languages: Set[str]


class Why(StrEnum):
    """Why a message is not taken in."""

    NO_MESSAGE = "no_message"
    SHAPE = "shape"
    ANOTHER_VISIT = "another_visit"
    EPOCH_TO_COME = "epoch_to_come"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_FOOD = "unknown_food"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Taken:
    """The message is newer than all before and sound throughout."""

    message: Message


@dataclass(frozen=True)
class Older:
    """Known already, or overtaken: said before what was taken in last, or in an older epoch."""


@dataclass(frozen=True)
class Refused:
    """Nothing of the message counts.

    Attributes:
        why: the reason.
        place: the field where it was found, "" for the message as a whole.
        unknown_foods: with UNKNOWN_FOOD, the ids that are not known.
        seq: that of the message, 0 where it is none of this visit and epoch.
        seat: with ANOTHER_VISIT, the seat in a workshop that the message names.
    """

    why: Why
    place: str = ""
    unknown_foods: tuple[str, ...] = ()
    seq: int = 0
    seat: str = ""


class _NotTaken(Exception):  # noqa: N818 -- leaves this module as a Refused
    def __init__(
        self, why: Why, place: str, unknown_foods: tuple[str, ...] = (), seat: str = ""
    ) -> None:
        super().__init__(why)
        self.refused = Refused(why, place, unknown_foods, seat=seat)


_FIELDS = (
    *("visit", "epoch", "seq", "moves", "part", "page", "wanted", "seat", "presses"),
    *("foods", "supplements", "safety", "profile", "country"),
)


def read_message(said: object, known: Known) -> Taken | Older | Refused:
    """Read one message of a browser; whatever it is, this raises nothing.

    Args:
        said: what the JSON of the message holds.
        known: what the server knows now.

    >>> known = Known("a visit", 0, 0, frozenset(), frozenset(), frozenset())
    >>> read_message(["no", "message"], known)
    Refused(why=<Why.NO_MESSAGE: 'no_message'>, place='', unknown_foods=(), seq=0, seat='')
    """
    seq = 0
    try:
        fields, seq = _envelope(said, known)
        return _content(fields, seq, known) if seq else Older()
    except _NotTaken as fault:
        return replace(fault.refused, seq=seq)


def _envelope(said: object, known: Known) -> tuple[Mapping[str, Any], int]:
    """The fields of a message of this visit, and its `seq`; 0 where it is an old one."""
    if not isinstance(said, Mapping):
        raise _NotTaken(Why.NO_MESSAGE, "")
    fields = _object(said, _FIELDS, "")
    seat = _text(fields, "seat", LONGEST_NAME)
    if _text(fields, "visit", LONGEST_NAME) != known.visit:
        raise _NotTaken(Why.ANOTHER_VISIT, "visit", seat=seat)
    epoch, seq = _count(fields, "epoch"), _count(fields, "seq")
    if epoch > known.epoch:
        raise _NotTaken(Why.EPOCH_TO_COME, "epoch")
    return fields, seq if epoch == known.epoch and seq > known.seen else 0


def _content(fields: Mapping[str, Any], seq: int, known: Known) -> Taken:
    return Taken(
        Message(
            visit=known.visit,
            epoch=known.epoch,
            seq=seq,
            moves=_count(fields, "moves"),
            part=_text(fields, "part", LONGEST_NAME),
            page=_code(fields, "page", known.pages, ""),
            wanted=_code(fields, "wanted", known.pages | {""}, ""),
            supplements=_supplements(fields["supplements"], known.languages),
            safety=_safety(fields["safety"]),
            profile=_profile(fields["profile"]),
            country=_code(fields, "country", ("", CHOSE_NONE, *COUNTRY_CODES), ""),
            presses=_presses(fields["presses"], known.seen),
            foods=_foods(fields["foods"], known.foods),
        )
    )


def _presses(said: object, seen: int) -> tuple[str, ...]:
    """The keys of the buttons whose presses are new, in their order."""
    if not isinstance(said, list):
        raise _NotTaken(Why.SHAPE, "presses")
    if len(said) > MOST_PRESSES:
        raise _NotTaken(Why.TOO_LARGE, "presses")
    keys = []
    for pair in said:
        if not isinstance(pair, list) or len(pair) != 2:
            raise _NotTaken(Why.SHAPE, "presses")
        fields = dict(zip(("seq", "key"), pair, strict=True))
        key = _text(fields, "key", LONGEST_NAME, "presses")
        if _count(fields, "seq") > seen:
            keys.append(key)
    return tuple(keys)


def _foods(said: object, known: Set[str]) -> dict[str, Answer]:
    if not isinstance(said, Mapping):
        raise _NotTaken(Why.SHAPE, "foods")
    if len(said) > MOST_FOODS:
        raise _NotTaken(Why.TOO_LARGE, "foods")
    answers = {}
    for food_id, pair in said.items():
        if not isinstance(food_id, str) or len(food_id) > LONGEST_ID or _is_unsound(food_id):
            raise _NotTaken(Why.SHAPE, "foods")
        if not isinstance(pair, list) or len(pair) != 2:
            raise _NotTaken(Why.SHAPE, "foods")
        frequency, portion = pair
        if frequency not in FREQUENCY_CODES or portion not in PORTION_CODES:
            raise _NotTaken(Why.UNKNOWN_CODE, "foods")
        answers[food_id] = Answer(frequency, portion)
    if unknown := answers.keys() - known:  # last, when nothing else is wrong: see `unknown` above
        raise _NotTaken(Why.UNKNOWN_FOOD, "foods", tuple(sorted(unknown)))
    return answers


def _supplements(said: object, languages: Set[str]) -> dict[str, TypedAmount]:
    amounts = {}
    for name, typed in _object(said, UNITS, "supplements").items():
        place = f"supplements.{name}"
        if not isinstance(typed, list) or len(typed) != 4:
            raise _NotTaken(Why.SHAPE, place)
        fields = dict(zip(("text", "unit", "period", "language"), typed, strict=True))
        amounts[name] = TypedAmount(
            _text(fields, "text", LONGEST_TEXT, place),
            _code(fields, "unit", UNITS[name], place),
            _code(fields, "period", PERIODS[name], place),
            _code(fields, "language", languages, place),
        )
    return amounts


def _safety(said: object) -> SafetyAnswers:
    fields = _object(said, (*_SAFETY_CODES, *_SAFETY_LISTS), "safety")
    codes = {name: _code(fields, name, known, "safety") for name, known in _SAFETY_CODES.items()}
    lists = {name: _codes(fields, name, known, "safety") for name, known in _SAFETY_LISTS.items()}
    return SafetyAnswers(
        adult=ADULT[codes["adult"]],
        blood_thinner=codes["blood_thinner"],
        pregnancy=codes["pregnancy"],
        **lists,
    )


def _profile(said: object) -> TypedProfile:
    fields = _object(said, ("sex", "age", "life_stage"), "profile")
    return TypedProfile(
        sex=_code(fields, "sex", SEXES, "profile"),
        age=_text(fields, "age", LONGEST_AGE, "profile"),
        life_stage=_code(fields, "life_stage", LIFE_STAGES, "profile"),
    )


def _object(said: object, names: Collection[str], place: str) -> Mapping[str, Any]:
    """An object with exactly these fields."""
    if not isinstance(said, Mapping) or len(said) != len(names):
        raise _NotTaken(Why.SHAPE, place)
    for name in names:
        if name not in said:
            raise _NotTaken(Why.SHAPE, _path(place, name))
    return said


def _count(fields: Mapping[str, Any], name: str) -> int:
    value = fields[name]
    if type(value) is not int:
        raise _NotTaken(Why.SHAPE, name)
    if not 0 <= value <= LARGEST_COUNT:
        raise _NotTaken(Why.TOO_LARGE, name)
    return value


def _text(fields: Mapping[str, Any], name: str, most: int, place: str = "") -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise _NotTaken(Why.SHAPE, _path(place, name))
    if len(value) > most:
        raise _NotTaken(Why.TOO_LARGE, _path(place, name))
    if _is_unsound(value):
        raise _NotTaken(Why.SHAPE, _path(place, name))
    return value


def _code(fields: Mapping[str, Any], name: str, known: Collection[str], place: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise _NotTaken(Why.SHAPE, _path(place, name))
    if value not in known:
        raise _NotTaken(Why.UNKNOWN_CODE, _path(place, name))
    return value


def _codes(fields: Mapping[str, Any], name: str, known: Set[str], place: str) -> frozenset[str]:
    """The codes of a list, each at most once."""
    values = fields[name]
    if not isinstance(values, list):
        raise _NotTaken(Why.SHAPE, _path(place, name))
    if len(values) > len(known):
        raise _NotTaken(Why.TOO_LARGE, _path(place, name))
    if not all(isinstance(value, str) for value in values) or len({*values}) < len(values):
        raise _NotTaken(Why.SHAPE, _path(place, name))
    if not known >= {*values}:
        raise _NotTaken(Why.UNKNOWN_CODE, _path(place, name))
    return frozenset(values)


def _is_unsound(text: str) -> bool:
    """Whether a text holds halves of characters or control characters, which no field has."""
    return any(unicodedata.category(character) in ("Cs", "Cc") for character in text)


def _path(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
