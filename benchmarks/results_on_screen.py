"""How long Results takes to be on screen, on a phone that never saw the app.

    python benchmarks/results_on_screen.py [--against FOLDER] [--times N]

Starts the app and, with `--against`, another checkout, each as a server of its own, and opens an
example person from Welcome in both by turns, each time in a new window with nothing kept, 390 px
wide, in a real Chromium whose processor is slowed four times. Each time runs inside the page, from
the press on the example, after three seconds of looking at their names, to the frame with the
headline figures, and to that with every chart that stands open. Prints the medians, the bytes of
all files fetched for Welcome and Results, and the ratios.
"""

import argparse
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from benchmarks.answer_on_screen import browser_and_builds, open_page  # noqa: E402
from tests.browser.app_page import settle, visit  # noqa: E402
from tests.conftest import Server  # noqa: E402

PHONE_PX = 390
QUIET_MS = 5000
"""All charts are there when none has come for as long."""
LONGEST_MS = 120_000
CHOOSING_MS = 3000
"""What somebody takes to choose among the names of the examples."""

# When the headline figures and the last chart were first painted, in ms after the next press.
WATCH = f"""() => {{
  const HEADLINE = '.kd-cards[role="status"] .kd-figure';  // Welcome has figures of its own
  const seen = (window.seen = {{ pressed: 0, headline: 0, charts: 0, count: 0 }});
  const open = (one) => one.closest("details:not([open])") === null;
  const look = () => {{
    const now = performance.now() - seen.pressed;
    if (!seen.headline && document.querySelector(HEADLINE)) seen.headline = now;
    const count = [...document.querySelectorAll(".js-plotly-plot")]
      .filter((one) => open(one) && one.querySelector(".cartesianlayer .trace")).length;
    if (count > seen.count) Object.assign(seen, {{ count, charts: now }});
    const last = Math.max(seen.headline, seen.charts);
    seen.done = seen.charts && now - last > {QUIET_MS};
    if (!seen.done) requestAnimationFrame(look);
  }};
  addEventListener("click", ({{ timeStamp }}) => {{
    seen.pressed = timeStamp;
    requestAnimationFrame(look);
  }}, {{ capture: true, once: true }});
}}"""


@dataclass
class Build:
    """A checkout with its server, and what was measured: ms, and bytes of Welcome and Results."""

    name: str
    server: Server
    headline: list[float] = field(default_factory=list)
    charts: list[float] = field(default_factory=list)
    bytes: list[float] = field(default_factory=list)
    count: int = 0

    def measure(self, browser: Browser) -> None:
        """Open an example in a new window, once."""
        page = open_page(browser, self.server, PHONE_PX)
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        fetched: list[float] = []
        network.on("Network.loadingFinished", lambda one: fetched.append(one["encodedDataLength"]))
        visit(page)
        page.get_by_role("button", name="Look at an example").click()
        settle(page)
        page.wait_for_timeout(CHOOSING_MS)
        page.evaluate(WATCH)
        page.locator('[data-testid="stPopoverBody"] button').first.click()
        page.wait_for_function("window.seen.done", timeout=LONGEST_MS)
        seen = page.evaluate("window.seen")
        self.headline.append(seen["headline"])
        self.charts.append(max(seen["charts"], seen["headline"]))
        self.count = seen["count"]
        self.bytes.append(sum(fetched))
        page.context.close()


def report(builds: list[Build]) -> None:
    for build in builds:
        headline, charts = statistics.median(build.headline), statistics.median(build.charts)
        print(
            f"{build.name:<12} headline {headline:5.0f} ms, {build.count} charts {charts:5.0f} ms, "
            f"{charts / headline:.2f} of the headline; "
            f"{statistics.median(build.bytes) / 1e6:.2f} MB fetched"
        )
    if len(builds) == 2:
        names = ("headline", "charts", "bytes")
        new, old = ([statistics.median(getattr(b, name)) for name in names] for b in builds)
        ratios = ", ".join(f"{n} {a / b:.2f}" for n, a, b in zip(names, new, old, strict=True))
        print(f"of the other build: {ratios}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--against", type=Path, help="another checkout of the app")
    parser.add_argument("--times", type=int, default=5, help="how often each is opened")
    chosen = parser.parse_args()
    with browser_and_builds(chosen.against, "other build") as (browser, _folder, started):
        builds = [Build(name, server) for name, _place, server, _pid in started]
        for build in builds * (chosen.times + 1):
            build.measure(browser)
        for build in builds:  # the first visitor of a server waits for its modules
            for name in ("headline", "charts", "bytes"):
                getattr(build, name).pop(0)
        report(builds)


if __name__ == "__main__":
    main()
