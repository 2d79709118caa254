"""Every form of import, and what it brings."""

from __future__ import annotations

import vendor.events
import vendor.events as ev
import vendor.events.models as models
from typing import TYPE_CHECKING
from vendor import events as everything
from vendor.events import AudioDeltaEvent, ErrorEvent, decode_server_event
from vendor.events.models import ErrorEvent as Failure, ErrorEventError as _Why
from vendor.events.typed_dicts import (
    ErrorEvent as FailureDict,  # the dictionary
    SessionCreatedEvent,
)

if TYPE_CHECKING:
    from vendor.events import ErrorEventError

__all__ = ["AudioDeltaEvent", "ErrorEvent", "fail"]
__all__ += ["ErrorEventError"]


def fail(error: ErrorEvent) -> ErrorEventError:
    print("ErrorEvent", error)  # ErrorEvent
    assert isinstance(error, (ErrorEvent, Failure, ev.ErrorEvent, vendor.events.ErrorEvent))
    assert not isinstance(error, models.ErrorEvent | everything.models.ErrorEvent)
    why: ev.ErrorEventError = error.error
    other: FailureDict = {"type": "error", "error": {"kind": "x", "message": "y"}}
    return [why, other, _Why, SessionCreatedEvent][0]


class Mine(ErrorEvent):
    ErrorEvent = 1

    def method(self):
        from vendor.events import ErrorEvent

        return self.ErrorEvent, ErrorEvent, decode_server_event
