"""How often an answer is lost where another page is asked for at once of a server that is held up.

    python benchmarks/nothing_lost.py                  300 tries of each kind
    python benchmarks/nothing_lost.py foods --tries 50

Each try holds the server's process up (SIGSTOP, so not on Windows), answers one question in a real
Chromium, asks at once for another page by the menu, by the browser's Back or by a button of the
questionnaire, and lets the server go on. Every tenth try leads to Results. In every other try the
server is held up only some milliseconds after the answer. Then it is read what the server has: the
answers file that it saves, and the notices that it shows after the safety questions. Prints for
each kind how many answers the server lacks (lost), how many pages hold an error or not exactly one
heading (broken), and how many are another page than the one asked for (wrong). Ctrl+C ends a kind,
and what it found is printed.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from scoring import FoodTable  # noqa: E402
from scoring.nutrients import SUPPLEMENTED  # noqa: E402
from scoring.questionnaire.answers import FREQUENCIES  # noqa: E402
from tests.browser.app_page import (  # noqa: E402
    come_with_answers,
    follow,
    follow_menu,
    go_to_part,
    sent,
    settle,
    visit,
)
from tests.browser.chromium import HOW_TO_GET_ONE, find_chromium  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.conftest import Server, started  # noqa: E402

TRIES = 300
FAULTS = ("lost", "broken", "wrong")
EVERY = 10
"""Every so many tries lead to Results, whose charts take a browser longer than all else here."""
LATEST_MS = 30
"""How long after the answer the server is held up at the latest, in every other try."""
NOTICES = {
    "orlistat": "Orlistat can make",
    "long_antibiotics": "long course of antibiotics",
    "fat_malabsorption": "With this condition less vitamin K",
}
"""Answers to safety questions, and words of their notices."""
PART = "Hard and sliced cheese"


@dataclass
class Series:
    """What became of the tries of one kind."""

    tries: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def note(self, fault: str, words: str) -> None:
        self.faults[fault] += 1
        self.told.append(f"try {self.tries}, {fault}: {words}")


@dataclass
class Trier:
    """One browser's page and the server that it talks to."""

    page: Page
    server: Server
    rnd: random.Random = field(default_factory=lambda: random.Random(12))

    def in_trouble(self, series: Series, answer: Callable[[], None], ways: dict[str, str]) -> None:
        """Answer, and go on at once, around a server that stands still."""
        slow = [way for way in ways if ways[way] == RESULTS]
        often = [way for way in ways if way not in slow]
        way = self.rnd.choice(often if series.tries % EVERY else slow)
        late_s = self.rnd.uniform(0, LATEST_MS / 1000) if series.tries % 2 else None
        series.tries += 1
        series.ways[way] += 1
        if late_s is None:
            os.kill(self.server.pid, signal.SIGSTOP)
        answer()
        if late_s is not None:
            time.sleep(late_s)
            os.kill(self.server.pid, signal.SIGSTOP)
        try:
            with sent(self.page):
                self._leave(way)
        finally:
            os.kill(self.server.pid, signal.SIGCONT)
        settle(self.page)
        self._look(series, ways[way])

    def _leave(self, way: str) -> None:
        if way == "Back of the browser":
            self.page.go_back()
        elif way in BUTTONS:
            self.page.get_by_role("button", name=way, exact=True).click()
        else:
            follow_menu(self.page, way)

    def _look(self, series: Series, heading: str) -> None:
        headings = self.page.get_by_role("heading", level=1).all_inner_texts()
        errors = self.page.get_by_test_id("stException").or_(
            self.page.get_by_text("Something went wrong")
        )
        if len(headings) != 1 or errors.count():
            series.note("broken", f"headings {headings}, {errors.count()} errors")
        elif headings != [heading]:
            series.note("wrong", f"{headings[0]} instead of {heading}")

    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def go(self, title: str) -> None:
        follow_menu(self.page, title)
        settle(self.page)

    def saved(self) -> dict[str, dict[str, Any]]:
        """The file that the server makes of the answers it has, once all was said."""
        self.page.wait_for_function("window.kdcheckBook.seen >= window.kdcheckBook.seq")
        settle(self.page)
        if not self.page.get_by_role("button", name="Save my answers").is_visible():
            self.go("Welcome")
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Save my answers").click()
        content: dict[str, dict[str, Any]] = json.loads(download.value.path().read_text("utf-8"))
        return content


