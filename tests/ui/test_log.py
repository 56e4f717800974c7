import logging

import pytest

from ui import log

SECRET = "7391"


def raised(cause=False):
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            if cause:
                raise ValueError(f"amount {SECRET}") from error
            raise
    except (KeyError, ValueError) as error:
        return error


def test_an_error_is_told_by_its_kind_and_its_places():
    told = log.places(raised())
    assert told.startswith("KeyError\n")
    assert "test_log.py" in told
    assert "in raised" in told
    assert SECRET not in told


def test_what_caused_it_is_told_the_same_way():
    told = log.places(raised(cause=True))
    assert told.startswith("ValueError\n")
    assert "\nfrom KeyError\n" in told
    assert SECRET not in told


def test_an_error_that_caused_itself_ends():
    error = raised()
    error.__context__ = error
    assert log.places(error).count("KeyError") == 1


@pytest.fixture
def logged(caplog):
    """What a logger of anyone writes, as the server's log would have it."""
    factory = logging.getLogRecordFactory()
    log.keep_values_out()
    yield lambda: "\n".join(logging.Formatter().format(record) for record in caplog.records)
    logging.setLogRecordFactory(factory)


def test_no_logger_of_the_process_writes_the_message_of_an_error(logged):
    logging.getLogger("anyone").error("Failed at %s", "noon", exc_info=raised(cause=True))
    assert logged().startswith("Failed at noon: ValueError\n")
    assert "in raised" in logged()
    assert SECRET not in logged()


def test_a_line_without_an_error_stays_as_it_is(logged):
    logging.getLogger("anyone").warning("%d people", 3)
    assert logged() == "3 people"
