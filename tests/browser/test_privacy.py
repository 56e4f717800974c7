"""Where answers must never be: in an address, in the log, in a file, at another host.

The whole way of a person, on a copy of the app in a folder of its own: its home, its temporary
folder and its working folder are all watched. Some answers are typed that stand nowhere else.
"""

import json
import re
import shutil
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.app_page import (
    accept_safety_questions,
    choose,
    follow_menu,
    frequencies_of,
    never_to_the_last_part,
    open_results,
    portions_of,
    settle,
    visit,
)
from tests.conftest import ROOT, started
from ui.frame import TITLES

NOT_PART_OF_THE_APP = shutil.ignore_patterns(
    ".*_cache", ".git*", ".ci", ".venv", "__pycache__", ".hypothesis", "benchmarks", "docs", "tests"
)

K1_UG, MK7_UG, AGE, SEARCH = "7391", "8263", "119", "zuchtlachs"
TYPED = (K1_UG, MK7_UG, SEARCH)
"""Answers that stand nowhere in the app itself."""

FREQUENCY, FREQUENCY_CODE, PORTION = "5–6 times a week", "5-6w", "Large · 60 g"
FOOD, FOOD_ID = "Cheddar", "cheddar"
FILE_NAME, FILE_NOTE = "my-brothers-week.json", "Wolpertinger"

OWN_STORAGE = {
    "cookie _streamlit_xsrf",  # a random number that other sites cannot know
    "localStorage stActiveTheme-/-v2",  # light, dark, or as the system has it
    "localStorage stSidebarSectionsState-",  # which parts of the menu are folded
}
"""What Streamlit itself keeps in the browser."""

BOOK = "sessionStorage kdcheck-book"
"""What the tab keeps until it ends, so that a reload finds the answers."""

STORED = """async () => {
    const found = {};
    for (const name of ["localStorage", "sessionStorage"])
        for (const key of Object.keys(window[name])) found[`${name} ${key}`] = window[name][key];
    for (const database of await indexedDB.databases())
        found[`indexedDB ${database.name}`] = "";
    for (const key of await caches.keys()) found[`cache ${key}`] = "";
    for (const worker of await navigator.serviceWorker.getRegistrations())
        found[`service worker ${worker.scope}`] = "";
    return found;
}"""

FAULT = "raise RuntimeError(f'{st.session_state.to_dict()}')\n"
FAULTS = {
    "pages/method.py": ("frame.enter()\n", FAULT),  # a page
    "ui/session/opening.py": (  # what a button calls
        '    """Ask whether these answers may replace the present ones."""\n',
        f"    {FAULT}",
    ),
    "ui/questionnaire/message.py": (  # what reads a message of the browser, once K1 is typed
        '        place = f"supplements.{name}"\n',
        "        if name == 'k1' and typed[0]:\n            raise RuntimeError(f'{said}')\n",
    ),
}
"""Below which line of which file an error comes, its message full of answers."""


@dataclass
class Outside:
    """A proxy that the server is told to use for every call to another host: it notes them."""

    port: int
    calls: list[bytes] = field(default_factory=list)


@pytest.fixture
def outside():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        noted = Outside(listener.getsockname()[1])

        def note():
            while True:
                try:
                    caller, _ = listener.accept()
                except OSError:
                    return
                with caller:
                    noted.calls.append(caller.recv(1000))

        threading.Thread(target=note, daemon=True).start()
        yield noted
        listener.shutdown(socket.SHUT_RDWR)


@dataclass
class Place:
    """The folder in which the server lives, and what lay in it before the first visitor."""

    folder: Path
    app: Path
    before: dict[Path, bytes] = field(default_factory=dict)

    def files(self) -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in self.folder.rglob("*") if p.is_file()}

    def written(self) -> dict[str, bytes]:
        """Files that are new or changed since the start."""
        return {
            str(path.relative_to(self.folder)): data
            for path, data in self.files().items()
            if self.before.get(path) != data
        }


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "server"
    shutil.copytree(ROOT, folder / "app", ignore=NOT_PART_OF_THE_APP)
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    return Place(folder, folder / "app")


@pytest.fixture
def options():
    return ["--logger.level", "debug"]


@pytest.fixture
def server(place, outside, options, tmp_path):
    """A server of this test's own, which talks as much as it can."""
    environment = {
        "PYTHONDONTWRITEBYTECODE": "1",
        "HTTP_PROXY": f"http://127.0.0.1:{outside.port}",
        "HTTPS_PROXY": f"http://127.0.0.1:{outside.port}",
        "NO_PROXY": "",
    }
    environment |= {name: str(place.folder / "home") for name in ("HOME", "USERPROFILE")}
    environment |= {name: str(place.folder / "tmp") for name in ("TMPDIR", "TEMP", "TMP")}
    place.before = place.files()
    with started(
        tmp_path / "log.txt", options=options, environment=environment, folder=place.app
    ) as running:
        yield running


@dataclass
class Watched:
    """Every address that the browser asked for or showed, and every worker that was started."""

    addresses: list[str] = field(default_factory=list)
    workers: list[str] = field(default_factory=list)

    def follow(self, page) -> None:
        context = page.context
        context.on("request", lambda request: self.addresses.append(request.url))
        context.on("serviceworker", lambda worker: self.workers.append(worker.url))
        page.on("websocket", lambda socket: self.addresses.append(socket.url))
        page.on("worker", lambda worker: self.workers.append(worker.url))
        page.on("framenavigated", lambda frame: self.addresses.append(frame.url))


