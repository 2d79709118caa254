from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, TypedDict, Union

from pydantic import BaseModel, Field

ServerEventType = Literal["session.created", "response.audio.delta", "response.audio.done"]


class EventType(str, Enum):
    SESSION_CREATED = "session.created"
    AUDIO_DELTA = "response.audio.delta"


class AudioDelta(BaseModel):
    type: Literal["response.audio.delta"]
    delta: str


class AudioDone(BaseModel):
    type: Literal["response.audio.done"] = "response.audio.done"


class Other(BaseModel):
    type: str = Field(default="response.audio.done", description="response.audio.done")


@dataclass
class Plain:
    type: str = field(default="response.audio.delta", init=False)
    kind = "response.audio.delta"


class Dictionary(TypedDict):
    type: Literal["response.audio.delta"]


Event = Union[AudioDelta, AudioDone]
