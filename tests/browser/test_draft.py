"""A draft in the browser: off until asked for, then it outlasts reload, server and connection."""

import os
import signal

from playwright.sync_api import expect

from tests.browser.app_page import (
    RECONNECTED_MS,
    accessibility_faults,
    answer_safety_questions,
    choose,
    come_to_the_questionnaire,
    expect_chosen,
    follow,
    follow_menu,
    frequencies_of,
    go_to_part,
    next_part,
    portions_of,
    settle,
    visit,
)
from tests.conftest import free_port, started

QUESTION = "A draft is kept in this browser."
KEEP = "Keep a draft in this browser"
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


def keep_a_draft(page, food="Cheddar", words="never"):
    """Answer a food, upon which a draft is offered, and have it kept."""
    choose(frequencies_of(page, food), words)
    next_part(page)
    page.get_by_role("button", name="Back", exact=True).click()
    settle(page)
    page.get_by_role("button", name=KEEP).click()
    settle(page)
    wait_until_kept(page)


def go_on_after_a_draft(page):
    """The safety questions are not part of a draft."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you start")
    answer_safety_questions(page)


def test_without_a_draft_nothing_outlasts_the_tab(open_page):
    page = open_page(width=390)
    come_to_the_questionnaire(page)
    choose(frequencies_of(page, "Cheddar"), "once a week")
    next_part(page)
    settle(page)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kd'))") == []
    another = page.context.new_page()
    follow(another)
    visit(another)
    expect(another.get_by_text(QUESTION)).not_to_be_attached()


def test_a_draft_is_found_in_another_tab_with_the_last_answer(open_page):
    page = open_page(width=390)
    come_to_the_questionnaire(page)
    keep_a_draft(page)
    choose(frequencies_of(page, "Gouda, Edam and similar"), "twice a week")
    choose(portions_of(page, "Gouda, Edam and similar"), "Large · 60 g")
    wait_until_kept(page, '"gouda_edam":{"frequency":"2w","portion":"L"}')
    another = page.context.new_page()
    follow(another)
    visit(another, "/questionnaire")
    expect(another.get_by_text(QUESTION)).to_be_visible()
    expect(another.get_by_text("with answers about 2 foods")).to_be_visible()
    settle(another)
    assert accessibility_faults(another) == []
    another.get_by_role("button", name="Use the draft").click()
    settle(another)
    go_on_after_a_draft(another)
    expect_chosen(frequencies_of(another, "Gouda, Edam and similar"), "twice a week")
    expect_chosen(frequencies_of(another, "Cheddar"), "never")


def test_an_amount_is_in_the_draft_as_it_is_typed(open_page):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    keep_a_draft(page)
    go_to_part(page, "Supplements")
    page.get_by_role("radio", name="IU", exact=True).click()
    page.get_by_label("Amount", exact=True).fill("800")
    page.get_by_label("MK-7").fill("a lot")
    wait_until_kept(page, '"d":20,"k1":0,"mk7":0')
    page.get_by_label("MK-7").fill("45")
    wait_until_kept(page, '"d":20,"k1":0,"mk7":45')
    page.reload()
    settle(page)
    expect(page.get_by_text(QUESTION)).to_be_hidden()


def test_after_a_reload_the_draft_of_the_same_answers_goes_on_unasked(open_page):
    page = open_page(width=1280)
    come_to_the_questionnaire(page)
    keep_a_draft(page)
    page.add_init_script(
        """new MutationObserver(() => {
            window.asked ||= document.body?.textContent.includes("QUESTION");
        }).observe(document, { subtree: true, childList: true })""".replace("QUESTION", QUESTION)
    )
    page.reload()
    settle(page)
    expect(page.get_by_text(QUESTION)).to_be_hidden()
    assert not page.evaluate("window.asked")  # not for a moment
    come_to_the_questionnaire(page)
    expect(page.get_by_role("button", name="Forget the draft")).to_be_visible()
    choose(frequencies_of(page, "Processed cheese"), "once a day")
    wait_until_kept(page, '"processed_cheese"')


def test_a_draft_can_wait_and_be_forgotten(open_page):
    first = open_page(width=1280)
    come_to_the_questionnaire(first)
    keep_a_draft(first)
    page = first.context.new_page()
    follow(page)
    visit(page)
    page.get_by_role("button", name="Not now").click()
    settle(page)
    expect(page.get_by_text(QUESTION)).not_to_be_attached()
    follow_menu(page, "Learn")
    settle(page)
    expect(page.get_by_text(QUESTION)).not_to_be_attached()
    assert '"cheddar"' in kept(page)

    # Another draft does not take its place unasked.
    come_to_the_questionnaire(page)
    page.get_by_role("button", name="Not now").click()
    settle(page)
    choose(frequencies_of(page, "Processed cheese"), "never")
    next_part(page)
    settle(page)
    page.get_by_role("button", name=KEEP).click()
    settle(page)
    expect(page.get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_text("What becomes of it is asked at the top")).to_be_visible()
    assert '"cheddar"' in kept(page)
    page.get_by_role("button", name="Forget the draft").click()
    settle(page)
    wait_until_forgotten(page)


def test_a_draft_is_forgotten_at_once(open_page):
    page = open_page(width=390)
    come_to_the_questionnaire(page)
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


def test_the_draft_of_another_tab_is_not_written_over_unasked(open_page):
    first = open_page(width=1280)
    come_to_the_questionnaire(first)
    second = first.context.new_page()
    follow(second)
    come_to_the_questionnaire(second)
    keep_a_draft(first)
    choose(frequencies_of(second, "Processed cheese"), "never")
    next_part(second)
    settle(second)
    second.get_by_role("button", name=KEEP).click()
    expect(second.get_by_text(QUESTION)).to_be_visible()
    assert '"cheddar"' in kept(second)
    assert '"processed_cheese"' not in kept(second)
    second.get_by_role("button", name="Not now").click()
    settle(second)
    choose(frequencies_of(first, "Gouda, Edam and similar"), "once a day")
    wait_until_kept(first, '"gouda_edam"')


def test_a_draft_goes_on_when_the_server_was_killed_and_started_anew(browser, tmp_path):
    port = free_port()
    page = open_at(browser, port)
    with started(tmp_path / "first.txt", port) as server:
        come_to_the_questionnaire(page)
        keep_a_draft(page)
        kill(server)
        wait_until_lost(page)
        choose(frequencies_of(page, "Processed cheese"), "once a day")
        wait_until_kept(page, '"processed_cheese"')
    with started(tmp_path / "second.txt", port):
        wait_until_found_again(page)
        settle(page)
        expect_chosen(frequencies_of(page, "Processed cheese"), "once a day")
        assert '"processed_cheese"' in kept(page)
        page.context.close()
