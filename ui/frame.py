"""The frame around every page: title and icon, menu, style, disclaimer, calm errors."""

import json
import logging
from pathlib import Path
from string import Template

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from scoring import languages
from scoring.errors import FoodTableError
from scoring.guidance.disclaimer import disclaimer_short
from scoring.languages import N_, Words, _
from ui import draft, example_banner, history, language, log, session
from ui.calm import calm
from ui.components import questionnaire
from ui.components.focus import focus_heading
from ui.foods import own_table
from ui.questionnaire import way
from ui.session.visit import Visit
from ui.text import as_markdown
from ui.workshop import seat

ROOT = Path(__file__).parent.parent
STYLE = Template((Path(__file__).parent / "style.css").read_text(encoding="utf-8"))

TITLES = Words(
    {
        "welcome": N_("Welcome"),
        "before_you_start": N_("Before you start"),
        "questionnaire": N_("Questionnaire"),
        "results": N_("Results"),
        "what_if": N_("What if"),
        "learn": N_("Learn"),
        "foods": N_("Foods"),
        "workshop": N_("Workshop"),
        "compare": N_("Compare"),
        "over_time": N_("Over time"),
        "many_clients": N_("Many clients"),
        "method": N_("Method"),
        "validation": N_("Validation"),
    }
)
"""The pages in the order of the menu; Streamlit folds the last ones away where there is no room."""

HOME = "welcome"
"""The page whose address is that of the app itself."""

FAULTS_SHOWN = 100
VALUE_CHARACTERS = 200

_log = logging.getLogger("kdcheck")
log.keep_values_out()


def path(name: str) -> str:
    """The file of a page, as `st.page_link` and `st.switch_page` want it."""
    return f"pages/{name}.py"


def begin() -> None:
    """Set what the browser shows around the page, and stop here if the food table is broken."""
    st.set_page_config(
        page_title="KD Check", page_icon=str(ROOT / "static" / "favicon.png"), layout="wide"
    )
    st.logo(str(ROOT / "static" / "logo.svg"), size="large")
    words = {
        "menu": _("Menu"),
        "language": languages.current().upper(),
        "upload": _("Choose files"),
        "more": _("More"),
    }
    strings = {name: json.dumps(text, ensure_ascii=False) for name, text in words.items()}
    st.html(f"<style>{STYLE.substitute(strings)}</style>")  # a string of JSON is one in CSS, too
    try:
        session.tables.our_foods()
    except FoodTableError as error:
        _log.error("%s", error)
        _say_broken_table(error)
        st.stop()
    seat.start_deleting_ended()


def pages() -> list[StreamlitPage]:
    """The pages of the menu, in order; their addresses stay the same in every language.

    An address is the file's name: a fresh server knows pages by their files alone (see `enter`).
    An address that is none of ours becomes a page that says so in the language of the reader, where
    Streamlit would say it in English.
    """
    shown = [
        st.Page(path(name), title=title, url_path=name, default=name == HOME)
        for name, title in TITLES.items()
    ]
    unknown = session.address.page_name()
    if unknown and unknown not in TITLES:
        shown.append(
            st.Page(_say_not_found, title=_("Not found"), url_path=unknown, visibility="hidden")
        )
    return shown


def _say_not_found() -> None:
    heading(_("There is no such page"), _("The address may be old or mistyped."))
    st.page_link(path(HOME), label=_("Go to the first page"))


def enter() -> Visit:
    """Make sure that the frame is there; every page calls this first.

    Until `st.navigation` was called once, a fresh server takes pages/ for the old kind of
    multipage app: a visitor who follows a link to a page would get the bare page.

    Returns:
        What the visitor has said so far.
    """
    if not session.state.framed():
        session.state.note_framed()
        st.navigation(pages())
        st.rerun()
    return session.visit.take()


def run(page: StreamlitPage) -> None:
    """Show a page between the menu and the disclaimer, also where the page stops early."""
    st.set_page_config(page_title=f"{page.title} · KD Check")
    session.state.note_framed()
    name = page.url_path if page.url_path in TITLES else HOME
    while session.presses.waiting():  # before anything of the page is shown
        with calm():
            session.presses.do_next()
    if next_page := way.leads_to(name) or session.state.take_next_page(name):
        st.switch_page(path(next_page))
    top = st.container(key="kd-top")
    language.ask()
    body = st.container()
    focus_heading("page", page.url_path)
    with st.container(key="kd-footer"):
        st.markdown(disclaimer_short())
    with body:
        seat.come_back()  # which may bring answers back
    visit = session.visit.read()
    with top:  # first of all, so that Streamlit puts what the browser says into every message
        questionnaire.keep_book(session.said.COURIER_KEY, TITLES, HOME, session.said.down(name))
        seat.come_back_as_named()
        own_table.show_line(visit)
    with body:
        example_banner.show(visit)
        draft.show(visit)
        if name not in history.SHOWN_ON:
            history.keep(visit, always=False)
        session.visit.hand_to_page(visit)
        page.run()


def heading(title: str, lead: str = "") -> None:
    """The one main heading of a page, with a line below it."""
    st.title(title, anchor=False)
    if lead:
        st.html(f'<p class="kd-lead">{lead}</p>')


def _say_broken_table(error: FoodTableError) -> None:
    st.title(_("The food table cannot be used"), anchor=False)
    st.write(
        _(
            "KD Check does not work with half a table. Whoever runs this app can mend foods.csv "
            "with the list below and start it again."
        )
    )
    st.table(
        [
            {
                _("Row"): str(fault.row),
                _("Column"): as_markdown(fault.column),
                _("Value"): as_markdown(fault.value[:VALUE_CHARACTERS]),
                _("What is allowed"): as_markdown(fault.allowed),
            }
            for fault in error.faults[:FAULTS_SHOWN]
        ]
    )
