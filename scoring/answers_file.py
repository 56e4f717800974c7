"""The answers file: what one person saves and opens again, as JSON.

    {"format": "kdcheck-answers", "version": 1, "saved": "2026-11-23", "foods_version": "…",
     "answers": {"natto": {"frequency": "2w", "portion": "L"}},
     "supplements": {"k1": 0, "mk4": 0, "mk7": 45, "d": 25},
     "profile": {"sex": "female", "age": 42, "life_stage": ""}}

Supplements are µg a day. `example` holds the name of an example person, where the answers are not
a real person's. The safety answers are never part of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scoring.csv_tables import WORDS
from scoring.errors import AnswersError, ScoringError, did_you_mean, shown
from scoring.foods import FoodTable
from scoring.plain_text import PLAIN, hidden_characters
from scoring.questionnaire import (
    DEFAULT_PORTION,
    SUPPLEMENT_LIMITS_UG_PER_DAY,
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
_OPTIONAL = ("supplements", "profile", "example")
_LONGEST_TEXT = 100
_MOST_ENTRIES = 1_000
"""More foods than any questionnaire asks for; a larger file would take seconds to check."""


class AnswersFileError(ScoringError):
    """An answers file cannot be opened; `faults` says everything that is wrong with it."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        shown_faults = list(faults[:FAULTS_SHOWN])
        if len(faults) > FAULTS_SHOWN:
            shown_faults.append(f"… and {len(faults) - FAULTS_SHOWN} more")
        super().__init__("\n".join(shown_faults))

    def __reduce__(self) -> tuple[type, tuple[str, ...]]:
        return type(self), self.faults


@dataclass(frozen=True)
class AnswersFile:
    """What stands in an answers file.

    answers: the answers and the profile of one person, about foods of the table in use.
    saved: the day it was saved.
    foods_version: version of the food table it was saved with.
    example: name of the example person, "" where the answers are a real person's.
    foods_gone: ids in the file that the table in use does not know; their answers do not count.
        Only a file saved with another table may hold such ids.
    """

    answers: Answers
    saved: date
    foods_version: str
    example: str = ""
    foods_gone: tuple[str, ...] = ()


def write_answers(answers: Answers, foods: FoodTable, saved: date, example: str = "") -> bytes:
    """The answers file of one person, UTF-8.

    Args:
        answers: what the person answered, with the profile.
        foods: the food table in use.
        saved: the day of saving.
        example: name of the example person, if it is one.
    """
    supplements = answers.supplements
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
        "supplements": {
            n: getattr(supplements, f"{n}_ug_per_day") for n in SUPPLEMENT_LIMITS_UG_PER_DAY
        },
        "profile": {
            "sex": profile.sex,
            "age": profile.age,
            "life_stage": profile.life_stage,
        },
    }
    if example:
        content["example"] = example
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_answers(raw: bytes, foods: FoodTable) -> AnswersFile:
    """Read an answers file.

    Raises AnswersFileError, with every fault, for anything but a file as `write_answers` makes it.
    """
    content = _parse(raw)
    _check_kind(content)
    faults = _key_faults("the file", content, _NEEDED, _OPTIONAL)
    if faults:
        raise AnswersFileError(*faults)
    version = _text(content, "foods_version", faults)
    answers, gone = _read_foods(content["answers"], foods, version, faults)
    supplements = _read_supplements(content.get("supplements", {}), faults)
    profile = _read_profile(content.get("profile", {}), faults)
    saved = _read_date(content["saved"], faults)
    example = _text(content, "example", faults) if "example" in content else ""
    if faults:
        raise AnswersFileError(*faults)
    return AnswersFile(
        answers=Answers(foods=answers, supplements=supplements, profile=profile),
        saved=saved,
        foods_version=version,
        example=example,
        foods_gone=gone,
    )


def _parse(raw: bytes) -> Mapping[str, Any]:
    if len(raw) > LARGEST_FILE_BYTES:
        raise AnswersFileError(
            f"The file is {len(raw):,} bytes long; an answers file has at most "
            f"{LARGEST_FILE_BYTES:,}. Is it another file?"
        )
    try:
        content = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_without_doubles,
            parse_constant=_no_constant,
        )
    except UnicodeDecodeError as error:
        raise AnswersFileError("The file is not text in UTF-8. Is it another file?") from error
    except json.JSONDecodeError as error:
        raise AnswersFileError(
            f"The file is damaged or not an answers file: line {error.lineno}, column "
            f"{error.colno} cannot be read as JSON."
        ) from error
    except (RecursionError, ValueError) as error:
        if isinstance(error, AnswersFileError):
            raise
        raise AnswersFileError("The file is damaged or not an answers file.") from error
    if not isinstance(content, dict):
        raise AnswersFileError("The file is not an answers file of KD Check.")
    return content


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1}) if len(keys) < 1000 else []
    if twice or len(set(keys)) < len(keys):
        raise AnswersFileError(f"The file says the same thing twice: {shown(', '.join(twice))}.")
    return dict(pairs)


