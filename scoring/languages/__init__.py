"""The words of the app in the language of the reader, and figures and dates as it writes them.

English stands where it is used: in the code inside `_()`, and in the data files of
`files`. Every other language is one gettext file beside this module, `nl.po` for Dutch, read when
the app first needs it; `python -m scoring.languages` brings these files up to date.

The language holds for the code that runs now: whoever begins to make words, a run of a page or a
report, says first which language is meant. It is English until somebody does.

Babel is imported where something but English text is asked for: a command line in English starts
without it.
"""

import datetime
import gettext as _gettext
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, update_wrapper
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Generic, Literal, TypeVar

FOLDER = Path(__file__).parent
ENGLISH = "en"

_current: ContextVar[str] = ContextVar("language", default=ENGLISH)
_T = TypeVar("_T")
_Key = TypeVar("_Key", bound=str)


def catalogue_path(code: str) -> Path:
    """The file that holds the words of a language."""
    return FOLDER / f"{code}.po"


@cache
def _codes() -> tuple[str, ...]:
    return (ENGLISH, *sorted(path.stem for path in FOLDER.glob("*.po")))


@cache
def offered() -> Mapping[str, str]:
    """The languages that the app speaks: code and its own name, English first."""
    from babel import Locale

    names = {code: Locale.parse(code).get_display_name() or code for code in _codes()}
    return MappingProxyType({code: name[0].upper() + name[1:] for code, name in names.items()})


def nearest(wished: str, otherwise: str = ENGLISH) -> str:
    """The language to begin with for a reader whose browser asks for this one, such as `nl-BE`.

    Args:
        wished: As browsers name it.
        otherwise: The code of the one to begin with where the app speaks nothing near it.
    """
    from babel import negotiate_locale

    by_tag = {_tag(code): code for code in offered()}
    return by_tag.get(negotiate_locale([wished], list(by_tag), sep="-") or "", otherwise)


def use(code: str) -> None:
    """From here on, words are made in this language.

    Raises:
        ValueError: The app does not speak it.
    """
    if code not in _codes():
        raise ValueError(f"'{code}' is not one of {', '.join(_codes())}")
    _current.set(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Make words in this language inside `with`, and in the one before after it.

    Raises:
        ValueError: The app does not speak it.
    """
    before = current()
    use(code)
    try:
        yield
    finally:
        use(before)


def current() -> str:
    """The code of the language in use."""
    return _current.get()


def tag() -> str:
    """The language in use as web pages and documents name it: `pt-BR` for `pt_BR`."""
    return _tag(current())


def _(text: str) -> str:
    """The text in the language in use; itself where that has no words for it."""
    return _catalogue(current()).gettext(text) if text else text


def ngettext(one: str, many: str, number: float) -> str:
    """The form of a text that goes with a number, which both forms hold as a field."""
    return _catalogue(current()).ngettext(one, many, int(number))


def N_(text: str) -> str:  # noqa: N802
    """Mark a text that is defined here and translated where it is shown."""
    return text


class Words(Mapping[_Key, str]):
    """Texts by key, written in English and marked by N_(); read in the language in use.

    Args:
        texts: The texts by their key.
        **fields: Numbers that the texts name, written as the language writes them.
    """

    def __init__(self, texts: Mapping[_Key, str], **fields: float) -> None:
        self._texts = dict(texts)
        self._fields = fields

    def __getitem__(self, key: _Key) -> str:
        text = _(self._texts[key])
        if not self._fields:
            return text
        return text.format(**{k: figure(f"{v:,}") for k, v in self._fields.items()})

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


class cached_by_language(Generic[_T]):  # noqa: N801
    """Keep what a function without arguments returns, once for each language."""

    def __init__(self, load: Callable[[], _T]) -> None:
        update_wrapper(self, load)
        self._kept = cache(lambda _language: load())
        self.cache_clear = self._kept.cache_clear

    def __call__(self) -> _T:
        """What the function returns in the language in use."""
        return self._kept(current())


def figure(written: str) -> str:
    """A number that Python wrote with commas and a point, as the language in use writes it."""
    return written.translate(_signs(current()))


def whole(number: float) -> str:
    """A number of things: 1,234."""
    return figure(f"{number:,.0f}")


def plain(number: float) -> str:
    """A figure of the food table exactly as it stands there, for sums done by hand.

    >>> plain(50.0), plain(0.85)
    ('50', '0.85')
    """
    return figure(f"{number:,.10g}")


def separators() -> str:
    """The decimal sign and the character between thousands, as plotly wants them."""
    return "".join(figure(sign) for sign in ".,")


def folded(text: str) -> str:
    """Text as it is looked for and put in order: without capitals, accents and ligatures.

    >>> folded("Épinards"), folded("Œufs"), folded("Öl"), folded("ﾊﾟﾝ")
    ('epinards', 'oeufs', 'ol', 'パン')
    """
    bare = (x for x in unicodedata.normalize("NFKD", text) if not "\u0300" <= x <= "\u036f")
    return unicodedata.normalize("NFKC", "".join(bare)).casefold().replace("œ", "oe")


def date_words(day: datetime.date) -> str:
    """A day in words: 23 November 2026."""
    return _day(day, "long")


def day_words(day: datetime.date) -> str:
    """A day in a few letters: 23 Nov 2026."""
    return _day(day, "medium")


def month_words(month: datetime.date) -> str:
    """The month of a day in words: November 2026."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", month, locale=_locale(current()))


def _day(day: datetime.date, length: Literal["long", "medium"]) -> str:
    from babel.dates import format_date

    words = format_date(day, length, locale=_locale(current()))
    is_first = day.day == 1 and current() == "fr"
    return words.replace("1", "1er", 1) if is_first else words  # which Babel does not know


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    path = catalogue_path(code)
    if code == ENGLISH:
        return _gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file, locale=code, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def _tag(code: str) -> str:
    return code.replace("_", "-")


@cache
def _locale(code: str) -> str:
    """Days as in most countries that use English, not as in the United States."""
    return "en_GB" if code == ENGLISH else code


@cache
def _signs(code: str) -> dict[int, str]:
    if code == ENGLISH:
        return {}
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return str.maketrans({",": get_group_symbol(code), ".": get_decimal_symbol(code)})
