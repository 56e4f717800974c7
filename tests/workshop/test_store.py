"""The store, on SQLite and on PostgreSQL alike."""

import re
import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from scoring import Answer
from tests.workshop.conftest import eats
from workshop.errors import (
    SchemaVersionError,
    SessionOverError,
    StoreUnavailableError,
    UnknownSeatError,
    WorkshopError,
)
from workshop.store import (
    EXPORT_WINDOW_HOURS,
    Store,
    _metadata,
    _participants,
    _schema,
    _sessions,
    database_url,
)

SECTIONS = ("Soy", "Dairy")
WEEK = eats(natto="1w", gouda="1d")


@pytest.fixture
def opened(store):
    session, _ = store.open_session("Class 7b", SECTIONS)
    return session


def rows(store, table):
    with store._engine.connect() as connection:
        return connection.execute(sa.select(table)).mappings().all()


def send_many(store, session, number, answers=WEEK):
    keys = [store.join(session) for _ in range(number)]
    for key in keys:
        store.send(key, answers)
    return keys


def test_a_session_is_found_by_its_code_and_by_its_host_link(store):
    session, host_key = store.open_session("  Class   7b ", SECTIONS, hours=6)
    assert session.title == "Class 7b"
    assert session.sections == SECTIONS
    assert session.ends_at == 1_000_000 + 6 * 3600
    assert session.language == "en"
    assert not session.closed
    assert store.session_of_code(session.code) == session
    assert store.session_of_host(host_key) == session
    assert store.session_of_code("000000000") is None
    assert store.session_of_host(session.code) is None
    assert store.session_of_code(host_key) is None


def test_what_is_opened_or_joined_twice_with_one_key_is_one(store):
    session, host_key = store.open_session("Class", SECTIONS, host_key="a key made before")
    again, _ = store.open_session("Class", SECTIONS, host_key="a key made before")
    assert host_key == "a key made before"
    assert again == session == store.session_of_host(host_key)
    assert len(rows(store, _sessions)) == 1
    assert {store.join(session, "a seat") for _ in range(2)} == {"a seat"}
    store.save_draft("a seat", {"natto": Answer("2w")})
    store.join(session, "a seat")
    assert store.count(session).joined == 1
    assert store.seat("a seat").draft == {"natto": Answer("2w")}


def test_only_the_hash_of_host_key_and_seat_key_is_stored(store):
    session, host_key = store.open_session("Class", SECTIONS)
    key = store.join(session)
    stored = str(rows(store, _sessions)) + str(rows(store, _participants))
    assert session.code in stored
    assert host_key not in stored
    assert key not in stored


@pytest.mark.parametrize(
    ("title", "sections", "hours", "named"),
    [
        (" ", SECTIONS, 4, "a title of at most 60"),
        ("x" * 61, SECTIONS, 4, "60"),
        ("Class", (), 4, "at least one part"),
        ("Class", SECTIONS, 0, "1 to 168"),
        ("Class", SECTIONS, 169, "not 169"),
    ],
)
def test_what_a_host_may_not_choose_is_named(store, title, sections, hours, named):
    with pytest.raises(WorkshopError, match=named):
        store.open_session(title, sections, hours)


def test_a_session_keeps_its_language(store):
    session, host_key = store.open_session("Klas", SECTIONS, language="nl")
    assert session.language == store.session_of_host(host_key).language == "nl"
    assert store.seat(store.join(session)).session.language == "nl"
    with pytest.raises(WorkshopError, match=r"speaks en, .*not 'xx'"):
        store.open_session("Class", SECTIONS, language="xx")


def test_a_session_is_open_until_it_is_closed_or_over(store, opened, foods, clock):
    other, _ = store.open_session("Other", SECTIONS)
    assert store.is_open(opened.session_id)
    store.close(opened, foods)
    assert not store.is_open(opened.session_id)
    assert store.is_open(other.session_id)
    clock.pass_hours(4)
    assert not store.is_open(other.session_id)
    assert not store.is_open("none")


def test_a_participant_comes_back_to_the_draft(store, opened):
    key = store.join(opened)
    assert store.seat(key).draft == {}
    draft = {"natto": Answer("2w", "L"), "gouda": Answer("never")}
    store.save_draft(key, draft)
    seat = store.seat(key)
    assert seat.draft == draft
    assert seat.session == opened
    assert seat.sent is None
    assert store.seat("guessed") is None


def test_sending_counts_once_however_often_it_is_tried(store, opened):
    key = store.join(opened)
    for _ in range(3):
        store.send(key, WEEK, "female", "30 to 49")
    store.send(key, eats(natto="4+d"))
    count = store.count(opened)
    assert (count.joined, count.sent) == (1, 1)
    (row,) = rows(store, _participants)
    assert row["sent"] == '{"gouda":["1d","M"],"natto":["1w","M"]}'
    assert (row["sex"], row["age_band"]) == ("female", "30 to 49")
    assert store.seat(key).sent == WEEK


