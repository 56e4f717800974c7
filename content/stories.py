"""Why the figures of a food differ: its story, and what a person would have to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from content.evidence import references
from content.load import (
    ContentError,
    cell,
    known_ids,
    markdown_files,
    one_of,
    read_table,
    require_filled,
)
from content.passages import PASSAGE_MARKERS, Passage, marked_passage, split_markers
from scoring.languages import _, cached_by_language
from scoring.languages.files import front_matter, paragraphs
from scoring.nutrients import WHOLES

FOOD_SOURCE = "food:"
"""What stands before the id of a source of the food table among the sources of a story."""


@dataclass(frozen=True, kw_only=True)
class StoryPassage(Passage):
    """A paragraph of a food story.

    Attributes:
        source_ids: Where its facts come from: ids of `references`, or FOOD_SOURCE and an id of
            sources.csv.
    """

    source_ids: tuple[str, ...] = ()

    def sources_of_words(self, hold_vitamin_k: bool) -> tuple[str, ...]:
        """The sources to show with `words`; none with `instead`, since their titles tell."""
        return () if hold_vitamin_k and self.instead else self.source_ids


@dataclass(frozen=True)
class Story:
    """Why the figures of a food differ, and what the food table makes of them.

    Attributes:
        slug: A name for tests that never changes.
        heading_instead: The title for people on a vitamin K antagonist.
        food_ids: Rows of the food table for a chart of ranges.
        nutrient: What the chart shows, one of WHOLES.
    """

    slug: str
    title: str
    heading_instead: str
    food_ids: tuple[str, ...]
    nutrient: str
    blocks: tuple[StoryPassage, ...]

    @property
    def vitamin_k_sensitive(self) -> bool:
        """Whether a chart with it would show people on a vitamin K antagonist rich sources."""
        return any(block.vitamin_k_sensitive for block in self.blocks)

    def heading(self, hold_vitamin_k: bool) -> str:
        """The title to show; see `Passage.words`."""
        return self.heading_instead if hold_vitamin_k else self.title


@cached_by_language
def stories() -> tuple[Story, ...]:
    """The food stories, in the order of their file names.

    A paragraph may also end with `[[source:ID]]`, as described in StoryPassage. Whether a food or a
    source of the food table exists is not checked here: the table can be replaced.
    """
    return tuple(_story(path) for path in markdown_files("stories"))


def what_to_know(food_id: str, nutrient: str) -> str:
    """What a person would have to know of a food to know better how much it holds.

    Args:
        food_id: A food; most have words for all nutrients together, some for one of them.
        nutrient: One of WHOLES.

    Returns:
        Words that fit behind "knowing", such as "which cheese it is"; empty for a food without any.
    """
    known = _what_to_know()
    return known.get((food_id, nutrient)) or known.get((food_id, ""), "")


def _story(path: Path) -> Story:
    about, text = front_matter(path.read_text(encoding="utf-8"))
    if about.keys() - {"title-hold-vitamin-k"} != {"title", "foods", "nutrient"}:
        raise ContentError(
            f"{path.name}: must begin with '---', 'title: …', 'foods: …', 'nutrient: …', '---'."
        )
    if about["nutrient"] not in WHOLES:
        raise ContentError(
            f"{path.name}: nutrient '{about['nutrient']}' is not one of {', '.join(WHOLES)}."
        )
    title = about["title"]
    title_instead = about.get("title-hold-vitamin-k", title)
    return Story(
        slug=path.stem.split("_", 1)[1],
        title=_(title),
        heading_instead=_(title_instead),
        food_ids=tuple(about["foods"].split(";")),
        nutrient=about["nutrient"],
        blocks=tuple(
            _story_passage(f"{path.name}, paragraph {number}", paragraph)
            for number, paragraph in enumerate(paragraphs(text), start=1)
        ),
    )


def _story_passage(place: str, paragraph: str) -> StoryPassage:
    text, markers = split_markers(place, paragraph, (*PASSAGE_MARKERS, "source"))
    passage = marked_passage(place, text, markers)
    sources = markers["source"]
    try:
        known_ids(";".join(x for x in sources if not x.startswith(FOOD_SOURCE)), references())
    except ValueError as error:
        raise ContentError(f"{place}: {error}") from error
    return StoryPassage(
        text=passage.text,
        claim_ids=passage.claim_ids,
        instead=passage.instead,
        source_ids=tuple(sources),
    )


@cached_by_language
def _what_to_know() -> Mapping[tuple[str, str], str]:
    def build(row: dict[str, str]) -> tuple[tuple[str, str], str]:
        require_filled(row, "food_id", "knowing")
        nutrient = cell(row, "nutrient", one_of(("", *WHOLES)))
        return (row["food_id"], nutrient), row["knowing"]

    rows = read_table("what_to_know.csv", "food_id nutrient knowing", build)
    if len(dict(rows)) < len(rows):
        raise ContentError("what_to_know.csv: a food and nutrient stand there twice.")
    return MappingProxyType(dict(rows))
