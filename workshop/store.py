"""Where a workshop is kept: one small database, the same on every process that serves the app.

Without set-up it is a SQLite file; KDCHECK_DATABASE_URL names a PostgreSQL database, or another
SQLite file. The tables are made on first use, with the version of their schema; a database of
another version is refused.

What is stored of a participant: a random name (the hash of the key in their link), the food answers
so far, what they sent to the class, sex and age band where they told them. No name, no address, no
safety answers, no supplements, and no time finer than that of the session. Rows are kept and read
in the order of random names. When a session is over, all of it is deleted.
"""

import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from scoring import languages
from scoring.errors import AnswersError, shown
from scoring.files.plain_text import PLAIN, hidden_characters
from scoring.foods.table import FoodTable
from scoring.languages import N_, Words, _
from scoring.questionnaire.answers import SEXES, Answer, codes_text
from workshop.codes import key_hash, new_code, new_key
from workshop.errors import (
    SchemaVersionError,
    SessionOverError,
    StoreUnavailableError,
    UnknownSeatError,
    WorkshopError,
)
from workshop.picture import Picture, Sent, class_picture
from workshop.privacy import Member, new_name, regroup

SCHEMA_VERSION = 3
DATABASE_VARIABLE = "KDCHECK_DATABASE_URL"
DEFAULT_FILE = Path(__file__).parent.parent / ".workshop" / "workshop.sqlite3"

HOURS_TO_LIVE = (1, 7 * 24)
DEFAULT_HOURS = 4
EXPORT_WINDOW_HOURS = 24
"""How long the answers of a closed session can still be exported."""

TITLE_CHARACTERS = 60
MOST_PARTICIPANTS = 1000
AGE_BANDS = Words(
    {
        "": N_("not said"),
        "18 to 29": N_("18 to 29"),
        "30 to 49": N_("30 to 49"),
        "50 to 69": N_("50 to 69"),
        "70 or older": N_("70 or older"),
    }
)
"""The age bands as the store keeps them, each in words."""


SECONDS_TO_CONNECT = 2
SECONDS_FOR_A_LOCK = 2
SECONDS_FOR_A_STATEMENT = 4
CONNECTIONS_KEPT = 5
CONNECTIONS_MORE = 10

_SECONDS_AN_HOUR = 3600
_CREATE_LOCK = 7_305_104_601
"""Any fixed number: two processes that start at once make the tables one after the other."""

