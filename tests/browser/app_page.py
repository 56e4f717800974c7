"""What browser tests ask of a page of the app."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Response, TimeoutError, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MENU_FOLDS_BELOW_PX = 768
LONGEST_ON_THE_WAY_MS = 10_000
RECONNECTED_MS = 60_000
"""The longer a server was away, the more rarely a browser looks for it."""

IDLE = "new Promise(done => requestIdleCallback(done, { timeout: 1000 }))"
TWO_FRAMES = f"""new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    .then(() => {IDLE})"""
SHOWN_WHOLE = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app !== null
        && app.dataset.testConnectionState === "CONNECTED"
        && app.dataset.testScriptState === "notRunning"
        && document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]') === null;
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
    """

    socket: WebSocket | None = None
    state: str = "asked"
    messages: int = 0
    one_more_may_follow: bool = False

    def follow(self, socket: WebSocket) -> None:
        self.socket = socket
        self.state = "asked"
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
    page.on("websocket", conversations[page].follow)


def visit(page: Page, path: str = "/") -> Response:
    """Load a path of the app, or load it again, and wait until it is shown whole."""
    with page.expect_websocket():
        answer = page.goto(path)
    settle(page)
    return answer


def settle(page: Page) -> None:
    """Wait until the app has answered the last click and shows nothing outdated or unloaded."""
    page.evaluate(TWO_FRAMES)  # by then the browser has made a message of a click
    conversation = conversations[page]
    shown = False
    while not shown:
        while conversation.state != "answered":
            conversation.socket.wait_for_event("framereceived")
        if conversation.one_more_may_follow:
            page.request.get("/_stcore/health")  # by its answer, the other run has begun
            conversation.one_more_may_follow = False
        page.evaluate(IDLE)  # by then the browser shows what it has received
        page.wait_for_function(SHOWN_WHOLE)
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
        link = page.get_by_role("menuitem", name=title, exact=True)
    link.click()


def frequencies_of(page: Page, food: str) -> Locator:
    """The group of the nine frequencies of a food, by its name on screen."""
    return page.get_by_role("radiogroup", name=food, exact=True)


def portions_of(page: Page, food: str) -> Locator:
    return page.get_by_role("radiogroup", name=f"Portion: {food}", exact=True)


def choose(group: Locator, words: str) -> None:
    """Press the option with these words."""
    group.get_by_role("radio", name=words, exact=True).click()


def expect_chosen(group: Locator, words: str) -> None:
    expect(group.get_by_role("radio", checked=True)).to_have_text(words)


def accept_safety_questions(page: Page) -> None:
    """From the welcome page to the questionnaire, as an adult without a blood thinner."""
    page.get_by_role("button", name="Start").click()
    settle(page)
    page.get_by_text("Yes, 18 or older").click()
    settle(page)
    page.get_by_text("No blood thinner", exact=True).click()
    settle(page)
    page.get_by_role("button", name="questionnaire").click()
    settle(page)


def lasting_faults(page: Page, script: str) -> list[str]:
    """What a script that looks for faults finds; what a page has only on its way is none."""
    try:
        page.wait_for_function(f"({script})().length === 0", timeout=LONGEST_ON_THE_WAY_MS)
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
