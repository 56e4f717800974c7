"""Which column of a file is which question, and which answer is which code.

What headers and answers say by themselves is worked out by `propose`. What they do not say stays
open in the mapping, a table that a person fills in: nothing is guessed.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property

from ..errors import Fault, ScoringError, did_you_mean
from ..files.csv_tables import UTF8_CSV
from ..foods.table import FoodTable
from ..languages import _, ngettext, whole
from ..questionnaire.answers import FREQUENCY_CODES, LIFE_STAGES, PORTION_CODES, SEXES
from ..questionnaire.labels import frequency_codes, plain, portion_codes, sex_codes
from .dictionary import NO_DICTIONARY, Dictionary
from .layout import decoded, first_header
from .names import (
    COLUMNS_OF_TOOLS,
    IDS_OF_TOOLS,
    RESPONDENT,
    ColumnNames,
    HeaderMeaning,
    response_columns,
)

IGNORED = "ignored"
"""Meaning of a column that holds no answer."""

UNANSWERED = "unanswered"
"""Code of an answer that is none, such as -99 or N/A."""

MAPPING_COLUMNS = ("number", "header", "meaning", "answer", "code")

MOST_ANSWERS = 40
"""Distinct answers of a column: one with more is no scale."""

_FAULTS_SHOWN = 20
_INDEX = re.compile(r"__index_level_\d+__")
_BARE_NUMBER = re.compile(r"-?\d+(\.0+)?")


class MappingError(ScoringError):
    """A mapping cannot be used; `faults` holds every fault, with the line of the file."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.name = name
        self.faults = tuple(faults)
        lines = [f"  {fault}" for fault in self.faults[:_FAULTS_SHOWN]]
        if len(self.faults) > _FAULTS_SHOWN:
            lines.append(f"  … and {len(self.faults) - _FAULTS_SHOWN} more")
        super().__init__("\n".join([f"{name} cannot be used as a mapping:", *lines]))

    def __reduce__(self) -> tuple[type, tuple[str, tuple[Fault, ...]]]:
        return type(self), (self.name, self.faults)


@dataclass(frozen=True)
class SeenColumn:
    """A column of a file, as far as it was looked at.

    Attributes:
        header: Its name; empty where it has none.
        answers: Its distinct texts that are not blank, in their order; MOST_ANSWERS + 1 at most.
        question: The text of its question, where the file holds it beside the header.
    """

    header: str
    answers: tuple[str, ...]
    question: str = ""

    @property
    def is_scale(self) -> bool:
        """Whether it has few enough answers for a scale."""
        return len(self.answers) <= MOST_ANSWERS


