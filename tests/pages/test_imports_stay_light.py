"""A visitor who has not reached Results does not wait for what only charts need."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHART_PACKAGES = {"plotly", "pandas", "altair", "matplotlib"}

# A process of its own: other tests may have loaded anything. Streamlit and its test runner load
# small parts of plotly on their own account, so what counts is what the app's pages add to them.
VISIT = """
import json, sys
from streamlit.testing.v1 import AppTest
before = set(sys.modules)
app = AppTest.from_file("app.py", default_timeout=60).run()
app.switch_page("pages/before_you_start.py").run()
app.radio(key="safety-adult").set_value("yes")
app.radio(key="safety-blood-thinner").set_value("none").run()
app.switch_page("pages/questionnaire.py").run()
food = next(group for group in app.button_group if group.key.startswith("frequency-"))
food.set_value("1w").run()
portions = [group.key for group in app.button_group if group.key.startswith("portion-")]
light = sorted(set(sys.modules) - before)
app.switch_page("pages/results.py").run()
print(json.dumps({"portions": portions, "light": light, "all": sorted(set(sys.modules) - before)}))
"""


def test_questionnaire_loads_no_chart_library():
    run = subprocess.run(
        [sys.executable, "-c", VISIT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = json.loads(run.stdout.splitlines()[-1])

    assert len(found["portions"]) == 1, "an answered food asks for its portion"
    light = found["light"]
    assert "ui.session" in light
    assert [m for m in light if m.partition(".")[0] in CHART_PACKAGES] == []
    assert "ui.charts" not in light
    assert "ui.charts" in found["all"], "Results is where charts come in"
