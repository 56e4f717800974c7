"""A visitor who has not reached Results does not wait for what only charts need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHART_PACKAGES = {"plotly", "pandas", "altair", "matplotlib"}

# A process of its own: other tests may have loaded anything. Streamlit and its test runner load
# small parts of plotly on their own account, so what counts is what the app's pages add to them.
VISIT = """
import json, sys
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import app_test
class ServedPages(PagesManager): pass  # see as_on_a_server in tests/pages/conftest.py
PagesManager.uses_pages_directory = False
app_test.PagesManager = ServedPages
before = set(sys.modules)
from tests.pages.visitor import ADULT, Visitor
visitor = Visitor("before_you_start")
visitor.say(**ADULT)
visitor.open("questionnaire")
visitor.choose("frequency-natto", "1w")
asked = len(visitor.sheet["parts"])
light = sorted(set(sys.modules) - before)
visitor.open("results")
print(json.dumps({"asked": asked, "light": light, "all": sorted(set(sys.modules) - before)}))
"""


@pytest.mark.slow
def test_questionnaire_loads_no_chart_library():
    run = subprocess.run(
        [sys.executable, "-c", VISIT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = json.loads(run.stdout.splitlines()[-1])

    assert found["asked"] == 11  # ten parts with foods, and the supplements
    light = found["light"]
    assert "ui.session" in light
    assert [m for m in light if m.partition(".")[0] in CHART_PACKAGES] == []
    assert "ui.charts" not in light
    assert "ui.charts" in found["all"], "Results is where charts come in"
