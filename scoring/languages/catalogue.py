"""All words of the app, found by Babel where they stand: in the code and in its data files.

Babel knows Python; here is how words are found in tables, in the example people and in Markdown,
as extraction methods of `babel.messages.extract`: each takes a file, and yields the number of a
line, the name of the calling function, a text and comments.
"""

import csv
import json
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO, StringIO
from typing import IO

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from . import ENGLISH, FOLDER, catalogue_path
from .files import COLUMNS, MARKER, front_matter, paragraphs

ROOT = FOLDER.parent.parent
KEYWORDS = {"_": (1,), "N_": (1,), "ngettext": (1, 2)}
"""The functions of `languages` whose arguments are words, and which of them, from 1."""

CODE = (
    *("app.py", "content/**.py", "pages/**.py", "report/**.py", "scoring/**.py", "ui/**.py"),
    "workshop/**.py",
)
FILES = {
    "python": CODE,
    f"{__name__}:words_of_table": tuple(COLUMNS),
    f"{__name__}:words_of_examples": ("content/examples.json",),
    f"{__name__}:words_of_markdown": ("content/markdown/**.md", "scoring/guidance/disclaimer.md"),
}
"""By which of Babel's or our methods words are found, in which files."""

_Found = Iterator[tuple[int, None, str, list[str]]]


def template() -> Catalog:
    """Every text that a reader can meet, without translations: the code first, in order of files.

    Babel sees no call that stands inside an f-string.
    """
    found = Catalog()
    options = {name: {"columns": columns} for name, columns in COLUMNS.items()}
    for method, patterns in FILES.items():
        methods = [(pattern, method) for pattern in patterns]
        for file, line, text, _, _ in extract_from_dir(ROOT, methods, options, KEYWORDS):
            found.add(text, locations=[(file, line)])
    return found


def update(code: str) -> tuple[int, int]:
    """Bring the file of a language up to date: new texts come in empty, texts of the past go.

    A file that is not there is made.

    Returns:
        How many texts there are, and how many are without words.
    """
    path = catalogue_path(code)
    catalogue = Catalog(locale=code)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=code, abort_invalid=True)
    catalogue.update(template(), no_fuzzy_matching=True)
    written = BytesIO()
    write_po(
        written, catalogue, width=100, omit_header=True, ignore_obsolete=True, include_lineno=False
    )
    name = Locale.parse(code).get_display_name(ENGLISH)
    header = _HEADER.format(name=name, code=code, plural_forms=catalogue.plural_forms)
    path.write_bytes(header.encode() + written.getvalue())
    return len(catalogue), sum(not _has_words(message) for message in catalogue if message.id)


def _has_words(message: Message) -> bool:
    """Whether every form of a text has words, none of them of another form."""
    forms = [message.string] if isinstance(message.string, str) else message.string or [""]
    return all(forms) and not message.fuzzy


_HEADER = """# {name}: the words of KD Check.
# After a change of the app: python -m scoring.languages
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plural_forms}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
"""Without the hour in which the file was written, so that only changes change it."""


def words_of_table(
    file: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, Collection[str]],
) -> _Found:
    """The words of a CSV file: the cells of its `columns` that hold a letter."""
    for row in csv.DictReader(StringIO(file.read().decode(), newline="")):
        for column in options["columns"]:
            if any(map(str.isalpha, row[column])):
                yield 0, None, row[column], []


def words_of_examples(
    file: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, object],
) -> _Found:
    """The names of the example people, and what to look at with each."""
    for person in json.load(file):
        yield 0, None, person["name"], []
        yield 0, None, person["teaching_point"], []


def words_of_markdown(
    file: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, object],
) -> _Found:
    """The titles and paragraphs of a Markdown file, and what stands in place of a paragraph."""
    about, text = front_matter(file.read().decode())
    for key, value in about.items():
        if key.startswith("title"):
            yield 0, None, value, []
    for paragraph in paragraphs(text):
        yield 0, None, MARKER.split(paragraph, maxsplit=1)[0].strip(), []
        for kind, value in MARKER.findall(paragraph):
            if kind == "hold-vitamin-k":
                yield 0, None, value, []
