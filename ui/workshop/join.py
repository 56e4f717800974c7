"""The way in for participants: a code or a link, then a seat; and the way out."""

from typing import TYPE_CHECKING

import streamlit as st

from scoring import languages
from scoring.guidance.safety import ready
from scoring.languages import N_, _
from ui import frame, language, press, session
from ui.components.seats import ask_browser
from ui.session.seat import Trouble
from ui.session.visit import Visit
from ui.text import as_markdown
from ui.workshop import seat
from workshop.codes import EXAMPLE_CODE, GuessBrake, GuessBrakes, shown_code, typed_code
from workshop.errors import SessionOverError, WorkshopError

if TYPE_CHECKING:
    from workshop.store import Session

JOIN, LEAVE, ANOTHER = "workshop-join", "workshop-leave", "workshop-another"
"""Keys of the buttons."""

WRONG_CODES_A_MINUTE = 5
WRONG_CODES_A_MINUTE_OF_AN_ADDRESS = 60
"""A whole room shares one network address, and few of its people mistype a code to another one."""
NO_SUCH_CODE = N_(
    "No open workshop was found for this code. It may be mistyped, or the workshop is closed: "
    "please ask your host. After several tries, wait a minute."
)
NOT_REACHED = N_("The workshop cannot be reached just now. Please try again in a moment.")


def ask_code() -> None:
    """Ask for the code, or take it from the link, and offer the seat."""
    st.header(_("Join a workshop"), anchor=False)
    from_link = session.address.join_code()
    typed = st.text_input(
        _("Code from the screen"),
        value=from_link,
        max_chars=20,
        placeholder=_("for example {code}").format(code=shown_code(EXAMPLE_CODE)),
        key="workshop-code",
    )
    if not typed:
        return
    code = typed_code(typed)
    if code is not None:
        told = session.seat.told_by_browser()
        ask_browser(code, session.seat.left(), told, session.seat.BROWSER_KEY)
    try:
        if code is not None and seat.find_in_browser(code):
            st.rerun()
        found = _look_up(code)
    except WorkshopError:
        st.warning(_(NOT_REACHED), icon=":material/cloud_off:")
        st.button(_("Try again"))
        return
    if found is None:
        st.error(_(NO_SUCH_CODE), icon=":material/search_off:")
        return
    language.suggest(found.language)
    _offer_seat(found)


def show_seat(visit: Visit) -> None:
    """What a participant sees who has joined: what to do, what is held, and how to leave."""
    joined = visit.workshop
    assert joined is not None
    frame.heading(as_markdown(joined.title), _("You have joined this workshop."))
    say_what_is_asked(visit)
    if visit.sent is None and not joined.closed:
        st.write(
            _(
                "Answer the questionnaire. At the end, Results shows your own figures and asks "
                "whether you send your answers to the class."
            )
        )
    elif not joined.closed:
        st.write(_("Your answers are sent. You can take them back on Results."))
    with st.container(horizontal=True):
        for name, icon in (("questionnaire", "edit"), ("results", "bar_chart")):
            st.page_link(frame.path(name), label=frame.TITLES[name], icon=f":material/{icon}:")
    _say_what_is_held()
    if not joined.closed:
        _offer_seat_to_another(visit.seat_key or "")
    press.button(_("Leave this workshop and delete what it holds of me"), _leave, key=LEAVE)
    seat.show_trouble(LEAVE)


def _offer_seat_to_another(key: str) -> None:
    """Let another person join in this browser, where somebody has a seat already."""
    with st.popover(_("Join as another person"), icon=":material/person_add:"):
        st.write(
            _(
                "For a phone or computer that several people share. The person before stays in the "
                "workshop with what they have sent, which cannot be taken back from here any more. "
                "Their answers, results and opened files leave this page. A draft or a history "
                "kept in this browser stays in it: if others are not to see them, first forget "
                "the draft on Questionnaire and the history on Over time."
            )
        )
        press.button(_("Yes, I am another person"), _join_as_another, key, key=ANOTHER)
    seat.show_trouble(ANOTHER)


