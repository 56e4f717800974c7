"""Words and dates for the screen; what others wrote is shown as it is, never as Markdown."""

import re
from datetime import datetime

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~$:^&])")


def as_markdown(text: str) -> str:
    """Text for a place that renders Markdown, every character of it shown as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def month_and_year(year_and_month: str) -> str:
    """A month such as 2026-11 in words: November 2026."""
    return datetime.strptime(year_and_month, "%Y-%m").strftime("%B %Y")
