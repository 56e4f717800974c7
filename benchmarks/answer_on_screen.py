"""How long an answer takes to be on screen, against a bare Streamlit page with one such widget.

    python benchmarks/answer_on_screen.py [--against FOLDER] [--foods N]

Starts the app, the bare page and, with `--against`, an older checkout of the app, each as a server
of its own with the same settings, and clicks in all by turns in a real Chromium: on a desktop, and
on a phone's width with a processor slowed four times. In the app the whole questionnaire, from the
first food to the last; in the bare page one control with the same options that says which was
chosen. Each time runs inside the page, from the click to the last frame in which anything changed:
the option, the portions, what a server made of it. A browser paints every 16.7 ms, so a median
jumps from one frame to the next: means tell more. Prints the means of a tap, of Next and of the
first look at the page, processor time of the server's process (Linux only: read from /proc) and
bytes between browser and server for the whole questionnaire, and the ratios.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, WebSocket, expect, sync_playwright

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from scoring.questionnaire.answers import FREQUENCIES  # noqa: E402
from tests.browser.app_page import TWO_FRAMES, follow, settle, visit  # noqa: E402
from tests.browser.chromium import HOW_TO_GET_ONE, find_chromium  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.conftest import Server, free_port, wait_until_healthy  # noqa: E402

SLOWED = {1280: 1, 390: 4}
"""How many times slower than it is the processor of a window of this width seems."""
EATEN, NEVER = 3, 0  # twice a week, which asks for a portion too; never, which does not
SECONDS_FOR_THE_END = 0.5  # the thread of a run tidies up after the page has its answer

BARE_PAGE = f"""
import streamlit as st
labels = {json.dumps({f.code: f.label.split(",")[0] for f in FREQUENCIES})}
chosen = st.segmented_control("Food", list(labels), format_func=labels.get, key="food")
st.html(f'<p id="echo">{{chosen}}</p>')
"""

# The last frame in which anything changed after the next click, in the page or in a component.
MEASURE = """() => {
  const measured = (window.measured = { clickedAt: undefined, paintedAt: undefined });
  const observer = new MutationObserver(() => {
    if (measured.clickedAt !== undefined)
      requestAnimationFrame(() => { measured.paintedAt = performance.now(); });
  });
  const what = { subtree: true, childList: true, characterData: true, attributes: true };
  observer.observe(document, what);
  for (const element of document.querySelectorAll("*"))
    if (element.shadowRoot) observer.observe(element.shadowRoot, what);
  const changed = () => requestAnimationFrame(() => { measured.paintedAt = performance.now(); });
  addEventListener("click", (event) => {
    measured.clickedAt = event.timeStamp;
    changed();  // the option itself, which a browser changes without a word
  }, { capture: true, once: true });
  window.stopMeasuring = () => observer.disconnect();
}"""
READ = """() => {
  window.stopMeasuring();
  return window.measured.paintedAt - window.measured.clickedAt;
}"""


def timed_click(page: Page, pressed: Locator, shown: Locator) -> float:
    """Milliseconds from a click until all is settled on screen, `shown` among it."""
    pressed.scroll_into_view_if_needed()
    page.evaluate(MEASURE)
    pressed.click()
    shown.wait_for()
    settle(page)
    page.evaluate(TWO_FRAMES)
    return page.evaluate(READ)


# The first frame after the next click in which the questionnaire's page has another heading, and
# its first option stands.
WATCH_FOR_PART = """() => {
  const all = (selector) => [document, ...[...document.querySelectorAll("*")]
    .map((one) => one.shadowRoot).filter(Boolean)]
    .flatMap((root) => [...root.querySelectorAll(selector)]);
  const heading = () => all("h1").map((one) => one.textContent).join();
  const before = heading();
  const options = ".food input, .amount input, [class*=st-key-frequency-] [role=radio], "
    + "[class*=st-key-supplement-] input";
  window.shownAt = new Promise((done) => {
    addEventListener("click", ({ timeStamp }) => {
      const look = () => requestAnimationFrame(() => {
        const there = ![before, ""].includes(heading()) && all(options).length > 0;
        if (there) requestAnimationFrame(() => done(performance.now() - timeStamp));
        else look();
      });
      look();
    }, { capture: true, once: true });
  });
}"""


def time_to_part(page: Page, pressed: Locator) -> float:
    """Milliseconds from a click until another part of the questionnaire is on screen."""
    pressed.scroll_into_view_if_needed()
    page.evaluate(WATCH_FOR_PART)
    pressed.click()
    milliseconds: float = page.evaluate("window.shownAt")
    settle(page)
    return milliseconds


@dataclass
class Build:
    """A checkout of the app, its server, and what was measured in one window.

    Attributes:
        name: what it is called in what is printed.
        folder: its files.
        pid: the process of its server.
        taps, nexts, first: milliseconds of each tap, each Next, and the way onto the page.
        cpu_ms, bytes: for the whole questionnaire.
    """

    name: str
    folder: Path
    server: Server
    pid: int
    taps: list[float] = field(default_factory=list)
    nexts: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    cpu_ms: float = 0.0
    bytes: int = 0

    @property
    def has_sheet(self) -> bool:
        """Whether the browser asks from its book; else each food is a widget of Streamlit."""
        return (self.folder / "ui/components/questionnaire/sheet.js").exists()

    def start(self, page: Page) -> None:
        """Come to the first food."""
        visit(page, "/before_you_start")
        for answer in ("Yes, 18 or older", "No blood thinner"):
            page.get_by_text(answer, exact=True).click()
            settle(page)
        on = page.get_by_role("button", name="Go to the questionnaire")
        self.first.append(time_to_part(page, on))

    def answer_all(self, page: Page, most: int) -> Iterator[None]:
        """Answer the foods one by one, at most so many; every other one is eaten."""
        before = cpu_ms(self.pid)
        answered = 0
        while answered < most:
            foods = self._foods_on_screen(page)
            if not foods:
                break
            for food in foods[: most - answered]:
                answered += 1
                eaten = answered % 2 == 1
                self._tap(page, food, eaten)
                yield
            if answered < most:  # the part is whole; else Next would ask for the rest
                following = page.get_by_role("button", name="Next", exact=True)
                self.nexts.append(time_to_part(page, following))
        time.sleep(SECONDS_FOR_THE_END)
        self.cpu_ms = cpu_ms(self.pid) - before

    def _foods_on_screen(self, page: Page) -> list[str]:
        if self.has_sheet:
            ids = page.locator(".food:not(.seldom .food)").evaluate_all(
                "all => all.map(one => one.id)"
            )
            return [name.removeprefix("food-") for name in ids]
        prefix = "st-key-frequency-"
        classes = page.locator(f'[class*="{prefix}"]').evaluate_all(
            "all => all.map(a => a.className)"
        )
        words = chain.from_iterable(one.split() for one in classes)
        return [word.removeprefix(prefix) for word in words if word.startswith(prefix)]

    def _tap(self, page: Page, food: str, eaten: bool) -> None:
        code = EATEN if eaten else NEVER
        if self.has_sheet:
            option = page.locator(f"#food-{food} .often input").nth(code)
            portion = page.locator(f"#food-{food} .portion input").first
            shown = portion if eaten else page.locator(f"#food-{food}.answered")
        else:
            option = page.locator(f".st-key-frequency-{food}").get_by_role("radio").nth(code)
            portion = page.locator(f".st-key-portion-{food}").get_by_role("radio").first
            shown = portion if eaten else option.and_(page.locator("[aria-checked=true]"))
        self.taps.append(timed_click(page, option, shown))
        expect(option).to_be_checked()


@contextmanager
def running(folder: Path, log: Path) -> Iterator[tuple[Server, int]]:
    """Run the Streamlit app of a folder; yield where it is and its process."""
    port = free_port()
    server = Server(f"http://localhost:{port}", log)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--logger.hideWelcomeMessage", "true"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
        try:
            wait_until_healthy(process, server)
            yield server, process.pid
        finally:
            process.terminate()
            process.wait()


def write_bare_app(folder: Path) -> None:
    (folder / "app.py").write_text(BARE_PAGE, encoding="utf-8")
    shutil.copytree(HOUSE / ".streamlit", folder / ".streamlit")
    shutil.copytree(HOUSE / "static", folder / "static")


def cpu_ms(pid: int) -> float:
    """Processor time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def open_page(browser: Browser, server: Server, width: int) -> Page:
    page = browser.new_context(
        base_url=server.url, viewport={"width": width, "height": 844}, has_touch=width < 600
    ).new_page()
    slowed = page.context.new_cdp_session(page)
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED[width]})
    follow(page)
    return page


