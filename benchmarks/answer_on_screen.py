"""How long an answer takes to be on screen, against a bare Streamlit page with one such widget.

    python benchmarks/answer_on_screen.py

Starts the app and a bare page, each as a server of its own with the same settings, and clicks in
both by turns in a real Chromium, on a desktop and on a phone's width: in the app the whole
questionnaire, from the first food to the last, in the bare page one control with the same options
that says which was chosen. Each time runs inside the page, from the click to the last frame in
which anything changed: the option, what the server made of it, the end of the script. A browser
paints every 16.7 ms, so a median jumps from one frame to the next: means tell more. Prints both,
their ratios, and the processor time of the server's process for each answer (Linux only: read from
/proc).
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from scoring import FoodTable  # noqa: E402
from scoring.questionnaire import FREQUENCIES  # noqa: E402
from tests.browser.app_page import TWO_FRAMES, follow, settle, visit  # noqa: E402
from tests.browser.chromium import HOW_TO_GET_ONE, find_chromium  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.conftest import Server, free_port, wait_until_healthy  # noqa: E402

WIDTHS_PX = (1280, 390)
EATEN, NEVER = 3, 0  # twice a week, which asks for a portion too; never, which does not
SECONDS_TO_REST = 5
SECONDS_FOR_THE_END = 0.3  # the thread of a run tidies up after the page has its answer

BARE_PAGE = f"""
import streamlit as st
labels = {json.dumps({f.code: f.label.split(",")[0] for f in FREQUENCIES})}
chosen = st.segmented_control("Food", list(labels), format_func=labels.get, key="food")
st.html(f'<p id="echo">{{chosen}}</p>')
"""

# Notes when the page last sent to the server and when it last heard from it, to tell how much of
# the time is the server's.
WATCH_SOCKET = """
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener("message", () => { window.heardAt = performance.now(); });
  }
  send(data) { window.sentAt = performance.now(); super.send(data); }
};
"""

# The last frame in which anything changed after the next click, the end of the script included.
MEASURE = """() => {
  window.measured = { clickedAt: undefined, paintedAt: undefined };
  const observer = new MutationObserver(() => {
    if (window.measured.clickedAt !== undefined)
      requestAnimationFrame(() => { window.measured.paintedAt = performance.now(); });
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true,
                               attributes: true });
  window.stopMeasuring = () => observer.disconnect();
  addEventListener("click", (event) => { window.measured.clickedAt = event.timeStamp; },
                   { capture: true, once: true });
}"""
READ = """() => {
  window.stopMeasuring();
  const { clickedAt, paintedAt } = window.measured;
  return { total: paintedAt - clickedAt, server: window.heardAt - window.sentAt };
}"""


@dataclass
class Times:
    """Milliseconds of each click: until it is settled on screen, and until the server was done."""

    total: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)

    def click(self, page: Page, option: Locator, shown: str, text: str) -> None:
        """Click an option; afterwards it is checked and `shown` holds `text`."""
        option.scroll_into_view_if_needed()
        page.evaluate(MEASURE)
        option.click()
        settle(page)
        page.evaluate(TWO_FRAMES)
        measured = page.evaluate(READ)
        expect(option).to_be_checked()
        expect(page.locator(shown)).to_contain_text(text)
        self.total.append(measured["total"])
        self.server.append(measured["server"])


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
    page.add_init_script(WATCH_SOCKET)
    follow(page)
    return page


def go_to_first_food(page: Page) -> None:
    visit(page, "/before_you_start")
    for answer in ("Yes, 18 or older", "No blood thinner"):
        page.get_by_text(answer, exact=True).click()
        settle(page)
    page.get_by_role("button", name="Go to the questionnaire").click()
    page.locator(".st-key-kd-foods").wait_for()
    settle(page)


def measure(app: Page, app_pid: int, bare: Page) -> tuple[Times, Times, float]:
    """Answer the whole questionnaire, with a click in the bare page after each; and its cost."""
    table = FoodTable.load(HOUSE / "foods.csv")
    app_times, bare_times, app_cpu_ms, answered = Times(), Times(), 0.0, 0
    for group in table.groups:
        before = cpu_ms(app_pid)
        for food in table.in_group(group):
            answered += 1
            frequency = app.locator(f".st-key-frequency-{food.food_id}").get_by_role("radio")
            # Every other food is eaten: its portion appears in the same run that counts the answer.
            eaten = answered % 2 == 1
            portion = f":has(.st-key-portion-{food.food_id} [role=radio])" if eaten else ""
            app_times.click(
                app,
                frequency.nth(EATEN if eaten else NEVER),
                f".stApp{portion} .kd-progress",
                f"{answered} of {len(table)}",
            )
            choice = answered % len(FREQUENCIES)
            bare_times.click(
                bare, bare.get_by_role("radio").nth(choice), "#echo", FREQUENCIES[choice].code
            )
        time.sleep(SECONDS_FOR_THE_END)
        app_cpu_ms += cpu_ms(app_pid) - before
        app.get_by_role("button", name="Next").click()
        settle(app)
    return app_times, bare_times, app_cpu_ms / answered


def main() -> None:
    """Measure and print."""
    if (chromium := find_chromium()) is None:
        sys.exit(HOW_TO_GET_ONE)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        write_bare_app(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with (
            running(HOUSE, folder / "app.log") as (app, app_pid),
            running(folder, folder / "bare.log") as (bare, _),
        ):
            for width in WIDTHS_PX:
                app_page, bare_page = (open_page(browser, s, width) for s in (app, bare))
                visit(bare_page)
                go_to_first_food(app_page)
                idle_from = cpu_ms(app_pid)
                time.sleep(SECONDS_TO_REST)
                idle = cpu_ms(app_pid) - idle_from
                app_times, bare_times, cpu = measure(app_page, app_pid, bare_page)
                report(width, app_times, bare_times)
                print(f"  server's process: {cpu:.1f} ms an answer")
                print(f"  at rest: {idle / SECONDS_TO_REST:.1f} ms a second")
                for page in (app_page, bare_page):
                    page.context.close()
        browser.close()


def report(width: int, app: Times, bare: Times) -> None:
    print(
        f"{width} px, {len(app.total)} clicks each, ms: mean, median (5 % to 95 %), of that server"
    )
    for name, times in (("app", app), ("bare page", bare)):
        cuts = statistics.quantiles(times.total, n=20)
        print(
            f"  {name:<10}{statistics.mean(times.total):6.0f}{statistics.median(times.total):6.0f}"
            f" ({cuts[0]:.0f} to {cuts[-1]:.0f}){statistics.median(times.server):6.0f}"
        )
    for name, total in (
        ("all answers", app.total),
        ("eaten, with its portion", app.total[::2]),
        ("never", app.total[1::2]),
    ):
        mean, median = (of(total) / of(bare.total) for of in (statistics.mean, statistics.median))
        print(f"  ratio of means, {name}: {mean:.2f} (of medians {median:.2f})")


if __name__ == "__main__":
    main()
