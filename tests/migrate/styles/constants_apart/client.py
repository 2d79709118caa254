import json

from . import names
from .names import Got, Send


def start(ws):
    ws.send(json.dumps({"type": Send.UPDATE, "session": {"voice": "ash", "modalities": ["text"]}}))
    ws.send(json.dumps({"type": names.Send.CREATE.value, "response": {"modalities": ["text"]}}))


def read(event):
    if event["type"] == Got.CREATED:
        return event["session"]["voice"]
    match event:
        case {"type": Got.CREATED, "session": session}:
            return session["input_audio_format"]
