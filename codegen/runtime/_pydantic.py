"""Events in models of pydantic: decoded strictly, and written as by `to_dict`."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import cleandoc
from typing import Any, Protocol, cast

from . import _shapes as sh
from ._runtime import DecodeError, UnknownEvent, unknown

_TYPES: Mapping[Any, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
    dict: "object",
    list: "array",
}


class Codec(Protocol):
    """The part of a codec that is needed here."""

    @property
    def shapes(self) -> sh.Shapes: ...
    def read(self, cls: Any, message: Any) -> Any: ...
    def check_message(self, name: str, message: Any, event: Any, /) -> None: ...
    def to_dict(self, event: Any) -> dict[str, Any]: ...


def core_schema(codec: Codec, cls: type[Any]) -> dict[str, Any]:
    """The schema of a class for `pydantic_core`.

    What it wraps reads nothing: it tells `Field(discriminator=...)` the tags.
    """

    def read(value: Any, _wrapped: Any) -> Any:
        if isinstance(value, cls):
            return value
        if not isinstance(value, dict):
            # pydantic reports a ValueError as a fault of the value, and lets others through.
            raise ValueError(f"no {cls.__name__} and no JSON object")  # noqa: TRY004
        data = cast(dict[str, Any], value)
        if cls is UnknownEvent:
            return unknown(data)
        event = codec.read(cls, data)
        try:
            codec.check_message(cls.__name__, data, event)
        except DecodeError as fault:
            raise ValueError(str(fault)) from None
        return event

    read.__name__ = cls.__name__  # The errors of a union name its members by it.
    return {
        "type": "function-wrap",
        "function": {"type": "no-info", "function": read},
        "schema": {"type": "typed-dict", "fields": _tags(codec.shapes, cls)},
        "serialization": {"type": "function-plain", "function": codec.to_dict},
    }


def _tags(shapes: sh.Shapes, cls: type[Any]) -> dict[str, Any]:
    """The fields of a class that are one of some texts or integers, for `pydantic_core`."""
    tags: dict[str, Any] = {}
    for name, shape in _fields(shapes, cls).items():
        if isinstance(shape, sh.Constant):
            literal = {"type": "literal", "expected": list(shape.values)}
            tags[name] = {"type": "typed-dict-field", "schema": literal}
    return tags


def _fields(shapes: sh.Shapes, cls: type[Any]) -> dict[str, sh.Shape]:
    shape = shapes.get(cls.__name__)
    if not isinstance(shape, sh.Object):
        return {}
    fields = {**shape.required, **shape.optional}
    return {name: sh.resolved(shapes, field) for name, field in fields.items()}


def json_schema(shapes: sh.Shapes, cls: type[Any]) -> dict[str, Any]:
    """A JSON Schema of a class: its fields by their names in messages, one level deep."""
    schema: dict[str, Any] = {"title": cls.__name__, "type": "object"}
    if cls.__doc__:
        schema["description"] = cleandoc(cls.__doc__)
    shape = shapes.get(cls.__name__)
    if isinstance(shape, sh.Object):
        fields = _fields(shapes, cls).items()
        schema["properties"] = {name: _field_schema(field) for name, field in fields}
        schema["required"] = list(shape.required)
    return schema


def _field_schema(shape: sh.Shape) -> dict[str, Any]:
    if isinstance(shape, sh.Constant):
        return {"enum": list(shape.values)}
    if isinstance(shape, sh.Kind) and object not in shape.types:
        types = [_TYPES[kind] for kind in shape.types]
        if "number" in types:
            types.remove("integer")
        return {"type": types[0] if len(types) == 1 else types}
    if isinstance(shape, (sh.ListOf, sh.TupleOf)):
        return {"type": "array"}
    if isinstance(shape, (sh.Object, sh.MapOf)):
        return {"type": "object"}
    return {}
