"""A place for several saved answers files, each fault and each other food table named."""

from collections.abc import Mapping
from itertools import chain, count
from pathlib import PurePath

import streamlit as st

from scoring.files.plain_text import with_hidden_marked
from scoring.foods.table import FoodTable
from scoring.languages import _, ngettext, whole
from scoring.questionnaire.answers_file import (
    LARGEST_FILE_BYTES,
    AnswersFile,
    AnswersFileError,
    read_answers,
)
from ui import press
from ui.session.saved_files import SavedFiles
from ui.session.visit import Visit
from ui.text import as_markdown

LABEL_CHARACTERS = 60


def ask(visit: Visit, place: SavedFiles) -> dict[str, AnswersFile]:
    """Ask for saved answers files; each stays in this visit until it is taken away.

    They are read anew in each run, as the food table in use may have changed meanwhile.

    Returns:
        The files by name, without its ending; a second one of the same name is numbered.
    """
    kept = place.kept()
    given = st.file_uploader(
        _("Saved answers, one or more files"),
        type="json",
        accept_multiple_files=True,
        key=place.upload_key(),
        max_upload_size=max(1, LARGEST_FILE_BYTES // 1_000_000),
        help=_("Files that were saved here earlier; read in this visit and kept nowhere."),
    )
    for upload in given:
        raw = upload.getvalue()
        name = _name_for(kept, with_hidden_marked(PurePath(upload.name).stem), raw)
        if name in kept:
            continue
        try:
            read_answers(raw, visit.foods)
        except AnswersFileError as error:
            faults = "\n".join(f"- {as_markdown(fault)}" for fault in str(error).splitlines())
            words = _("{file} cannot be opened.").format(file=as_markdown(upload.name))
            st.error(f"{words}\n\n{faults}")
        else:
            kept[name] = raw
    files = {name: read_answers(raw, visit.foods) for name, raw in kept.items()}
    for name, file in files.items():
        if file.foods_version != visit.foods.version:
            st.info(_of_another_table(name, file, visit.foods))
    if files:
        press.button(_("Take the files away"), place.forget, key=f"{place.page}-forget")
    return files


def _name_for(kept: Mapping[str, bytes], name: str, raw: bytes) -> str:
    """The name under which a file is kept, or may be: another one of the same name is numbered."""
    name = name[-LABEL_CHARACTERS:]
    numbered = chain([name], (f"{name} ({number})" for number in count(2)))
    return next(one for one in numbered if kept.get(one, raw) == raw)


def _of_another_table(name: str, file: AnswersFile, foods: FoodTable) -> str:
    gone = len(file.foods_gone)
    return ngettext(
        "{file} was saved with another food table (version {theirs}). Here all answers are worked "
        "out with version {ours}; {count} answer does not count, because this table lacks the "
        "food.",
        "{file} was saved with another food table (version {theirs}). Here all answers are worked "
        "out with version {ours}; {count} answers do not count, because this table lacks the "
        "food.",
        gone,
    ).format(
        file=as_markdown(name),
        theirs=as_markdown(file.foods_version),
        ours=foods.version,
        count=whole(gone),
    )
