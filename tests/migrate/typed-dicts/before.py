from events import typed_dicts as td
from events.typed_dicts import Session, SessionUpdateEvent


def update(session: Session) -> SessionUpdateEvent:
    session["max_response_output_tokens"] = session.get("max_response_output_tokens", 1)
    session.max_response_output_tokens
    made = Session(id="a", max_response_output_tokens=1)
    kept: td.Session = {"id": "a", "max_response_output_tokens": 1, "voice": "fable"}
    kept.update(made)
    spoken: td.AudioDeltaEvent = {"type": "response.audio.delta", "item_ref": "a"}
    if "max_response_output_tokens" in kept:
        kept.pop("max_response_output_tokens")
    return {"type": "session.update", "session": {**spoken, "max_response_output_tokens": 2}}
