"""The answers file: what one person saves and opens again, as JSON.

    {"format": "kdcheck-answers", "version": 1, "saved": "2026-11-23", "foods_version": "…",
     "answers": {"natto": {"frequency": "2w", "portion": "L"}},
     "supplements": {"k1": 0, "mk4": 0, "mk7": 45, "d": 25},
     "profile": {"sex": "female", "age": 42, "life_stage": ""}}

Supplements are amounts a day in the unit of the nutrient, µg for these. `country`, optional, holds
the code of the country that the person chose, "" for none of them. `example` holds the name of
an example person, where the answers are not a real person's. The safety answers are never part of
it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..countries import COUNTRY_CODES, INTERNATIONAL
from ..errors import AnswersError, ScoringError, did_you_mean, found_and_allowed, shown
from ..files.csv_tables import WORDS
from ..files.plain_text import hidden_characters
from ..foods.table import FoodTable
from ..languages import _, whole
from ..nutrients import SUPPLEMENTED
from .answers import (
    DEFAULT_PORTION,
    Answer,
    Answers,
    Profile,
    Supplements,
)

FORMAT = "kdcheck-answers"
VERSION = 1
LARGEST_FILE_BYTES = 1_000_000
FAULTS_SHOWN = 20

_NEEDED = ("format", "version", "saved", "foods_version", "answers")
_OPTIONAL = ("supplements", "profile", "country", "example")
_LONGEST_TEXT = 100
_MOST_ENTRIES = 1_000
"""More foods than any questionnaire asks for; a larger file would take seconds to check."""


class AnswersFileError(ScoringError):
    """An answers file cannot be opened; `faults` says everything that is wrong with it."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        shown_faults = list(faults[:FAULTS_SHOWN])
        if len(faults) > FAULTS_SHOWN:
            more = whole(len(faults) - FAULTS_SHOWN)
            shown_faults.append(_("… and {count} more").format(count=more))
        super().__init__("\n".join(shown_faults))

    def __reduce__(self) -> tuple[type, tuple[str, ...]]:
        return type(self), self.faults


@dataclass(frozen=True)
class AnswersFile:
    """What stands in an answers file.

    Attributes:
        answers: The answers and the profile of one person, about foods of the table in use.
        saved: The day it was saved.
        foods_version: Version of the food table it was saved with.
        example: Name of the example person, "" where the answers are a real person's.
        country: Code of the country that the person chose, INTERNATIONAL for none of them; None
            where the file says nothing, as older ones.
        foods_gone: Ids in the file that the table in use does not know; their answers do not count.
            Only a file saved with another table may hold such ids.
    """

    answers: Answers
    saved: date
    foods_version: str
    example: str = ""
    country: str | None = None
    foods_gone: tuple[str, ...] = ()


def write_answers(
    answers: Answers,
    foods: FoodTable,
    saved: date,
    example: str = "",
    country: str | None = None,
) -> bytes:
    """The answers file of one person, UTF-8.

    Args:
        answers: What the person answered, with the profile.
        foods: The food table in use.
        saved: The day of saving.
        example: Name of the example person, if it is one.
        country: The country that the person chose, INTERNATIONAL for none of them; None where
            nobody chose.
    """
    profile = answers.profile
    content = {
        "format": FORMAT,
        "version": VERSION,
        "saved": saved.isoformat(),
        "foods_version": foods.version,
        "answers": {
            food_id: {"frequency": answer.frequency, "portion": answer.portion}
            for food_id, answer in answers.foods.items()
        },
        "supplements": dict(answers.supplements.per_day),
        "profile": {
            "sex": profile.sex,
            "age": profile.age,
            "life_stage": profile.life_stage,
        },
    }
    if country is not None:
        content["country"] = country
    if example:
        content["example"] = example
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_answers(raw: bytes, foods: FoodTable) -> AnswersFile:
    """Read an answers file.

    Args:
        raw: The bytes of the file.
        foods: The food table in use.

    Raises:
        AnswersFileError: It is anything but a file as `write_answers` makes it; says every fault.
    """
    content = _parse(raw)
    _check_kind(content)
    faults = _key_faults(_("the file"), content, _NEEDED, _OPTIONAL)
    if faults:
        raise AnswersFileError(*faults)
    version = _text(content, "foods_version", faults)
    answers, gone = _read_foods(content["answers"], foods, version, faults)
    supplements = _read_supplements(content.get("supplements", {}), faults)
    profile = _read_profile(content.get("profile", {}), faults)
    saved = _read_date(content["saved"], faults)
    example = _text(content, "example", faults) if "example" in content else ""
    country = _read_country(content["country"], faults) if "country" in content else None
    if faults:
        raise AnswersFileError(*faults)
    return AnswersFile(
        answers=Answers(foods=answers, supplements=supplements, profile=profile),
        saved=saved,
        foods_version=version,
        example=example,
        country=country,
        foods_gone=gone,
    )


