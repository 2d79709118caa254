"""What other people's serializers make of events: the right message, or an error that helps."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import json
import pickle
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx
import msgspec
import orjson
import pydantic
import pydantic_core
import pytest
import yaml
from fastapi import FastAPI

ADVICE = "encode"
MESSAGE = {"type": "response.create"}

WRITERS: dict[str, Callable[[Any], Any]] = {
    "json": json.dumps,
    "json of asdict": lambda event: json.dumps(dataclasses.asdict(event)),
    "msgspec": msgspec.json.encode,
    "msgpack": msgspec.msgpack.encode,
    "orjson": orjson.dumps,
    "orjson of asdict": lambda event: orjson.dumps(dataclasses.asdict(event)),
    "pydantic": lambda event: pydantic.TypeAdapter(type(event)).dump_json(event),
    "pydantic of any": lambda event: pydantic.TypeAdapter(object).dump_json(event),
    "yaml": yaml.dump,
    "yaml of asdict": lambda event: yaml.dump(dataclasses.asdict(event)),
    "safe yaml of asdict": lambda event: yaml.safe_dump(dataclasses.asdict(event)),
}
SILENT = ("json", "yaml", "yaml of asdict", "safe yaml of asdict")
"""Those whose error has no place for a word of ours: they say what they were given."""


@pytest.mark.parametrize("name", WRITERS)
def test_unset_is_never_data(beta: ModuleType, name: str) -> None:
    fault = ""
    try:
        text = WRITERS[name](beta.ResponseCreateEvent())
    except Exception as raised:
        fault = str(raised)
    else:
        assert json.loads(text) == MESSAGE
    assert not fault or name in SILENT or ADVICE in fault


WAYS: dict[str, Callable[[Any], Any]] = {
    "name": lambda unset: unset.name,
    "value": lambda unset: unset.value,
    "text of the value": lambda unset: str(unset.value),
    "format of the value": lambda unset: f"{unset.value}",
    "percent of the value": lambda unset: "%s" % unset.value,  # noqa: UP031
    "bytes": lambda unset: bytes(unset.value),
    "number": lambda unset: int(unset.value),
    "items": lambda unset: list(unset.value),
    "dict": lambda unset: vars(unset.value),
    "index": lambda unset: unset.value[0],
    "key": lambda unset: json.dumps({unset: 1}),
    "pydantic, as a text": lambda unset: pydantic.TypeAdapter(str).validate_python(unset),
    "pydantic, as a number": lambda unset: pydantic.TypeAdapter(int).validate_python(unset),
    "pydantic, as bytes": lambda unset: pydantic.TypeAdapter(bytes).validate_python(unset),
    "msgspec, as a text": lambda unset: msgspec.convert(unset, str),
}
"""What serializers take of a member of an Enum: marshmallow the name, pydantic the value's text."""


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_unset_is_data(beta: ModuleType, way: str) -> None:
    """Each way raises, or gives an object that no serializer knows."""
    try:
        taken = WAYS[way](beta.UNSET)
    except (TypeError, ValueError):
        return
    assert not isinstance(taken, str | bytes | int | float | list | tuple | dict | None)
    with pytest.raises(TypeError, match=ADVICE):
        json.dumps(taken)


def test_fallbacks_of_serializers_are_told(beta: ModuleType) -> None:
    """A fallback that asks for the text of what is unknown gets the advice, in place of a text."""
    with pytest.raises(pydantic_core.PydanticSerializationError, match=ADVICE):
        pydantic_core.to_json(beta.ResponseCreateEvent(), fallback=str)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_unset_is_one_object(beta: ModuleType, protocol: int) -> None:
    event = beta.ResponseCreateEvent()
    assert pickle.loads(pickle.dumps(event, protocol)) == event
    assert pickle.loads(pickle.dumps(beta.UNSET, protocol)) is beta.UNSET
    assert copy.deepcopy(beta.UNSET) is copy.copy(beta.UNSET) is beta.UNSET
    assert beta.UnsetType("UNSET") is beta.UNSET  # As it was pickled once.


def test_events_are_fields_of_models(beta: ModuleType) -> None:
    server_event: Any = beta.RealtimeServerEvent
    model: Any = pydantic.create_model(
        "Log", sent=beta.ResponseCreateEvent, received=list[server_event]
    )
    cleared = {"type": "input_audio_buffer.cleared", "event_id": "e"}
    log = model.model_validate({"sent": MESSAGE, "received": [cleared]})
    assert type(log.received[0]) is beta.InputAudioBufferClearedEvent
    assert log.model_dump() == {"sent": MESSAGE, "received": [cleared]}
    assert json.loads(log.model_dump_json()) == log.model_dump()
    assert model(sent=beta.ResponseCreateEvent(), received=[]).sent == log.sent
    with pytest.raises(pydantic.ValidationError, match=r"\$\.type: expected"):
        model.model_validate({"sent": cleared, "received": []})
    with pytest.raises(pydantic.ValidationError, match="no JSON object"):
        model.model_validate({"sent": "text", "received": []})


def test_an_unknown_event_is_a_field_too(beta: ModuleType) -> None:
    server_event: Any = beta.RealtimeServerEvent
    adapter: Any = pydantic.TypeAdapter(server_event | beta.UnknownEvent)
    event = adapter.validate_json('{"type": "new.event", "more": 1}')
    assert event == beta.UnknownEvent("new.event", {"type": "new.event", "more": 1})
    assert json.loads(adapter.dump_json(event)) == event.data


def test_json_schema_has_the_fields(beta: ModuleType) -> None:
    schema = pydantic.TypeAdapter(beta.RateLimitsUpdatedEvent).json_schema()
    assert schema["required"] == ["event_id", "rate_limits", "type"]
    assert schema["properties"]["event_id"] == {"type": "string"}
    assert schema["properties"]["rate_limits"] == {"type": "array"}
    assert schema["properties"]["type"] == {"enum": ["rate_limits.updated"]}
    assert schema["description"]


def test_fastapi(beta: ModuleType) -> None:
    app = FastAPI()
    create: Any = beta.ResponseCreateEvent

    def take(event: Any) -> Any:
        assert type(event) is create
        return event

    take.__annotations__ = {"event": create, "return": create}
    app.post("/events")(take)

    @app.get("/untyped", response_model=None)
    def untyped() -> Any:
        return create()

    def ask(method: str, path: str, body: Any = None) -> httpx.Response:
        async def request() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, path, json=body)

        return asyncio.run(request())

    assert ask("POST", "/events", MESSAGE).json() == MESSAGE
    refused = ask("POST", "/events", {"type": "response.creat"})
    assert refused.status_code == 422
    assert "$.type" in refused.json()["detail"][0]["msg"]
    assert "response.create" in ask("GET", "/openapi.json").text
    with pytest.raises(TypeError, match=ADVICE):
        ask("GET", "/untyped")
