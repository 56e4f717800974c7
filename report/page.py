"""The words and figures of a report, one mapping for report.typ to draw; no layout here."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from content.evidence import claim_meant_for, claims, evidence_label, evidence_labels, references
from content.example_people import shown_name
from content.marks import LEGENDS, LOOKS, MarkKind
from content.numbers import micrograms, span, with_unit
from content.results import comparison
from content.results.cohorts import HELD_BACK, NINE_IN_TEN, beside_cohorts
from content.results.headline import Headline, headlines
from content.results.history import Estimated, Filling, changes
from content.results.not_asked import not_asked
from content.results.second_look import SecondLook, second_looks
from content.results.shares import nutrients_shown, shares
from content.results.unknown import unknown
from content.texts import chart_note
from content.words import (
    LOWER_NAMES,
    NUTRIENT_NAMES,
    amount_words,
    group_words,
    month_and_year,
)
from report.person import Person
from scoring.foods.table import Food, FoodTable
from scoring.guidance.disclaimer import disclaimer_short
from scoring.guidance.references import (
    AUTHORITIES,
    KIND_WORDS,
    ReferenceComparison,
    ReferenceValue,
)
from scoring.guidance.safety import MOST_NOTICES_IN_FULL, Hold, Place, leads_of
from scoring.intake.estimate import FORMULAS_SINCE, Intake
from scoring.languages import N_, _, date_words, ngettext, tag, whole
from scoring.nutrients import NUTRIENTS

Fields = dict[str, Any]
"""What report.typ draws, by the name that it has there."""
Printable = Callable[[str], bool]
"""Whether every letter of a text can be printed."""

HUES = {
    "k2": "#65409f",
    "k1": "#1d6840",
    "d": "#8a5a00",
    "mk4": "#a94a05",
    "mk7": "#9b2f6c",
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

    Attributes:
        size_pt: Size of the letters, pt.
        foods: How many foods are named for each nutrient.
        unknown: How many foods are named among those without data.
        brief: Only the claims of SHORT_CLAIMS and no explanations.
        grouped: Of many notices only what matters most of each group.
        two_parts: The second page starts with its own part instead of where the first is full.
    """

    size_pt: float
    foods: int
    unknown: int
    brief: bool = False
    grouped: bool = False
    two_parts: bool = False


DENSITIES = (
    Density(9.5, 7, 12, two_parts=True),
    Density(9, 5, 12, two_parts=True),
    Density(9, 4, 8),
    Density(8.5, 4, 6),
    Density(8, 3, 5),
    Density(8, 3, 5, brief=True),
    Density(7.5, 2, 3, brief=True),
    Density(7.5, 2, 3, brief=True, grouped=True),
)


def view(person: Person, density: Density, printable: Printable) -> Fields:
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
        "headline": [_headline(headline) for headline in headlines(found)],
        "headline_note": _explain("headline", hold_k),
        "bars_note": _("Every bar starts at 0."),
        "marks_of": {kind.value: _mark(kind) for kind in MarkKind},
        "legend": [_legend(MarkKind.UNCERTAINTY, LEGENDS[MarkKind.UNCERTAINTY])],
        "not_asked": _not_asked(person),
        "notices": _notices(person, density.grouped),
        "warnings": [_warning(warning, names) for warning in second_looks(person)],
        "forms": _ranges([(NUTRIENT_NAMES[n], found.intakes[n], n) for n in NUTRIENTS["k2"].parts]),
        "forms_note": _explain("k2_forms", hold_k),
        "foods": [
            _foods(person, nutrient, density.foods, names) for nutrient in nutrients_shown(person)
        ],
        "before": _before(person),
        "comparison": _comparison(person),
        "cohorts": _cohorts(person),
        "unknown": _unknown(person, density.unknown, names),
        "colon": _("{name}: {value}").format(name="", value=""),
        "claims": claims,
        "labels": _labels(claims),
        "note": _breakable(person.note),
        "about": _about(person),
        "disclaimer": disclaimer_short(),
    }


