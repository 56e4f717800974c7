"""Node.js and the packages of tests/npm, in which form tools run that are written in JavaScript."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "npm"
PACKAGES = FOLDER / "node_modules"
LOCK = FOLDER / "package-lock.json"
STAMP = PACKAGES / ".kdcheck-installed"  # says which lock file was installed

HOW_TO_GET_ONE = """No Node.js with npm was found, and the tests of forms need them.
    Debian, Ubuntu: apt-get install --no-install-recommends nodejs npm
    macOS:          brew install node
    Windows:        winget install OpenJS.NodeJS.LTS
To leave these tests out: python run.py test -m "not node"
"""


def find_node() -> str | None:
    """Return the path of Node.js, or None where it or npm is missing."""
    return shutil.which("node") if shutil.which("npm") else None


def packages() -> Path:
    """Install the exact packages of the lock file, unless they are there; return their folder.

    They are put in place whole, so that several tests may ask at once.
    """
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return PACKAGES
    npm = shutil.which("npm")
    assert npm is not None, HOW_TO_GET_ONE
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix=".installing-") as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(FOLDER / name, folder)
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
        done = subprocess.run(
            [npm, "ci", *options], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"npm ci in tests/npm failed:\n{done.stdout}{done.stderr}"
        made = Path(folder, "node_modules")
        (made / STAMP.name).write_text(wanted)
        if PACKAGES.exists() and not (STAMP.exists() and STAMP.read_text() == wanted):
            shutil.rmtree(PACKAGES)
        with suppress(OSError):  # another test was faster
            os.rename(made, PACKAGES)
    assert STAMP.read_text() == wanted
    return PACKAGES


def run_script(name: str, given: Any) -> Any:
    """Run a script of tests/npm that reads JSON and writes JSON."""
    node = find_node()
    assert node is not None, HOW_TO_GET_ONE
    done = subprocess.run(
        [node, FOLDER / name],
        input=json.dumps(given),
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"NODE_PATH": str(packages())},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
