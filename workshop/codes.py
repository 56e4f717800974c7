"""Join codes that can be read aloud, keys that cannot be guessed, and a brake on guessing."""

import hashlib
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable

ALPHABET = "CDFHJKMNPRTVWXY34679"
"""No two of these look alike (no O and 0, I and 1, B and 8, S and 5, Z and 2, G and 6, U and V),
and without vowels no code is a word."""

CODE_LENGTH = 6
"""20 signs to the power of 6: 64 million codes."""

KEY_BYTES = 32
"""256 bits: host links and resume tokens."""


def new_code() -> str:
    """A join code, each character drawn at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """A join code in two halves, as it is read aloud: 'KMN 4T7'."""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"


def typed_code(text: str) -> str | None:
    """The join code in what a person typed, or None where it cannot be one.

    Capitals, spaces and dashes do not matter.
    """
    code = "".join(text.upper().replace("-", " ").split())
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def new_key() -> str:
    """A secret for a link, of `KEY_BYTES` random bytes."""
    return secrets.token_urlsafe(KEY_BYTES)


def key_hash(key: str) -> str:
    """What the store keeps of a key: its SHA-256. A key is random, so it needs no salt."""
    return hashlib.sha256(key.encode()).hexdigest()


class GuessBrake:
    """Lets a number of wrong codes through in a stretch of time, then none until it has passed.

    Args:
        limit: How many.
        seconds: The stretch.
        clock: Seconds that only go up, for tests.
    """

    def __init__(
        self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._wrong: deque[float] = deque()
        self._lock = threading.Lock()

    def holds(self) -> bool:
        """Whether no further code may be tried now."""
        with self._lock:
            while self._wrong and self._wrong[0] <= self._clock() - self._seconds:
                self._wrong.popleft()
            return len(self._wrong) >= self._limit

    def note_wrong(self) -> None:
        """Count a wrong code."""
        with self._lock:
            self._wrong.append(self._clock())
