"""No page, no report and no screen of a workshop hints at more vitamin K to whom that may harm.

What must not be read by somebody on a vitamin K antagonist is taken from the data: whatever these
hold back, whatever warns of much vitamin K, the orders and steps that move it, and any sentence
that names one of the richest foods beside a word of eating more.
"""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

import report
from content.effects import effects
from content.evidence import WARFARIN_CLAIMS, claims, references
from content.learn import faq, learn_sections, vitamin_table
from content.stories import stories
from content.texts import chart_notes
from content.words import LOWER_NAMES
from scoring import Answer, Answers, FoodTable, languages
from scoring.guidance.safety import NOTICE_GROUPS, SafetyAnswers, load_rules
from scoring.intake.warnings import WARNING_TEXT
from scoring.languages import _, cached_by_language
from scoring.nutrients import NUTRIENTS, STORED, VITAMIN_K
from tests.conftest import ROOT
from tests.pages.test_compare import give
from tests.pages.test_many_clients import LABEL
from tests.pages.test_over_time import SIX
from tests.pages.test_workshop import at, opened, send_many, store, week  # noqa: F401 (a fixture)
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST
from ui.foods.food_list import SORTS
from ui.workshop.discussion import STEPS, claims_to_discuss

FOODS = FoodTable.load(ROOT / "foods.csv")
LEARN_PARTS = ("Read", "Food stories", "K1, K2 and D", "Questions", "Words", "Claims", "Sources")
PAGES = (
    *("welcome", "before_you_start", "questionnaire", "results", "what_if", "compare"),
    *("over_time", "foods", "method", "validation", "many_clients", "workshop"),
)
SENTENCE = re.compile("(?<=[.!?:])\\s+|(?<=[\u3002\uff01\uff1f])|\n")
MARKS = re.compile(r"[*_\\]")
SHORT, LONG = 12, 30
"""A sentence of fewer letters than the first says nothing of its own; one of more than the second
is a hint also where a longer line holds it."""

EATING_MORE = {
    "en": r"\b(eat|have|choose|add|try) (some |a little )?(more|plenty|lots)|\brich(est)? in"
    r"|\brichest\b|\b(best|good) source",
    "de": r"\bmehr \w* ?(essen|nehmen|wählen)|\b(essen|nehmen|wählen) Sie mehr|\breich an"
    r"|\breichst|\b(beste|gute) Quelle",
    "fr": r"\b(mangez|prenez|choisissez|ajoutez) (davantage|plus)"
    r"|\b(manger|prendre) (davantage|plus)"
    r"|\b(très )?riches? en|\b(le|la|les) plus riches?|\b(bonne|meilleure)s? sources?",
    "nl": r"\b(eet|neem|kies) meer|\bmeer \w* ?(eten|nemen|kiezen)|\brijk aan|\brijkst"
    r"|\b(beste|goede) bron",
    "ja": r"もっと(食べ|と)|多く(食べ|と)(ましょう|る)|豊富|最も多い|よい供給源",
}
"""Words of eating more or of a rich source, by language; a language without any fails below."""


def plain(text: str) -> str:
    """A text without marks, soft hyphens and doubled spaces."""
    text = MARKS.sub("", text).replace("\N{SOFT HYPHEN}", "").replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


def sentences(text: str) -> set[str]:
    """The sentences of a text that say something of their own."""
    parts = SENTENCE.split(MARKS.sub("", text))
    return {plain(part) for part in parts if len(plain(part)) >= SHORT}


