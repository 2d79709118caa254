"""What other people's serializers make of events: the right message, or an error that helps."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import json
import pickle
import pprint
import urllib.parse
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Annotated, Any, get_args

import httpx
import msgspec
import orjson
import pydantic
import pydantic_core
import pytest
import yaml
from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder

ADVICE = "encode"
MESSAGE = {"type": "response.create"}

FALLBACKS: dict[str, Callable[[Any], Any]] = {
    "str": str,
    "format": format,
    "percent": "%s".__mod__,
    "list": list,
}
"""What people give a serializer for what it does not know."""

WITH_FALLBACK: dict[str, Callable[..., Any]] = {
    "json": lambda value, fallback: json.dumps(value, default=fallback),
    "orjson": lambda value, fallback: orjson.dumps(value, default=fallback),
    "msgspec": lambda value, fallback: msgspec.json.encode(value, enc_hook=fallback),
    "pydantic": lambda value, fallback: pydantic_core.to_json(value, fallback=fallback),
}

WRITERS: dict[str, Callable[[Any], Any]] = {
    "json": json.dumps,
    "msgspec": msgspec.json.encode,
    "msgpack": msgspec.msgpack.encode,
    "msgspec, to builtins first": lambda value: json.dumps(msgspec.to_builtins(value)),
    "orjson": orjson.dumps,
    "pydantic": lambda value: pydantic.TypeAdapter(type(value)).dump_json(value),
    "pydantic of any": lambda value: pydantic.TypeAdapter(object).dump_json(value),
    "pydantic core": pydantic_core.to_json,
    "pydantic core, unknown too": lambda value: pydantic_core.to_json(
        value, serialize_unknown=True
    ),
    "pydantic core, unknown too, as values": lambda value: json.dumps(
        pydantic_core.to_jsonable_python(value, serialize_unknown=True)
    ),
    "FastAPI": lambda value: json.dumps(jsonable_encoder(value)),
    "yaml": yaml.dump,
    "yaml in C": lambda value: yaml.dump(value, Dumper=yaml.CDumper),
    "safe yaml": yaml.safe_dump,
    "safe yaml in C": lambda value: yaml.dump(value, Dumper=yaml.CSafeDumper),
    **{
        f"{name}, default={fallback}": partial(WITH_FALLBACK[name], fallback=FALLBACKS[fallback])
        for name in WITH_FALLBACK
        for fallback in FALLBACKS
    },
}
SILENT = ("json", "json, default=list")
"""Those whose error has no place for a word of ours: they say what they were given."""

FORMS: dict[str, Callable[[Any], Any]] = {
    "asdict": dataclasses.asdict,
    "astuple": dataclasses.astuple,
    "fields": lambda event: {
        field.name: getattr(event, field.name) for field in dataclasses.fields(event)
    },
    "list": lambda event: [event.event_id],
}
"""What people make of an event before they write it."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", WRITERS)
def test_unset_is_never_data(beta: ModuleType, name: str, form: str) -> None:
    """Whatever is made of an event and has `UNSET` in it is refused, with the advice."""
    value = FORMS[form](beta.ResponseCreateEvent())
    with pytest.raises(Exception, match=ADVICE):
        WRITERS[name](value)


@pytest.mark.parametrize("made", ["constructed", "decoded"])
@pytest.mark.parametrize("name", WRITERS)
def test_an_event_is_written_rightly_or_refused(beta: ModuleType, name: str, made: str) -> None:
    event = beta.decode(beta.ResponseCreateEvent, MESSAGE)
    if made == "constructed":
        event = beta.ResponseCreateEvent()
    try:
        text = WRITERS[name](event)
    except Exception as fault:
        told = str(fault)
        assert ADVICE in told or name in SILENT
    else:
        # `json` makes what it was told to make of an event: its text.
        assert json.loads(text) in (MESSAGE, "ResponseCreateEvent(type='response.create')")


def test_events_show_what_they_have(beta: ModuleType) -> None:
    """`repr` and `pprint` are for people and always work; an event leaves `UNSET` out."""
    event = beta.ResponseCreateEvent()
    assert repr(event) == str(event) == "ResponseCreateEvent(type='response.create')"
    assert repr(beta.UNSET) == "<UNSET: use encode()>"
    event.event_id = None
    event.response = beta.ResponseCreateEvent(event_id="other")
    assert repr(event) == (
        "ResponseCreateEvent(type='response.create', event_id=None, "
        "response=ResponseCreateEvent(type='response.create', event_id='other'))"
    )
    assert eval(repr(event), vars(beta)) == event
    assert pprint.pformat(event, width=60).count("\n") > 3
    event.response = event
    assert repr(event).endswith("response=...)")


WAYS: dict[str, Callable[[Any], Any]] = {
    "name": lambda unset: unset.name,
    "text": str,
    "format": lambda unset: f"{unset:>8}",
    "percent": lambda unset: "%s" % unset,  # noqa: UP031
    "all items": list,
    "iterator": lambda unset: next(unset.value),
    "state": lambda unset: unset.__getstate__(),
    "reduced, as PyYAML does it": lambda unset: list(unset.__reduce_ex__(2)),
    "URL": lambda unset: urllib.parse.urlencode({"event_id": unset}),
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


def test_what_cannot_advise_still_writes_nothing(beta: ModuleType) -> None:
    """`asdict` as the fallback fails with a message of its own (decision 0065)."""
    with pytest.raises(TypeError, match="asdict"):
        json.dumps(beta.ResponseCreateEvent(), default=dataclasses.asdict)


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


REFUSED: dict[str, tuple[Any, str]] = {
    "unknown tag": ({"type": "nope"}, "nope.*response.create"),
    "no tag": ({}, "type"),
    "tag of another type": ({"type": ["a"]}, "type"),
    "no object": (5, "object"),
    "known tag": ({"type": "response.create", "event_id": 1}, r"\$\.event_id: expected string"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_union_with_a_discriminator_reports_one_error(beta: ModuleType, case: str) -> None:
    value, told = REFUSED[case]
    union: Any = beta.RealtimeClientEvent
    field: Any = Annotated[union, pydantic.Field(discriminator="type")]
    model: Any = pydantic.create_model("Log", sent=(list[field], ...))
    with pytest.raises(pydantic.ValidationError, match=told) as raised:
        model(sent=[MESSAGE, value])
    (error,) = raised.value.errors()
    assert error["loc"][:2] == ("sent", 1)


def test_a_union_with_a_discriminator_reads_and_writes(beta: ModuleType) -> None:
    union: Any = beta.RealtimeClientEvent
    adapter: Any = pydantic.TypeAdapter(Annotated[union, pydantic.Field(discriminator="type")])
    event = beta.ResponseCreateEvent()
    assert adapter.validate_python(MESSAGE) == adapter.validate_json(json.dumps(MESSAGE)) == event
    assert adapter.validate_python(event) is event
    assert adapter.dump_python(event) == json.loads(adapter.dump_json(event)) == MESSAGE
    assert adapter.json_schema()["discriminator"]["propertyName"] == "type"


def test_errors_of_a_union_name_its_members(beta: ModuleType) -> None:
    union: Any = beta.RealtimeClientEvent
    with pytest.raises(pydantic.ValidationError) as raised:
        pydantic.TypeAdapter(union).validate_python({"type": "nope"})
    for error in raised.value.errors():
        assert error["loc"][0] in {
            f"function-wrap[{member.__name__}()]" for member in get_args(union)
        }


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
