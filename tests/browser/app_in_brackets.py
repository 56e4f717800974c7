"""The app in a pretend language, every text of it in ⟦brackets⟧; run by `streamlit run`."""

import gettext
import os
import sys
from pathlib import Path

from streamlit.starlette import App

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, os.fspath(ROOT))

import languages  # noqa: E402


class Brackets(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


brackets = Brackets()
languages._catalogue = lambda code: brackets
app = App(ROOT / "app.py")
