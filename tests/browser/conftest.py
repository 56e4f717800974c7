"""A real browser for the tests in this folder, watched for calls to other hosts."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests.browser.app_page import follow
from tests.browser.chromium import HOW_TO_GET_ONE, find_chromium
from tests.conftest import ROOT, Server

# Without these, Chromium calls its maker's hosts by itself, or does not start as root.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE_BELOW_PX = 600
# Streamlit folds its menu after a choice only where the browser says that it is a phone's.
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
LONGEST_WAIT_MS = 30_000
expect.set_options(timeout=LONGEST_WAIT_MS)

# On a direct link Streamlit first looks for its server below the page's own address.
PAGE_NAMES = "|".join(path.stem for path in (ROOT / "pages").glob("*.py"))
STREAMLIT_PROBE = re.compile(rf"/(?:{PAGE_NAMES})/_stcore/(?:health|host-config)")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        pytest.fail(HOW_TO_GET_ONE, pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[OpenPage]:
    """Return a function that opens a page for one visitor, with nothing loaded yet.

    Its arguments: `width`, 390 (a phone) unless told, `color_scheme`, "light" or "dark", and the
    language that the browser asks for.
    After the test, a request to any host but the app's, an error in the browser's console and an
    uncaught error in a page each fail it.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    own_host = urlsplit(server.url).netloc

    def watch(url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in {"data", "blob"} and address.netloc != own_host:
            faults.append(f"request to another host: {url}")

    def open_page(width: int = 390, color_scheme: str = "light", locale: str = "en-GB") -> Page:
        context = browser.new_context(
            base_url=server.url,
            color_scheme=color_scheme,
            has_touch=width < PHONE_BELOW_PX,
            locale=locale,
            user_agent=PHONE if width < PHONE_BELOW_PX else None,
            viewport={"width": width, "height": 844},
        )
        context.set_default_timeout(LONGEST_WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        follow(page)
        page.on("request", lambda request: watch(request.url))
        page.on("websocket", lambda socket: watch(socket.url))
        page.on("pageerror", lambda error: faults.append(f"uncaught error: {error}"))
        page.on(
            "console",
            lambda message: (
                faults.append(f"console error: {message.text} ({message.location['url']})")
                if message.type == "error" and not is_probe(message)
                else None
            ),
        )
        return page

    def is_probe(message: ConsoleMessage) -> bool:
        path = message.location["url"].removeprefix(server.url)
        return "status of 404" in message.text and STREAMLIT_PROBE.fullmatch(path) is not None

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)