def count_bytes(page: Page, build: Build) -> None:
    """Add up what the page and its server say to each other from now on."""

    def add(frame: bytes | str) -> None:
        build.bytes += len(frame)

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", add)
        socket.on("framereceived", add)

    page.on("websocket", listen)


def measure(builds: list[Build], bare: Server, browser: Browser, width: int, most: int) -> None:
    """Answer the questionnaire in each build by turns, and click in the bare page; print it."""
    pages = [open_page(browser, build.server, width) for build in builds]
    for build, page in zip(builds, pages, strict=True):
        for name in ("taps", "nexts", "first"):
            getattr(build, name).clear()
        build.bytes = 0
        count_bytes(page, build)
        build.start(page)
    bare_page = open_page(browser, bare, width)
    visit(bare_page)
    bare_taps = []
    ways = [build.answer_all(page, most) for build, page in zip(builds, pages, strict=True)]
    for answered, _ in enumerate(zip(*ways, strict=True), start=1):
        choice = answered % len(FREQUENCIES)
        shown = bare_page.locator("#echo", has_text=FREQUENCIES[choice].code)
        bare_taps.append(timed_click(bare_page, bare_page.get_by_role("radio").nth(choice), shown))
    for page in (*pages, bare_page):
        page.context.close()
    report(width, builds, bare_taps)


