"""Find object types of a model that can be inlined, without a name of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import assert_never

from . import (
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Model,
    Ref,
    Tuple,
    Type,
    Union,
    refs,
    types_of,
)

__all__ = ["owners"]


def owners(model: Model) -> dict[DeclId, DeclId]:
    """The anonymous object types that can be inlined, with the enclosing declaration.

    Each is used once, and has the path that an inline object type gets there: a computed type may
    have another one.
    """
    holders = _held(model)
    objects = {
        declaration.id: declaration
        for declaration in model.declarations
        if isinstance(declaration, Interface)
    }
    for declaration in model.declarations:
        for path, types in _spots(declaration):
            there = [t.id for t in types if isinstance(t, Ref) and t.id in holders]
            several = len(there) > 1 or path == declaration.id.path
            called = _segments([objects[id_] for id_ in there]) if several else [""]
            wanted = [(*path, f".{word}") if word else path for word in called]
            if [id_.path for id_ in there] != wanted:
                for id_ in there:
                    del holders[id_]
    return holders


def _segments(members: Sequence[Interface]) -> list[str]:
    """The path segments of a union's members: their tag, or their required keys."""
    tags = [_tag(member) for member in members]
    return [
        tag if tag is not None and tags.count(tag) == 1 else _keys_word(member)
        for tag, member in zip(tags, members, strict=True)
    ]


def _tag(interface: Interface) -> str | None:
    for property_ in interface.properties:
        if (
            property_.required
            and isinstance(property_.type, Literal)
            and property_.type.kind == "string"
        ):
            return str(property_.type.value) or None
    return None


def _keys_word(interface: Interface) -> str:
    required = [property_.wire_name for property_ in interface.properties if property_.required]
    return " ".join((required or [property_.wire_name for property_ in interface.properties])[:3])


def _spots(declaration: Declaration) -> Iterator[tuple[tuple[str, ...], tuple[Type, ...]]]:
    """The types of a declaration, each with its path."""
    match declaration:
        case Interface(id_, properties, index):
            for property_ in properties:
                yield from _spots_in(
                    property_.type, (*id_.path, f".{property_.wire_name}"), id_.path
                )
            if index is not None:
                yield from _spots_in(index, id_.path, id_.path)
        case Alias(id_, type_):
            yield from _spots_in(type_, id_.path, id_.path)
        case Enum():
            return
        case _:
            assert_never(declaration)


def _spots_in(
    type_: Type, path: tuple[str, ...], own: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[Type, ...]]]:
    match type_:
        case Ref():
            yield path, (type_,)
        case Union(members):
            yield path, members
            for member in members:
                if not isinstance(member, Ref):
                    yield from _spots_in(member, path, own)
        case Array(element):
            yield from _spots_in(element, (*path, ".item") if path == own else path, own)
        case Tuple(items):
            for position, item in enumerate(items):
                yield from _spots_in(item.type, (*path, f".{position}"), own)
        case Map(_, value):
            yield from _spots_in(value, (*path, ".value"), own)
        case _:
            return


def _held(model: Model) -> dict[DeclId, DeclId]:
    """The anonymous object types that one declaration uses, each once, with their holder."""
    uses: Counter[DeclId] = Counter()
    users: dict[DeclId, DeclId] = {}
    for declaration in model.declarations:
        for type_ in types_of(declaration):
            for id_ in refs(type_):
                uses[id_] += 1
                users[id_] = declaration.id
    objects = {
        declaration.id for declaration in model.declarations if isinstance(declaration, Interface)
    }
    return {
        id_: users[id_]
        for id_, count in uses.items()
        if count == 1 and id_ in objects and _belongs(id_, users[id_])
    }


def _belongs(id_: DeclId, owner: DeclId) -> bool:
    size = len(owner.path)
    return (
        id_.module == owner.module
        and id_.path[:size] == owner.path
        and len(id_.path) > size
        and all(segment.startswith(".") for segment in id_.path[size:])
    )
