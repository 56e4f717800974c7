"""The evidence: what is claimed, how well it is supported, and by which references.

A health statement of the app carries the id of the claim that it rests on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from content.load import (
    by_id,
    cell,
    ids_of,
    look_up,
    one_of,
    read_table,
    require_filled,
)
from scoring.files.data_files import yes_or_no
from scoring.guidance.safety import Hold
from scoring.languages import _, cached_by_language

WARFARIN_CLAIMS = frozenset({"steady-vitamin-k-on-warfarin", "natto-and-warfarin"})
"""Claims that are meant for people on a vitamin K antagonist alone."""


@dataclass(frozen=True)
class EvidenceLabel:
    """How strong the evidence is, as shown on a chip: the label and what it means in a line."""

    verdict: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Reference:
    """A source. Empty fields were not seen by us and are left out on screen.

    Attributes:
        year: `no date` where the text that was opened shows none.
        url: Where it was read.
        kind: One of `reference_kinds`.
        finding: What it found or says, in our words.
        funding: Who paid, where that was stated.
        read_elsewhere: Whether only another text that reports this source was read.
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


@dataclass(frozen=True)
class Claim:
    """A statement about health and how well it holds.

    Attributes:
        topic: What it is about in a few words, for its label.
        article_says: Our paraphrase of the article; empty where the statement is not in it.
        verdict: One of `evidence_labels`.
        summary: What the evidence carries, in our words.
        looked_at: Year and month in which the evidence was last looked at, as in 2026-11.
        vitamin_k_sensitive: Whether it is left out for people on a vitamin K antagonist, because
            it names rich sources or could read as a hint to eat more vitamin K.
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


@cached_by_language
def evidence_labels() -> Mapping[str, EvidenceLabel]:
    """Every evidence label by its verdict, strongest first."""

    def build(row: dict[str, str]) -> EvidenceLabel:
        require_filled(row, *row)
        return EvidenceLabel(**row)

    labels = read_table("evidence_labels.csv", "verdict label meaning", build)
    return by_id("evidence_labels.csv", labels, lambda label: label.verdict)


def evidence_label(verdict: str) -> EvidenceLabel:
    """The label for a verdict.

    Raises:
        ContentError: The verdict is unknown.
    """
    return look_up("verdict", evidence_labels(), verdict)


@cached_by_language
def reference_kinds() -> Mapping[str, str]:
    """What to call each kind of reference on screen."""
    rows = read_table("reference_kinds.csv", "kind label", lambda row: (row["kind"], row["label"]))
    return MappingProxyType(dict(rows))


@cached_by_language
def references() -> Mapping[str, Reference]:
    """Every source used, by its id."""
    columns = "ref_id authors year title journal doi url kind status finding funding"
    sources = read_table("references.csv", columns, _reference)
    return by_id("references.csv", sources, lambda source: source.ref_id)


@cached_by_language
def claims() -> Mapping[str, Claim]:
    """Every claim by its id."""
    columns = (
        "claim_id topic article_says verdict summary for_refs against_refs confidence_note "
        "looked_at vitamin_k_sensitive"
    )
    return by_id("claims.csv", read_table("claims.csv", columns, _claim), lambda c: c.claim_id)


def claim_meant_for(claim: Claim, holds: frozenset[Hold]) -> bool:
    """Whether a claim is meant for a person of whom `holds` must be held back.

    One that could read as a hint to eat more vitamin K is not for people on a vitamin K antagonist;
    advice for them is not for people on other blood thinners.
    """
    if claim.vitamin_k_sensitive and Hold.VITAMIN_K_HINTS in holds:
        return False
    return not (claim.claim_id in WARFARIN_CLAIMS and Hold.WARFARIN_WORDING in holds)


def _reference(row: dict[str, str]) -> Reference:
    require_filled(row, "ref_id", "finding")
    if not (row["authors"] or row["title"] or row["journal"]):
        raise ValueError("columns authors, title and journal are all empty")
    cell(row, "kind", one_of(reference_kinds()))
    told = {column: text for column, text in row.items() if column != "status"}
    return Reference(**told, read_elsewhere=row["status"] == "opened-secondary")


def _claim(row: dict[str, str]) -> Claim:
    require_filled(row, "claim_id", "topic", "summary")
    claim = Claim(
        claim_id=row["claim_id"],
        topic=row["topic"],
        article_says=row["article_says"],
        verdict=cell(row, "verdict", one_of(evidence_labels())),
        summary=row["summary"],
        for_refs=cell(row, "for_refs", ids_of(references())),
        against_refs=cell(row, "against_refs", ids_of(references())),
        confidence_note=row["confidence_note"],
        looked_at=cell(row, "looked_at", _month),
        vitamin_k_sensitive=cell(row, "vitamin_k_sensitive", yes_or_no),
    )
    if not claim.for_refs + claim.against_refs:
        raise ValueError("columns for_refs and against_refs: a claim needs a reference")
    return claim


def _month(text: str) -> str:
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        raise ValueError(f"'{text}' is not a year and month like 2026-11")
    return text


def _year_words(year: str) -> str:
    return _("no date") if year == "no date" else year
