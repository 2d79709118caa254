import events as ev
from events import AudioDeltaEvent, RealtimeErrorEvent


def by_class(event):
    match event:
        case ev.AudioDeltaEvent(item_id=item, delta=delta):
            return item, delta
        case AudioDeltaEvent(type="response.output_audio.delta") as spoken:
            return spoken.item_id
        case RealtimeErrorEvent(error=ev.RealtimeErrorEventError(message=text)):
            return text
        case ev.SessionCreatedEvent(session=ev.Session(max_output_tokens=None)):
            return event.session.max_output_tokens
        case ev.SessionCreatedEvent(session=session) if session.max_output_tokens:
            return [tool.params for tool in session.tools]
        case _:
            return event.item_ref


def by_tag(event, message: dict):
    match event.type:
        case "response.output_audio.delta":
            return event.item_ref
        case "response.output_audio.done" | "error":
            return event.item_ref
    match message:
        case {"type": "response.output_audio.delta", "item_id": item}:
            return item
        case {"type": "session.created", "session": {"max_output_tokens": n}}:
            return n
        case {"kind": "response.output_audio.delta"}:
            return None
    match message["type"], 1:
        case "response.output_audio.done", _:
            return message