@dataclass(frozen=True)
class ColumnUse:
    """What one column of a file is taken for.

    Attributes:
        number: Its place, from 1.
        header: Its name.
        meaning: A column of a responses file, IGNORED, or empty where it is open.
        codes: The code of each answer that is none by itself: UNANSWERED, or empty where it is
            open.
        why: Why it is open or ignored, in words; may be empty.
    """

    number: int
    header: str
    meaning: str
    codes: Mapping[str, str] = field(default_factory=dict)
    why: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something about it has to be filled in before it can be scored."""
        return not self.meaning or (self.meaning != IGNORED and "" in self.codes.values())

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.header or _("column {number}").format(number=self.number)


@dataclass(frozen=True)
class FileMapping:
    """What every column of a file is taken for, in their order."""

    uses: tuple[ColumnUse, ...]

    @cached_property
    def open(self) -> tuple[ColumnUse, ...]:
        """The columns about which something is to be filled in."""
        return tuple(use for use in self.uses if use.is_open)

    @cached_property
    def left_aside(self) -> tuple[ColumnUse, ...]:
        """The columns that hold no answer."""
        return tuple(use for use in self.uses if use.meaning == IGNORED)

    def of(self, meaning: str) -> tuple[ColumnUse, ...]:
        """The columns that are taken for one of a responses file."""
        return tuple(use for use in self.uses if use.meaning == meaning)

    def with_meaning(self, number: int, meaning: str) -> "FileMapping":
        """The same with another meaning of one column, counted from 1."""
        return FileMapping(
            tuple(
                replace(use, meaning=meaning, why="") if use.number == number else use
                for use in self.uses
            )
        )

    def with_code(self, numbers: Collection[int], answer: str, code: str) -> "FileMapping":
        """The same with the code of an answer in some columns, counted from 1."""
        return FileMapping(
            tuple(
                replace(use, codes={**use.codes, answer: code}) if use.number in numbers else use
                for use in self.uses
            )
        )

    def in_words(self, foods: FoodTable) -> str:
        """What is read and what is left aside, in one line."""
        asked = sum(bool(self.of(food.food_id)) for food in foods)
        parts = [_("{count} of {all} foods").format(count=whole(asked), all=whole(len(foods)))]
        if ids := [use for use in self.of(RESPONDENT) if use.header != RESPONDENT]:
            parts.append(_("ids from {column}").format(column=ids[0].name))
        if aside := self.left_aside:
            names = _(", ").join(_aside(use) for use in aside[:_FAULTS_SHOWN])
            words = ngettext(
                "{count} column left aside ({names})",
                "{count} columns left aside ({names})",
                len(aside),
            )
            more = ", …" if len(aside) > _FAULTS_SHOWN else ""
            parts.append(words.format(count=whole(len(aside)), names=names + more))
        return "; ".join(parts)


def _aside(use: ColumnUse) -> str:
    return f"{use.name}: {use.why}" if use.why else use.name


def propose(
    foods: FoodTable, columns: Sequence[SeenColumn], dictionary: Dictionary = NO_DICTIONARY
) -> FileMapping:
    """What the columns of a file say by themselves.

    Args:
        foods: The food table that was asked about.
        columns: Those of the file, in their order.
        dictionary: What its form says of them.
    """
    return FileMapping(tuple(_Proposal(foods, columns, dictionary).uses()))


class _Proposal:
    def __init__(
        self, foods: FoodTable, columns: Sequence[SeenColumn], dictionary: Dictionary
    ) -> None:
        self._foods = foods
        self._columns = columns
        self._dictionary = dictionary
        self._names = ColumnNames(foods)
        self._meanings = self._meanings_of_columns()
        self._hints = 0

    def uses(self) -> Iterator[ColumnUse]:
        id_column = self._id_column()
        pairs = zip(self._columns, self._meanings, strict=True)
        for number, (column, meaning) in enumerate(pairs, start=1):
            if number == id_column:
                yield ColumnUse(number, column.header, RESPONDENT)
            else:
                yield self._use(number, column, meaning)

    def _meanings_of_columns(self) -> list[HeaderMeaning]:
        found = self._names.meanings([column.header for column in self._columns])
        for texts in (
            [column.question for column in self._columns],
            [self._dictionary.questions.get(column.header, "") for column in self._columns],
        ):
            if any(texts):
                others = self._names.meanings(texts)
                found = [a if a.columns else b for a, b in zip(found, others, strict=True)]
        return found

    def _id_column(self) -> int:
        """The column of a tool's own ids, from 1, where none is called respondent_id; else 0."""
        if any(meaning.columns == (RESPONDENT,) for meaning in self._meanings):
            return 0
        headers = [plain(column.header) for column in self._columns]
        return next((headers.index(name) + 1 for name in IDS_OF_TOOLS if name in headers), 0)

    def _use(self, number: int, column: SeenColumn, meaning: HeaderMeaning) -> ColumnUse:
        if not column.header and not meaning.columns:
            why = _("has no name") if column.answers else _("has no name and no cells")
            return ColumnUse(number, "", IGNORED, why=why)
        if len(meaning.columns) > 1:
            why = _("can be {columns}").format(columns=", ".join(meaning.columns))
            return ColumnUse(number, column.header, "", why=why)
        if meaning.columns:
            return self._recognised(number, column, meaning)
        return self._unknown(number, column)

    def _recognised(self, number: int, column: SeenColumn, meaning: HeaderMeaning) -> ColumnUse:
        (name,) = meaning.columns
        words = words_of(self._foods, name)
        use = ColumnUse(number, column.header, name)
        if not words:
            return use
        unread = [answer for answer in column.answers if plain(answer) not in words]
        strange = column.answers and len(unread) == len(column.answers)
        are_numbers = all(_BARE_NUMBER.fullmatch(answer) for answer in unread)
        choices = self._dictionary.choices.get(column.header, {})
        if strange and not are_numbers and not meaning.is_whole and not choices:
            why = _("its answers are none of the scale")
            return ColumnUse(number, column.header, IGNORED, why=why)
        if not column.is_scale:
            why = _("more than {most} different answers").format(most=MOST_ANSWERS)
            return replace(use, meaning="", why=why)
        others = [value for value in choices if plain(value) not in words and value not in unread]
        codes = {
            answer: words.get(plain(_choice(choices, answer)), "") for answer in (*unread, *others)
        }
        # What answers of a scale no number is by itself: `1` may be never.
        numbers = [answer for answer, code in codes.items() if not code]
        why = _("what its numbers stand for is not in the file") if numbers and are_numbers else ""
        return replace(use, codes=codes, why=why)

    def _unknown(self, number: int, column: SeenColumn) -> ColumnUse:
        use = ColumnUse(number, column.header, "")
        if _INDEX.fullmatch(column.header):
            return replace(use, meaning=IGNORED, why=_("pandas’ index"))
        if plain(column.header) in COLUMNS_OF_TOOLS or not column.answers:
            return replace(use, meaning=IGNORED)
        if column.is_scale:
            for words, why in (
                (frequency_codes(), _("its answers are frequencies, but of which food?")),
                (portion_codes(), _("its answers are portions, but of which food?")),
            ):
                if all(plain(answer) in words for answer in column.answers):
                    return replace(use, why=why + self._hint(column.header))
        near = get_close_matches(column.header.casefold(), self._names.columns, n=1, cutoff=0.8)
        is_number = all(re.fullmatch(r"\d+([.,]\d+)?", answer) for answer in column.answers)
        if near and is_number:
            return replace(use, why=_("Did you mean {word}?").format(word=repr(near[0])))
        return replace(use, meaning=IGNORED)

    def _hint(self, header: str) -> str:
        """A near match, for as many columns as a message names: it takes a while for each."""
        self._hints += 1
        few = self._hints <= _FAULTS_SHOWN
        return did_you_mean(header, self._names.columns) if few else ""


