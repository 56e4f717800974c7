"""When the result is held back: an urgent notice not yet read, or no answers."""

import streamlit as st

from scoring import languages
from scoring.guidance.safety import Place
from scoring.intake.warnings import WARNING_TEXT
from scoring.languages import _, ngettext, whole
from scoring.questionnaire.words import groups_in_order
from ui import frame, notices, press, session
from ui.questionnaire import supplements
from ui.questionnaire.sheet_data import SUPPLEMENTS_PART
from ui.session.visit import Visit
from ui.text import as_markdown


def until_read(visit: Visit, title: str) -> bool:
    """Show notices that must be read first; True while the result stays back."""
    waiting = [
        notice
        for notice in visit.notices_for(Place.RESULTS)
        if notice.until_read and notice.rule_id not in visit.notices_read
    ]
    if not waiting:
        return False
    frame.heading(title, _("Please read this first."))
    notices.show(waiting)
    press.button(
        _("I have read this, show my results"),
        session.said.mark_notices_read,
        frozenset(notice.rule_id for notice in waiting),
        key="results-read",
    )
    return True


def until_supplements_fit(visit: Visit, title: str) -> bool:
    """Say which supplement amounts cannot be and lead back to them; True while there are any."""
    faults = supplements.faults(visit)
    if not faults:
        return False
    frame.heading(title, _("One amount needs another look first."))
    for fault in faults:
        st.error(fault, icon=":material/edit:")
    if st.button(_("Back to the supplements")):
        session.said.go_to_part(SUPPLEMENTS_PART)
        st.switch_page(frame.path("questionnaire"))
    return True


def until_something_eaten(visit: Visit, title: str) -> bool:
    """Say so when every answer is `never`: there is nothing to show; True while it is so.

    The notices stand there too: they may be about supplements alone.
    """
    if "all_never" not in visit.estimate.warnings:
        return False
    frame.heading(title, _("There is nothing to show yet."))
    st.write(WARNING_TEXT["all_never"])
    say_gaps(visit)
    notices.show(visit.notices_for(Place.RESULTS))
    st.page_link(frame.path("questionnaire"), label=_("Back to the questionnaire"))
    return True


def until_answered(visit: Visit, title: str) -> bool:
    """Lead to the questionnaire while no food has an answer; True while it is so."""
    if visit.food_answers.foods:
        return False
    missing = len(visit.asked)
    frame.heading(
        title,
        ngettext(
            "{count} food has no answer yet.", "{count} foods have no answer yet.", missing
        ).format(count=whole(missing)),
    )
    _lead_to_gaps(visit)
    return True


def say_gaps(visit: Visit) -> None:
    """On top of a result with gaps: how many foods count as unknown, and the way to them."""
    missing = len(visit.estimate.unanswered)
    if not missing:
        return
    words = ngettext(
        "{count} food has no answer yet.", "{count} foods have no answer yet.", missing
    ).format(count=whole(missing))
    with st.container(border=True, key="kd-gaps"):
        if "unanswered" in visit.estimate.warnings:
            words = f"{words} {WARNING_TEXT['unanswered']}"
        st.write(words)
        _lead_to_gaps(visit)


def _lead_to_gaps(visit: Visit) -> None:
    st.write(_("Foods without an answer count as unknown. Answer them now?"))
    unanswered = visit.estimate.unanswered
    with st.container(horizontal=True):
        for group in groups_in_order(visit.asked, languages.current()):
            foods = [f for f in visit.asked.in_group(group) if f.food_id in unanswered]
            if foods and st.button(
                ngettext("{part}: {count} food", "{part}: {count} foods", len(foods)).format(
                    part=as_markdown(_(group)), count=whole(len(foods))
                ),
                icon=":material/edit:",
                key=f"answer-{group}",
            ):
                session.said.go_to_part(group)
                st.switch_page(frame.path("questionnaire"))
