"""What is said with every result, on every page, in every form and on every download."""

from pathlib import Path

from ..languages import cached_by_language
from ..languages.files import translated_paragraphs

_TEXT = Path(__file__).with_name("disclaimer.md")


@cached_by_language
def disclaimer_short() -> str:
    """The disclaimer in two sentences, in the language in use."""
    return translated_paragraphs(_TEXT.read_text(encoding="utf-8").strip())
