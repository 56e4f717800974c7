"""Texts that stand on several pages, beside charts, or on Method: Markdown to show as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from content.load import (
    MARKDOWN,
    ContentError,
    by_id,
    look_up,
    markdown_files,
    read_table,
    require_filled,
)
from content.passages import Passage, passage_of_row
from scoring.languages import cached_by_language
from scoring.languages.files import translated_paragraphs


@dataclass(frozen=True)
class ChartNote:
    """The short explanation that stands beside a chart."""

    key: str
    title: str
    passage: Passage


@cached_by_language
def chart_notes() -> Mapping[str, ChartNote]:
    """Every chart explanation by its key."""

    def build(row: dict[str, str]) -> ChartNote:
        require_filled(row, "key", "title", "text")
        return ChartNote(row["key"], row["title"], passage_of_row(row, "text"))

    notes = read_table("chart_notes.csv", "key title text claim_ids instead", build)
    return by_id("chart_notes.csv", notes, lambda note: note.key)


def chart_note(key: str) -> ChartNote:
    """The explanation for a chart.

    Raises:
        ContentError: The key is unknown.
    """
    return look_up("chart note", chart_notes(), key)


@cached_by_language
def method_texts() -> Mapping[str, str]:
    """Every text of the Method page by its file name."""
    return MappingProxyType({path.stem: _text(path) for path in markdown_files("method")})


def method_text(key: str) -> str:
    """A text of the Method page.

    Fields for `str.format`: `range` holds `{portion_log_sd}`, `{reporting_log_sd}` and
    `{spread_of_answers}`, `table_range` `{prior_records}`, `cite` `{foods_version}`,
    `validation_figures` `{compared}`, `{inside}` and `{partly}`, `validation_foods` `{left_out}`,
    `{left_out_share}`, `{left_out_error}`, the same of `unused`, and `{high_to_low}`.

    Raises:
        ContentError: The key is unknown.
    """
    return look_up("method text", method_texts(), key)


@cached_by_language
def article_note() -> str:
    """Which article this is about."""
    return _text(MARKDOWN / "article.md")


@cached_by_language
def disclaimer_full() -> str:
    """The disclaimer for the first page."""
    return _text(MARKDOWN / "disclaimer_full.md")


def _text(path: Path) -> str:
    text = path.read_text(encoding="utf-8").strip()
    if not text:
        raise ContentError(f"{path.name} is empty.")
    return translated_paragraphs(text)
