"""What browser tests ask of a page of the app."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Request, Response, TimeoutError, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from scoring import Answer, Answers, FoodTable
from scoring.questionnaire.answers_file import write_answers
from tests.conftest import ROOT

COUNTRY = "GB"
"""The country that is guessed for the windows of these tests, whose language is British English."""

MENU_FOLDS_BELOW_PX = 768
LONGEST_ON_THE_WAY_MS = 10_000
RECONNECTED_MS = 60_000
"""The longer a server was away, the more rarely a browser looks for it."""

NEVER_FOR_THE_REST = re.compile("^(I eat none of these|Never for the rest of this part)$")
ON_FROM_SAFETY = re.compile("^(Go to the questionnaire|Next)$")

IDLE = "new Promise(done => requestIdleCallback(done, { timeout: 1000 }))"
TWO_FRAMES = f"""new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    .then(() => {IDLE})"""
UNFINISHED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app) return ["no app"];
    const { told, seen, refused } = window.kdcheckBook ?? { told: 0, seen: 0 };
    const waiting = '[data-stale="true"], [data-testid="stSkeleton"], .kd-plot[aria-busy]';
    const { testConnectionState: line, testScriptState: script } = app.dataset;
    return [
        told > seen && !refused ? `answers ${told} said, ${seen} taken in` : "",
        line === "CONNECTED" ? "" : line,
        script === "notRunning" ? "" : script,
        document.querySelector(waiting)?.outerHTML.slice(0, 300),
    ].filter(Boolean);
}"""
ANIMATIONS_OVER = """Promise.all(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().endTime !== Infinity)
    .map(one => one.finished.catch(() => null)))"""

STREAMLITS_FAULTS = {"presentation-role-conflict": 'data-testid="stFileUploaderDropzone"'}
"""Rules of axe that Streamlit's own elements break, and what marks the element."""


@dataclass
class Conversation:
    """Where the talk between one page and the server stands: "asked", "answering" or "answered".

    The page's own state is not enough: for some milliseconds after a click it still says that
    nothing runs. Of several messages that are sent before a run begins, the server may answer the
    last ones with a run of their own: then one run more may follow the answer.

    After a line that was cut, the page asks again where it has no whole answer; else it is silent.
    """

    socket: WebSocket | None = None
    state: str = "asked"
    messages: int = 0
    one_more_may_follow: bool = False

    def begin(self, request: Request) -> None:
        """A page that is loaded asks by itself, once it has a line of its own."""
        if request.is_navigation_request():
            self.socket = None
            self.state = "asked"

    def follow(self, socket: WebSocket) -> None:
        self.socket = socket
        self.state = "answered" if self.state == "answered" else "asked"
        self.messages = 0
        socket.on("framesent", self.sent)
        socket.on("framereceived", self.received)

    def sent(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).HasField("rerun_script"):
            self.state = "asked"
            self.messages += 1

    def received(self, frame: bytes | str) -> None:
        message = ForwardMsg.FromString(frame) if isinstance(frame, bytes) else ForwardMsg()
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.state = "answering"
            self.one_more_may_follow = self.messages > 1
            self.messages = 0
        elif kind == "script_finished" and self.state == "answering":
            again = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            self.state = "asked" if again else "answered"


conversations: WeakKeyDictionary[Page, Conversation] = WeakKeyDictionary()


def follow(page: Page) -> None:
    """Listen to the page's talk with the server, from before its first request; see `settle`."""
    conversations[page] = Conversation()
    page.on("request", conversations[page].begin)
    page.on("websocket", conversations[page].follow)


def visit(page: Page, path: str = "/") -> Response:
    """Load a path of the app, or load it again, and wait until it is shown whole."""
    with page.expect_websocket():
        answer = page.goto(path)
    settle(page)
    return answer


def settle(page: Page) -> None:
    """Wait until the app has answered the last click and shows nothing outdated or unloaded.

    What the browser has said about the answers was taken in by then; what it still keeps to itself
    for some seconds was not.
    """
    page.evaluate(TWO_FRAMES)  # by then the browser has made a message of a click
    conversation = conversations[page]
    shown = False
    while not shown:
        while conversation.state != "answered":
            socket = conversation.socket
            if socket is None or socket.is_closed():
                page.wait_for_event("websocket", timeout=RECONNECTED_MS)
            else:
                socket.wait_for_event("framereceived")
        if conversation.one_more_may_follow:
            page.request.get("/_stcore/health")  # by its answer, the other run has begun
            conversation.one_more_may_follow = False
        page.evaluate(IDLE)  # by then the browser shows what it has received
        try:
            page.wait_for_function(f"() => !({UNFINISHED})().length")
        except TimeoutError:
            pytest.fail(f"{page.url} is not shown whole: {page.evaluate(UNFINISHED)}")
        shown = conversation.state == "answered"


@contextmanager
def sent(page: Page) -> Iterator[None]:
    """Wait until what is done within became a message to the server, answered or not."""
    with conversations[page].socket.expect_event("framesent"):
        yield


def follow_menu(page: Page, title: str) -> None:
    """Press a page of the menu, whatever the app is doing; unfold what is folded away first."""
    if page.viewport_size["width"] < MENU_FOLDS_BELOW_PX:
        page.get_by_test_id("stExpandSidebarButton").click()
    else:
        page.evaluate("document.fonts.ready")  # with the letters, how much of it is folded changes
        page.evaluate(TWO_FRAMES)
    menu = page.get_by_role("navigation", name="App pages")
    link = menu.get_by_role("link", name=title, exact=True)
    more = menu.get_by_role("button", name="more")
    expect(link.or_(more).first).to_be_visible()
    if link.count() == 0:
        more.click()
        link = page.get_by_role("menuitem", name=title, exact=True).or_(link)
    link.click()


