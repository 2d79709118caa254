"""Streams of server messages as a session sends them, made here: no recording is in them.

They fit the pinned spec in every point, that of GA or of the beta, and have the key order and the
compact spelling of the servers: `type` first. The random numbers are seeded, so a stream is the
same in every run, and a session of the beta is that of GA as the beta puts it.
"""

from __future__ import annotations

import base64
import json
import random
import string
from typing import Any

__all__ = ["as_in_beta", "client_messages", "server_stream"]

_WORDS = (
    "the a voice session model hears, speaks and then stops. Yes — we can do that é now".split()
)
_FORMAT = {"type": "audio/pcm", "rate": 24_000}
_CHARACTERS = string.ascii_letters + string.digits


def server_stream(length: int, *, audio: bool, seed: int = 1, beta: bool = False) -> list[bytes]:
    """Messages of one session after another: about 60 % deltas of text or, else, of audio."""
    maker = (_BetaMaker if beta else _Maker)(random.Random(seed), audio)
    while len(maker.events) < length:
        maker.turn()
    return [
        json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
        for event in maker.events[:length]
    ]


class _Maker:
    def __init__(self, random_: random.Random, audio: bool) -> None:
        self.random = random_
        self.audio = audio
        self.events: list[dict[str, Any]] = []

    def name(self, kind: str) -> str:
        return kind + "".join(self.random.choices(_CHARACTERS, k=21))

    def add(self, type_: str, **fields: Any) -> None:
        self.events.append({"type": type_, "event_id": self.name("event_"), **fields})

    def turn(self) -> None:
        """The server's messages of a turn, from the user's first word to the end of the answer."""
        response, item, heard = self.name("resp_"), self.name("item_"), self.name("item_")
        place = {"response_id": response, "item_id": item, "output_index": 0, "content_index": 0}
        now = self.random.randrange(100_000)
        self.add("input_audio_buffer.speech_started", audio_start_ms=now, item_id=heard)
        self.add("input_audio_buffer.speech_stopped", audio_end_ms=now + 900, item_id=heard)
        self.add("input_audio_buffer.committed", previous_item_id=self.name("item_"), item_id=heard)
        said = [{"type": "input_audio", "transcript": "Hello there."}]
        self.add_item(_item(heard, "user", said))
        answer = {
            "object": "realtime.response",
            "id": response,
            "status": "completed",
            "status_details": None,
            "output": [],
            "conversation_id": self.name("conv_"),
            "output_modalities": ["audio"],
            "max_output_tokens": "inf",
            "audio": {"output": {"format": _FORMAT, "voice": "marin"}},
            "usage": None,
            "metadata": None,
        }
        self.add("response.created", response=answer)
        empty = _item(item, "assistant", [])
        self.add("response.output_item.added", response_id=response, output_index=0, item=empty)
        self.add("conversation.item.added", previous_item_id=heard, item=empty)
        self.add("response.content_part.added", **place, part={"type": "audio", "transcript": ""})
        words = [f" {self.random.choice(_WORDS)}" for _ in range(self.random.randrange(8, 30))]
        for word in words:
            self.add("response.output_audio_transcript.delta", **place, delta=word)
            for _ in range(self.random.choice((2, 2, 3, 3, 3)) if self.audio else 0):
                sound = self.random.randbytes(self.random.randrange(1_000, 2_000) * 3)
                delta = base64.b64encode(sound).decode()
                self.add("response.output_audio.delta", **place, delta=delta)
        if self.audio:
            self.add("response.output_audio.done", **place)
        text = "".join(words)
        self.add("response.output_audio_transcript.done", **place, transcript=text)
        part = {"type": "audio", "transcript": text}
        self.add("response.content_part.done", **place, part=part)
        done = _item(item, "assistant", [{"type": "output_audio", "transcript": text}])
        self.add("response.output_item.done", response_id=response, output_index=0, item=done)
        self.add("conversation.item.done", previous_item_id=heard, item=done)
        usage = {
            "total_tokens": 253,
            "input_tokens": 132,
            "output_tokens": 121,
            "input_token_details": {"text_tokens": 119, "audio_tokens": 13, "cached_tokens": 64},
            "output_token_details": {"text_tokens": 30, "audio_tokens": 91},
        }
        self.add("response.done", response={**answer, "output": [done], "usage": usage})
        limits = [
            {"name": name, "limit": limit, "remaining": limit - 50, "reset_seconds": 0.06}
            for name, limit in (("requests", 1_000), ("tokens", 50_000))
        ]
        self.add("rate_limits.updated", rate_limits=limits)

    def add_item(self, item: dict[str, Any]) -> None:
        """The server's messages for an item that the user created."""
        for what in ("added", "done"):
            self.add(f"conversation.item.{what}", previous_item_id=None, item=item)


