"""What several parts of Validation say alike: names of nutrients, and sources."""

from content.words import NUTRIENT_NAMES
from scoring.languages import _
from scoring.nutrients import K_TOTAL
from scoring.validation.published import PublishedSource
from ui.links import markdown_link
from ui.text import as_markdown


def name_of(nutrient: str) -> str:
    """The name of what a published figure is about."""
    return _("Vitamin K, all forms") if nutrient == K_TOTAL else NUTRIENT_NAMES[nutrient]


def source(found: PublishedSource) -> str:
    """A source in short, with its link, and how it was read."""
    words = f"{found.citation.split('. ')[0]} {found.year}".strip()
    linked = markdown_link(words, found.url_or_doi)
    return _("{first} ({second})").format(first=linked, second=as_markdown(found.read_in))
