"""deploy/ as it is: nginx with the project's configuration before two processes of the app."""

import gzip
import http.client
import http.server
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

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


@pytest.fixture
def fresh_front(apps) -> Iterator[str]:
    """The address of a front that has counted nothing yet."""
    with running_nginx([app.port for app in apps]) as (address, _):
        yield address


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


@contextmanager
def one_that_holds(files):
    """A process that has only these downloads. Yields its port."""

    class Files(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path in files else 404)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files) as held:
        threading.Thread(target=held.serve_forever, daemon=True).start()
        yield held.server_address[1]
        held.shutdown()


def test_a_download_is_found_in_whichever_process_made_it():
    """A browser that a death moved to another process asks for its files with the old cookie."""
    with (
        one_that_holds({"/media/export.csv"}) as first,
        one_that_holds(set()) as second,
        running_nginx([first, second]) as (address, _),
    ):
        for n in range(10):
            with get(f"{address}/media/export.csv", Cookie=f"kdcheck_process=b{n}") as answer:
                assert answer.status == 200
        assert status_of(f"{address}/media/none.csv") == 404


def status_of(address, method="GET", data=None):
    request = urllib.request.Request(address, data=data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def logged(folder, place):
    """The lines of the access log about a place, once there is one."""
    deadline = time.monotonic() + 60
    while True:
        lines = (folder / "kdcheck_access.log").read_text().splitlines()
        if found := [line.split() for line in lines if line.split()[2] == place]:
            return found
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_log_names_no_person_no_key_and_no_upload(front):
    address, folder = front
    for path in (
        "/workshop?host=secret-of-a-host",
        "/static/none.js?seat=secret-of-a-seat",
        "/secret-of-the-path",
        "/media/secret-download",
    ):
        status_of(address + path)
    status_of(f"{address}/_stcore/upload_file/secret-visit/secret-file", "PUT", b"secret")
    for place in ("/workshop", "/static", "other", "/media"):
        _, method, _, status, *rest = logged(folder, place)[-1]
        assert (method, len(status), len(rest)) == ("GET", 3, 2)
    assert logged(folder, "/_stcore/upload_file")[-1][1] == "PUT"
    logs = "".join(path.read_text() for path in folder.glob("*.log"))
    assert "secret" not in logs
    assert "127.0.0.1" not in logs
    assert "Python" not in logs


def test_metrics_are_closed(front, apps):
    address, _ = front
    for path in (
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/%6detrics",
        "//_stcore/metrics",
    ):
        assert status_of(address + path) == 404
    assert status_of(f"{address}/_stcore/health") == 200


def test_a_file_of_fifty_megabytes_passes_and_touches_no_disk(front):
    """Such an upload ends at the app, which knows no such visit, and not at nginx."""
    address, folder = front
    upload = f"{address}/_stcore/upload_file/no-visit/no-file"
    before = (folder / "client_body").stat().st_mtime_ns
    assert status_of(upload, "PUT", bytes(50 * 1024 * 1024)) in (400, 403, 404)
    assert (folder / "client_body").stat().st_mtime_ns == before
    assert status_of(upload, "PUT", bytes(53 * 1024 * 1024)) == 413


def connection(address, held):
    """Open the lasting connection of a page, to be closed with `held`; return the status."""
    host = address.partition("//")[2]
    raw = held.enter_context(socket.create_connection(tuple(host.split(":"))))
    raw.sendall(
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    return int(raw.recv(12)[9:])


def test_two_hundred_people_behind_one_address_pass_twice(fresh_front):
    address = fresh_front

    def come(number):
        cookie = {"Cookie": f"kdcheck_process=person{number}"}
        for path in ("/", "/_stcore/health", "/_stcore/host-config", "/workshop?join=CCCCCC"):
            with get(address + path, **cookie) as answer:
                assert answer.status == 200
        return connection(address, held)

    with ExitStack() as held, ThreadPoolExecutor(20) as pool:
        assert set(pool.map(come, [*range(200), *range(200)])) == {101}


def test_more_connections_than_any_room_are_refused(fresh_front):
    with ExitStack() as held:
        statuses = [connection(fresh_front, held) for _ in range(610)]
    assert statuses == [101] * 600 + [429] * 10


def test_more_uploads_than_any_room_are_refused(fresh_front):
    upload = f"{fresh_front}/_stcore/upload_file/no-visit/no-file"
    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(lambda _: status_of(upload, "PUT", b"x"), range(600)))
    assert 429 not in statuses[:200]
    assert 429 in statuses


def test_a_flood_of_requests_from_one_address_is_refused(fresh_front):
    host = fresh_front.partition("//")[2]

    def ask(_):
        connection = http.client.HTTPConnection(host, timeout=30)
        statuses = []
        for _ in range(700):
            connection.request("GET", "/_stcore/health")
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
        connection.close()
        return statuses

    with ThreadPoolExecutor(10) as pool:
        statuses = [status for each in pool.map(ask, range(10)) for status in each]
    assert statuses.count(200) >= 2500
    assert 429 in statuses


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