def _notices(person: Person, grouped: bool) -> list[str]:
    """The notices: in full, or of many that are to be grouped what matters most of each group."""
    found = person.notices_for(Place.PRINT)
    urgent = [notice.text for notice in found if notice.urgent]
    calm = [notice for notice in found if not notice.urgent]
    if not grouped or len(calm) <= MOST_NOTICES_IN_FULL:
        return urgent + [notice.text for notice in calm]
    leads = [lead.replace("**", "") for lead in leads_of(calm)]
    return [*urgent, *leads, _("KD Check shows these notes in full beside the results.")]


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
    return chart_note(key).passage.words(hold_k)


def _marks(person: Person) -> list[str]:
    marks = []
    if person.example:
        marks.append(_("{example}. A made-up person.").format(example=shown_name(person.example)))
    if person.own_table:
        marks.append(_("Own food table: not the foods and figures of KD Check."))
    return marks


def _headline(headline: Headline) -> Fields:
    intake = headline.intake
    also = _("Supplements add {amount} µg a day, not counted above.")
    return {
        "name": _("{nutrient} from food").format(nutrient=NUTRIENT_NAMES[headline.nutrient]),
        "hue": HUES[headline.nutrient],
        "figure": headline.amount,
        "around": _around("{amount}", headline.sentence),
        "likely": headline.likely,
        "not_asked": headline.not_asked,
        "also": also.format(amount=headline.supplements) if headline.supplements else "",
        "bar": _bar(intake.low, intake.central, intake.high, 1.05 * intake.high),
    }


def _not_asked(person: Person) -> str:
    """What the allowance for foods that were not asked is, and whose figures it follows."""
    found = not_asked(person)
    if not found.rows:
        return found.words
    average = _("What is added for foods that were not asked is an average, not what was eaten.")
    return f"{average} {found.whose}"


def _mark(kind: MarkKind) -> Fields:
    """How a mark looks, for report.typ to draw."""
    look = LOOKS[kind]
    return {"dash": look.dash, "ends": look.ends, "symbol": look.symbol, "px": look.line_px}


def _legend(kind: MarkKind, words: str) -> Fields:
    return {"mark": kind.value, "words": words}


def _bar(low: float, central: float, high: float, top: float) -> list[float]:
    return [value / top if top else 0.0 for value in (low, central, high)]


def _likely(low: float, high: float) -> str:
    return _("likely {range}").format(range=span(low, high))


def _ranges(rows: Sequence[tuple[str, Intake, str]]) -> list[Fields]:
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


def _warning(warning: SecondLook, names: _Names) -> str:
    if not warning.foods:
        return warning.words
    return _("{warning} Most of it: {foods}.").format(
        warning=warning.words, foods=_("; ").join(map(names.of, warning.foods))
    )


def _foods(person: Person, nutrient: str, shown: int, names: _Names) -> Fields:
    return {
        "name": NUTRIENT_NAMES[nutrient],
        "hue": HUES[nutrient],
        "rows": [
            {
                "food": names.of(share.food) if share.food else share.label,
                "amount": share.about,
                "share": share.percent,
                "bar": share.of_all,
            }
            for share in shares(person, nutrient, shown)
        ],
        "none": _("None of the foods eaten carries {nutrient} in the table.").format(
            nutrient=LOWER_NAMES[nutrient]
        ),
    }


def _before(person: Person) -> Fields:
    """The intake beside that of an earlier filling; no rows where there is none."""
    if person.before is None:
        return {"title": "", "rows": []}
    now = Estimated(Filling("", person.made_on, person.answers), person.estimate)
    before = Estimated.of(person.foods, person.before)
    day = date_words(person.before.day)
    return {
        "title": _("Beside the answers of {day}").format(day=day),
        "rows": [
            {
                "name": NUTRIENT_NAMES[change.nutrient],
                "hue": HUES[change.nutrient],
                "figures": _("{before} then, {after} now").format(
                    before=with_unit(change.before.central), after=with_unit(change.after.central)
                ),
                "words": f"{change.words} {change.repeated}".strip(),
            }
            for change in changes(person.foods, before, now, person.holds)
        ],
    }


