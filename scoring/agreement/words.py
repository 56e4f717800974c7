"""Agreement in words: what each figure is, why one cannot be told, and sentences to paste.

The sentences hold what STROBE-nut asks a study to say of its questionnaire: the method (nut-8.1),
the food composition data (nut-8.2), how it was tried (nut-8.6), who was left out (nut-13) and
whether supplements count (nut-16); Lachat and others, PLoS Medicine 2016; 13: e1002036. What only
the study knows stands in square brackets.
"""

from collections.abc import Sequence

import pyarrow as pa

from ..languages import N_, Words, _, figure, ngettext, whole
from ..nutrients import NUTRIENTS
from .figures import Agreement
from .pairs import Pairs
from .statistics import Figure, Limits, Why

_IDS_SHOWN = 5
_ID_CHARACTERS = 30

WHY = Words(
    {
        Why.FEW: N_("cannot be told from these: fewer than five pairs"),
        Why.CONSTANT: N_("cannot be told from these: everybody has the same value in a file"),
        Why.IDENTICAL: N_("no interval: both files say the same"),
        Why.NO_REST: N_("no interval: everybody differs by the same factor"),
        Why.FACTOR_NEAR_ZERO: N_("cannot be told from these: the factor may be 0"),
    }
)

NAMES = Words(
    {
        "spearman": N_("Spearman’s rank correlation"),
        "pearson": N_("Pearson’s correlation, logarithms"),
        "intraclass": N_("Intraclass correlation ICC(A,1), logarithms"),
        "ratio": N_("Second file to first: mean ratio and 95 % limits of agreement"),
        "difference": N_("Second file less first, µg a day: mean and 95 % limits of agreement"),
        "same": N_("In the same quarter"),
        "near": N_("In the same or the next quarter"),
        "opposite": N_("In opposite quarters"),
        "kappa": N_("Kappa of the quarters, linear weights"),
        "attenuation": N_("Attenuation factor of the first file, logarithms"),
    }
)


def rows(own: Agreement) -> list[tuple[str, str]]:
    """The name and the value of every figure of a nutrient, in words."""
    parts = own.quarters
    return [
        (NAMES["spearman"], told(own.spearman)),
        (NAMES["pearson"], told(own.pearson)),
        (NAMES["intraclass"], told(own.intraclass)),
        (NAMES["ratio"], limits(own.ratio)),
        (NAMES["difference"], limits(own.difference)),
        (NAMES["same"], share(parts.same)),
        (NAMES["near"], share(parts.near)),
        (NAMES["opposite"], share(parts.opposite)),
        (NAMES["kappa"], told(parts.kappa)),
        (NAMES["attenuation"], told(own.attenuation)),
    ]


def told(found: Figure) -> str:
    """A figure with its interval: "0.62 (95 % interval 0.50 to 0.71)"."""
    if found.value is None:
        return WHY[Why(found.why)]
    if found.low is None or found.high is None:
        note = f" ({WHY[Why(found.why)]})" if found.why else ""
        return f"{_number(found.value)}{note}"
    return _("{value} (95 % interval {low} to {high})").format(
        value=_number(found.value), low=_number(found.low), high=_number(found.high)
    )


def limits(found: Limits) -> str:
    """A mean with its limits of agreement: "1.05 (0.48 to 2.31)"."""
    if found.mean.value is None or found.low.value is None or found.high.value is None:
        return WHY[Why(found.mean.why)]
    return _("{value} ({low} to {high})").format(
        value=_number(found.mean.value),
        low=_number(found.low.value),
        high=_number(found.high.value),
    )


def share(found: Figure) -> str:
    """A share of people in percent."""
    if found.value is None:
        return WHY[Why(found.why)]
    return _("{number}\N{NO-BREAK SPACE}%").format(number=figure(f"{100 * found.value:.0f}"))


def who_is_compared(pairs: Pairs) -> list[str]:
    """How many people are in both files, and who is in one alone, by id."""
    people = len(pairs.ids)
    lines = [
        ngettext(
            "{count} person is in both files.", "{count} people are in both files.", people
        ).format(count=whole(people))
    ]
    for filling, alone in ((pairs.first, pairs.first_alone), (pairs.second, pairs.second_alone)):
        if len(alone):
            words = ngettext(
                "{count} person is in {file} alone and is left out: {ids}.",
                "{count} people are in {file} alone and are left out: {ids}.",
                len(alone),
            )
            lines.append(words.format(count=whole(len(alone)), file=filling.name, ids=_ids(alone)))
    return lines


