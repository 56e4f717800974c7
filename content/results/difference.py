"""The difference of two weeks in words, with its likely range; never from two ranges."""

from datetime import date

from content.numbers import micrograms, span
from content.words import HEADLINES
from scoring.guidance.repeatability import load_repeatability
from scoring.guidance.safety import Hold
from scoring.intake.difference import Difference
from scoring.intake.estimate import Intake
from scoring.languages import _, date_words, figure
from scoring.nutrients import NUTRIENTS, VITAMIN_K


def nutrients_beside(holds: frozenset[Hold]) -> tuple[str, ...]:
    """K2, K1 and D, or D alone where vitamin K must not be set beside another figure."""
    return tuple(n for n in HEADLINES if n not in VITAMIN_K or Hold.VITAMIN_K_HINTS not in holds)


def adds(difference: Difference) -> str:
    """What changing to the second week does: 'adds about 58 µg a day, likely 25 to 135 µg'."""
    amount, likely = micrograms(abs(difference.central)), likely_more(difference)
    if difference.central == 0 == difference.low == difference.high:
        return _("changes nothing")
    words = (
        _("adds about {amount} µg a day, likely {range}")
        if difference.central >= 0
        else _("takes away about {amount} µg a day, likely {range}")
    )
    return words.format(amount=amount, range=likely)


def since(day: date, difference: Difference) -> str:
    """What moved since an earlier filling, with its likely range."""
    if difference.low == difference.central == difference.high:
        return _("Since {day}: the foods that hold it were answered alike.").format(
            day=date_words(day)
        )
    words = (
        _("Since {day}: about {amount} µg a day more, likely {range}.")
        if difference.central >= 0
        else _("Since {day}: about {amount} µg a day less, likely {range}.")
    )
    return words.format(
        day=date_words(day),
        amount=micrograms(abs(difference.central)),
        range=likely_more(difference),
    )


def likely_more(difference: Difference) -> str:
    """The likely range of a difference, told in the direction in which it goes."""
    low, high = difference.low, difference.high
    if low >= 0:
        return _("{range} µg").format(range=span(low, high))
    if high <= 0:
        return _("{range} µg").format(range=span(-high, -low))
    return _("from {less} µg less to {more} µg more").format(
        less=micrograms(-low), more=micrograms(high)
    )


def told_by_repeating(nutrient: str, first: Intake, second: Intake, z: float) -> str:
    """Whether two fillings of one person lie farther apart than filling in twice would show.

    Args:
        nutrient: One of HEADLINES.
        first: From the foods of the list.
        second: The same of the other filling.
        z: Half-width of the range in log-SDs.

    Returns:
        Words; that no study was found where there is none. Empty where one of the two is 0.
    """
    if not (first.central and second.central):
        return ""
    name = NUTRIENTS[nutrient].lower_name
    study = load_repeatability().get(nutrient)
    if study is None:
        return _(
            "Whether one person who answers twice would show as much by chance cannot be said of "
            "{nutrient}: we found no study of it."
        ).format(nutrient=name)
    apart = max(first.central, second.central) / min(first.central, second.central)
    words = (
        _(
            "If both are one person at two times: one figure is {apart} times the other. Where "
            "{people} people answered twice, 8 in 10 came out within {factor} times, so this is "
            "more than answering twice would usually show."
        )
        if apart > study.factor(z)
        else _(
            "If both are one person at two times: one figure is {apart} times the other. Where "
            "{people} people answered twice, 8 in 10 came out within {factor} times, so answering "
            "twice alone may show as much."
        )
    )
    return words.format(
        apart=figure(f"{apart:.2g}" if apart < 9.5 else f"{apart:.0f}"),
        people=study.people,
        factor=figure(f"{study.factor(z):.1f}"),
    )
