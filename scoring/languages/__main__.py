"""Bring the files of the languages up to date.

    python -m scoring.languages [CODE ...]

Without a code, every language there is; with the code of a new one, such as `es`, its file is made.
"""

import sys

from babel import Locale, UnknownLocaleError

from . import ENGLISH, offered
from .catalogue import update


def main(codes: list[str]) -> int:
    """Update each file and say how many texts wait for words; 2 for a code that is no language."""
    for code in codes or [code for code in offered() if code != ENGLISH]:
        try:
            Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            print(
                f"{code!r} is no code of a language; allowed are such as fr, es, pt_BR.",
                file=sys.stderr,
            )
            return 2
        texts, empty = update(code)
        print(f"{code}: {texts} texts, {empty} without words")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