def remarks(own: Agreement) -> list[str]:
    """What is special about a nutrient: people left out, intakes as if in other units."""
    lines = []
    if own.without_logarithm:
        words = ngettext(
            "{count} person has an intake of 0 in a file: no logarithm, so left out of ratios, of "
            "both correlations of logarithms and of the factor.",
            "{count} people have an intake of 0 in a file: no logarithm, so left out of ratios, of "
            "both correlations of logarithms and of the factor.",
            own.without_logarithm,
        )
        lines.append(words.format(count=whole(own.without_logarithm)))
    if own.unknown:
        words = ngettext(
            "{count} person has an empty cell in a file and is left out.",
            "{count} people have an empty cell in a file and are left out.",
            own.unknown,
        )
        lines.append(words.format(count=whole(own.unknown)))
    if own.times != 1:
        lines.append(
            _(
                "The median of the second file is {times} times that of the first. Are both in µg? "
                "(1 mg is 1,000 µg, and 1 µg of vitamin D 40 IU.)"
            ).format(times=_number(own.times))
        )
    return lines


def sentences(pairs: Pairs, found: Sequence[Agreement]) -> list[str]:
    """Sentences for the methods and the results of a paper, to paste and to fill in."""
    lines = []
    for filling in (pairs.first, pairs.second):
        if filling.foods:
            words = _(
                "Intakes by {file} were estimated with the KD Check food questionnaire ({foods} "
                "foods, nine frequencies, three portion sizes) and its food table, version "
                "{version}; supplements are not included. [How and when it was answered.]"
            )
            lines.append(
                words.format(
                    file=filling.name,
                    foods=whole(len(filling.foods)),
                    version=filling.foods.version,
                )
            )
    people = whole(len(pairs.ids))
    methods = _(
        "Intakes by {first} were compared with those by {second} [what each is, and the time "
        "between them] in {people} people; {first_alone} and {second_alone} people had one of the "
        "two alone and were left out. As intakes are skewed, correlations, ratios and the "
        "attenuation factor are of natural logarithms. We report Spearman’s and Pearson’s "
        "correlation, the intraclass correlation for absolute agreement of single measurements "
        "(ICC(A,1), McGraw and Wong 1996), limits of agreement (Bland and Altman 1986), agreement "
        "by quarters with Cohen’s kappa in linear weights, and the attenuation factor (Rosner and "
        "others 1989); figures in brackets are 95 % intervals or limits."
    ).format(
        first=pairs.first.name,
        second=pairs.second.name,
        people=people,
        first_alone=whole(len(pairs.first_alone)),
        second_alone=whole(len(pairs.second_alone)),
    )
    return [*lines, methods, *(_sentence(own) for own in found)]


def _sentence(own: Agreement) -> str:
    return _(
        "{nutrient} ({people} people): Spearman’s correlation {spearman}; Pearson’s {pearson}; ICC "
        "{icc}; ratio {ratio}; in the same quarter {same}, in opposite quarters {opposite}; kappa "
        "{kappa}; attenuation factor {attenuation}."
    ).format(
        nutrient=_(NUTRIENTS[own.nutrient].name_en),
        people=whole(own.people),
        spearman=told(own.spearman),
        pearson=told(own.pearson),
        icc=told(own.intraclass),
        ratio=limits(own.ratio),
        same=share(own.quarters.same),
        opposite=share(own.quarters.opposite),
        kappa=told(own.quarters.kappa),
        attenuation=told(own.attenuation),
    )


def _number(value: float) -> str:
    """A figure with two decimals, or three where it is near 0."""
    decimals = 2 if abs(value) >= 0.095 or value == 0 else 3
    return figure(f"{value:,.{decimals}f}".replace("-", "\N{MINUS SIGN}"))


def _ids(ids: pa.Array) -> str:
    first = [text[:_ID_CHARACTERS] for text in ids.slice(0, _IDS_SHOWN).to_pylist()]
    more = [] if len(ids) <= _IDS_SHOWN else ["…"]
    return _(", ").join([*first, *more])
