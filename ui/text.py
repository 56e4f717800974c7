"""Words that others wrote, shown as they are: never as Markdown, HTML or LaTeX."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~$:^&])")
_STARTS_A_LIST = re.compile(r"\A(\s*\d*)([-.])(?=\s|\Z|-)")


_NAME_CHARACTERS = 60


def file_name(name: str) -> str:
    """The name of a visitor's file for a line of words: printable and short; still no Markdown."""
    return "".join(filter(str.isprintable, name))[:_NAME_CHARACTERS]


def as_markdown(text: str) -> str:
    """Text for a place that renders Markdown, every character of it shown as it is."""
    return _STARTS_A_LIST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