def _parse(raw: bytes) -> Mapping[str, Any]:
    if len(raw) > LARGEST_FILE_BYTES:
        raise AnswersFileError(
            _(
                "The file is {found} bytes long; an answers file has at most {most}. Is it another "
                "file?"
            ).format(found=whole(len(raw)), most=whole(LARGEST_FILE_BYTES))
        )
    try:
        content = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_reject_duplicate_keys,
            parse_constant=_no_constant,
        )
    except UnicodeDecodeError as error:
        raise AnswersFileError(_("The file is not text in UTF-8. Is it another file?")) from error
    except json.JSONDecodeError as error:
        raise AnswersFileError(
            _(
                "The file is damaged or not an answers file: line {line}, column {column} cannot "
                "be read as JSON."
            ).format(line=error.lineno, column=error.colno)
        ) from error
    except (RecursionError, ValueError) as error:
        if isinstance(error, AnswersFileError):
            raise
        raise AnswersFileError(_("The file is damaged or not an answers file.")) from error
    if not isinstance(content, dict):
        raise AnswersFileError(_("The file is not an answers file of KD Check."))
    return content


def _reject_duplicate_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1}) if len(keys) < 1000 else []
    if twice or len(set(keys)) < len(keys):
        raise AnswersFileError(
            _("The file says the same thing twice: {keys}.").format(keys=shown(", ".join(twice)))
        )
    return dict(pairs)


def _no_constant(word: str) -> None:
    raise AnswersFileError(
        _("{word} is not a number that an answers file may hold.").format(word=word)
    )


def _check_kind(content: Mapping[str, Any]) -> None:
    if content.get("format") != FORMAT:
        raise AnswersFileError(
            _(
                "The file is not an answers file of KD Check: its format must be {format}; found "
                "{found}."
            ).format(format=repr(FORMAT), found=shown(content.get("format", _("nothing"))))
        )
    version = content.get("version")
    if type(version) is not int or version != VERSION:
        words = (
            _(
                "The file has version {found} of the answers format; this app reads version "
                "{version}. It was saved by a newer KD Check: open it there."
            )
            if type(version) is int and version > VERSION
            else _(
                "The file has version {found} of the answers format; this app reads version "
                "{version}."
            )
        )
        raise AnswersFileError(words.format(found=shown(version), version=VERSION))


def _key_faults(
    where: str, content: Mapping[str, Any], needed: tuple[str, ...], optional: tuple[str, ...]
) -> list[str]:
    known = (*needed, *optional)
    if len(content) > _MOST_ENTRIES:
        return [
            _("{place}: found {count} entries; allowed: {allowed}").format(
                place=where, count=whole(len(content)), allowed=", ".join(known)
            )
        ]
    faults = [
        _("{place}: {key} is missing").format(place=where, key=shown(key))
        for key in needed
        if key not in content
    ]
    faults += [
        _("{place}: {key} is not known; allowed: {allowed}.").format(
            place=where, key=shown(key), allowed=", ".join(known)
        )
        + did_you_mean(key, known)
        for key in content
        if key not in known
    ]
    return faults


