"""Opening other answers, from a file or an example: it asks before it replaces one's own."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from content.example_people import example_called, example_people
from content.numbers import count
from scoring.answers_file import (
    LARGEST_FILE_BYTES,
    AnswersFile,
    AnswersFileError,
    read_answers,
    write_answers,
)
from scoring.errors import AnswersError
from scoring.questionnaire import Answers
from scoring.safety import SafetyAnswers
from ui import session
from ui.text import as_markdown, named

PENDING_KEY = "opening-pending"
UPLOADS_KEY = "opening-uploads"
POPOVER_KEYS = ("opening-examples", "opening-files")


@dataclass(frozen=True)
class Opening:
    """Answers that may replace the present ones.

    safety: what an example person would say before the questionnaire; None for a file, which
    holds no safety answers, so that they are asked next.
    """

    label: str
    answers: Answers
    example: str = ""
    safety: SafetyAnswers | None = None


def show_save() -> None:
    """A button that saves the present answers as a file on the person's own device."""
    try:
        data = write_answers(
            session.all_answers(), session.food_table(), today(), session.example()
        )
    except AnswersError as error:
        st.error(f"The answers cannot be saved yet. {as_markdown(str(error))}")
        return
    st.download_button(
        "Save my answers",
        data,
        file_name=f"kdcheck-answers-{today():%Y-%m-%d}.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/save:",
        key="opening-save",
    )


def show_open() -> None:
    """Ask for a saved answers file, say what is in it, and open it when the person says so."""
    uploads = st.session_state.get(UPLOADS_KEY, 0)
    given = st.file_uploader(
        "Open saved answers",
        type="json",
        key=f"opening-file-{uploads}",
        max_upload_size=max(1, LARGEST_FILE_BYTES // 1_000_000),
        help="A file that you saved here earlier. It is read in this visit and kept nowhere.",
    )
    if given is None or PENDING_KEY in st.session_state:
        return
    try:
        file = read_answers(given.getvalue(), session.food_table())
    except AnswersFileError as error:
        faults = "\n".join(f"- {as_markdown(fault)}" for fault in str(error).splitlines())
        st.error(
            f"This file cannot be opened. Your present answers are as they were.\n\n{faults}",
            icon=":material/error:",
        )
        return
    person = example_called(file.example)
    st.info(what_is_in(file), icon=":material/description:")
    st.button(
        "Use these answers",
        on_click=propose,
        args=(Opening("this file", file.answers, file.example, person.safety if person else None),),
        key="opening-use",
    )


def show_files() -> None:
    """Save and open, for a row of buttons."""
    if session.has_answers() and PENDING_KEY not in st.session_state:  # `ask` has it then
        show_save()
    with st.popover(
        "Open saved answers",
        icon=":material/folder_open:",
        key="opening-files",
        on_change="rerun",
    ):
        show_open()


def show_examples() -> None:
    """A button for each example person whose foods the table has."""
    fitting = [p for p in example_people().values() if p.fits(session.food_table())]
    for person in fitting:
        st.button(
            person.name,
            on_click=propose,
            args=(
                Opening(
                    person.name,
                    person.answers(session.food_table()),
                    person.name,
                    person.safety,
                ),
            ),
            key=f"example-{person.example_id}",
        )
    if not fitting:
        st.write("The example people eat foods that are not in the food table of this visit.")


def propose(opening: Opening) -> None:
    """Open at once where nothing would be lost; else ask first."""
    if session.has_answers() and not example_as_it_was():
        st.session_state[PENDING_KEY] = opening
        for key in POPOVER_KEYS:  # an open one would cover the question
            if key in st.session_state:
                st.session_state[key] = False
    else:
        _open(opening)


def example_as_it_was() -> bool:
    """Whether an example is open and no answer of it was changed."""
    person = example_called(session.example())
    if person is None or not person.fits(session.food_table()):
        return False
    return session.food_answers() == Answers(person.answers(session.food_table()).foods)


def ask() -> None:
    """Ask whether the present answers may be replaced, while that question is open."""
    opening: Opening | None = st.session_state.get(PENDING_KEY)
    if opening is None:
        return
    answered = len(session.food_answers().foods)
    with st.container(border=True, key="kd-replace"):
        st.write(
            f"**Replace your answers?** You have answered {count(answered, 'food', 'foods')}. "
            f"Opening {as_markdown(opening.label)} puts other answers in their place. Save yours "
            "first if you want to come back to them."
        )
        with st.container(horizontal=True):
            show_save()
            st.button("Replace them", on_click=_open, args=(opening,), key="opening-replace")
            st.button("Keep mine", on_click=_keep, key="opening-keep", type="primary")


def today() -> date:
    """The day as the server has it."""
    return date.today()


def _open(opening: Opening) -> None:
    if opening.safety is None:
        session.open_answers(opening.answers, opening.example)
    else:
        session.open_example(opening.answers, opening.example, opening.safety)
    _keep()
    session.go_to_page("before_you_start" if opening.safety is None else "results")


def _keep() -> None:
    st.session_state.pop(PENDING_KEY, None)
    st.session_state[UPLOADS_KEY] = st.session_state.get(UPLOADS_KEY, 0) + 1


def what_is_in(file: AnswersFile) -> str:
    """What the file holds, and what changed where it was saved with another food table."""
    table = session.food_table()
    answered = count(len(file.answers.foods), "food", "foods")
    day = f"{file.saved.day} {file.saved:%B} {file.saved.year}"
    words = f"Saved on {day}, with answers about {answered}."
    if file.example:
        words = f"**{as_markdown(file.example)}**, a made-up person. {words}"
    if file.foods_version == table.version:
        return words
    words += (
        f"\n\nIt was saved with another food table (version {as_markdown(file.foods_version)}; "
        f"this is {table.version}), so its result may differ from the one seen then. "
    )
    new = [food.food for food in table if food.food_id not in file.answers.foods]
    if file.foods_gone:
        words += (
            f"{count(len(file.foods_gone), 'answer is', 'answers are')} about foods that are not "
            f"in this table and will not count: {as_markdown(named(file.foods_gone))}. "
        )
    if new:
        words += (
            f"{count(len(new), 'food of this table has', 'foods of this table have')} no answer "
            f"in the file: {as_markdown(', '.join(new))}."
        )
    return words
