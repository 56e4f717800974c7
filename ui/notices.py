"""Safety notices on a page, in calm words."""

from collections.abc import Iterable

import streamlit as st

from scoring.guidance.safety import MOST_NOTICES_IN_FULL, Notice, Place, leads_of
from scoring.languages import _, ngettext, whole
from ui.session.visit import Visit

AT_ONCE = 2
"""So many notices that are not urgent are seen at once beside a result."""
FOR_EVERYBODY = ("no-target-no-diagnosis", "supplements-always")
"""Rules of notices that do not depend on who somebody is."""


def show(found: Iterable[Notice]) -> None:
    """Show notices: urgent ones each by itself, with an icon and words, the others in one box.

    Where there are many, the box says of each group what matters most, and all of them in full
    stand folded below it.
    """
    calm = []
    for notice in found:
        if notice.urgent:
            st.error(notice.text, icon=":material/emergency:")
        else:
            calm.append(notice)
    if not calm:
        return
    in_full = "\n\n".join(notice.text for notice in calm)
    if len(calm) <= MOST_NOTICES_IN_FULL:
        st.info(in_full, icon=":material/info:")
        return
    st.info("\n\n".join(leads_of(calm)), icon=":material/info:")
    with st.expander(_("All {count} notes in full").format(count=whole(len(calm)))):
        st.markdown(in_full)


def show_beside_a_result(found: Iterable[Notice]) -> None:
    """Show notices that are not urgent, so that a result is not behind a wall of words.

    What the result brings up comes first, then what was said before the questionnaire too, then
    what everybody reads. The first two are seen at once, the others unfold.
    """
    in_turn = sorted(found, key=_turn)
    show(in_turn[:AT_ONCE])
    if rest := in_turn[AT_ONCE:]:
        words = ngettext("{count} more notice", "{count} more notices", len(rest))
        with st.expander(words.format(count=whole(len(rest))), icon=":material/info:"):
            st.info("\n\n".join(notice.text for notice in rest))


def _turn(notice: Notice) -> int:
    if notice.rule_id in FOR_EVERYBODY:
        return 2
    return 1 if Place.BEFORE in notice.places else 0


def show_for(visit: Visit, place: Place) -> None:
    """Show the notices of a page that anyone may open, or ask for the safety answers first."""
    show(visit.notices_for(place))
    if not visit.safety.blood_thinner:
        st.info(
            _(
                "Do you take a blood thinner? Tell us first, and this page leaves out what does "
                "not fit you."
            ),
            icon=":material/info:",
        )
        st.page_link("pages/before_you_start.py", label=_("Go to the safety questions"))
