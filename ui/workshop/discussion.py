"""The article's claims one by one: first what it says, then how well it is supported, then why."""

import html

import streamlit as st

from content.evidence import WARFARIN_CLAIMS, Claim, claims, evidence_label, references
from scoring.languages import N_, _
from ui import session
from ui.calm import calm
from ui.evidence import MARKS
from ui.links import link

STEPS = (N_("Show the evidence label"), N_("Show what was found"))


def claims_to_discuss() -> list[Claim]:
    """The article's claims that may stand on a screen before a room.

    Somebody in the room may take a vitamin K antagonist, so those that could read as a hint to eat
    more vitamin K are not among them.
    """
    return [
        claim
        for claim in claims().values()
        if claim.article_says
        and not claim.vitamin_k_sensitive
        and claim.claim_id not in WARFARIN_CLAIMS
    ]


@st.fragment
def show() -> None:
    """Show the claim of the moment and the buttons that lead on."""
    with calm(), st.container(key="kd-discussion"):
        every = claims_to_discuss()
        number, step = session.state.claim_shown()
        at = number % len(every)
        claim = every[at]
        says = _("The article says ({number} of {claims})").format(number=at + 1, claims=len(every))
        asks = _("What do you think: how well is this shown?")
        st.html(
            f'<div class="kd-claim"><p>{says}</p>'
            f"<blockquote>{html.escape(claim.article_says)}</blockquote>"
            + (_label(claim) if step else f"<p>{asks}</p>")
            + (_found(claim) if step > 1 else "")
            + "</div>"
        )
        with st.container(horizontal=True):
            if step < len(STEPS):
                st.button(
                    _(STEPS[step]),
                    on_click=session.state.show_claim,
                    args=(at, step + 1),
                    type="primary",
                )
            st.button(_("Next claim"), on_click=session.state.show_claim, args=(at + 1, 0))
            st.button(_("Claim before"), on_click=session.state.show_claim, args=(at - 1, 0))
        st.write(
            _(
                "Claims that could read as advice about eating more vitamin K are left out here, "
                "for people on blood thinners. They stand on the Learn page."
            )
        )


def _label(claim: Claim) -> str:
    label = evidence_label(claim.verdict)
    return (
        f'<p class="kd-verdict" role="status"><b>{MARKS[claim.verdict]} '
        f"{html.escape(label.label)}</b> {html.escape(label.meaning)}</p>"
    )


def _found(claim: Claim) -> str:
    """What was found, with authors and year of the studies alone: titles tell of more vitamin K."""
    sides = (
        (_("For it"), claim.for_refs),
        (_("Against it, or in doubt"), claim.against_refs),
    )
    lines = (
        _("{name}: {value}").format(name=side, value=_(", ").join(map(_study, ref_ids)))
        for side, ref_ids in sides
        if ref_ids
    )
    studies = "".join(f"<p>{line}</p>" for line in lines)
    return f'<p class="kd-found">{html.escape(claim.summary)}</p>{studies}'


def _study(ref_id: str) -> str:
    reference = references()[ref_id]
    words = html.escape(reference.short_citation)
    address = reference.url or reference.doi
    return link(address, words) if address else words
