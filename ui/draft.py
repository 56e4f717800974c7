"""A draft of the answers in the visitor's own browser, for those who switch it on.

The server keeps no draft. The browser writes down what the server last knew, and over it every
answer about food and every amount in its book, so that not even the last one is lost when the page
or the server goes away. What is written is an answers file: it holds no safety answers.

The browser writes over nothing but what this visit wrote, or what the person was asked about and
has resolved: a draft of another tab, or of an earlier visit, is told to the server, which asks.
It is told once the server has heard what the tab kept, so that nobody is asked about the draft of
the very answers that are here.
"""

import streamlit as st

from scoring import languages
from scoring.errors import AnswersError
from scoring.languages import _, whole
from scoring.nutrients import NUTRIENTS
from scoring.questionnaire.answers_file import (
    AnswersFile,
    AnswersFileError,
    read_answers,
    write_answers,
)
from ui import opening, press, session
from ui.components import nothing
from ui.components.draft import draft_in_browser
from ui.questionnaire.amounts import UNITS, signs_of
from ui.questionnaire.sheet_data import first_part_with_gaps
from ui.session import draft as kept
from ui.session.visit import Visit
from ui.text import as_markdown


def show(visit: Visit) -> None:
    """Keep the draft up to date, or ask what to do with one that the browser holds."""
    if visit.example:  # the draft of one's own answers waits untouched
        kept.leave_alone()
    elif kept.asks() and _says_the_same(kept.found(), visit):
        kept.use(kept.found())
    browser = draft_in_browser(
        key=kept.BROWSER_KEY,
        data=[
            {
                "session": kept.token(),
                "file": _draft(visit),
                "forget": kept.to_forget(),
                "found": kept.found(),
                "resolved": kept.resolved(),
                "foods": [food.food_id for food in visit.foods] if kept.is_on() else [],
                "limits": {name: NUTRIENTS[name].supplement_limit_per_day for name in UNITS},
                "signs": {code: signs_of(code) for code in languages.offered()},
            }
        ],
        default={"found": "", "refused": False},
        on_found_change=nothing,
        on_refused_change=nothing,
    )
    if kept.is_on() and browser.refused:
        st.warning(_("This browser does not let a page keep anything, so there is no draft."))
    if kept.asks():
        _ask(visit, kept.found())


def offer(visit: Visit) -> None:
    """Let the person have a draft kept, or forgotten again."""
    if visit.example:
        return
    if kept.asks():
        st.markdown(_("This browser keeps a draft. What becomes of it is asked at the top."))
    elif kept.is_on():
        st.markdown(_("A draft of your answers is kept in this browser."))
        press.button(_("Forget the draft"), kept.forget, key="draft-forget")
    else:
        press.button(
            _("Keep a draft in this browser"),
            kept.keep,
            key="draft-keep",
            help=_(
                "Your answers then outlast this tab. They stay in this browser, on this device, "
                "with sex, age and life stage where you gave them; the safety questions are never "
                "kept. Leave it off on a device that others use."
            ),
        )


def _ask(visit: Visit, found: str) -> None:
    with st.container(border=True, key="kd-draft"):
        try:
            file = read_answers(found.encode(), visit.foods)
        except AnswersFileError as error:
            st.error(
                _("This browser holds a draft that cannot be read. {fault}").format(
                    fault=as_markdown(error.faults[0])
                ),
                icon=":material/error:",
            )
            press.button(_("Forget the draft"), kept.drop, found, key="draft-damaged")
            return
        mine = len(visit.food_answers.foods)
        words = [
            _("**A draft is kept in this browser.** {content}").format(
                content=opening.what_is_in(file, visit.foods)
            )
        ]
        if mine:
            place = _("It takes the place of the {count} you see here now.")
            words.append(place.format(count=whole(mine)))
        st.write("\n\n".join(words))
        with st.container(horizontal=True):
            press.button(
                _("Use the draft"),
                _use,
                file,
                found,
                key="draft-use",
                type="primary",
            )
            press.button(_("Not now"), kept.not_now, key="draft-later")
            press.button(_("Forget the draft"), kept.drop, found, key="draft-drop")


def _draft(visit: Visit) -> str:
    """The answers file to keep; empty where nothing is to be kept."""
    if not kept.is_on():
        return ""
    try:
        answers = visit.for_a_file()
    except AnswersError:
        answers = visit.food_answers
    today, country = opening.today(), visit.chosen_country
    return write_answers(answers, visit.foods, today, visit.example, country).decode()


def _use(file: AnswersFile, found: str) -> None:
    table = session.tables.in_use()
    part = first_part_with_gaps(table, file.answers.foods.keys())
    session.opening.open_answers(file.answers, file.example, part, file.country)
    kept.use(found)
    session.state.go_to_page("before_you_start")


def _says_the_same(found: str, visit: Visit) -> bool:
    """Whether a draft holds the very answers that are here, as after a reload of its tab."""
    try:
        file = read_answers(found.encode(), visit.foods)
    except AnswersFileError:
        return False
    same_amounts = file.answers.supplements == visit.supplements_that_count
    return bool(visit.given) and file.answers.foods == visit.given and same_amounts
