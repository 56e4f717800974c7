"""run.py on a computer of its own: an empty folder, no packages; and the files that it installs."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.chromium import VARIABLE, find_chromium
from tests.conftest import free_port

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
STAND_IN = "import sys\nprint('started with', *sys.argv[1:])\nsys.exit(7)\n"


def made_project(folder):
    """A folder with run.py, nothing to install, and stand-ins for pytest and Streamlit."""
    shutil.copy(ROOT / "run.py", folder)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).write_text("# nothing\n")
    for name in ("pytest.py", "streamlit.py"):
        (folder / name).write_text(STAND_IN)
    return folder


@pytest.fixture
def project(tmp_path):
    return made_project(tmp_path)


@pytest.fixture(scope="module")
def set_up(tmp_path_factory):
    """A project where `run.py test -k foo` was run once, and what it said."""
    project = made_project(tmp_path_factory.mktemp("project"))
    return project, run(project, "test", "-k", "foo")


def run(project, *arguments, code="import runpy; runpy.run_path('run.py', run_name='__main__')"):
    """Run run.py there, as `python run.py` does, after what else `code` does."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=project,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_set_up_happens_once_and_the_rest_is_passed_on(set_up):
    project, first = set_up
    assert "Making a virtual environment" in first.stdout
    assert "Installing requirements-dev.txt" in first.stdout
    assert first.stdout.endswith("started with -k foo\n")
    assert first.returncode == 7

    assert run(project, "test").stdout == "started with\n"

    port = str(free_port())
    app = run(project, "app", "--server.port", port, "--server.headless", "true")
    assert "Installing" not in app.stdout  # the packages for the tests include the app's
    assert f"http://localhost:{port} " in app.stdout
    assert f"started with run app.py --server.port {port}" in app.stdout
    assert app.stdout.endswith("--server.headless true\n")

    (project / "requirements.txt").write_text("# something else\n")
    again = run(project, "app", "--server.port", port).stdout
    assert "Installing requirements.txt" in again
    assert "Making" not in again


def test_a_failed_install_stops_and_the_next_run_starts_afresh(project):
    requirements = project / "requirements-dev.txt"
    requirements.write_text("pytest==9.2.0\n")  # without a hash: refused

    failed = run(project, "test")
    assert failed.returncode == 1
    assert "requirements-dev.txt could not be installed" in failed.stderr
    assert "started" not in failed.stdout

    requirements.write_text("# nothing\n")
    mended = run(project, "test")
    assert "Making a virtual environment" in mended.stdout
    assert mended.returncode == 7


def test_a_half_made_environment_is_made_anew(project):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", project / ".venv"], check=True)
    assert run(project, "test").returncode == 7


def test_a_taken_port_is_named(set_up):
    project, _ = set_up
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = run(project, "app", f"--server.port={port}")
    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr
    assert "started" not in refused.stdout

    wrong = run(project, "app", "--server.port", "99999")
    assert wrong.returncode == 2
    assert "'99999' is not a port: give a number from 1 to 65535" in wrong.stderr


def test_an_old_python_is_told_what_is_needed(project):
    old = "import sys, runpy; sys.version_info = (3, 10, 4); sys.version = '3.10.4 (main)'; "
    answer = run(project, "app", code=old + "runpy.run_path('run.py', run_name='__main__')")
    assert answer.returncode == 1
    assert answer.stderr == "KD Check needs Python 3.11 or newer; this is Python 3.10.4.\n"


def test_debian_without_venv_is_told_what_to_install(project):
    bare = "import sys, runpy; sys.modules['ensurepip'] = None; "
    answer = run(project, "app", code=bare + "runpy.run_path('run.py', run_name='__main__')")
    assert answer.returncode == 1
    assert "apt-get install python3-venv" in answer.stderr
    assert not (project / ".venv").exists()


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("tset",), 2), (("--help",), 0)])
def test_usage_is_shown(project, arguments, code):
    answer = run(project, *arguments)
    assert answer.returncode == code
    assert "python run.py app" in answer.stdout
    assert "python run.py test" in answer.stdout


def pins(name):
    """Return {package: version} of a requirements file; every line must be of a known kind."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if pin := re.fullmatch(r"([a-z0-9-]+)==(\S+)( ;.*)? \\", line):
            found[pin[1]] = pin[2]
        else:
            assert re.fullmatch(r"\s*#.*|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line
    return found


def test_packages_are_pinned_the_same_in_both_lists():
    app, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert app["streamlit"] == "1.67.0"
    assert app.items() <= development.items()
    assert "pytest" not in app

    direct = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    lines = (re.sub(r"\[.*?\]", "", line) for line in direct if not line.startswith("#"))
    wanted = dict(line.lower().split("==") for line in lines)
    assert wanted.items() <= app.items()


def test_streamlit_knows_every_setting():
    answer = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert answer.returncode == 0
    assert "\nmaxUploadSize = 50\n" in answer.stdout
    assert "is not a valid config option" not in answer.stdout + answer.stderr


def test_browser_named_by_hand_comes_first(monkeypatch, tmp_path):
    chosen = tmp_path / "browser"
    monkeypatch.setenv(VARIABLE, str(chosen))
    assert find_chromium() is None  # never another one in place of the one asked for
    chosen.touch()
    assert find_chromium() == str(chosen)
