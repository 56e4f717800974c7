"""What is over is deleted: by the running app, and by the command that runs before its start."""

import os
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from tests.conftest import ROOT
from tests.workshop.conftest import eats
from ui.workshop import seat
from workshop.store import Store, _participants, _sessions

LONG_AGO = 1_000_000.0


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/workshop.sqlite3"


def ended_session(url):
    """A session with an answer in it that ended long ago, as a stopped server leaves it."""
    store = Store(url, lambda: LONG_AGO)
    session, _ = store.open_session("Class", ("Soy",))
    store.send(store.join(session), eats(natto="1w"))
    store.dispose()


def rows(url):
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = [
            row for t in (_sessions, _participants) for row in connection.execute(sa.select(t))
        ]
    engine.dispose()
    return found


def command(url):
    return subprocess.run(
        [sys.executable, "-m", "workshop"],
        cwd=ROOT,
        env=os.environ | {"KDCHECK_DATABASE_URL": url},
        capture_output=True,
        text=True,
    )


def test_the_command_deletes_what_is_over_and_only_that(url):
    ended_session(url)
    store = Store(url)
    store.open_session("Class", ("Soy",))
    store.dispose()
    assert len(rows(url)) == 3
    assert command(url).returncode == 0
    assert len(rows(url)) == 1


def test_the_command_makes_no_database_and_names_one_it_cannot_use(tmp_path, url):
    assert command(url).returncode == 0
    assert list(tmp_path.iterdir()) == []
    refused = command("mysql://db/kdcheck")
    assert refused.returncode == 2
    assert refused.stderr.startswith("error: KDCHECK_DATABASE_URL: allowed are")


def test_the_running_app_deletes_at_its_start_and_again_and_again(url, monkeypatch):
    ended_session(url)
    monkeypatch.setenv("KDCHECK_DATABASE_URL", url)
    rounds = threading.Semaphore(0)
    go_on = threading.Semaphore(0)
    over = threading.Event()

    class Stopped(BaseException):
        pass

    def sleep(seconds):
        if threading.current_thread() is not thread:  # an app that an earlier test started here
            return time.sleep(seconds)
        assert seconds == 60
        rounds.release()
        go_on.acquire()
        if over.is_set():
            raise Stopped
        return None

    monkeypatch.setattr(seat, "time", SimpleNamespace(sleep=sleep))

    def run():
        with pytest.raises(Stopped):
            seat._delete_ended_for_ever()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert rounds.acquire(timeout=20)
        assert rows(url) == []
        for _ in range(2):
            ended_session(url)
            go_on.release()
            assert rounds.acquire(timeout=20)
            assert rows(url) == []
    finally:
        over.set()
        go_on.release()
        thread.join()
