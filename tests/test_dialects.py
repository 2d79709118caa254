"""Other servers that speak this protocol, each in its own way: none of it raises, nothing is lost.

The messages are made up here after what the providers document: their own event types and
fields, values of other kinds, required fields left out, null where nobody declared it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.text.source import SourceFile
from tests.tools.packages import compiled_folder, exactly, write_tree

UNKNOWN = "UnknownEvent"
PLACE = {"response_id": "r1", "item_id": "i1", "output_index": 0, "content_index": 0}

# By provider: the direction, the class in the package of the beta spec, and the message.
DIALECTS: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "azure": [
        (
            "server",
            "SessionCreatedEvent",
            {
                "type": "session.created",
                "event_id": "e1",
                "session": {
                    "id": "s1",
                    "model": "my-deployment",
                    "modalities": ["text", "audio", "avatar"],
                    "voice": {"type": "azure-standard", "name": "en-US-X", "temperature": 0.7},
                    "turn_detection": {
                        "type": "azure_semantic_vad",
                        "remove_filler_words": False,
                        "end_of_utterance_detection": {"model": "m", "timeout": 2.0},
                    },
                    "input_audio_noise_reduction": {"type": "azure_deep_noise_suppression"},
                    "input_audio_echo_cancellation": None,
                    "input_audio_sampling_rate": 24000,
                    "avatar": {"ice_servers": [{"urls": ["turn:x"], "username": "u"}]},
                    "max_response_output_tokens": 4096,
                },
            },
        ),
        (
            "server",
            UNKNOWN,
            {
                "type": "response.audio_timestamp.delta",
                "event_id": "e2",
                **PLACE,
                "text": "hi",
                "timestamp_type": "word",
                "audio_offset_ms": 120,
                "audio_duration_ms": 80,
            },
        ),
        (
            "server",
            UNKNOWN,
            {
                "type": "response.animation_viseme.delta",
                **PLACE,
                "viseme_id": 3,
                "audio_offset_ms": 9,
            },
        ),
        ("client", UNKNOWN, {"type": "session.avatar.connect", "client_sdp": "v=0\r\n"}),
        ("server", "RateLimitsUpdatedEvent", {"type": "rate_limits.updated", "rate_limits": []}),
        (
            "server",
            "ErrorEvent",
            {"type": "error", "error": {"message": "no", "inner_error": {"code": "x"}}},
        ),
    ],
    "xai": [
        (
            "server",
            "ConversationCreatedEvent",
            {
                "type": "conversation.created",
                "event_id": "e1",
                "previous_item_id": "",
                "conversation": {"id": "c1", "object": "realtime.conversation"},
            },
        ),
        ("server", UNKNOWN, {"type": "ping", "event_id": "e2", "timestamp": 1700000000123}),
        (
            "server",
            "SessionUpdatedEvent",
            {
                "type": "session.updated",
                "session": {
                    "voice": "Ara",
                    "turn_detection": {"type": None},
                    "audio": {"input": {"format": {"type": "audio/pcm", "rate": 16000}}},
                    "tools": [{"type": "web_search"}, {"type": "x_search", "allowed": ["a"]}],
                },
            },
        ),
        ("server", UNKNOWN, {"type": "response.output_audio.delta", **PLACE, "delta": "AAAA"}),
        ("server", UNKNOWN, {"type": "conversation.item.added", "item": {"content": None}}),
        ("client", UNKNOWN, {"type": "conversation.item.commit"}),
        (
            "client",
            "SessionUpdateEvent",
            {
                "type": "session.update",
                "session": {"turn_detection": {"type": None}, "voice": "Eve"},
            },
        ),
    ],
    "inworld": [
        (
            "client",
            "SessionUpdateEvent",
            {
                "type": "session.update",
                "session": {
                    "type": "realtime",
                    "model": "house/router-1",
                    "output_modalities": ["audio", "text"],
                    "audio": {"output": {"model": "tts", "voice": "Dennis", "speed": 1}},
                    "providerData": {"stt": {"hints": []}, "tts": {"segmenter": None}},
                },
            },
        ),
        (
            "server",
            "ErrorEvent",
            {
                "type": "error",
                "event_id": "2c23",
                "error": {
                    "type": "server_error",
                    "code": None,
                    "message": "broken",
                    "param": None,
                    "event_id": None,
                },
            },
        ),
        (
            "client",
            UNKNOWN,
            {"type": "conversation.item.retrieve", "item_id": "i1", "event_id": "e"},
        ),
    ],
    "qwen": [
        (
            "client",
            "SessionUpdateEvent",
            {
                "type": "session.update",
                "event_id": "e1",
                "session": {
                    "voice": "Cherry",
                    "input_audio_format": "pcm",
                    "output_audio_format": "pcm24",
                    "smooth_output": None,
                    "enable_search": True,
                    "search_options": {"enable_source": True},
                    "seed": 1314,
                    "top_k": 50,
                    "top_p": 1.0,
                    "max_tokens": 16384,
                    "repetition_penalty": 1.05,
                },
            },
        ),
        ("client", UNKNOWN, {"type": "input_image_buffer.append", "image": "/9j/4AAQ"}),
        ("client", UNKNOWN, {"type": "session.finish", "event_id": "e2"}),
        ("server", UNKNOWN, {"type": "session.finished", "event_id": "e3"}),
        (
            "server",
            "ErrorEvent",
            {
                "event_id": "e4",
                "type": "error",
                "error": {"type": "invalid_request_error", "code": "invalid_value", "message": "m"},
            },
        ),
        (
            "server",
            "ResponseDoneEvent",
            {
                "event_id": "e5",
                "type": "response.done",
                "response": {
                    "id": "r1",
                    "conversation_id": "",
                    "status": "completed",
                    "modalities": ["text", "audio"],
                    "voice": "Cherry",
                    "output": [
                        {
                            "id": "i1",
                            "object": "realtime.item",
                            "type": "message",
                            "status": "completed",
                            "role": "assistant",
                            "content": [{"type": "audio", "transcript": "你好"}],
                        }
                    ],
                    "usage": {
                        "total_tokens": 10.0,
                        "input_tokens_details": {"image_tokens": 3},
                        "plugins": {"search": {"count": 1, "strategy": "turbo"}},
                    },
                },
            },
        ),
    ],
    "glm": [
        (
            "client",
            "SessionUpdateEvent",
            {
                "type": "session.update",
                "client_timestamp": 1731999464667,
                "session": {
                    "input_audio_format": "wav",
                    "turn_detection": {"type": "client_vad"},
                    "beta_fields": {"chat_mode": "video_passive", "auto_search": "True"},
                    "tools": [{"type": "function", "name": "s", "parameters": {"required": []}}],
                },
            },
        ),
        (
            "client",
            "InputAudioBufferAppendEvent",
            {
                "type": "input_audio_buffer.append",
                "audio": "UklGRg==",
                "client_timestamp": 1,
            },
        ),
        (
            "client",
            UNKNOWN,
            {
                "type": "input_audio_buffer.append_video_frame",
                "video_frame": "",
                "client_timestamp": 2,
            },
        ),
        (
            "server",
            "InputAudioBufferSpeechStartedEvent",
            {"event_id": "e1", "type": "input_audio_buffer.speech_started"},
        ),
        (
            "server",
            "InputAudioBufferCommittedEvent",
            {"event_id": "e2", "type": "input_audio_buffer.committed", "item_id": "i1"},
        ),
        (
            "server",
            "ConversationItemCreatedEvent",
            {
                "event_id": "e3",
                "type": "conversation.item.created",
                "item": {
                    "id": "i1",
                    "object": "realtime.item",
                    "type": "message",
                    "status": "completed",
                    "role": "user",
                    "content": [{"type": "input_audio", "transcript": None}],
                },
            },
        ),
        # The server sends the name of a client event, says its documentation.
        ("server", UNKNOWN, {"type": "session.update", "session": {"instructions": ""}}),
        ("server", UNKNOWN, {"type": "heartbeat", "client_timestamp": 3}),
        (
            "server",
            UNKNOWN,
            {
                "type": "response.function_call.simple_browser",
                "name": "simple_browser",
                "session": {"beta_fields": {"simple_browser": {"description": "…"}}},
            },
        ),
        (
            "server",
            "ResponseAudioDeltaEvent",
            {
                "event_id": "e4",
                "type": "response.audio.delta",
                "client_timestamp": 4,
                "response_id": "r1",
                "output_index": 0,
                "content_index": 0,
                "delta": "+w6h",
            },
        ),
    ],
    "gemini behind a gateway": [
        (
            "server",
            "SessionCreatedEvent",
            {"type": "session.created", "session": {"id": "s1", "modalities": ["audio"]}},
        ),
        (
            "server",
            "ConversationItemCreatedEvent",
            {
                "type": "conversation.item.created",
                "event_id": "e1",
                "previous_item_id": None,
                "item": {"id": "i1", "object": "realtime.item", "content": None},
            },
        ),
        (
            "server",
            "ResponseTextDeltaEvent",
            {"type": "response.text.delta", "event_id": "e2", **PLACE, "delta": "Grüße"},
        ),
        (
            "server",
            "ResponseDoneEvent",
            {
                "type": "response.done",
                "response": {
                    "object": "realtime.response",
                    "id": "r1",
                    "status": "completed",
                    "output": [{"id": "i1", "type": "message", "content": [{"text": "a"}]}],
                    "modalities": ["audio"],
                    "usage": {
                        "total_tokens": 3,
                        "input_token_details": None,
                        "output_token_details": {"text_tokens": None, "audio_tokens": 3.0},
                    },
                    "metadata": None,
                },
            },
        ),
        ("server", UNKNOWN, {"setupComplete": {}}),
        ("server", UNKNOWN, {"serverContent": {"turnComplete": True}, "type": None}),
    ],
    "localai": [
        (
            "server",
            UNKNOWN,
            {
                "type": "conversation.item.speaker",
                "item_id": "i1",
                "speaker": {"matched": False, "confidence": 0, "distance": 0.1},
            },
        ),
        (
            "server",
            "ResponseCreatedEvent",
            {
                "event_id": "",
                "type": "response.created",
                "response": {"id": "r1", "object": "", "status": "", "output": None, "usage": None},
            },
        ),
        (
            "server",
            "ConversationItemInputAudioTranscriptionCompletedEvent",
            {
                "event_id": "e",
                "type": "conversation.item.input_audio_transcription.completed",
                "item_id": "i1",
                "content_index": "0",
                "transcript": "",
                "usage": None,
            },
        ),
        (
            "server",
            UNKNOWN,
            {"type": "transcription_session.updated", "session": {"id": "s1", "include": None}},
        ),
    ],
    "speaches": [
        (
            "server",
            "SessionUpdatedEvent",
            {
                "type": "session.updated",
                "event_id": "e1",
                "session": {
                    "id": "s1",
                    "model": "llm",
                    "speech_model": "tts",
                    "no_response_token": "*",
                    "no_speech_prob_threshold": 0.6,
                    "input_audio_transcription": {"model": "stt", "language": None},
                    "tool_choice": {"type": "function", "function": {"name": "f"}},
                    "tools": [{"type": "function", "name": "f", "execution": "server"}],
                    "turn_detection": {"type": "server_vad", "barge_in_delay_ms": 400},
                },
            },
        ),
        (
            "server",
            "InputAudioBufferCommittedEvent",
            {
                "type": "input_audio_buffer.committed",
                "event_id": "e2",
                "previous_item_id": None,
                "item_id": "i1",
            },
        ),
        (
            "client",
            "ConversationItemCreateEvent",
            {
                "type": "conversation.item.create",
                "item": {
                    "type": "message",
                    "role": "assistant",
                    "content": [{"type": "audio", "transcript": "a", "audio": "AAAA"}],
                },
            },
        ),
    ],
}

MESSAGES = [
    pytest.param(direction, name, message, id=f"{provider}-{number}")
    for provider, messages in DIALECTS.items()
    for number, (direction, name, message) in enumerate(messages)
]


def spellings(message: dict[str, Any]) -> list[Any]:
    """A message as a server may write it."""
    backwards = dict(reversed(message.items()))
    spaced = json.dumps(backwards, indent=1)
    compact = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    return [message, spaced, compact, bytearray(compact), memoryview(compact)]


def check(rt: Any, direction: str, message: dict[str, Any]) -> Any:
    """The event of a message, which is the same however it is spelled and comes back whole."""
    decode = getattr(rt, f"decode_realtime_{direction}_event")
    event = decode(message)
    for spelling in spellings(message):
        assert decode(spelling) == event
        assert exactly(rt.to_dict(decode(spelling))) == exactly(message)
    assert exactly(json.loads(rt.encode(event))) == exactly(message)
    assert decode(rt.encode(event)) == event
    with contextlib.suppress(rt.DecodeError):
        assert decode(message, strict=True) == event
    return event


@pytest.mark.parametrize(("direction", "name", "message"), MESSAGES)
def test_a_dialect_is_read_and_written_back(
    beta: Any, direction: str, name: str, message: dict[str, Any]
) -> None:
    event = check(beta, direction, message)
    assert type(event).__name__ == name
    if name == UNKNOWN:
        tag = message.get("type")
        assert (event.type, event.data) == (tag if isinstance(tag, str) else "", message)


@pytest.mark.parametrize(("direction", "name", "message"), MESSAGES)
def test_a_dialect_reaches_its_handlers(
    beta: Any, direction: str, name: str, message: dict[str, Any]
) -> None:
    kind = f"Realtime{direction.title()}EventDispatcher"
    dispatcher = getattr(beta, kind)(skip_unhandled=True)
    seen: list[Any] = []
    dispatcher.on_any(seen.append, handles=True)
    for spelling in spellings(message):
        assert dispatcher.dispatch(spelling)
    assert [type(event).__name__ for event in seen] == [name] * 5
    for spelling in spellings(message):
        for check_ in (True, False):
            assert beta.event_type(spelling, check=check_) == message.get("type")


# ------------------------------------------------------------------------ the newest names

GA_PACKAGE = "openai_realtime_ga"
FACTS = Path(__file__).parents[1] / "spec" / "openai-realtime-ga" / "facts.toml"


@pytest.fixture(scope="module")
def ga(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The package of the pinned declarations of the generally available API."""
    facts = SourceFile(FACTS.name, FACTS.read_bytes())
    result = compiled_folder(
        FACTS.parent,
        GA_PACKAGE,
        entry="realtime.d.ts",
        targets=("dispatcher", "audio", "peer"),
        facts=facts,
    )
    # Every one of the facts applies: a stale one would be an error.
    assert not result.failed, result.diagnostics
    folder = tmp_path_factory.mktemp("ga")
    write_tree(folder, result.files)
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(GA_PACKAGE)
    finally:
        sys.path.remove(str(folder))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def tags(rt: Any, direction: str) -> dict[str, Any]:
    """The classes of a direction's events by their tags."""
    events: dict[str, Any] = getattr(rt, f"Realtime{direction.title()}EventDispatcher")._events
    return events


