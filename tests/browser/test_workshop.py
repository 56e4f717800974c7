"""A room of people: host and participants in real browsers, two processes, and what can break."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from scoring import Answer, FoodTable
from tests.app_process import AppProcess
from tests.browser.app_page import (
    RECONNECTED_MS,
    accessibility_faults,
    expect_chosen,
    follow,
    follow_menu,
    frequencies_of,
    lasting_faults,
    settle,
    show_as,
    visit,
)
from tests.browser.looks import WIDER_THAN_THE_SCREEN
from tests.conftest import ROOT
from tests.postgres import Postgres, running_postgres
from ui.language import COOKIE
from workshop.store import Store

FISH = "Fish and shellfish"
GOUDA = "Gouda, Edam and similar"
CHEESE, SOYA = "Hard and sliced cheese", "Soya and fortified foods"
FOODS = FoodTable.load(ROOT / "foods.csv")
LIVE_MS = 30_000


def asked_in(*groups):
    """How many foods of some groups are asked at once in a workshop, which is in no country."""
    table = FOODS.for_country("")
    return sum(f.group in groups and f.food_id not in table.seldom_eaten for f in table)


ANSWERED = f"{asked_in(CHEESE)} of {asked_in(CHEESE, SOYA)} foods answered"

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def app(postgres, tmp_path_factory) -> Iterator[AppProcess]:
    yield from started(postgres, tmp_path_factory)


@pytest.fixture(scope="module")
def other_app(postgres, tmp_path_factory) -> Iterator[AppProcess]:
    yield from started(postgres, tmp_path_factory)


def started(postgres, tmp_path_factory):
    process = AppProcess(postgres.url, tmp_path_factory.mktemp("app") / "log.txt")
    process.start()
    yield process
    process.kill()


@pytest.fixture
def server(app):
    """What `open_page` opens."""
    return app.server


@pytest.fixture
def store(postgres) -> Iterator[Store]:
    made = Store(postgres.url)
    yield made
    made.dispose()


@pytest.fixture
def phone(browser):
    """Open a phone's page at any process; what its console says while one is down is no fault."""
    contexts = []

    def open_phone(process):
        context = browser.new_context(
            base_url=process.server.url, viewport={"width": 390, "height": 844}, has_touch=True
        )
        context.set_default_timeout(LIVE_MS)
        contexts.append(context)
        page = context.new_page()
        follow(page)
        return page

    yield open_phone
    for context in contexts:
        context.close()


def wait_until(page, condition):
    deadline = time.monotonic() + LIVE_MS / 1000
    while not condition():
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)


def press(page, words):
    page.get_by_role("button", name=words).click()
    settle(page)


def open_workshop(page):
    """Open a workshop on one part of the questionnaire. Returns its code."""
    visit(page)
    follow_menu(page, "Workshop")
    settle(page)
    page.get_by_text("Open a workshop", exact=True).click()
    page.get_by_label("Title").fill("Nutrition evening")
    page.get_by_label("Title").press("Enter")
    settle(page)
    for group in FOODS.groups:
        if group != FISH:
            page.get_by_role("button", name=group, exact=True).click()
            settle(page)
    press(page, "Open the workshop")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nutrition evening")
    return page.locator(".kd-join b").inner_text().replace(" ", "")


def accept_safety_questions(page):
    for words in ("Yes, 18 or older", "No blood thinner"):
        page.get_by_text(words, exact=True).click()
        settle(page)
    press(page, "Go to the questionnaire")


def answer_fish(page, label):
    frequencies_of(page, "Farmed salmon, trout").get_by_role(
        "radio", name=label, exact=True
    ).click()
    settle(page)
    press(page, "Never for the rest")


def go_to_results(page):
    press(page, "Next")
    press(page, "See my results")


def join(page, code, label="once a week"):
    """From the join link to Results."""
    visit(page, f"/workshop?join={code}")
    press(page, "Join")
    accept_safety_questions(page)
    answer_fish(page, label)
    go_to_results(page)