RESULTS = "Your results"
WAYS = {
    "Welcome": "How much vitamin K2, K1 and D is in your week?",
    "Workshop": "Workshop",
    "Results": RESULTS,
}
"""Pages of the menu, with their headings."""
BUTTONS = ("Back", "See my results")
"""Buttons of the questionnaire that lead to another page."""


def try_foods(trier: Trier, series: Series, tries: int) -> None:
    """Another frequency of a food of the first part."""
    page = trier.page
    ids = [food.food_id for food in FoodTable.load(HOUSE / "foods.csv").in_group(PART)]
    codes = dict.fromkeys(ids, "never")
    trier.go("Welcome")
    for number in range(tries):
        food = ids[number % len(ids)]
        code = trier.rnd.choice([f.code for f in FREQUENCIES if f.code != codes[food]])
        ways = {
            **WAYS,
            "Back of the browser": trier.heading(),
            "Back": "Before you start",
        }
        trier.go("Questionnaire")
        page.locator(f"#food-{food} .change").click()
        option = page.locator(f"#food-{food} .often input[value='{code}']")
        trier.in_trouble(series, option.click, ways)
        codes[food] = code
        answers = trier.saved()["answers"]
        found = {name: answers[name]["frequency"] for name in ids}
        if found != codes:
            series.note("lost", f"{food} {code}, the server has {found[food]}")


def try_supplements(trier: Trier, series: Series, tries: int) -> None:
    """Another amount of a supplement."""
    page = trier.page
    trier.go("Questionnaire")
    go_to_part(page, "Supplements")
    ways = {**WAYS, "See my results": RESULTS}
    names = [name for name in SUPPLEMENTED if name != "d"]  # which is asked about above 100 µg
    for number in range(tries):
        name = names[number % len(names)]
        amount = trier.rnd.randrange(1, 1000)
        trier.go("Questionnaire")
        trier.in_trouble(
            series,
            partial(page.locator(f"#amount-{name}").fill, str(amount)),
            ways,
        )
        found = trier.saved()["supplements"][name]
        if found != amount:
            series.note("lost", f"{name} {amount}, the server has {found}")


def try_safety(trier: Trier, series: Series, tries: int) -> None:
    """A tick of a safety question, whose notice the server shows."""
    page = trier.page
    ticked = dict.fromkeys(NOTICES, False)
    for number in range(tries):
        name = list(NOTICES)[number % len(NOTICES)]
        trier.go("Before you start")
        box = page.locator(f".question input[value='{name}']")
        if not box.is_visible():
            page.get_by_text("Only if it fits you").click()
        trier.in_trouble(series, box.click, WAYS)
        ticked[name] = not ticked[name]
        trier.go("Before you start")
        page.wait_for_function("window.kdcheckBook.seen >= window.kdcheckBook.seq")
        settle(page)
        notices = "".join(page.locator(".st-key-kd-notices").all_inner_texts())
        shown = {one: words in notices for one, words in NOTICES.items()}
        if shown != ticked:
            series.note("lost", f"{name}: notices {shown}, ticked {ticked}")


KINDS = {"foods": try_foods, "supplements": try_supplements, "safety": try_safety}


def main() -> None:
    """Try and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}")
    parser.add_argument("--tries", type=int, default=TRIES)
    chosen = parser.parse_args()
    if (chromium := find_chromium()) is None:
        sys.exit(HOW_TO_GET_ONE)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        started(Path(folder) / "log.txt") as server,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for kind in chosen.kinds or KINDS:
            context = browser.new_context(
                base_url=server.url, viewport={"width": 1280, "height": 844}
            )
            page = context.new_page()
            follow(page)
            came = time.monotonic()
            series = Series()
            if kind == "safety":
                visit(page, "/before_you_start")
            else:
                come_with_answers(page)
            with suppress(KeyboardInterrupt):
                KINDS[kind](Trier(page, server), series, chosen.tries)
            found = ", ".join(f"{series.faults[name]} {name}" for name in FAULTS)
            ways = ", ".join(f"{way} {count}" for way, count in sorted(series.ways.items()))
            print(f"{kind}: {series.tries} tries ({ways}): {found}")
            print(f"  {time.monotonic() - came:.0f} s")
            for words in series.told[:10]:
                print(f"  {words}")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
