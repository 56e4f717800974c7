"""The article's claims one by one: first what it says, then how well it is supported, then why."""

import html

import streamlit as st

import content
from languages import N_, _
from ui import frame
from ui.evidence import MARKS
from ui.links import link

AT_KEY = "workshop-claim"
STEP_KEY = "workshop-claim-step"
STEPS = (N_("Show the evidence label"), N_("Show what was found"))


def claims() -> list[content.Claim]:
    """The article's claims that may stand on a screen before a room.

    Somebody in the room may take a vitamin K antagonist, so those that could read as a hint to eat
    more vitamin K are not among them.
    """
    return [
        claim
        for claim in content.claims().values()
        if claim.article_says
        and not claim.vitamin_k_sensitive
        and claim.claim_id not in content.WARFARIN_CLAIMS
    ]


@st.fragment
def show() -> None:
    """Show the claim of the moment and the buttons that lead on."""
    with frame.calm(), st.container(key="kd-discussion"):
        every = claims()
        at = st.session_state.get(AT_KEY, 0) % len(every)
        step = st.session_state.get(STEP_KEY, 0)
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
                st.button(_(STEPS[step]), on_click=_go, args=(at, step + 1), type="primary")
            st.button(_("Next claim"), on_click=_go, args=(at + 1, 0))
            st.button(_("Claim before"), on_click=_go, args=(at - 1, 0))
        st.write(
            _(
                "Claims that could read as advice about eating more vitamin K are left out here, "
                "for people on blood thinners. They stand on the Learn page."
            )
        )


def _label(claim: content.Claim) -> str:
    label = content.evidence_label(claim.verdict)
    return (
        f'<p class="kd-verdict" role="status"><b>{MARKS[claim.verdict]} '
        f"{html.escape(label.label)}</b> {html.escape(label.meaning)}</p>"
    )


def _found(claim: content.Claim) -> str:
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
    reference = content.references()[ref_id]
    words = html.escape(reference.short_citation)
    address = reference.url or reference.doi
    return link(address, words) if address else words


def _go(at: int, step: int) -> None:
    st.session_state[AT_KEY] = at
    st.session_state[STEP_KEY] = step
