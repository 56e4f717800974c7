"""The educational words of the app and the evidence behind them: loaded, checked, unchanging.

Texts are Markdown (learn/*.md, method/*.md, disclaimer_*.md) and CSV beside this module. A health
statement carries the id of the claim it rests on; each claim carries its evidence label and its
references.

In Markdown, a paragraph ends with its markers:
    [[claim:ID]]                the claim that the paragraph rests on; several may follow
    [[hold-vitamin-k:TEXT]]     for people on a vitamin K antagonist TEXT stands in its place
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from languages import N_, Words, _, cached_by_language
from languages.files import paragraphs, translated_paragraphs
from scoring.data_files import DataFileError, check_opened, read_data_rows, yes_or_no
from scoring.errors import ScoringError, did_you_mean
from scoring.safety import Hold

CONTENT_DIR = Path(__file__).parent
WARFARIN_CLAIMS = frozenset({"steady-vitamin-k-on-warfarin", "natto-and-warfarin"})
"""Claims of which only people on a vitamin K antagonist should read."""

LEARN_DIR = CONTENT_DIR / "learn"


class ContentError(ScoringError):
    """A text or data file of the content breaks its own rules; names file and row."""


@dataclass(frozen=True)
class EvidenceLabel:
    """How strong the evidence is, as shown on a chip: the label and what it means in a line."""

    verdict: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Reference:
    """A source. Empty fields were not seen by us and are left out on screen.

    year: "no date" where the text that was opened shows none. url: where it was read.
    finding: what it found or says, in our words. funding: who paid, where that was stated.
    read_elsewhere: only another text that reports this source was read.
    """

    ref_id: str
    authors: str
    year: str
    title: str
    journal: str
    doi: str
    url: str
    kind: str
    finding: str
    funding: str
    read_elsewhere: bool

    @property
    def address(self) -> str:
        """Where a reader is sent: the study itself by its DOI, else the text that was read."""
        return self.doi or self.url

    @property
    def short_citation(self) -> str:
        """Authors (year); without authors the journal or body, else the title."""
        year = f"({_year_words(self.year)})" if self.year else ""
        name = self.authors or self.journal or self.title
        return " ".join(part for part in (name, year) if part)

    @property
    def citation(self) -> str:
        """Authors (year). Title. Journal. Without authors the journal or body comes first."""
        year = f"({_year_words(self.year)})" if self.year else ""
        lead = " ".join(part for part in (self.authors or self.journal, year) if part)
        parts = (part for part in (lead, self.title, self.authors and self.journal) if part)
        return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)


def _year_words(year: str) -> str:
    return _("no date") if year == "no date" else year


@dataclass(frozen=True)
class Claim:
    """A statement about health and how well it holds.

    topic: what it is about in a few words, for its label.
    article_says: our paraphrase of the article; empty where the statement is not in it.
    summary: what the evidence carries, in our words.
    looked_at: year and month in which the evidence was last looked at, as in 2026-11.
    vitamin_k_sensitive: left out for people on a vitamin K antagonist, because it names rich
    sources or could read as a hint to eat more vitamin K.
    """

    claim_id: str
    topic: str
    article_says: str
    verdict: str
    summary: str
    for_refs: tuple[str, ...]
    against_refs: tuple[str, ...]
    confidence_note: str
    looked_at: str
    vitamin_k_sensitive: bool


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A piece of text (Markdown) with the claims it rests on.

    instead: what people on a vitamin K antagonist see in place of ``text``; empty where the text
    is for everyone.
    """

    text: str
    claim_ids: tuple[str, ...] = ()
    instead: str = ""

    @property
    def vitamin_k_sensitive(self) -> bool:
        """Whether the text must be held back from people on a vitamin K antagonist."""
        return bool(self.instead)

    @property
    def warfarin_wording(self) -> bool:
        """Whether the text is advice written for people on a vitamin K antagonist."""
        return not WARFARIN_CLAIMS.isdisjoint(self.claim_ids)

    def words(self, hold_vitamin_k: bool) -> str:
        """The text to show; ``instead`` where ``Hold.VITAMIN_K_HINTS`` applies to this person."""
        return self.instead if hold_vitamin_k and self.instead else self.text


