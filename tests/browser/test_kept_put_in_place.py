"""Answers that a server put in place are kept as well: of a file, of What if, at a workshop's seat.

Each with a server that is held up, one that is killed and started anew, and a line that is cut.
What the server has is read in the answers file that it saves, and in the workshop's database.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from scoring import Answer, FoodTable
from tests.app_process import AppProcess
from tests.browser.app_page import (
    RECONNECTED_MS,
    answer_safety_questions,
    choose,
    come_with_answers,
    follow_menu,
    frequencies_of,
    go_to_part,
    never_for_the_rest,
    sent,
    settle,
    visit,
)
from tests.browser.line import Line, line_to
from tests.browser.test_kept import CONNECTED, answer, close_dialog, expect_at, held_up, open_at
from tests.browser.test_what_if import add, press
from tests.conftest import ROOT
from workshop.store import Store

FOODS = FoodTable.load(ROOT / "foods.csv")
NEVER = {food.food_id: {"frequency": "never", "portion": "M"} for food in FOODS}
FISH = "Fish and shellfish"
SELDOM = "eel_small_fish"
"""Of them, the one that is not asked of everybody in an English browser."""
SAVED_MS = 30_000


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[AppProcess]:
    folder = tmp_path_factory.mktemp("app")
    process = AppProcess(f"sqlite:///{folder / 'kdcheck.db'}", folder / "log.txt")
    process.start()
    yield process
    process.kill()


@pytest.fixture
def line(app) -> Iterator[Line]:
    with line_to(app.server) as line:
        yield line


@pytest.fixture
def page(browser, line):
    page = open_at(browser, line.port)
    yield page
    for words in ("Something went wrong", "dynamically imported module"):
        expect(page.get_by_text(words)).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.context.close()


@contextmanager
def killed(page, app):
    app.kill()
    page.wait_for_selector(CONNECTED, state="detached")
    yield
    app.start()
    wait_until_connected(page)


@contextmanager
def offline(page, line):
    line.cut()
    page.wait_for_selector(CONNECTED, state="detached")
    yield
    line.mend()
    wait_until_connected(page)


def wait_until_connected(page):
    page.wait_for_selector(CONNECTED, timeout=RECONNECTED_MS)
    close_dialog(page)  # what had nothing to say waits for the next click


def saved(page):
    """The answers that the server has, after going to Welcome."""
    follow_menu(page, "Welcome")
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").click()
    return json.loads(download.value.path().read_text("utf-8"))["answers"]


def with_changes(answers, **frequencies):
    return answers | {
        food: {"frequency": code, "portion": "M"} for food, code in frequencies.items()
    }


def test_answers_of_a_file(page, app, line, tmp_path):
    mine = with_changes(NEVER, natto="2w")
    come_with_answers(page, natto="2w")
    assert saved(page) == mine
    file = tmp_path / "other.json"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").click()
    content = json.loads(download.value.path().read_text("utf-8"))
    other = with_changes(NEVER, cheddar="1d")
    file.write_text(json.dumps({**content, "answers": other}), "utf-8")

    page.evaluate("sessionStorage.clear()")  # nothing but the file is said before the server dies
    visit(page)
    page.get_by_role("button", name="Open saved answers").click()
    page.locator('input[type="file"]').set_input_files(file)
    use = page.get_by_role("button", name="Use these answers")
    expect(use).to_be_visible()
    settle(page)
    with held_up(app.pid):
        use.click()
        with sent(page):
            follow_menu(page, "Learn")
    settle(page)
    expect_at(page, "Learn")
    assert saved(page) == other
    with killed(page, app):
        pass
    assert saved(page) == other

    follow_menu(page, "Before you start")
    settle(page)
    answer_safety_questions(page)
    with held_up(app.pid):
        answer(page, "Cheddar", "twice a week")
        with sent(page):
            follow_menu(page, "Foods")
    settle(page)
    other = with_changes(other, cheddar="2w")
    assert saved(page) == other
    for trouble, words, code in (
        (killed(page, app), "once a week", "1w"),
        (offline(page, line), "once a day", "1d"),
    ):
        follow_menu(page, "Questionnaire")
        settle(page)
        with trouble:
            answer(page, "Cheddar", words)
        other = with_changes(other, cheddar=code)
        assert saved(page) == other


def test_changes_of_what_if_that_are_kept(page, app, line):
    come_with_answers(page, natto="1w")

    def change(food, words):
        follow_menu(page, "What if")
        settle(page)
        add(page, food)
        choose(frequencies_of(page, food), words)
        settle(page)
        press(page, "Keep these changes")

    yes = page.get_by_role("button", name="Yes, change my answers")
    change("Natto", "twice a week")
    with held_up(app.pid):
        yes.click()
        with sent(page):
            follow_menu(page, "Learn")
    settle(page)
    expect_at(page, "Learn")
    mine = with_changes(NEVER, natto="2w")
    assert saved(page) == mine
    with killed(page, app):
        pass
    assert saved(page) == mine

    change("Eggs", "once a day")
    line.hold_answers()
    with sent(page):
        yes.click()
    with offline(page, line):  # the server may have kept them, and the browser has not heard
        pass
    settle(page)
    assert saved(page) == with_changes(mine, eggs="1d")


def test_answers_at_a_seat_in_a_workshop(page, app, line):
    store = Store(app.database_url)
    found, _key = store.open_session("Evening", (FISH,))
    visit(page, f"/workshop?join={found.code}")
    press(page, "Join")
    answer_safety_questions(page)
    seat = page.url.partition("seat=")[2].partition("#")[0]
    kept = {}

    def expect_kept(**frequencies):
        kept.update({food: Answer(code) for food, code in frequencies.items()})
        until = time.monotonic() + SAVED_MS / 1000
        while dict(store.seat(seat).draft) != kept and time.monotonic() < until:
            page.wait_for_timeout(100)
        assert dict(store.seat(seat).draft) == kept

    with held_up(app.pid):
        answer(page, "Farmed salmon, trout", "twice a week")
        with sent(page):
            follow_menu(page, "Learn")
    settle(page)
    expect_at(page, "Learn")
    expect_kept(salmon_trout="2w")
    follow_menu(page, "Questionnaire")
    settle(page)
    with killed(page, app):
        answer(page, "Herring, mackerel, sardines", "once a week")
    settle(page)  # the new server draws the menu anew
    expect(page.get_by_text("2 of 7 foods answered")).to_be_visible()
    follow_menu(page, "Foods")
    settle(page)
    expect_kept(herring_mackerel_sardines="1w")
    follow_menu(page, "Questionnaire")
    settle(page)
    with offline(page, line):
        never_for_the_rest(page)
        go_to_part(page, "Supplements")
    expect_at(page, "Supplements")
    press(page, "See my results")
    asked = {food.food_id for food in FOODS.in_group(FISH)} - {SELDOM}
    rest = dict.fromkeys(asked - kept.keys(), "never")
    expect_kept(**rest)
    press(page, "Send my answers to the class")
    expect(page.get_by_text("Your answers are sent.")).to_be_visible()
    assert store.count(found).sent == 1
    store.dispose()
