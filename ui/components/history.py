"""The history of one person as their browser keeps it; `ui/history.py` says what becomes of it.

It returns as `told`: `kept`, the text that the browser holds; `done`, the token of the last text
that it was given to put in its place, whether it could or not; `refused`, whether it keeps nothing.
"""

import streamlit as st

from ui.components.files import text

BROWSER_KEY = "kdcheck-history"

history_in_browser = st.components.v2.component(BROWSER_KEY, js=text("history.js"))
