import re

import pytest

from content.evidence import WARFARIN_CLAIMS, claims, evidence_label, references
from content.learn import faq, glossary, learn_sections, vitamin_table
from content.stories import stories
from scoring.guidance.safety import load_rules
from tests.pages.conftest import shared_visit, visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST, read_html
from ui.learn.pictures import PICTURES, picture

PARTS = ("Read", "Food stories", "K1, K2 and D", "Questions", "Words", "Claims", "Sources")
DOAC = ADULT | {"safety-blood-thinner": "doac"}
WITH_LABELS = ("Read", "Food stories", "K1, K2 and D", "Questions", "Words", "Claims")
CHIP = re.compile(r'<details class="kd-chip">(.*?)</details>', re.DOTALL)


def own_lines(visitor):
    """The lines of a page but notices, references and advice for those on warfarin."""
    findings = tuple(reference.finding for reference in references().values())
    warnings = {claims()[claim_id].summary for claim_id in WARFARIN_CLAIMS}
    warnings |= {p.text for _, ps in all_passages() for p in ps if p.warfarin_wording}
    return [
        line
        for line in visitor.words_but_notices().splitlines()
        if not any(finding in line for finding in findings)
        and not any(warning in line for warning in warnings)
    ]


def learn(part="Read", who=ADULT):
    return shared_visit("learn", **who, **{"learn-part": part})


def all_passages():
    for section in learn_sections():
        yield "Read", section.blocks
    yield "Questions", [item.answer for item in faq()]
    for story in stories():
        yield "Food stories", story.blocks
    table = vitamin_table()
    yield "K1, K2 and D", [p for row in table.rows for p in (row.k1, row.k2, row.d)]


def test_every_part_opens():
    visitor = visit("learn", **ADULT)
    group = visitor.app.button_group(key="learn-part")
    assert [option.content for option in group.proto.options] == list(PARTS)
    seen = set()
    for part in PARTS:
        visitor.choose("learn-part", part)
        assert visitor.title == "Learn"
        assert visitor.notices() == []
        seen.add(visitor.words())
    assert len(seen) == len(PARTS)


def test_read_holds_every_section_with_every_paragraph():
    visitor = learn("Read")
    words = visitor.words()
    headings = {header.value: header.anchor for header in visitor.app.header}
    for section in learn_sections():
        assert headings[section.title] == section.slug
        assert f'href="#{section.slug}"' in visitor.html()
        for block in section.blocks:
            assert block.text in words


def test_every_drawing_stands_there_with_its_label_and_what_it_shows_in_words():
    visitor = learn("Read")
    drawn = {data["alt"]: data["svg"] for data in visitor.all_data_of("kdcheck-drawing")}
    drawings = [drawing for section in learn_sections() for drawing in section.drawings]
    assert len(drawings) == len(drawn) == len(PICTURES) == len({*drawn.values()})
    for drawing in drawings:
        assert drawn[drawing.alt] == picture(drawing.picture)
        assert drawing.caption.text in visitor.words()
        assert drawing.caption.claim_ids


def test_drawings_hold_no_word_of_a_language():
    signs = {
        sign
        for name in PICTURES
        for sign in re.findall(r"<text[^>]*>([^<]*)</text>", picture(name))
    }
    assert signs == {"1", "2", "3", "4", "K1", "K2", "D", "?"}


def test_the_comparison_holds_every_row_and_every_note():
    visitor = learn("K1, K2 and D")
    shown = re.findall(r'<dl class="kd-compare">(.*?)</dl>', visitor.html())
    table = vitamin_table()
    assert [header.value for header in visitor.app.header][: len(shown)] == [
        row.feature for row in table.rows
    ]
    for cells, row in zip(shown, table.rows, strict=True):
        words = [read_html(cell)[0] for cell in re.findall(r"<dd>.*?</dd>", cells)]
        assert words == [row.k1.text, row.k2.text, row.d.text]
    for note in table.notes:
        assert note.text in visitor.words()


def test_every_question_and_every_word_is_there():
    questions = learn("Questions")
    for item in faq():
        assert item.question in questions.words()
        assert item.answer.text in questions.words()
    shown = learn("Words").words()
    for term in glossary():
        assert term.term in shown
        assert term.meaning in shown


def test_every_claim_stands_once_with_its_label_and_studies():
    visitor = learn("Claims")
    words = visitor.lines()
    chips = CHIP.findall(visitor.html())
    assert len(chips) == len(claims())
    for claim in claims().values():
        assert words.count(claim.summary) == 1
        label = evidence_label(claim.verdict).label
        (chip,) = (c for c in chips if f"What we found: {escaped(claim.summary)}" in c)
        summary = chip.partition("</summary>")[0]
        assert escaped(claim.topic) in summary
        assert summary.casefold().endswith(escaped(label).casefold())
        assert chip.count("<li>") == len(claim.for_refs) + len(claim.against_refs)


