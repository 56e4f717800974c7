"""Links to sources: they open beside the app, so that no answer is lost by reading one."""

import html
import textwrap

from content.evidence import references
from scoring.foods.table import Source
from ui.text import as_markdown


def address_of(url_or_doi: str) -> str:
    """The address of a source; a bare DOI becomes one."""
    return url_or_doi if url_or_doi.startswith("http") else f"https://doi.org/{url_or_doi}"


def link(url_or_doi: str, text: str) -> str:
    """A link as HTML; `text` is HTML already."""
    address = html.escape(address_of(url_or_doi))
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{text}</a>'


def markdown_link(words: str, url_or_doi: str) -> str:
    """Words as a Markdown link, or as they are where there is no address."""
    words = as_markdown(words)
    return f"[{words}]({address_of(url_or_doi)})" if url_or_doi else words


def food_source_link(source: Source) -> str:
    """A source of the food table in short as Markdown, with its link where it has one."""
    short = textwrap.shorten(source.citation.split(". ")[0], 60, placeholder=" …")
    return markdown_link(f"{short} ({source.year})" if source.year else short, source.url_or_doi)


def reference_link(ref_id: str) -> str:
    """A reference in short as Markdown, with its link where it has one."""
    reference = references()[ref_id]
    return markdown_link(reference.short_citation, reference.address)
