"""What can go wrong in a workshop, in words for the person it happens to."""

from scoring.errors import ScoringError


class WorkshopError(ScoringError):
    """Something a workshop was asked for cannot be done."""


class StoreUnavailableError(WorkshopError):
    """The database does not answer; nothing was changed, and trying again may help."""


class SchemaVersionError(WorkshopError):
    """The database was made by another version of the app."""


class SessionOverError(WorkshopError):
    """The session is closed or has expired: it takes no more answers."""


class UnknownSeatError(WorkshopError):
    """The participant is not in the session (any more): the host started anew, or they left."""
