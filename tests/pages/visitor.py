"""A visitor without a browser: opens pages, answers, and reads what stands on them."""

import html
import json
import re
from collections.abc import Iterator, Mapping

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from tests.conftest import ROOT

ADULT = {"safety-adult": "yes", "safety-blood-thinner": "none"}
"""The two needed safety answers of someone who needs no notice."""

VITAMIN_K_ANTAGONIST = ADULT | {"safety-blood-thinner": "vka"}
BREAKS_A_LINE = re.compile(r"</(?:p|li|h\d|dt|dd|summary|section|div|ul)>")
NO_BREAK = "\u00a0"
TAG = re.compile(r"<[^>]*>")


class Visitor:
    """One visit. `state` presets what the widgets would hold, by their keys in ui/session.py."""

    def __init__(self, **state: object) -> None:
        self.app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        for key, value in state.items():
            self.app.session_state[key] = value
        self.app.run()

    def open(self, page: str) -> None:
        """Follow the menu to a page, by its file name."""
        self.app.switch_page(f"pages/{page}.py").run()

    def choose(self, key: str, value: object) -> None:
        """Answer the question of this key, whatever kind of widget it is."""
        for kind in ("radio", "button_group", "selectbox", "number_input", "text_input"):
            for widget in self.app.get(kind):
                if widget.key == key:
                    widget.set_value(value).run()
                    return
        raise KeyError(f"no question {key!r} on this page")

    def tick(self, key: str) -> None:
        self.app.checkbox(key=key).check().run()

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
        (heading,) = self.app.title
        return heading.value

    def options(self, key: str) -> list[str]:
        """The words of the options of a question."""
        group = self.app.button_group(key=key)
        return [option.content.replace(NO_BREAK, " ") for option in group.proto.options]

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

    def charts(self) -> dict[str, Mapping]:
        """The figures on the page by the key of their part, as plotly gets them."""
        return {
            element.proto.id.rpartition("chart-")[2]: json.loads(element.proto.spec)
            for element in self.app.main.get("plotly_chart")
        }

    def card(self, title: str) -> str:
        """The words of the headline card with this title, on one line."""
        (found,) = (
            card
            for card in re.findall(r"<section.*?</section>", self.html(), re.DOTALL)
            if f"<h2>{title}" in card
        )
        return " ".join(read_html(found))


def elements(block: Block) -> Iterator[Element | Block]:
    for child in block.children.values():
        yield child
        if isinstance(child, Block):
            yield from elements(child)


def lines_of(element: Element | Block) -> list[str]:
    if element.type == "html":
        return read_html(element.body)
    if element.type == "plotly_chart":
        figure = json.loads(element.proto.spec)
        return [element.proto.alt, *annotations(figure), *(t["name"] for t in figure["data"])]
    if element.type in ("table", "arrow_table"):
        table = element.value
        return [str(cell) for row in [table.columns, *table.to_numpy().tolist()] for cell in row]
    proto = element.proto
    lines = [getattr(proto, name, "") for name in ("label", "body", "placeholder", "help")]
    options = getattr(proto, "options", ())
    lines += [getattr(option, "content", option) for option in options]
    return [line for line in lines if isinstance(line, str) and line]


def annotations(figure: Mapping) -> list[str]:
    """The words that stand in a chart."""
    return [TAG.sub("", note["text"]) for note in figure["layout"].get("annotations", ())]


def read_html(source: str) -> list[str]:
    """The words of a piece of HTML, one line a block."""
    text = html.unescape(TAG.sub("", BREAKS_A_LINE.sub("\n", source)))
    return [line.strip() for line in text.splitlines() if line.strip()]
