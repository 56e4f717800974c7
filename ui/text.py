"""Words that others wrote, shown as they are: never as Markdown, HTML or LaTeX."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~$:^&])")
_STARTS_A_LIST = re.compile(r"\A(\s*\d*)([-.])(?=\s|\Z|-)")
_ADDRESS = re.compile(r"(?i:https?\\?:(?=//)|www(?=\.))|@(?=[-\w])")
_WORD_JOINER = "\u2060"
"""Takes no room on screen; an address with one in it is not made a link."""


_NAME_CHARACTERS = 60


def file_name(name: str) -> str:
    """The name of a visitor's file for a line of words: printable and short; still no Markdown."""
    return "".join(filter(str.isprintable, name))[:_NAME_CHARACTERS]


def as_markdown(text: str) -> str:
    """Text for a place that renders Markdown, every character of it shown as it is.

    A backslash does not keep an address from becoming a link, so an invisible sign breaks it.
    """
    escaped = _STARTS_A_LIST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
    return _ADDRESS.sub(lambda found: found[0] + _WORD_JOINER, escaped)


def as_hidden_label(text: str) -> str:
    """Text for the label of a widget that does not show it, only reads it aloud as it stands.

    Backslashes would be heard, so an invisible sign keeps it from fetching a link or a picture.
    """
    return _ADDRESS.sub(lambda found: found[0] + _WORD_JOINER, text).replace(
        "](", f"]{_WORD_JOINER}("
    )
