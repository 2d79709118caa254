"""The peers of the wire benchmark, each a function from bytes to its event.

The classes for msgspec and pydantic are made from the same shapes as the generated package's, so
every peer has the same declarations.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeAlias, Union

__all__ = ["msgspec_decoder", "openai_decoder", "pydantic_decoder"]

Decoder: TypeAlias = Callable[[bytes], Any]


def _untold(members: tuple[Any, ...], tag: str) -> Any:
    return Union[members]


def _spell(
    kinds: Any,
    shape: Any,
    named: Callable[[str], Any],
    told: Callable[[tuple[Any, ...], str], Any] = _untold,
) -> Any:
    """Convert a shape to a type for a validation library.

    `told` makes the type of a tagged union.
    """
    if isinstance(shape, kinds.Named):
        return named(shape.name)
    if isinstance(shape, kinds.Constant):
        return Literal[tuple(shape.values)]
    if isinstance(shape, kinds.ListOf):
        return list[_spell(kinds, shape.element, named, told)]  # type: ignore[misc]
    if isinstance(shape, kinds.MapOf):
        return dict[str, _spell(kinds, shape.value, named, told)]  # type: ignore[misc]
    if isinstance(shape, (kinds.AnyOf, kinds.ByKeys)):
        members = [_spell(kinds, member, named, told) for member in shape.members]
        return Union[tuple(members)]
    if isinstance(shape, kinds.Tagged):
        members = [_spell(kinds, branch, named, told) for branch in shape.branches.values()]
        certain = shape.absent is None and shape.other is None
        return (told if certain else _untold)(tuple(members), shape.path[0])
    kinds = {"string": str, "number": float, "boolean": bool, "null": None}
    return kinds.get(getattr(shape, "name", ""), Any)


def _tag(kinds: Any, shape: Any) -> Any:
    field = shape.required.get("type")
    if isinstance(field, kinds.Constant) and len(field.values) == 1:
        return field.values[0]
    return None


def msgspec_decoder(shapes: Any, kinds: Any, union: str) -> Decoder:
    """A decoder of tagged Structs; the tag is the library's, not a field.

    A union that the library refuses, such as that of items, where some share a tag, is Any.
    """
    msgspec: Any = importlib.import_module("msgspec")

    made: dict[str, Any] = {}

    def spelled(shape: Any) -> Any:
        wanted = _spell(kinds, shape, named)
        try:
            msgspec.json.Decoder(wanted)
        except TypeError:
            return list[Any] if isinstance(shape, kinds.ListOf) else Any
        return wanted

    def named(name: str) -> Any:
        shape = shapes[name]
        if not isinstance(shape, kinds.Object):
            return _spell(kinds, shape, named)
        if name not in made:
            tag = _tag(kinds, shape)
            fields: list[Any] = [
                (wire, spelled(field))
                for wire, field in shape.required.items()
                if not (tag and wire == "type")
            ]
            fields += [
                (wire, Union[spelled(field), None, msgspec.UnsetType], msgspec.UNSET)
                for wire, field in shape.optional.items()
            ]
            options = {"tag_field": "type", "tag": tag} if tag else {}
            made[name] = msgspec.defstruct(name, fields, kw_only=True, **options)
        return made[name]

    members = [named(branch.name) for branch in shapes[union].branches.values()]
    decode: Decoder = msgspec.json.Decoder(Union[tuple(members)]).decode
    return decode


def pydantic_decoder(shapes: Any, kinds: Any, union: str) -> Decoder:
    """A discriminated union of models that keep undeclared fields."""
    pydantic: Any = importlib.import_module("pydantic")

    made: dict[str, Any] = {}
    config = pydantic.ConfigDict(extra="allow", defer_build=True)

    def told(members: tuple[Any, ...], tag: str) -> Any:
        return Annotated[Union[members], pydantic.Field(discriminator=tag)]

    def named(name: str) -> Any:
        shape = shapes[name]
        if not isinstance(shape, kinds.Object):
            return _spell(kinds, shape, named, told)
        if name not in made:
            fields: dict[str, Any] = {
                wire: (_spell(kinds, field, named, told), ...)
                for wire, field in shape.required.items()
            }
            for wire, field in shape.optional.items():
                fields[wire] = (Union[_spell(kinds, field, named, told), None], None)
            made[name] = pydantic.create_model(name, __config__=config, **fields)
        return made[name]

    members = [named(branch.name) for branch in shapes[union].branches.values()]
    adapter: Any = pydantic.TypeAdapter(told(tuple(members), "type"))
    validate: Decoder = adapter.validate_json
    return validate


def openai_decoder(*, beta: bool = False) -> Decoder:
    """The official SDK's handling of a message."""
    construct: Any = importlib.import_module("openai._models").construct_type
    types = "openai.types.beta.realtime" if beta else "openai.types.realtime"
    union: Any = importlib.import_module(types).RealtimeServerEvent
    return lambda data: construct(value=json.loads(data), type_=union)
