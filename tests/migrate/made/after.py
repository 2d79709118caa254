"""An object inside of another, of a class that is renamed."""

import events as ev
from events import ResponseParams


def make(thing):
    first = ResponseParams(max_tokens=5)
    ev.CreateEvent(response=first)
    ev.CreateEvent(response=ev.ResponseParams(max_tokens=5))
    return ev.CreateEvent(response=thing)
