"""deploy/ as it is: nginx with the project's configuration before two processes of the app."""

import gzip
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator

import pytest

from tests.app_process import AppProcess
from tests.conftest import ROOT
from tests.nginx import HOW_TO_GET_ONE, find_nginx, running_nginx

pytestmark = pytest.mark.nginx


@pytest.fixture(scope="module")
def apps(tmp_path_factory) -> Iterator[list[AppProcess]]:
    folder = tmp_path_factory.mktemp("apps")
    processes = [AppProcess(f"sqlite:///{folder}/db", folder / f"{n}.log") for n in range(2)]
    for process in processes:
        process.start()
    yield processes
    for process in processes:
        process.kill()


@pytest.fixture(scope="module")
def front(apps) -> Iterator[tuple[str, object]]:
    if find_nginx() is None:
        pytest.exit(HOW_TO_GET_ONE, returncode=1)
    with running_nginx([app.port for app in apps]) as running:
        yield running


def get(address, **headers):
    request = urllib.request.Request(address, headers=headers)
    return urllib.request.urlopen(request, timeout=30)


def test_the_app_answers_and_a_browser_gets_a_name_once(front):
    address, _ = front
    with get(address) as first:
        assert b"<title>" in first.read()
        cookie = first.headers["Set-Cookie"]
    assert cookie.startswith("kdcheck_process=")
    assert "HttpOnly" in cookie
    with get(address, Cookie=cookie.partition(";")[0]) as again:
        assert again.headers["Set-Cookie"] is None
    with get(address) as other:
        assert other.headers["Set-Cookie"] != cookie
        assert other.headers["Referrer-Policy"] == "no-referrer"


def test_streamlits_files_come_compressed_and_stay_in_the_browser(front):
    address, folder = front
    largest = max((folder / "www" / "static").rglob("*.js"), key=lambda path: path.stat().st_size)
    name = largest.relative_to(folder / "www")
    with get(f"{address}/{name}", **{"Accept-Encoding": "gzip"}) as answer:
        packed = answer.read()
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in str(answer.headers.get_all("Cache-Control"))
    assert gzip.decompress(packed) == largest.read_bytes()
    assert len(packed) < largest.stat().st_size / 2
    with get(f"{address}/{name}") as plain:
        assert plain.read() == largest.read_bytes()


def test_a_dead_process_is_passed_over(front, apps):
    address, _ = front
    apps[0].kill()
    try:
        for n in range(10):
            with get(f"{address}/_stcore/health", Cookie=f"kdcheck_process=browser{n}") as answer:
                assert answer.status == 200
    finally:
        apps[0].start()


def test_no_address_and_no_key_is_logged(front):
    address, folder = front
    get(f"{address}/workshop?host=secret-of-a-host").close()
    get(f"{address}/static/none.js?seat=secret-of-a-seat").close()
    logs = "".join(path.read_text() for path in folder.glob("*.log"))
    assert "secret" not in logs
    assert "GET" not in logs


def test_the_units_are_sound(tmp_path):
    analyze = shutil.which("systemd-analyze")
    text = (ROOT / "deploy/systemd/kdcheck@.service").read_text()
    assert "ExecStart=/opt/kdcheck/.venv/bin/python -m streamlit run app.py" in text
    assert "EnvironmentFile=/etc/kdcheck.env" in text
    if analyze is None:
        return
    unit = tmp_path / "kdcheck@8501.service"
    unit.write_text(text.replace("/opt/kdcheck/.venv/bin/python", "/bin/true"))
    found = subprocess.run([analyze, "verify", unit], capture_output=True, text=True)
    assert found.stderr == "" or "kdcheck" not in found.stderr
