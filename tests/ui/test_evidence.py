import re
from dataclasses import replace
from html.parser import HTMLParser
from types import MappingProxyType

import pytest

from content.evidence import claims, evidence_label, evidence_labels, references
from ui import evidence
from ui.evidence import MARKS, chip_html, reference_html
from ui.links import link

NOTHING_HELD = frozenset()
BAD = "<script>alert(1)</script> & \"quoted\" 'text'"


class Tags(HTMLParser):
    """Counts the tags of a piece of HTML and gathers its words."""

    def __init__(self):
        super().__init__()
        self.opened, self.closed, self.words = [], [], ""

    def handle_starttag(self, tag, attributes):
        self.opened.append(tag)

    def handle_endtag(self, tag):
        self.closed.append(tag)

    def handle_data(self, data):
        self.words += data


def parsed(source):
    tags = Tags()
    tags.feed(source)
    return tags


def one_claim_of(monkeypatch, **changes):
    claim = next(iter(claims().values()))
    changed = MappingProxyType({claim.claim_id: replace(claim, **changes)})
    monkeypatch.setattr(evidence, "claims", lambda: changed)
    return claim.claim_id


@pytest.mark.parametrize("field", ["summary", "article_says", "confidence_note"])
def test_words_of_a_claim_cannot_become_tags(monkeypatch, field):
    tags = parsed(chip_html(one_claim_of(monkeypatch, **{field: BAD}), NOTHING_HELD))
    assert "script" not in tags.opened
    assert BAD in tags.words


@pytest.mark.parametrize("field", ["authors", "title", "journal", "finding", "funding"])
def test_words_of_a_reference_cannot_become_tags(field):
    reference = replace(next(iter(references().values())), **{field: BAD})
    tags = parsed(reference_html(reference, NOTHING_HELD))
    assert "script" not in tags.opened
    assert BAD in tags.words


def test_an_address_cannot_leave_its_quotes():
    source = link('https://a.org/"onclick="x', "here")
    assert source.count('"') == 6
    assert "&quot;onclick=&quot;" in source


def test_a_bare_doi_becomes_its_address():
    assert 'href="https://doi.org/10.1000/182"' in link("10.1000/182", "here")
    assert 'href="https://a.org/x"' in link("https://a.org/x", "here")
    assert 'rel="noopener noreferrer"' in link("10.1000/182", "here")


def test_every_label_has_a_mark_of_its_own():
    assert set(MARKS) == set(evidence_labels())
    assert len(set(MARKS.values())) == len(MARKS)


def test_a_chip_holds_all_of_its_claim(subtests):
    for claim_id, claim in claims().items():
        with subtests.test(claim=claim_id):
            source = chip_html(claim_id, NOTHING_HELD)
            tags = parsed(source)
            assert sorted(tags.opened) == sorted(tags.closed)
            label = evidence_label(claim.verdict)
            for text in (label.meaning, claim.article_says, claim.summary):
                assert text in tags.words
            assert ("The article says" in tags.words) == bool(claim.article_says)
            assert tags.opened.count("li") == len(claim.for_refs) + len(claim.against_refs)
            assert ("For it" in tags.words) == bool(claim.for_refs)
            assert ("Against it" in tags.words) == bool(claim.against_refs)
            summary = re.search(r"<summary.*?</summary>", source)[0]
            assert parsed(summary).words.casefold() == f"{claim.topic} {label.label}".casefold()


def test_what_was_read_elsewhere_says_so():
    reference = next(iter(references().values()))
    said = "Read in another text that reports it."
    assert said in reference_html(replace(reference, read_elsewhere=True), NOTHING_HELD)
    assert said not in reference_html(replace(reference, read_elsewhere=False), NOTHING_HELD)
    assert "Funding: A firm." in reference_html(replace(reference, funding="A firm"), NOTHING_HELD)
    assert "Funding" not in reference_html(replace(reference, funding=""), NOTHING_HELD)
