"""The food table as a list that opens: HTML without a script, readable at any width."""

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from content.numbers import plain, with_unit
from content.words import NUTRIENT_NAMES
from scoring.foods.records import Record
from scoring.foods.table import Food, NutrientContent, Source
from scoring.languages import N_, Words, _, folded, ngettext, whole
from scoring.nutrients import NUTRIENTS, STORED
from ui import session
from ui.links import link
from ui.session.visit import Visit


@dataclass(frozen=True)
class Sort:
    """An order of the list: what it sorts by, and whether that ranks foods by vitamin K."""

    key: Callable[[Food, float], float] | None
    by_vitamin_k: bool = False


def _central(food: Food, nutrient: str) -> float:
    content = food.content[nutrient]
    return content.central if content else 0


def _k2(food: Food) -> float:
    return sum(_central(food, form) for form in NUTRIENTS["k2"].parts)


SORTS = {
    N_("As in the questionnaire"): Sort(None),
    N_("Most vitamin K2 first"): Sort(lambda food, grams: -_k2(food) * grams, by_vitamin_k=True),
    N_("Most vitamin K1 first"): Sort(
        lambda food, grams: -_central(food, "k1") * grams, by_vitamin_k=True
    ),
    N_("Most vitamin D first"): Sort(lambda food, grams: -_central(food, "d") * grams),
}

FOUND = Words(
    {
        "ug": N_("{amount} µg (8 of 10 such foods: {low} to {high})"),
        "mg": N_("{amount} mg (8 of 10 such foods: {low} to {high})"),
    }
)
NONE_OF_IT = Words(
    {
        "ug": N_("0 µg, measured or known to be none"),
        "mg": N_("0 mg, measured or known to be none"),
    }
)

NEAR = 0.75
"""How alike a misspelt word and a known one must be, 0 to 1, for `difflib`."""
LONGEST_SEARCH = 80
MOST_NEAR = 8

_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
"""Each character of the hiragana and the katakana of the same sound."""


def matching(foods: Iterable[Food], wanted: str) -> list[Food]:
    """The foods whose name, examples, section or note hold every word of the search."""
    words = _folded(wanted).split()

    def fits(food: Food) -> bool:
        searched = _folded(" ".join(map(_, (food.food, food.examples, food.group, food.note))))
        return all(word in searched for word in words)

    return list(filter(fits, foods))


def nearest(foods: Iterable[Food], wanted: str) -> list[Food]:
    """Foods that come near a search nothing fits: misspelt words, or some of the words.

    Those that hold the most of the words come first.
    """
    foods = list(foods)
    words_of = {food.food_id: _names_of(food) for food in foods}
    known = sorted(set().union(*words_of.values()))
    meant = [
        {near for near in known if word in near} or set(get_close_matches(word, known, 3, NEAR))
        for word in _folded(wanted[:LONGEST_SEARCH]).split()
    ]
    hits = {
        food.food_id: sum(bool(words_of[food.food_id] & near) for near in meant) for food in foods
    }
    found = [food for food in foods if hits[food.food_id]]
    return sorted(found, key=lambda food: -hits[food.food_id])[:MOST_NEAR]


def _names_of(food: Food) -> set[str]:
    return set(re.findall(r"\w+", _folded(f"{_(food.food)} {_(food.examples)}")))


def _folded(text: str) -> str:
    """Text without what a search overlooks: capitals, accents, width, hiragana or katakana."""
    return folded(text).translate(_TO_KATAKANA)


def sorted_by(order: str, foods: Sequence[Food], *, per_serving: bool) -> list[Food]:
    """The foods in one of the orders of SORTS."""
    key = SORTS[order].key
    if key is None:
        return list(foods)
    return sorted(foods, key=lambda food: key(food, food.serving_g if per_serving else 100))


def foods_html(
    visit: Visit, foods: Iterable[Food], *, per_serving: bool, opened: bool = False
) -> str:
    """The foods as a list; each opens to its ranges, its records and its note."""
    first = _("Food")
    head = (
        f'<div class="kd-food-head" aria-hidden="true"><span>{first}</span><span>K2</span>'
        "<span>K1</span><span>D</span></div>"
    )
    items = "".join(_food(visit, food, per_serving, opened) for food in foods)
    return f'<div class="kd-food-list">{head}{items}</div>'


