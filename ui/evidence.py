"""Evidence labels: closed they say how well a claim is supported, open they show the studies."""

import html
from collections.abc import Iterable

import streamlit as st

import content
from scoring.safety import Hold
from ui import notices
from ui.links import link

MARKS = {
    "established": "●",
    "supported-observational": "◑",
    "mixed-trials": "◒",
    "not-established": "○",
}


def may_show(passage: content.Passage) -> bool:
    """Whether a text is meant for this person: warfarin advice is not for other blood thinners."""
    return not (passage.warfarin_wording and Hold.WARFARIN_WORDING in notices.held_back())


def show_passage(passage: content.Passage) -> None:
    """Show a text and the labels of the claims it rests on.

    People on a vitamin K antagonist see the text that was written for them in its place, and no
    label of a claim that could read as a hint to eat more vitamin K.
    """
    if not may_show(passage):
        return
    hold_vitamin_k = Hold.VITAMIN_K_HINTS in notices.held_back()
    st.markdown(passage.words(hold_vitamin_k))
    show_chips(
        claim_id
        for claim_id in passage.claim_ids
        if not (hold_vitamin_k and content.claims()[claim_id].vitamin_k_sensitive)
    )


def show_chips(claim_ids: Iterable[str]) -> None:
    """Show the labels of claims side by side; one click opens what was found, with the studies."""
    chips = "".join(chip_html(claim_id) for claim_id in claim_ids)
    if chips:
        st.html(f'<div class="kd-chips">{chips}</div>')


def chip_html(claim_id: str) -> str:
    """The label of a claim as HTML that opens without a script."""
    claim = content.claims()[claim_id]
    label = content.evidence_label(claim.verdict)
    says = (
        f"<p>The article says: {html.escape(claim.article_says)}</p>" if claim.article_says else ""
    )
    return (
        '<details class="kd-chip">'
        f'<summary data-mark="{MARKS[claim.verdict]}">{html.escape(label.label)}</summary>'
        f"<div><p><em>{html.escape(label.meaning)}</em></p>{says}"
        f"<p>What we found: {html.escape(claim.summary)}</p>"
        f"{_studies('For it', claim.for_refs)}"
        f"{_studies('Against it, or in doubt', claim.against_refs)}"
        f"<p>{html.escape(claim.confidence_note)}</p></div></details>"
    )


def reference_html(ref: content.Reference) -> str:
    """A reference: citation with its link, kind, what it found, who paid, how it was read."""
    citation = html.escape(ref.citation)
    if address := ref.url or ref.doi:
        citation = link(address, citation)
    parts = [
        citation,
        f"{html.escape(content.reference_kinds()[ref.kind])}.",
        html.escape(ref.finding),
    ]
    if ref.funding:
        parts.append(f"Funding: {html.escape(ref.funding)}.")
    if ref.read_elsewhere:
        parts.append("Read in another text that reports it.")
    return " ".join(parts)


def _studies(title: str, ref_ids: Iterable[str]) -> str:
    items = "".join(f"<li>{reference_html(content.references()[r])}</li>" for r in ref_ids)
    return f"<h4>{title}</h4><ul>{items}</ul>" if items else ""
