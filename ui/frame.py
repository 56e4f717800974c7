"""The frame around every page: title and icon, menu, style, disclaimer, calm errors."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import content
from languages import N_, Words, _
from scoring.errors import FoodTableError
from ui import draft, example_banner, language, log, own_table, session
from ui.focus import focus_heading
from ui.overtaken import keep_overtaken, note_page
from ui.text import as_markdown
from ui.workshop import seat

ROOT = Path(__file__).parent.parent
STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")

TITLES = Words(
    {
        "welcome": N_("Welcome"),
        "before_you_start": N_("Before you start"),
        "questionnaire": N_("Questionnaire"),
        "results": N_("Results"),
        "what_if": N_("What if"),
        "compare": N_("Compare"),
        "learn": N_("Learn"),
        "many_clients": N_("Many clients"),
        "foods": N_("Foods"),
        "workshop": N_("Workshop"),
        "method": N_("Method"),
        "validation": N_("Validation"),
    }
)

FRAMED_KEY = "framed"
FAULTS_SHOWN = 100
VALUE_CHARACTERS = 200

_log = logging.getLogger("kdcheck")
log.keep_values_out()
keep_overtaken()


def path(name: str) -> str:
    """The file of a page, as `st.page_link` and `st.switch_page` want it."""
    return f"pages/{name}.py"


def begin() -> None:
    """Set what the browser shows around the page, and stop here if the food table is broken."""
    st.set_page_config(
        page_title="KD Check", page_icon=str(ROOT / "static" / "favicon.png"), layout="wide"
    )
    st.logo(str(ROOT / "static" / "logo.svg"), size="large")
    st.html(
        f"<style>{STYLE} :root {{ --menu: {json.dumps(_('Menu'), ensure_ascii=False)} }}</style>"
    )
    try:
        session.our_food_table()
    except FoodTableError as error:
        _log.error("%s", error)
        _say_broken_table(error)
        st.stop()
    seat.start_deleting_ended()


def pages() -> list[StreamlitPage]:
    """The pages of the menu, in order; their addresses stay the same in every language.

    An address is the file's name: a fresh server knows pages by their files alone (see `enter`).
    """
    return [
        st.Page(path(name), title=title, url_path=name, default=name == "welcome")
        for name, title in TITLES.items()
    ]


def enter() -> None:
    """Make sure that the frame is there; every page calls this first.

    Until `st.navigation` was called once, a fresh server takes pages/ for the old kind of
    multipage app: a visitor who follows a link to a page would get the bare page.
    """
    if FRAMED_KEY not in st.session_state:
        st.session_state[FRAMED_KEY] = True
        st.navigation(pages())
        st.rerun()


def run(page: StreamlitPage) -> None:
    """Show a page between the menu and the disclaimer, also where the page stops early."""
    st.set_page_config(page_title=f"{page.title} · KD Check")
    st.session_state[FRAMED_KEY] = True
    note_page()
    if next_page := session.take_next_page(page.url_path):
        st.switch_page(path(next_page))
    with st.container(key="kd-own-table"):
        own_table.show_line()
    language.ask()
    body = st.container()
    focus_heading("page", page.url_path)
    with st.container(key="kd-footer"):
        st.markdown(content.disclaimer_short())
        draft.show_switch()
    with body:
        example_banner.show()
        draft.show()
        seat.come_back()
        page.run()


@contextmanager
def calm() -> Iterator[None]:
    """Turn an unexpected error into a calm message; the log gets the place, never a value.

    Words inside are in the language of the visitor.
    Fragments run outside the frame: they use this themselves.
    """
    language.begin()
    try:
        yield
    except Exception as error:
        _log.error("%s", log.places(error))
        st.error(
            _(
                "Something went wrong on our side. Your answers are still here: "
                "try again, or go on with another page from the menu."
            )
        )


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
