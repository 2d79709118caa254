"""What a person has to see to."""

import events as ev

MESSAGE = '{"type": "response.audio.delta", "delta": ""}'


def see(event, name, part, session: ev.Session, either: ev.AudioDeltaEvent | ev.SessionCreatedEvent):
    if event.type == "ping.sent" or isinstance(event, ev.PingEvent):
        return event.nonce
    if event.type.startswith("response.audio."):
        return f"response.audio.{part}"
    if name.endswith((".done", "audio.delta")):
        return find(name, "response.audio.delta")
    if event.type == "response." "audio.delta" or event.type == "response.\x61udio.delta":
        return ev.ResponseCreateEvent()
    session.voice = "fable"
    if session.voice in ("alloy", "fable") or session.tools[0].params:
        return ev.Tool(name="a", params="b")
    return "response.audio.done"
