"""The files of Many clients: what was handed in, what its columns were said to be, what came out.

They are kept for the visit, so that the result outlasts a look at another page and a change of
language; a new file or Remove ends them.
"""

from dataclasses import dataclass, replace

import streamlit as st

from scoring import FoodTable, languages
from scoring.batch.uploads import Look, Scored, Upload
from scoring.exchange.mapping import FileMapping

_KEPT_KEY = "many-kept"
_ROUND_KEY = "many-round"
COLUMN_KEY = "many-correct-column"
MEANING_KEY = "many-correct-meaning"


@dataclass(frozen=True)
class Kept:
    """The files of this visit.

    Attributes:
        files: What was handed in, in its order.
        look: What the file says of itself, in the language of `look_language`; None where it was
            not looked at.
        look_language: That language.
        mapping: What the columns were said to be; None before that.
        is_confirmed: Whether the person has seen the mapping and asked for the scoring.
        scored: The intakes; None before they are there.
        foods_version: The food table that they were worked out with.
    """

    files: tuple[Upload, ...]
    look: Look | None = None
    look_language: str = ""
    mapping: FileMapping | None = None
    is_confirmed: bool = False
    scored: Scored | None = None
    foods_version: str = ""


def kept(foods: FoodTable) -> Kept | None:
    """The files of this visit, without a result that another food table gave; None for no files."""
    found: Kept | None = st.session_state.get(_KEPT_KEY)
    if found is not None and found.scored and found.foods_version != foods.version:
        return replace(found, scored=None)
    return found


def file_key() -> str:
    """Widget key of the place for files; a new one, thus an empty place, after each choice."""
    return f"many-responses-{_round()}"


def take_files() -> None:
    """Take the files that were chosen just now in the place of those before."""
    files = st.session_state.get(file_key()) or []
    if files:
        uploads = tuple(Upload(file.name, file.getvalue()) for file in files)
        _keep(Kept(uploads))
    st.session_state[_ROUND_KEY] = _round() + 1


def remove() -> None:
    """Forget the files and what came of them."""
    st.session_state.pop(_KEPT_KEY, None)


def confirm(mapping: FileMapping) -> None:
    """Note that the files are to be scored with this mapping."""
    found = st.session_state[_KEPT_KEY]
    _keep(replace(found, mapping=mapping, is_confirmed=True, scored=None))


def correct(mapping: FileMapping) -> None:
    """Note another mapping, which is to be looked at again."""
    found = st.session_state[_KEPT_KEY]
    _keep(replace(found, mapping=mapping, is_confirmed=False, scored=None))


def correct_column(mapping: FileMapping) -> None:
    """Give the column that was chosen the meaning that was chosen."""
    number = st.session_state.get(COLUMN_KEY)
    meaning = st.session_state.get(MEANING_KEY)
    if number and meaning:
        correct(mapping.with_meaning(int(number), str(meaning)))


def look_again() -> None:
    """Go back from the result to the mapping."""
    found = st.session_state[_KEPT_KEY]
    _keep(replace(found, is_confirmed=False, scored=None))


def keep_look(look: Look) -> None:
    """Keep what the file says of itself, in the language in use."""
    found = st.session_state[_KEPT_KEY]
    _keep(replace(found, look=look, look_language=languages.current()))


def keep_result(scored: Scored, foods: FoodTable) -> None:
    """Keep what came of the files."""
    found = st.session_state[_KEPT_KEY]
    _keep(replace(found, scored=scored, foods_version=foods.version))


def _keep(kept: Kept) -> None:
    st.session_state[_KEPT_KEY] = kept


def _round() -> int:
    return int(st.session_state.get(_ROUND_KEY) or 0)