@pytest.mark.xdist_group("openai-ga")
def test_recorded_sessions_come_back_whole(ga: Any, events_dir: Path) -> None:
    """Every recorded event is of the class of its type, and none is unknown."""
    count = 0
    types: set[str] = set()
    for path in sorted(events_dir.glob("pydantic-ai__test_openai_ws*.jsonl")):
        for line in lines(path):
            event = check(ga, line["dir"], line["event"])
            assert type(event) is tags(ga, line["dir"])[line["event"]["type"]]
            types.add(line["event"]["type"])
            count += 1
    assert count == 630
    assert len(types) >= 30


@pytest.mark.xdist_group("openai-ga")
def test_documented_examples_come_back_whole(ga: Any, beta: Any, events_dir: Path) -> None:
    """An example that has a declared type is of its class, in the newest package and the pinned."""
    pairs: set[tuple[str, str]] = set()
    for path in sorted(events_dir.glob("openai-openapi__docs_examples*.jsonl")):
        for line in lines(path):
            message: dict[str, Any] = line.get("event") or line["object"]
            for rt in (ga, beta):
                for direction in ("client", "server"):
                    event = check(rt, direction, message)
                    classes = tags(rt, direction)
                    tag = str(message.get("type"))
                    expected = classes.get(tag, rt.UnknownEvent)
                    assert type(event) is expected, message
                    if expected is not rt.UnknownEvent:
                        pairs.add((rt.__name__, tag))
    assert len([tag for name, tag in pairs if name == GA_PACKAGE]) >= 50
    assert len([tag for name, tag in pairs if name != GA_PACKAGE]) == 37