def _text(content: Mapping[str, Any], key: str, faults: list[str]) -> str:
    value = content[key]
    if isinstance(value, str) and len(value) <= _LONGEST_TEXT and not hidden_characters(value):
        return value
    allowed = _("text without characters that are not seen, {most} characters at most")
    faults.append(found_and_allowed(key, value, allowed.format(most=_LONGEST_TEXT)))
    return ""


def _read_foods(
    given: object, foods: FoodTable, version: str, faults: list[str]
) -> tuple[dict[str, Answer], tuple[str, ...]]:
    if not isinstance(given, dict):
        faults.append(found_and_allowed("answers", given, _("one entry a food")))
        return {}, ()
    if len(given) > _MOST_ENTRIES:
        faults.append(
            _("{place}: found {count} foods; allowed: {most} at most").format(
                place="answers",
                count=whole(len(given)),
                most=whole(_MOST_ENTRIES),
            )
        )
        return {}, ()
    known = [food.food_id for food in foods]
    found: dict[str, Answer] = {}
    gone = []
    for food_id, entry in given.items():
        answer = _read_answer(food_id, entry, faults)
        if food_id in foods:
            if answer is not None:
                found[food_id] = answer
        elif version == foods.version:
            fault = _("{place}: no food {food} in the food table.")
            fault = fault.format(place="answers", food=shown(food_id))
            faults.append(fault + did_you_mean(food_id, known))
        elif len(food_id) > _LONGEST_TEXT or not WORDS.fullmatch(food_id):
            faults.append(found_and_allowed("answers", food_id, _("ids of foods")))
        else:
            gone.append(food_id)
    return found, tuple(gone)


def _read_answer(food_id: str, entry: object, faults: list[str]) -> Answer | None:
    where = f"answers, {shown(food_id)}"
    if not isinstance(entry, dict):
        faults.append(found_and_allowed(where, entry, _("a frequency and a portion")))
        return None
    wrong = _key_faults(where, entry, ("frequency",), ("portion",))
    if wrong:
        faults += wrong
        return None
    try:
        return Answer(entry["frequency"], entry.get("portion", DEFAULT_PORTION))
    except AnswersError as error:
        faults.append(f"{where}: {error}")
        return None


def _read_supplements(given: object, faults: list[str]) -> Supplements:
    if not isinstance(given, dict):
        faults.append(found_and_allowed("supplements", given, _("µg a day by name")))
        return Supplements()
    faults += _key_faults("supplements", given, (), SUPPLEMENTED)
    amounts = {}
    for nutrient, amount in given.items():
        if nutrient in SUPPLEMENTED:
            try:
                Supplements({nutrient: amount})
                amounts[nutrient] = amount
            except AnswersError as error:
                faults.append(str(error))
    return Supplements(amounts)


def _read_profile(given: object, faults: list[str]) -> Profile:
    if not isinstance(given, dict):
        faults.append(found_and_allowed("profile", given, _("sex, age and life_stage")))
        return Profile()
    wrong = _key_faults("profile", given, (), ("sex", "age", "life_stage"))
    if wrong:
        faults += wrong
        return Profile()
    try:
        return Profile(
            sex=given.get("sex", ""),
            age=given.get("age"),
            life_stage=given.get("life_stage", ""),
        )
    except AnswersError as error:
        faults.append(str(error))
        return Profile()


def _read_country(given: object, faults: list[str]) -> str | None:
    if isinstance(given, str) and given in (INTERNATIONAL, *COUNTRY_CODES):
        return given
    allowed = _("empty, or one of {codes}").format(codes=", ".join(COUNTRY_CODES))
    faults.append(found_and_allowed("country", given, allowed))
    return None


def _read_date(given: object, faults: list[str]) -> date:
    try:
        if isinstance(given, str):
            return date.fromisoformat(given)
    except ValueError:
        pass
    faults.append(found_and_allowed("saved", given, _("a date such as 2026-11-23")))
    return date.min
