"""TypedDicts of the program; literals that are annotated with them."""
import json
from typing import Any, Literal, NotRequired, TypedDict


class TurnDetection(TypedDict):
    type: Literal["server_vad"]
    threshold: float


class SessionSettings(TypedDict, total=False):
    modalities: list[str]
    instructions: str
    voice: str
    input_audio_format: str
    output_audio_format: str
    turn_detection: TurnDetection | None
    max_response_output_tokens: int


class SessionUpdate(TypedDict):
    type: Literal["session.update"]
    session: SessionSettings


class ResponseCreate(TypedDict):
    type: Literal["response.create"]
    response: NotRequired[dict[str, Any]]


def defaults() -> SessionSettings:
    return {
        "modalities": ["audio", "text"],
        "voice": "verse",
        "input_audio_format": "pcm16",
        "turn_detection": {"type": "server_vad", "threshold": 0.4},
    }


def start(ws: Any, phone: bool) -> None:
    settings: SessionSettings = defaults()
    if phone:
        settings["input_audio_format"] = settings["output_audio_format"] = "g711_ulaw"
    update: SessionUpdate = {"type": "session.update", "session": settings}
    ws.send(json.dumps(update))
    create = ResponseCreate(type="response.create", response={"modalities": ["audio", "text"], "temperature": 0.7})
    ws.send(json.dumps(create))


def stop(ws: Any) -> None:
    ws.send(json.dumps(SessionUpdate(type="session.update", session=SessionSettings(turn_detection=None))))