def _no_constant(word: str) -> None:
    raise AnswersFileError(f"{word} is not a number that an answers file may hold.")


def _check_kind(content: Mapping[str, Any]) -> None:
    if content.get("format") != FORMAT:
        raise AnswersFileError(
            f"The file is not an answers file of KD Check: its format must be {FORMAT!r}; found "
            f"{shown(content.get('format', 'nothing'))}."
        )
    version = content.get("version")
    if type(version) is not int or version != VERSION:
        newer = type(version) is int and version > VERSION
        raise AnswersFileError(
            f"The file has version {shown(version)} of the answers format; this app reads version "
            f"{VERSION}." + (" It was saved by a newer KD Check: open it there." if newer else "")
        )


def _key_faults(
    where: str, content: Mapping[str, Any], needed: tuple[str, ...], optional: tuple[str, ...]
) -> list[str]:
    known = (*needed, *optional)
    if len(content) > _MOST_ENTRIES:
        return [f"{where}: found {len(content):,} entries; allowed: {', '.join(known)}"]
    faults = [f"{where}: {shown(key)} is missing" for key in needed if key not in content]
    faults += [
        f"{where}: {shown(key)} is not known; allowed: {', '.join(known)}."
        + did_you_mean(key, known)
        for key in content
        if key not in known
    ]
    return faults


def _text(content: Mapping[str, Any], key: str, faults: list[str]) -> str:
    value = content[key]
    if isinstance(value, str) and len(value) <= _LONGEST_TEXT and not hidden_characters(value):
        return value
    faults.append(
        f"{key}: found {shown(value)}; allowed: {PLAIN}, {_LONGEST_TEXT} characters at most"
    )
    return ""


def _read_foods(
    given: object, foods: FoodTable, version: str, faults: list[str]
) -> tuple[dict[str, Answer], tuple[str, ...]]:
    if not isinstance(given, dict):
        faults.append(f"answers: found {shown(given)}; allowed: one entry a food")
        return {}, ()
    if len(given) > _MOST_ENTRIES:
        faults.append(f"answers: found {len(given):,} foods; allowed: {_MOST_ENTRIES:,} at most")
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
            hint = did_you_mean(food_id, known)
            faults.append(f"answers: no food {shown(food_id)} in the food table.{hint}")
        elif len(food_id) > _LONGEST_TEXT or not WORDS.fullmatch(food_id):
            faults.append(f"answers: found {shown(food_id)}; allowed: ids of foods")
        else:
            gone.append(food_id)
    return found, tuple(gone)


def _read_answer(food_id: str, entry: object, faults: list[str]) -> Answer | None:
    where = f"answers, {shown(food_id)}"
    if not isinstance(entry, dict):
        faults.append(f"{where}: found {shown(entry)}; allowed: a frequency and a portion")
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
    amounts = Supplements()
    if not isinstance(given, dict):
        faults.append(f"supplements: found {shown(given)}; allowed: µg a day by name")
        return amounts
    wrong = _key_faults("supplements", given, (), tuple(SUPPLEMENT_LIMITS_UG_PER_DAY))
    faults += wrong
    for nutrient, amount in given.items():
        if nutrient in SUPPLEMENT_LIMITS_UG_PER_DAY:
            try:
                amounts = replace(amounts, **{f"{nutrient}_ug_per_day": amount})
            except AnswersError as error:
                faults.append(str(error))
    return amounts


def _read_profile(given: object, faults: list[str]) -> Profile:
    if not isinstance(given, dict):
        faults.append(f"profile: found {shown(given)}; allowed: sex, age and life_stage")
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


def _read_date(given: object, faults: list[str]) -> date:
    try:
        if isinstance(given, str):
            return date.fromisoformat(given)
    except ValueError:
        pass
    faults.append(f"saved: found {shown(given)}; allowed: a date such as 2026-11-23")
    return date.min
