"""A draft in the browser: off until asked for, then it outlasts reload, server and connection."""

import os
import signal

from playwright.sync_api import expect

from tests.browser.app_page import (
    RECONNECTED_MS,
    accept_safety_questions,
    accessibility_faults,
    choose,
    expect_chosen,
    follow,
    follow_menu,
    frequencies_of,
    portions_of,
    settle,
    visit,
)
from tests.browser.line import line_to
from tests.conftest import free_port, started

QUESTION = "A draft is kept in this browser."
A_MINUTE_MS = 60_000
CONNECTED = '[data-test-connection-state="CONNECTED"]'


def kept(page):
    return page.evaluate("localStorage.getItem('kdcheck-draft')")


def wait_until_kept(page, words=""):
    page.wait_for_function(
        "words => localStorage.getItem('kdcheck-draft')?.includes(words)", arg=words
    )


def wait_until_forgotten(page):
    page.wait_for_function("localStorage.getItem('kdcheck-draft') === null")


def open_at(browser, port):
    """A page, and its own context, for a server or a line that comes and goes."""
    size = {"width": 1280, "height": 844}
    page = browser.new_context(base_url=f"http://localhost:{port}", viewport=size).new_page()
    follow(page)
    return page


def kill(server):
    os.kill(server.pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def wait_until_lost(page):
    page.wait_for_selector(CONNECTED, state="detached")


def wait_until_found_again(page):
    page.wait_for_selector(CONNECTED, timeout=RECONNECTED_MS)


def keep_a_draft(page):
    page.get_by_text("Keep a draft in this browser").click()
    settle(page)
    wait_until_kept(page)


def go_on_after_a_draft(page):
    """The safety questions are not part of a draft."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you start")
    page.get_by_text("Yes, 18 or older").click()
    settle(page)
    page.get_by_text("No blood thinner", exact=True).click()
    settle(page)
    page.get_by_role("button", name="questionnaire").click()
    settle(page)


def test_without_the_switch_nothing_is_kept(open_page):
    page = open_page(width=390)
    visit(page)
    accept_safety_questions(page)
    choose(frequencies_of(page, "Natto"), "once a week")
    settle(page)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kd'))") == []
    visit(page)
    expect(page.get_by_text(QUESTION)).not_to_be_attached()


def test_a_reload_in_the_middle_of_a_part_loses_nothing(open_page):
    page = open_page(width=390)
    visit(page)
    accept_safety_questions(page)
    keep_a_draft(page)
    choose(frequencies_of(page, "Natto"), "twice a week")
    settle(page)
    choose(portions_of(page, "Natto"), "Large · 75 g")
    page.get_by_role("button", name="Next").click()
    settle(page)
    choose(frequencies_of(page, "Cheddar"), "once a week")  # and at once, before any answer:
    page.evaluate("new Promise(requestAnimationFrame)")
    visit(page, "/questionnaire")
    expect(page.get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_text("with answers about 2 foods")).to_be_visible()
    settle(page)
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Use the draft").click()
    settle(page)
    go_on_after_a_draft(page)
    expect_chosen(frequencies_of(page, "Natto"), "twice a week")
    expect_chosen(portions_of(page, "Natto"), "Large · 75 g")
    page.get_by_role("button", name="Next").click()
    settle(page)
    expect_chosen(frequencies_of(page, "Cheddar"), "once a week")


def test_a_draft_can_wait_and_be_forgotten(open_page):
    page = open_page(width=1280)
    visit(page)
    accept_safety_questions(page)
    keep_a_draft(page)
    choose(frequencies_of(page, "Miso"), "once a day")
    settle(page)
    wait_until_kept(page, '"miso"')
    visit(page)
    page.get_by_role("button", name="Not now").click()
    settle(page)
    expect(page.get_by_text(QUESTION)).not_to_be_attached()
    follow_menu(page, "Learn")
    settle(page)
    expect(page.get_by_text(QUESTION)).not_to_be_attached()
    assert '"miso"' in kept(page)

    # Another draft does not take its place unasked.
    page.get_by_text("Keep a draft in this browser").click()
    settle(page)
    expect(page.get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_text("What becomes of it is asked at the top")).to_be_visible()
    assert '"miso"' in kept(page)
    page.get_by_role("button", name="Forget the draft").click()
    settle(page)
    wait_until_forgotten(page)
    keep_a_draft(page)
    assert '"miso"' not in kept(page)
    page.get_by_text("Keep a draft in this browser").click()
    settle(page)
    wait_until_forgotten(page)
    visit(page)
    expect(page.get_by_text(QUESTION)).not_to_be_attached()


def test_switching_off_forgets_at_once(open_page):
    page = open_page(width=390)
    visit(page)
    keep_a_draft(page)
    page.get_by_role("button", name="Forget the draft").click()
    settle(page)
    wait_until_forgotten(page)


def test_a_damaged_draft_is_named_and_can_be_forgotten(open_page):
    page = open_page(width=390)
    visit(page)
    page.evaluate("localStorage.setItem('kdcheck-draft', '{\"format\": \"kdch')")
    visit(page)
    expect(page.get_by_text("holds a draft that cannot be read")).to_be_visible()
    page.get_by_role("button", name="Forget the draft").click()
    settle(page)
    wait_until_forgotten(page)


def test_a_killed_server_loses_nothing(browser, tmp_path):
    port = free_port()
    page = open_at(browser, port)
    with started(tmp_path / "first.txt", port) as server:
        visit(page)
        accept_safety_questions(page)
        keep_a_draft(page)
        choose(frequencies_of(page, "Natto"), "twice a week")
        settle(page)
        kill(server)
        wait_until_lost(page)
    with started(tmp_path / "second.txt", port):
        wait_until_found_again(page)
        settle(page)
        expect(page.get_by_text(QUESTION)).to_be_visible()
        page.get_by_role("button", name="Use the draft").click()
        settle(page)
        go_on_after_a_draft(page)
        expect_chosen(frequencies_of(page, "Natto"), "twice a week")
        page.context.close()


def test_the_draft_of_another_tab_is_not_written_over_unasked(open_page):
    first = open_page(width=1280)
    visit(first)
    second = first.context.new_page()
    follow(second)
    visit(second)
    accept_safety_questions(first)
    keep_a_draft(first)
    choose(frequencies_of(first, "Natto"), "twice a week")
    settle(first)
    wait_until_kept(first, "natto")
    keep_a_draft(second)
    expect(second.get_by_text(QUESTION)).to_be_visible()
    assert '"natto"' in kept(second)
    second.get_by_role("button", name="Not now").click()
    settle(second)
    choose(frequencies_of(first, "Miso"), "once a day")
    settle(first)
    wait_until_kept(first, "miso")


def test_a_forgotten_draft_stays_forgotten_when_the_server_starts_anew(browser, tmp_path):
    port = free_port()
    page = open_at(browser, port)
    with started(tmp_path / "first.txt", port) as server:
        visit(page)
        keep_a_draft(page)
        visit(page)
        page.get_by_role("button", name="Forget the draft").click()
        settle(page)
        wait_until_forgotten(page)
        kill(server)
        wait_until_lost(page)
    with started(tmp_path / "second.txt", port):
        wait_until_found_again(page)
        follow_menu(page, "Learn")  # until something is pressed, the page stands as it was
        settle(page)
        expect(page.get_by_text(QUESTION)).not_to_be_attached()
        assert kept(page) is None
        keep_a_draft(page)
        expect(page.get_by_role("button", name="Forget the draft")).to_be_visible()
        page.context.close()


def test_a_minute_without_a_connection_loses_nothing_even_without_a_draft(browser, server):
    with line_to(server) as line:
        page = open_at(browser, line.port)
        visit(page)
        accept_safety_questions(page)
        choose(frequencies_of(page, "Natto"), "twice a week")
        settle(page)
        line.cut()
        wait_until_lost(page)
        page.wait_for_timeout(A_MINUTE_MS)
        line.mend()
        wait_until_found_again(page)
        settle(page)
        page.get_by_role("button", name="Next").click()
        settle(page)
        page.get_by_role("button", name="Back").click()
        settle(page)
        expect_chosen(frequencies_of(page, "Natto"), "twice a week")
        page.context.close()