def send_others(store, code, number):
    found = store.session_of_code(code)
    for _ in range(number):
        week = {food.food_id: Answer("1w") for food in FOODS.in_group(FISH)}
        store.send(store.join(found), week)


def test_a_room_and_its_screen(open_page, store):
    host = open_page(width=1280, color_scheme="dark")
    code = open_workshop(host)
    expect(host).to_have_url(re.compile(r"/workshop\?host=[\w-]{43}$"))
    expect(host.get_by_role("img", name="QR code")).to_be_visible()

    # One types the code, the others follow the link.
    first = open_page(width=390)
    visit(first, "/workshop")
    first.get_by_label("Code from the screen").fill(f"{code[:3]} {code[3:6]} {code[6:]}")
    first.get_by_label("Code from the screen").press("Enter")
    settle(first)
    press(first, "Join")
    accept_safety_questions(first)
    expect(first.get_by_role("heading", level=1)).to_have_text(FISH)
    expect(first.get_by_text(f"0 of {asked_in(FISH)} foods answered")).to_be_visible()
    answer_fish(first, "twice a week")
    go_to_results(first)
    expect(first.get_by_text("about").first).to_be_visible()
    press(first, "Send my answers to the class")
    expect(first.get_by_text("Your answers are sent.")).to_be_visible()
    other = open_page(width=390)
    join(other, code)
    press(other, "Send my answers to the class")
    send_others(store, code, 1)

    counts = host.locator(".kd-count")
    expect(counts).to_contain_text("3 joined 3 sent", timeout=LIVE_MS)
    expect(host.get_by_text("once five people")).to_be_visible()
    send_others(store, code, 2)
    expect(host.get_by_text("5 people are in this picture")).to_be_visible(timeout=LIVE_MS)
    expect(host.get_by_text("5 of 5 people").first).to_be_visible()
    expect(host.locator(".js-plotly-plot")).to_have_count(1, timeout=LIVE_MS)

    # Somebody takes the answers back, and is out of the count at once, out of the picture soon.
    press(first, "Take my answers back")
    expect(counts).to_contain_text("5 joined 4 sent", timeout=LIVE_MS)
    expect(host.get_by_text("once five people")).to_be_visible(timeout=LIVE_MS)
    send_others(store, code, 5)
    expect(host.get_by_text("5 people are in this picture")).to_be_visible(timeout=LIVE_MS)

    # Once people are in, the way in can make room for the picture.
    host.get_by_text("Hide the way in").click()
    expect(host.get_by_role("img", name="QR code")).to_have_count(0)

    # The host closes; people learn it without a click, and nothing is left to send or take back.
    # The export holds the picture's people.
    host.get_by_role("button", name="Close", exact=True).click()
    press(host, "Yes, close")
    for page, button in ((first, "Send my answers"), (other, "Take my answers back")):
        expect(page.get_by_text("This workshop is closed")).to_be_visible(timeout=LIVE_MS)
        expect(page.get_by_role("button", name=button)).to_have_count(0)
    expect(counts).to_contain_text("10 joined 9 sent 5 in the picture", timeout=LIVE_MS)
    expect(host.get_by_text("4 answers are held back because others")).to_be_visible()
    expect(other.get_by_text("they are held back")).to_be_visible(timeout=LIVE_MS)
    saved = {}
    for kind in ("CSV", ".xlsx", "PDF"):
        with host.expect_download() as download:
            host.get_by_role("button", name=f"({kind})").click()
        saved[kind] = download.value.path().read_bytes()
    lines = saved["CSV"].decode("utf-8-sig").splitlines()
    assert lines[0].startswith('Person,"Vitamin K2, µg a day",')
    assert ["because others were taken back" in line for line in lines[1:]] == [False] * 5 + [
        True
    ] * 4
    assert saved[".xlsx"].startswith(b"PK")
    assert saved["PDF"].startswith(b"%PDF")
    host.get_by_role("button", name="Delete now").click()
    press(host, "Yes, delete now")
    expect(host.get_by_role("heading", level=1)).to_have_text("No workshop is found here")