@cached_by_language
def held_back() -> dict[str, set[str]]:
    """What the data hold back, in the language in use, by where it stands."""
    found: dict[str, set[str]] = {}
    passages = {f"{s.slug}/{n}": b for s in learn_sections() for n, b in enumerate(s.blocks)}
    passages |= {f"faq/{item.faq_id}": item.answer for item in faq()}
    passages |= {f"chart/{key}": note.passage for key, note in chart_notes().items()}
    for row in vitamin_table().rows:
        passages |= {f"table/{row.feature}/{c}": getattr(row, c) for c in ("k1", "k2", "d")}
    for story in stories():
        passages |= {f"story/{story.slug}/{n}": b for n, b in enumerate(story.blocks)}
        if story.heading_instead != story.title:
            found[f"story/{story.slug}"] = sentences(story.title)
    for_all = {s for p in passages.values() for s in sentences(p.words(hold_vitamin_k=True))}
    for place, passage in passages.items():
        if passage.instead:
            found[place] = sentences(passage.text) - for_all
    for claim in claims().values():
        if claim.vitamin_k_sensitive:
            texts = (claim.article_says, claim.summary, claim.confidence_note)
            found[f"claim/{claim.claim_id}"] = {s for text in texts for s in sentences(text)}
            for ref_id in claim.for_refs:
                found[f"finding/{ref_id}"] = sentences(references()[ref_id].finding)
        for effect in effects(claim.claim_id):
            if effect.vitamin_k_sensitive:
                found[f"effect/{claim.claim_id}/{effect.ref_id}"] = sentences(effect.result)
    warnings = {NUTRIENTS[n].high_warning for n in VITAMIN_K} - {""}
    others = {s for code in WARNING_TEXT.keys() - warnings for s in sentences(WARNING_TEXT[code])}
    found["warnings"] = {s for code in warnings for s in sentences(WARNING_TEXT[code])} - others
    found["orders"] = {_(name) for name, sort in SORTS.items() if sort.by_vitamin_k}
    found["steps"] = {
        direction.format(nutrient=LOWER_NAMES[n])
        for n in ("k1", "k2")
        for direction in (_("More {nutrient}"), _("Less {nutrient}"))
    }
    allowed = what_notices_say()
    return {place: some - allowed for place, some in found.items() if some - allowed}


@cached_by_language
def what_notices_say() -> set[str]:
    """The sentences of all safety notices, in the language in use: they may name what they warn of.

    So may the claims that are made for these people.
    """
    texts = [notice.text for rule in load_rules().values() for notice in rule.notices]
    texts += NOTICE_GROUPS.values()
    texts += [claims()[claim_id].summary for claim_id in WARFARIN_CLAIMS]
    texts += [block.text for s in learn_sections() for block in s.blocks if block.warfarin_wording]
    return {sentence for text in texts for sentence in sentences(text)}


@cached_by_language
def richest_foods() -> re.Pattern[str]:
    """The names of the foods with most vitamin K in a serving, in the language in use."""

    def vitamin_k_per_serving(food):
        contents = (food.content[n] for n in VITAMIN_K if n in STORED)
        return sum(c.central for c in contents if c is not None) * food.serving_g / 100

    foods = sorted(FOODS, key=vitamin_k_per_serving, reverse=True)[:15]
    assert "natto" in {food.food_id for food in foods}
    names = (re.escape(re.split("[,(\u3001\uff08]", _(food.food))[0].strip()) for food in foods)
    edge = "" if languages.current() == "ja" else r"\b"
    return re.compile("|".join(f"{edge}{name}{edge}" for name in names), re.IGNORECASE)


def hints_in(lines: list[str]) -> list[str]:
    """What of these lines a person on a vitamin K antagonist must not read."""
    said = {s for line in lines for s in (*sentences(line), plain(line))} - what_notices_say()
    everything = "\n".join(sorted(said))
    found = [
        f"{place}: {sentence}"
        for place, held in held_back().items()
        for sentence in held
        if sentence in (said if len(sentence) < LONG else everything)
    ]
    more, foods = re.compile(EATING_MORE[languages.current()], re.IGNORECASE), richest_foods()
    found += [
        f"food: {sentence}"
        for line in lines
        for sentence in sentences(line) - what_notices_say()
        if more.search(sentence) and foods.search(sentence)
    ]
    return found