_BETA_TYPES = {
    "response.output_audio_transcript.delta": "response.audio_transcript.delta",
    "response.output_audio_transcript.done": "response.audio_transcript.done",
    "response.output_audio.delta": "response.audio.delta",
    "response.output_audio.done": "response.audio.done",
    "conversation.item.added": "conversation.item.created",
}


def as_in_beta(type_: str) -> str:
    """Convert an event of GA to the beta."""
    return _BETA_TYPES.get(type_, type_)


class _BetaMaker(_Maker):
    def add(self, type_: str, **fields: Any) -> None:
        if type_ == "conversation.item.done":
            return  # The beta lacks the event.
        if fields.get("previous_item_id", "") is None:
            fields["previous_item_id"] = self.name("item_")
        values = {name: _value_in_beta(value) for name, value in fields.items()}
        super().add(as_in_beta(type_), **values)


def _value_in_beta(value: Any) -> Any:
    """Convert a value of a GA event to the beta."""
    if isinstance(value, list):
        return [_value_in_beta(element) for element in value]
    if not isinstance(value, dict):
        return value
    fields = {name: _value_in_beta(field) for name, field in value.items()}
    if fields.get("type") == "output_audio":  # Its servers say "audio", its spec does not.
        return {"type": "text", "text": fields["transcript"]}
    if fields.get("object") == "realtime.response":
        del fields["output_modalities"], fields["audio"]
        fields |= {"modalities": ["audio", "text"], "voice": "alloy", "temperature": 0.8}
        fields["output_audio_format"] = "pcm16"
        return {name: field for name, field in fields.items() if field is not None}
    return fields


def _item(name: str, role: str, content: list[dict[str, str]]) -> dict[str, Any]:
    head = {"id": name, "object": "realtime.item", "type": "message", "status": "completed"}
    return {**head, "role": role, "content": content}


def client_messages() -> dict[str, dict[str, Any]]:
    """One message of each kind that a client sends, by a name for the table."""
    audio = base64.b64encode(random.Random(1).randbytes(6_144)).decode()
    tool = {
        "type": "function",
        "name": "weather",
        "description": "The weather of a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    }
    detection = {"type": "server_vad", "threshold": 0.5, "silence_duration_ms": 500}
    session = {
        "type": "realtime",
        "output_modalities": ["audio"],
        "instructions": "Be kind and short.",
        "audio": {
            "input": {
                "format": _FORMAT,
                "transcription": {"model": "whisper-1"},
                "turn_detection": detection,
            },
            "output": {"format": _FORMAT, "voice": "marin"},
        },
        "tools": [tool],
        "tool_choice": "auto",
    }
    said = [{"type": "input_text", "text": "Hello there."}]
    item = {"type": "message", "role": "user", "content": said}
    truncate = {"item_id": "item_003", "content_index": 0, "audio_end_ms": 1_500}
    return {
        "append, 8 KB of base64": {"type": "input_audio_buffer.append", "audio": audio},
        "commit": {"type": "input_audio_buffer.commit"},
        "response.create": {"type": "response.create"},
        "truncate": {"type": "conversation.item.truncate", **truncate},
        "item.create": {"type": "conversation.item.create", "item": item},
        "session.update": {"type": "session.update", "session": session},
    }
