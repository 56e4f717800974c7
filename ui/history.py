"""A person's own history in their browser: fillings are added by a press, looked at and forgotten.

The server keeps none of it. Where the person adds to it or looks at it, the browser tells what it
holds; the server makes the text from then on, and the browser puts it in place if it still holds
what it told. What cannot be read is named, and neither changed nor shown in part.
"""

import streamlit as st

from scoring.errors import AnswersError
from scoring.languages import _, date_words, ngettext, whole
from scoring.questionnaire.answers_file import AnswersFile, read_answers, write_answers
from scoring.questionnaire.history import (
    HistoryError,
    answers_files,
    read_history,
    with_filling,
    without_filling,
)
from ui import opening, press, saved_files
from ui.components import nothing
from ui.components.history import BROWSER_KEY, history_in_browser
from ui.session import history as state
from ui.session.visit import Visit
from ui.text import as_markdown

SHOWN_ON = ("over_time", "results")
"""The pages that have a place of their own for what the history has to say."""


def offer(visit: Visit) -> None:
    """Let the person add the answers of this visit to the history in their browser."""
    if visit.example or not visit.has_answers or visit.amount_faults:
        return
    press.button(
        _("Add to the history in this browser"),
        state.ask_to_add,
        icon=":material/timeline:",
        key="history-add",
        help=_(
            "These answers, with today’s date and, where you gave them, sex, age and life stage, "
            "then stay in this browser, on this device, until you forget them on Over time. The "
            "safety questions are never kept. Leave it where others use the device."
        ),
    )


def keep(visit: Visit, *, always: bool) -> None:
    """Have the browser do what was asked for, and say what came of it.

    Args:
        visit: What the person has said.
        always: The browser tells what it holds also where nothing was asked for.
    """
    told = state.told()
    if told and state.is_to_add():
        _add(visit, told.kept)
    given = state.to_put()
    if told and given and told.done == given.token:
        _say_what_came(visit, told, given)
        state.put_is_over()
        given = None
    if not (always or given or state.is_to_add()):
        return
    last = told and {"kept": told.kept, "done": told.done, "refused": told.refused}
    put = given and {"over": given.over, "text": given.text, "token": given.token}
    history_in_browser(key=BROWSER_KEY, data=[{"told": last, "put": put}], on_told_change=nothing)


def ask(visit: Visit, *, beside_files: bool) -> list[tuple[str, bytes, AnswersFile]]:
    """Show what the history holds, to be forgotten or set in the line.

    Args:
        visit: What the person has said.
        beside_files: Files were dropped too, and nobody knows whether they are the same person's:
            the history joins them only when asked.

    Returns:
        Names, bytes and contents of its fillings, where the person wants them in the
        line.
    """
    told = state.told()
    if told is None or not told.kept:
        return []
    try:
        found = read_history(told.kept, visit.foods)
    except HistoryError as error:
        words = _("The history in this browser cannot be read, so none of it is shown. {fault}")
        st.error(words.format(fault=as_markdown(str(error))), icon=":material/error:")
        press.button(
            _("Forget the history"), state.put, told.kept, "", key="history-forget-damaged"
        )
        return []
    named = [(_("{day}, from this browser").format(day=date_words(f.saved)), f) for f in found]
    for name, file in named:
        if file.foods_version != visit.foods.version:
            st.info(saved_files.of_another_table(name, file, visit.foods))
    with st.expander(_counted(len(found)), icon=":material/timeline:"):
        for index, file in enumerate(found):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.write(opening.what_is_in(file, visit.foods))
                press.button(
                    _("Forget that of {day}").format(day=date_words(file.saved)),
                    _forget,
                    told.kept,
                    index,
                    key=f"history-forget-{index}-of-{len(found)}",
                )
        press.button(_("Forget the history"), state.put, told.kept, "", key="history-forget-all")
    wanted = st.toggle(
        _("Set the history of this browser in the line"),
        value=not beside_files,
        key=f"history-in-line-{'beside-files' if beside_files else 'alone'}",
        persist_state="session",
    )
    if not wanted:
        return []
    texts = answers_files(told.kept)
    return [(name, text.encode(), file) for (name, file), text in zip(named, texts, strict=True)]


def _forget(kept: str, index: int) -> None:
    """Have the filling of this index taken out of what the browser holds."""
    state.put(kept, without_filling(kept, index))


def _add(visit: Visit, kept: str) -> None:
    """Have the answers of this visit put behind what the browser holds."""
    state.added()
    if visit.example:  # opened since the press
        return
    try:
        filling = write_answers(
            visit.for_a_file(), visit.foods, opening.today(), country=visit.chosen_country
        )
        file = read_answers(filling, visit.foods)
        if any(
            (other.saved, other.answers) == (file.saved, file.answers)
            for other in read_history(kept, visit.foods)
        ):
            st.info(_("The history in this browser holds these answers of today already."))
            return
        state.put(kept, with_filling(kept, filling))
    except AnswersError as error:
        words = _("The answers cannot be saved yet. {fault}")
        st.error(words.format(fault=as_markdown(str(error))))
    except HistoryError as error:
        words = _("Nothing was added: the history in this browser is left as it is. {fault}")
        st.error(words.format(fault=as_markdown(str(error))), icon=":material/error:")


def _say_what_came(visit: Visit, told: state.Told, given: state.Put) -> None:
    if told.refused:
        st.warning(_("This browser does not let a page keep anything, so there is no history."))
    elif told.kept != given.text:
        st.warning(
            _("The history was changed in another tab meanwhile. Nothing was done; press again.")
        )
    elif not given.text:
        st.success(_("The history in this browser is forgotten."), icon=":material/check:")
    else:
        count = len(read_history(told.kept, visit.foods))
        st.success(_counted(count), icon=":material/check:")


def _counted(count: int) -> str:
    return ngettext(
        "The history in this browser holds {count} filling",
        "The history in this browser holds {count} fillings",
        count,
    ).format(count=whole(count))