@pytest.mark.xdist_group("openai-ga")
def test_dialects_come_back_whole_in_the_newest_package(ga: Any) -> None:
    known = 0
    for messages in DIALECTS.values():
        for direction, _, message in messages:
            event = check(ga, direction, message)
            known += type(event) is not ga.UnknownEvent
    assert known > 20


@pytest.mark.xdist_group("openai-ga")
def test_audio_of_recorded_sessions(ga: Any, events_dir: Path) -> None:
    """The audio of every event that has some, as bytes and back."""
    counts: dict[str, int] = {}
    for path in sorted(events_dir.glob("pydantic-ai__test_openai_ws*.jsonl")):
        for line in lines(path):
            message = line["event"]
            event = getattr(ga, f"decode_realtime_{line['dir']}_event")(message)
            if isinstance(event, (ga.ResponseAudioDeltaEvent, ga.InputAudioBufferAppendEvent)):
                text = message["delta" if line["dir"] == "server" else "audio"]
                assert ga.audio_base64(ga.audio_bytes(event)) == text
                counts[event.type] = counts.get(event.type, 0) + 1
    assert counts["input_audio_buffer.append"] > 100
    assert counts["response.output_audio.delta"] > 20


@pytest.mark.xdist_group("openai-ga")
def test_both_sides_of_the_newest_package(ga: Any) -> None:
    pcm = bytes(range(64))
    frame = ga.encode_input_audio_buffer_append_event(pcm, format="audio/pcm")
    assert ga.audio_bytes(ga.decode_realtime_client_event(frame, strict=True)) == pcm
    with pytest.raises(ValueError, match="3 bytes"):
        ga.encode_input_audio_buffer_append_event(b"abc", format="audio/pcm")
    with pytest.raises(ga.DecodeError) as caught:
        ga.decode_realtime_client_event({"type": "response.crate", "event_id": "e"}, strict=True)
    message = {"type": "response.crate", "event_id": "e"}
    answer = ga.realtime_error_event(caught.value, message, event_id="s")
    assert ga.decode_realtime_server_event(ga.encode(answer), strict=True) == answer
    assert (answer.error.param, answer.error.event_id) == ("type", "e")
