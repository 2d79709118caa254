"""Every form of import, and what it brings."""

from __future__ import annotations

import vendor.events
import vendor.events as ev
import vendor.events.models as models
from typing import TYPE_CHECKING
from vendor import events as everything
from vendor.events import AudioDeltaEvent, RealtimeErrorEvent, decode_server_event
from vendor.events.models import RealtimeErrorEvent as Failure, RealtimeErrorEventError as _Why
from vendor.events.typed_dicts import (
    RealtimeErrorEvent as FailureDict,  # the dictionary
    SessionCreatedEvent,
)

if TYPE_CHECKING:
    from vendor.events import RealtimeErrorEventError

__all__ = ["AudioDeltaEvent", "RealtimeErrorEvent", "fail"]
__all__ += ["RealtimeErrorEventError"]


def fail(error: RealtimeErrorEvent) -> RealtimeErrorEventError:
    print("ErrorEvent", error)  # ErrorEvent
    assert isinstance(error, (RealtimeErrorEvent, Failure, ev.RealtimeErrorEvent, vendor.events.RealtimeErrorEvent))
    assert not isinstance(error, models.RealtimeErrorEvent | everything.models.RealtimeErrorEvent)
    why: ev.RealtimeErrorEventError = error.error
    other: FailureDict = {"type": "error", "error": {"kind": "x", "message": "y"}}
    return [why, other, _Why, SessionCreatedEvent][0]


class Mine(RealtimeErrorEvent):
    ErrorEvent = 1

    def method(self):
        from vendor.events import RealtimeErrorEvent

        return self.ErrorEvent, RealtimeErrorEvent, decode_server_event
