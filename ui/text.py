"""Words that others wrote, shown as they are: never as Markdown, HTML or LaTeX."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~$:^&])")


def as_markdown(text: str) -> str:
    """Text for a place that renders Markdown, every character of it shown as it is."""
    return _SPECIAL.sub(r"\\\1", text)
