"""Which parts of the data files are words for a reader, and their translation."""

import re

from languages import _

COLUMNS = {
    "foods.csv": ("group", "food", "examples", "serving", "note"),
    "food_records.csv": ("reason",),
    "content/chart_notes.csv": ("title", "text", "instead"),
    "content/claims.csv": ("topic", "article_says", "summary", "confidence_note"),
    "content/comparison.csv": ("feature", "k1", "k2", "d", "k1_instead", "k2_instead"),
    "content/comparison_notes.csv": ("text",),
    "content/effects.csv": ("exposure", "outcome", "result"),
    "content/evidence_labels.csv": ("label", "meaning"),
    "content/faq.csv": ("question", "answer", "instead"),
    "content/glossary.csv": ("term", "also", "meaning"),
    "content/portion_shapes.csv": ("unit", "unit_plural"),
    "content/reference_kinds.csv": ("label",),
    "content/references.csv": ("finding", "funding"),
    "content/study_designs.csv": ("label", "meaning"),
    "content/validation_studies.csv": (
        *("instrument", "nutrient", "people", "against", "statistic", "value"),
    ),
    "content/what_to_know.csv": ("knowing",),
    "scoring/population_intakes.csv": ("population", "country", "note"),
    "scoring/reference_values.csv": ("authority_name", "note"),
    "scoring/safety_rules.csv": ("notice",),
    "scoring/source_shares.csv": ("population", "country", "food_group", "note"),
    "scoring/typical_diets.csv": ("diet",),
    "scoring/validation_cases.csv": ("about", "reason"),
    "scoring/validation_sources.csv": ("read_in",),
}
"""The columns of the data files that hold words, by file."""

_COLUMNS_BY_NAME = {path.rpartition("/")[2]: columns for path, columns in COLUMNS.items()}


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a Markdown text."""
    return [part for part in re.split(r"\n\s*\n", text.strip()) if part]


def translated_row(file_name: str, row: dict[str, str]) -> dict[str, str]:
    """A row of a data file with its words in the language in use."""
    return row | {column: _(row[column]) for column in _COLUMNS_BY_NAME.get(file_name, ())}


def translated_paragraphs(text: str) -> str:
    """A Markdown text without markers, paragraph by paragraph in the language in use."""
    return "\n\n".join(_(paragraph) for paragraph in paragraphs(text))
