"""The way of a person through the pages that ask: where a message of their browser leads them."""

from scoring.guidance.safety import Hold, Place
from ui import session

SAFETY_PAGE = "before_you_start"


def leads_to(page: str) -> str | None:
    """The page to which the newest message leads the person; None to stay on this one.

    From the safety questions nobody is led on who was not led to each notice that follows from
    them, and nobody for whom the questionnaire is not.

    Args:
        page: the page that was asked for.
    """
    if page != SAFETY_PAGE:
        session.state.want_page(None)
    found = session.said.leads_to(page, session.state.shown_page())
    if page != SAFETY_PAGE or found != after_safety_questions():
        return found
    visit = session.visit.read()
    notices = frozenset(notice.rule_id for notice in visit.notices_for(Place.BEFORE))
    if Hold.QUESTIONNAIRE in visit.holds or not notices <= session.state.notices_led_to():
        session.said.stay()
        session.state.lead_to_notices(notices)
        return None
    return found


def after_safety_questions() -> str:
    """The page that follows the safety questions: the one that waits for them, if there is one."""
    return session.state.wanted_page() or "questionnaire"
