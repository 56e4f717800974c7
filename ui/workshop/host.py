"""The host's side: open a session, show the class live, close, export, delete."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from scoring import languages
from scoring.languages import N_, _, ngettext
from ui import frame, opening, press, session
from ui.calm import calm
from ui.save import in_language, save_button
from ui.session.host import HOURS_KEY, LANGUAGE_KEY, SECTIONS_KEY, TITLE_KEY
from ui.session.seat import Trouble
from ui.text import as_markdown
from ui.workshop import discussion, seat
from workshop.codes import shown_code
from workshop.errors import StoreUnavailableError, WorkshopError
from workshop.privacy import FEWEST_FOR_MEDIANS, FEWEST_SHOWN

if TYPE_CHECKING:
    from workshop.store import Count, Session

LIVES_HOURS = (1, 2, 4, 8, 24, 72, 168)
SECONDS_BETWEEN_LOOKS = 5
QR_PX = 320
ONLY_HERE = {"localhost", "127.0.0.1", "[::1]"}
NOT_REACHED = N_("The workshop's database does not answer just now; this page keeps trying.")
HIDE_KEY = "workshop-hide-way-in"
OPEN = "workshop-open"
"""Key of the button."""


def ask_to_open() -> None:
    """Ask, folded away, what the session is to be and open it; the page goes on as the host's."""
    with st.expander(_("Open a workshop"), icon=":material/co_present:"):
        _ask_to_open()


def _ask_to_open() -> None:
    from workshop.store import DEFAULT_HOURS, TITLE_CHARACTERS

    st.write(
        _(
            "For a room of 5 to 200 people with phones. The screen shows the class live, and "
            "nobody in it."
        )
    )
    st.text_input(
        _("Title"),
        max_chars=TITLE_CHARACTERS,
        placeholder=_("for example Nutrition evening"),
        key=TITLE_KEY,
        persist_state="session",
    )
    groups = session.tables.our_foods().groups
    st.pills(
        _("Parts of the questionnaire to ask"),
        groups,
        selection_mode="multi",
        default=groups,
        format_func=lambda group: as_markdown(_(group)),
        key=SECTIONS_KEY,
        persist_state="session",
        wrap=True,
    )
    offered = languages.offered()
    st.selectbox(
        _("Language of the workshop"),
        list(offered),
        index=list(offered).index(languages.current()),
        format_func=offered.__getitem__,
        filter_mode=None,
        key=LANGUAGE_KEY,
        persist_state="session",
    )
    st.selectbox(
        _("Ends by itself after"),
        LIVES_HOURS,
        index=LIVES_HOURS.index(DEFAULT_HOURS),
        format_func=_life,
        filter_mode=None,
        key=session.language.labelled(HOURS_KEY),
        persist_state="session",
    )
    press.button(
        _("Open the workshop"), _open, key=OPEN, type="primary", icon=":material/co_present:"
    )
    seat.show_trouble(OPEN)


def _open() -> None:
    wish = session.host.wish()
    parts = [group for group in session.tables.our_foods().groups if group in wish.sections]
    link = session.host.link_to_open()
    trouble = None
    try:
        seat.store().open_session(wish.title, parts, wish.hours, wish.language, link)
    except StoreUnavailableError:
        trouble = Trouble(OPEN, _(NOT_REACHED))
    except WorkshopError as error:
        trouble = Trouble(OPEN, as_markdown(str(error)))
    else:
        session.host.note_opened()
    session.seat.note_trouble(trouble)