def _comparison(person: Person) -> Fields:
    if not comparison.may_compare(person):
        held = _(comparison.HELD_BACK)
        return {"title": _("Beside reference values"), "rows": [], "words": held}
    parts = comparison.comparisons(person, person.authority, person.profile)
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


def _beside(part: ReferenceComparison) -> Fields:
    name = {
        ("d",): _("Vitamin D from food"),
        ("k1",): _("K1 from food"),
        ("k1", "k2"): _("K1 and K2 from food"),
    }[part.counted]
    reach = comparison.span_of(part.values)
    top = 1.05 * max([part.high, *(reach or ())])
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
        "marks": [[amount / top for amount in reach]] if reach and top else [],
        "words": " ".join(dict.fromkeys(words)),
    }


def _value(value: ReferenceValue) -> str:
    amount = amount_words(value)
    if value.value_ug_per_day is not None:
        amount = _("{amount} µg").format(amount=amount)
    return _("{kind} ({year}), {group}: {amount}").format(
        kind=KIND_WORDS[value.kind], year=value.year, group=group_words(value), amount=amount
    )


def _cohorts(person: Person) -> Fields:
    """K2 beside the groups whose figure was published as such; never on a vitamin K antagonist."""
    found = beside_cohorts(person, "k2")
    if found is None:
        return {"rows": [], "words": _(HELD_BACK), "legend": []}
    mine = found.mine
    top = 1.05 * max(
        [mine.high, *(max(c.middle, *c.group.percentiles.values()) for c in found.drawn)]
    )
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
    for cohort in found.drawn:
        group = cohort.group
        source = references()[group.ref_id].short_citation
        people = _("9 in 10 people {range}").format(range=cohort.nine_in_ten)
        rows.append(
            {
                "name": cohort.who,
                "hue": "#5b6866",
                "about": cohort.about,
                "likely": people if cohort.nine_in_ten else "",
                "bar": _bar(cohort.low, cohort.middle, cohort.high, top),
                "mark": MarkKind.PEOPLE.value,
                "words": _("{first}. {second}")
                .format(first=source, second=f"{group.note} {group.percentile_note}")
                .strip(),
            }
        )
    legend = [
        _legend(MarkKind.UNCERTAINTY, LEGENDS[MarkKind.UNCERTAINTY]),
        _legend(MarkKind.PEOPLE, _(NINE_IN_TEN)),
    ]
    return {"rows": rows, "words": _explain("cohorts_k2", hold_k=False), "legend": legend}


def _unknown(person: Person, shown: int, names: _Names) -> Fields:
    found = unknown(person)
    lines = [
        _("{name}: {value}").format(name=names.of(food), value=missing)
        for food, missing in found.without_data
    ]
    words = []
    if found.could_hide:
        words.append(
            _(
                "What they hold is missing in the figures. If each held as much as the middle one "
                "of the foods in which it was found, a day would hold about {amounts} more."
            ).format(amounts=found.could_hide)
        )
    if found.unanswered:
        unanswered = [names.of(food) for food in found.unanswered]
        words.append(
            _("Without an answer, so missing above: {foods}.").format(
                foods=_listed(unanswered, shown)
            )
        )
    if found.nothing:
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


def _claims(person: Person, brief: bool) -> list[Fields]:
    on_blocker = Hold.VITAMIN_K_HINTS in person.holds
    found = []
    for claim_id in SHORT_CLAIMS if brief else MAIN_CLAIMS:
        claim = claims()[claim_id]
        if claim_id == ONLY_ON_BLOCKERS and not on_blocker:
            continue
        if claim_meant_for(claim, person.holds):
            label = evidence_label(claim.verdict).label
            found.append(
                {
                    "topic": claim.topic,
                    "verdict": claim.verdict,
                    "label": label,
                    "words": claim.summary,
                }
            )
    return found


def _labels(claims: list[Fields]) -> list[Fields]:
    """What the labels of these claims mean, strongest first."""
    used = {claim["verdict"] for claim in claims}
    return [
        {"verdict": label.verdict, "label": label.label, "meaning": label.meaning}
        for label in evidence_labels().values()
        if label.verdict in used
    ]


def _about(person: Person) -> str:
    oldest = min(claim.looked_at for claim in claims().values())
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
