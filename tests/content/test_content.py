"""The educational words: every claim labelled and sourced, plain, calm, and fit for everyone."""

import csv
import re
import shutil

import pytest

from content import load
from content.effects import validation_studies
from content.evidence import (
    Claim,
    claims,
    evidence_label,
    evidence_labels,
    reference_kinds,
    references,
)
from content.learn import faq, glossary, learn_sections, vitamin_table
from content.load import FOLDER, ContentError
from content.passages import Passage
from content.stories import FOOD_SOURCE, stories, what_to_know
from content.texts import (
    article_note,
    chart_note,
    chart_notes,
    disclaimer_full,
    method_text,
    method_texts,
)
from scoring.foods.table import FoodTable, load_sources
from scoring.guidance.disclaimer import disclaimer_short
from scoring.guidance.references import load_population_intakes, load_reference_values
from scoring.guidance.safety import load_rules
from scoring.nutrients import WHOLES
from tests.conftest import ROOT
from tests.content.reading import reading_grade, sentences, syllables

ARTICLE_VERDICTS = {
    "k2-lack-primary-cause": "not-established",
    "k2-activates-mgp": "established",
    "low-k2-arteries-vulnerable": "supported-observational",
    "more-k2-prevents-calcification": "mixed-trials",
    "bone-loss-artery-calcium-together": "supported-observational",
    "calcium-paradox-from-low-k2": "not-established",
    "d-helps-calcium-uptake": "established",
    "low-d-effects": "established",
    "k2-decides-where-calcium-goes": "not-established",
    "high-d-raises-blood-calcium": "established",
    "k2-makes-high-d-safe": "not-established",
    "low-d-linked-to-plaque": "supported-observational",
    "toxic-d-hardens-tissue": "established",
    "d-k2-need-balance": "not-established",
    "dietary-calcium-not-main-cause": "supported-observational",
    "mismanaged-calcium-from-k2-lack": "not-established",
    "k2-food-sources": "established",
    "k2-foods-vital-for-prevention": "not-established",
    "mk7-highly-effective": "mixed-trials",
    "k1-clotting-k2-calcium-split": "not-established",
    "k1-less-involved-in-calcification": "not-established",
    "k2-osteocalcin-builds-bone": "mixed-trials",
    "k1-lack-impairs-clotting": "established",
    "k1-food-sources": "established",
    "d-sources": "established",
    "ckd-calcification": "established",
    "inflammation-injury-calcification": "established",
    "genes-age-calcification": "established",
    "nutrient-gaps-speed-ageing": "not-established",
    "diabetes-calcification": "established",
    "artery-calcium-often-silent": "established",
    "artery-calcium-marks-risk": "established",
    "food-first-ask-professional": "established",
    "enough-k2-and-d-best-strategy": "not-established",
    "what-ectopic-calcification-is": "established",
    "nih-supports-k2-role": "not-established",
    "calcium-clogs-and-stiffens-arteries": "supported-observational",
    "focus-was-on-limiting-calcium": "not-established",
    "k-and-d-dissolve-in-fat": "established",
    "d-best-range-for-arteries": "not-established",
    "calcium-in-the-body": "established",
}
ARTICLE_TABLE = (
    "Main job",
    "Where it is found",
    "What it switches on or raises",
    "When the body runs low",
    "Link with calcium deposits",
)
"""The rows of the article's table of K1, K2 and D, as our table calls them."""
SECTIONS = [
    "key_points",
    "misplaced_calcium",
    "mgp_and_osteocalcin",
    "calcium_paradox",
    "vitamin_d",
    "balance",
    "trials",
    "other_factors",
    "k1_k2_and_d",
    "foods",
    "your_result",
    "safety_first",
    "next_steps",
]
WITHOUT_HEALTH_STATEMENTS = {"your_result", "next_steps"}
HEALTH_WORDS = re.compile(
    r"calcium settles|arter|bone|heart|kidney|blood|clot|MGP|trial|pregnan|prevent|lack of",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(
    r"deficien|\bsafe\b|\bunsafe|danger|low risk|high risk|sufficien|optimal|\bmust eat|\bcure"
    r"|healthy level|normal level|at risk|you should take|superfood|boost"
    r"|K2 (prevents|treats|protects|stops|removes|reverses|cleans|keeps|lowers)"
    r"|vitamin K (prevents|treats|protects against|reverses)"
    r"|(take|swallow) (about )?\d+",
    re.IGNORECASE,
)
K_HINT = re.compile(r"natto|MK-7|richest|rich in|by far|eat more|more K2|more vitamin K", re.I)


def passages() -> dict[str, Passage]:
    found = {
        f"{section.slug}/{number}": block
        for section in learn_sections()
        for number, block in enumerate(section.blocks, start=1)
    }
    found |= {
        f"drawing/{drawing.picture}": drawing.caption
        for section in learn_sections()
        for drawing in section.drawings
    }
    found |= {f"faq/{item.faq_id}": item.answer for item in faq()}
    found |= {f"chart/{key}": note.passage for key, note in chart_notes().items()}
    for row in vitamin_table().rows:
        found |= {f"table/{row.feature}/{cell}": getattr(row, cell) for cell in ("k1", "k2", "d")}
    return found


def own_words() -> dict[str, str]:
    """All that the app says in its own voice, by where it stands."""
    found = {
        f"{place}/{which}": text
        for place, passage in passages().items()
        for which, text in (("text", passage.text), ("instead", passage.instead))
    }
    found |= {f"title/{section.slug}": section.title for section in learn_sections()}
    found |= {f"question/{item.faq_id}": item.question for item in faq()}
    found |= {f"term/{term.term}": term.meaning for term in glossary()}
    found |= {f"note/{note.number}": note.text for note in vitamin_table().notes}
    for claim in claims().values():
        found[f"claim/{claim.claim_id}"] = f"{claim.summary} {claim.confidence_note}"
    found |= {f"label/{x.verdict}": x.meaning for x in evidence_labels().values()}
    found |= {f"finding/{ref.ref_id}": ref.finding for ref in references().values()}
    found |= {f"method/{key}": text for key, text in method_texts().items()}
    found |= {"disclaimer/short": disclaimer_short()}
    found |= {"disclaimer/full": disclaimer_full()}
    return found


def test_syllables():
    by_hand = {"calcium": 3, "arteries": 3, "kidney": 2, "pill": 1, "nation": 2, "used": 1}
    by_hand |= {"phenprocoumon": 4, "menaquinone": 4}  # no words of the dictionary
    assert {word: syllables(word) for word in by_hand} == by_hand


def test_the_reading_grade_tells_plain_from_heavy_prose():
    assert reading_grade("The cat sat on the mat. It was warm.") < 2
    heavy = "Epidemiological investigations demonstrate considerable methodological heterogeneity."
    assert reading_grade(heavy) > 16


def test_every_claim_of_the_article_keeps_its_verdict(subtests):
    for claim_id, verdict in ARTICLE_VERDICTS.items():
        with subtests.test(claim=claim_id):
            claim = claims()[claim_id]
            assert claim.verdict == verdict
            assert claim.article_says


def test_claims_beyond_the_article_say_that_it_does_not_make_them():
    added = set(claims()) - set(ARTICLE_VERDICTS)
    assert added
    assert all(claims()[claim_id].article_says == "" for claim_id in added)


def test_a_claim_is_two_plain_sentences_with_a_source(subtests):
    for claim_id, claim in claims().items():
        with subtests.test(claim=claim_id):
            assert 1 <= len(re.findall(r"[.!?](?:\s|$)", claim.summary)) <= 2
            assert reading_grade(claim.summary) <= 10
            assert claim.for_refs or claim.against_refs


def test_established_claims_have_sources_in_favour():
    for claim in claims().values():
        if claim.verdict == "established":
            assert claim.for_refs, claim.claim_id


def test_the_four_labels_in_words():
    assert {x.verdict: x.label for x in evidence_labels().values()} == {
        "established": "Well established",
        "supported-observational": "Seen in observational studies",
        "mixed-trials": "Mixed results in trials",
        "not-established": "Not established",
    }
    assert evidence_label("mixed-trials").meaning


def cited_anywhere() -> set[str]:
    cited = {r for claim in claims().values() for r in claim.for_refs + claim.against_refs}
    cited |= {r for rule in load_rules().values() for n in rule.notices for r in n.ref_ids}
    cited |= {value.ref_id for value in load_reference_values()}
    cited |= {study.ref_id for study in validation_studies()}
    cited |= {
        source_id
        for story in stories()
        for block in story.blocks
        for source_id in block.source_ids
        if not source_id.startswith(FOOD_SOURCE)
    }
    return cited | {intake.ref_id for intake in load_population_intakes()}


def test_the_bibliography_holds_exactly_what_is_cited():
    assert cited_anywhere() == set(references())


def test_every_reference_can_be_told_and_linked():
    for ref in references().values():
        assert re.fullmatch(r"https?://\S+|", ref.url), ref.ref_id
        assert re.fullmatch(r"10\.\d{4,}/\S+|", ref.doi), ref.ref_id
        assert "recalled" not in ref.citation
        assert "[" not in ref.citation
        assert len(ref.citation) > 8


def test_addresses_that_nobody_opened_are_not_shown():
    for ref_id in ("nhs_vitamin_d", "nhs_warfarin", "lpi_d", "rsb_pregnancy"):
        assert references()[ref_id].address == ""


def test_every_reference_has_a_title():
    assert [ref_id for ref_id, ref in references().items() if not ref.title] == []


def test_names_that_are_in_doubt_are_left_out():
    assert references()["sconce2005"].authors == ""


def test_a_digest_is_called_a_digest_and_decides_no_label():
    digests = {ref_id for ref_id, ref in references().items() if ref.kind == "digest"}
    assert digests == {"vitakcac2026"}
    for ref_id in digests:
        assert references()[ref_id].finding.startswith("A digest, not the paper")
        assert references()[ref_id].read_elsewhere
    for claim in claims().values():
        if digests & {*claim.for_refs, *claim.against_refs}:
            assert "digest" in claim.confidence_note, claim.claim_id
            others = {*claim.for_refs, *claim.against_refs} - digests
            assert any(references()[ref_id].kind == "rct" for ref_id in others), claim.claim_id


NO_YEAR_SEEN = {
    "palmer_dch_abstract",
    "renakvit_artery",
    "vitakcac_table1",
    "vitd_chapter",
    "watkins",
}
"""Studies whose year the page that was opened does not show."""


def evidence() -> dict[str, set[str]]:
    """The references behind reference values, population intakes and claims."""
    return {
        "value": {value.ref_id for value in load_reference_values()},
        "intake": {intake.ref_id for intake in load_population_intakes()},
        "claim": {r for c in claims().values() for r in c.for_refs + c.against_refs},
    }


@pytest.mark.parametrize("what", evidence())
def test_every_source_of_the_evidence_was_opened_and_has_a_link_and_a_year(what):
    """The loader refuses what was not opened. Pages of authorities need not bear a date."""
    for ref_id in evidence()[what]:
        reference = references()[ref_id]
        assert reference.address, ref_id
        if reference.year == "no date":
            assert reference.kind in ("authority", "review") or ref_id in NO_YEAR_SEEN, ref_id
        else:
            assert re.fullmatch(r"(19|20)\d\d", reference.year), ref_id


def learn_texts() -> dict[str, tuple[str, tuple[str, ...]]]:
    """What stands on Learn, by where it stands: the words and the claims below them."""
    found = {
        f"{section.slug}/{number}": (block.text, block.claim_ids)
        for section in learn_sections()
        for number, block in enumerate(section.blocks, start=1)
    }
    found |= {
        f"drawing/{drawing.picture}": (drawing.caption.text, drawing.caption.claim_ids)
        for section in learn_sections()
        for drawing in section.drawings
    }
    found |= {f"faq/{i.faq_id}": (i.answer.text, i.answer.claim_ids) for i in faq()}
    found |= {f"word/{t.term}": (t.meaning, t.claim_ids) for t in glossary()}
    table = vitamin_table()
    found |= {f"note/{note.number}": (note.text, note.claim_ids) for note in table.notes}
    for row in table.rows:
        cells = " ".join(cell.text for cell in (row.k1, row.k2, row.d))
        found[f"table/{row.feature}"] = (cells, row.claim_ids)
    return found


def test_two_clicks_lead_from_every_health_sentence_to_a_study(subtests):
    """One opens the label of a claim, the next follows the link of a study behind it."""
    for place, (text, claim_ids) in learn_texts().items():
        with subtests.test(place=place):
            assert claim_ids or not HEALTH_WORDS.search(text)
            for claim_id in claim_ids:
                claim = claims()[claim_id]
                linked = [r for r in claim.for_refs + claim.against_refs if references()[r].address]
                assert linked, claim_id


def test_two_clicks_lead_from_every_story_to_its_studies():
    """One opens the list of its sources, the next follows the link of one of them."""
    for story in stories():
        for source_id in {s for block in story.blocks for s in block.source_ids}:
            if source_id.startswith(FOOD_SOURCE):
                sources = load_sources(ROOT / "sources.csv")
                assert sources[source_id.removeprefix(FOOD_SOURCE)].url_or_doi, source_id
            else:
                assert references()[source_id].address, source_id


def test_half_the_words_of_learn_are_seen_at_first_sight():
    """With the captions of the drawings; advice that keeps people safe is not folded away."""
    sections = learn_sections()
    words = sum(len(block.text.split()) for section in sections for block in section.blocks)
    captions = [d.caption.text for section in sections for d in section.drawings]
    seen = captions + [b.text for s in sections for b in s.blocks[: s.at_first_sight]]
    assert sum(len(text.split()) for text in seen) <= words / 2
    safety = next(section for section in sections if section.slug == "safety_first")
    assert safety.at_first_sight == len(safety.blocks)
    assert any("emergency number" in text for text in seen)


def test_the_list_of_studies_without_a_year_is_not_longer_than_it_must_be():
    assert all(references()[ref_id].year == "no date" for ref_id in NO_YEAR_SEEN)


def test_every_reference_value_has_a_year_of_its_own():
    assert all(1990 <= value.year <= 2026 for value in load_reference_values())


def test_a_reader_is_sent_to_the_study_itself_where_its_doi_is_known():
    schurgers, rocchi = (references()[r] for r in ("schurgers2000", "rocchi2024"))
    assert schurgers.address == "10.1159/000054147"
    assert rocchi.address == "10.1016/j.heliyon.2024.e26849" != rocchi.url
    for reference in references().values():
        assert reference.address == (reference.doi or reference.url)


def test_each_claim_says_when_its_evidence_was_last_looked_at():
    for claim in claims().values():
        assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", claim.looked_at), claim.claim_id


def test_no_claim_was_looked_at_before_its_newest_source():
    for claim in claims().values():
        years = {references()[r].year for r in claim.for_refs + claim.against_refs} - {"no date"}
        assert all(year <= claim.looked_at[:4] for year in years), claim.claim_id


def test_what_to_know_of_a_food_has_words_of_its_own_for_some_vitamins():
    assert what_to_know("eggs", "k2") == "what the hens were fed"
    assert what_to_know("eggs", "d") == "what the hens were fed and how much sun they had"
    assert what_to_know("salmon_trout", "d") == "which of the two it is"
    assert what_to_know("no_such_food", "d") == ""


@pytest.mark.parametrize("nutrient", WHOLES)
def test_every_food_of_the_table_has_words_for_what_to_know_of_it(nutrient):
    for food in FoodTable.load(ROOT / "foods.csv"):
        words = what_to_know(food.food_id, nutrient)
        assert re.match(r"(which|what|whether|where|how|from which) ", words), food.food_id
        assert not re.search(r"\d|[.!?]$", words)
        assert not FORBIDDEN.search(words)
        assert not K_HINT.search(words)


def test_words_for_what_to_know_are_about_foods_of_the_table():
    foods = {food.food_id for food in FoodTable.load(ROOT / "foods.csv")}
    with (FOLDER / "what_to_know.csv").open(encoding="utf-8", newline="") as file:
        assert {row["food_id"] for row in csv.DictReader(file)} == foods


def test_a_source_read_elsewhere_is_known_as_such():
    assert references()["vitakcac2026"].read_elsewhere
    assert not references()["gast2009"].read_elsewhere


def test_the_sections_stand_in_their_order():
    assert [section.slug for section in learn_sections()] == SECTIONS
    assert all(section.title and section.blocks for section in learn_sections())


def test_every_health_statement_on_the_learn_page_carries_a_claim():
    for section in learn_sections():
        if section.slug in WITHOUT_HEALTH_STATEMENTS:
            continue
        assert any(block.claim_ids for block in section.blocks), section.slug
        for block in section.blocks:
            assert block.claim_ids or not HEALTH_WORDS.search(block.text), block.text


def test_every_answer_and_every_chart_note_carries_a_claim():
    assert all(item.answer.claim_ids for item in faq())
    assert all(note.passage.claim_ids for note in chart_notes().values())
    assert all(note.claim_ids for note in vitamin_table().notes)


def test_no_verdict_alarm_dose_or_promise_in_our_own_voice(subtests):
    for place, text in own_words().items():
        with subtests.test(place=place):
            assert not FORBIDDEN.search(text)


@pytest.mark.parametrize("section", learn_sections(), ids=SECTIONS)
def test_a_section_reads_at_grade_eight_or_below(section):
    assert reading_grade(" ".join(block.text for block in section.blocks)) <= 8
    for block in section.blocks:
        assert len(sentences(block.text)) <= 6, block.text


@pytest.mark.parametrize(
    "texts",
    [
        [item.answer.text for item in faq()],
        [note.passage.text for note in chart_notes().values()],
        [term.meaning for term in glossary()],
        [claim.summary for claim in claims().values()],
        [claim.confidence_note for claim in claims().values() if claim.confidence_note],
        [reference.finding for reference in references().values()],
        [disclaimer_full()],
        [disclaimer_short()],
        [notice.text for rule in load_rules().values() for notice in rule.notices],
        *([text] for text in method_texts().values()),
        *([" ".join(block.text for block in story.blocks)] for story in stories()),
    ],
    ids=[
        *("faq", "charts", "glossary", "claims", "notes of claims", "findings"),
        *("disclaimer", "short disclaimer", "notices"),
        *method_texts(),
        *(story.slug for story in stories()),
    ],
)
def test_other_texts_read_at_grade_eight_or_below(texts):
    assert reading_grade(" ".join(texts)) <= 8


RIDDLES = (
    "a phone that lost its connection",
    "never go along",
    "can be told from it",
    "the range knew neither",
    "nothing of the model is used",
    "nothing about the world",
    "is put in and not found",
    "Nothing was picked",
    "the mean of the others stands in",
    "stand apart from food",
    "For the made-up typical weeks: which",
    "counts together with",
    "figures that it did not know",
    "mixed results or none",
    "comes with animal foods",
    "comes in forms",
)
"""Sentences that readers had to read twice, and idioms that lead nowhere in other languages."""


def test_riddles_stay_away():
    for place, text in own_words().items():
        for riddle in RIDDLES:
            assert riddle.lower() not in text.lower(), place


def test_people_on_a_vitamin_k_blocker_read_no_hint_to_eat_more_of_it():
    for place, passage in passages().items():
        if not place.startswith("safety_first"):
            assert not K_HINT.search(passage.words(hold_vitamin_k=True)), place
    for claim in claims().values():
        if not claim.vitamin_k_sensitive:
            assert not K_HINT.search(f"{claim.article_says} {claim.summary}"), claim.claim_id
    for item in faq():
        assert not K_HINT.search(item.question)
    for section in learn_sections():
        assert not K_HINT.search(section.title)


RICH_IN_K2_UG_PER_100G = 20
RICH_IN_K1_UG_PER_100G = 100
"""From here on a food of our table counts as rich: all cheeses but the softest, most leaves."""
NOT_A_NAME = {"and", "blue", "dark", "except", "fatty", "fresh", "herbs", "leg", "other"} | {
    *("processed", "similar", "skin", "white", "with"),
}
"""Words of those names that are no name by themselves."""
EATING_OR_TAKING = re.compile(
    r"\b(lack|short|shortage|want|low|missing|without|enough|more|rich|sources|balance|safe|pills)\b",
    re.IGNORECASE,
)
VITAMIN_K = re.compile(r"\bK[12]\b|\bMK-\d|\b[Vv]itamin K\b")


def names_of_rich_foods() -> set[str]:
    """Words of the names of foods that hold much vitamin K, from the food table."""
    found = set()
    for food in FoodTable.load(ROOT / "foods.csv"):
        k1 = food.content["k1"].central if food.content["k1"] else 0
        k2 = sum(food.content[x].central for x in ("mk4", "mk7", "mkx") if food.content[x])
        if k2 >= RICH_IN_K2_UG_PER_100G or k1 >= RICH_IN_K1_UG_PER_100G:
            found |= {word.lower() for word in re.findall(r"[^\W\d_]{3,}", food.food)}
    return found - NOT_A_NAME


def words_of_claim(claim: Claim) -> str:
    return f"{claim.topic}. {claim.article_says} {claim.summary}"


def names_a_rich_food(text: str) -> bool:
    return not names_of_rich_foods().isdisjoint(re.findall(r"[^\W\d_]{3,}", text.lower()))


def reads_as_a_hint(text: str) -> bool:
    """Whether a sentence joins vitamin K with a lack of it, or with eating or taking it."""
    return any(VITAMIN_K.search(one) and EATING_OR_TAKING.search(one) for one in sentences(text))


def test_names_of_rich_foods_come_from_the_food_table():
    names = names_of_rich_foods()
    assert {"natto", "gouda", "camembert", "spinach", "kale", "chicken"} <= names
    assert not names & {"milk", "eggs", "salmon", "apples", "bread", "liver"}


def test_hints_are_told_from_other_sentences():
    assert reads_as_a_hint("With enough K2, calcium stays out of the blood vessels.")
    assert reads_as_a_hint("A shortage of K2 moves calcium out of bone.")
    assert not reads_as_a_hint("Vitamin K turns on MGP.")
    assert not reads_as_a_hint("Eat more bread. K2 is a family of forms.")


def test_a_claim_that_names_a_rich_food_or_reads_as_a_hint_is_left_out_on_a_blocker(subtests):
    for claim_id, claim in claims().items():
        with subtests.test(claim=claim_id):
            text = words_of_claim(claim)
            if names_a_rich_food(text) or reads_as_a_hint(text):
                assert claim.vitamin_k_sensitive


def test_words_that_stay_for_everyone_keep_a_label_that_stays():
    held = {c.claim_id for c in claims().values() if c.vitamin_k_sensitive}
    for place, passage in passages().items():
        if passage.claim_ids and not passage.instead and place[:6] != "table/":
            assert set(passage.claim_ids) - held or place == "safety_first/2", place


def test_a_drawing_that_names_a_rich_food_has_other_words_on_a_blocker():
    drawn = {place: one for place, one in passages().items() if place.startswith("drawing/")}
    assert names_a_rich_food(drawn["drawing/mk9"].text)
    for place, passage in drawn.items():
        assert not names_a_rich_food(passage.instead or passage.text), place


def test_words_are_replaced_only_for_those_who_must_not_see_them():
    foods = next(s for s in learn_sections() if s.slug == "foods")
    k2, d = foods.blocks[0], foods.blocks[2]
    assert "Natto" in k2.words(hold_vitamin_k=False)
    assert "Ask your clinic" in k2.words(hold_vitamin_k=True)
    assert d.words(hold_vitamin_k=True) == d.text


def test_the_table_carries_its_notes():
    table = vitamin_table()
    assert [note.number for note in table.notes] == [1, 2, 3, 4]
    cells = " ".join(p.text + p.instead for r in table.rows for p in (r.k1, r.k2, r.d))
    assert {"¹", "²", "³", "⁴"} == set(re.findall("[¹²³⁴]", cells))
    for row in table.rows:
        for cell in (row.k1, row.k2, row.d):
            if cell.text.startswith("The article"):
                assert re.search("[¹³⁴]$", cell.text), cell.text


def test_each_cell_of_the_table_of_the_article_has_a_claim_of_the_article():
    rows = {row.feature: row for row in vitamin_table().rows}
    for feature in ARTICLE_TABLE:
        row = rows[feature]
        for cell in (row.k1, row.k2, row.d):
            assert any(claims()[x].article_says for x in cell.claim_ids), f"{feature}: {cell.text}"


def test_a_cell_that_tells_the_article_has_the_note_that_fits_its_label():
    """Where trials disagree, no note says that nothing is established, and the reverse."""
    notes = {"¹": "not-established", "³": "not-established", "⁴": "mixed-trials"}
    for row in vitamin_table().rows:
        for cell in (row.k1, row.k2, row.d):
            if cell.text.startswith("The article"):
                verdicts = {claims()[x].verdict for x in cell.claim_ids}
                assert notes[cell.text[-1]] in verdicts, cell.text


def test_what_the_article_says_is_told_where_people_read():
    """Every claim of the article is met on Learn, and its references are told of."""
    read = {x for _, claim_ids in learn_texts().values() for x in claim_ids}
    assert {x for x, claim in claims().items() if claim.article_says} - read == set()
    assert "eight references" in article_note()


def test_people_whom_counting_food_troubles_are_told_where_to_turn():
    answer = next(item.answer for item in faq() if item.faq_id == "counting-food")
    told = {x for claim_id in answer.claim_ids for x in claims()[claim_id].for_refs}
    for text in (answer.text, disclaimer_full()):
        assert "talk to a doctor" in text
        numbers = re.findall(r"\d[\d -]{8,}\d", text)
        assert len(numbers) == 3
        for number in numbers:
            assert any(number in references()[ref_id].title for ref_id in told), number


def test_every_mention_of_liver_as_food_has_the_pregnancy_note_near():
    for section in learn_sections():
        for block in section.blocks:
            if re.search(r"\bliver\b", block.text, re.IGNORECASE):
                assert re.search("pregnan", block.text, re.IGNORECASE)


def test_the_plain_sentence_that_nobody_sets_a_value_for_k2():
    note = chart_note("cohorts_k2")
    assert note.title == "No official body sets a value for K2"
    assert "There is no daily amount of K2 to reach" in note.passage.text


def test_the_charts_that_need_words_have_them():
    assert set(chart_notes()) == {
        "compare_people",
        "compare_foods_k2",
        "compare_foods_k1",
        "compare_foods_d",
        "headline",
        "k2_forms",
        "foods_k2",
        "foods_k1",
        "foods_d",
        "compare_k",
        "compare_d",
        "cohorts_k2",
        "cohorts_k1",
        "cohorts_d",
        "unknown",
        "causes",
        "what_if",
        "over_time",
    }
    for note in chart_notes().values():
        assert len(sentences(note.passage.text)) <= 4


def test_the_disclaimer_says_what_it_must():
    for text in (disclaimer_short(), disclaimer_full()):
        assert "not a medical test" in text or "not medical advice" in text
        assert re.search("doctor, dietitian or pharmacist", text)
        assert re.search("memory|remember", text)
    assert "diagnosis" in disclaimer_short()


def test_the_method_texts_take_their_figures():
    assert set(method_texts()) == {
        "sum",
        "range",
        "validity",
        "table",
        "limits",
        "privacy",
        "cite",
        "table_range",
        "validation_tests",
        "validation_foods",
        "validation_outside",
        "validation_figures",
        "validation_range",
        "validation_list",
        "validation_not_asked",
        "validation_diets",
    }
    figures = {"portion_log_sd": 0.3, "reporting_log_sd": 0.2, "spread_of_answers": 1.1}
    text = method_text("range").format(**figures)
    assert all(words in text for words in ("log-SD 0.3)", "log-SD 0.2)", "(1.1, from one study)"))
    assert "version 2026-01" in method_text("cite").format(foods_version="2026-01")


def test_validation_figures_as_published():
    found = {(s.ref_id, s.nutrient, s.against): s.value for s in validation_studies()}
    assert found["pritchard2010", "Vitamin D", "5 days of records"] == "1.9"
    assert found["kim2016", "Vitamin K", "5 days of records"] == "0.652"
    assert found["watkins", "Vitamin D", "vitamin D in blood"] == "0.360"
    assert not any("K2" in s.nutrient for s in validation_studies())


def test_faq_and_glossary_are_complete_and_sorted():
    assert len(faq()) >= 12
    assert len({item.faq_id for item in faq()}) == len(faq())
    terms = [term.term.casefold() for term in glossary()]
    assert terms == sorted(terms)
    assert {"ffq", "log-normal", "upper limit"} <= set(terms)


def test_an_unknown_key_is_named_with_a_near_one():
    with pytest.raises(ContentError, match=r"No chart note 'cohort'\. Did you mean 'cohorts_d'"):
        chart_note("cohort")
    with pytest.raises(ContentError, match="No verdict 'proven'"):
        evidence_label("proven")


LOADERS = (
    validation_studies,
    evidence_labels,
    reference_kinds,
    references,
    claims,
    learn_sections,
    faq,
    chart_notes,
    vitamin_table,
)


BALANCE = "markdown/learn/06_balance.md"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the content to break; every loader reads it afresh."""
    shutil.copytree(FOLDER, tmp_path / "content")
    monkeypatch.setattr(load, "FOLDER", tmp_path / "content")
    monkeypatch.setattr(load, "MARKDOWN", tmp_path / "content" / "markdown")
    for loader in LOADERS:
        loader.cache_clear()
    yield tmp_path / "content"
    for loader in LOADERS:
        loader.cache_clear()


@pytest.mark.parametrize(
    ("file", "old", "new", "loader", "message"),
    [
        ("claims.csv", "geleijnse2004;", "geleijnse2005;", claims, "row 2: column for_refs: 'gele"),
        ("claims.csv", ",not-established,", ",proven,", claims, "row 2: column verdict: 'proven'"),
        ("claims.csv", "k2-activates-mgp,", "k2-lack-primary-cause,", claims, "twice"),
        ("references.csv", "opened-primary", "not-opened", references, "row 2.*not-opened"),
        ("references.csv", "ref_id,", "id,", references, "columns must be"),
        ("faq.csv", "no-k2-target", "no-k2-goal", faq, "row 9: column claim_ids: 'no-k2-goal'"),
        (
            "claims.csv",
            ",2026-11,yes",
            ",2026-13,yes",
            claims,
            "row 2: column looked_at: '2026-13'",
        ),
        ("claims.csv", ",2026-11,yes", ",2026-11,maybe", claims, "row 2: column vitamin_k_sensit"),
        ("references.csv", ",cohort,", ",cohorts,", references, "row 2: column kind: 'cohorts'"),
        ("vitamin_table.csv", "k1-food-sources,", "k1-food,", vitamin_table, "row 2: column k1_cl"),
        (
            "validation_studies.csv",
            "couris2000",
            "couris",
            validation_studies,
            "row 2: column ref_id",
        ),
        ("chart_notes.csv", "headline,What", "headline,,What", chart_notes, "row 2"),
        ("vitamin_table.csv", "Phylloquinone", "", vitamin_table, "row 2: column k1 is empty"),
        (
            BALANCE,
            "[[claim:d-k2-need-balance]]",
            "[[claim:balance]]",
            learn_sections,
            "06_balance.md, paragraph 1: 'balance' is not known",
        ),
        (
            BALANCE,
            "[[claim:",
            "[[chip:",
            learn_sections,
            "unknown marker 'chip'",
        ),
        (
            BALANCE,
            "title:",
            "name:",
            learn_sections,
            "06_balance.md: must begin",
        ),
        (
            BALANCE,
            "[[claim:d-k2-need-balance]]",
            "[[claim:d-k2-need-balance]] And more.",
            learn_sections,
            "paragraph 1: markers stand at the end",
        ),
    ],
)
def test_a_broken_file_is_refused_by_name_and_row(copy, file, old, new, loader, message):
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        loader()
