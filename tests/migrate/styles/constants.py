"""Names of events and defaults in one place, and a client below that uses them."""
import json
from enum import Enum


class ServerEvent(str, Enum):
    SESSION_CREATED = "session.created"
    ITEM_CREATED = "conversation.item.created"
    TEXT_DELTA = "response.text.delta"
    TEXT_DONE = "response.text.done"
    AUDIO_DELTA = "response.audio.delta"
    AUDIO_DONE = "response.audio.done"
    TRANSCRIPT_DELTA = "response.audio_transcript.delta"
    RESPONSE_DONE = "response.done"


class ClientEvent:
    SESSION_UPDATE = "session.update"
    ITEM_CREATE = "conversation.item.create"
    RESPONSE_CREATE = "response.create"


VOICE = "ballad"
AUDIO_FORMAT = "pcm16"
MODALITIES = ["text", "audio"]
BETA_HEADER = ("OpenAI-Beta", "realtime=v1")
DEFAULT_SESSION = {
    "modalities": MODALITIES,
    "voice": VOICE,
    "input_audio_format": AUDIO_FORMAT,
    "output_audio_format": AUDIO_FORMAT,
    "input_audio_transcription": {"model": "gpt-4o-transcribe"},
}
INTERESTING = frozenset({ServerEvent.AUDIO_DELTA, ServerEvent.TEXT_DELTA})


def session_update(**changes):
    return {"type": ClientEvent.SESSION_UPDATE, "session": {**DEFAULT_SESSION, **changes}}


def text_item(text, role="user"):
    part = "input_text" if role == "user" else "text"
    return {
        "type": ClientEvent.ITEM_CREATE,
        "item": {"type": "message", "role": role, "content": [{"type": part, "text": text}]},
    }


def run(ws):
    ws.send(json.dumps(session_update(instructions="Be brief.", temperature=0.9)))
    ws.send(json.dumps(text_item("Hello")))
    ws.send(json.dumps({"type": ClientEvent.RESPONSE_CREATE}))
    for text in ws:
        event = json.loads(text)
        if event["type"] == ServerEvent.TEXT_DELTA:
            print(event["delta"], end="")
        elif event["type"] == ServerEvent.RESPONSE_DONE.value:
            return