def report(width: int, builds: list[Build], bare_taps: list[float]) -> None:
    bare = statistics.mean(bare_taps)
    print(f"{width} px, processor slowed {SLOWED[width]} times, {len(bare_taps)} taps each, means")
    print(f"  {'bare page':<12} tap {bare:5.0f} ms (median {statistics.median(bare_taps):.0f})")
    for build in builds:
        tap = statistics.mean(build.taps)
        print(
            f"  {build.name:<12} tap {tap:5.0f} ms (median {statistics.median(build.taps):.0f}), "
            f"{tap / bare:.2f} of the bare page; "
            f"Next {statistics.mean(build.nexts):.0f} ms, "
            f"first look {statistics.mean(build.first):.0f} ms, "
            f"server {build.cpu_ms:.0f} ms, {build.bytes / 1000:.0f} kB"
        )
    if len(builds) == 2:
        new, old = builds
        ratios = {
            "tap": statistics.mean(new.taps) / statistics.mean(old.taps),
            "Next": statistics.mean(new.nexts) / statistics.mean(old.nexts),
            "first look": statistics.mean(new.first) / statistics.mean(old.first),
            "server": new.cpu_ms / old.cpu_ms,
            "bytes": new.bytes / old.bytes,
        }
        print("  of the older build: " + ", ".join(f"{k} {v:.2f}" for k, v in ratios.items()))


@contextmanager
def browser_and_builds(
    against: Path | None, other: str
) -> Iterator[tuple[Browser, Path, list[tuple[str, Path, Server, int]]]]:
    """Start a real Chromium, this checkout and, where one is given, another.

    Args:
        against: The other checkout.
        other: What the other is called.

    Yields:
        The browser, a folder for what is written, and each build: its name, its checkout, where it
        is and its process.
    """
    if (chromium := find_chromium()) is None:
        sys.exit(HOW_TO_GET_ONE)
    places = {"app": HOUSE} | ({other: against.resolve()} if against else {})
    with (
        tempfile.TemporaryDirectory() as temporary,
        sync_playwright() as playwright,
        ExitStack() as servers,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        builds = [
            (name, place, *servers.enter_context(running(place, Path(temporary, f"{name}.log"))))
            for name, place in places.items()
        ]
        yield browser, Path(temporary), builds
        browser.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--against", type=Path, help="an older checkout of the app")
    parser.add_argument("--foods", type=int, default=1000, help="answer only so many foods")
    chosen = parser.parse_args()
    with browser_and_builds(chosen.against, "older build") as (browser, folder, started):
        write_bare_app(folder)
        with running(folder, folder / "bare.log") as (bare, _):
            builds = [Build(*build) for build in started]
            for width in SLOWED:
                measure(builds, bare, browser, width, chosen.foods)


if __name__ == "__main__":
    main()
