"""What there is to read on Learn: the story by sections, the table, questions and terms."""

import html

import streamlit as st

from content.learn import Section, Term, faq, glossary, learn_sections, vitamin_table
from content.texts import article_note
from scoring.languages import _
from ui.components.drawing import draw
from ui.evidence import chips_html, may_show, show_chips, show_passage
from ui.learn.pictures import picture
from ui.session.visit import Visit


def show_sections(visit: Visit) -> None:
    """The story, section by section, with a list of the sections on top."""
    sections = learn_sections()
    links = "".join(f'<li><a href="#{s.slug}">{html.escape(s.title)}</a></li>' for s in sections)
    label = html.escape(_("Sections"))
    st.html(f'<nav class="kd-contents" aria-label="{label}"><ol>{links}</ol></nav>')
    st.markdown(article_note())
    for section in sections:
        st.header(section.title, anchor=section.slug)
        for block in section.blocks[: section.at_first_sight]:
            show_passage(block, visit.holds)
        _show_drawings(section, visit)
        rest = section.blocks[section.at_first_sight :]
        if rest:
            with st.expander(_("Read on: {title}").format(title=section.title)):
                for block in rest:
                    show_passage(block, visit.holds)


def _show_drawings(section: Section, visit: Visit) -> None:
    """The drawings of a section side by side, each with what it shows and how well that holds."""
    if not section.drawings:
        return
    with st.container(key=f"kd-drawings-{section.slug}"):
        columns = st.columns(len(section.drawings))
        for column, drawing in zip(columns, section.drawings, strict=True):
            with column:
                draw(f"drawing-{drawing.picture}", picture(drawing.picture), drawing.alt)
                show_passage(drawing.caption, visit.holds)


def show_vitamins(visit: Visit) -> None:
    """K1, K2 and D side by side, as the article has it, with the notes it needs."""
    table = vitamin_table()
    for row in table.rows:
        st.header(row.feature, anchor=False)
        cells = "".join(
            f"<div><dt>{name}</dt><dd>{html.escape(cell.words(visit.holds_vitamin_k))}</dd></div>"
            for name, cell in (("K1", row.k1), ("K2", row.k2), ("D", row.d))
        )
        st.html(f'<dl class="kd-compare">{cells}</dl>')
        show_chips(row.claim_ids, visit.holds)
    st.header(_("Notes"), anchor=False)
    for note in table.notes:
        st.markdown(f"{note.number}. {note.text}")
        show_chips(note.claim_ids, visit.holds)


def show_questions(visit: Visit) -> None:
    """Questions people ask; each unfolds its answer."""
    for item in faq():
        if may_show(item.answer, visit.holds):
            with st.expander(item.question):
                show_passage(item.answer, visit.holds)


def show_terms(visit: Visit) -> None:
    """The glossary."""
    entries = "".join(
        f"<dt>{html.escape(_named(term))}</dt>"
        f"<dd>{html.escape(term.meaning)}{chips_html(term.claim_ids, visit.holds)}</dd>"
        for term in glossary()
    )
    st.html(f'<dl class="kd-terms">{entries}</dl>')


def _named(term: Term) -> str:
    """A term, with its other names behind it."""
    if not term.also:
        return term.term
    return _("{first} ({second})").format(first=term.term, second=term.also)