def _choice(choices: Mapping[str, str], answer: str) -> str:
    """What an answer stands for by the dictionary: 2 and 2.0 are one."""
    return choices.get(answer) or choices.get(re.sub(r"\.0+$", "", answer), answer)


def words_of(foods: FoodTable, column: str) -> Mapping[str, str]:
    """The code of each answer to a question with a scale, by its plain form; else empty."""
    if column in foods:
        return frequency_codes()
    if column.removesuffix(".portion") in foods:
        return portion_codes()
    return sex_codes() if column == "sex" else {}


def codes_of(foods: FoodTable, column: str) -> tuple[str, ...]:
    """The codes that a column may hold; empty where it holds other texts or numbers."""
    if column in foods:
        return FREQUENCY_CODES
    if column.removesuffix(".portion") in foods:
        return PORTION_CODES
    return {"sex": SEXES[1:], "life_stage": LIFE_STAGES[1:]}.get(column, ())


def needs_mapping(foods: FoodTable, faults: Sequence[Fault]) -> bool:
    """Whether faults of responses are such that a mapping takes them away.

    A column that is not known, or bare numbers where an answer of a scale should be.
    """
    columns = response_columns(foods)
    return any(
        (fault.column and fault.column not in columns and not fault.row)
        or (fault.value == _("no such column"))
        or (codes_of(foods, fault.column) and bool(_BARE_NUMBER.fullmatch(fault.value)))
        for fault in faults
    )