@dataclass(frozen=True)
class Section:
    """A section of the Learn page. slug: stable name for links and tests."""

    slug: str
    title: str
    blocks: tuple[Passage, ...]


@dataclass(frozen=True)
class FaqItem:
    """A question a reader may have. The question names nothing that must be held back."""

    faq_id: str
    question: str
    answer: Passage


@dataclass(frozen=True)
class Term:
    """An entry of the glossary. also: abbreviations and other names; may be empty.

    claim_ids: the claims that an explanation of a health matter rests on.
    """

    term: str
    also: str
    meaning: str
    claim_ids: tuple[str, ...]


@dataclass(frozen=True)
class ChartNote:
    """The short explanation that stands beside a chart."""

    key: str
    title: str
    passage: Passage


@dataclass(frozen=True)
class ValidationStudy:
    """What a study found of a food list like this one; all texts are ready for the screen."""

    instrument: str
    nutrient: str
    people: str
    against: str
    statistic: str
    value: str
    ref_id: str


@dataclass(frozen=True)
class ComparisonRow:
    """A row of the K1/K2/D table. Figures such as ¹ point to the notes under the table."""

    feature: str
    k1: Passage
    k2: Passage
    d: Passage
    claim_ids: tuple[str, ...]


@dataclass(frozen=True)
class ComparisonNote:
    """A note under the K1/K2/D table; the table is never shown without its notes."""

    number: int
    text: str
    claim_ids: tuple[str, ...]


@dataclass(frozen=True)
class ComparisonTable:
    """What sets K1, K2 and D apart, with the notes that belong to it."""

    rows: tuple[ComparisonRow, ...]
    notes: tuple[ComparisonNote, ...]


_Row = dict[str, str]
_T = TypeVar("_T")


def _load(name: str, columns: str, build: Callable[[_Row], _T]) -> tuple[_T, ...]:
    """One value per row of a CSV file; ``build`` raises ValueError for what a row must not hold."""
    path = CONTENT_DIR / name
    values = []
    try:
        for number, row in enumerate(read_data_rows(path, columns.split()), start=2):
            if "status" in row:
                check_opened(path, number, row["status"])
            try:
                values.append(build(row))
            except ValueError as error:
                raise ContentError(f"{name}, row {number}: {error}") from error
    except DataFileError as error:
        raise ContentError(str(error)) from error
    return tuple(values)


def _by_id(name: str, values: tuple[_T, ...], key: Callable[[_T], str]) -> Mapping[str, _T]:
    found: dict[str, _T] = {}
    for value in values:
        if key(value) in found:
            raise ContentError(f"{name}: '{key(value)}' stands there twice.")
        found[key(value)] = value
    return MappingProxyType(found)


def _ids(text: str, known: Mapping[str, object]) -> tuple[str, ...]:
    ids = tuple(part for part in text.split(";") if part)
    for one in ids:
        if one not in known:
            raise ValueError(f"'{one}' is not known.{did_you_mean(one, known)}")
    return ids


def _filled(row: _Row, *columns: str) -> None:
    for column in columns:
        if not row[column].strip():
            raise ValueError(f"column {column} is empty")


@cached_by_language
def evidence_labels() -> Mapping[str, EvidenceLabel]:
    """Every evidence label by its verdict, strongest first."""

    def build(row: _Row) -> EvidenceLabel:
        _filled(row, *row)
        return EvidenceLabel(**row)

    labels = _load("evidence_labels.csv", "verdict label meaning", build)
    return _by_id("evidence_labels.csv", labels, lambda label: label.verdict)


def evidence_label(verdict: str) -> EvidenceLabel:
    """The label for a verdict. Raises ContentError for an unknown one."""
    return _get("verdict", evidence_labels(), verdict)


@cached_by_language
def reference_kinds() -> Mapping[str, str]:
    """What to call each kind of reference on screen."""
    rows = _load("reference_kinds.csv", "kind label", lambda row: (row["kind"], row["label"]))
    return MappingProxyType(dict(rows))


