"""The formats of audio of a spec: their names, and the object types for them.

Facts name the formats whose samples take several bytes. The others are those that the spec has at
the same place: the other literals of a union, and the other members of a union of objects whose
discriminator is a format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model import (
    Alias,
    AudioFormat,
    Declaration,
    DeclId,
    Interface,
    Literal,
    Model,
    Ref,
    Union,
    nested,
    refs,
    types_of,
)
from ...text.records import dataclass

__all__ = ["Formats", "formats_of"]


@dataclass(frozen=True, slots=True)
class Formats:
    """The bytes in a sample of each format, and the object types of formats.

    `types` are the types of a format apart from text: named unions of these object types, and the
    object types outside of these.
    """

    sizes: Mapping[str, int]
    objects: Mapping[DeclId, str]
    types: tuple[DeclId, ...]


def formats_of(model: Model, facts: tuple[AudioFormat, ...]) -> Formats:
    """The formats of a spec; none unless a fact names one."""
    by_id = model.by_id()
    named = {fact.name: fact.sample_bytes for fact in facts}
    unions = [
        (declaration, union)
        for declaration in model.declarations
        for type_ in types_of(declaration)
        for union in nested(type_)
        if isinstance(union, Union)
    ]
    objects: dict[DeclId, str] = {}
    aliases: dict[DeclId, None] = {}
    alone: dict[DeclId, None] = {}
    for declaration, union in unions:
        members = dict(_objects(by_id, union, named))
        objects |= members
        if members and isinstance(declaration, Alias) and declaration.type == union:
            aliases[declaration.id] = None
        else:
            alone |= dict.fromkeys(members)
    texts = (text for _, union in unions for text in _texts(union, named))
    sizes = named | dict.fromkeys((*texts, *objects.values()), 1) | named
    in_aliases = {id_ for alias in aliases for id_ in refs(next(types_of(by_id[alias])))}
    return Formats(sizes, objects, (*aliases, *(id_ for id_ in alone if id_ not in in_aliases)))


def _texts(union: Union, named: Mapping[str, int]) -> list[str]:
    """The literals of a union, if one of them is a format."""
    texts = [str(member.value) for member in union.members if isinstance(member, Literal)]
    return texts if any(text in named for text in texts) else []


def _objects(
    by_id: Mapping[DeclId, Declaration], union: Union, named: Mapping[str, int]
) -> Iterator[tuple[DeclId, str]]:
    """The object types of a union, with their formats, if a format discriminates them."""
    interfaces = [
        declaration
        for member in union.members
        if isinstance(member, Ref) and isinstance(declaration := by_id[member.id], Interface)
    ]
    constants = [dict(_constants(interface)) for interface in interfaces]
    for name in constants[0] if constants else ():
        texts = [texts.get(name) for texts in constants]
        if None not in texts and any(text in named for text in texts):
            yield from zip((item.id for item in interfaces), map(str, texts), strict=True)


def _constants(interface: Interface) -> Iterator[tuple[str, str]]:
    """The properties of an object type whose type is a single text."""
    for item in interface.properties:
        if isinstance(item.type, Literal) and item.type.kind == "string":
            yield item.wire_name, str(item.type.value)
