"""Words that others wrote, shown as they are: never as Markdown, HTML or LaTeX."""

import re
from collections.abc import Sequence

from languages import _, whole
from scoring.plain_text import with_signs_for_hidden

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


def as_markdown(text: str) -> str:
    """Text for a place that renders Markdown, every character of it shown as it is, on one line.

    A sign, \N{REPLACEMENT CHARACTER}, stands for each character that would not be seen. Where
    a backslash is not enough, a character without width parts what would be an address or an icon.
    """
    text = _BLANKS.sub(" ", with_signs_for_hidden(text)).strip(" ")
    text = _SPECIAL.sub(r"\\\1", _FOUND_LATER.sub(_JOINER, text))
    return _BEGINS_A_LIST.sub(r"\1\\\2", text)


def as_hidden_label(text: str) -> str:
    """Text for the label of a widget that does not show it, only reads it aloud as it stands.

    Backslashes would be heard, so an invisible sign keeps it from fetching a link or a picture.
    """
    return _FOUND_LATER.sub(_JOINER, text).replace("](", f"]{_JOINER}(")


def named(words: Sequence[str], most: int = 20) -> str:
    """The first words of a list, and how many more there are."""
    listed = _(", ").join(words[:most])
    if len(words) <= most:
        return listed
    return _("{words} and {count} more").format(words=listed, count=whole(len(words) - most))
