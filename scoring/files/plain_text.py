"""Words of others: which characters may stand in a name or a note."""

import re

from ..languages import N_

_HIDDEN = (
    "\x01-\x08\x0e-\x1f\x7f-\x9f"  # control characters but blanks and line breaks
    "\u2028\u2029"  # line and paragraph breaks
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # characters that turn the direction of text
    "\u200b\u2060\ufeff"  # spaces without width
)
HIDDEN_CHARACTERS = f"[{_HIDDEN}]"
"""One character that is not seen, other than NUL, as a regular expression for any engine."""

# Halves of characters, which no file can hold, are known to Python alone.
_ANY_HIDDEN = re.compile(f"[\x00{_HIDDEN}\ud800-\udfff]")

PLAIN = N_("text without characters that are not seen")
"""What a name or a note may be, in words."""


def hidden_characters(text: str) -> str:
    """The first character of a text that a reader would not see, as `U+202E`; "" for none.

    Such characters make a name look like another one. Blanks, line breaks, and the joiners that
    some scripts need to spell a word are no fault.
    """
    found = _ANY_HIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def with_hidden_marked(text: str) -> str:
    """The text with \N{REPLACEMENT CHARACTER} for each character that is not seen."""
    return _ANY_HIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
