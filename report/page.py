"""The words and figures of a report, one mapping for report.typ to draw; no layout here."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import content
from content.example_people import shown_name
from content.numbers import likely, micrograms, percent, span, with_unit
from content.words import (
    HEADLINES,
    LOWER_NAMES,
    NUTRIENT_NAMES,
    amount_words,
    group_words,
    month_and_year,
)
from languages import N_, _, date_words, ngettext, tag, whole
from report.person import Person
from scoring.foods import K2_FORMS, Food, FoodTable
from scoring.intake import FORMULAS_SINCE, Contribution, Intake
from scoring.plausibility import WARNING_TEXT, heaviest_foods
from scoring.references import (
    AUTHORITIES,
    KIND_WORDS,
    Comparison,
    ReferenceValue,
    beside_vitamin_d,
    beside_vitamin_k,
    load_population_intakes,
)
from scoring.safety import Hold, warnings_to_show
from scoring.shares import food_shares, nutrients_to_rank

Words = dict[str, Any]
Printable = Callable[[str], bool]
"""Whether every letter of a text can be printed."""

HUES = {
    "k2": "#65409f",
    "k1": "#1d6840",
    "d": "#8a5a00",
    "mk4": "#a94a05",
    "mk7": "#65409f",
    "mkx": "#1b6698",
}
"""Those of the screen, darker: on paper they also colour words."""

NAME_CHARACTERS = 60
LONG_WORD = 18
"""A word may be broken anywhere after this many letters, so that it never leaves its column."""

HEADINGS = {
    "day": N_("What a usual day comes to"),
    "notices": N_("Please note"),
    "forms": N_("K2 by form"),
    "foods": N_("Where it comes from"),
    "cohorts": N_("K2 beside what others eat"),
    "unknown": N_("What is not known"),
    "claims": N_("What the evidence says"),
    "note": N_("Note"),
}
"""Of the parts that are there on every report, or on most."""

PAGES = 2

MAIN_CLAIMS = (
    "steady-vitamin-k-on-warfarin",
    "k2-activates-mgp",
    "k2-lack-primary-cause",
    "more-k2-prevents-calcification",
    "no-k2-target",
    "high-d-raises-blood-calcium",
    "questionnaires-are-rough",
    "k2-tables-are-thin",
    "food-first-ask-professional",
)
ONLY_ON_BLOCKERS = "steady-vitamin-k-on-warfarin"
SHORT_CLAIMS = ("steady-vitamin-k-on-warfarin", "k2-lack-primary-cause", "no-k2-target")


@dataclass(frozen=True)
class Density:
    """How much is said, and how closely it is set.

    size_pt: size of the letters. foods, unknown: how many foods are named for each nutrient and
    among those without data. brief: only the claims of SHORT_CLAIMS and no explanations.
    two_parts: the second page starts with its own part instead of where the first is full.
    """

    size_pt: float
    foods: int
    unknown: int
    brief: bool = False
    two_parts: bool = False


DENSITIES = (
    Density(9.5, 8, 12, two_parts=True),
    Density(9, 6, 12, two_parts=True),
    Density(9, 5, 8),
    Density(8.5, 5, 6),
    Density(8, 4, 5),
    Density(8, 4, 5, brief=True),
    Density(7.5, 3, 3, brief=True),
)


def view(person: Person, density: Density, printable: Printable) -> Words:
    """Everything that stands on the two pages, as text and as places on a bar from 0 to 1."""
    hold_k = Hold.VITAMIN_K_HINTS in person.holds
    found = person.estimate
    names = _Names(person.foods, printable)
    claims = _claims(person, density.brief)
    return {
        "language": tag().split("-")[0],
        "title": _("Vitamins K2, K1 and D in a usual week"),
        "headings": {part: _(heading) for part, heading in HEADINGS.items()},
        "size": density.size_pt,
        "two_parts": density.two_parts,
        "brief": density.brief,
        "client": _breakable(person.client),
        "for_client": _around("{client}", _("For: {client}")),
        "page_numbers": [
            _("KD Check, page {page} of {pages}").format(page=page + 1, pages=PAGES)
            for page in range(PAGES)
        ],
        "marks": [_breakable(mark) for mark in _marks(person)],
        "made_on": date_words(person.made_on),
        "date": [person.made_on.year, person.made_on.month, person.made_on.day],
        "headline": [_headline(person, nutrient) for nutrient in HEADLINES],
        "headline_note": _explain("headline", hold_k),
        "bars_note": _("Every bar starts at 0. The dot is the figure, the band its likely range."),
        "notices": [notice.text for notice in person.notices],
        "warnings": [_warning(person, code, names) for code in _warnings(person)],
        "forms": _ranges([(NUTRIENT_NAMES[form], found.intakes[form], form) for form in K2_FORMS]),
        "forms_note": _explain("k2_forms", hold_k),
        "foods": [
            _foods(person, nutrient, density.foods, names)
            for nutrient in nutrients_to_rank(HEADLINES, person.holds)
        ],
        "comparison": _comparison(person),
        "cohorts": _cohorts(person),
        "unknown": _unknown(person, density.unknown, names),
        "claims": claims,
        "labels": _labels(claims),
        "note": _breakable(person.note),
        "about": _about(person),
        "disclaimer": content.disclaimer_short(),
    }


class _Names:
    """Names of foods as they fit a report."""

    def __init__(self, foods: FoodTable, printable: Printable) -> None:
        self._printable = printable
        self._all_printable = printable("".join(_(food.food) for food in foods))

    def of(self, food: Food) -> str:
        """The name, cut where it is very long; the id where it has letters no font has."""
        name = " ".join(_(food.food).split())
        if len(name) > NAME_CHARACTERS:
            name = f"{name[: NAME_CHARACTERS - 1].rstrip()}…"
        return _breakable(name if self._all_printable or self._printable(name) else food.food_id)


def _breakable(text: str) -> str:
    return re.sub(rf"(\S{{{LONG_WORD}}})(?=\S)", "\\1\u200b", text)


def _around(field: str, text: str) -> list[str]:
    """What stands before and after a field that is set in other letters."""
    before, _field, after = text.partition(field)
    return [before, after]


def _explain(key: str, hold_k: bool) -> str:
    return content.chart_note(key).passage.words(hold_k)


def _marks(person: Person) -> list[str]:
    marks = []
    if person.example:
        marks.append(_("{example}. A made-up person.").format(example=shown_name(person.example)))
    if person.own_table:
        marks.append(_("Own food table: not the foods and figures of KD Check."))
    return marks


def _headline(person: Person, nutrient: str) -> Words:
    intake = person.estimate.intakes[nutrient]
    extra = person.estimate.supplements_ug_per_day[nutrient]
    top = 1.05 * intake.high
    about = _("about {amount} µg a day") if intake.central else _("{amount} µg a day")
    also = _("Supplements add {amount} µg a day, not counted above.")
    return {
        "name": _("{nutrient} from food").format(nutrient=NUTRIENT_NAMES[nutrient]),
        "hue": HUES[nutrient],
        "figure": micrograms(intake.central),
        "around": _around("{amount}", about),
        "likely": _("likely {range} µg").format(range=likely(intake)) if intake.central else "",
        "also": also.format(amount=micrograms(extra)) if extra else "",
        "bar": _bar(intake.low, intake.central, intake.high, top),
    }


def _bar(low: float, central: float, high: float, top: float) -> list[float]:
    return [value / top if top else 0.0 for value in (low, central, high)]


def _likely(low: float, high: float) -> str:
    return _("likely {range}").format(range=span(low, high))


def _ranges(rows: Sequence[tuple[str, Intake, str]]) -> list[Words]:
    top = 1.05 * max(intake.high for _name, intake, _hue in rows)
    return [
        {
            "name": name,
            "hue": HUES[hue],
            "about": with_unit(intake.central),
            "likely": _likely(intake.low, intake.high) if intake.central else "",
            "bar": _bar(intake.low, intake.central, intake.high, top),
        }
        for name, intake, hue in rows
    ]


def _warnings(person: Person) -> tuple[str, ...]:
    return warnings_to_show(person.estimate, person.holds)


def _warning(person: Person, code: str, names: _Names) -> str:
    heaviest = [names.of(person.foods[food]) for food in heaviest_foods(person.estimate, code)]
    if not heaviest:
        return WARNING_TEXT[code]
    return _("{warning} Most of it: {foods}.").format(
        warning=WARNING_TEXT[code], foods=_("; ").join(heaviest)
    )


def _foods(person: Person, nutrient: str, shown: int, names: _Names) -> Words:
    found = person.estimate
    shares = food_shares(person.foods, found, nutrient, shown, person.holds)
    total = found.intakes[nutrient].central
    rows = [(names.of(person.foods[c.food_id]), _sum([c], nutrient)) for c in shares.top]
    if shares.rest:
        number = len(shares.rest)
        label = ngettext("{count} other food together", "{count} other foods together", number)
        rows.append((label.format(count=whole(number)), _sum(shares.rest, nutrient)))
    return {
        "name": NUTRIENT_NAMES[nutrient],
        "hue": HUES[nutrient],
        "rows": [
            {
                "food": food,
                "amount": with_unit(amount),
                "share": percent(amount / total),
                "bar": amount / total,
            }
            for food, amount in rows
        ],
        "none": _("None of the foods eaten carries {nutrient} in the table.").format(
            nutrient=LOWER_NAMES[nutrient]
        ),
    }


def _sum(contributions: Iterable[Contribution], nutrient: str) -> float:
    return sum(c.ug_per_day[nutrient] or 0.0 for c in contributions)


def _comparison(person: Person) -> Words:
    if Hold.REFERENCE_COMPARISON in person.holds:
        held = _("With what you told us, this comparison does not fit you, so it is left out.")
        return {"title": _("Beside reference values"), "rows": [], "words": held}
    which = (person.estimate, person.authority, person.profile)
    parts = [beside_vitamin_d(*which)]
    if Hold.VITAMIN_K_HINTS not in person.holds:
        parts.insert(0, beside_vitamin_k(*which))
    return {
        "title": _("Beside the values of: {authority}").format(
            authority=AUTHORITIES[person.authority]
        ),
        "rows": [_beside(part) for part in parts],
        "words": _(
            "A dark line or a grey strip on a bar is a reference value. These values were set for "
            "groups. They do not say what one person needs, and being above or below one is no "
            "verdict."
        ),
    }


def _beside(part: Comparison) -> Words:
    name = {
        ("d",): _("Vitamin D from food"),
        ("k1",): _("K1 from food"),
        ("k1", "k2"): _("K1 and K2 from food"),
    }[part.counted]
    amounts = [v.value_ug_per_day for v in part.values if v.value_ug_per_day is not None]
    top = 1.05 * max([part.high, *amounts])
    words = [_("{value}.").format(value=_value(value)) for value in part.values]
    words = words or [_("No value in our data.")]
    words += [
        _("{value} (food and supplements).").format(value=_value(value)) for value in part.upper
    ]
    if part.supplements:
        more = part.central + part.supplements
        words.append(_("With supplements: about {amount} µg.").format(amount=micrograms(more)))
    return {
        "name": name,
        "hue": HUES[part.counted[0]],
        "about": with_unit(part.central),
        "likely": _likely(part.low, part.high) if part.central else "",
        "bar": _bar(part.low, part.central, part.high, top),
        "marks": [[min(amounts) / top, max(amounts) / top]] if amounts and top else [],
        "words": " ".join(dict.fromkeys(words)),
    }


def _value(value: ReferenceValue) -> str:
    amount = amount_words(value)
    if value.value_ug_per_day is not None:
        amount = _("{amount} µg").format(amount=amount)
    return _("{kind} ({year}), {group}: {amount}").format(
        kind=KIND_WORDS[value.kind], year=value.year, group=group_words(value), amount=amount
    )


def _cohorts(person: Person) -> Words:
    """K2 beside the groups whose figure was published as such; never on a vitamin K antagonist."""
    if Hold.VITAMIN_K_HINTS in person.holds:
        words = _(
            "With your medicine, what counts is a steady diet, so your vitamin K is not set beside "
            "other people's or beside reference values."
        )
        return {"rows": [], "words": words}
    mine = person.estimate.intakes["k2"]
    groups = [
        (group, group.mean_ug)
        for group in load_population_intakes()
        if group.nutrient == "k2" and group.mean_ug is not None and not group.computed
    ]
    top = 1.05 * max([mine.high, *(max(m, *g.percentiles.values()) for g, m in groups)])
    rows = [
        {
            "name": _("You, from food"),
            "hue": HUES["k2"],
            "about": with_unit(mine.central),
            "likely": _likely(mine.low, mine.high) if mine.central else "",
            "bar": _bar(mine.low, mine.central, mine.high, top),
            "words": "",
        }
    ]
    for group, mean in groups:
        low, high = group.percentiles.get(5, mean), group.percentiles.get(95, mean)
        source = content.references()[group.ref_id].short_citation
        rows.append(
            {
                "name": _(", ").join((group.population, group.country)),
                "hue": "#5b6866",
                "about": with_unit(mean),
                "likely": _("9 in 10 people {range}").format(range=span(low, high))
                if low < high
                else "",
                "bar": _bar(low, mean, high, top),
                "words": _("{first}. {second}")
                .format(first=source, second=f"{group.note} {group.percentile_note}")
                .strip(),
            }
        )
    return {"rows": rows, "words": _explain("cohorts", hold_k=False)}


def _unknown(person: Person, shown: int, names: _Names) -> Words:
    found = person.estimate
    lines = [
        _("{name}: {value}").format(
            name=names.of(person.foods[food_id]),
            value=_(", ").join(LOWER_NAMES[n] for n in missing),
        )
        for food_id, missing in found.unknown.items()
    ]
    hidden = [
        _("{amount} µg {nutrient}").format(amount=micrograms(extra), nutrient=LOWER_NAMES[n])
        for n in HEADLINES
        if (extra := found.could_hide_ug_per_day[n])
    ]
    words = []
    if hidden:
        words.append(
            _(
                "They count as nothing in the figures. If each held as much as the middle one of "
                "the foods in which it was found, a day would hold about {amounts} more."
            ).format(amounts=_(", ").join(hidden))
        )
    if found.unanswered:
        unanswered = [names.of(person.foods[food_id]) for food_id in found.unanswered]
        words.append(
            _("Without an answer, so counted as nothing: {foods}.").format(
                foods=_listed(unanswered, shown)
            )
        )
    if not lines and not found.unanswered:
        words.append(_("Every food eaten has data for every form, and every food has an answer."))
    eaten = _("Eaten, but no data for: {foods}.")
    return {
        "foods": eaten.format(foods=_listed(lines, shown)) if lines else "",
        "words": words,
    }


def _listed(names: Sequence[str], shown: int) -> str:
    """The names, the first `shown` of them and how many more there are."""
    if len(names) <= shown + 1:
        return _("; ").join(names)
    more = len(names) - shown
    return ngettext(
        "{foods} and {count} other food", "{foods} and {count} other foods", more
    ).format(foods=_("; ").join(names[:shown]), count=whole(more))


def _claims(person: Person, brief: bool) -> list[Words]:
    on_blocker = Hold.VITAMIN_K_HINTS in person.holds
    found = []
    for claim_id in SHORT_CLAIMS if brief else MAIN_CLAIMS:
        claim = content.claims()[claim_id]
        if claim_id == ONLY_ON_BLOCKERS and not on_blocker:
            continue
        if content.may_show_claim(claim, person.holds):
            label = content.evidence_label(claim.verdict).label
            found.append(
                {
                    "topic": claim.topic,
                    "verdict": claim.verdict,
                    "label": label,
                    "words": claim.summary,
                }
            )
    return found


def _labels(claims: list[Words]) -> list[Words]:
    """What the labels of these claims mean, strongest first."""
    used = {claim["verdict"] for claim in claims}
    return [
        {"verdict": label.verdict, "label": label.label, "meaning": label.meaning}
        for label in content.evidence_labels().values()
        if label.verdict in used
    ]


def _about(person: Person) -> str:
    oldest = min(claim.looked_at for claim in content.claims().values())
    words = (
        _(
            "Own food table, version {version}; formulas of {formulas}; {answered} of {foods} "
            "foods answered. Worked out on {day} from a usual week. Likely ranges are made for "
            "{cases} in 100 cases. Evidence last looked at in {month}."
        )
        if person.own_table
        else _(
            "KD Check food table, version {version}; formulas of {formulas}; {answered} of {foods} "
            "foods answered. Worked out on {day} from a usual week. Likely ranges are made for "
            "{cases} in 100 cases. Evidence last looked at in {month}."
        )
    )
    return words.format(
        version=person.foods.version,
        formulas=FORMULAS_SINCE,
        answered=whole(len(person.foods) - len(person.estimate.unanswered)),
        foods=whole(len(person.foods)),
        day=date_words(person.made_on),
        cases=whole(100 * person.estimate.range_level),
        month=month_and_year(oldest),
    )
