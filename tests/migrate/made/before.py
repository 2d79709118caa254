"""An object inside of another, of a class that is renamed."""

import events as ev
from events import CreateEventResponse


def make(thing):
    first = CreateEventResponse(max_response_tokens=5)
    ev.CreateEvent(response=first)
    ev.CreateEvent(response=ev.CreateEventResponse(max_response_tokens=5))
    return ev.CreateEvent(response=thing)