def test_menu_and_back_keep_the_way_back_in_the_address(open_page, store):
    found, _ = store.open_session("Nutrition evening", (FISH,))
    page = open_page(width=390)
    visit(page, f"/workshop?join={found.code}")
    press(page, "Join")
    expect(page).to_have_url(re.compile(r"\?seat=[\w-]{43}$"))
    seat = page.url.partition("?")[2]
    for title in ("Learn", "Foods"):
        follow_menu(page, title)
        settle(page)
        page.wait_for_url(f"**/{title.lower()}?{seat}")
    for _ in range(6):
        page.go_back()
        settle(page)
        if "/before_you_start" in page.url:
            break
    assert "/before_you_start" in page.url


def test_a_participant_of_one_process_is_on_the_screen_of_the_other(
    open_page, phone, other_app, store
):
    found, key = store.open_session("Nutrition evening", (FISH,))
    host = open_page(width=1280)
    visit(host, f"/workshop?host={key}")
    page = phone(other_app)
    join(page, found.code)
    send_others(store, found.code, 4)
    press(page, "Send my answers to the class")
    expect(host.locator(".kd-count")).to_contain_text("5 joined 5 sent", timeout=LIVE_MS)
    expect(host.get_by_text("5 people are in this picture")).to_be_visible(timeout=LIVE_MS)
    second_host = phone(other_app)
    visit(second_host, f"/workshop?host={key}")
    expect(second_host.get_by_text("5 people are in this picture")).to_be_visible()


def test_a_killed_process_brings_participants_back_to_their_draft(phone, other_app, store):
    found, _ = store.open_session("Nutrition evening", (CHEESE, SOYA))
    page = phone(other_app)
    visit(page, f"/workshop?join={found.code}")
    press(page, "Join")
    accept_safety_questions(page)
    frequencies_of(page, GOUDA).get_by_role("radio", name="twice a week").click()
    settle(page)
    press(page, "Never for the rest")
    press(page, "Next")
    expect(page.get_by_role("heading", level=1)).to_have_text(SOYA)
    key = page.url.partition("seat=")[2].partition("#")[0]
    wait_until(page, lambda: len(store.seat(key).draft) == len(FOODS.in_group(CHEESE)))
    expect(page.get_by_role("button", name="Keep a draft in this browser")).to_be_visible()

    other_app.kill()
    other_app.start()
    expect(page.get_by_text(ANSWERED)).to_be_visible(timeout=RECONNECTED_MS)
    expect(page.get_by_role("heading", level=1)).to_have_text(SOYA)
    press(page, "Back")
    expect_chosen(frequencies_of(page, GOUDA), "twice a week")

    page.reload()
    settle(page)
    expect(page.get_by_text("Your food answers are back")).to_be_visible()
    page.get_by_role("link", name="Answer them now").click()
    settle(page)
    accept_safety_questions(page)
    expect(page.get_by_text(ANSWERED)).to_be_visible()
    expect(page.get_by_text("Your food answers are back")).to_be_hidden()


def test_a_stopped_database_loses_no_answer(phone, other_app, postgres, store):
    found, _ = store.open_session("Nutrition evening", (FISH,))
    page = phone(other_app)
    visit(page, f"/workshop?join={found.code}")
    press(page, "Join")
    accept_safety_questions(page)
    postgres.stop()
    try:
        answer_fish(page, "once a day")
        go_to_results(page)
        press(page, "Send my answers to the class")
        expect(page.get_by_text("Not sent yet")).to_be_visible()
        expect(page.locator("section.kd-card").last).to_contain_text("µg a day")
    finally:
        postgres.start()
    press(page, "Send my answers to the class")
    expect(page.get_by_text("Your answers are sent.")).to_be_visible()
    assert store.count(found).sent == 1