@cached_by_language
def references() -> Mapping[str, Reference]:
    """Every source used, by its id."""

    def build(row: _Row) -> Reference:
        _filled(row, "ref_id", "finding")
        if not (row["authors"] or row["title"] or row["journal"]):
            raise ValueError("authors, title and journal are all empty")
        if row["kind"] not in reference_kinds():
            raise ValueError(f"'{row['kind']}' is not one of {', '.join(reference_kinds())}")
        return Reference(
            ref_id=row["ref_id"],
            authors=row["authors"],
            year=row["year"],
            title=row["title"],
            journal=row["journal"],
            doi=row["doi"],
            url=row["url"],
            kind=row["kind"],
            finding=row["finding"],
            funding=row["funding"],
            read_elsewhere=row["status"] == "opened-secondary",
        )

    columns = "ref_id authors year title journal doi url kind status finding funding"
    return _by_id(
        "references.csv", _load("references.csv", columns, build), lambda source: source.ref_id
    )


@cached_by_language
def claims() -> Mapping[str, Claim]:
    """Every claim by its id."""

    def build(row: _Row) -> Claim:
        _filled(row, "claim_id", "topic", "summary")
        if row["verdict"] not in evidence_labels():
            raise ValueError(f"'{row['verdict']}' is not one of {', '.join(evidence_labels())}")
        if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", row["looked_at"]):
            raise ValueError(f"looked_at '{row['looked_at']}' is not a year and month like 2026-11")
        claim = Claim(
            claim_id=row["claim_id"],
            topic=row["topic"],
            article_says=row["article_says"],
            verdict=row["verdict"],
            summary=row["summary"],
            for_refs=_ids(row["for_refs"], references()),
            against_refs=_ids(row["against_refs"], references()),
            confidence_note=row["confidence_note"],
            looked_at=row["looked_at"],
            vitamin_k_sensitive=yes_or_no(row["vitamin_k_sensitive"]),
        )
        if not claim.for_refs + claim.against_refs:
            raise ValueError("a claim needs a reference, for or against")
        return claim

    columns = (
        "claim_id topic article_says verdict summary for_refs against_refs confidence_note "
        "looked_at vitamin_k_sensitive"
    )
    return _by_id("claims.csv", _load("claims.csv", columns, build), lambda claim: claim.claim_id)


def may_show_claim(claim: Claim, holds: frozenset[Hold]) -> bool:
    """Whether a claim is meant for a person of whom `holds` must be held back.

    One that could read as a hint to eat more vitamin K is not for people on a vitamin K antagonist;
    advice for them is not for people on other blood thinners.
    """
    if claim.vitamin_k_sensitive and Hold.VITAMIN_K_HINTS in holds:
        return False
    return not (claim.claim_id in WARFARIN_CLAIMS and Hold.WARFARIN_WORDING in holds)


@cached_by_language
def learn_sections() -> tuple[Section, ...]:
    """The sections of the Learn page, in the order of their file names."""
    return tuple(_section(path) for path in sorted(LEARN_DIR.glob("*.md")))


_FRONT_MATTER = re.compile(r"\A---\ntitle: (?P<title>.+)\n---\n(?P<body>.*)\Z", re.DOTALL)
_MARKER = re.compile(r"\s*\[\[(?P<kind>[a-z-]+):(?P<value>[^\]]+)\]\]")


def _section(path: Path) -> Section:
    match = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if not match:
        raise ContentError(f"{path.name}: must begin with '---', 'title: …', '---'.")
    blocks = tuple(
        _block(path.name, number, paragraph)
        for number, paragraph in enumerate(paragraphs(match["body"]), start=1)
    )
    return Section(slug=path.stem.split("_", 1)[1], title=_(match["title"]), blocks=blocks)


