"""Which parts of the data files are words for a reader, and their translation."""

import re

from . import _

COLUMNS = {
    "foods.csv": ("group", "food", "examples", "serving", "note"),
    "food_records.csv": ("reason",),
    "content/chart_notes.csv": ("title", "text", "instead"),
    "content/claims.csv": ("topic", "article_says", "summary", "confidence_note"),
    "content/vitamin_table.csv": ("feature", "k1", "k2", "d", "k1_instead", "k2_instead"),
    "content/vitamin_table_notes.csv": ("text",),
    "content/drawings.csv": ("alt", "words", "instead"),
    "content/effects.csv": ("exposure", "outcome", "result"),
    "content/evidence_labels.csv": ("label", "meaning"),
    "content/faq.csv": ("question", "answer", "instead"),
    "content/glossary.csv": ("term", "also", "meaning"),
    "content/reference_kinds.csv": ("label",),
    "content/references.csv": ("finding", "funding"),
    "content/study_designs.csv": ("label", "meaning"),
    "content/validation_studies.csv": (
        *("instrument", "nutrient", "people", "against", "statistic", "value"),
    ),
    "content/what_to_know.csv": ("knowing",),
    "scoring/guidance/population_intakes.csv": ("population", "country", "note"),
    "scoring/guidance/reference_values.csv": ("authority_name", "note"),
    "scoring/guidance/safety_rules.csv": ("notice",),
    "scoring/validation/source_shares.csv": ("population", "country", "food_group", "note"),
    "scoring/validation/typical_diets.csv": ("diet",),
    "scoring/validation/validation_cases.csv": ("about", "reason"),
    "scoring/validation/validation_sources.csv": ("read_in",),
    "ui/questionnaire/portion_shapes.csv": ("unit", "unit_plural"),
}
"""The columns of the data files that hold words, by file."""

_COLUMNS_BY_NAME = {path.rpartition("/")[2]: columns for path, columns in COLUMNS.items()}


MARKER = re.compile(r"\s*\[\[([a-z-]+):([^\]]+)\]\]")
"""What follows the words of a paragraph in Markdown, as kind and value: `[[claim:ID]]`."""

_FRONT_MATTER = re.compile(r"---\n((?:[a-z-]+: [^\n]+\n)*)---\n")


def front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""What a Markdown text says about itself before its first paragraph, and the rest of it.

    >>> front_matter("---\ntitle: Vitamin D\n---\nSunlight.")
    ({'title': 'Vitamin D'}, 'Sunlight.')
    """
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    return dict(line.split(": ", 1) for line in found[1].splitlines()), text[found.end() :]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a Markdown text."""
    return [part for part in re.split(r"\n\s*\n", text.strip()) if part]


def translated_row(file_name: str, row: dict[str, str]) -> dict[str, str]:
    """A row of a data file with its words in the language in use."""
    return row | {column: _(row[column]) for column in _COLUMNS_BY_NAME.get(file_name, ())}


def translated_paragraphs(text: str) -> str:
    """A Markdown text without markers, paragraph by paragraph in the language in use."""
    return "\n\n".join(_(paragraph) for paragraph in paragraphs(text))
