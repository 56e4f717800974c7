import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from content.evidence import references
from scoring.foods.table import Source, load_sources
from scoring.validation.published import load_published_sources
from tests.conftest import ROOT
from ui import links
from ui.links import address_of, food_source_link, link, reference_link

FOOD_SOURCES = load_sources(ROOT / "sources.csv")
SOURCE = Source(
    source_id="table_a",
    kind="paper",
    citation="Smith A, Jones B. Vitamin K in foods. J Food 2020;1:2-3.",
    year="2020",
    country="",
    url_or_doi="10.1000/182",
    licence="",
    accessed="",
)
SHORT = re.compile(r"\[(?P<words>(?:[^\[\]\\]|\\.)+)\]\((?P<address>https?://\S+)\)")


def every_address():
    for reference in references().values():
        yield reference.url
        yield reference.doi
    for source in [*FOOD_SOURCES.values(), *load_published_sources().values()]:
        yield source.url_or_doi


ADDRESSES = sorted({address for address in every_address() if address})


def one_reference(monkeypatch, **changes):
    reference = next(iter(references().values()))
    changed = replace(reference, **changes)
    only = MappingProxyType({changed.ref_id: changed})
    monkeypatch.setattr(links, "references", lambda: only)
    return changed


def test_a_doi_becomes_an_address():
    assert address_of("10.1093/jn/134.11.3100") == "https://doi.org/10.1093/jn/134.11.3100"


@pytest.mark.parametrize("address", ["https://example.org/a?b=1", "http://example.org"])
def test_an_address_stays_as_it_is(address):
    assert address_of(address) == address


def test_every_address_of_our_data_is_a_doi_or_a_web_address_that_markdown_can_hold(subtests):
    for address in ADDRESSES:
        with subtests.test(address=address):
            assert re.fullmatch(r"10\.\d{4,9}/\S+|https?://[^/\s]+\.[^\s]+", address)
            assert not re.search(r"[<>\s\\]", address)
            depth = 0
            for character in address:
                depth += {"(": 1, ")": -1}.get(character, 0)
                assert depth >= 0  # a bracket that closes too early would end the link
            assert depth == 0


def test_a_link_opens_beside_the_app_and_tells_the_other_site_nothing():
    assert link("10.1000/182", "Smith") == (
        '<a href="https://doi.org/10.1000/182" target="_blank" rel="noopener noreferrer">Smith</a>'
    )


def test_an_address_in_html_is_escaped():
    found = link('https://example.org/?a=1&b="><script>', "words")
    assert 'href="https://example.org/?a=1&amp;b=&quot;&gt;&lt;script&gt;"' in found
    assert "<script" not in found


def test_a_source_of_the_food_table_is_short_with_its_year_and_link():
    found = food_source_link(SOURCE)
    assert found == "[Smith A, Jones B \\(2020\\)](https://doi.org/10.1000/182)"
    assert food_source_link(replace(SOURCE, year="")) == (
        "[Smith A, Jones B](https://doi.org/10.1000/182)"
    )


def test_a_source_without_an_address_is_words_alone():
    assert food_source_link(replace(SOURCE, url_or_doi="")) == "Smith A, Jones B \\(2020\\)"


def test_a_long_citation_is_cut_between_words_and_says_so():
    citation = "National table of the composition of foods of a country with a long name, edition"
    words = SHORT.fullmatch(food_source_link(replace(SOURCE, citation=citation, year="")))["words"]
    assert len(words) <= 60
    assert words.endswith(" …")
    assert citation.startswith(words.removesuffix(" …") + " ")


def test_every_source_of_the_food_table_with_an_address_is_linked(subtests):
    for source_id, source in FOOD_SOURCES.items():
        with subtests.test(source=source_id):
            found = SHORT.fullmatch(food_source_link(source))
            assert bool(found) == bool(source.url_or_doi)
            if found:
                assert found["address"] in (
                    source.url_or_doi,
                    f"https://doi.org/{source.url_or_doi}",
                )


def test_every_reference_with_an_address_is_linked(subtests):
    for ref_id, reference in references().items():
        with subtests.test(reference=ref_id):
            found = SHORT.fullmatch(reference_link(ref_id))
            assert bool(found) == bool(reference.url or reference.doi)
            if found:
                assert found["address"] in (reference.url, f"https://doi.org/{reference.doi}")
                assert found["words"].replace("\\", "") == reference.short_citation


def test_a_reference_is_authors_and_year_and_its_words_make_no_markdown(monkeypatch):
    one = one_reference(monkeypatch, authors="A *b* [c]", year="2001", doi="10.1000/1", url="")
    assert reference_link(one.ref_id) == (
        "[A \\*b\\* \\[c\\] \\(2001\\)](https://doi.org/10.1000/1)"
    )


def test_a_reference_without_an_address_is_words_alone(monkeypatch):
    one = one_reference(monkeypatch, authors="Smith", year="2001", doi="", url="")
    assert reference_link(one.ref_id) == "Smith \\(2001\\)"