def _food(visit: Visit, food: Food, per_serving: bool, opened: bool) -> str:
    factor = food.serving_g / 100 if per_serving else 1
    serving = _("{serving}, {weight} g").format(
        serving=_(food.serving), weight=plain(food.serving_g)
    )
    sizes = _("A medium serving is {serving}. Figures for {amount}:").format(
        serving=serving, amount=serving if per_serving else _("100 g")
    )
    forms = [food.content[form] for form in NUTRIENTS["k2"].parts]
    k2 = _("no data") if not any(forms) else with_unit(_k2(food) * factor)
    if any(forms) and not all(forms):
        k2 += " + ?"
    cells = [k2, *(_cell(food.content[n], factor) for n in ("k1", "d"))]
    figures = "".join(
        f'<span><i class="kd-key">{name} </i>{cell}</span>'
        for name, cell in zip(("K2", "K1", "D"), cells, strict=True)
    )
    examples = f"<p>{html.escape(_(food.examples))}</p>" if food.examples else ""
    good_to_know = _("Good to know:")
    held = food.is_natto and visit.holds_vitamin_k  # whose note tells of more K2
    note = f"<p><b>{good_to_know}</b> {html.escape(_(food.note))}</p>" if food.note else ""
    note = "" if held else note
    nutrients = "".join(_nutrient(visit, food, n, factor) for n in STORED)
    return (
        f'<details class="kd-food-row" id="food-{food.food_id}"{" open" if opened else ""}>'
        f"<summary><b>{html.escape(_(food.food))}</b>{figures}</summary>"
        f"<div>{examples}{note}"
        f"<p>{html.escape(sizes)}</p>"
        f'<ul class="kd-nutrients">{nutrients}</ul>'
        f"{_own_sources(visit, food)}{_address(visit, food)}</div></details>"
    )


def _address(visit: Visit, food: Food) -> str:
    """A link to this food, to pass on; a table of the visitor's own is theirs alone."""
    if visit.own_table is not None:
        return ""
    words = _("Link to this food")
    return (
        f'<p><a href="foods?{session.address.FOOD_PARAMETER}={food.food_id}" target="_blank" '
        f'rel="noopener">{words}</a></p>'
    )


def _cell(content: NutrientContent | None, factor: float) -> str:
    return _("no data") if content is None else with_unit(content.central * factor)


def _nutrient(visit: Visit, food: Food, nutrient: str, factor: float) -> str:
    content = food.content[nutrient]
    if content is None:
        value = _("no data")
    elif content.high:
        low, central, high = (
            plain(round(x * factor, 4)) for x in (content.low, content.central, content.high)
        )
        found = FOUND[NUTRIENTS[nutrient].unit]
        value = found.format(amount=central, low=low, high=high)
    else:
        value = NONE_OF_IT[NUTRIENTS[nutrient].unit]
    words = _("{name}: {value}").format(name=f"<b>{NUTRIENT_NAMES[nutrient]}</b>", value=value)
    return f"<li>{words}{_behind(visit, food, nutrient)}</li>"


def _behind(visit: Visit, food: Food, nutrient: str) -> str:
    """The records behind a figure, each source named once; one click opens them."""
    records = visit.records.get((food.food_id, nutrient), ())
    if not records:
        return ""
    by_source: dict[str, list[str]] = defaultdict(list)
    for record in records:
        by_source[record.source_id].append(_record(record))
    items = "".join(
        f"<li>{_citation(session.tables.our_sources()[source_id])}<ul>{''.join(found)}</ul></li>"
        for source_id, found in by_source.items()
    )
    summary = ngettext(
        "Where this comes from: {count} record",
        "Where this comes from: {count} records",
        len(records),
    ).format(count=whole(len(records)))
    return f"<details><summary>{summary}</summary><ul>{items}</ul></details>"


def _own_sources(visit: Visit, food: Food) -> str:
    """The source keys of a food of the visitor's own table, as they stand there."""
    if visit.own_table is None or not food.sources:
        return ""
    words = _("Sources named in your table: {sources}").format(sources=_(", ").join(food.sources))
    return f"<p>{html.escape(words)}</p>"


def _citation(source: Source) -> str:
    citation = html.escape(source.citation)
    return link(source.url_or_doi, citation) if source.url_or_doi else citation


def _record(record: Record) -> str:
    quoted = f"<b>{html.escape(record.quoted)}</b>"
    parts = [quoted if record.used else _("{figure} (not used)").format(figure=quoted)]
    parts += [html.escape(part) for part in (record.place, record.conversion, _(record.reason))]
    return f"<li>{'. '.join(part.rstrip('.。') for part in parts if part)}.</li>"
