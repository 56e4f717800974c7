"""The questionnaire in the browser; book.js says how its three components work together.

Streamlit sends the text of a component once for as long as its data stay as they are, if it has
10,000 bytes or more; a smaller text goes with every run. So the book's long text is in components
whose data change with the language alone, and the courier, whose data change with every run, is
tiny.

Each carries the version of the book's text: a tab that was open while the server was updated has
the book of the older one, and nothing of the newer one works on that.

Data go as a list of one: in a dictionary Streamlit looks for data frames, and loads pandas for it.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import streamlit as st

from scoring.languages import _
from ui.components import nothing
from ui.components.files import text


def _texts(*names: str) -> str:
    return "\n".join(text(f"questionnaire/{name}") for name in names)


VERSION = sha256(_texts("book.js").encode()).hexdigest()[:12]
"""That of the book's text."""

_keeper = st.components.v2.component(
    "kdcheck-keeper", js=_texts("book.js", "keeper.js"), css=_texts("keeper.css")
)
_courier = st.components.v2.component("kdcheck-courier", js=_texts("courier.js"))
_sheet = st.components.v2.component(
    "kdcheck-sheet",
    js=_texts("book.js", "amounts.js", "sheet.js"),
    css=_texts("sheet.css"),
)


def keep_book(key: str, pages: Iterable[str], home: str, down: Mapping[str, Any]) -> None:
    """Keep the book in the browser, and carry what it and the server say to each other.

    Args:
        key: where the state of the courier is found; `said` in it is the browser's newest message.
        pages: names of the pages, which are their addresses too.
        home: the page whose address is that of the app itself.
        down: what the server says with this run.
    """
    words = {
        "updated": _(
            "KD Check was updated while this page was open. What you said about foods and "
            "supplements is kept in this tab. Please load the page again to go on."
        ),
        "load_again": _("Load the page again"),
    }
    addresses = {"": home} | {name: name for name in pages}
    _keeper(key="kdcheck-keeper", data=[{"pages": addresses, "words": words, "version": VERSION}])
    _courier(key=key, data=[{**down, "version": VERSION}], on_said_change=nothing)


def ask(key: str, data: Mapping[str, Any]) -> None:
    """Draw a sheet of questions.

    Args:
        key: another one for each sheet.
        data: what to ask and in which words, made by ui/questionnaire/sheet_data.py.
    """
    _sheet(key=key, data=[{**data, "version": VERSION}])
