"""nginx with the project's own configuration, as the tests and the load test run it."""

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.precompress import precompress
from tests.conftest import ROOT, free_port

HOW_TO_GET_ONE = """No nginx was found, and the tests of deploy/ need it.
    Debian, Ubuntu: apt-get install --no-install-recommends nginx-light
    macOS:          brew install nginx
To leave these tests out: python run.py test -m "not nginx"
"""
CONFIGURATION = ROOT / "deploy" / "nginx" / "kdcheck.conf"
SECONDS_TO_START = 60


def find_nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@functools.cache
def _compressed() -> Path:
    """Streamlit's files as nginx serves them, made once; gone with the tests."""
    folder = Path(tempfile.mkdtemp(prefix="kdcheck-www-"))
    atexit.register(shutil.rmtree, folder)
    precompress(folder / "www")
    return folder / "www"  # which, unlike its parent, nginx's workers may enter


@contextmanager
def running_nginx(app_ports: Sequence[int]) -> Iterator[tuple[str, Path]]:
    """Serve these app processes; yields the address and nginx's folder.

    Only the places of this computer differ from the file in deploy/: ports and folders.
    """
    program = find_nginx()
    assert program is not None, HOW_TO_GET_ONE
    folder = Path(tempfile.mkdtemp(prefix="kdcheck-nginx-"))
    folder.chmod(0o755)  # nginx's workers are another user
    port = free_port()
    text = CONFIGURATION.read_text(encoding="utf-8")
    servers = [f"server 127.0.0.1:{p} max_fails=1 fail_timeout=2s;" for p in app_ports]
    for old, new in (
        ("server 127.0.0.1:8501 max_fails=1 fail_timeout=2s;", "\n".join(servers)),
        ("server 127.0.0.1:8502 max_fails=1 fail_timeout=2s;", ""),
        ("listen 80 default_server;", f"listen 127.0.0.1:{port} default_server;"),
        ("/var/www/kdcheck", str(folder / "www")),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "kdcheck.conf").write_text(text, encoding="utf-8")
    places = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; worker_processes auto; daemon off;\n"
        "events { worker_connections 4096; }\n"
        "http { types { text/html html; text/css css; text/javascript js; font/woff2 woff2; }\n"
        f"include {folder}/kdcheck.conf;\n{places}\n}}\n",
        encoding="utf-8",
    )
    shutil.copytree(_compressed(), folder / "www")
    log = folder / "start.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [program, "-p", folder, "-e", folder / "nginx.log", "-c", folder / "nginx.conf"],
            stdout=out,
            stderr=out,
        )
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not (folder / "pid").exists():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", folder
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)
