from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, TypedDict, Union

from pydantic import BaseModel, Field

ServerEventType = Literal["session.created", "response.output_audio.delta", "response.output_audio.done"]


class EventType(str, Enum):
    SESSION_CREATED = "session.created"
    AUDIO_DELTA = "response.output_audio.delta"


class AudioDelta(BaseModel):
    type: Literal["response.output_audio.delta"]
    delta: str


class AudioDone(BaseModel):
    type: Literal["response.output_audio.done"] = "response.output_audio.done"


class Other(BaseModel):
    type: str = Field(default="response.output_audio.done", description="response.audio.done")


@dataclass
class Plain:
    type: str = field(default="response.output_audio.delta", init=False)
    kind = "response.output_audio.delta"


class Dictionary(TypedDict):
    type: Literal["response.output_audio.delta"]


Event = Union[AudioDelta, AudioDone]