_metadata = sa.MetaData()
_schema = sa.Table("kdcheck_schema", _metadata, sa.Column("version", sa.Integer, primary_key=True))
_sessions = sa.Table(
    "kdcheck_sessions",
    _metadata,
    sa.Column("session_id", sa.String(32), primary_key=True),
    sa.Column("code", sa.String(16), nullable=False, unique=True),
    sa.Column("host_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("title", sa.String(TITLE_CHARACTERS), nullable=False),
    sa.Column("sections", sa.Text, nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False),
    sa.Column("ends_at", sa.BigInteger, nullable=False),
    sa.Column("shown_cells", sa.Text, nullable=False),
    sa.Column("picture", sa.Text),
)
# Without a rowid, SQLite keeps the rows in the order of their random key and not as they came.
_participants = sa.Table(
    "kdcheck_participants",
    _metadata,
    sa.Column("participant_id", sa.String(64), primary_key=True),
    sa.Column("session_id", sa.String(32), nullable=False, index=True),
    sa.Column("draft", sa.Text),
    sa.Column("sent", sa.Text),
    sa.Column("sex", sa.String(8), nullable=False),
    sa.Column("age_band", sa.String(16), nullable=False),
    sa.Column("cell", sa.String(32)),
    sqlite_with_rowid=False,
)

FoodAnswers = Mapping[str, Answer]


@dataclass(frozen=True)
class Session:
    """A workshop.

    Attributes:
        session_id: Names it in the database; a new one after `Store.reset`.
        code: What participants type to join.
        title: As the host typed it: text of a stranger.
        sections: The sections of the questionnaire that are asked.
        language: Code of its language: that of its files, which is offered to participants.
        closed: Whether it takes no more answers.
        ends_at: Seconds since 1970; an open session expires then, a closed one can be exported
            until then, and everything of it is deleted.
    """

    session_id: str
    code: str
    title: str
    sections: tuple[str, ...]
    language: str
    closed: bool
    ends_at: int

    def foods(self, table: FoodTable) -> FoodTable:
        """The part of a food table that this workshop asks."""
        return table.of_groups(self.sections)


@dataclass(frozen=True)
class Seat:
    """A participant as found again by the key in their link.

    Attributes:
        session: The workshop.
        draft: The food answers so far.
        sent: What they sent to the class, None where they did not.
        shown: Whether what they sent is in the picture.
    """

    session: Session
    draft: FoodAnswers
    sent: FoodAnswers | None
    shown: bool


@dataclass(frozen=True)
class Count:
    """How many people there are.

    Attributes:
        joined: Who have a seat, or have left one of a closed session with what they sent.
        sent: Who have sent; each is counted once more below.
        shown: Whose answers are in the picture.
        waiting: Whose answers wait for others, or waited when the session was closed.
        apart: Whose answers stay out because others were taken back.
    """

    joined: int
    sent: int
    shown: int
    waiting: int
    apart: int


class Store:
    """The database of the workshops. Cheap to make: it connects on first use.

    Nothing is half done where a method raises an error.

    Args:
        url: As SQLAlchemy writes it; None is KDCHECK_DATABASE_URL, or else the SQLite file.
        clock: Seconds since 1970, for tests.

    Raises:
        StoreUnavailableError: From every method, where the database does not answer in time.
        SchemaVersionError: From every method, where another version made the database.
    """

    def __init__(self, url: str | None = None, clock: Callable[[], float] = time.time) -> None:
        self._url = database_url(url)
        self._clock = clock
        self._ready = False
        self._first_use = threading.Lock()
        self._engine = _engine(self._url)

    def exists(self) -> bool:
        """Whether there can be anything stored: False while the SQLite file was never made."""
        file = self._url.database if self._url.get_backend_name() == "sqlite" else None
        return file is None or Path(file).exists()

    def open_session(
        self,
        title: str,
        sections: Sequence[str],
        hours: int = DEFAULT_HOURS,
        language: str = languages.ENGLISH,
        host_key: str = "",
    ) -> tuple[Session, str]:
        """Open a session.

        Args:
            title: What is shown on top of it.
            sections: The sections of the questionnaire that are asked.
            hours: After which it is over.
            language: That of its files, which is offered to participants.
            host_key: A key for the host link that was made before, so that opening twice opens one
                session; "" to make one.

        Returns:
            The session, and the key of the host link, which is stored nowhere.

        Raises:
            WorkshopError: The title, the sections, the hours or the language are not allowed.
        """
        title = " ".join(title.split())
        if not 0 < len(title) <= TITLE_CHARACTERS:
            raise WorkshopError(
                _("Please give the workshop a title of at most {most} characters.").format(
                    most=TITLE_CHARACTERS
                )
            )
        if hidden := hidden_characters(title):
            raise WorkshopError(
                _("Title: found {character}; allowed: {plain}").format(
                    character=hidden, plain=_(PLAIN)
                )
            )
        if not sections:
            raise WorkshopError(_("Please choose at least one part of the questionnaire."))
        shortest, longest = HOURS_TO_LIVE
        if not shortest <= hours <= longest:
            raise WorkshopError(
                _("A workshop lasts {shortest} to {longest} hours, not {hours}.").format(
                    shortest=shortest, longest=longest, hours=hours
                )
            )
        if language not in languages.offered():
            raise WorkshopError(
                _("The app speaks {known}, not {language}.").format(
                    known=", ".join(languages.offered()), language=shown(language)
                )
            )
        host_key = host_key or new_key()
        row = {
            "session_id": new_name(),
            "host_hash": key_hash(host_key),
            "title": title,
            "sections": json.dumps(list(sections)),
            "language": language,
            "closed": False,
            "ends_at": int(self._clock()) + hours * _SECONDS_AN_HOUR,
            "shown_cells": "[]",
            "picture": None,
        }
        while True:
            code = new_code()
            try:
                with self._write() as connection:
                    connection.execute(_sessions.insert().values(code=code, **row))
            except exc.IntegrityError:  # opened before, or another session has this code
                if found := self.session_of_host(host_key):
                    return found, host_key
                continue
            return self._session(_sessions.c.code == code, "opened just now"), host_key

    def session_of_code(self, code: str) -> Session | None:
        """The open session with this join code; None for a wrong, closed or expired one alike."""
        with self._read() as connection:
            found = self._find(connection, _sessions.c.code == code)
        return None if found is None or found.closed else found

    def session_of_host(self, host_key: str) -> Session | None:
        """The session of a host link, closed or not; None where there is none any more."""
        with self._read() as connection:
            return self._find(connection, _sessions.c.host_hash == key_hash(host_key))

    def is_open(self, session_id: str) -> bool:
        """Whether a session still takes answers: it is neither closed nor over."""
        with self._read() as connection:
            found = self._find(connection, _sessions.c.session_id == session_id)
        return found is not None and not found.closed

    def join(self, session: Session, key: str = "") -> str:
        """Take a seat.

        Args:
            session: The workshop.
            key: That of the seat, made before, so that joining twice takes one seat; "" to make
                one.

        Returns:
            The key that brings the participant back to it.

        Raises:
            SessionOverError: The session is over or full.
        """
        key = key or new_key()
        with self._write() as connection:
            self._open_or_raise(connection, session.session_id)
            if self._seat_row(connection, key) is not None:
                return key
            if self._joined(connection, session.session_id) >= MOST_PARTICIPANTS:
                raise SessionOverError(_("This workshop is full."))
            connection.execute(
                _participants.insert().values(
                    participant_id=key_hash(key),
                    session_id=session.session_id,
                    draft="{}",
                    sex="",
                    age_band="",
                )
            )
        return key

    def seat(self, key: str) -> Seat | None:
        """The participant's seat, or None where it is gone: the session ended or began anew."""
        with self._read() as connection:
            row = self._seat_row(connection, key)
            if row is None or row.draft is None:
                return None
            found = self._find(connection, _sessions.c.session_id == row.session_id)
            if found is None:
                return None
            cells = self._shown_cells(connection, row.session_id)
        sent = None if row.sent is None else answers_from_text(row.sent)
        shown = sent is not None and row.cell in cells
        return Seat(found, answers_from_text(row.draft), sent, shown)

    def save_draft(self, key: str, foods: FoodAnswers) -> None:
        """Keep the food answers given so far; without a seat nothing is kept."""
        with self._write() as connection:
            connection.execute(
                _participants.update()
                .where(
                    _participants.c.participant_id == key_hash(key),
                    _participants.c.draft.is_not(None),
                )
                .values(draft=answers_as_text(foods))
            )

    def send(self, key: str, foods: FoodAnswers, sex: str = "", age_band: str = "") -> FoodAnswers:
        """Send a participant's food answers to the class: one write, which counts once.

        Sending again changes nothing; to send other answers, take these back first.

        Returns:
            What the class has of this participant now.

        Raises:
            SessionOverError: The session is closed or has expired.
            UnknownSeatError: The seat is gone.
            WorkshopError: The sex or the age band is not allowed.
        """
        for name, value, allowed in (("sex", sex, SEXES), ("age band", age_band, AGE_BANDS)):
            if value not in allowed:
                raise WorkshopError(f"{name}: found {shown(value)}; allowed: {codes_text(allowed)}")
        text = answers_as_text(foods)
        with self._write() as connection:
            row = self._seat_or_raise(connection, key)
            self._open_or_raise(connection, row.session_id, share=True)
            here = _participants.c.participant_id == row.participant_id
            connection.execute(
                _participants.update()
                .where(here, _participants.c.sent.is_(None))
                .values(sent=text, draft=text, sex=sex, age_band=age_band)
            )
            has = connection.execute(sa.select(_participants.c.sent).where(here)).scalar_one()
        return answers_from_text(has)

    def take_back(self, key: str) -> None:
        """Delete what a participant sent; their draft and their seat stay.

        Raises:
            SessionOverError: The session is over: what was sent stays until it is deleted with the
                session.
            UnknownSeatError: The seat is gone.
        """
        with self._write() as connection:
            row = self._seat_or_raise(connection, key)
            self._open_or_raise(connection, row.session_id)
            self._forget_sent(connection, key)

    def leave(self, key: str) -> None:
        """Give up a seat: draft and answers are deleted, or the draft alone in a closed session."""
        with self._write() as connection:
            row = self._seat_row(connection, key)
            if row is None:
                return
            found = self._find(connection, _sessions.c.session_id == row.session_id, lock=True)
            here = _participants.c.participant_id == row.participant_id
            if found is not None and found.closed and row.sent is not None:
                connection.execute(_participants.update().where(here).values(draft=None))
                return
            self._forget_sent(connection, key)
            connection.execute(_participants.delete().where(here))

    def count(self, session: Session) -> Count:
        """How many joined and sent."""
        with self._read() as connection:
            return self._counts(connection, session.session_id)

    def look(self, session: Session, foods: FoodTable) -> tuple[Count, Picture | None]:
        """How many there are, and the picture of them that may be shown at the same moment.

        There is none below the smallest class. It changes only as `workshop.privacy` allows, and
        is the same for every process and every host page.

        Args:
            session: The workshop.
            foods: The food table; the part that the session asks is used.
        """
        with self._write() as connection:
            if self._find(connection, _sessions.c.session_id == session.session_id, lock=True):
                self._publish(connection, session, foods)
            text = connection.execute(
                sa.select(_sessions.c.picture).where(_sessions.c.session_id == session.session_id)
            ).scalar()
            counted = self._counts(connection, session.session_id)
        return counted, None if text is None else Picture.from_json(text)

    def close(self, session: Session, foods: FoodTable) -> None:
        """Take no more answers; what is shown then is final and can be exported for a day."""
        with self._write() as connection:
            found = self._find(connection, _sessions.c.session_id == session.session_id, lock=True)
            if found is None or found.closed:
                return
            self._publish(connection, session, foods)
            connection.execute(
                _sessions.update()
                .where(_sessions.c.session_id == session.session_id)
                .values(
                    closed=True,
                    ends_at=int(self._clock()) + EXPORT_WINDOW_HOURS * _SECONDS_AN_HOUR,
                )
            )

    def sent_of_closed(self, session: Session) -> list[Sent]:
        """The answers behind the final picture of a closed session, in random order.

        Raises:
            WorkshopError: The session is open: rows beside a picture that still changes would tell
                who came last.
        """
        with self._read() as connection:
            found = self._find(connection, _sessions.c.session_id == session.session_id)
            if found is None or not found.closed:
                raise WorkshopError(_("Answers can be exported once the workshop is closed."))
            sent = self._sent(connection, session.session_id)
        secrets.SystemRandom().shuffle(sent)
        return sent

    def reset(self, session: Session) -> None:
        """Delete every participant and every answer of a session; the code stays the same.

        The session gets a new id, by which every screen and phone of before learns of it.
        """
        with self._write() as connection:
            self._find(connection, _sessions.c.session_id == session.session_id, lock=True)
            connection.execute(
                _participants.delete().where(_participants.c.session_id == session.session_id)
            )
            connection.execute(
                _sessions.update()
                .where(_sessions.c.session_id == session.session_id)
                .values(session_id=new_name(), shown_cells="[]", picture=None)
            )
        self._wipe()

    def delete(self, session: Session) -> None:
        """Delete a session with everything in it, now."""
        self._delete(_sessions.c.session_id == session.session_id)

    def delete_ended(self) -> int:
        """Delete every session whose time is over, with everything in it; return how many."""
        return self._delete(_sessions.c.ends_at <= int(self._clock()))

    def dispose(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    # Below: what happens inside one transaction.

    def _publish(self, connection: sa.Connection, session: Session, foods: FoodTable) -> None:
        """Renew the stored picture if the people that may be shown have changed."""
        columns = _participants.c
        rows = connection.execute(
            sa.select(columns.participant_id, columns.cell, columns.sent.is_not(None)).where(
                columns.session_id == session.session_id,
                sa.or_(columns.sent.is_not(None), columns.cell.is_not(None)),
            )
        )
        grouping = regroup(Member(key, cell, bool(here)) for key, cell, here in rows)
        at = _sessions.c.session_id == session.session_id
        before = connection.execute(sa.select(_sessions.c.shown_cells).where(at)).scalar_one()
        if grouping.cells == set(json.loads(before)):
            return
        if grouping.moved:
            connection.execute(
                _participants.update()
                .where(columns.participant_id == sa.bindparam("key"))
                .values(cell=sa.bindparam("name")),
                [{"key": key, "name": name} for key, name in grouping.moved.items()],
            )
        cells = json.dumps(sorted(grouping.cells))
        connection.execute(_sessions.update().where(at).values(shown_cells=cells))
        sent = self._sent(connection, session.session_id)
        picture = class_picture(session.foods(foods), sent).to_json() if sent else None
        connection.execute(_sessions.update().where(at).values(picture=picture))

    def _sent(self, connection: sa.Connection, session_id: str) -> list[Sent]:
        """What the people in the picture sent."""
        cells = self._shown_cells(connection, session_id)
        rows = connection.execute(
            sa.select(_participants.c.sent, _participants.c.sex, _participants.c.age_band)
            .where(
                _participants.c.session_id == session_id,
                _participants.c.sent.is_not(None),
                _participants.c.cell.in_(cells),
            )
            .order_by(_participants.c.participant_id)
        )
        return [Sent(answers_from_text(text), sex, band) for text, sex, band in rows]

    def _forget_sent(self, connection: sa.Connection, key: str) -> None:
        """Delete what was sent; of somebody in the picture an empty row of their cell stays."""
        row = self._seat_or_raise(connection, key)
        if row.cell is not None and row.sent is not None:
            connection.execute(
                _participants.insert().values(
                    participant_id=new_name(),
                    session_id=row.session_id,
                    sex="",
                    age_band="",
                    cell=row.cell,
                )
            )
        connection.execute(
            _participants.update()
            .where(_participants.c.participant_id == row.participant_id)
            .values(sent=None, sex="", age_band="", cell=None)
        )

    def _shown_cells(self, connection: sa.Connection, session_id: str) -> list[str]:
        """The cells in the picture; none of a session that is gone."""
        text = connection.execute(
            sa.select(_sessions.c.shown_cells).where(_sessions.c.session_id == session_id)
        ).scalar()
        return [] if text is None else list(json.loads(text))

    def _joined(self, connection: sa.Connection, session_id: str) -> int:
        columns = _participants.c
        people = sa.func.count(sa.func.coalesce(columns.draft, columns.sent))
        joined: int = connection.execute(
            sa.select(people).where(columns.session_id == session_id)
        ).scalar_one()
        return joined

    def _counts(self, connection: sa.Connection, session_id: str) -> Count:
        columns = _participants.c
        in_picture = columns.cell.in_(self._shown_cells(connection, session_id))
        sent, shown, waiting = connection.execute(
            sa.select(
                sa.func.count(columns.sent),
                sa.func.count(sa.case((in_picture, columns.sent))),
                sa.func.count(sa.case((columns.cell.is_(None), columns.sent))),
            ).where(columns.session_id == session_id)
        ).one()
        joined = self._joined(connection, session_id)
        return Count(joined, sent, shown, waiting, sent - shown - waiting)

    def _find(
        self, connection: sa.Connection, which: sa.ColumnElement[bool], *, lock: bool = False
    ) -> Session | None:
        """The session that is not over; `lock` keeps other writers from it till the end."""
        query = sa.select(_sessions).where(which, _sessions.c.ends_at > int(self._clock()))
        row = connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            return None
        return Session(
            session_id=row.session_id,
            code=row.code,
            title=row.title,
            sections=tuple(json.loads(row.sections)),
            language=row.language,
            closed=row.closed,
            ends_at=row.ends_at,
        )

    def _session(self, which: sa.ColumnElement[bool], what: str) -> Session:
        with self._read() as connection:
            found = self._find(connection, which)
        if found is None:
            raise StoreUnavailableError(f"The session {what} cannot be read.")
        return found

    def _open_or_raise(
        self, connection: sa.Connection, session_id: str, *, share: bool = False
    ) -> None:
        """Hold the session open until the end of the transaction; `share` lets others in too."""
        closed = connection.execute(
            sa.select(_sessions.c.closed)
            .where(
                _sessions.c.session_id == session_id,
                _sessions.c.ends_at > int(self._clock()),
            )
            .with_for_update(read=share)
        ).scalar()
        if closed is not False:
            raise SessionOverError(_("This workshop is closed: it takes no more answers."))

    def _seat_row(self, connection: sa.Connection, key: str) -> Any:
        return connection.execute(
            sa.select(_participants).where(_participants.c.participant_id == key_hash(key))
        ).one_or_none()

    def _seat_or_raise(self, connection: sa.Connection, key: str) -> Any:
        row = self._seat_row(connection, key)
        if row is None:
            raise UnknownSeatError(_("You are not in this workshop any more."))
        return row

    def _delete(self, which: sa.ColumnElement[bool]) -> int:
        with self._write() as connection:
            ids = list(connection.execute(sa.select(_sessions.c.session_id).where(which)).scalars())
            for session_id in ids:
                for table in (_participants, _sessions):
                    connection.execute(table.delete().where(table.c.session_id == session_id))
        if ids:
            self._wipe()
        return len(ids)

    def _wipe(self) -> None:
        """Take deleted rows out of SQLite's write-ahead log too; the file itself has none left."""
        if self._engine.dialect.name != "sqlite":
            return
        with _as_unavailable(), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        with _as_unavailable():
            self._get_ready()
            with self._engine.begin() as connection:
                yield connection

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        with _as_unavailable():
            self._get_ready()
            with self._engine.connect().execution_options(kdcheck_reads=True) as connection:
                yield connection

    def _get_ready(self) -> None:
        """On first use: make the tables where there are none, and check their version."""
        if self._ready:
            return
        with self._first_use:
            if self._ready:
                return
            if self._engine.dialect.name == "sqlite":
                _make_private_folder(self._url)
            with self._engine.begin() as connection:
                if self._engine.dialect.name == "postgresql":
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CREATE_LOCK)))
                if not sa.inspect(connection).has_table(_schema.name):
                    _metadata.create_all(connection)
                    connection.execute(_schema.insert().values(version=SCHEMA_VERSION))
                version = connection.execute(sa.select(_schema.c.version)).scalar()
            if version != SCHEMA_VERSION:
                raise SchemaVersionError(
                    _(
                        "The workshop database has schema version {found}; this version of the app "
                        "needs {needed}. Its sessions last a week at most: delete its tables "
                        "({tables}), or name another database in {variable}."
                    ).format(
                        found=version,
                        needed=SCHEMA_VERSION,
                        tables=", ".join(_metadata.tables),
                        variable=DATABASE_VARIABLE,
                    )
                )
            self._ready = True


