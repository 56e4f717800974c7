"""A pretend language: every text in ⟦brackets⟧, as long as the longest of the real languages."""

import gettext
import re

from scoring import languages

BREAKS_ANYWHERE = {"ja"}
"""Languages without a word that could be too long for a screen."""

BREAKS = re.compile("[\\s\\-\u00ad\u200b]")
"""Where a browser begins a new line."""


class Brackets(gettext.NullTranslations):
    def __init__(self) -> None:
        super().__init__()
        codes = languages.offered().keys() - BREAKS_ANYWHERE
        self._all = [languages._catalogue(code) for code in sorted(codes)]

    def gettext(self, message: str) -> str:
        return in_brackets([one.gettext(message) for one in self._all])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return in_brackets([one.ngettext(msgid1, msgid2, n) for one in self._all])


def in_brackets(texts: list[str]) -> str:
    """The text with the longest word, in brackets."""
    return f"⟦{max(texts, key=lambda text: (max(map(len, BREAKS.split(text))), len(text)))}⟧"


BRACKETS = Brackets()
