"""A program that serves both specs, or turns one into the other."""

import events as ev


def normalise(event):
    if event["type"] == "response.output_audio.delta":
        event["type"] = "response.audio.delta"
    elif event["type"] in ("response.audio.done", "session.created"):
        raise ev.ErrorEvent
    return event
