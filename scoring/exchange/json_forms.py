"""Answers in JSON as rows: SurveyJS, FHIR QuestionnaireResponse and the app's answers files.

Numbers are kept as they are written, so that 12.50 stays 12.50 and nothing becomes infinite.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any

from ..countries import INTERNATIONAL
from ..errors import Fault, ResponsesError
from ..foods.table import FoodTable
from ..languages import _, whole
from ..nutrients import NUTRIENTS, SUPPLEMENTED
from ..questionnaire.answers import UG_PER_IU_D
from ..questionnaire.answers_file import FORMAT, read_answers
from .names import COUNTRY, PROFILE_COLUMNS, RESPONDENT, portion_column

MOST_HEADERS = 5_000
"""Different questions of all people: each person gets a cell for every one of them."""

_RESPONSE = "QuestionnaireResponse"
_FREQUENCY_KEYS = ("freq", "frequency")
_PORTION_KEYS = ("portion", "size")
_MOST_LEVELS = 30
_MICROGRAMS = ("ug", "ug/d", "µg", "mcg", "ug/day")
_UNITS_D = ("[iu]", "[iu]/d", "iu", "iu/d")


@dataclass(frozen=True)
class Rows:
    """People as rows of text.

    Attributes:
        kind: What they were read from, in words.
        headers: The names of the columns.
        questions: The text of each question; empty where the file has none.
        rows: For each person the cells, as many as headers.
        faults: What is wrong with a row, which is then left out; its number counts from 1.
        unfinished: Which people, counted from 0, have not come to the end of the form.
    """

    kind: str
    headers: tuple[str, ...]
    questions: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    faults: tuple[Fault, ...] = ()
    unfinished: frozenset[int] = frozenset()


def read_json(data: bytes, name: str, foods: FoodTable) -> Rows:
    """Read a file of JSON, or of one JSON value a line.

    Args:
        data: The bytes of the file.
        name: Its name; an answers file, which holds no id, is the person of this name.
        foods: The food table that was asked about.

    Raises:
        ResponsesError: It is none of the kinds that are known.
        AnswersFileError: It is an answers file with faults.
    """
    values = _values(data, name)
    first = values[0] if values else None
    if isinstance(first, dict) and first.get("format") == FORMAT and len(values) == 1:
        return _of_answers_file(data, name, foods)
    found = [value for value in values if isinstance(value, dict)]
    if found and any("resourceType" in value for value in found):
        return _of_fhir(found, name)
    if found and len(found) == len(values):
        return _of_surveyjs(found)
    allowed = _("answers of SurveyJS, FHIR QuestionnaireResponses, or an answers file")
    raise ResponsesError(name, [Fault(0, "", _("other JSON"), allowed)])


def _values(data: bytes, name: str) -> list[Any]:
    """The values of a file: those of its one array, its one value, or one for each line."""
    try:
        text = data.decode("utf-8-sig")
        try:
            value = _loaded(text)
        except json.JSONDecodeError as error:
            lines = [line for line in text.splitlines() if line.strip()]
            if len(lines) < 2 or error.lineno < 2:
                raise
            return [_loaded(line) for line in lines]
    except (ValueError, RecursionError) as error:
        allowed = _("JSON in UTF-8, or one JSON value a line")
        raise ResponsesError(name, [Fault(0, "", str(error), allowed)]) from None
    return value if isinstance(value, list) else [value]


def _loaded(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _as_rows(
    kind: str,
    people: Sequence[Mapping[str, str]],
    questions: Mapping[str, str],
    faults: Sequence[Fault] = (),
    unfinished: frozenset[int] = frozenset(),
) -> Rows:
    headers = tuple(dict.fromkeys(header for person in people for header in person))
    if len(headers) > MOST_HEADERS:
        found = _("{count} columns").format(count=whole(len(headers)))
        allowed = _("at most {most} columns").format(most=whole(MOST_HEADERS))
        raise ResponsesError(kind, [Fault(0, "", found, allowed)])
    rows = tuple(tuple(person.get(header, "") for header in headers) for person in people)
    texts = tuple(questions.get(header, "") for header in headers) if questions else ()
    return Rows(kind, headers, texts, rows, tuple(faults), unfinished)


def _of_answers_file(data: bytes, name: str, foods: FoodTable) -> Rows:
    file = read_answers(data, foods)
    answers = file.answers
    person = {RESPONDENT: PurePath(name).stem, COUNTRY: file.country or INTERNATIONAL}
    for column, value in zip(PROFILE_COLUMNS, vars(answers.profile).values(), strict=True):
        person[column] = "" if value is None else str(value)
    for food_id, answer in answers.foods.items():
        person |= {food_id: answer.frequency, portion_column(food_id): answer.portion}
    for n in SUPPLEMENTED:
        person[NUTRIENTS[n].supplement_column] = str(answers.supplements.per_day[n])
    return _as_rows(_("answers file"), [person], {})


def _of_surveyjs(people: Sequence[Mapping[str, Any]]) -> Rows:
    rows = []
    for person in people:
        data = person.get("data", person)  # saved whole, the answers are one of its parts
        rows.append(dict(_flat(data if isinstance(data, dict) else person)))
    return _as_rows("SurveyJS", rows, {})


def _flat(value: Mapping[str, Any], path: str = "", level: int = 0) -> Iterator[tuple[str, str]]:
    """The answers of an object, each under its path; the rows of a matrix under their own names.

    >>> list(_flat({"ffq": {"natto": {"freq": "1w", "portion": "M"}}, "d": True}))
    [('ffq/natto', '1w'), ('ffq/natto.portion', 'M'), ('d', 'true')]
    """
    for key, part in value.items():
        if path and key in _FREQUENCY_KEYS:
            place = path
        elif path and key in _PORTION_KEYS:
            place = portion_column(path)
        else:
            place = f"{path}/{key}" if path else key
        if isinstance(part, dict) and level < _MOST_LEVELS:
            yield from _flat(part, place, level + 1)
        else:
            yield place, _text(part)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False)


def _of_fhir(resources: Sequence[Mapping[str, Any]], name: str) -> Rows:
    responses = [found for resource in resources for found in _responses(resource)]
    if not responses:
        kinds = ", ".join(dict.fromkeys(_text(r.get("resourceType")) for r in resources))
        raise ResponsesError(name, [Fault(0, "", kinds, _("FHIR QuestionnaireResponses"))])
    people, faults, unfinished = [], [], set()
    questions: dict[str, str] = {}
    for number, response in enumerate(responses, start=1):
        answers: dict[str, str] = {}
        for link_id, text, value in _answers(response):
            questions.setdefault(link_id, text)
            if answers.setdefault(link_id, value) != value:
                found = f"{answers[link_id]}, {value}"
                faults.append(Fault(number, link_id, found, _("one answer")))
        status = _text(response.get("status"))
        if status == "entered-in-error":
            allowed = _("answers that were not entered in error")
            faults.append(Fault(number, "status", status, allowed))
        if status in ("in-progress", "stopped"):
            unfinished.add(number - 1)
        people.append(answers)
    if not any(RESPONDENT in answers for answers in people):
        pairs = zip(people, responses, strict=True)
        people = [{RESPONDENT: _subject(response)} | answers for answers, response in pairs]
    one_each = {fault.row: fault for fault in reversed(faults)}
    ordered = [one_each[row] for row in sorted(one_each)]
    return _as_rows("FHIR", people, questions, ordered, frozenset(unfinished))


def _responses(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A QuestionnaireResponse itself, or those of a Bundle."""
    if resource.get("resourceType") == _RESPONSE:
        yield resource
    elif resource.get("resourceType") == "Bundle":
        for entry in _dicts(resource.get("entry")):
            inner = entry.get("resource")
            if isinstance(inner, dict) and inner.get("resourceType") == _RESPONSE:
                yield inner


