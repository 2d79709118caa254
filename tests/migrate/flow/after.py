"""Fields of values whose class is known."""

from typing import Optional

import events as ev
from events import AudioDeltaEvent, ServerEvent, Session, decode_server_event


class State:
    session: Session
    last: Optional[AudioDeltaEvent] = None

    def __init__(self, first: AudioDeltaEvent):
        self.first = first
        self.made = ev.Session(id="x")

    def read(self):
        return (
            self.session.max_output_tokens,
            self.last.item_id if self.last else None,
            self.made.max_output_tokens,
            self.first.item_ref,
        )


def typed(event: ServerEvent, *rest: ServerEvent, session: Session | None = None):
    if isinstance(event, AudioDeltaEvent):
        return event.item_id
    if event.type == "session.created":
        return event.session.max_output_tokens
    if session and session.max_output_tokens:
        return session.tools[0].params
    return event.item_ref


def unknown(event, thing):
    if isinstance(event, ev.AudioDeltaEvent) and event.item_id:
        return event.item_id
    if not isinstance(thing, (AudioDeltaEvent, ev.SessionCreatedEvent)):
        return thing.item_ref
    return thing.item_id, thing.session.max_output_tokens


def decoded(message):
    event = decode_server_event(message)
    if event.type != "response.output_audio.delta":
        return None
    copy = event
    session = ev.decode(ev.Session, message)
    plain = ev.to_dict(session)
    return copy.item_id, session.max_output_tokens, plain["max_output_tokens"]


def untyped(event):
    if event["type"] == "response.output_audio.delta":
        print(event["item_id"], event.get("item_id"), "item_id" in event)
    elif event["type"] in ("session.created", "session.update"):
        return event["session"]["max_output_tokens"]
    return event["item_ref"]


def loops(events: list[ServerEvent], sessions: dict[str, Session]):
    refs = [e.item_id for e in events if isinstance(e, AudioDeltaEvent)]
    for event in events:
        if not isinstance(event, AudioDeltaEvent):
            continue
        refs.append(event.item_id)
    while (event := events.pop()).type == "response.output_audio.delta":
        refs.append(event.item_ref)
    return refs, sessions["a"].max_output_tokens, make().max_output_tokens


def make() -> Session:
    return Session(id="a", max_output_tokens=1)
