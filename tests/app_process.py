"""The app as processes of their own, on a database of the test's choice, that can be killed."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, Server, free_port, wait_until_healthy


class AppProcess:
    """One process of the app; it keeps its port when it is started again."""

    def __init__(self, database_url: str, log: Path) -> None:
        self.port = free_port()
        self.server = Server(f"http://localhost:{self.port}", log)
        self.database_url = database_url
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += ["--server.headless", "true", "--server.port", str(self.port)]
        with self.server.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | {"KDCHECK_DATABASE_URL": self.database_url},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        wait_until_healthy(self._process, self.server)

    def kill(self) -> None:
        """As a crash does: without a word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
