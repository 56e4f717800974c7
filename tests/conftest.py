"""What all tests share: the settings of the property tests, and the real app as a server."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60
NOT_FAST = ("browser", "postgres", "nginx", "node", "package", "slow")

# A busy machine is no failure: no time limit for one example.
settings.register_profile("kdcheck", parent=settings(), deadline=None)
settings.load_profile("kdcheck")


def pytest_configure(config: pytest.Config) -> None:
    """Say what all the tests need and this computer lacks, before any of them runs."""
    some = config.args_source is not pytest.Config.ArgsSource.TESTPATHS
    fast = config.option.markexpr == "fast"
    if hasattr(config, "workerinput") or config.option.collectonly or some or fast:
        return
    from tests import nginx, node, postgres  # which import this module
    from tests.browser import chromium

    for marker, program, how_to_get_one in (
        ("browser", chromium.find_chromium(), chromium.HOW_TO_GET_ONE),
        ("postgres", postgres.find_postgres(), postgres.HOW_TO_GET_ONE),
        ("nginx", nginx.find_nginx(), nginx.HOW_TO_GET_ONE),
        ("node", node.find_node(), node.HOW_TO_GET_ONE),
    ):
        if f"not {marker}" not in config.option.markexpr and program is None:
            pytest.exit(how_to_get_one, returncode=1)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than this computer has cores, as tests wait at times; at most four."""
    return min((os.cpu_count() or 1) + 1, 4)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as fast what needs no browser, no other server, and little time: see `slow`."""
    for item in items:
        if not any(item.get_closest_marker(name) for name in NOT_FAST):
            item.add_marker(pytest.mark.fast)


@dataclass(frozen=True)
class Server:
    """The running app: its address, without a slash at the end, and all it has printed so far."""

    url: str
    log: Path
    pid: int = 0

    def log_text(self) -> str:
        return self.log.read_text(encoding="utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_healthy(process: subprocess.Popen[bytes], server: Server) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"The app did not start. It printed:\n{server.log_text()}")


@contextlib.contextmanager
def started(
    log_path: Path,
    port: int = 0,
    *,
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    script: str = "app.py",
) -> Iterator[Server]:
    """Start the app as a person would, on a free port unless told, and stop it in the end.

    With further options of Streamlit, in an environment with these variables changed, from another
    folder or by another script, if told.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.headless", "true", "--server.port", str(port), *options]
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"} | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        running = Server(f"http://localhost:{port}", log_path, process.pid)
        try:
            wait_until_healthy(process, running)
            yield running
        finally:
            process.terminate()
            process.wait()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, running from the first test that asks for it to the last."""
    with started(tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running
