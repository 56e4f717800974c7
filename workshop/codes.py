"""Join codes that can be read aloud, keys that cannot be guessed, and a brake on guessing."""

import hashlib
import secrets
import string
import threading
import time
import unicodedata
from collections import deque
from collections.abc import Callable
from functools import partial

CODE_LENGTH = 9
"""Nine digits, of which one follows from the others: 91 million codes.

Digits are read aloud, heard and typed alike in every language; letters are not: E is I, and J is
G, in another one."""

CODE_PART = 3
"""Digits are read aloud in parts of so many."""

EXAMPLE_CODE = "123456789"
"""No code of a workshop: its digits do not fit."""

_BETWEEN_DIGITS = "-.\N{EN DASH}\N{HYPHEN}\N{KATAKANA-HIRAGANA PROLONGED SOUND MARK}"

KEY_BYTES = 32
"""256 bits: host links and resume tokens."""


def new_code() -> str:
    """A join code, each as likely as any other."""
    while True:
        code = f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"
        if _fits(code):
            return code


def shown_code(code: str) -> str:
    """A join code in parts, as it is read aloud: '482 719 539'."""
    return " ".join(code[n : n + CODE_PART] for n in range(0, CODE_LENGTH, CODE_PART))


def typed_code(text: str) -> str | None:
    """The join code in what a person typed, or None where it cannot be one.

    Spaces, dashes and points do not matter, nor whether digits are full-width, as in Japanese.
    """
    code = "".join(
        sign
        for sign in unicodedata.normalize("NFKC", text)
        if not sign.isspace() and sign not in _BETWEEN_DIGITS
    )
    whole = len(code) == CODE_LENGTH and set(code) <= set(string.digits)
    return code if whole and _fits(code) else None


def _fits(code: str) -> bool:
    """Whether the digits, each times its place, add up to a multiple of 11.

    So does no code with one digit misheard or two swapped, as in 48, "achtundvierzig".
    """
    return sum(place * int(digit) for place, digit in enumerate(code, start=1)) % 11 == 0


def new_key() -> str:
    """A secret for a link, of `KEY_BYTES` random bytes."""
    return secrets.token_urlsafe(KEY_BYTES)


def key_hash(key: str) -> str:
    """What the store keeps of a key: its SHA-256. A key is random, so it needs no salt."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


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
        return self._lately() >= self._limit

    def is_free(self) -> bool:
        """Whether no wrong code was tried of late."""
        return self._lately() == 0

    def note_wrong(self) -> None:
        """Count a wrong code."""
        with self._lock:
            self._wrong.append(self._clock())

    def _lately(self) -> int:
        with self._lock:
            while self._wrong and self._wrong[0] <= self._clock() - self._seconds:
                self._wrong.popleft()
            return len(self._wrong)


class GuessBrakes:
    """A brake for each network address from which wrong codes come.

    An address is kept as a hash with a key that ends with the process, and no longer than until
    the first code, right or wrong, that anybody tries after that stretch.

    Args:
        limit: How many wrong codes an address lets through in a stretch of time.
        seconds: The stretch.
        clock: Seconds that only go up, for tests.
    """

    def __init__(
        self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._make: Callable[[], GuessBrake] = partial(GuessBrake, limit, seconds, clock)
        self._key = secrets.token_bytes(KEY_BYTES)
        self._brakes: dict[bytes, GuessBrake] = {}
        self._lock = threading.Lock()

    def holds(self, address: str) -> bool:
        """Whether no further code may be tried now from this address."""
        with self._lock:
            self._drop_free()
            brake = self._brakes.get(self._name(address))
            return brake is not None and brake.holds()

    def note_wrong(self, address: str) -> None:
        """Count a wrong code from this address."""
        with self._lock:
            self._drop_free()
            self._brakes.setdefault(self._name(address), self._make()).note_wrong()

    def _drop_free(self) -> None:
        for name in [name for name, brake in self._brakes.items() if brake.is_free()]:
            del self._brakes[name]

    def _name(self, address: str) -> bytes:
        return hashlib.blake2b(address.encode(), key=self._key, digest_size=16).digest()