def database_url(url: str | None = None) -> sa.URL:
    """The address of the database: the given one, or KDCHECK_DATABASE_URL, or the SQLite file.

    Raises:
        WorkshopError: It is anything but SQLite or PostgreSQL.
    """
    text = url or os.environ.get(DATABASE_VARIABLE) or f"sqlite:///{DEFAULT_FILE}"
    try:
        found = sa.make_url(text)
    except exc.ArgumentError:
        found = None
    kind = found.drivername.partition("+")[0] if found else ""
    if found is not None and kind in ("postgres", "postgresql"):
        return found.set(drivername="postgresql+psycopg")
    if found is not None and kind == "sqlite" and found.database:
        return found
    raise WorkshopError(
        _(
            "{variable}: allowed are postgresql://user:password@host/name and "
            "sqlite:///path/to/file."
        ).format(variable=DATABASE_VARIABLE)
    )


def answers_as_text(foods: FoodAnswers) -> str:
    """Food answers as the store keeps them: `{food_id: [frequency, portion]}`."""
    plain = {food_id: [a.frequency, a.portion] for food_id, a in sorted(foods.items())}
    return json.dumps(plain, separators=(",", ":"))


def answers_from_text(text: str) -> dict[str, Answer]:
    """The food answers that `answers_as_text` wrote.

    Raises:
        AnswersError: The questionnaire does not know a code.
    """
    try:
        return {food_id: Answer(*codes) for food_id, codes in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError) as error:
        if isinstance(error, AnswersError):
            raise
        raise AnswersError("Stored answers cannot be read.") from None


