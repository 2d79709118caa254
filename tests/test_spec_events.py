"""The documented example events of the beta API fit the package generated from its spec."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

EVENTS = Path(__file__).parents[2] / "shared" / "data" / "events"
FILES = sorted(EVENTS.glob("openai-openapi__docs_examples_beta_*.jsonl"))

pytestmark = pytest.mark.skipif(not FILES, reason="no documented events at ../shared/data/events")

# Where the examples have what the declarations do not allow, by class: each place, and why.
MISFITS: dict[str, dict[str, str]] = {
    "ConversationItemCreateEvent": {
        "$.previous_item_id": "null for an identifier that is only optional",
    },
    "ConversationItemInputAudioTranscriptionFailedEvent": {
        "$.error.param": "null for a name that is only optional",
    },
    "ResponseCreatedEvent": {
        "$.response.status": "in_progress, which the declarations leave out",
        "$.response.status_details": "null for an object that is only optional",
        "$.response.usage": "null for an object that is only optional",
    },
    "ResponseDoneEvent": {
        "$.response.status_details": "null for an object that is only optional",
    },
    "ResponseOutputItemAddedEvent": {
        "$.item.status": "in_progress, which the declarations leave out",
    },
    "SessionCreatedEvent": {
        "$.session.input_audio_transcription": "null for an object that is only optional",
    },
}


def _examples() -> list[Any]:
    """Every documented event: its direction, the name of its schema, the event."""
    examples = []
    for file in FILES:
        version = file.stem.rpartition("_")[2]
        for line in file.read_text(encoding="utf-8").splitlines():
            example = json.loads(line)
            name = example["schema"].removeprefix("Realtime").replace("Event", ".", 1)
            values = (example["dir"], example["schema"], example["event"])
            examples.append(pytest.param(*values, id=f"{version}.{name}"))
    return examples


EXAMPLES = _examples()


def _class_name(schema: str) -> str:
    """`RealtimeServerEventResponseTextDelta` is the schema of `ResponseTextDeltaEvent`."""
    for prefix in ("RealtimeClientEvent", "RealtimeServerEvent"):
        if schema.startswith(prefix):
            return f"{schema.removeprefix(prefix)}Event"
    raise ValueError(f"not the schema of an event: {schema}")


def _decoder(beta: ModuleType, direction: str) -> Callable[..., Any]:
    decoder: Callable[..., Any] = getattr(beta, f"decode_realtime_{direction}_event")
    return decoder


def _exactly(value: object) -> str:
    """A text that two JSON values share only if they are equal, 1, 1.0 and true kept apart."""
    return json.dumps(value, sort_keys=True)


def test_every_event_of_the_spec_has_an_example(beta: ModuleType) -> None:
    for direction, count in (("client", 9), ("server", 28)):
        schemas = {example.values[1] for example in EXAMPLES if example.values[0] == direction}
        assert len(schemas) == count
    assert len(EXAMPLES) == 2 * 37


@pytest.mark.parametrize(("direction", "schema", "event"), EXAMPLES)
def test_an_example_decodes_to_the_class_of_its_name(
    direction: str, schema: str, event: dict[str, Any], beta: ModuleType
) -> None:
    decoded = _decoder(beta, direction)(event)
    assert type(decoded) is getattr(beta, _class_name(schema))
    assert _exactly(beta.to_dict(decoded)) == _exactly(event)


@pytest.mark.parametrize(("direction", "schema", "event"), EXAMPLES)
def test_an_example_is_the_same_however_it_comes(
    direction: str, schema: str, event: dict[str, Any], beta: ModuleType
) -> None:
    decode = _decoder(beta, direction)
    decoded = decode(event)
    text = json.dumps(event)
    data = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    for message in (text, data, bytearray(data), memoryview(data)):
        again = decode(message)
        assert again == decoded
        assert _exactly(beta.to_dict(again)) == _exactly(event)


@pytest.mark.parametrize(("direction", "schema", "event"), EXAMPLES)
def test_an_example_is_written_back(
    direction: str, schema: str, event: dict[str, Any], beta: ModuleType
) -> None:
    decode = _decoder(beta, direction)
    encoded = beta.encode(decode(event))
    assert _exactly(json.loads(encoded)) == _exactly(event)
    assert decode(encoded) == decode(event)


@pytest.mark.parametrize(("direction", "schema", "event"), EXAMPLES)
def test_decoding_leaves_the_message_alone(
    direction: str, schema: str, event: dict[str, Any], beta: ModuleType
) -> None:
    before = _exactly(event)
    _decoder(beta, direction)(event)
    assert _exactly(event) == before


@pytest.mark.parametrize(("direction", "schema", "event"), EXAMPLES)
def test_strict_decoding_finds_exactly_the_known_misfits(
    direction: str, schema: str, event: dict[str, Any], beta: ModuleType
) -> None:
    decode = _decoder(beta, direction)
    known = MISFITS.get(_class_name(schema))
    if known is None:
        assert decode(event, strict=True) == decode(event)
        return
    with pytest.raises(beta.DecodeError) as caught:
        decode(event, strict=True)
    assert {problem.path for problem in caught.value.problems} == set(known)
    assert len(caught.value.problems) == len(known)


def test_every_known_misfit_is_one_of_an_example(beta: ModuleType) -> None:
    assert set(MISFITS) <= {_class_name(example.values[1]) for example in EXAMPLES}
