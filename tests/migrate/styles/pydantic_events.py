"""Pydantic on both sides: unions with a discriminator for what comes."""
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Base(BaseModel):
    model_config = ConfigDict(extra="allow")
    event_id: str | None = None


class AudioDelta(Base):
    type: Literal["response.audio.delta"]
    response_id: str
    item_id: str
    delta: str


class TranscriptDelta(Base):
    type: Literal["response.audio_transcript.delta"]
    delta: str


class ItemCreated(Base):
    type: Literal["conversation.item.created"]
    item: dict[str, Any]


class TextDone(Base):
    type: Literal["response.text.done"] = "response.text.done"
    text: str


class Other(Base):
    type: str


Known = Annotated[Union[AudioDelta, TranscriptDelta, ItemCreated, TextDone], Field(discriminator="type")]
ADAPTER: TypeAdapter[Known] = TypeAdapter(Known)


class SessionConfig(BaseModel):
    modalities: list[Literal["text", "audio"]] = ["text", "audio"]
    voice: Literal["alloy", "ash", "ballad"] = "alloy"
    instructions: str = ""
    input_audio_format: Literal["pcm16", "g711_ulaw", "g711_alaw"] = "pcm16"
    output_audio_format: Literal["pcm16", "g711_ulaw", "g711_alaw"] = "pcm16"
    input_audio_noise_reduction: dict[str, str] | None = None
    tool_choice: str = "auto"
    temperature: float = Field(0.8, ge=0.6, le=1.2)
    max_response_output_tokens: int | Literal["inf"] = "inf"


class SessionUpdate(Base):
    type: Literal["session.update"] = "session.update"
    session: SessionConfig


def parse(data: dict[str, Any]) -> Any:
    try:
        return ADAPTER.validate_python(data)
    except ValueError:
        return Other.model_validate(data)


def configure(sock, config: SessionConfig) -> None:
    sock.send(SessionUpdate(session=config).model_dump_json(exclude_none=True))
