"""Passages: pieces of text with the claims they rest on, and how Markdown files hold them.

A paragraph of a Markdown file ends with its markers:

    [[claim:ID]]                the claim that the paragraph rests on; several may follow
    [[hold-vitamin-k:TEXT]]     for people on a vitamin K antagonist TEXT stands in its place
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from content.evidence import WARFARIN_CLAIMS, claims
from content.load import ContentError, cell, ids_of, known_ids
from scoring.languages import _
from scoring.languages.files import MARKER

PASSAGE_MARKERS = ("claim", "hold-vitamin-k")


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A piece of text (Markdown) with the claims it rests on.

    Attributes:
        claim_ids: Ids of `claims`.
        instead: What people on a vitamin K antagonist see in place of `text`; empty where the text
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
        """The text to show; `instead` where `Hold.VITAMIN_K_HINTS` applies to this person."""
        return self.instead if hold_vitamin_k and self.instead else self.text


def passage_of_row(row: Mapping[str, str], column: str) -> Passage:
    """The passage of a table: its text in a column, the rest in `claim_ids` and `instead`.

    Raises:
        ValueError: A claim is not known.
    """
    return Passage(
        text=row[column],
        claim_ids=cell(row, "claim_ids", ids_of(claims())),
        instead=row["instead"],
    )


def passage_of_paragraph(place: str, paragraph: str) -> Passage:
    """The passage of a paragraph in a Markdown file, in the language in use.

    Args:
        place: Where it stands, for errors.
        paragraph: Its text with markers.

    Raises:
        ContentError: A marker or a claim is not known, or text follows a marker.
    """
    text, markers = split_markers(place, paragraph, PASSAGE_MARKERS)
    return marked_passage(place, text, markers)


def marked_passage(place: str, text: str, markers: Mapping[str, list[str]]) -> Passage:
    """The passage of a text and what its markers say, as `split_markers` returns them."""
    try:
        claim_ids = known_ids(";".join(markers["claim"]), claims())
    except ValueError as error:
        raise ContentError(f"{place}: {error}") from error
    instead = next(iter(markers["hold-vitamin-k"]), "")
    return Passage(text=_(text), claim_ids=claim_ids, instead=_(instead))


def split_markers(
    place: str, paragraph: str, kinds: Collection[str]
) -> tuple[str, Mapping[str, list[str]]]:
    """The text of a paragraph in English, and what its markers say by their kind.

    Raises:
        ContentError: A marker is of none of the kinds, or does not stand at the end.
    """
    first = MARKER.search(paragraph)
    text = paragraph[: first.start()] if first else paragraph
    markers = paragraph[len(text) :]
    found: dict[str, list[str]] = {kind: [] for kind in kinds}
    for kind, value in MARKER.findall(markers):
        if kind not in found:
            raise ContentError(f"{place}: unknown marker '{kind}'.")
        found[kind].append(value)
    if not text.strip() or MARKER.sub("", markers).strip():
        raise ContentError(f"{place}: markers stand at the end of a paragraph.")
    return text.strip(), found