def in_language(code, page="welcome", query=(), who=VITAMIN_K_ANTAGONIST, **state):
    """A visitor who reads in this language; the test reads in it too."""
    visitor = at(page, query, **who, **state)
    visitor.app.selectbox(key="language").set_value(code).run()
    languages.use(code)
    return visitor


@pytest.fixture(params=languages.offered())
def code(request):
    yield request.param
    languages.use("en")


def lines_of(visitor) -> list[str]:
    """Every line on a page, with the words of the questions that the browser asks."""
    return [*visitor.lines(), *texts_in(visitor.sheets())]


def texts_in(data: object) -> list[str]:
    """Every text in the data of a component."""
    if isinstance(data, str):
        return [data]
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [text for part in parts for text in texts_in(part)]


def test_each_language_has_words_of_eating_more():
    assert set(EATING_MORE) >= set(languages.offered())


def test_the_list_of_what_is_held_is_long_and_catches_each_of_it(code):
    languages.use(code)
    held = held_back()
    assert sum(map(len, held.values())) > 60
    assert {"warnings", "orders", "steps"} <= held.keys()
    every = sorted({sentence for some in held.values() for sentence in some})
    caught = {hint.split(": ", 1)[1] for hint in hints_in(every)}
    assert caught >= set(every)


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("en", "Natto is the richest food here."),
        ("de", "Natto ist reich an Vitamin K2."),
        ("fr", "Le natto est riche en vitamine K2."),
        ("nl", "Natto is rijk aan vitamine K2."),
        ("ja", "納豆はビタミンK2が豊富な食品です。"),
    ],
)
def test_a_rich_food_beside_a_word_of_eating_more_is_a_hint(language, hint):
    languages.use(language)
    assert hints_in([hint]) == [f"food: {hint}"]
    languages.use("en")


def test_no_page_hints_at_more_vitamin_k(code, subtests):
    visitor = in_language(code, **week())
    for page in PAGES:
        visitor.open(page)
        if page == "over_time":
            give(visitor, *SIX)
        with subtests.test(page=page):
            assert not visitor.app.exception
            assert hints_in(lines_of(visitor)) == []
    visitor.open("learn")
    for part in LEARN_PARTS:
        visitor.choose("learn-part", part)
        with subtests.test(page="learn", part=part):
            assert not visitor.app.exception
            assert hints_in(lines_of(visitor)) == []


def test_others_do_meet_what_is_held(code):
    visitor = in_language(code, "learn", who=ADULT)
    for part in ("Read", "Food stories", "Claims"):
        visitor.choose("learn-part", part)
        assert len(hints_in(lines_of(visitor))) > 3, part


def test_no_screen_of_a_workshop_hints_at_more_vitamin_k(store, code, subtests):  # noqa: F811
    found, key = opened(store)
    send_many(store, found, 12)
    visitor = in_language(code, "workshop", {"host": key})
    for number in range(len(claims_to_discuss())):
        for step in STEPS:
            visitor.press(_(step))
        with subtests.test(claim=number):
            assert hints_in(lines_of(visitor)) == []
        visitor.press(_("Next claim"))


def test_no_report_hints_at_more_vitamin_k(code):
    languages.use(code)
    someone = report.Person(
        foods=FOODS,
        answers=Answers({food.food_id: Answer("1d") for food in FOODS}),
        safety=SafetyAnswers(adult=True, blood_thinner="vka"),
        authority="efsa",
        made_on=date(2026, 3, 4),
    )
    pages = PdfReader(io.BytesIO(report.pdf(someone))).pages
    assert hints_in([plain(page.extract_text()) for page in pages]) == []


def test_many_clients_hints_at_no_more_vitamin_k(code):
    visitor = in_language(code, "many_clients")
    header = ",".join(["respondent_id", *(food.food_id for food in FOODS)])
    rows = [",".join([f"p{n}", *["1d"] * len(FOODS)]) for n in range(12)]
    visitor.upload(_(LABEL), "r.csv", "\n".join([header, *rows]).encode())
    assert not visitor.app.exception
    assert visitor.tables()
    assert hints_in(lines_of(visitor)) == []
