"""Opening other answers, from a file or an example: it asks before it replaces one's own."""

from dataclasses import replace
from datetime import date

import streamlit as st

from content.example_people import example_called, example_people, shown_name
from scoring import FoodTable
from scoring.errors import AnswersError
from scoring.languages import _, date_words, ngettext, whole
from scoring.questionnaire.answers import Answers, Profile
from scoring.questionnaire.answers_file import (
    LARGEST_FILE_BYTES,
    AnswersFile,
    AnswersFileError,
    read_answers,
    write_answers,
)
from ui import press, session
from ui.save import save_button
from ui.session.opening import Opening
from ui.session.visit import Visit
from ui.text import as_markdown, in_file_name, named


def show_save(visit: Visit) -> None:
    """A button that saves the present answers as a file on the person's own device."""
    try:
        data = write_answers(
            visit.for_a_file(), visit.foods, today(), visit.example, visit.chosen_country
        )
    except AnswersError as error:
        st.error(
            _("The answers cannot be saved yet. {fault}").format(fault=as_markdown(str(error)))
        )
        return
    save_button(
        _("Save my answers"),
        data,
        f"kdcheck-answers{in_file_name(session.label.label())}-{today():%Y-%m-%d}.json",
        icon="save",
        key="opening-save",
    )


def show_open(visit: Visit) -> None:
    """Ask for a saved answers file, say what is in it, and open it when the person says so."""
    given = st.file_uploader(
        _("Open saved answers"),
        type="json",
        key=session.opening.file_key(),
        max_upload_size=max(1, LARGEST_FILE_BYTES // 1_000_000),
        help=_("A file that you saved here earlier. It is read in this visit and kept nowhere."),
    )
    if given is None or session.opening.pending():
        return
    try:
        file = read_answers(given.getvalue(), visit.foods)
    except AnswersFileError as error:
        faults = "\n".join(f"- {as_markdown(fault)}" for fault in str(error).splitlines())
        words = _("This file cannot be opened. Your present answers are as they were.")
        st.error(f"{words}\n\n{faults}", icon=":material/error:")
        return
    person = example_called(file.example)
    st.info(what_is_in(file, visit.foods), icon=":material/description:")
    press.button(
        _("Use these answers"),
        propose,
        Opening(
            file.answers,
            file.example,
            person.safety if person else None,
            from_file=True,
            country=file.country,
        ),
        key="opening-use",
    )


def show_files(visit: Visit) -> None:
    """Save and open, for a row of buttons."""
    if visit.has_answers and not session.opening.pending():  # `ask` has it then
        show_save(visit)
    with st.popover(
        _("Open saved answers"),
        icon=":material/folder_open:",
        key="opening-files",
        on_change="rerun",
    ):
        show_open(visit)


def show_examples(visit: Visit) -> None:
    """A button for each example person whose foods the table has."""
    fitting = [p for p in example_people().values() if p.fits(visit.foods)]
    for person in fitting:
        press.button(
            shown_name(person.name),
            propose,
            Opening(person.answers(visit.foods), person.name, person.safety),
            key=f"example-{person.example_id}",
        )
    if not fitting:
        st.write(_("The example people eat foods that are not in the food table of this visit."))


def propose(opening: Opening) -> None:
    """Open at once where nothing would be lost; else ask first."""
    visit = session.visit.read()
    if visit.has_answers and not (example_as_it_was(visit) or holds_all(opening, visit)):
        session.opening.ask_first(opening)
    else:
        _open(opening)


def example_as_it_was(visit: Visit) -> bool:
    """Whether an example is open and no answer of it was changed."""
    person = example_called(visit.example)
    if person is None or not person.fits(visit.foods):
        return False
    return visit.food_answers == Answers(person.answers(visit.foods).foods)


def holds_all(opening: Opening, visit: Visit) -> bool:
    """Whether these answers are the present ones, so that none is lost when they are opened."""
    if opening.example != visit.example or visit.not_counted:
        return False
    if opening.country not in (None, visit.chosen_country):
        return False
    try:
        mine = visit.for_a_file()
    except AnswersError:
        return False
    return mine in (opening.answers, replace(opening.answers, profile=Profile()))


def ask(visit: Visit) -> None:
    """Ask whether the present answers may be replaced, while that question is open."""
    opening = session.opening.pending()
    if opening is None:
        return
    answered = len(visit.food_answers.foods)
    with st.container(border=True, key="kd-replace"):
        st.write(_what_opening_does(opening, answered))
        with st.container(horizontal=True):
            show_save(visit)
            press.button(_("Replace them"), _open, opening, key="opening-replace")
            press.button(
                _("Keep mine"),
                session.opening.have_done,
                key="opening-keep",
                type="primary",
            )


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
        session.opening.open_answers(opening.answers, opening.example, country=opening.country)
    else:
        session.opening.open_example(opening.answers, opening.example, opening.safety)
    session.opening.have_done()
    session.state.go_to_page("before_you_start" if opening.safety is None else "results")


def what_is_in(file: AnswersFile, table: FoodTable) -> str:
    """What the file holds, and what changed where it was saved with another food table.

    Args:
        file: Answers that were saved.
        table: The food table in use.
    """
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
    return f"{words}\n\n{' '.join(_what_differs(file, table))}"


def _what_differs(file: AnswersFile, table: FoodTable) -> list[str]:
    """Sentences on a file that was saved with another food table."""
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
    new = [
        _(food.food)
        for food in table
        if food.food_id not in {*file.answers.foods, *table.seldom_eaten}
    ]
    if new:
        words.append(
            ngettext(
                "{count} food of this table has no answer in the file: {foods}.",
                "{count} foods of this table have no answer in the file: {foods}.",
                len(new),
            ).format(count=whole(len(new)), foods=as_markdown(_("; ").join(new)))
        )
    return words
