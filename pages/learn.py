"""Learn: the article's subject in our words, with an evidence label on every claim."""

import html

import streamlit as st

import content
from languages import N_, _
from scoring.safety import Place
from ui import frame, notices
from ui.evidence import (
    chip_html,
    chips_html,
    may_show,
    may_show_claim,
    reference_html,
    show_chips,
    show_passage,
)
from ui.stories import show_stories
from ui.studies import choose_claim, show_studies

frame.enter()
HOLD_K = notices.holds_vitamin_k()


def read() -> None:
    """The story, section by section, with a list of the sections on top."""
    sections = content.learn_sections()
    links = "".join(f'<li><a href="#{s.slug}">{html.escape(s.title)}</a></li>' for s in sections)
    st.html(
        f'<nav class="kd-contents" aria-label="{html.escape(_("Sections"))}"><ol>{links}</ol></nav>'
    )
    st.markdown(content.article_note())
    for section in sections:
        st.header(section.title, anchor=section.slug)
        for block in section.blocks:
            show_passage(block)


def compare() -> None:
    """K1, K2 and D side by side, as the article has it, with the notes it needs."""
    table = content.comparison_table()
    for row in table.rows:
        st.header(row.feature, anchor=False)
        cells = "".join(
            f"<div><dt>{name}</dt><dd>{html.escape(cell.words(HOLD_K))}</dd></div>"
            for name, cell in (("K1", row.k1), ("K2", row.k2), ("D", row.d))
        )
        st.html(f'<dl class="kd-compare">{cells}</dl>')
        show_chips(row.claim_ids)
    st.header(_("Notes"), anchor=False)
    for note in table.notes:
        st.markdown(f"{note.number}. {note.text}")
        show_chips(note.claim_ids)


def questions() -> None:
    """Questions people ask, with answers."""
    for item in content.faq():
        if may_show(item.answer):
            st.header(item.question, anchor=False)
            show_passage(item.answer)


def _named(term: content.Term) -> str:
    """A term, with its other names behind it."""
    if not term.also:
        return term.term
    return _("{first} ({second})").format(first=term.term, second=term.also)


def words() -> None:
    """The glossary."""
    entries = "".join(
        f"<dt>{html.escape(_named(term))}</dt>"
        f"<dd>{html.escape(term.meaning)}{chips_html(term.claim_ids)}</dd>"
        for term in content.glossary()
    )
    st.html(f'<dl class="kd-terms">{entries}</dl>')


def claims() -> None:
    """The studies of a chosen claim side by side, then every claim with its label."""
    chosen = choose_claim()
    if chosen:
        show_studies(chosen)
    st.header(_("Every claim, by how well it holds"), anchor=False)
    for verdict, label in content.evidence_labels().items():
        st.subheader(label.label, anchor=False)
        st.write(label.meaning)
        for claim in content.claims().values():
            if claim.verdict == verdict and may_show_claim(claim.claim_id):
                summary = html.escape(claim.summary)
                st.html(f'<div class="kd-claim"><p>{summary}</p>{chip_html(claim.claim_id)}</div>')


def sources() -> None:
    """Every reference, with what it found and who paid where that was stated."""
    items = "".join(
        f"<li>{reference_html(ref)}</li>"
        for ref in sorted(content.references().values(), key=lambda ref: ref.citation)
    )
    st.html(f'<ul class="kd-sources">{items}</ul>')


PARTS = {
    N_("Read"): read,
    N_("Food stories"): show_stories,
    N_("K1, K2 and D"): compare,
    N_("Questions"): questions,
    N_("Words"): words,
    N_("Claims"): claims,
    N_("Sources"): sources,
}
SHORT_PARTS = ("K1, K2 and D", "Questions")
"""Parts with a few lines under each heading."""

frame.heading(
    frame.TITLES["learn"],
    _(
        "What vitamins K and D have to do with calcium, and how well each claim is supported. "
        "Press a label to see the studies behind it."
    ),
)
notices.show_for(Place.LEARN)
part = st.segmented_control(
    _("Part"),
    list(PARTS),
    default="Read",
    required=True,
    format_func=_,
    key="learn-part",
    persist_state="session",
    label_visibility="collapsed",
)
with st.container(key="kd-small-headings" if part in SHORT_PARTS else None):
    PARTS[part or "Read"]()
