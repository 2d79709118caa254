"""Messages as dataclasses of the program; `asdict` makes them JSON."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Optional


@dataclass
class Vad:
    type: str = "server_vad"
    threshold: float = 0.5
    create_response: bool = True


@dataclass
class Session:
    instructions: str
    modalities: list[str] = field(default_factory=lambda: ["audio", "text"])
    voice: str = "coral"
    input_audio_format: str = "g711_ulaw"
    output_audio_format: str = "g711_ulaw"
    turn_detection: Optional[Vad] = field(default_factory=Vad)
    input_audio_transcription: dict[str, Any] | None = None
    tools: list[dict[str, Any]] = field(default_factory=list)
    temperature: float = 0.8


@dataclass
class SessionUpdate:
    session: Session
    type: str = "session.update"


@dataclass
class ResponseOptions:
    instructions: str | None = None
    modalities: tuple[str, ...] = ("audio", "text")
    max_output_tokens: int = 1024


@dataclass
class ResponseCreate:
    response: ResponseOptions
    type: str = "response.create"


def encode(message: Any) -> str:
    return json.dumps(asdict(message))


def hello(socket: Any) -> None:
    socket.send(encode(SessionUpdate(Session("Be kind.", voice="echo"))))
    socket.send(encode(ResponseCreate(ResponseOptions(instructions="Greet."))))


def is_audio(event: dict[str, Any]) -> bool:
    return event["type"] == "response.audio.delta"