@contextmanager
def _as_unavailable() -> Iterator[None]:
    try:
        yield
    except exc.IntegrityError:
        raise
    except (exc.DBAPIError, exc.TimeoutError, OSError) as error:
        # The text of a database error may hold values; its kind is enough.
        raise StoreUnavailableError(
            f"The workshop database does not answer ({type(error).__name__})."
        ) from None


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(
            url,
            pool_pre_ping=True,
            pool_size=CONNECTIONS_KEPT,
            max_overflow=CONNECTIONS_MORE,
            pool_timeout=SECONDS_TO_CONNECT,
            hide_parameters=True,
            connect_args={
                "connect_timeout": SECONDS_TO_CONNECT,
                "tcp_user_timeout": 1000 * SECONDS_FOR_A_STATEMENT,
                "options": f"-c statement_timeout={SECONDS_FOR_A_STATEMENT}s "
                f"-c lock_timeout={SECONDS_FOR_A_LOCK}s",
            },
        )
    engine = sa.create_engine(
        url, connect_args={"timeout": SECONDS_FOR_A_LOCK}, hide_parameters=True
    )

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        reads = connection.get_execution_options().get("kdcheck_reads")
        # A write takes its turn at the start: one that finds out later would have to fail.
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _make_private_folder(url: sa.URL) -> None:
    """Make the folder of the SQLite file, for the user of the app alone."""
    folder = Path(str(url.database)).parent
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
