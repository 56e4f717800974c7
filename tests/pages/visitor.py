"""A visitor without a browser: opens pages, answers, and reads what stands on them."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from numbers import Number

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from scoring import Answer
from scoring.guidance.safety import SafetyAnswers
from tests.conftest import ROOT
from ui import session
from ui.questionnaire.amounts import UNITS, TypedAmount
from ui.questionnaire.exchange import Exchange, held
from ui.session.said import Said

ADULT = {"safety-adult": "yes", "safety-blood-thinner": "none"}
"""The two needed safety answers of someone who needs no notice."""

VITAMIN_K_ANTAGONIST = ADULT | {"safety-blood-thinner": "vka"}
QUESTIONS = ("frequency-", "portion-", "supplement-", "safety-", "profile-")
"""How the keys of questions begin that the browser asks from its book."""

OPENED = ("results-sure", "results-take")
"""Keys of the parts that are made when somebody opens them."""

BREAKS_A_LINE = re.compile(r"</(?:p|li|h\d|dt|dd|summary|section|div|ul)>")
NO_BREAK = "\u00a0"
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Chart:
    """A chart on a page: its key, its figure as plotly.js gets it, and what it shows in words."""

    key: str
    figure: Mapping
    alt: str


class App(AppTest):
    """The app as one visitor has it; once `shared`, it can be read and does not run again."""

    shared = False

    def _run(self, *args: object, **kwargs: object) -> AppTest:
        assert not self.shared, "other tests read this visit too: make one of your own to act"
        return super()._run(*args, **kwargs)


class Visitor:
    """One visit, by a link to a page. `state` presets answers and widgets by their keys.

    The keys of widgets are those of ui/session/. A question that the browser asks has a key too:
    `frequency-natto`, `portion-natto`, `supplement-d` with `supplement-d-unit`, `safety-adult`,
    `safety-signs-heart`, `profile-age` and the like.
    """

    def __init__(self, page: str = "welcome", **state: object) -> None:
        self.app = App(ROOT / "app.py", default_timeout=30)
        given = {key: state.pop(key) for key in [*state] if key.startswith(QUESTIONS)}
        if given:
            blank = Said(Exchange("a visit"))
            self.app.session_state[session.said.KEY] = answered(blank, given)
        for key, value in state.items():
            self.app.session_state[key] = value
        self.open(page)

    @property
    def said(self) -> Said:
        """What the server holds of this person."""
        return self.app.session_state[session.said.KEY]

    def answer(self, key: str) -> object:
        """What the server holds of the answer to one question; None for none."""
        said, name = self.said, key.partition("-")[2]
        match key.split("-")[0]:
            case "frequency":
                return said.foods[name].frequency if name in said.foods else None
            case "portion":
                return said.foods[name].portion if name in said.foods else None
            case "supplement":
                return said.supplements[name].text or None if name in said.supplements else None
            case "profile":
                return getattr(said.profile, name.replace("-", "_")) or None
        return safety_codes(said).get(key)

    def say(self, page: str = "", wanted: str = "", **given: object) -> None:
        """Answer questions, by their keys, as the browser would: all that it holds, in one message.

        Args:
            page: the page on which it is said; "" for that on screen.
            wanted: the page to go to.
            given: answers by the keys of their questions.
        """
        self.hear(self.message(page, wanted, **given))

    def message(self, page: str = "", wanted: str = "", **given: object) -> dict[str, object]:
        """The message of `say`."""
        now = self.said
        said = answered(now, given)
        exchange = now.exchange
        return {
            **{"visit": exchange.visit, "epoch": exchange.epoch, "seq": exchange.seen + 1},
            **{"moves": exchange.moves, "part": exchange.part},
            **{"page": page or self.page, "wanted": wanted, "seat": "", "presses": []},
            **{
                name: shelf
                for name, shelf in held(
                    said.foods,
                    {name: said.supplements.get(name, TypedAmount()) for name in UNITS},
                    said.safety,
                    said.profile,
                    own=True,
                ).items()
                if name != "own"
            },
        }

    def hear(self, message: object) -> None:
        """Let the server hear a message of the browser, with a run of the page on screen."""
        self.app.session_state[session.said.COURIER_KEY] = {"said": message}
        self.app.run()

    def press_twice_and_go(self, key: str, page: str) -> None:
        """Press a button of ui/press.py, and ask for another page at once.

        The press reaches the server with that page, as it does where the server is busy; and twice,
        as it counts where a run is ended after it.
        """
        message = self.message()
        message["presses"] = [[message["seq"], key]] * 2
        self.app.session_state[session.said.COURIER_KEY] = {"said": message}
        self.open(page)

    @property
    def page(self) -> str:
        """The page on screen."""
        return self.down["page"]

    @property
    def down(self) -> dict[str, object]:
        """What the server has said to the browser."""
        return self.data_of("kdcheck-courier")

    def data_of(self, component: str) -> dict[str, object]:
        """The data of the one component of this name on the page."""
        (data,) = self.all_data_of(component)
        return data

    def all_data_of(self, component: str) -> list[dict[str, object]]:
        """The data of every component of this name on the page."""
        return [
            json.loads(found.proto.json)[0]
            for found in self.app.get("bidi_component")
            if found.proto.component_name == component
        ]

    def sheets(self) -> list[dict[str, object]]:
        """The data of all that the browser asks on this page."""
        return self.all_data_of("kdcheck-sheet")

    def open(self, page: str) -> None:
        """Follow the menu to a page, by its file name, and open what waits for a press there."""
        for part in OPENED:
            self.app.session_state[part] = True
        self.app.switch_page(f"pages/{page}.py").run()

    def choose(self, key: str, value: object) -> None:
        """Answer the question of this key, whatever kind of widget it is."""
        if key.startswith(QUESTIONS) and key != session.authority.AUTHORITY_KEY:
            self.say(**{key: value})
            return
        for kind in ("radio", "button_group", "selectbox", "number_input", "text_input"):
            for widget in self.app.get(kind):
                if widget.key == key:
                    widget.set_value(value).run()
                    return
        raise KeyError(f"no question {key!r} on this page")

    def tick(self, key: str) -> None:
        self.say(**{key: True})

    def press(self, words: str) -> None:
        """Press the one button whose label holds these words."""
        (found,) = (button for button in self.app.button if words in button.label)
        found.click().run()

    def press_at_once(self, *labels: str, typed: Mapping[str, float] | None = None) -> None:
        """Press buttons one by one before anything that the first press does is seen.

        typed: numbers by the key of their field; they come with the last press, as from a browser.
        """
        messages = []
        for words in labels:
            (found,) = (button for button in self.app.button if words in button.label)
            found.click()
            if words == labels[-1]:
                for key, number in (typed or {}).items():
                    self.app.number_input(key=key).set_value(number)
            states = self.app._tree.get_widget_states().widgets
            messages.append(  # a browser is silent about buttons that are not pressed
                WidgetStates(
                    widgets=[
                        one
                        for one in states
                        if one.WhichOneof("value") != "trigger_value" or one.trigger_value
                    ]
                )
            )
            found.set_value(False)
        for message in messages:
            self.app._run(message)

    def upload(self, label: str, name: str, data: bytes) -> None:
        """Give a file to the one place for a file with this label."""
        (place,) = (place for place in self.app.file_uploader if place.label == label)
        place.set_value((name, data, "application/octet-stream")).run()

    @property
    def title(self) -> str:
        headings = [heading.value for heading in self.app.title]
        (found,) = headings or [self.part["name"]]
        return found

    @property
    def sheet(self) -> dict[str, object]:
        """The data of the questions that the browser asks on this page."""
        (data,) = self.sheets()
        return data

    @property
    def part(self) -> dict[str, object]:
        """The part of the questionnaire on screen."""
        parts = self.sheet["parts"]
        return next((part for part in parts if part["id"] == self.said.exchange.part), parts[0])

    def options(self, key: str) -> list[str]:
        """The words of the options of a question."""
        group = self.app.button_group(key=key)
        return [option.content.replace(NO_BREAK, " ") for option in group.proto.options]

    def parts(self) -> list[str]:
        """The titles of the parts that open and close."""
        return [part.label for part in self.app.main.expander]

    def buttons(self) -> list[str]:
        return [button.label for button in self.app.button]

    def ways_on(self) -> dict[str, str]:
        """The links to pages of the app that stand on the page: label -> page."""
        return {link.label: link.proto.page for link in self.app.get("page_link")}

    def lines(self) -> list[str]:
        """Every line of words on the page, as a person reads them, closed parts too."""
        lines = (line for element in elements(self.app.main) for line in lines_of(element))
        return [line.replace(NO_BREAK, " ") for line in lines]

    def words(self) -> str:
        return "\n".join(self.lines())

    def html(self) -> str:
        """Every piece of HTML on the page, with its tags."""
        return "\n".join(element.body for element in self.app.main.get("html"))

    def notices(self) -> list[str]:
        """The paragraphs of the boxes for notices, urgent ones first."""
        boxes = [alert.value for kind in ("error", "info") for alert in self.app.get(kind)]
        return [paragraph for box in boxes for paragraph in box.split("\n\n")]

    def words_but_notices(self) -> str:
        """The words of the page without its safety notices, which may name what a page may not."""
        notices = self.notices()
        lines = "\n".join(self.lines()).splitlines()
        return "\n".join(line for line in lines if line not in notices)

    def table(self, first_column: str) -> list[dict[str, str]]:
        """The rows of the one table whose first column has this name."""
        (found,) = (t.value for t in self.app.table if t.value.columns[0] == first_column)
        return found.to_dict("records")

    def tables(self) -> list[list[dict[str, str]]]:
        return [table.value.to_dict("records") for table in self.app.table]

    def tables_beside_reference(self) -> list[list[dict[str, str]]]:
        """The tables of vitamin K and of vitamin D beside reference values."""
        return [rows for rows in self.tables() if list(rows[0])[:2] == ["What", "µg a day"]]

    def drawn(self) -> list[Chart]:
        """Every chart on the page, from top to bottom."""
        return [chart_of(e) for e in self.app.main.get("bidi_component") if is_chart(e)]

    def charts(self) -> dict[str, Mapping]:
        """The figures on the page by the key of their part, as plotly gets them."""
        return {chart.key.removeprefix("chart-"): chart.figure for chart in self.drawn()}

    def card(self, title: str) -> str:
        """The words of the headline card with this title, on one line."""
        (found,) = (
            card
            for card in re.findall(r"<section.*?</section>", self.html(), re.DOTALL)
            if f"<h2>{title}" in card
        )
        return " ".join(read_html(found))


def answered(said: Said, given: Mapping[str, object]) -> Said:
    """What somebody has said once they have answered these questions too, by their keys.

    A supplement is a number, a text or a typed amount; `supplement-d-unit` is a unit for it.
    """
    foods, supplements = dict(said.foods), dict(said.supplements)
    codes, profile = safety_codes(said), said.profile
    for key, value in given.items():
        kind, _, name = key.partition("-")
        if kind == "frequency" and value is None:
            foods.pop(name, None)
        elif kind == "frequency":
            foods[name] = Answer(value, foods[name].portion if name in foods else "M")
        elif kind == "supplement" and name != "d-unit":
            supplements[name] = typed_amount(value, supplements.get(name, TypedAmount()))
        elif kind == "profile":
            text = "" if value is None else str(value)
            profile = replace(profile, **{name.replace("-", "_"): text})
        elif kind == "safety":
            codes[key] = value
    for key, value in given.items():
        kind, _, name = key.partition("-")
        if kind == "portion" and name in foods:
            foods[name] = replace(foods[name], portion=value)
    if unit := given.get("supplement-d-unit"):
        typed = supplements.get("d", TypedAmount())
        supplements["d"] = replace(typed, unit={"IU": "iu", "µg": "ug"}[unit])
    return replace(
        said, foods=foods, supplements=supplements, safety=safety_of(codes), profile=profile
    )


def typed_amount(value: object, before: TypedAmount) -> TypedAmount:
    """An amount as somebody types it, who leaves the rest of the field as it is."""
    if isinstance(value, TypedAmount):
        return value
    text = f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, Number) else value
    return replace(before, text=text or "")


def safety_codes(said: Said) -> dict[str, object]:
    """Safety answers by the keys of their questions."""
    safety = said.safety
    codes: dict[str, object] = {
        "safety-adult": {None: None, True: "yes", False: "no"}[safety.adult],
        "safety-blood-thinner": safety.blood_thinner or None,
        "safety-pregnancy": safety.pregnancy or None,
    }
    for group in ("conditions", "medicines", "signs"):
        codes |= {f"safety-{group}-{code}": True for code in getattr(safety, group)}
    return codes


def safety_of(codes: Mapping[str, object]) -> SafetyAnswers:
    """The reverse of `safety_codes`."""

    def ticked(group: str) -> frozenset[str]:
        start = f"safety-{group}-"
        return frozenset(
            k.removeprefix(start) for k, v in codes.items() if k.startswith(start) and v
        )

    return SafetyAnswers(
        adult={None: None, "yes": True, "no": False}[codes.get("safety-adult")],
        blood_thinner=codes.get("safety-blood-thinner") or "",
        pregnancy=codes.get("safety-pregnancy") or "",
        conditions=ticked("conditions"),
        medicines=ticked("medicines"),
        signs=ticked("signs"),
    )


def elements(block: Block) -> Iterator[Element | Block]:
    for child in block.children.values():
        yield child
        if isinstance(child, Block):
            yield from elements(child)


def lines_of(element: Element | Block) -> list[str]:
    if element.type == "html":
        return read_html(element.body)
    if is_chart(element):
        chart = chart_of(element)
        names = [trace["name"] for trace in chart.figure["data"]]
        return [chart.alt, *annotations(chart.figure), *names]
    if element.type in ("table", "arrow_table"):
        table = element.value
        return [str(cell) for row in [table.columns, *table.to_numpy().tolist()] for cell in row]
    proto = element.proto
    lines = [getattr(proto, name, "") for name in ("label", "body", "placeholder", "help")]
    options = getattr(proto, "options", ())
    lines += [getattr(option, "content", option) for option in options]
    return [line for line in lines if isinstance(line, str) and line]


def is_chart(element: Element | Block) -> bool:
    return element.type == "bidi_component" and element.proto.component_name == "kdcheck-plot"


def chart_of(element: Element) -> Chart:
    (data,) = json.loads(element.proto.json)
    return Chart(element.key, data["figure"], data["alt"])


def annotations(figure: Mapping) -> list[str]:
    """The words that stand in a chart."""
    return [TAG.sub("", note["text"]) for note in figure["layout"].get("annotations", ())]


def read_html(source: str) -> list[str]:
    """The words of a piece of HTML, one line a block."""
    text = html.unescape(TAG.sub("", BREAKS_A_LINE.sub("\n", source)))
    return [line.strip() for line in text.splitlines() if line.strip()]