def _block(name: str, number: int, paragraph: str) -> Passage:
    first = _MARKER.search(paragraph)
    text = paragraph[: first.start()] if first else paragraph
    markers = paragraph[len(text) :]
    claim_ids: list[str] = []
    instead = ""
    for marker in _MARKER.finditer(markers):
        if marker["kind"] == "claim":
            claim_ids.append(marker["value"])
        elif marker["kind"] == "hold-vitamin-k":
            instead = marker["value"]
        else:
            raise ContentError(f"{name}, paragraph {number}: unknown marker '{marker['kind']}'.")
    if not text.strip() or _MARKER.sub("", markers).strip():
        raise ContentError(f"{name}, paragraph {number}: markers stand at the end of a paragraph.")
    try:
        ids = _ids(";".join(claim_ids), claims())
        return Passage(text=_(text.strip()), claim_ids=ids, instead=_(instead))
    except ValueError as error:
        raise ContentError(f"{name}, paragraph {number}: {error}") from error


@cached_by_language
def faq() -> tuple[FaqItem, ...]:
    """Questions and answers, in the order they are shown."""

    def build(row: _Row) -> FaqItem:
        _filled(row, "faq_id", "question", "answer")
        answer = Passage(
            text=row["answer"],
            claim_ids=_ids(row["claim_ids"], claims()),
            instead=row["instead"],
        )
        return FaqItem(row["faq_id"], row["question"], answer)

    return _load("faq.csv", "faq_id question answer claim_ids instead", build)


@cached_by_language
def glossary() -> tuple[Term, ...]:
    """The terms explained, in alphabetical order."""

    def build(row: _Row) -> Term:
        _filled(row, "term", "meaning")
        ids = _ids(row["claim_ids"], claims())
        return Term(row["term"], row["also"], row["meaning"], ids)

    terms = _load("glossary.csv", "term also meaning claim_ids", build)
    return tuple(sorted(terms, key=lambda term: term.term.casefold()))


@cached_by_language
def chart_notes() -> Mapping[str, ChartNote]:
    """Every chart explanation by its key."""

    def build(row: _Row) -> ChartNote:
        _filled(row, "key", "title", "text")
        passage = Passage(
            text=row["text"],
            claim_ids=_ids(row["claim_ids"], claims()),
            instead=row["instead"],
        )
        return ChartNote(row["key"], row["title"], passage)

    notes = _load("chart_notes.csv", "key title text claim_ids instead", build)
    return _by_id("chart_notes.csv", notes, lambda note: note.key)


def chart_note(key: str) -> ChartNote:
    """The explanation for a chart. Raises ContentError for an unknown key."""
    return _get("chart note", chart_notes(), key)


@cached_by_language
def comparison_table() -> ComparisonTable:
    """K1, K2 and D side by side, with the notes that always go with it."""

    def build_row(row: _Row) -> ComparisonRow:
        _filled(row, "feature", "k1", "k2", "d")
        claim_ids = _ids(row["claim_ids"], claims())
        return ComparisonRow(
            row["feature"],
            k1=Passage(text=row["k1"], instead=row["k1_instead"]),
            k2=Passage(text=row["k2"], instead=row["k2_instead"]),
            d=Passage(text=row["d"]),
            claim_ids=claim_ids,
        )

    def build_note(row: _Row) -> ComparisonNote:
        _filled(row, "number", "text")
        return ComparisonNote(int(row["number"]), row["text"], _ids(row["claim_ids"], claims()))

    return ComparisonTable(
        rows=_load("comparison.csv", "feature k1 k2 d claim_ids k1_instead k2_instead", build_row),
        notes=_load("comparison_notes.csv", "number text claim_ids", build_note),
    )


@cached_by_language
def validation_studies() -> tuple[ValidationStudy, ...]:
    """What studies found of other food lists for vitamins K and D."""

    def build(row: _Row) -> ValidationStudy:
        _filled(row, "instrument", "nutrient", "against", "statistic", "value")
        _ids(row["ref_id"], references())
        return ValidationStudy(**{name: row[name] for name in row if name != "status"})

    columns = "instrument nutrient people against statistic value ref_id status"
    return _load("validation_studies.csv", columns, build)


@cached_by_language
def method_texts() -> Mapping[str, str]:
    """Every text of the Method page (Markdown) by its file name."""
    paths = sorted((CONTENT_DIR / "method").glob("*.md"))
    return MappingProxyType({path.stem: _text(f"method/{path.name}") for path in paths})


