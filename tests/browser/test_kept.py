"""Nothing that a person answered is lost, however fast they move on."""

import os
import signal

import pytest
from playwright.sync_api import expect

from tests.browser.app_page import (
    accept_safety_questions,
    choose,
    expect_chosen,
    follow_menu,
    frequencies_of,
    portions_of,
    sent,
    settle,
    visit,
)

OTHER_PAGES = ("Welcome", "Before you start", "Results", "Learn", "Foods", "Method")
FOODS = ("Natto", "Tempeh", "Miso")


def reach_the_server_together(server, page, *presses):
    """Press one after the other; the server takes nothing in before the last one was sent."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        for press in presses:
            with sent(page):
                press(page)
    finally:
        os.kill(server.pid, signal.SIGCONT)
    settle(page)


def answer_natto(page):
    choose(frequencies_of(page, "Natto"), "5–6 times a week")


def never_for_the_rest(page):
    page.get_by_role("button", name="Never for the rest").click()


def next_part(page):
    page.get_by_role("button", name="Next").click()


def to_learn(page):
    follow_menu(page, "Learn")


@pytest.mark.parametrize("width", [1280, 390])
def test_an_answer_followed_at_once_by_the_menu_is_kept_on_every_page(open_page, width):
    page = open_page(width=width)
    visit(page)
    accept_safety_questions(page)
    labels = ["once a week", "twice a week", "once a day"]
    for n, title in enumerate(OTHER_PAGES):
        label = labels[n % len(labels)]
        choose(frequencies_of(page, "Natto"), label)  # and at once, with nothing waited for:
        follow_menu(page, title)
        settle(page)
        expect(frequencies_of(page, "Natto")).to_be_hidden()
        follow_menu(page, "Questionnaire")
        settle(page)
        expect_chosen(frequencies_of(page, "Natto"), label)


def test_answers_in_quick_succession_are_all_kept(open_page):
    page = open_page(width=390)
    visit(page)
    accept_safety_questions(page)
    choose(frequencies_of(page, "Natto"), "3–4 times a week")
    choose(portions_of(page, "Natto"), "Large · 75 g")
    for food in FOODS[1:]:
        choose(frequencies_of(page, food), "3–4 times a week")
    page.get_by_role("button", name="Next").click()
    settle(page)  # the next part folds an open menu
    follow_menu(page, "Method")
    settle(page)
    follow_menu(page, "Questionnaire")
    settle(page)
    expect(page.get_by_text("3 of 54")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    settle(page)
    for food in FOODS:
        expect_chosen(frequencies_of(page, food), "3–4 times a week")
    expect_chosen(portions_of(page, "Natto"), "Large · 75 g")


def push_down(page, px):
    natto = page.locator(".st-key-kd-food-natto")
    natto.evaluate("(food, px) => { food.style.paddingTop = `${px}px`; }", px)


def press_while_the_page_moves(page, button, away_px=0):
    box = button.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    push_down(page, 60)
    page.mouse.move(x + away_px, y)
    page.mouse.up()


def test_a_press_counts_for_the_button_where_it_began(open_page):
    page = open_page(width=1280)
    visit(page)
    accept_safety_questions(page)
    tempeh = frequencies_of(page, "Tempeh").get_by_role("radio", name="once a day")
    press_while_the_page_moves(page, tempeh, away_px=40)  # taken back
    settle(page)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    push_down(page, 0)
    press_while_the_page_moves(page, tempeh)
    expect(tempeh).to_be_checked()
    settle(page)
    expect(portions_of(page, "Tempeh").get_by_role("radio", checked=True)).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="1 of 54")).to_be_visible()


def test_the_progress_counts_each_answer_as_it_is_given_and_taken_back(open_page):
    page = open_page(width=390)
    visit(page)
    accept_safety_questions(page)
    progress = page.get_by_role("status").filter(has_text="foods answered")
    expect(progress).to_contain_text("0 of 54")
    choose(frequencies_of(page, "Natto"), "once a week")
    choose(frequencies_of(page, "Miso"), "never")
    expect(progress).to_contain_text("2 of 54")
    settle(page)
    page.get_by_role("button", name="Next").click()
    settle(page)
    expect(progress).to_have_text("Part 2 of 10 · 2 of 54 foods answered")
    page.get_by_role("button", name="Never for the rest").click()
    settle(page)
    expect(progress).to_contain_text("7 of 54")
    page.get_by_role("button", name="Back").click()
    settle(page)
    choose(frequencies_of(page, "Natto"), "once a week")
    expect(progress).to_contain_text("6 of 54")


def test_back_and_forward_of_the_browser_keep_answers(open_page):
    page = open_page(width=1280)
    visit(page)
    accept_safety_questions(page)
    with sent(page):  # "back" overtakes a click that is less than a frame old
        choose(frequencies_of(page, "Natto"), "5–6 times a week")
    page.go_back()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you start")
    expect(page.get_by_role("radio", name="No blood thinner", exact=True)).to_be_checked()
    page.go_forward()
    settle(page)
    expect_chosen(frequencies_of(page, "Natto"), "5–6 times a week")


def test_a_button_that_reaches_the_server_with_the_next_page_is_kept(open_page, server):
    page = open_page(width=1280)
    visit(page)
    accept_safety_questions(page)
    reach_the_server_together(server, page, never_for_the_rest, to_learn)
    follow_menu(page, "Questionnaire")
    settle(page)
    for food in FOODS:
        expect_chosen(frequencies_of(page, food), "never")


def test_never_for_the_rest_stands_where_the_next_part_is_asked_for_at_once(open_page, server):
    page = open_page(width=390)
    visit(page)
    accept_safety_questions(page)
    reach_the_server_together(server, page, never_for_the_rest, next_part)
    progress = page.get_by_role("status").filter(has_text="foods answered")
    expect(progress).to_have_text("Part 2 of 10 · 5 of 54 foods answered")


def test_an_answer_after_the_menu_leaves_no_page_empty(open_page, server):
    page = open_page(width=1280)
    visit(page)
    accept_safety_questions(page)
    reach_the_server_together(server, page, to_learn, answer_natto)
    expect(page.get_by_role("heading", level=1)).to_have_text("Learn")


def test_safety_answers_are_kept(open_page):
    page = open_page(width=390)
    visit(page, "/before_you_start")
    page.get_by_text("No, under 18").click()
    page.get_by_text("Kidney disease, or dialysis").click()
    follow_menu(page, "Learn")
    settle(page)
    follow_menu(page, "Before you start")
    settle(page)
    expect(page.get_by_role("radio", name="No, under 18")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Kidney disease")).to_be_checked()


def test_a_typed_amount_is_kept_without_enter(open_page):
    page = open_page(width=1280)
    visit(page)
    accept_safety_questions(page)
    last = page.get_by_role("button", name="Next")
    while last.is_visible():
        last.click()
        settle(page)
    page.get_by_label("Vitamin D a day").fill("800")
    page.get_by_role("radio", name="IU").click()
    page.get_by_label("MK-7").fill("45")
    follow_menu(page, "Foods")
    settle(page)
    follow_menu(page, "Questionnaire")
    settle(page)
    expect(page.get_by_label("Vitamin D a day")).to_have_value("800")
    expect(page.get_by_label("MK-7")).to_have_value("45")
    expect(page.get_by_role("radio", name="IU")).to_be_checked()


def test_what_was_looked_for_in_foods_is_kept(open_page):
    page = open_page(width=390)
    visit(page, "/foods")
    page.get_by_label("Search").fill("gouda")
    page.get_by_label("Search").press("Enter")
    settle(page)
    follow_menu(page, "Learn")
    settle(page)
    follow_menu(page, "Foods")
    settle(page)
    expect(page.get_by_label("Search")).to_have_value("gouda")
