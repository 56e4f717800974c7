"""A real PostgreSQL server for the tests: in a folder of its own, on a free port, then gone."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.conftest import free_port

VARIABLE = "KDCHECK_POSTGRES"
USUAL_PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")
HOW_TO_GET_ONE = f"""No PostgreSQL server was found, and the tests of the workshop's store need one.
    Debian, Ubuntu: apt-get install --no-install-recommends postgresql
    macOS:          brew install postgresql
If there is one in another place, set {VARIABLE} to the folder that holds initdb and postgres.
To leave these tests out: python run.py test -m "not postgres"
"""
SECONDS_TO_START = 30


def find_postgres() -> Path | None:
    """The folder with initdb and postgres, or None. One set in KDCHECK_POSTGRES comes first."""
    if chosen := os.environ.get(VARIABLE):
        folders = [Path(chosen)]
    else:
        on_path = shutil.which("postgres")
        folders = [Path(on_path).parent] if on_path else []
        for place in USUAL_PLACES:
            folders += sorted(Path("/").glob(place.removeprefix("/")), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


class Postgres:
    """One server. `url` is what KDCHECK_DATABASE_URL holds; it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        binaries = find_postgres()
        assert binaries is not None, HOW_TO_GET_ONE
        self._binaries = binaries
        self._data = folder / "data"
        self._log = folder / "log.txt"
        self._port = free_port()
        self.url = f"postgresql://tests@127.0.0.1:{self._port}/postgres"
        self._user = _server_user()
        if self._user is not None:  # PostgreSQL refuses to run as root
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "-D", str(self._data), "-U", "tests", "-A", "trust", "--no-sync").wait()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = {"port": self._port, "listen_addresses": "127.0.0.1", "fsync": "off"}
        options["unix_socket_directories"] = ""
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self._process = self._run("postgres", "-D", str(self._data), *settings)
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, self._log.read_text()
                time.sleep(0.05)

    def stop(self) -> None:
        """Stop at once, as in a crash: connections break."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        as_user = (
            {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
            if self._user
            else {}
        )
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [self._binaries / program, *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **as_user,
            )


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A started server; its folder is outside pytest's, which only root may enter."""
    folder = Path(tempfile.mkdtemp(prefix="kdcheck-postgres-"))
    server = Postgres(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _server_user() -> Any:
    """Whom the server runs as where the tests run as root; None is the user of the tests."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import pwd  # not on Windows

    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