def write_mapping(mapping: FileMapping) -> bytes:
    """A mapping as CSV that spreadsheets open as it stands."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(MAPPING_COLUMNS)
    for use in mapping.uses:
        column = [use.number, use.header, use.meaning]
        rows.writerow([*column, "", ""])
        rows.writerows([*column, answer, code] for answer, code in use.codes.items())
    return text.getvalue().encode("utf-8-sig")


def is_mapping_file(data: bytes) -> bool:
    """Whether a file of text has the columns of a mapping."""
    return set(MAPPING_COLUMNS) <= set(first_header(data))


def read_mapping(data: bytes, name: str, foods: FoodTable, headers: Sequence[str]) -> FileMapping:
    """Read a mapping for a file with these headers.

    A column that the mapping does not name is left aside.

    Raises:
        MappingError: With the line, what was found and what is allowed, for every fault.
    """
    rows, faults = _mapping_rows(data, name)
    allowed = response_columns(foods)
    meanings: dict[int, str] = {}
    codes: dict[int, dict[str, str]] = {}
    for line, row in rows:
        number = _number_in(line, row, headers, faults)
        if not number:
            continue
        meaning = row["meaning"]
        if meaning not in (*allowed, IGNORED):
            words = _("{ignored}, or a column of the template such as {example}")
            words = words.format(ignored=IGNORED, example=f"{foods.foods[0].food_id}, {RESPONDENT}")
            hint = did_you_mean(meaning, allowed) if meaning else ""
            faults.append(Fault(line, "meaning", meaning, f"{words}.{hint}"))
        elif meanings.setdefault(number, meaning) != meaning:
            words = _("{meaning}, as above for this column").format(meaning=meanings[number])
            faults.append(Fault(line, "meaning", meaning, words))
        elif row["answer"] and meaning != IGNORED:
            fault = _code_fault(line, row["code"], foods, meaning)
            if fault:
                faults.append(fault)
            codes.setdefault(number, {})[row["answer"]] = row["code"]
    if not faults and RESPONDENT not in meanings.values():
        faults.append(Fault(0, "meaning", _("no {id}").format(id=RESPONDENT), _("once")))
    if faults:
        raise MappingError(name, faults)
    return FileMapping(
        tuple(
            ColumnUse(n, header, meanings.get(n, IGNORED), codes.get(n, {}))
            for n, header in enumerate(headers, start=1)
        )
    )


def _mapping_rows(data: bytes, name: str) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    try:
        text, separator = decoded(data)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        header = [cell.strip().casefold() for cell in next(reader, [])]
        rows = [(reader.line_num, cells) for cells in reader if any(cells)]
    except (csv.Error, UnicodeDecodeError):
        raise MappingError(name, [Fault(0, "", _("other text"), _(UTF8_CSV))]) from None
    missing = [column for column in MAPPING_COLUMNS if column not in header]
    if missing:
        allowed = _("the columns {columns}").format(columns=", ".join(MAPPING_COLUMNS))
        raise MappingError(name, [Fault(1, "", ", ".join(header), allowed)])
    found = []
    for line, cells in rows:
        cells += [""] * (len(header) - len(cells))
        row = dict(zip(header, cells, strict=False))
        row |= {column: row[column].strip() for column in ("number", "meaning", "code")}
        found.append((line, row))
    return found, []


def _number_in(
    line: int, row: Mapping[str, str], headers: Sequence[str], faults: list[Fault]
) -> int:
    """The place of the column that a line is about, from 1; 0 with a fault noted."""
    number = int(row["number"]) if re.fullmatch(r"[0-9]{1,7}", row["number"]) else 0
    if not 1 <= number <= len(headers):
        allowed = _("a number from 1 to {most}, the place of a column")
        faults.append(Fault(line, "number", row["number"], allowed.format(most=len(headers))))
        return 0
    expected = headers[number - 1]
    if plain(row["header"]) != plain(expected):
        allowed = _("{header}, the header of column {number}: is this the mapping of another file?")
        words = allowed.format(header=repr(expected), number=number)
        faults.append(Fault(line, "header", row["header"], words))
        return 0
    return number


def _code_fault(line: int, code: str, foods: FoodTable, meaning: str) -> Fault | None:
    allowed = codes_of(foods, meaning)
    if code == UNANSWERED or (code in allowed if allowed else code):
        return None
    words = ", ".join((*allowed, UNANSWERED)) if allowed else _("a value, or {word}")
    return Fault(line, "code", code, words.format(word=UNANSWERED))