def _join_as_another(key: str) -> None:
    trouble = None
    try:
        seat.make_room(key)
    except SessionOverError as error:
        trouble = Trouble(ANOTHER, str(error))
    except WorkshopError:
        trouble = Trouble(ANOTHER, _(NOT_REACHED))
    else:
        session.state.go_to_page("before_you_start")
    session.seat.note_trouble(trouble)


def _leave() -> None:
    trouble = None
    try:
        seat.leave()
    except WorkshopError:
        trouble = Trouble(LEAVE, _(NOT_REACHED))
    session.seat.note_trouble(trouble)


def say_what_is_asked(visit: Visit) -> None:
    """Where a workshop asks a part of the questionnaire: say that the figures are of that part."""
    joined = visit.workshop
    if joined is not None and not visit.asks_everything:
        st.info(
            _(
                "This workshop asks only: {parts}. Other foods are not counted, so every figure "
                "is lower than for your whole week."
            ).format(parts=as_markdown(_("; ").join(map(_, joined.sections)))),
            icon=":material/info:",
        )


def _look_up(code: str | None) -> "Session | None":
    """The open session of a code; None also once this visitor has tried too many wrong ones."""
    if code is None:
        return None
    own, address = _own_brake(), st.context.ip_address or ""
    if _brakes().holds(address) or own.holds():
        return None
    found = seat.store().session_of_code(code)
    if found is None:
        own.note_wrong()
        _brakes().note_wrong(address)
    return found


def _own_brake() -> GuessBrake:
    return session.state.guess_brake(lambda: GuessBrake(WRONG_CODES_A_MINUTE, 60))


@st.cache_resource(show_spinner=False)
def _brakes() -> GuessBrakes:
    return GuessBrakes(WRONG_CODES_A_MINUTE_OF_AN_ADDRESS, 60)


def _offer_seat(found: "Session") -> None:
    st.subheader(as_markdown(found.title), anchor=False)
    _propose_language(found.language)
    _say_what_is_held()
    press.button(
        _("Join"),
        _join,
        found,
        key=JOIN,
        type="primary",
        icon=":material/arrow_forward:",
        icon_position="right",
    )
    seat.show_trouble(JOIN)


def _propose_language(code: str) -> None:
    """Offer the language of the workshop to somebody who reads another one."""
    if code == languages.current():
        return
    name = languages.offered()[code]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(_("This workshop is held in another language: {language}.").format(language=name))
        press.button(
            name, session.language.choose, code, key="workshop-language", icon=":material/language:"
        )


def _join(found: "Session") -> None:
    trouble = None
    try:
        if not session.seat.seated() and not seat.find_in_browser(found.code):
            seat.take(found)
    except SessionOverError as error:
        trouble = Trouble(JOIN, str(error))
    except WorkshopError:
        trouble = Trouble(JOIN, _(NOT_REACHED))
    else:
        safe = ready(session.said.now().safety)
        session.state.go_to_page("questionnaire" if safe else "before_you_start")
    session.seat.note_trouble(trouble)


def _say_what_is_held() -> None:
    facts = {
        _("No name"): _(
            "Nobody asks who you are. The screen shows the class from five people on, never one "
            "person."
        ),
        _("You decide"): _(
            "Your answers count for the class only when you send them, and you can take them back "
            "until the host closes. Then the host can download the figures, one line a person, "
            "without a name."
        ),
        _("What is kept"): _(
            "Your food answers, and your sex and age group if you tell them, under a random key "
            "that this browser keeps too, so that the code or a lost connection brings you back "
            "to them. Never the safety questions or supplements."
        ),
        _("Then deleted"): _(
            "All of it goes when the workshop ends. The address of this page leads to your "
            "answers: do not pass it on."
        ),
    }
    items = "".join(f"<li><b>{name}</b>{fact}</li>" for name, fact in facts.items())
    st.html(f'<ul class="kd-facts">{items}</ul>')