def method_text(key: str) -> str:
    """A text of the Method page (Markdown); raises ContentError for an unknown key.

    Fields for ``str.format``: ``range`` holds ``{portion_log_sd}``, ``cite`` ``{foods_version}``,
    ``validation_figures`` ``{compared}``, ``{inside}`` and ``{partly}``.
    """
    return _get("method text", method_texts(), key)


@cached_by_language
def article_note() -> str:
    """Which article this is about (Markdown)."""
    return _text("article.md")


@cached_by_language
def disclaimer_short() -> str:
    """The disclaimer for every page, under every result and on every download (Markdown)."""
    return _text("disclaimer_short.md")


@cached_by_language
def disclaimer_full() -> str:
    """The disclaimer for the first page (Markdown)."""
    return _text("disclaimer_full.md")


def _text(name: str) -> str:
    text = (CONTENT_DIR / name).read_text(encoding="utf-8").strip()
    if not text:
        raise ContentError(f"{name} is empty.")
    return translated_paragraphs(text)


def _get(what: str, values: Mapping[str, _T], key: str) -> _T:
    if key not in values:
        raise ContentError(
            f"No {what} '{key}'.{did_you_mean(key, values)} Known: {', '.join(values)}."
        )
    return values[key]


FOOD_SOURCE = "food:"
"""What stands before the id of a source of the food table among the sources of a story."""


@dataclass(frozen=True, kw_only=True)
class StoryPassage(Passage):
    """A paragraph of a food story.

    source_ids: where its facts come from: ids of references(), or FOOD_SOURCE and an id of
    sources.csv.
    """

    source_ids: tuple[str, ...] = ()

    def sources_of_words(self, hold_vitamin_k: bool) -> tuple[str, ...]:
        """The sources to show with ``words``; none with ``instead``, since their titles tell."""
        return () if hold_vitamin_k and self.instead else self.source_ids


