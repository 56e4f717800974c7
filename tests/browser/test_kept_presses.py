"""Presses of buttons are kept as answers are: each with a server that is held up, and the menu."""

import pytest
from playwright.sync_api import expect

from tests.app_process import AppProcess
from tests.browser.app_page import (
    answer_safety_questions,
    choose,
    follow_menu,
    frequencies_of,
    sent,
    settle,
    visit,
)
from tests.browser.test_kept import expect_at, held_up, open_at
from workshop.store import Store

CHEESE = "Hard and sliced cheese"


@pytest.fixture
def app(tmp_path):
    process = AppProcess(f"sqlite:///{tmp_path / 'kdcheck.db'}", tmp_path / "log.txt")
    process.start()
    yield process
    process.kill()


def test_each_press_reaches_a_busy_server_with_the_next_page(browser, app):
    store = Store(app.database_url)
    found, _ = store.open_session("Evening", (CHEESE,))
    page = open_at(browser, app.port)

    def press_and_go(name, then="Learn"):
        button = page.get_by_role("button", name=name).first
        with held_up(app.pid):
            button.click()
            with sent(page):
                follow_menu(page, then)
        settle(page)
        expect_at(page, then)
        settle(page)

    def go(title):
        follow_menu(page, title)
        settle(page)

    def draft():
        return page.evaluate("localStorage.getItem('kdcheck-draft')")

    visit(page)
    page.get_by_role("button", name="Look at an example").click()
    settle(page)
    press_and_go("Example: natto twice a week")
    expect(page.get_by_text("A made-up person.")).to_be_visible()
    press_and_go("Close the example", "Method")
    expect(page.get_by_text("A made-up person.")).to_be_hidden()

    visit(page, f"/workshop?join={found.code}")
    press_and_go("Join")
    assert store.count(found).joined == 1
    go("Before you start")
    answer_safety_questions(page)
    choose(frequencies_of(page, "Cheddar"), "once a week")
    page.evaluate("window.kdcheckBook.flush()")
    settle(page)
    press_and_go("Keep a draft in this browser")
    page.wait_for_function("localStorage.getItem('kdcheck-draft')?.includes('cheddar')")
    go("Questionnaire")
    press_and_go("Forget the draft")
    page.wait_for_function("localStorage.getItem('kdcheck-draft') === null")

    go("Results")
    press_and_go("Send my answers to the class")
    assert store.count(found).sent == 1
    go("Results")
    press_and_go("Take my answers back")
    assert store.count(found).sent == 0
    go("Workshop")
    press_and_go("Leave this workshop")
    assert store.count(found).joined == 0

    go("What if")
    press_and_go(r"Cheddar: ", "Method")
    go("What if")
    expect(page.get_by_role("button", name="Leave as it is")).to_have_count(1)
    press_and_go("Leave as it is", "Method")
    go("What if")
    expect(page.get_by_role("button", name="Leave as it is")).to_have_count(0)

    go("Workshop")
    page.get_by_text("Open a workshop").click()
    page.get_by_label("Title").fill("Morning")
    page.get_by_label("Title").press("Tab")  # the press is kept, not what is typed with it
    settle(page)
    press_and_go("Open the workshop")
    go("Workshop")
    expect_at(page, "Morning")
    assert "host=" in page.url
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.context.close()
    store.dispose()
