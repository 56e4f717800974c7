"""Amounts of supplements and ages as people type them, read as their language writes numbers.

The browser reads them by the same rules for what it shows at once (amounts.js). Both are held to
tests/ui/questionnaire/typed_numbers.json. A number that can be read in two ways is never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from babel.numbers import get_decimal_symbol, get_group_symbol

from scoring.nutrients import NUTRIENTS
from scoring.questionnaire.answers import AGE_YEARS, UG_PER_IU_D

UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"d": ("ug", "iu"), "k1": ("ug",), "mk7": ("ug",), "mk4": ("ug",)}
)
"""Each supplement, in the order in which it is asked, and the units of its labels."""

PERIODS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"d": ("day", "week"), "k1": ("day",), "mk7": ("day",), "mk4": ("day",)}
)
"""How long an amount lasts: vitamin D is also sold as a capsule a week."""

DAYS = MappingProxyType({"day": 1, "week": 7})

LONGEST_TEXT = 40
"""Characters of an amount; the field in the browser takes no more."""

# Full-width signs of Japanese keyboards, and the blanks and apostrophes of printed numbers.
_FULL_WIDTH = {ord(sign) + 0xFEE0: sign for sign in "0123456789.,"}
_PLAIN = str.maketrans("’\u3000\u00a0\u202f\u2009", "'    ") | _FULL_WIDTH
_NUMBER = re.compile(r"[0-9., ']*[0-9][0-9., ']*")


@dataclass(frozen=True)
class TypedAmount:
    """An amount as it stands in its field.

    Attributes:
        text: what was typed; empty where nothing is taken.
        unit: "ug" (µg) or "iu" (international units, vitamin D alone).
        period: "day" or "week" (vitamin D alone).
        language: code of the language in which it was typed, which says what a comma means.
    """

    text: str = ""
    unit: str = "ug"
    period: str = "day"
    language: str = "en"


class AmountFault(StrEnum):
    """Why an amount does not count."""

    NO_NUMBER = "no_number"
    TWO_READINGS = "two_readings"
    TOO_MUCH = "too_much"


def readings(text: str, language: str) -> tuple[float, ...]:
    """Every number that a text can mean: none where it is no number, two where it is unclear.

    A point or comma before exactly three digits parts thousands where the language has it so. Where
    the language has it as its decimal sign, both readings are possible. Before any other number of
    digits it is a decimal sign in every language. Blanks and apostrophes only part thousands.

    >>> readings("2,5", "de"), readings("2.5", "de"), readings("1.000", "de")
    ((2.5,), (2.5,), (1000.0,))
    >>> readings("1.000", "en"), readings("1 000,5", "en"), readings("a lot", "en")
    ((1000.0, 1.0), (1000.5,), ())
    """
    text = text.translate(_PLAIN).strip()
    if not _NUMBER.fullmatch(text):
        return ()
    signs = list(dict.fromkeys(sign for sign in text if not sign.isdigit()))
    if not signs:
        return (float(text),)
    if len(signs) == 1:
        return _one_sign(text, signs[0], get_group_symbol(language))
    thousands, decimal = signs[0], signs[-1]
    whole, _decimal, part = text.partition(decimal)
    if len(signs) > 2 or decimal not in ".," or not _is_grouped(whole, thousands):
        return ()
    return (float(f"{whole.replace(thousands, '')}.{part}"),) if part.isdigit() else ()


def _one_sign(text: str, sign: str, group: str) -> tuple[float, ...]:
    thousands = (float(text.replace(sign, "")),) if _is_grouped(text, sign) else ()
    if sign not in ".," or text.count(sign) > 1:
        return thousands
    if thousands and sign == group:
        return thousands
    return (*thousands, float(text.replace(sign, ".")))


def _is_grouped(text: str, sign: str) -> bool:
    return bool(re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{re.escape(sign)}[0-9]{{3}})+", text))


def ug_per_day(supplement: str, typed: TypedAmount) -> float | AmountFault:
    """The amount in µg a day, 0 for an empty field, or why it does not count.

    Vitamin D in IU is converted (40 IU = 1 µg), an amount a week is divided by 7.

    >>> ug_per_day("d", TypedAmount("800", unit="iu"))
    20.0
    >>> ug_per_day("d", TypedAmount("1.000"))
    <AmountFault.TWO_READINGS: 'two_readings'>
    """
    if not typed.text.translate(_PLAIN).strip():
        return 0.0
    found = readings(typed.text, typed.language)
    if len(found) != 1:
        return AmountFault.TWO_READINGS if found else AmountFault.NO_NUMBER
    ug = found[0] * (UG_PER_IU_D if typed.unit == "iu" else 1) / DAYS[typed.period]
    return ug if ug <= NUTRIENTS[supplement].supplement_limit_per_day else AmountFault.TOO_MUCH


def as_typed(ug: float, language: str) -> TypedAmount:
    """An amount in µg a day as somebody would type it; empty for none.

    >>> as_typed(22.5, "de").text, as_typed(2.125, "de").text, as_typed(1000, "en").text
    ('22,5', '2,1250', '1000')
    """
    if not ug:
        return TypedAmount(language=language)
    text = f"{ug:.10f}".rstrip("0").rstrip(".").replace(".", get_decimal_symbol(language))
    return TypedAmount(
        text if len(readings(text, language)) == 1 else f"{text}0", language=language
    )


def age_years(text: str) -> int | AmountFault | None:
    """The age in years, None for an empty field, or why it does not count.

    >>> age_years("41"), age_years(""), age_years("7")
    (41, None, <AmountFault.NO_NUMBER: 'no_number'>)
    """
    text = text.translate(_PLAIN).strip()
    if not text:
        return None
    youngest, oldest = AGE_YEARS
    if re.fullmatch("[0-9]{1,3}", text) and youngest <= int(text) <= oldest:
        return int(text)
    return AmountFault.NO_NUMBER


def signs_of(language: str) -> tuple[str, str]:
    """The decimal sign of a language and its sign between thousands, as the browser needs them."""
    return get_decimal_symbol(language), get_group_symbol(language)
