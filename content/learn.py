"""What stands on Learn: the sections to read, the table of K1, K2 and D, questions and terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from content.evidence import claims
from content.load import (
    ContentError,
    cell,
    ids_of,
    markdown_files,
    read_table,
    require_filled,
)
from content.passages import Passage, passage_of_paragraph, passage_of_row
from scoring.languages import _, cached_by_language, folded
from scoring.languages.files import front_matter, paragraphs


@dataclass(frozen=True)
class Drawing:
    """A drawing of a section, one of several side by side.

    Attributes:
        section: Slug of its section.
        picture: Its name in ui/learn/pictures.py.
        alt: What is drawn, for those who do not see it.
        caption: What it shows, in one line with its claims.
    """

    section: str
    picture: str
    alt: str
    caption: Passage


@dataclass(frozen=True)
class Section:
    """A section to read.

    Attributes:
        slug: A name for links and tests that never changes.
        at_first_sight: So many of its paragraphs are seen at once; the others unfold.
        drawings: In the order in which they are seen.
    """

    slug: str
    title: str
    blocks: tuple[Passage, ...]
    at_first_sight: int
    drawings: tuple[Drawing, ...]


@dataclass(frozen=True)
class VitaminRow:
    """A row of the table of K1, K2 and D, each cell with the claims it rests on.

    Figures such as ¹ point to the notes under it.
    """

    feature: str
    k1: Passage
    k2: Passage
    d: Passage

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims of its cells, each once."""
        cells = (self.k1, self.k2, self.d)
        return tuple(dict.fromkeys(claim for cell in cells for claim in cell.claim_ids))


@dataclass(frozen=True)
class VitaminNote:
    """A note under the table of K1, K2 and D."""

    number: int
    text: str
    claim_ids: tuple[str, ...]


@dataclass(frozen=True)
class VitaminTable:
    """What sets K1, K2 and D apart; never shown without its notes."""

    rows: tuple[VitaminRow, ...]
    notes: tuple[VitaminNote, ...]


@dataclass(frozen=True)
class FaqItem:
    """A question a reader may have. The question names nothing that must be held back."""

    faq_id: str
    question: str
    answer: Passage


@dataclass(frozen=True)
class Term:
    """An entry of the glossary.

    Attributes:
        also: Abbreviations and other names; may be empty.
        claim_ids: The claims that an explanation of a health matter rests on.
    """

    term: str
    also: str
    meaning: str
    claim_ids: tuple[str, ...]


@cached_by_language
def learn_sections() -> tuple[Section, ...]:
    """The sections to read, in the order of their file names."""

    def build(row: dict[str, str]) -> Drawing:
        require_filled(row, "section", "picture", "alt", "words", "claim_ids")
        return Drawing(row["section"], row["picture"], row["alt"], passage_of_row(row, "words"))

    drawings = read_table("drawings.csv", "section picture alt words claim_ids instead", build)
    sections = tuple(_section(path, drawings) for path in markdown_files("learn"))
    if astray := {one.section for one in drawings} - {section.slug for section in sections}:
        raise ContentError(f"drawings.csv: no section is called {', '.join(sorted(astray))}.")
    return sections


@cached_by_language
def vitamin_table() -> VitaminTable:
    """K1, K2 and D side by side, with the notes that always go with it."""
    return VitaminTable(
        rows=read_table(
            "vitamin_table.csv",
            "feature k1 k2 d k1_claims k2_claims d_claims k1_instead k2_instead",
            _vitamin_row,
        ),
        notes=read_table("vitamin_table_notes.csv", "number text claim_ids", _vitamin_note),
    )


@cached_by_language
def faq() -> tuple[FaqItem, ...]:
    """Questions and answers, in the order they are shown."""

    def build(row: dict[str, str]) -> FaqItem:
        require_filled(row, "faq_id", "question", "answer")
        return FaqItem(row["faq_id"], row["question"], passage_of_row(row, "answer"))

    return read_table("faq.csv", "faq_id question answer claim_ids instead", build)


@cached_by_language
def glossary() -> tuple[Term, ...]:
    """The terms explained, in alphabetical order."""

    def build(row: dict[str, str]) -> Term:
        require_filled(row, "term", "meaning")
        claim_ids = cell(row, "claim_ids", ids_of(claims()))
        return Term(row["term"], row["also"], row["meaning"], claim_ids)

    terms = read_table("glossary.csv", "term also meaning claim_ids", build)
    return tuple(sorted(terms, key=lambda term: folded(term.term)))


def _section(path: Path, drawings: Iterable[Drawing]) -> Section:
    about, text = front_matter(path.read_text(encoding="utf-8"))
    blocks = tuple(
        passage_of_paragraph(f"{path.name}, paragraph {number}", paragraph)
        for number, paragraph in enumerate(paragraphs(text), start=1)
    )
    seen = about.get("at-first-sight", "")
    if set(about) != {"title", "at-first-sight"} or seen not in map(str, range(1, len(blocks) + 1)):
        raise ContentError(
            f"{path.name}: must begin with '---', 'title: …', 'at-first-sight: …', '---', where "
            f"the second is a number from 1 to that of its paragraphs, {len(blocks)}."
        )
    slug, title = path.stem.split("_", 1)[1], about["title"]
    return Section(
        slug=slug,
        title=_(title),
        blocks=blocks,
        at_first_sight=int(seen),
        drawings=tuple(one for one in drawings if one.section == slug),
    )


def _vitamin_row(row: dict[str, str]) -> VitaminRow:
    require_filled(row, "feature", "k1", "k2", "d")
    return VitaminRow(
        row["feature"],
        k1=Passage(
            text=row["k1"],
            claim_ids=cell(row, "k1_claims", ids_of(claims())),
            instead=row["k1_instead"],
        ),
        k2=Passage(
            text=row["k2"],
            claim_ids=cell(row, "k2_claims", ids_of(claims())),
            instead=row["k2_instead"],
        ),
        d=Passage(text=row["d"], claim_ids=cell(row, "d_claims", ids_of(claims()))),
    )


def _vitamin_note(row: dict[str, str]) -> VitaminNote:
    require_filled(row, "number", "text")
    return VitaminNote(
        cell(row, "number", int), row["text"], cell(row, "claim_ids", ids_of(claims()))
    )
