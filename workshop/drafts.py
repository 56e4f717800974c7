"""Drafts are saved behind the participant's back: an answer never waits for the database."""

import threading
from collections.abc import Mapping

from scoring.questionnaire.answers import Answer
from workshop.errors import WorkshopError
from workshop.store import Store

SECONDS_BETWEEN_TRIES = 5


class DraftKeeper:
    """Saves the latest draft of each participant in one thread of its own.

    A draft that could not be saved stays with the keeper and is tried again, until it is saved or
    a newer one takes its place.
    """

    def __init__(self, store: Store, seconds_between_tries: float = SECONDS_BETWEEN_TRIES) -> None:
        self._store = store
        self._seconds_between_tries = seconds_between_tries
        self._waiting: dict[str, Mapping[str, Answer]] = {}
        self._changed = threading.Condition()
        threading.Thread(target=self._save_all, name="kdcheck-drafts", daemon=True).start()

    def keep(self, key: str, foods: Mapping[str, Answer]) -> None:
        """Save these answers as the draft of the participant with this key, soon."""
        with self._changed:
            self._waiting[key] = foods
            self._changed.notify()

    def _save_all(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                key, foods = next(iter(self._waiting.items()))
                del self._waiting[key]
            try:
                self._store.save_draft(key, foods)
            except WorkshopError:
                with self._changed:
                    self._waiting.setdefault(key, foods)
                    self._changed.wait(self._seconds_between_tries)