def test_sending_from_many_threads_counts_each_person_once(store, opened):
    keys = [store.join(opened) for _ in range(20)]
    faults = []

    def send(key):
        try:
            store.send(key, WEEK)
        except WorkshopError as error:
            faults.append(error)

    threads = [threading.Thread(target=send, args=(key,)) for key in keys * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert store.count(opened).sent == 20


def test_a_row_holds_answers_and_nothing_else(store, opened):
    key = store.join(opened)
    store.send(key, WEEK)
    (row,) = rows(store, _participants)
    assert set(row) == {
        "participant_id", "session_id", "draft", "sent", "sex", "age_band", "cell"
    }  # fmt: skip
    assert re.fullmatch("[0-9a-f]{64}", row["participant_id"])


def test_sex_and_age_band_are_checked(store, opened):
    key = store.join(opened)
    with pytest.raises(WorkshopError, match="age band"):
        store.send(key, WEEK, "", "57")
    with pytest.raises(WorkshopError, match="sex"):
        store.send(key, WEEK, "=cmd()")
    assert store.count(opened).sent == 0


def test_taking_back_deletes_what_was_sent_and_keeps_the_seat(store, opened):
    key = store.join(opened)
    store.send(key, WEEK, "male", "18 to 29")
    store.take_back(key)
    (row,) = rows(store, _participants)
    assert (row["sent"], row["sex"], row["age_band"], row["cell"]) == (None, "", "", None)
    assert store.seat(key).draft == WEEK
    store.send(key, eats(natto="never"))
    assert store.count(opened).sent == 1


def test_taking_back_out_of_the_picture_leaves_an_empty_row(store, opened, foods):
    keys = send_many(store, opened, 8)
    assert store.look(opened, foods)[1].people == 8
    store.take_back(keys[0])
    assert store.look(opened, foods)[1].people == 5
    count = store.count(opened)
    assert (count.joined, count.sent) == (8, 7)
    (empty,) = (row for row in rows(store, _participants) if row["draft"] is None)
    assert empty["sent"] is None
    assert empty["sex"] == empty["age_band"] == ""


def test_the_picture_comes_from_five_on_and_in_steps_of_three(store, opened, foods):
    sizes = []
    for _ in range(9):
        send_many(store, opened, 1)
        picture = store.look(opened, foods)[1]
        sizes.append(picture.people if picture else 0)
    assert sizes == [0, 0, 0, 0, 5, 5, 5, 8, 8]
    assert store.count(opened).waiting == 1


def test_two_hosts_see_the_same_picture(store, opened, foods, url, clock):
    send_many(store, opened, 11)
    other = Store(url, clock)
    results = []
    threads = [
        threading.Thread(target=lambda s=s: results.append(s.look(opened, foods)[1]))
        for s in [store, other] * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.dispose()
    assert len(results) == 8
    assert all(picture == results[0] for picture in results)
    cells = {row["cell"] for row in rows(store, _participants)}
    assert len(cells) == 1


def test_leaving_deletes_the_row(store, opened):
    key = store.join(opened)
    store.send(key, WEEK)
    store.leave(key)
    assert rows(store, _participants) == []
    store.leave(key)
    assert store.seat(key) is None
    with pytest.raises(UnknownSeatError, match="not in this workshop"):
        store.send(key, WEEK)
    store.save_draft(key, WEEK)
    assert rows(store, _participants) == []


def test_a_closed_session_takes_nothing_more_and_says_so(store, opened, foods):
    (key, *_) = send_many(store, opened, 6)
    late = store.join(opened)
    store.close(opened, foods)
    with pytest.raises(SessionOverError, match="closed"):
        store.send(late, WEEK)
    with pytest.raises(SessionOverError, match="closed"):
        store.take_back(key)
    with pytest.raises(SessionOverError):
        store.join(opened)
    assert store.session_of_code(opened.code) is None
    assert store.seat(late).session.closed
    assert len(store.sent_of_closed(opened)) == 6
    store.leave(key)
    assert len(store.sent_of_closed(opened)) == 6
    assert store.seat(key) is None


def test_what_is_exported_is_what_the_last_picture_shows(store, opened, foods):
    keys = send_many(store, opened, 5)
    store.look(opened, foods)[1]
    send_many(store, opened, 2, eats(natto="1d"))  # two too few for a step
    with pytest.raises(WorkshopError, match="closed"):
        store.sent_of_closed(opened)
    store.close(opened, foods)
    assert store.look(opened, foods)[1].people == 5
    sent = store.sent_of_closed(opened)
    assert [one.foods for one in sent] == [WEEK] * 5
    assert len(keys) == 5


def test_too_few_are_never_exported(store, opened, foods):
    send_many(store, opened, 4)
    store.close(opened, foods)
    assert store.look(opened, foods)[1] is None
    assert store.sent_of_closed(opened) == []


def test_everything_goes_when_the_time_is_over(store, opened, foods, clock):
    other, other_host = store.open_session("Other", SECTIONS, hours=168)
    send_many(store, other, 1)
    key = store.join(opened)
    clock.pass_hours(3.9)
    assert store.delete_ended() == 0
    clock.pass_hours(0.1)
    # Over is over, also before anything is deleted.
    assert store.session_of_code(opened.code) is None
    assert store.seat(key) is None
    with pytest.raises(SessionOverError):
        store.send(key, WEEK)
    assert store.delete_ended() == 1
    assert [row["session_id"] for row in rows(store, _sessions)] == [other.session_id]
    assert [row["session_id"] for row in rows(store, _participants)] == [other.session_id]
    assert store.session_of_host(other_host) == other


def test_a_closed_session_goes_after_the_time_for_export(store, opened, foods, clock):
    send_many(store, opened, 5)
    store.close(opened, foods)
    clock.pass_hours(EXPORT_WINDOW_HOURS - 0.1)
    store.close(opened, foods)  # closing again prolongs nothing
    assert len(store.sent_of_closed(opened)) == 5
    clock.pass_hours(0.1)
    assert store.delete_ended() == 1
    assert rows(store, _participants) == rows(store, _sessions) == []


def test_delete_now_and_reset(store, opened, foods):
    (key, *_) = send_many(store, opened, 6)
    store.look(opened, foods)[1]
    store.reset(opened)
    assert rows(store, _participants) == []
    assert store.look(opened, foods)[1] is None
    assert not store.is_open(opened.session_id)
    anew = store.session_of_code(opened.code)
    assert anew == replace(opened, session_id=anew.session_id)
    with pytest.raises(UnknownSeatError):
        store.send(key, WEEK)
    send_many(store, anew, 5)
    assert store.look(anew, foods)[1].people == 5
    store.delete(anew)
    assert rows(store, _participants) == rows(store, _sessions) == []


def test_a_full_session_says_so(store, opened, monkeypatch):
    monkeypatch.setattr("workshop.store.MOST_PARTICIPANTS", 2)
    store.join(opened)
    store.join(opened)
    with pytest.raises(SessionOverError, match="full"):
        store.join(opened)


@pytest.mark.parametrize("version", [2, 4])
def test_a_database_of_another_version_is_refused(store, opened, url, clock, version):
    with store._engine.begin() as connection:
        connection.execute(_schema.update().values(version=version))
    newcomer = Store(url, clock)
    with pytest.raises(SchemaVersionError, match=f"schema version {version}.*needs 3"):
        newcomer.open_session("Class", SECTIONS)
    newcomer.dispose()
    store.open_session("Class", SECTIONS)  # a process that runs already goes on


def test_two_processes_that_start_at_once_make_the_tables_once(url, clock):
    stores = [Store(url, clock) for _ in range(6)]
    faults = []

    def use(store):
        try:
            store.open_session("Class", SECTIONS)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=use, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(rows(stores[0], _schema)) == 1
    assert len(rows(stores[0], _sessions)) == 6
    for store in stores:
        store.dispose()


def test_sqlite_forgets_what_was_deleted(tmp_path, foods):
    file = tmp_path / "new" / "workshop.sqlite3"
    store = Store(f"sqlite:///{file}")
    assert not store.exists()
    session, _ = store.open_session("Class of Mrs Unusual", SECTIONS)
    assert store.exists()
    assert file.parent.stat().st_mode & 0o777 == 0o700
    send_many(store, session, 30, eats(gouda="5-6w"))
    store.delete(session)
    held = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert b"kdcheck_participants" in held
    assert b"Unusual" not in held
    assert b"5-6w" not in held
    store.dispose()


def test_the_database_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.delenv("KDCHECK_DATABASE_URL", raising=False)
    assert database_url().get_backend_name() == "sqlite"
    monkeypatch.setenv("KDCHECK_DATABASE_URL", "postgresql://me:secret@db.example/kdcheck")
    assert database_url().drivername == "postgresql+psycopg"
    for wrong in ("mysql://db/kdcheck", "not an address", "sqlite://"):
        monkeypatch.setenv("KDCHECK_DATABASE_URL", wrong)
        with pytest.raises(WorkshopError, match="KDCHECK_DATABASE_URL: allowed are postgresql"):
            database_url()


def test_the_tables_have_no_column_for_a_time_or_an_address():
    names = {table.name: set(table.columns.keys()) for table in _metadata.tables.values()}
    assert names["kdcheck_sessions"] == {
        "session_id", "code", "host_hash", "title", "sections", "language", "closed", "ends_at",
        "shown_cells", "picture",
    }  # fmt: skip
    assert [c.name for c in _sessions.columns if isinstance(c.type, sa.BigInteger)] == ["ends_at"]


def test_a_database_that_cannot_be_reached_is_named_and_quick(tmp_path):
    for url in ("postgresql://me@127.0.0.1:1/none", "sqlite:////proc/none/workshop.sqlite3"):
        with pytest.raises(StoreUnavailableError, match="does not answer"):
            Store(url).session_of_code("482719539")
