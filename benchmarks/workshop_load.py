"""A workshop under load: 200 people answer and send within five minutes, the host looks on.

    python benchmarks/workshop_load.py               one process
    python benchmarks/workshop_load.py two           two processes behind nginx (needs nginx)
    python benchmarks/workshop_load.py two --kill    and one of them is killed in the middle
    python benchmarks/workshop_load.py --against FOLDER    then the same with an older checkout

Each participant is a websocket that speaks Streamlit's own protocol: opens the join link, joins,
answers the safety questions and every food of three parts of the questionnaire, opens Results and
sends. Everyone's time is their own; arrivals are spread over the first minute. What is answered is
kept in a book as the browser keeps it, and said in its messages: answers about foods some seconds
after the last tap, a minute after the first at the latest, safety answers at once. One more client
is the host, who only looks. The database is a PostgreSQL of its own.

Prints the round trip of a message with answers (from its sending to the end of the script's run),
how many sent and how many the database counts, whether the host's page kept up, and the processor
time of the processes. A participant whose connection breaks reconnects as the browser does, to the
address in its bar, with its book, says all of it again and goes on.

`--against` has the older checkout run its own copy of this program, and prints the ratio of the
processor time.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

import websockets  # noqa: E402
from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: E402
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: E402
from streamlit.proto.WidgetStates_pb2 import WidgetState  # noqa: E402

from scoring import Answer, FoodTable  # noqa: E402
from scoring.guidance.safety import SafetyAnswers  # noqa: E402
from scoring.questionnaire.answers import FREQUENCIES  # noqa: E402
from tests.app_process import AppProcess  # noqa: E402
from tests.nginx import running_nginx  # noqa: E402
from tests.postgres import running_postgres  # noqa: E402
from ui.questionnaire.amounts import UNITS, TypedAmount  # noqa: E402
from ui.questionnaire.exchange import held  # noqa: E402
from ui.questionnaire.message import TypedProfile  # noqa: E402
from workshop.store import Store  # noqa: E402

PARTICIPANTS = 200
SECONDS = 300
SECONDS_TO_ARRIVE = 60
SECONDS_TO_GIVE_UP = 30
SECTIONS = 3
DELAY_S = 8
LONGEST_DELAY_S = 60
"""When what was answered is said, as in ui/components/questionnaire/book.js."""
SAFETY = (SafetyAnswers(adult=True), SafetyAnswers(adult=True, blood_thinner="none"))
HANDSHAKE = ["streamlit", "PLACEHOLDER_AUTH_TOKEN"]
BROKEN = (websockets.ConnectionClosed, websockets.InvalidHandshake, OSError, TimeoutError)


@dataclass
class Totals:
    """What all participants met."""

    answer_ms: list[float] = field(default_factory=list)
    other_ms: list[float] = field(default_factory=list)
    finished: int = 0
    came_back: int = 0
    faults: list[str] = field(default_factory=list)
    finished_at: list[float] = field(default_factory=list)


@dataclass
class Widget:
    """A widget as the page shows it: its id, its kind and its label."""

    widget_id: str
    kind: str
    label: str


@dataclass
class Book:
    """What one person has answered, as ui/components/questionnaire/book.js keeps it."""

    down: dict[str, Any] = field(default_factory=dict)
    foods: dict[str, Answer] = field(default_factory=dict)
    safety: SafetyAnswers = field(default_factory=SafetyAnswers)
    seq: int = 0
    told: int = 0
    changed_at: float = 0.0
    unsaid_from: float = 0.0

    def change(self) -> None:
        """Note that something was answered just now."""
        self.changed_at = time.monotonic()
        if self.told == self.seq:
            self.unsaid_from = self.changed_at
        self.seq += 1

    def due_in_s(self) -> float | None:
        """In how many seconds it is to be said; None where all is said."""
        if self.told == self.seq:
            return None
        due = min(self.changed_at + DELAY_S, self.unsaid_from + LONGEST_DELAY_S)
        return max(0.0, due - time.monotonic())

    def hear(self, down: dict[str, Any]) -> None:
        """Take in what the server says with a run."""
        place = ("visit", "epoch")
        if [down[name] for name in place] != [self.down.get(name) for name in place]:
            added = {food: Answer(*pair) for food, pair in down["held"]["foods"].items()}
            self.foods = added | self.foods
            self.seq = max(self.seq, down["seen"]) + bool(self.foods)
            self.told = down["seen"]
        self.down = down

    def message(self, wanted: str, pressed: str) -> dict[str, Any]:
        """All of it, under a number of its own, with the key of a button that was pressed."""
        if self.told == self.seq:
            self.seq += 1
        self.told = self.seq
        supplements = dict.fromkeys(UNITS, TypedAmount())
        shelves = held(self.foods, supplements, self.safety, TypedProfile(), own=True)
        shelves.pop("own")
        place = {name: self.down[name] for name in ("visit", "epoch", "moves", "part", "page")}
        presses = [[self.seq, pressed]] if pressed else []
        return {
            **{**place, "seq": self.seq, "wanted": wanted, "seat": "", "presses": presses},
            **shelves,
        }


class Browser:
    """One open page, as far as the protocol goes."""

    def __init__(self, address: str, cookie: str) -> None:
        self._address = address
        self._cookie = cookie
        self.query = ""
        self._page_hash = ""
        self._pages: dict[str, str] = {}
        self._states: dict[str, WidgetState] = {}
        self.elements: dict[tuple[int, ...], object] = {}
        self._fragments: dict[tuple[int, ...], str] = {}
        self.timers: dict[str, float] = {}
        self._socket: websockets.ClientConnection | None = None
        self.book = Book()

    async def open(self, page: str) -> None:
        """Load a page: `self.query` stands in its address."""
        await self.close()
        self._states = {}
        self._socket = await websockets.connect(
            self._address.replace("http://", "ws://") + "/_stcore/stream",
            subprotocols=[websockets.Subprotocol(word) for word in HANDSHAKE],
            origin=websockets.Origin(self._address),
            additional_headers={"Cookie": self._cookie},
            max_size=None,
            open_timeout=SECONDS_TO_GIVE_UP,
        )
        self._page_hash = ""
        await self._rerun(page_name=page)

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def go(self, page: str) -> None:
        """Follow the menu."""
        self.query = ""
        self._page_hash = self._pages[page]
        await self._rerun()

    async def press(self, label: str) -> None:
        """Press a button of ui/press.py, which the book says."""
        await self.say(pressed=self.find("button", label).widget_id.partition("-press-")[2])

    async def say(self, wanted: str = "", pressed: str = "") -> None:
        """Say all that is in the book, on the way to a page or staying here."""
        (courier,) = self._components("kdcheck-courier")
        said = json.dumps({"said": self.book.message(wanted, pressed)})
        self._states[courier.id] = WidgetState(id=courier.id, json_value=said)
        await self._rerun()

    def on(self, page: str) -> bool:
        """Whether this page is shown."""
        return bool(self.book.down["page"] == page)

    def sheet(self) -> dict[str, Any]:
        """The data of the questions on the page."""
        for found in self._components("kdcheck-sheet"):
            sheet: dict[str, Any] = json.loads(found.json)[0]
            return sheet
        raise LookupError(f"no questions on: {self.words()[:300]}")

    def _components(self, name: str) -> list[Any]:
        protos = [
            element.bidi_component  # type: ignore[attr-defined]
            for element in self.elements.values()
            if element.WhichOneof("type") == "bidi_component"  # type: ignore[attr-defined]
        ]
        return [proto for proto in protos if proto.component_name == name]

    def widgets(self) -> Iterator[Widget]:
        for element in self.elements.values():
            kind = element.WhichOneof("type")  # type: ignore[attr-defined]
            if kind == "button":
                proto = getattr(element, kind)
                yield Widget(proto.id, kind, proto.label)

    def find(self, kind: str, name: str) -> Widget:
        for widget in self.widgets():
            if widget.kind == kind and (name in widget.label or widget.widget_id.endswith(name)):
                return widget
        raise LookupError(f"no {kind} {name!r} on: {self.words()[:300]}")

    def has(self, kind: str, name: str) -> bool:
        try:
            return bool(self.find(kind, name))
        except LookupError:
            return False

    def words(self) -> str:
        """All words on the page."""
        found = []
        for element in self.elements.values():
            proto = getattr(element, element.WhichOneof("type") or "", None)  # type: ignore[attr-defined]
            found += [getattr(proto, name, "") for name in ("body", "label")]
        return "\n".join(str(text) for text in found if text)

    async def wait_for_timer(self, seconds: float) -> None:
        """Let the page's clock run: what a page with `run_every` does by itself."""
        await asyncio.sleep(seconds)
        for fragment in list(self.timers):
            await self._rerun(fragment=fragment, timer=True)

    async def _rerun(self, fragment: str = "", page_name: str = "", timer: bool = False) -> None:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string = self.query
        rerun.page_script_hash = self._page_hash
        rerun.page_name = page_name
        rerun.fragment_id = fragment
        rerun.is_auto_rerun = timer
        rerun.context_info.url = f"{self._address}/workshop"
        rerun.widget_states.widgets.extend(self._states.values())
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(SECONDS_TO_GIVE_UP):
            while not self._take(ForwardMsg.FromString(await self._socket.recv(decode=False))):
                pass

    def _take(self, message: ForwardMsg) -> bool:
        """Note what the server says; True once it has said all."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
            self._fresh: set[tuple[int, ...]] = set()
        elif kind == "navigation":
            for page in message.navigation.app_pages:
                self._pages[page.url_pathname] = page.page_script_hash
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self.timers[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self.timers.pop(fragment, None)
        elif kind == "delta":
            path = tuple(message.metadata.delta_path)
            what = message.delta.WhichOneof("type")
            self._fresh.add(path)
            for known in [k for k in self.elements if k[: len(path)] == path]:
                if what == "new_element" or known not in self._fresh:
                    del self.elements[known]
            if what == "new_element":
                self.elements[path] = message.delta.new_element
                self._fragments[path] = message.delta.fragment_id
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                for known in [k for k in self.elements if k not in self._fresh]:
                    del self.elements[known]
                fragments = {self._fragments[k] for k in self.elements}
                self.timers = {f: s for f, s in self.timers.items() if f in fragments}
                for courier in self._components("kdcheck-courier"):
                    self.book.hear(json.loads(courier.json)[0])
                return True
            return message.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
        return False


async def timed(act: Callable[[], object], into: list[float]) -> None:
    began = time.perf_counter()
    await act()  # type: ignore[misc]
    into.append(1000 * (time.perf_counter() - began))


async def take_part(number: int, address: str, code: str, totals: Totals, pace_s: float) -> None:
    """One person, from the join link to the sent answers."""
    rnd = random.Random(number)
    await asyncio.sleep(rnd.uniform(0, SECONDS_TO_ARRIVE))
    browser = Browser(address, f"kdcheck_process=browser-{number}")
    browser.query = f"join={code}"
    page = "workshop"
    while True:
        try:
            await browser.open(page)
            await go_through(browser, rnd, totals, pace_s)
            totals.finished += 1
            totals.finished_at.append(time.monotonic())
            break
        except BROKEN:
            totals.came_back += 1
            page = "questionnaire" if "seat=" in browser.query else "workshop"
            await asyncio.sleep(rnd.uniform(0.5, 1.5))
        except LookupError as error:
            totals.faults.append(str(error))
            break
    await browser.close()


async def go_through(browser: Browser, rnd: random.Random, totals: Totals, pace_s: float) -> None:
    book = browser.book

    async def pause(longest_s: float) -> None:
        """Let time pass, and the book say meanwhile what is due."""
        until = time.monotonic() + rnd.uniform(0, longest_s)
        while (due_s := book.due_in_s()) is not None and time.monotonic() + due_s < until:
            await asyncio.sleep(due_s)
            await timed(browser.say, totals.answer_ms)
        await asyncio.sleep(max(0.0, until - time.monotonic()))

    if browser.has("button", "Join"):
        await timed(lambda: browser.press("Join"), totals.other_ms)
    for safety in SAFETY:
        if not book.safety.blood_thinner:
            await pause(pace_s)
            book.safety = safety
            book.change()
            await timed(browser.say, totals.answer_ms)
    if book.due_in_s() is not None:  # after a connection that broke
        await timed(browser.say, totals.answer_ms)
    if not browser.on("questionnaire"):
        await timed(lambda: browser.say(wanted="questionnaire"), totals.other_ms)
    saved = time.monotonic()
    for part in browser.sheet()["parts"]:
        for food in part.get("foods", ()):
            if food["id"] in book.foods:
                continue
            await pause(2 * pace_s)
            if browser.timers and time.monotonic() - saved > min(browser.timers.values()):
                await browser.wait_for_timer(0)
                saved = time.monotonic()
            book.foods[food["id"]] = Answer(rnd.choice(FREQUENCIES).code)
            book.change()
        book.change()  # Next
    await timed(lambda: browser.say(wanted="results"), totals.other_ms)
    if not browser.has("button", "Take my answers back"):
        await pause(pace_s)
        await timed(lambda: browser.press("Send my answers to the class"), totals.other_ms)
    if not browser.has("button", "Take my answers back"):
        raise LookupError(f"not sent: {browser.words()[:300]}")


async def look_on(address: str, key: str, ms: list[float], seen: list[tuple[float, int]]) -> None:
    """The host's page: every five seconds it looks, for as long as the others take part."""
    while True:
        browser = Browser(address, "kdcheck_process=host")
        browser.query = f"host={key}"
        try:
            await browser.open("workshop")
            while True:
                await asyncio.sleep(5)
                await timed(lambda b=browser: b.wait_for_timer(0), ms)
                if shown := re.search(r"(\d+) people are in this picture", browser.words()):
                    seen.append((time.monotonic(), int(shown[1])))
        except BROKEN:
            await asyncio.sleep(1)


