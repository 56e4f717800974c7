"""All words of the app, found where they stand: in the code and in its data files."""

import ast
import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from languages import ENGLISH, FOLDER, catalogue_path
from languages.files import COLUMNS, paragraphs

ROOT = FOLDER.parent
CODE = ("app.py", "content", "pages", "report", "scoring", "ui", "workshop")
WORDS_OF_CALL = {"_": 1, "N_": 1, "ngettext": 2}
"""How many texts, one a form, are the first arguments of a function of `languages`."""

EXAMPLES = "content/examples.json"
MARKDOWN = ("content/*.md", "content/learn/*.md", "content/method/*.md", "content/stories/*.md")

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"^title[a-z-]*: (.+)$", re.MULTILINE)
_MARKER = re.compile(r"\s*\[\[([a-z-]+):([^\]]+)\]\]")


@dataclass(frozen=True)
class Words:
    """A text to translate: what stands in English, with its plural if it has one, and where."""

    text: str
    plural: str
    place: str


def words_of_the_app() -> Iterator[Words]:
    """Every text that a reader can meet, in the order of the files."""
    for name in CODE:
        place = ROOT / name
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            yield from _in_code(path)
    for name, columns in COLUMNS.items():
        yield from _in_table(ROOT / name, columns)
    yield from _in_examples(ROOT / EXAMPLES)
    for pattern in MARKDOWN:
        for path in sorted(ROOT.glob(pattern)):
            yield from _in_markdown(path)


def update(code: str) -> tuple[int, int]:
    """Bring the file of a language up to date: new texts come in empty, texts of the past go.

    A file that is not there is made. Returns how many texts there are, and how many are empty.
    """
    path = catalogue_path(code)
    old = Catalog(locale=code)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=code, abort_invalid=True)
    new = Catalog(locale=code, fuzzy=False)
    for words in words_of_the_app():
        key = (words.text, words.plural) if words.plural else words.text
        known = old.get(words.text)
        same_kind = known is not None and isinstance(known.id, tuple) == isinstance(key, tuple)
        new.add(key, known.string if known and same_kind else None, [(words.place, 0)])
    written = BytesIO()
    write_po(written, new, width=100, include_lineno=False, omit_header=True)
    name = Locale.parse(code).get_display_name(ENGLISH)
    header = _HEADER.format(name=name, code=code, plural_forms=new.plural_forms)
    path.write_bytes(header.encode() + written.getvalue())
    empty = sum(not all(_forms(message.string)) for message in new if message.id)
    return len(new), empty


_HEADER = """# {name}: the words of KD Check.
# After a change of the app: python -m languages
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plural_forms}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
"""Without the hour in which the file was written, so that only changes change it."""


def _forms(string: object) -> tuple[object, ...]:
    return tuple(string) if isinstance(string, (list, tuple)) else (string,)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _in_code(path: Path) -> Iterator[Words]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            count = WORDS_OF_CALL.get(node.func.id, 0)
            texts = [str(a.value) for a in node.args[:count] if isinstance(a, ast.Constant)]
            if count and len(texts) == count:
                yield Words(texts[0], "".join(texts[1:]), _name(path))


def _in_table(path: Path, columns: Iterable[str]) -> Iterator[Words]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column in columns:
                if any(map(str.isalpha, row[column])):
                    yield Words(row[column], "", _name(path))


def _in_examples(path: Path) -> Iterator[Words]:
    for person in json.loads(path.read_text(encoding="utf-8")):
        yield Words(person["name"], "", _name(path))
        yield Words(person["teaching_point"], "", _name(path))


def _in_markdown(path: Path) -> Iterator[Words]:
    text = path.read_text(encoding="utf-8")
    if front := _FRONT_MATTER.match(text):
        for title in _TITLE.findall(front[1]):
            yield Words(title, "", _name(path))
        text = text[front.end() :]
    for paragraph in paragraphs(text):
        words = _MARKER.split(paragraph, maxsplit=1)[0].strip()
        yield Words(words, "", _name(path))
        for kind, value in _MARKER.findall(paragraph):
            if kind == "hold-vitamin-k":
                yield Words(value, "", _name(path))