def show(key: str) -> None:
    """The host page of this host link."""
    try:
        found = seat.store().session_of_host(key)
    except StoreUnavailableError:
        frame.heading(frame.TITLES["workshop"])
        st.warning(_(NOT_REACHED), icon=":material/cloud_off:")
        _try_again()
        return
    except WorkshopError as error:
        frame.heading(frame.TITLES["workshop"])
        st.error(as_markdown(str(error)))
        return
    if found is None:
        frame.heading(
            _("No workshop is found here"),
            _(
                "It is over, and then everything about it is deleted; or the address is not "
                "complete."
            ),
        )
        if st.button(_("Go to the start of Workshop")):
            session.address.clear()
            st.rerun()
        return
    frame.heading(as_markdown(found.title))
    with st.container(key="kd-stage"):
        if not found.closed and not st.toggle(_("Hide the way in"), key=HIDE_KEY):
            _show_way_in(found)
        _show_live(key, found)
    st.header(_("Talk about it"), anchor=False)
    discussion.show()
    st.header(_("Run this workshop"), anchor=False)
    _show_controls(found)


def join_address(found: "Session") -> str | None:
    """The join link as the browser reaches this app, None where that is not known."""
    if not st.context.url:
        return None
    here = urlsplit(st.context.url)
    folder = here.path.rstrip("/").rpartition("/")[0]
    return f"{here.scheme}://{here.netloc}{folder}/workshop?join={found.code}"


def _show_way_in(found: "Session") -> None:
    import segno

    address = join_address(found)
    left, right = st.columns([1, 2], gap="large", vertical_alignment="center")
    with left:
        if address:
            st.image(
                segno.make(address, error="m").svg_inline(
                    scale=8, border=3, dark="#000", light="#fff", omitsize=True
                ),
                alt=_("QR code of the join link, {address}").format(address=address),
                width=QR_PX,
            )
    with right:
        join = _("Join with the code {code}").format(code=f"<b>{shown_code(found.code)}</b>")
        st.html(
            f'<p class="kd-join">{join}</p>'
            + (f'<p class="kd-address">{address}</p>' if address else "")
        )
        if address and urlsplit(address).hostname in ONLY_HERE:
            st.warning(
                _(
                    "Phones cannot open this address: it works on this computer alone. Start the "
                    "app with `python run.py app --server.address 0.0.0.0` and open this page "
                    "under the computer's name or address."
                ),
                icon=":material/wifi_off:",
            )


def _show_live(key: str, found: "Session") -> None:
    """Counts and picture, looked up every few seconds."""
    st.fragment(run_every=SECONDS_BETWEEN_LOOKS)(_look)(key, found)


def _look(key: str, found: "Session") -> None:
    from ui.workshop import room
    from workshop.held_back import held_back

    with calm():
        store = seat.store()
        try:
            now = store.session_of_host(key)
            if now != found:
                st.rerun()
            counted, picture = store.look(found, session.tables.our_foods())
        except WorkshopError:
            st.warning(_(NOT_REACHED), icon=":material/cloud_off:")
            counted, picture = session.state.last_look()
        else:
            session.state.note_last_look(counted, picture)
        if counted is None:
            return
        _show_counts(found, counted)
        if picture is None:
            st.write(_why_no_picture(found, counted))
        else:
            room.show(picture, found, session.visit.read().holds)
        if picture is not None or found.closed:
            for words in held_back(counted, closed=found.closed):
                st.write(words)
        if not found.closed:
            st.button(_("Refresh now"), icon=":material/refresh:", key="workshop-refresh")


def _why_no_picture(found: "Session", counted: "Count") -> str:

    if found.closed:
        return _("There is no picture: it takes five people of whom nobody can be told from it.")
    if counted.sent < FEWEST_SHOWN:
        return _("The picture appears once five people have sent their answers.")
    return _(
        "The picture is hidden: answers were taken back, and nobody may be told from what is left. "
        "It comes back when more people have sent theirs."
    )


def _show_counts(found: "Session", counted: "Count") -> None:
    people = _("{joined} joined {sent} sent {shown} in the picture").format(
        joined=f"<b>{counted.joined}</b>",
        sent=f"<b>{counted.sent}</b>",
        shown=f"<b>{counted.shown}</b>",
    )
    state = _("Closed, deleted in {time}") if found.closed else _("Open, ends in {time}")
    st.html(
        f'<p class="kd-count" role="status">{people} '
        f"<span>{state.format(time=_time_left(found))}</span></p>"
    )


