"""Words that others wrote, shown as they are: never as Markdown, HTML or LaTeX."""

import re
import unicodedata
from collections.abc import Sequence

from scoring.files.plain_text import with_hidden_marked
from scoring.languages import _, whole

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~$:^&])")
_BEGINS_A_LIST = re.compile(r"^(\d*)([-.])(?=\s|$)")
_BLANKS = re.compile(r"[\t-\r ]+")
_JOINER = "\N{WORD JOINER}"
# What Streamlit looks for again in the text that Markdown has left: an address, an icon, an arrow.
_FOUND_LATER = re.compile(r"(?<=:)(?=[\w/])|(?<=[Ww]{3})(?=\.)|(?=@)|(?<=[-<])(?=[->])")

_NAME_CHARACTERS = 60


def file_name(name: str) -> str:
    """The name of a visitor's file for a line of words: printable and short; still no Markdown."""
    return "".join(filter(str.isprintable, name))[:_NAME_CHARACTERS]


def in_file_name(label: str) -> str:
    """A label with a hyphen before it, for the middle of a file name; empty for an empty one."""
    words = re.sub(r"\W+", "-", unicodedata.normalize("NFC", label)).strip("-")
    return f"-{words[:_NAME_CHARACTERS]}" if words else ""


def as_markdown(text: str) -> str:
    """Text for a place that renders Markdown, every character of it shown as it is, on one line.

    A sign, \N{REPLACEMENT CHARACTER}, stands for each character that would not be seen. Where
    a backslash is not enough, a character without width parts what would be an address or an icon.
    """
    text = _BLANKS.sub(" ", with_hidden_marked(text)).strip(" ")
    text = _SPECIAL.sub(r"\\\1", _FOUND_LATER.sub(_JOINER, text))
    return _BEGINS_A_LIST.sub(r"\1\\\2", text)


def named(words: Sequence[str], most: int = 20) -> str:
    """The first words of a list, and how many more there are."""
    listed = _(", ").join(words[:most])
    if len(words) <= most:
        return listed
    return _("{words} and {count} more").format(words=listed, count=whole(len(words) - most))
