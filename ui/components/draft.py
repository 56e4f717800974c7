"""The draft as the visitor's browser keeps it; `ui/draft.py` says what becomes of it.

The browser writes the draft file it is given into its local storage, with every answer and amount
of its book over it. It returns as `found` a draft that this visit did not write, and as `refused`
whether it keeps nothing.
"""

import streamlit as st

from ui.components.files import text

BROWSER_KEY = "kdcheck-draft"

_SCRIPT = "\n".join(text(name) for name in ("questionnaire/amounts.js", "draft.js"))
draft_in_browser = st.components.v2.component(BROWSER_KEY, js=_SCRIPT)