def _show_controls(found: "Session") -> None:
    st.write(
        _(
            "The address of this page is the only way back to it, and whoever has it can do what "
            "you can. Keep it; show the page in full screen (F11), where no address is seen."
        )
    )
    if found.closed:
        _offer_export(found)
    with st.container(horizontal=True):
        if not found.closed:
            _confirmed(
                _("Close"),
                _("No more answers are taken. You can then export for a day."),
                _("Yes, close"),
                "close",
                lambda: seat.store().close(found, session.tables.our_foods()),
            )
            _confirmed(
                _("Start anew"),
                _("Everybody's answers are deleted; the code stays, and people join again."),
                _("Yes, start anew"),
                "reset",
                lambda: seat.store().reset(found),
            )
        _confirmed(
            _("Delete now"),
            _("The workshop and everything in it are deleted at once."),
            _("Yes, delete now"),
            "delete",
            lambda: seat.store().delete(found),
        )


def _offer_export(found: "Session") -> None:
    try:
        sent = seat.store().sent_of_closed(found)
        counted, picture = seat.store().look(found, session.tables.our_foods())
    except WorkshopError:
        st.warning(_(NOT_REACHED), icon=":material/cloud_off:")
        return
    if picture is None:
        st.write(
            _(
                "There are not five people whose answers can be shown without one of them being "
                "told from it, so there is nothing to export."
            )
        )
        return
    st.write(
        _(
            "The files are in the language of the workshop. {shown} of {sent} sent answers are in "
            "them with figures; for each of the others a line says why it is held back."
        ).format(shown=counted.shown, sent=counted.sent)
    )
    if len(sent) < FEWEST_FOR_MEDIANS:
        st.write(
            _(
                "The file has one line a person, without a name. In a class of fewer than ten, "
                "somebody who knows the people may guess whose line it is: please do not pass it "
                "on."
            )
        )
    foods, today = found.foods(session.tables.our_foods()), opening.today()

    def xlsx() -> bytes:
        from workshop.export import intakes_xlsx

        return intakes_xlsx(foods, sent, counted, found.title)

    def csv() -> bytes:
        from workshop.export import intakes_csv

        return intakes_csv(foods, sent, counted)

    def page() -> bytes:
        from ui.workshop import wall

        return wall.page(found, counted, picture, today)

    with st.container(horizontal=True):
        for words, make, name in (
            (_("Intakes of the class (.xlsx)"), xlsx, "workshop_intakes.xlsx"),
            (_("Intakes of the class (CSV)"), csv, "workshop_intakes.csv"),
            (_("One page for the wall (PDF)"), page, "workshop_class.pdf"),
        ):
            save_button(words, in_language(found.language, make), name)


def _confirmed(label: str, meaning: str, yes: str, name: str, act: Callable[[], None]) -> None:
    """A button that asks once more before it acts."""
    with st.popover(label, key=f"workshop-{name}"):
        st.write(meaning)
        button = f"workshop-{name}-yes"
        press.button(yes, _try, button, act, key=button)
        seat.show_trouble(button)


def _try(button: str, act: Callable[[], None]) -> None:
    trouble = None
    try:
        act()
    except WorkshopError:
        trouble = Trouble(button, _(NOT_REACHED))
    session.seat.note_trouble(trouble)


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _try_again() -> None:

    try:
        seat.store().session_of_host(session.address.host_key())
    except WorkshopError:
        return
    st.rerun()


def _time_left(found: "Session") -> str:
    minutes = max(0, int(found.ends_at - time.time())) // 60
    if minutes >= timedelta(days=2).total_seconds() / 60:
        return _life(minutes // 60)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=f"{minutes % 60:02}")


def _life(hours: int) -> str:
    """A number of hours in words, in whole days from one on."""
    if hours < 24:
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return ngettext("{count} day", "{count} days", hours // 24).format(count=hours // 24)
