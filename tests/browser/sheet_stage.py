"""The sheet in a real browser without Streamlit: a page that plays Streamlit, Python as the server.

The browser's half runs as it is; what it says is read by the server's half as it is.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from playwright.sync_api import Browser, BrowserContext, Page

from scoring import Answer, FoodTable, languages
from scoring.guidance.safety import SafetyAnswers
from tests.conftest import ROOT
from ui.questionnaire import sheet_data
from ui.questionnaire.amounts import TypedAmount
from ui.questionnaire.exchange import Exchange, held, wanted_page
from ui.questionnaire.message import Known, Message, Taken, TypedProfile, read_message

HOST = "http://stage.test"
COMPONENTS = ROOT / "ui" / "components" / "questionnaire"
PAGES = {
    "": "welcome",
    "before_you_start": "before_you_start",
    "questionnaire": "questionnaire",
} | {name: name for name in ("results", "learn")}
TABLE = FoodTable.load(ROOT / "foods.csv")


def text(*names: str) -> str:
    return "\n".join((COMPONENTS / name).read_text("utf-8") for name in names)


@dataclass
class PlayedServer:
    """What a server of the app keeps for one visit; `silent`, it hears nothing and says nothing."""

    visit: str = "visit-1"
    page: str = "questionnaire"
    foods: dict[str, Answer] = field(default_factory=dict)
    supplements: dict[str, TypedAmount] = field(default_factory=dict)
    known_foods: frozenset[str] = frozenset(food.food_id for food in TABLE)
    own: bool = True
    silent: bool = False
    runs: int = 0
    results: list[object] = field(default_factory=list)
    led_to: list[str] = field(default_factory=list)
    exchange: Exchange | None = None
    message: Message | None = None

    def __post_init__(self) -> None:
        self.exchange = Exchange(self.visit)

    def say(self, state: str) -> str | None:
        """Answer a message of the browser."""
        if self.silent:
            return None
        known = Known(
            self.visit,
            self.exchange.epoch,
            self.exchange.seen,
            self.known_foods,
            frozenset(PAGES.values()),
            frozenset(languages.offered()),
        )
        result = read_message(json.loads(state)["said"], known)
        self.results.append(result)
        if isinstance(result, Taken):
            self.message = result.message
            self.foods = dict(result.message.foods)
            self.supplements = dict(result.message.supplements)
            if page := wanted_page(result.message, self.page):
                self.led_to.append(page)
                self.page = page
        self.exchange = self.exchange.after(result)
        return self.down()

    def down(self) -> str:
        """What the server says with a run."""
        self.runs += 1
        said = held(self.foods, self.supplements, SafetyAnswers(), TypedProfile(), own=self.own)
        return json.dumps(
            self.exchange.down(
                run=str(self.runs), page=self.page, held=said, holds_nothing=not self.foods
            )
        )

    def put(self, foods: dict[str, Answer], part: str = "", own: bool = True) -> None:
        """Put other answers in place, as an example does."""
        self.foods, self.supplements, self.own = foods, {}, own
        self.exchange = self.exchange.with_other_answers(part)


@dataclass
class Stage:
    """One tab: its page and the server that it talks to."""

    page: Page
    server: PlayedServer

    def run(self) -> None:
        """The server runs, as it does after any message, and says what it holds."""
        self.page.evaluate("down => stage.run(JSON.parse(down))", self.server.down())

    def mount(self, data: object, table: FoodTable = TABLE) -> None:
        """Draw a sheet from data."""
        script = text("book.js", "amounts.js", "sheet.js")
        self.page.evaluate(
            "([js, css, data]) => stage.call('sheet', js, css, data)",
            [script, text("sheet.css"), data],
        )

    def start(self, data: object) -> None:
        """Load the page, with what the browser kept, and draw a sheet."""
        self.page.goto(f"{HOST}/{self.server.page}")
        self.page.evaluate("courier => { stage.courier = courier; }", text("courier.js"))
        self.page.evaluate(
            "([js, data]) => stage.call('keeper', js, '', data)",
            [text("book.js", "keeper.js"), {"pages": PAGES}],
        )
        self.run()
        self.mount(data)

    @property
    def heard(self) -> PlayedServer:
        """The server, once all that was sent has reached it and its answers have come back."""
        self.page.wait_for_function("stage.onTheWay === 0")
        return self.server

    def new_server(self) -> None:
        """A server that began anew: it knows nothing of before."""
        self.server = replace(PlayedServer(visit=f"{self.server.visit}+"), page=self.server.page)

    @property
    def messages(self) -> list[dict]:
        return self.page.evaluate("stage.messages")

    @property
    def events(self) -> list[str]:
        return self.page.evaluate("stage.events")


@contextmanager
def in_language(code: str) -> Iterator[None]:
    before = languages.current()
    languages.use(code)
    try:
        yield
    finally:
        languages.use(before)


def questionnaire(code: str = "en", table: FoodTable = TABLE) -> object:
    with in_language(code):
        return json.loads(json.dumps(sheet_data.questionnaire(table)))


def stage_html() -> str:
    style = (ROOT / "ui" / "style.css").read_text("utf-8")
    html = (ROOT / "tests" / "browser" / "sheet_stage.html").read_text("utf-8")
    return html.replace("STYLE", style)


OpenStage = Callable[..., Stage]


def open_stage_in(context: BrowserContext, **server: object) -> Stage:
    """Another tab of the same browser, with a server of its own."""
    page = context.new_page()
    stage = Stage(page, PlayedServer(**server))
    page.expose_function("say", lambda state: stage.server.say(state))
    return stage


def new_context(
    browser: Browser, width: int, scheme: str, height: int = 844, **options: object
) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        has_touch=width < 600,
        **options,
    )
    context.route(
        f"{HOST}/**", lambda route: route.fulfill(body=stage_html(), content_type="text/html")
    )
    return context
