"""PostgreSQL stops while people answer, and comes back."""

import threading
import time

import pytest

from tests.postgres import running_postgres
from tests.workshop.conftest import eats
from workshop.drafts import DraftKeeper
from workshop.errors import StoreUnavailableError
from workshop.store import Store

pytestmark = pytest.mark.postgres
WEEK = eats(natto="1w", gouda="1d")
PATIENCE_S = 20


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_stopped_database_fails_fast_and_the_same_store_works_again_later():
    with running_postgres() as server:
        store = Store(server.url)
        session, _ = store.open_session("Class", ("Soy", "Dairy"))
        key = store.join(session)
        keeper = DraftKeeper(store, seconds_between_tries=0.2)

        server.stop()
        began = time.monotonic()
        with pytest.raises(StoreUnavailableError, match="does not answer"):
            store.send(key, WEEK)
        assert time.monotonic() - began < 20
        began = time.monotonic()
        keeper.keep(key, eats(natto="2w"))
        keeper.keep(key, WEEK)
        assert time.monotonic() - began < 2  # whoever answers does not wait

        server.start()
        wait_for(lambda: store.seat(key).draft == WEEK)
        store.send(key, WEEK)
        store.send(key, WEEK)
        assert store.count(session).sent == 1
        store.dispose()


def test_the_latest_draft_wins(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/workshop.sqlite3")
    session, _ = store.open_session("Class", ("Soy",))
    keys = [store.join(session) for _ in range(5)]
    others = threading.enumerate()
    keeper = DraftKeeper(store)
    for code in ("1w", "2w", "3-4w"):
        for key in keys:
            keeper.keep(key, eats(natto=code))
    wait_for(lambda: all(store.seat(key).draft == eats(natto="3-4w") for key in keys))
    started = [thread.name for thread in threading.enumerate() if thread not in others]
    assert started == ["kdcheck-drafts"]
    store.dispose()
