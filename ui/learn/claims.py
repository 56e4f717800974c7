"""Every claim with its label, and every source."""

import html

import streamlit as st

from content.evidence import claims, evidence_labels, references
from scoring.languages import _
from ui.evidence import chip_html, may_show_claim, reference_html
from ui.learn.studies import choose_claim, show_studies
from ui.session.visit import Visit


def show_claims(visit: Visit) -> None:
    """The studies of a chosen claim side by side, then every claim with its label."""
    chosen = choose_claim(visit.holds)
    if chosen:
        show_studies(chosen, visit.holds)
    st.header(_("Every claim, by how well it holds"), anchor=False)
    for verdict, label in evidence_labels().items():
        st.subheader(label.label, anchor=False)
        st.write(label.meaning)
        for claim in claims().values():
            if claim.verdict == verdict and may_show_claim(claim.claim_id, visit.holds):
                summary = html.escape(claim.summary)
                chip = chip_html(claim.claim_id, visit.holds)
                st.html(f'<div class="kd-claim"><p>{summary}</p>{chip}</div>')


def show_sources(visit: Visit) -> None:
    """Every reference, with what it found and who paid where that was stated."""
    items = "".join(
        f"<li>{reference_html(ref, visit.holds)}</li>"
        for ref in sorted(references().values(), key=lambda ref: ref.citation)
    )
    st.html(f'<ul class="kd-sources">{items}</ul>')
