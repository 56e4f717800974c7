"""Files that are written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ..errors import ScoringError


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that is written beside its final place and moved there at the end of `with`.

    Where `with` ends by an exception, nothing is left behind and an older file stays as it was.
    Where the path is a link, the file that it leads to is written.

    Raises:
        ScoringError: The file cannot be opened or moved. Errors of writing to it are the caller's:
            see `said_if_not_written`.
    """
    place = Path(os.path.realpath(path))
    unfinished = place.with_name(f".{place.name}.{os.urandom(4).hex()}.unfinished")
    try:
        with said_if_not_written(path):
            file = unfinished.open("xb")
        try:
            yield file
            with said_if_not_written(path):
                file.close()
                os.replace(unfinished, place)
        finally:
            with suppress(OSError):
                file.close()
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def said_if_not_written(path: Path) -> Iterator[None]:
    """Turn an error of the system into one that names the file.

    Raises:
        ScoringError: In place of an OSError.
    """
    try:
        yield
    except OSError as error:
        raise ScoringError(f"{path} cannot be written: {error.strerror or error}") from None
