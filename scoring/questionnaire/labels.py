"""Answers as people meet them in forms and spreadsheets: the words of the scales, in any language.

A file of responses holds codes (`1w`), or what a form shows in their place ("Once a week",
"einmal pro Woche"). Both are read; a bare number is never taken for an answer, since what 1 means
differs from form to form.
"""

# ruff: noqa: RUF001 -- signs that look like others are what this is about

import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import copy_context
from functools import cache
from types import MappingProxyType

from ..countries import COUNTRIES
from ..languages import N_, _, offered, use
from .answers import FREQUENCIES, PORTIONS

_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′＇", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−－～〜~", "-"),
        **dict.fromkeys("\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\ufeff", None),
        "：": ":",
        "…": "...",
        "μ": "µ",
    }
)
_SHORT_NEVER = N_("never")
_SEXES = MappingProxyType({"female": N_("Female"), "male": N_("Male")})


def plain(text: str) -> str:
    r"""The text as labels are compared: lower case, straight quotes and dashes, single blanks.

    Form tools straighten quotes and keep dashes, spreadsheets put in blanks that do not break.

    >>> plain("  3–4  Times a\xa0week "), plain("4 or more times a day.")
    ('3-4 times a week', '4 or more times a day')
    """
    return " ".join(text.translate(_STRAIGHT).casefold().split()).rstrip(".")


def id_form(text: str) -> str:
    """The text as ids are compared: lower case, the signs that join words all the same.

    >>> id_form("Gouda Edam"), id_form("natto.portion"), id_form("natto-portion")
    ('gouda_edam', 'natto_portion', 'natto_portion')
    """
    return re.sub(r"[\s._\-]+", "_", plain(text))


def without_signs(code: str) -> str:
    """A code for tools that allow letters, digits and underscores alone.

    >>> without_signs("1-3m"), without_signs("4+d")
    ('1_3m', '4pd')
    """
    return code.replace("-", "_").replace("+", "p")


def in_every_language(make: Callable[[], Iterable[tuple[str, str]]]) -> dict[str, set[str]]:
    """What each text means, by its plain form, in all languages of the app.

    Args:
        make: Gives pairs of a text in the language in use and what it means.
    """
    found: dict[str, set[str]] = {}

    def add(code: str) -> None:
        use(code)
        for text, meaning in make():
            found.setdefault(plain(text), set()).add(meaning)

    for code in offered():
        copy_context().run(add, code)
    return found


@cache
def frequency_codes() -> Mapping[str, str]:
    """The frequency code of each label, by the plain form of the label."""
    labels = in_every_language(
        lambda: [
            *((_(frequency.label), frequency.code) for frequency in FREQUENCIES),
            (_(_SHORT_NEVER), FREQUENCIES[0].code),
        ]
    )
    return _of_one_meaning(labels, [frequency.code for frequency in FREQUENCIES])


@cache
def portion_codes() -> Mapping[str, str]:
    """The portion code of each label, by the plain form of the label."""
    labels = in_every_language(lambda: [(_(portion.label), portion.code) for portion in PORTIONS])
    return _of_one_meaning(labels, [portion.code for portion in PORTIONS])


@cache
def sex_codes() -> Mapping[str, str]:
    """The code of each label of a sex, by the plain form of the label."""
    labels = in_every_language(lambda: [(_(label), code) for code, label in _SEXES.items()])
    return _of_one_meaning(labels, list(_SEXES))


@cache
def country_codes() -> Mapping[str, str]:
    """The code of each country, by the plain form of its name."""
    names = in_every_language(lambda: [(c.name, code) for code, c in COUNTRIES.items()])
    return _of_one_meaning(names, COUNTRIES)


def _of_one_meaning(labels: Mapping[str, set[str]], codes: Iterable[str]) -> Mapping[str, str]:
    """The labels that mean one code in every language, and the codes themselves."""
    sure = {label: next(iter(meant)) for label, meant in labels.items() if len(meant) == 1}
    as_written = {plain(form): code for code in codes for form in (code, without_signs(code))}
    return MappingProxyType(sure | as_written)