def cpu_s(pid: int) -> float:
    """Processor time that a process has used so far (Linux only)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def run(
    address: str, store: Store, apps: list[AppProcess], people: int, kill: bool
) -> tuple[Totals, list[float], list[tuple[float, int]], float, int]:
    foods = FoodTable.load(HOUSE / "foods.csv")
    sections = foods.groups[:SECTIONS]
    asked = sum(len(foods.in_group(group)) for group in sections)
    found, key = store.open_session("Load", sections)
    totals = Totals()
    # On average one click every `pace_s`, so that most are done well before the end.
    pace_s = (SECONDS - SECONDS_TO_ARRIVE) * 0.75 / (asked + 5)
    host_ms: list[float] = []
    seen: list[tuple[float, int]] = []
    began = time.monotonic()
    host = asyncio.create_task(look_on(address, key, host_ms, seen))
    everyone = [
        asyncio.create_task(take_part(n, address, found.code, totals, pace_s))
        for n in range(people)
    ]
    if kill:
        await asyncio.sleep(SECONDS * 0.45)
        apps[0].kill()
        await asyncio.sleep(3)
        await asyncio.to_thread(apps[0].start)
    await asyncio.gather(*everyone)
    took = time.monotonic() - began
    await asyncio.sleep(12)
    host.cancel()
    return totals, host_ms, seen, took, store.count(found).sent


def show(name: str, ms: list[float]) -> None:
    cuts = statistics.quantiles(ms, n=100)
    print(
        f"  {name:<34}{len(ms):6} times, ms: median {cuts[49]:.0f}, p95 {cuts[94]:.0f}, "
        f"p99 {cuts[98]:.0f}, longest {max(ms):.0f}"
    )


def main() -> None:
    """Set up, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("processes", nargs="?", choices=["one", "two"], default="one")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--people", type=int, default=PARTICIPANTS)
    parser.add_argument("--against", type=Path, help="an older checkout of the app")
    chosen = parser.parse_args()
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        postgres = stack.enter_context(running_postgres())
        store = Store(postgres.url)
        apps = []
        for n in range(1 if chosen.processes == "one" else 2):
            app = AppProcess(postgres.url, Path(folder) / f"{n}.log")
            app.start()
            stack.callback(app.kill)
            apps.append(app)
        address = apps[0].server.url
        if chosen.processes == "two":
            address, _ = stack.enter_context(running_nginx([app.port for app in apps]))
        totals, host_ms, seen, took, counted = asyncio.run(
            run(address, store, apps, chosen.people, chosen.kill)
        )
        print(f"{chosen.people} people, {chosen.processes} process(es), killed: {chosen.kill}")
        print(f"  finished {totals.finished} in {took:.0f} s; the database counts {counted}")
        print(f"  connections that broke and came back: {totals.came_back}")
        show("round trip of a message", totals.answer_ms)
        show("other steps (join, next, send)", totals.other_ms)
        show("the host's page looks", host_ms)
        print(f"  people in the host's last picture: {seen[-1][1] if seen else 0}")
        used_s = [cpu_s(app.pid) for app in apps]
        cpu = ", ".join(f"{seconds:.0f} s" for seconds in used_s)
        print(f"  processor time of the app's processes: {cpu} of {took:.0f} s")
        for fault in totals.faults[:5]:
            print(f"  fault: {fault}")
        store.dispose()
    if chosen.against:
        compare(chosen.against, chosen, sum(used_s))


def compare(folder: Path, chosen: argparse.Namespace, used_s: float) -> None:
    """Have an older checkout run its own copy of this program; print it, and the ratio."""
    command = [sys.executable, "benchmarks/workshop_load.py", chosen.processes]
    command += ["--people", str(chosen.people), *(["--kill"] if chosen.kill else [])]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    print(f"the older checkout:\n{done.stdout}", end="")
    (cpu,) = re.findall("processes: (.*) of", done.stdout)
    older_s = sum(float(part.removesuffix(" s")) for part in cpu.split(", "))
    print(f"processor time beside the older checkout: {used_s / older_s:.2f} times")


if __name__ == "__main__":
    main()
