"""Whatever a browser or a stranger sends to the store is refused in words or counted once."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring import Answer
from scoring.files.plain_text import hidden_characters
from tests.workshop.conftest import eats
from workshop.errors import WorkshopError
from workshop.store import AGE_BANDS, MOST_PARTICIPANTS, Store

# Each example is some 60 messages: by default 1,500 in all; KDCHECK_STORE_EXAMPLES=1700 makes
# 100,000, which take some minutes.
EXAMPLES = int(os.environ.get("KDCHECK_STORE_EXAMPLES", "25"))
SEATS, FORGED = 9, ("", "forged", "' OR 1=1 --", "\N{SNOWMAN}", "x" * 100_000)
WEEKS = (eats(natto="1w"), eats(gouda="1d", natto="never"), {})
TEXTS = st.text(max_size=80) | st.sampled_from(["<script>", "*5* $x$", "\x00", "\u202e", "\ud800"])
MESSAGES = st.lists(
    st.tuples(
        st.sampled_from(["join", "draft", "send", "send", "take back", "leave", "look"]),
        st.integers(0, SEATS + len(FORGED) - 1),
        st.integers(0, len(WEEKS) - 1),
    ),
    min_size=30,
    max_size=90,
)


class Model:
    """What the store must hold, as a dictionary: each seat with what it sent."""

    def __init__(self):
        self.seats = {}

    def hear(self, what, key, week):
        """Whether the message is to be taken."""
        if what == "join":
            self.seats.setdefault(key, None)
        elif what in ("draft", "look", "leave"):
            if what == "leave":
                self.seats.pop(key, None)
        elif key not in self.seats:
            return False
        elif what == "send":
            self.seats[key] = week if self.seats[key] is None else self.seats[key]
        else:
            self.seats[key] = None
        return True


def tell(store, session, foods, what, key, week):
    """Send one message to the store; whether it was taken."""
    try:
        match what:
            case "join":
                store.join(session, key)
            case "draft":
                store.save_draft(key, week)
            case "send":
                store.send(key, week)
            case "take back":
                store.take_back(key)
            case "leave":
                store.leave(key)
            case "look":
                counted, picture = store.look(session, foods)
                assert counted.shown == (picture.people if picture else 0)
                assert counted.shown == 0 or counted.shown >= 5
    except WorkshopError:
        return False
    return True


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('store')}/workshop.sqlite3")
    yield store
    store.dispose()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.data_too_large])
@given(MESSAGES)
def test_messages_twice_out_of_order_and_forged_leave_what_a_dictionary_would_hold(
    sqlite, foods, messages
):
    session, _ = sqlite.open_session("Class", ("Soy", "Dairy"))
    names = [f"{session.session_id}-{n}" for n in range(SEATS)]
    model = Model()
    for what, who, week in messages:
        forged = who >= SEATS
        if forged and what == "join":
            continue  # a key is the browser's own choice: none is forged for a new seat
        key = FORGED[who - SEATS] if forged else names[who]
        taken = tell(sqlite, session, foods, what, key, WEEKS[week])
        assert taken == model.hear(what, key, WEEKS[week])
        counted = sqlite.count(session)
        sent = {key: week for key, week in model.seats.items() if week is not None}
        assert (counted.joined, counted.sent) == (len(model.seats), len(sent))
        assert counted.sent == counted.shown + counted.waiting + counted.apart
    for key in names:
        found = sqlite.seat(key)
        assert (found is not None) == (key in model.seats)
        assert found is None or found.sent == model.seats[key]
    before = sqlite.count(session)
    sqlite.close(session, foods)
    for key in (*names, *FORGED):
        assert not tell(sqlite, session, foods, "send", key, WEEKS[0])
        assert not tell(sqlite, session, foods, "take back", key, WEEKS[0])
    after = sqlite.count(session)
    assert (after.joined, after.sent) == (before.joined, before.sent)
    assert len(sqlite.sent_of_closed(session)) == after.shown
    sqlite.delete(session)


@settings(max_examples=4 * EXAMPLES, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_any_text_is_kept_as_it_is_or_refused_in_words(sqlite, title, host_key, sex, band):
    opened, shown = None, " ".join(title.split())
    try:
        opened, key = sqlite.open_session(title, ("Soy",))
    except WorkshopError:
        assert not 0 < len(shown) <= 60 or hidden_characters(shown)
    else:
        assert not hidden_characters(shown)
        assert opened.title == shown
        assert sqlite.session_of_host(key) == opened
        seat = sqlite.join(opened)
        try:
            sqlite.send(seat, {"natto": Answer("1w")}, sex, band)
        except WorkshopError:
            assert sqlite.count(opened).sent == 0
        else:
            assert (sex in ("", "female", "male"), band in AGE_BANDS) == (True, True)
    assert sqlite.session_of_host(host_key) is None
    assert sqlite.seat(host_key) is None
    if opened:
        sqlite.delete(opened)


def test_a_join_of_many_at_the_door_of_a_full_room_is_refused_in_words(sqlite, monkeypatch):
    assert MOST_PARTICIPANTS >= 1000
    monkeypatch.setattr("workshop.store.MOST_PARTICIPANTS", 3)
    session, _ = sqlite.open_session("Class", ("Soy",))
    for n in range(3):
        sqlite.join(session, f"{session.session_id}-{n}")
    with pytest.raises(WorkshopError, match="full"):
        sqlite.join(session, "one too many")
    assert sqlite.join(session, f"{session.session_id}-0")  # who is in is not turned away
    assert sqlite.count(session).joined == 3