def test_every_label_opens_to_at_least_one_study_with_its_link():
    for who in (ADULT, VITAMIN_K_ANTAGONIST):
        for part in WITH_LABELS:
            chips = CHIP.findall(learn(part, who).html())
            assert chips
            for chip in chips:
                assert re.search(r'<li><a href="https?://', chip), chip[:80]


def test_every_word_about_health_has_its_label():
    html = learn("Words").html()
    for term in glossary():
        entry = html.partition(f"<dd>{escaped(term.meaning)}")[2].partition("</dd>")[0]
        assert len(CHIP.findall(entry)) == len(term.claim_ids)


def test_every_label_says_when_its_evidence_was_looked_at():
    for chip in CHIP.findall(learn("Claims").html()):
        assert "The evidence was last looked at in November 2026." in chip


def test_links_open_beside_the_app_and_are_whole_addresses():
    links = re.findall(r"<a ([^>]*)>", learn("Sources").html())
    with_address = [r for r in references().values() if r.address]
    assert len(links) == len(with_address)
    for link in links:
        assert re.search(r'href="https?://[^" ]+"', link)
        assert 'target="_blank"' in link
        assert 'rel="noopener noreferrer"' in link


def test_sources_hold_every_reference_with_who_paid():
    words = learn("Sources").words()
    for reference in references().values():
        assert reference.finding in words
        if reference.funding:
            assert f"Funding: {reference.funding}" in words


# People on a vitamin K antagonist


def test_vitamin_k_antagonist_reads_the_words_written_for_them():
    replaced = 0
    for part, passages in all_passages():
        words = learn(part, VITAMIN_K_ANTAGONIST).words()
        usual = learn(part).words()
        for passage in passages:
            if passage.instead:
                replaced += 1
                assert passage.instead in words
                assert passage.text not in words
                assert passage.text in usual
            else:
                assert passage.text in words
    assert replaced >= 5


@pytest.mark.parametrize("part", PARTS)
def test_vitamin_k_antagonist_sees_no_sensitive_claim_and_no_natto(part):
    visitor = learn(part, VITAMIN_K_ANTAGONIST)
    words = visitor.words_but_notices()
    for claim in claims().values():
        if claim.vitamin_k_sensitive:
            assert claim.summary not in words
    assert [line for line in own_lines(visitor) if "natto" in line.casefold()] == []


def test_vitamin_k_antagonist_sees_the_notices_of_this_page():
    notices = learn("Read", VITAMIN_K_ANTAGONIST).notices()
    for rule_id in ("vka-blocker", "vka-natto-mk7"):
        assert load_rules()[rule_id].notice.text in notices


def test_others_do_see_natto():
    assert "natto" in "\n".join(own_lines(learn("Read"))).casefold()


@pytest.mark.parametrize("part", ["Read", "Questions", "Claims"])
def test_no_warfarin_advice_on_another_blood_thinner(part):
    words = learn(part, DOAC).words()
    for claim_id in WARFARIN_CLAIMS:
        assert claims()[claim_id].summary not in words
    for of, passages in all_passages():
        for passage in passages:
            if of == part and passage.warfarin_wording:
                assert passage.text not in words


def test_warfarin_advice_is_there_for_those_on_warfarin():
    words = learn("Questions", VITAMIN_K_ANTAGONIST).words()
    passages = [p for of, ps in all_passages() if of == "Questions" for p in ps]
    warfarin = [p for p in passages if p.warfarin_wording]
    assert warfarin
    assert all(p.words(True) in words for p in warfarin)


def test_without_safety_answers_the_page_asks_for_them_first():
    visitor = learn("Read", {})
    assert any("blood thinner" in notice for notice in visitor.notices())
    assert "before_you_start" in visitor.ways_on().values()


def test_the_claim_of_the_article_is_told_as_the_articles():
    """Where K2 is said to prevent or treat calcification, the sentence names who says so."""
    claims = [
        line
        for part in PARTS
        for line in learn(part).lines()
        if re.search(r"K2 (?:prevents|treats|cures|reverses|stops)\b", line)
    ]
    assert [line for line in claims if "article" not in line.casefold()] == []


def escaped(text):
    return (
        text.replace("&", "&amp;")
        .replace("'", "&#x27;")
        .replace('"', "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
