"""The app in a pretend language, every text of it in ⟦brackets⟧; run by `streamlit run`."""

import os
import sys
from pathlib import Path

from streamlit.starlette import App

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, os.fspath(ROOT))

from scoring import languages  # noqa: E402
from tests.browser.brackets import BRACKETS  # noqa: E402

languages._catalogue = lambda code: BRACKETS
app = App(ROOT / "app.py")
