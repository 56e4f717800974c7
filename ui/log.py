"""The log of the server: where something went wrong, never with which value."""

import logging
import traceback
from collections.abc import Iterator
from typing import Any


def places(error: BaseException) -> str:
    """The kind of an error and the lines it came through; of what caused it, the same.

    The text of an exception may quote an answer, so it is left out.
    """
    return "\nfrom ".join(_one(found) for found in _chain(error))


def keep_values_out() -> None:
    """Log each exception of this process by its places alone, whoever logs it.

    Streamlit logs what fails before the page runs, such as a call of a button, on its own.
    """
    made = logging.getLogRecordFactory()

    def without_values(*arguments: Any, **named: Any) -> logging.LogRecord:
        record = made(*arguments, **named)
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg = f"{record.getMessage()}: {places(error)}"
            record.args = ()
            record.exc_info = None
        return record

    logging.setLogRecordFactory(without_values)


def _one(error: BaseException) -> str:
    steps = traceback.extract_tb(error.__traceback__)
    lines = "".join(f"\n  {step.filename}:{step.lineno} in {step.name}" for step in steps)
    return f"{type(error).__name__}{lines}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
