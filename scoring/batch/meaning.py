"""Responses of any form as those of the template: columns renamed, labels made codes."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..errors import Fault, ResponsesError
from ..exchange.dictionary import NO_DICTIONARY, Dictionary
from ..exchange.mapping import (
    IGNORED,
    MOST_ANSWERS,
    UNANSWERED,
    ColumnUse,
    FileMapping,
    SeenColumn,
    propose,
    read_mapping,
    words_of,
)
from ..exchange.names import RESPONDENT
from ..files.csv_tables import read_bytes
from ..foods.table import FoodTable
from ..languages import _
from ..questionnaire.labels import plain
from .arrays import numbers_of, text_array, truth_array
from .pieces import as_text
from .read import ParsedPiece, Piece, Responses

_NOT_DECRYPTED = ("not decrypted", "missing encrypted form data")
"""What ODK Central writes into `Status` where the answers of a row cannot be read."""

_UNFINISHED = {
    "submitdate": ("",),
    "finished": ("false", "0"),
    "survey timestamp": ("[not completed]",),
}
"""Columns, and what they hold of somebody who has not come to the end: LimeSurvey, Qualtrics and
REDCap."""


def as_template(
    foods: FoodTable, source: Responses, mapping: Path | FileMapping | None = None
) -> Responses:
    """The responses of a file in the columns of the template.

    Args:
        foods: The food table that was asked about.
        source: The open file.
        mapping: What its columns are, as a file or as worked out before; None to go by what they
            say themselves.

    Raises:
        ResponsesError: A column does not say what it is.
        MappingError: The mapping does not fit.
    """
    if isinstance(mapping, Path):
        mapping = read_mapping(read_bytes(mapping), mapping.name, foods, source.columns)
    if mapping is None:
        mapping = propose(foods, seen_columns(source))
        _require_clear(foods, source, mapping)
    return _AsTemplate(foods, source, mapping)


def proposed(
    foods: FoodTable, source: Responses, dictionary: Dictionary = NO_DICTIONARY
) -> FileMapping:
    """What the columns of an open file say by themselves, with what is open."""
    return propose(foods, seen_columns(source), dictionary)


def seen_columns(source: Responses) -> list[SeenColumn]:
    """The columns of a file with the answers of its first piece."""
    texts = source.first_texts()
    questions = source.questions or ("",) * len(source.columns)
    return [
        SeenColumn(header, _distinct_texts(column), question)
        for header, column, question in zip(source.columns, texts, questions, strict=False)
    ]


def _distinct_texts(column: pa.Array | None) -> tuple[str, ...]:
    if column is None:
        return ()
    texts = column.dictionary if pa.types.is_dictionary(column.type) else column
    distinct = pc.unique(texts.slice(0, 10_000) if texts is column else texts)
    if len(distinct) < MOST_ANSWERS and texts is column:
        distinct = pc.unique(texts)
    found = [text for text in distinct.slice(0, MOST_ANSWERS + 2).to_pylist() if text]
    return tuple(text for text in found if text.strip())[: MOST_ANSWERS + 1]


def _require_clear(foods: FoodTable, source: Responses, mapping: FileMapping) -> None:
    faults = []
    for use in mapping.uses:
        is_food = use.meaning.removesuffix(".portion") in foods
        if not use.meaning:
            allowed = _("a column of the template, or a mapping that says what this column is")
            why = f" ({use.why})" if use.why else ""
            faults.append(Fault(0, use.name, use.name, allowed + why))
        elif is_food and use.why and use.is_open:
            number = next(answer for answer, code in use.codes.items() if not code)
            allowed = _(
                "codes or labels: what a number stands for is not in the file. Make a mapping with "
                "the form’s dictionary"
            )
            faults.append(Fault(0, use.name, number, allowed))
    if not mapping.of(RESPONDENT):
        allowed = _("this column, once")
        faults.insert(0, Fault(0, RESPONDENT, _("no such column"), allowed))
    asked = [food for food in foods if mapping.of(food.food_id)]
    others = [use for use in mapping.uses if use.meaning not in (RESPONDENT, IGNORED)]
    if not asked and not others and len(mapping.uses) > 1:
        headers = ", ".join(use.name for use in mapping.uses)
        allowed = _("at least one column that is a food, by its id or its name")
        faults.append(Fault(0, "", headers, allowed))
    if faults:
        raise ResponsesError(source.name, faults)


class _AsTemplate:
    """Responses in the columns of the template."""

    questions: tuple[str, ...] = ()

    def __init__(self, foods: FoodTable, source: Responses, mapping: FileMapping) -> None:
        self.name = source.name
        self.written = (*source.written, mapping.in_words(foods))
        self._foods = foods
        self._source = source
        used = [use for use in mapping.uses if use.meaning not in ("", IGNORED)]
        self._uses: dict[str, list[ColumnUse]] = {}
        for use in used:
            self._uses.setdefault(use.meaning, []).append(use)
        # One header twice is no two answers that may be put together: it stays twice.
        self._twice = {
            meaning
            for meaning, uses in self._uses.items()
            if len({use.header for use in uses}) < len(uses)
        }
        self.columns = [
            meaning
            for meaning, uses in self._uses.items()
            for _use in range(len(uses) if meaning in self._twice else 1)
        ]
        places = [use.number - 1 for use in used]
        watched = {
            n: plain(header)
            for n, header in enumerate(source.columns)
            if plain(header) in _UNFINISHED or header == "Status" or header.endswith("_timestamp")
        }
        self._place = {place: n for n, place in enumerate(dict.fromkeys([*places, *watched]))}
        self._watched = watched
        source.take(list(self._place))

    def take(self, places: Sequence[int]) -> None:
        """Not asked of this one, which has taken what it needs."""
        raise NotImplementedError

    def first_texts(self) -> list[pa.Array | None]:
        """As Responses.first_texts."""
        piece = next(iter(self.pieces()))
        return list(self.parse(piece).responses.columns)

    def pieces(self, jobs: int = 1) -> Iterator[Piece]:
        """As Responses.pieces."""
        return self._source.pieces(jobs)

    def parse(self, piece: Piece) -> ParsedPiece:
        """As Responses.parse."""
        parsed = self._source.parse(piece)
        columns, faults = [], list(parsed.bad_rows)
        bad = np.zeros(len(parsed.rows), dtype=bool)
        for meaning, uses in self._uses.items():
            parts = [self._coded(parsed, use) for use in uses]
            if len(parts) > 1 and meaning not in self._twice:
                words = words_of(self._foods, meaning)
                joined, conflicts = _joined([_in_codes(part, words) for part in parts])
                names = ", ".join(use.name for use in uses)
                faults += self._conflicts(parsed, names, parts, np.flatnonzero(conflicts & ~bad))
                bad |= conflicts
                parts = [joined]
            columns += parts
        unfinished = np.zeros(len(parsed.rows), dtype=bool)
        for place, header in self._watched.items():
            texts = as_text(parsed.responses.column(self._place[place]))
            if header == "status":
                closed = _holds(texts, _NOT_DECRYPTED)
                allowed = _("answers that were decrypted")
                name = self._source.columns[place]
                faults += [
                    Fault(int(parsed.rows[n]), name, texts[n].as_py(), allowed)
                    for n in np.flatnonzero(closed & ~bad)
                ]
                bad |= closed
            else:
                marks = _UNFINISHED.get(header, _UNFINISHED["survey timestamp"])
                unfinished |= _holds(pc.utf8_lower(texts), marks)
        batch = pa.RecordBatch.from_arrays(columns, names=self.columns)
        rows = parsed.rows
        if bad.any():
            batch, rows = batch.filter(truth_array(~bad)), rows[~bad]
        faults.sort(key=lambda fault: fault.row)
        return ParsedPiece(
            batch, rows, parsed.row_count, tuple(faults), parsed.rows_end, int(unfinished.sum())
        )

    def _coded(self, parsed: ParsedPiece, use: ColumnUse) -> pa.Array:
        """The cells of a column, with the codes that the mapping gives its answers."""
        column = parsed.responses.column(self._place[use.number - 1])
        codes = {answer: code for answer, code in use.codes.items() if code}
        if not codes:
            return column
        by_plain = {plain(answer): "" if c == UNANSWERED else c for answer, c in codes.items()}
        return _changed(column, by_plain)

    def _conflicts(
        self, parsed: ParsedPiece, names: str, parts: list[pa.Array], places: NDArray[np.intp]
    ) -> list[Fault]:
        texts = [as_text(part) for part in parts]
        allowed = _("the same answer in each of these columns, or in one of them")
        found = {n: ", ".join(text[n].as_py() or "''" for text in texts) for n in places}
        return [Fault(int(parsed.rows[n]), names, found[n], allowed) for n in places]


def _in_codes(column: pa.Array, words: Mapping[str, str]) -> pa.Array:
    return as_text(_changed(column, words) if words else column)


def _changed(column: pa.Array, codes: Mapping[str, str]) -> pa.Array:
    """The column with the code of each answer that has one; an answer counts in its plain form."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    texts = [text or "" for text in column.dictionary.to_pylist()]
    coded = [codes.get(plain(text), text) for text in texts]
    return pa.DictionaryArray.from_arrays(column.indices, text_array(coded)).dictionary_decode()


def _joined(parts: list[pa.Array]) -> tuple[pa.Array, NDArray[np.bool_]]:
    """The answers of several columns as one, and in which rows they differ."""
    joined, *others = parts
    conflicts = np.zeros(len(joined), dtype=bool)
    for part in others:
        here, there = (numbers_of(pc.binary_length(column)) > 0 for column in (joined, part))
        conflicts |= here & there & (numbers_of(pc.not_equal(joined, part)) > 0)
        joined = pc.if_else(truth_array(here), joined, part)
    return joined, conflicts


def _holds(texts: pa.Array, values: tuple[str, ...]) -> NDArray[np.bool_]:
    return numbers_of(pc.is_in(texts, value_set=text_array(list(values)))) > 0