def answer(page):
    """Answer every question, some of them in words and numbers that stand nowhere else."""
    choose(frequencies_of(page, FOOD), FREQUENCY)
    choose(portions_of(page, FOOD), PORTION)
    never_to_the_last_part(page)
    page.get_by_label("Vitamin K1 (phylloquinone)").fill(K1_UG)
    page.get_by_label("Vitamin K2 as MK-7").fill(MK7_UG)
    page.get_by_role("button", name="See my results").click()
    settle(page)


def say_age(page):
    open_results(page)
    page.get_by_role("textbox", name="Age").fill(AGE)
    settle(page)


def search_foods(page):
    follow_menu(page, "Foods")
    settle(page)
    page.get_by_label("Search").fill(SEARCH)
    page.get_by_label("Search").press("Enter")
    settle(page)


def save(page, folder):
    follow_menu(page, "Results")
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").click()
    saved = folder / FILE_NAME
    download.value.save_as(saved)
    return saved


def give_files(page, saved):
    """A good file on Compare, and one that is refused with its words quoted."""
    bad = saved.with_name(f"bad-{FILE_NAME}")
    content = json.loads(saved.read_text(encoding="utf-8"))
    bad.write_text(json.dumps(content | {"remark": FILE_NOTE}), encoding="utf-8")
    follow_menu(page, "Compare")
    settle(page)
    page.get_by_text("Compare with a saved file").click()
    page.locator('input[type="file"]').set_input_files([saved, bad])
    expect(page.get_by_text("cannot be opened")).to_be_visible()
    settle(page)


def told(text):
    """Which answers stand in a text, or in the bytes of a file."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    words = [*TYPED, FREQUENCY, FREQUENCY_CODE, PORTION, FILE_NAME, FILE_NOTE, FOOD_ID]
    return [word for word in words if word in text]


def stored(page):
    found = page.evaluate(STORED)
    return found | {f"cookie {c['name']}": c["value"] for c in page.context.cookies()}


def test_the_answers_are_looked_for_in_the_right_way():
    assert told(f"supplement: {K1_UG}") == [K1_UG]
    assert told(f"amount {MK7_UG} of something: {FREQUENCY_CODE}".encode()) == [
        MK7_UG,
        FREQUENCY_CODE,
    ]
    assert told("2026-11-23 15:46:01 GET /results") == []


def test_answers_stay_between_the_browser_and_the_memory_of_the_server(
    open_page, server, place, outside, tmp_path
):
    page = open_page(width=1280)
    watched = Watched()
    watched.follow(page)
    visit(page)
    accept_safety_questions(page)
    answer(page)
    say_age(page)
    search_foods(page)
    saved = save(page, tmp_path)
    assert {K1_UG, FREQUENCY_CODE} <= set(told(saved.read_bytes()))
    give_files(page, saved)
    for title in TITLES.values():
        follow_menu(page, title)
        settle(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    hosts = {re.sub(r"^(?:https?|ws)://([^/]*).*", r"\1", a) for a in watched.addresses}
    hosts -= {a for a in watched.addresses if a.startswith(("data:", "blob:", "about:blank"))}
    assert hosts == {server.url.removeprefix("http://")}
    assert any("woff2" in address for address in watched.addresses)  # fonts, from the app itself
    assert any(address.startswith("ws:") for address in watched.addresses)
    assert watched.workers == []
    assert [a for a in watched.addresses if not a.startswith("data:") and told(a)] == []
    assert [a for a in watched.addresses if "?" in a and not a.startswith("data:")] == []

    kept = stored(page)
    book = json.loads(kept.pop(BOOK))
    # No more of the person.
    assert book.keys() == {"foods", "aside", "supplements", "part", "country"}
    assert book["foods"][FOOD_ID] == [FREQUENCY_CODE, "L"]
    assert kept.keys() <= OWN_STORAGE
    assert told(json.dumps(kept, ensure_ascii=False)) == []

    assert outside.calls == []  # nor does the server call anyone
    log = server.log_text()
    assert "Running script" in log  # it talks as much as it can
    assert told(log) == []
    assert place.written() == {}  # no file at all, with or without answers


@pytest.fixture
def faulty(place):
    """The app with faults in a page, in what a button calls and in what reads a message."""
    for name, (line, fault) in FAULTS.items():
        path = place.app / name
        before, found, after = path.read_text(encoding="utf-8").partition(line)
        assert found, name
        path.write_text(before + line + fault + after, encoding="utf-8")


def test_an_error_tells_neither_the_log_nor_the_screen_an_answer(faulty, server, place, open_page):
    page = open_page(width=1280)
    visit(page)
    accept_safety_questions(page)
    choose(frequencies_of(page, FOOD), FREQUENCY)
    shown = [page.content()]
    follow_menu(page, "Welcome")
    settle(page)
    page.get_by_role("button", name="Look at an example").click()
    page.get_by_role("button", name="Example: natto twice a week").click()
    settle(page)
    shown.append(page.content())
    follow_menu(page, "Method")
    settle(page)
    expect(page.get_by_text("Something went wrong on our side")).to_be_visible()
    shown.append(page.content())
    follow_menu(page, "Questionnaire")
    settle(page)
    never_to_the_last_part(page)
    settle(page)
    page.get_by_label("Vitamin K1 (phylloquinone)").fill(K1_UG)
    page.get_by_role("button", name="See my results").click()
    expect(page.get_by_text("Something went wrong on our side")).to_be_visible()
    shown.append(page.content())
    for words in shown:
        assert "RuntimeError" not in words
        assert "blood_thinner" not in words
    log = server.log_text()
    for place_of_a_fault in ("in ask_first", "in _supplements", "method.py"):
        assert place_of_a_fault in log
    assert told(log) == []
    assert "blood_thinner" not in log
    assert place.written() == {}
