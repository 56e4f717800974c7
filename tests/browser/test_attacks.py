"""Files and messages over the limit, and messages that are none, against a running server."""

import re

import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.browser.app_page import settle, visit
from tests.conftest import started

MB = 1_000_000
PATIENCE_S = 60
PUT_FILE = """async ([url, size, headers]) => {
    const body = new FormData();
    body.append("file", new Blob([new Uint8Array(size)]), "a.json");
    return (await fetch(url, { method: "PUT", body, headers })).status;
}"""
TOO_BIG, PROTOCOL_ERROR, ENDED_WITHOUT_A_WORD = 1009, 1002, 1006


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with started(tmp_path_factory.mktemp("attacks") / "log.txt") as running:
        yield running


def closed_with(server, message):
    """The code with which the server closes a connection after this message."""
    stream = f"ws://{server.url.removeprefix('http://')}/_stcore/stream"
    with connect(stream, subprotocols=["streamlit"], open_timeout=PATIENCE_S) as socket:
        try:
            socket.send(message)
            while True:
                socket.recv(timeout=PATIENCE_S)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else ENDED_WITHOUT_A_WORD


def test_a_message_over_the_limit_or_that_is_none_ends_its_own_visit_only(open_page, server):
    page = open_page(width=1280)
    visit(page)
    assert closed_with(server, b"\x08" * (MB + 1)) == TOO_BIG
    assert closed_with(server, b"<script>7391</script>") == PROTOCOL_ERROR
    assert closed_with(server, b"\xff" * 1000) == PROTOCOL_ERROR
    assert closed_with(server, "7391") in (1000, ENDED_WITHOUT_A_WORD)
    page.get_by_role("button", name="Start").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you start")
    assert "7391" not in server.log_text()


def test_a_file_over_the_limit_is_refused_in_the_browser_and_by_the_server(
    open_page, server, tmp_path
):
    page = open_page(width=1280)
    visit(page)
    big, small = tmp_path / "big.json", tmp_path / "small.json"
    big.write_bytes(b" " * 3 * MB)
    small.write_bytes(b"{}")
    page.get_by_role("button", name="Open saved answers").click()
    page.locator('input[type="file"]').set_input_files(big)
    expect(page.get_by_text(re.compile("must be 1.0 ?MB or smaller"))).to_be_visible()

    with page.expect_request(re.compile("/_stcore/upload_file/")) as sent:
        page.locator('input[type="file"]').set_input_files(small)
    expect(page.get_by_text("This file cannot be opened")).to_be_visible()
    settle(page)
    token = {"X-Xsrftoken": sent.value.headers["x-xsrftoken"]}
    beside = page.context.new_page()  # where an answer in the console is no fault
    beside.goto("/_stcore/health")

    def put(size, headers):
        return beside.evaluate(PUT_FILE, [sent.value.url, size, headers])

    assert put(53 * MB, token) == 413  # above maxUploadSize
    assert put(2, {}) == 403  # another site does not know the token
    assert put(2, token) == 204
