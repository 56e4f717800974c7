"""A real browser for the tests in this folder, watched for calls to other hosts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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

# A list of features takes the place of Playwright's own, which comes first here; then what draws
# for nobody in a browser without a screen: suggestions below an address line in two pages for each
# window, and a process for the next page.
FEATURES_OFF = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "msForceBrowserSignIn",
    "PreloadTopChromeWebUI",
    "SpareRendererForSitePerProcess",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
)
# Without these, Chromium calls its maker's hosts by itself, or does not start as root.
FLAGS = [
    f"--disable-features={','.join(FEATURES_OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STORAGE = "cookies,local_storage,indexeddb,cache_storage,file_systems,service_workers"
PHONE_BELOW_PX = 600
# Streamlit folds its menu after a choice only where the browser says that it is a phone's.
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
LONGEST_WAIT_MS = 30_000
expect.set_options(timeout=LONGEST_WAIT_MS)

# On a direct link Streamlit first looks for its server below the page's own address.
PAGE_NAMES = "|".join(["nosuch", *(path.stem for path in (ROOT / "pages").glob("*.py"))])
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


@dataclass
class Windows:
    """Windows of the browser, each with a profile of its own and one visitor at a time.

    A visitor finds no storage of the one before; what the browser has loaded of the app, scripts
    above all, it need not load again.
    """

    browser: Browser
    waiting: dict[tuple[object, ...], list[BrowserContext]] = field(default_factory=dict)
    taken: list[tuple[tuple[object, ...], BrowserContext]] = field(default_factory=list)

    def page(self, server: Server, phone: bool, color_scheme: str, locale: str) -> Page:
        """Return an empty page in a window that nobody else has."""
        kind = (server.url, phone, color_scheme, locale)
        if self.waiting.get(kind):
            context = self.waiting[kind].pop()
        else:
            context = self.browser.new_context(
                base_url=server.url,
                color_scheme=color_scheme,
                has_touch=phone,
                locale=locale,
                user_agent=PHONE if phone else None,
            )
            context.set_default_timeout(LONGEST_WAIT_MS)
            context.new_page()  # which keeps the window open
        self.taken.append((kind, context))
        return context.new_page()

    def leave(self) -> None:
        """Close all pages, and forget what they stored."""
        for kind, context in self.taken:
            first, *pages = context.pages
            for page in pages:
                page.close()
            context.clear_cookies()
            everything = {"origin": kind[0], "storageTypes": STORAGE}
            context.new_cdp_session(first).send("Storage.clearDataForOrigin", everything)
            self.waiting.setdefault(kind, []).append(context)
        self.taken.clear()

    def close_all_but(self, server: Server) -> None:
        """Close the windows of other servers, which may have ended."""
        for kind in [kind for kind in self.waiting if kind[0] != server.url]:
            for context in self.waiting.pop(kind):
                context.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """The windows of the browser that is shared."""
    return Windows(browser)


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(windows: Windows, server: Server) -> Iterator[OpenPage]:
    """Return a function that opens a page for one visitor, with nothing loaded yet.

    Its arguments: `width`, 390 (a phone) unless told, `color_scheme`, "light" or "dark", and the
    language that the browser asks for.
    After the test, a request to any host but the app's, an error in the browser's console and an
    uncaught error in a page each fail it.
    """
    faults: list[str] = []
    windows.close_all_but(server)
    own_host = urlsplit(server.url).netloc

    def watch(url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in {"data", "blob"} and address.netloc != own_host:
            faults.append(f"request to another host: {url}")

    def open_page(width: int = 390, color_scheme: str = "light", locale: str = "en-GB") -> Page:
        page = windows.page(server, width < PHONE_BELOW_PX, color_scheme, locale)
        page.set_viewport_size({"width": width, "height": 844})
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
    windows.leave()
    assert not faults, "\n".join(faults)
