"""The new name is taken, or the old one means two things."""

from events import RealtimeErrorEvent as ErrorEvent, RealtimeErrorEventError as ErrorEventError

try:
    from events import Session
except ImportError:
    ErrorEventError = None


class RealtimeErrorEvent(ErrorEvent):
    """Our own."""


def fail(error: ErrorEvent) -> ErrorEventError:
    return RealtimeErrorEvent, Session
