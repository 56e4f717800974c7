"""When the result is held back: an urgent notice not yet read, or too few answers."""

import streamlit as st

from languages import _, ngettext, whole
from scoring.intake import Estimate
from scoring.plausibility import WARNING_TEXT
from scoring.safety import Place
from ui import frame, notices, session, supplements
from ui.text import as_markdown


def until_read(title: str) -> bool:
    """Show notices that must be read first; True while the result stays back."""
    read = session.notices_read()
    waiting = [
        notice
        for notice in notices.notices_for(Place.RESULTS)
        if notice.until_read and notice.rule_id not in read
    ]
    if not waiting:
        return False
    frame.heading(title, _("Please read this first."))
    notices.show(waiting)
    st.button(
        _("I have read this, show my results"),
        on_click=session.mark_notices_read,
        args=(frozenset(notice.rule_id for notice in waiting),),
    )
    return True


def until_supplements_fit(title: str) -> bool:
    """Say which supplement amounts cannot be and lead back to them; True while there are any."""
    faults = supplements.faults()
    if not faults:
        return False
    frame.heading(title, _("One amount needs another look first."))
    for fault in faults:
        st.error(fault, icon=":material/edit:")
    if st.button(_("Back to the supplements")):
        session.go_to_step(len(session.asked_foods().groups))
        st.switch_page(frame.path("questionnaire"))
    return True


def until_something_eaten(title: str, estimate: Estimate) -> bool:
    """Say so when every answer is `never`: there is nothing to show; True while it is so."""
    if "all_never" not in estimate.warnings:
        return False
    frame.heading(title, _("There is nothing to show yet."))
    st.write(WARNING_TEXT["all_never"])
    st.page_link(frame.path("questionnaire"), label=_("Back to the questionnaire"))
    return True


def until_answered(title: str, estimate: Estimate) -> bool:
    """List what is unanswered when that is more than one food in ten; True while it is."""
    if "unanswered" not in estimate.warnings:
        return False
    table = session.asked_foods()
    missing = len(estimate.unanswered)
    frame.heading(
        title,
        ngettext(
            "{count} food has no answer yet.", "{count} foods have no answer yet.", missing
        ).format(count=whole(missing)),
    )
    st.write(WARNING_TEXT["unanswered"])
    for number, name in enumerate(table.groups):
        foods = [f for f in table.in_group(name) if f.food_id in estimate.unanswered]
        if foods and st.button(
            ngettext("{part}: {count} food", "{part}: {count} foods", len(foods)).format(
                part=as_markdown(_(name)), count=whole(len(foods))
            ),
            icon=":material/edit:",
            key=f"answer-{number}",
        ):
            session.go_to_step(number)
            st.switch_page(frame.path("questionnaire"))
    return True