def asked_at_once(table: FoodTable) -> list[str]:
    """Ids of the foods that do not wait behind a press in the country of a table."""
    return [food.food_id for food in table if food.food_id not in table.seldom_eaten]


def frequencies_of(page: Page, food: str) -> Locator:
    """The group of the nine frequencies of a food, by its name on screen."""
    return page.get_by_role("radiogroup", name=food, exact=True)


def portions_of(page: Page, food: str) -> Locator:
    return page.get_by_role("radiogroup", name=f"Portion: {food}", exact=True)


def open_results(page: Page) -> None:
    """On Results, open what is made when it is asked for, and everything in it."""
    closed = '[data-testid="stMain"] [data-testid="stExpander"] details:not([open]) > summary'
    while page.locator(closed).count():
        page.locator(closed).evaluate_all("all => all.forEach(one => one.click())")
        settle(page)


def choose(group: Locator, words: str) -> None:
    """Press the option with these words."""
    group.get_by_role("radio", name=words, exact=True).click()


def expect_chosen(group: Locator, words: str) -> None:
    """Which option is chosen; the others are folded away or not."""
    spaced = re.escape(words).replace("\\ ", r"\s")
    expect(group.get_by_role("radio", checked=True)).to_have_accessible_name(
        re.compile(rf"^{spaced}$", re.IGNORECASE)
    )


def next_part(page: Page) -> None:
    """Press Next, twice where foods of the part have no answer."""
    page.get_by_role("button", name="Next", exact=True).click()
    if page.get_by_text("No answer yet:").is_visible():
        page.get_by_role("button", name="Next", exact=True).click()


def go_to_part(page: Page, name: str) -> None:
    """Go on to a part of the questionnaire, by its heading."""
    while not page.get_by_role("heading", level=1, name=name, exact=True).is_visible():
        next_part(page)


def line_of(page: Page, food: str) -> Locator:
    """All that is shown of a food: its name, its options or, folded, its answer."""
    return page.locator(".food").filter(has=frequencies_of(page, food))


def open_food(page: Page, food: str) -> None:
    """Unfold a food that has an answer."""
    page.get_by_role("button", name=f"Change: {food}", exact=True).click()


def never_for_the_rest(page: Page) -> None:
    """Say never to each food of this part that has no answer."""
    page.get_by_role("button", name=NEVER_FOR_THE_REST).click()


def never_to_the_last_part(page: Page) -> None:
    """Never for each food without an answer, from this part to the supplements."""
    rest = page.get_by_role("button", name=NEVER_FOR_THE_REST)
    while rest.is_visible():
        rest.click()
        next_part(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Supplements")


def accept_safety_questions(page: Page) -> None:
    """From the welcome page to the questionnaire, as an adult without a blood thinner."""
    page.get_by_role("button", name="Start").click()
    settle(page)
    answer_safety_questions(page)


def answer_safety_questions(page: Page) -> None:
    """From the safety questions to the page behind, as an adult without a blood thinner."""
    page.get_by_role("radio", name="Yes, 18 or older").click()
    page.get_by_role("radio", name="No blood thinner", exact=True).click()
    page.get_by_role("button", name=ON_FROM_SAFETY).click()
    settle(page)


def come_to_the_questionnaire(page: Page) -> None:
    """By a link to the safety questions, for a test that is not about the way there."""
    visit(page, "/before_you_start")
    answer_safety_questions(page)


def come_with_answers(page: Page, **eaten: str) -> None:
    """With a saved file, to the questionnaire: the frequency codes of some foods, others never.

    For a test of what comes after the questionnaire.
    """
    foods = FoodTable.load(ROOT / "foods.csv")
    answers = {food.food_id: Answer(eaten.pop(food.food_id, "never")) for food in foods}
    assert not eaten, f"no foods: {eaten}"
    data = write_answers(Answers(answers), foods, date(2026, 11, 23))
    visit(page)
    page.get_by_role("button", name="Open saved answers").click()
    page.locator('input[type="file"]').set_input_files(
        {"name": "saved.json", "mimeType": "application/json", "buffer": data}
    )
    page.get_by_role("button", name="Use these answers").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you start")
    answer_safety_questions(page)


def show_as(page: Page, width: int, color_scheme: str = "light") -> None:
    """Show the page in a window of another width, and light or dark."""
    page.emulate_media(color_scheme=color_scheme)
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate(TWO_FRAMES)


def lasting_faults(page: Page, script: str) -> list[str]:
    """What a script that looks for faults finds; what a page has only on its way is none."""
    try:
        page.wait_for_function(f"() => !({script})().length", timeout=LONGEST_ON_THE_WAY_MS)
    except TimeoutError:
        return page.evaluate(script)
    return []


def accessibility_faults(page: Page) -> list[str]:
    """Return axe's findings of any impact, each with its rule and the element.

    Left out is what Streamlit alone can mend; docs/accessibility.md tells of it.
    """
    page.evaluate(ANIMATIONS_OVER)  # half faded in, words are pale
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['target']}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
        if STREAMLITS_FAULTS.get(violation["id"], "no place") not in node["html"]
    ]