def test_a_phone_keeps_its_language_and_its_seat(phone, app, store):
    found, _ = store.open_session("Avond", (CHEESE, FISH), language="nl")
    page = phone(app)
    visit(page, "/workshop")
    page.get_by_label("Code from the screen").fill(found.code)
    page.get_by_label("Code from the screen").press("Enter")
    settle(page)
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "en")
    assert not [c for c in page.context.cookies() if c["name"] == COOKIE]
    press(page, "Nederlands")
    expect(html).to_have_attribute("lang", "nl")
    expect(page.get_by_label("Code van het scherm")).to_have_value(found.code)
    page.locator(".st-key-kd-language").get_by_role("combobox").click()
    page.get_by_role("option", name="English").click()
    settle(page)
    expect(html).to_have_attribute("lang", "en")

    # The code is scanned again: in a second tab, and once both tabs are closed. It is one seat.
    press(page, "Join")
    accept_safety_questions(page)
    frequencies_of(page, GOUDA).get_by_role("radio", name="twice a week").click()
    settle(page)
    key = page.url.partition("seat=")[2].partition("#")[0]
    wait_until(page, lambda: store.seat(key).draft)
    context = page.context
    for _tab in range(2):
        tab = context.new_page()
        follow(tab)
        visit(tab, f"/workshop?join={found.code}")
        expect(tab.get_by_text("You have joined this workshop.")).to_be_visible()
        assert store.count(found).joined == 1
        visit(tab, f"/workshop?join={found.code}")
        tab.get_by_role("link", name="Questionnaire", exact=True).last.click()
        settle(tab)
        tab.get_by_role("link", name="Answer them now").click()
        settle(tab)
        accept_safety_questions(tab)
        expect_chosen(frequencies_of(tab, GOUDA), "twice a week")
        page.close()
        page = tab

    # Another person on the same phone takes a seat of their own and finds nothing answered.
    visit(page, f"/workshop?join={found.code}")
    press(page, "Join as another person")
    press(page, "Yes, I am another person")
    accept_safety_questions(page)
    expect(page.get_by_text(f"0 of {asked_in(CHEESE, FISH)} foods answered")).to_be_visible()
    assert store.count(found).joined == 2
    visit(page, f"/workshop?join={found.code}")
    expect(page.get_by_text("You have joined this workshop.")).to_be_visible()
    assert key not in page.url
    assert store.count(found).joined == 2


def test_workshop_pages_can_be_used_by_everyone(open_page, store):
    found, key = store.open_session("Nutrition evening", FOODS.groups)
    faults = {}
    page = open_page(width=320)
    shown = [(320, "light"), (390, "dark"), (1280, "light")]

    def check(place):
        for width, scheme in shown:
            show_as(page, width, scheme)
            settle(page)
            found_here = accessibility_faults(page) + lasting_faults(page, WIDER_THAN_THE_SCREEN)
            if found_here:
                faults[f"{place}, {width} px, {scheme}"] = found_here
        shown.reverse()

    visit(page, "/workshop")
    page.get_by_text("Open a workshop", exact=True).click()
    check("start")
    visit(page, f"/workshop?join={found.code}")
    check("join")
    send_others(store, found.code, 6)
    visit(page, f"/workshop?host={key}")
    expect(page.get_by_text("6 people are in this picture")).to_be_visible()
    check("small class")
    page.goto("about:blank")  # a look at ten or eleven people would leave the last ones waiting
    send_others(store, found.code, 6)
    visit(page, f"/workshop?host={key}")
    expect(page.get_by_text("12 people are in this picture")).to_be_visible()
    page.get_by_text("The same numbers as a table").click()
    press(page, "Show the evidence label")
    press(page, "Show what was found")
    check("host")
    store.close(found, FOODS)
    expect(page.get_by_role("button", name="(CSV)")).to_be_visible(timeout=LIVE_MS)
    settle(page)
    check("closed")
    assert faults == {}