def _subject(response: Mapping[str, Any]) -> str:
    """Who answered: the subject, by its reference or identifier, else the id of the response."""
    subject = response.get("subject")
    subject = subject if isinstance(subject, dict) else {}
    identifier = subject.get("identifier")
    identifier = identifier if isinstance(identifier, dict) else {}
    reference = _text(subject.get("reference")).rpartition("/")[2]
    return reference or _text(identifier.get("value")) or _text(response.get("id"))


def _answers(part: Mapping[str, Any], level: int = 0) -> Iterator[tuple[str, str, str]]:
    """Link id, text and answer of each item, walked by its path: below items and below answers."""
    if level > _MOST_LEVELS:
        return
    for item in _dicts(part.get("item")):
        answers = _dicts(item.get("answer"))
        values = [value for value in map(_value, answers) if value]
        if values:
            yield _text(item.get("linkId")), _text(item.get("text")), ";".join(values)
        for answer in answers:
            yield from _answers(answer, level + 1)
        yield from _answers(item, level + 1)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _value(answer: Mapping[str, Any]) -> str:
    """The answer as text: the code of a coding, the number of a quantity in µg."""
    for key, value in answer.items():
        if key.startswith("value") and isinstance(value, dict):
            if key == "valueQuantity":
                return _quantity(value)
            return _text(value.get("code") or value.get("display") or value.get("reference"))
        if key.startswith("value"):
            return _text(value)
    return ""


def _quantity(quantity: Mapping[str, Any]) -> str:
    """A quantity as a number of µg; of international units as those of vitamin D; else with unit.

    >>> _quantity({"value": "400", "code": "[IU]"}), _quantity({"value": "1", "unit": "mg"})
    ('10', '1 mg')
    """
    value = _text(quantity.get("value"))
    unit = _text(quantity.get("code") or quantity.get("unit"))
    if not unit or unit.casefold() in _MICROGRAMS:
        return value
    if unit.casefold() in _UNITS_D:
        try:
            amount = (Decimal(value) * Decimal(str(UG_PER_IU_D))).normalize()
        except InvalidOperation:
            return f"{value} {unit}"
        return f"{amount:f}"
    return f"{value} {unit}"
