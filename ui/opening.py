"""Opening other answers, from a file or an example: it asks before it replaces one's own."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from content.example_people import example_called, example_people, shown_name
from languages import _, date_words, ngettext, whole
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

    example: name of the example person; empty for a file of anybody else.
    safety: what an example person would say before the questionnaire; None for a file, which
    holds no safety answers, so that they are asked next.
    """

    answers: Answers
    example: str = ""
    safety: SafetyAnswers | None = None
    from_file: bool = False


def show_save() -> None:
    """A button that saves the present answers as a file on the person's own device."""
    try:
        data = write_answers(
            session.all_answers(), session.food_table(), today(), session.example()
        )
    except AnswersError as error:
        st.error(
            _("The answers cannot be saved yet. {fault}").format(fault=as_markdown(str(error)))
        )
        return
    st.download_button(
        _("Save my answers"),
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
        _("Open saved answers"),
        type="json",
        key=f"opening-file-{uploads}",
        max_upload_size=max(1, LARGEST_FILE_BYTES // 1_000_000),
        help=_("A file that you saved here earlier. It is read in this visit and kept nowhere."),
    )
    if given is None or PENDING_KEY in st.session_state:
        return
    try:
        file = read_answers(given.getvalue(), session.food_table())
    except AnswersFileError as error:
        faults = "\n".join(f"- {as_markdown(fault)}" for fault in str(error).splitlines())
        words = _("This file cannot be opened. Your present answers are as they were.")
        st.error(f"{words}\n\n{faults}", icon=":material/error:")
        return
    person = example_called(file.example)
    st.info(what_is_in(file), icon=":material/description:")
    st.button(
        _("Use these answers"),
        on_click=propose,
        args=(
            Opening(file.answers, file.example, person.safety if person else None, from_file=True),
        ),
        key="opening-use",
    )


def show_files() -> None:
    """Save and open, for a row of buttons."""
    if session.has_answers() and PENDING_KEY not in st.session_state:  # `ask` has it then
        show_save()
    with st.popover(
        _("Open saved answers"),
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
            shown_name(person.name),
            on_click=propose,
            args=(Opening(person.answers(session.food_table()), person.name, person.safety),),
            key=f"example-{person.example_id}",
        )
    if not fitting:
        st.write(_("The example people eat foods that are not in the food table of this visit."))


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
        st.write(_what_opening_does(opening, answered))
        with st.container(horizontal=True):
            show_save()
            st.button(_("Replace them"), on_click=_open, args=(opening,), key="opening-replace")
            st.button(_("Keep mine"), on_click=_keep, key="opening-keep", type="primary")


def _what_opening_does(opening: Opening, answered: int) -> str:
    if opening.from_file:
        words = ngettext(
            "**Replace your answers?** You have answered {count} food. Opening this file puts "
            "other answers in their place. Save yours first if you want to come back to them.",
            "**Replace your answers?** You have answered {count} foods. Opening this file puts "
            "other answers in their place. Save yours first if you want to come back to them.",
            answered,
        )
    else:
        words = ngettext(
            "**Replace your answers?** You have answered {count} food. Opening {example} puts "
            "other answers in their place. Save yours first if you want to come back to them.",
            "**Replace your answers?** You have answered {count} foods. Opening {example} puts "
            "other answers in their place. Save yours first if you want to come back to them.",
            answered,
        )
    return words.format(count=whole(answered), example=as_markdown(shown_name(opening.example)))


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
    answered = len(file.answers.foods)
    if file.example:
        words = ngettext(
            "**{example}**, a made-up person. Saved on {day}, with answers about {count} food.",
            "**{example}**, a made-up person. Saved on {day}, with answers about {count} foods.",
            answered,
        )
    else:
        words = ngettext(
            "Saved on {day}, with answers about {count} food.",
            "Saved on {day}, with answers about {count} foods.",
            answered,
        )
    words = words.format(
        example=as_markdown(shown_name(file.example)),
        day=date_words(file.saved),
        count=whole(answered),
    )
    if file.foods_version == table.version:
        return words
    return f"{words}\n\n{' '.join(_what_differs(file))}"


def _what_differs(file: AnswersFile) -> list[str]:
    """Sentences on a file that was saved with another food table."""
    table = session.food_table()
    words = [
        _(
            "It was saved with another food table (version {theirs}; this is {ours}), so its "
            "result may differ from the one seen then."
        ).format(theirs=as_markdown(file.foods_version), ours=table.version)
    ]
    if gone := len(file.foods_gone):
        words.append(
            ngettext(
                "{count} answer is about foods that are not in this table and will not count: "
                "{foods}.",
                "{count} answers are about foods that are not in this table and will not count: "
                "{foods}.",
                gone,
            ).format(count=whole(gone), foods=as_markdown(named(file.foods_gone)))
        )
    new = [_(food.food) for food in table if food.food_id not in file.answers.foods]
    if new:
        words.append(
            ngettext(
                "{count} food of this table has no answer in the file: {foods}.",
                "{count} foods of this table have no answer in the file: {foods}.",
                len(new),
            ).format(count=whole(len(new)), foods=as_markdown(_("; ").join(new)))
        )
    return words
