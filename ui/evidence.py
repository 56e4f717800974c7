"""Evidence labels: closed they say how well a claim is supported, open they show the studies."""

import html
import re
from collections.abc import Iterable

import streamlit as st

from content.evidence import (
    Reference,
    claim_meant_for,
    claims,
    evidence_label,
    reference_kinds,
    references,
)
from content.passages import Passage
from content.words import month_and_year
from scoring.guidance.safety import Hold
from scoring.languages import N_, Words, _
from ui.links import link

MARKS = {
    "established": "●",
    "supported-observational": "◑",
    "mixed-trials": "◒",
    "not-established": "○",
}
LABELS_ON_CHIPS = Words(
    {
        "established": N_("well established"),
        "supported-observational": N_("seen in observational studies"),
        "mixed-trials": N_("mixed results in trials"),
        "not-established": N_("not established"),
    }
)
"""Evidence labels as they follow what they are about."""


def may_show(passage: Passage, holds: frozenset[Hold]) -> bool:
    """Whether a text is meant for this person: warfarin advice is not for other blood thinners."""
    return not (passage.warfarin_wording and Hold.WARFARIN_WORDING in holds)


def may_show_claim(claim_id: str, holds: frozenset[Hold]) -> bool:
    """Whether a claim is meant for this person, by the same rules as texts."""
    return claim_meant_for(claims()[claim_id], holds)


def show_passage(passage: Passage, holds: frozenset[Hold]) -> None:
    """Show a text and the labels of the claims it rests on.

    People on a vitamin K antagonist see the text that was written for them in its place, and no
    label of a claim that could read as a hint to eat more vitamin K.
    """
    if may_show(passage, holds):
        st.markdown(passage.words(Hold.VITAMIN_K_HINTS in holds))
        show_chips(passage.claim_ids, holds)


def show_chips(claim_ids: Iterable[str], holds: frozenset[Hold]) -> None:
    """Show the labels of claims side by side, where they are meant for this person.

    One click opens what was found, with the studies.
    """
    if chips := chips_html(claim_ids, holds):
        st.html(chips)


def chips_html(claim_ids: Iterable[str], holds: frozenset[Hold]) -> str:
    """The labels that `show_chips` shows, as HTML; empty where none is meant for this person."""
    chips = "".join(
        chip_html(claim_id, holds) for claim_id in claim_ids if may_show_claim(claim_id, holds)
    )
    return f'<div class="kd-chips">{chips}</div>' if chips else ""


def chip_html(claim_id: str, holds: frozenset[Hold]) -> str:
    """The label of a claim as HTML that opens without a script."""
    claim = claims()[claim_id]
    label = evidence_label(claim.verdict)
    says = _("The article says: {text}").format(text=claim.article_says)
    found = _("What we found: {text}").format(text=claim.summary)
    looked_at = _("The evidence was last looked at in {month}.").format(
        month=month_and_year(claim.looked_at)
    )
    studies_for = _studies(_("For it"), claim.for_refs, holds)
    studies_against = _studies(_("Against it, or in doubt"), claim.against_refs, holds)
    return (
        '<details class="kd-chip">'
        f'<summary data-mark="{MARKS[claim.verdict]}">'
        f"<b>{html.escape(claim.topic)}</b> {html.escape(LABELS_ON_CHIPS[claim.verdict])}</summary>"
        f"<div><p><em>{html.escape(label.meaning)}</em></p>"
        f"{f'<p>{html.escape(says)}</p>' if claim.article_says else ''}"
        f"<p>{html.escape(found)}</p>"
        f"{studies_for}{studies_against}"
        f"<p>{html.escape(_named(claim.confidence_note))}</p>"
        f"<p>{html.escape(looked_at)}</p>"
        "</div></details>"
    )


def reference_html(ref: Reference, holds: frozenset[Hold]) -> str:
    """A reference: citation with its link, kind, what it found, who paid, how it was read.

    Where vitamin K hints are held back it is authors, year and link alone: titles and findings
    tell of more vitamin K.
    """
    brief = Hold.VITAMIN_K_HINTS in holds
    citation = html.escape(ref.short_citation if brief else ref.citation)
    if ref.address:
        citation = link(ref.address, citation)
    if brief:
        return citation
    parts = [
        citation,
        _("{value}.").format(value=html.escape(reference_kinds()[ref.kind])),
        html.escape(ref.finding),
    ]
    if ref.funding:
        parts.append(_("Funding: {payer}.").format(payer=html.escape(ref.funding)))
    if ref.read_elsewhere:
        parts.append(_("Read in another text that reports it."))
    return " ".join(parts)


def _named(text: str) -> str:
    """The text with ids of references as authors and year."""
    return re.sub(
        r"\b[a-z_]+\d{4}[a-z_0-9]*\b",
        lambda found: (
            references()[found[0]].short_citation if found[0] in references() else found[0]
        ),
        text,
        flags=re.ASCII,  # an id also ends where a letter of another script follows
    )


def _studies(title: str, ref_ids: Iterable[str], holds: frozenset[Hold]) -> str:
    items = "".join(f"<li>{reference_html(references()[r], holds)}</li>" for r in ref_ids)
    return f"<p><b>{title}</b></p><ul>{items}</ul>" if items else ""
