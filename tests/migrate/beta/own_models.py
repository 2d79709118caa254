import json
from typing import Literal

from pydantic import BaseModel


class TurnDetection(BaseModel):
    type: Literal["server_vad"] = "server_vad"
    threshold: float = 0.5


class SessionConfig(BaseModel):
    modalities: list[str] = ["text", "audio"]
    instructions: str | None = None
    voice: str = "alloy"
    input_audio_format: str = "pcm16"
    turn_detection: TurnDetection | None = None


class SessionUpdate(BaseModel):
    type: Literal["session.update"] = "session.update"
    session: SessionConfig


def make(cfg: SessionConfig):
    return SessionUpdate(session=cfg).model_dump_json(exclude_none=True)


def build_session(voice):
    session = dict(modalities=["text"], voice=voice)
    session["input_audio_format"] = "g711_ulaw"
    if voice:
        session["turn_detection"] = None
    return session


async def go(ws):
    await ws.send(json.dumps({"type": "session.update", "session": build_session("x")}))
    await ws.send(
        json.dumps(dict(type="response.create", response=dict(modalities=["text"], voice="alloy")))
    )
