import events as ev
from events import AudioDeltaEvent, ErrorEvent


def by_class(event):
    match event:
        case ev.AudioDeltaEvent(item_ref=item, delta=delta):
            return item, delta
        case AudioDeltaEvent(type="response.audio.delta") as spoken:
            return spoken.item_ref
        case ErrorEvent(error=ev.ErrorEventError(message=text)):
            return text
        case ev.SessionCreatedEvent(session=ev.Session(max_response_output_tokens=None)):
            return event.session.max_response_output_tokens
        case ev.SessionCreatedEvent(session=session) if session.max_response_output_tokens:
            return [tool.params for tool in session.tools]
        case _:
            return event.item_ref


def by_tag(event, message: dict):
    match event.type:
        case "response.audio.delta":
            return event.item_ref
        case "response.audio.done" | "error":
            return event.item_ref
    match message:
        case {"type": "response.audio.delta", "item_ref": item}:
            return item
        case {"type": "session.created", "session": {"max_response_output_tokens": n}}:
            return n
        case {"kind": "response.audio.delta"}:
            return None
    match message["type"], 1:
        case "response.audio.done", _:
            return message