@dataclass(frozen=True)
class Story:
    """Why the figures of a food differ, and what the food table makes of them.

    heading_instead: the title for people on a vitamin K antagonist.
    food_ids, nutrient: rows of the food table for a chart of ranges, and one of k1, k2, d.
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
        """The title to show; see ``Passage.words``."""
        return self.heading_instead if hold_vitamin_k else self.title


STORY_NUTRIENTS = ("k1", "k2", "d")

_STORY = re.compile(
    r"\A---\ntitle: (?P<title>[^\n]+)\n(?:title-hold-vitamin-k: (?P<instead>[^\n]+)\n)?"
    r"foods: (?P<foods>[^\n]+)\nnutrient: (?P<nutrient>[^\n]+)\n---\n(?P<body>.*)\Z",
    re.DOTALL,
)
_SOURCE_MARKER = re.compile(r"\s*\[\[source:(?P<id>[^\]]+)\]\]")


@cached_by_language
def stories() -> tuple[Story, ...]:
    """The food stories (stories/*.md), in the order of their file names.

    A paragraph may also end with [[source:ID]], as described in StoryPassage. Whether a food or a
    source of the food table exists is not checked here: the table can be replaced.
    """
    return tuple(_story(path) for path in sorted((CONTENT_DIR / "stories").glob("*.md")))


def _story(path: Path) -> Story:
    match = _STORY.match(path.read_text(encoding="utf-8"))
    if not match:
        raise ContentError(
            f"{path.name}: must begin with '---', 'title: …', 'foods: …', 'nutrient: …', '---'."
        )
    if match["nutrient"] not in STORY_NUTRIENTS:
        raise ContentError(
            f"{path.name}: nutrient '{match['nutrient']}' is not one of "
            f"{', '.join(STORY_NUTRIENTS)}."
        )
    return Story(
        slug=path.stem.split("_", 1)[1],
        title=_(match["title"]),
        heading_instead=_(match["instead"] or match["title"]),
        food_ids=tuple(match["foods"].split(";")),
        nutrient=match["nutrient"],
        blocks=tuple(
            _story_passage(path.name, number, paragraph)
            for number, paragraph in enumerate(paragraphs(match["body"]), start=1)
        ),
    )


def _story_passage(name: str, number: int, paragraph: str) -> StoryPassage:
    without_sources = _SOURCE_MARKER.sub("", paragraph)
    block = _block(name, number, without_sources)
    if not paragraph.startswith(_MARKER.split(without_sources, maxsplit=1)[0].strip()):
        raise ContentError(f"{name}, paragraph {number}: markers stand at the end of a paragraph.")
    source_ids = tuple(_SOURCE_MARKER.findall(paragraph))
    try:
        _ids(";".join(x for x in source_ids if not x.startswith(FOOD_SOURCE)), references())
    except ValueError as error:
        raise ContentError(f"{name}, paragraph {number}: {error}") from error
    return StoryPassage(
        text=block.text, claim_ids=block.claim_ids, instead=block.instead, source_ids=source_ids
    )


@cached_by_language
def _what_to_know() -> Mapping[tuple[str, str], str]:
    def build(row: _Row) -> tuple[tuple[str, str], str]:
        _filled(row, "food_id", "knowing")
        if row["nutrient"] not in ("", *STORY_NUTRIENTS):
            raise ValueError(f"'{row['nutrient']}' is not one of {', '.join(STORY_NUTRIENTS)}")
        return (row["food_id"], row["nutrient"]), row["knowing"]

    rows = _load("what_to_know.csv", "food_id nutrient knowing", build)
    if len(dict(rows)) < len(rows):
        raise ContentError("what_to_know.csv: a food and nutrient stand there twice.")
    return MappingProxyType(dict(rows))


def what_to_know(food_id: str, nutrient: str) -> str:
    """What a person would have to know of a food to know better how much it holds.

    Words that fit behind "knowing", such as "which cheese it is"; empty for a food without any.
    nutrient: ``k1``, ``k2`` or ``d``; a food may have words of its own for one of them.
    """
    known = _what_to_know()
    return known.get((food_id, nutrient)) or known.get((food_id, ""), "")


FUNDING_NOT_STATED = N_("not stated in the part opened")

EFFECT_MEASURES = Words(
    {
        "HR": N_("Hazard ratio"),
        "RR": N_("Risk ratio"),
        "OR": N_("Odds ratio"),
        "ratio": N_("Ratio"),
    }
)
"""What each measure of an effect is called. All are ratios: 1 means no difference."""

EFFECT_GROUPS = Words(
    {
        "k2-diet-heart": N_("Heart and artery disease, highest against lowest K2 in food"),
        "k2-per-10ug-heart": N_("Coronary heart disease, for each 10 µg more K2 in food a day"),
        "k2-diet-death": N_("Death from any cause, highest against lowest K2 in food"),
        "k1-diet-heart": N_("Heart and artery disease, highest against lowest K1 in food"),
        "k1-diet-death": N_("Death from any cause, highest against lowest K1 in food"),
    }
)
"""Titles of the groups of effects that may stand on one axis: the same kind of question, asked in
the same way of different studies."""


@dataclass(frozen=True)
class StudyDesign:
    """How a study was made: its label and what such a study can show."""

    design: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Effect:
    """What one study found for one outcome.

    people, years: those studied and followed; None where the part that we opened does not say.
    measure: one of EFFECT_MEASURES, with estimate and its 95 % interval low to high; empty and None
    where the result stands in words alone. low and high are None where no interval was seen.
    group: one of EFFECT_GROUPS, or empty where no other study asked in the same way.
    result: the result in words. quoted: the figures as our note of the source has them.
    vitamin_k_sensitive: left out for people on a vitamin K antagonist, because vitamin K was eaten,
    given or measured.
    """

    ref_id: str
    claim_ids: tuple[str, ...]
    design: StudyDesign
    people: int | None
    years: float | None
    exposure: str
    outcome: str
    measure: str
    estimate: float | None
    low: float | None
    high: float | None
    group: str
    result: str
    quoted: str
    vitamin_k_sensitive: bool

    @property
    def reference(self) -> Reference:
        """The study."""
        return references()[self.ref_id]

    @property
    def funding(self) -> str:
        """Who paid for the study, or that this was not stated in the part opened."""
        return self.reference.funding or _(FUNDING_NOT_STATED)


@cached_by_language
def study_designs() -> Mapping[str, StudyDesign]:
    """Every study design by its key."""

    def build(row: _Row) -> StudyDesign:
        _filled(row, *row)
        return StudyDesign(**row)

    designs = _load("study_designs.csv", "design label meaning", build)
    return _by_id("study_designs.csv", designs, lambda design: design.design)


def effects(claim_id: str) -> tuple[Effect, ...]:
    """What the studies behind a claim found; raises ContentError for an unknown claim."""
    _get("claim", claims(), claim_id)
    return tuple(effect for effect in _effects() if claim_id in effect.claim_ids)


def comparable(claim_id: str) -> Mapping[str, tuple[Effect, ...]]:
    """The effects of a claim that may stand on one axis, two or more in each group.

    In the order of EFFECT_GROUPS. Raises ContentError for an unknown claim.
    """
    found = {
        group: tuple(effect for effect in effects(claim_id) if effect.group == group)
        for group in EFFECT_GROUPS
    }
    return MappingProxyType({group: those for group, those in found.items() if len(those) > 1})


def other_effects(claim_id: str) -> tuple[Effect, ...]:
    """The effects of a claim outside ``comparable``: rows of a table, never one axis."""
    groups = comparable(claim_id)
    return tuple(effect for effect in effects(claim_id) if effect.group not in groups)


@cached_by_language
def _effects() -> tuple[Effect, ...]:
    columns = (
        "ref_id claim_ids design people years exposure outcome measure estimate low high group "
        "result quoted vitamin_k_sensitive"
    )
    return _load("effects.csv", columns, _effect)


def _effect(row: _Row) -> Effect:
    _filled(row, "ref_id", "claim_ids", "exposure", "outcome", "result", "quoted")
    _ids(row["ref_id"], references())
    for claim_id in _ids(row["claim_ids"], claims()):
        claim = claims()[claim_id]
        if row["ref_id"] not in claim.for_refs + claim.against_refs:
            raise ValueError(f"'{row['ref_id']}' is not among the references of '{claim_id}'")
    _ids(row["design"], study_designs())
    effect = Effect(
        ref_id=row["ref_id"],
        claim_ids=tuple(row["claim_ids"].split(";")),
        design=study_designs()[row["design"]],
        people=int(row["people"]) if row["people"] else None,
        years=float(row["years"]) if row["years"] else None,
        exposure=row["exposure"],
        outcome=row["outcome"],
        measure=row["measure"],
        estimate=_ratio(row["estimate"]),
        low=_ratio(row["low"]),
        high=_ratio(row["high"]),
        group=row["group"],
        result=row["result"],
        quoted=row["quoted"],
        vitamin_k_sensitive=yes_or_no(row["vitamin_k_sensitive"]),
    )
    _check_ratio(effect)
    return effect


def _ratio(text: str) -> float | None:
    if not text:
        return None
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError(f"'{text}' is not a ratio above 0")
    return value


def _check_ratio(effect: Effect) -> None:
    if effect.measure and effect.measure not in EFFECT_MEASURES:
        raise ValueError(f"'{effect.measure}' is not one of {', '.join(EFFECT_MEASURES)}")
    if bool(effect.measure) != (effect.estimate is not None):
        raise ValueError("measure and estimate stand together or not at all")
    if (effect.low is None) != (effect.high is None):
        raise ValueError("low and high stand together or not at all")
    if effect.group and effect.group not in EFFECT_GROUPS:
        raise ValueError(f"'{effect.group}' is not one of {', '.join(EFFECT_GROUPS)}")
    if effect.low is None or effect.high is None:
        if effect.group:
            raise ValueError("an effect in a group needs its interval")
    elif effect.estimate is None or not effect.low <= effect.estimate <= effect.high:
        raise ValueError("the interval low to high must hold the estimate")
