"""Format a type in TypeScript's notation on one line, with any names for declarations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias, assert_never

from . import (
    Array,
    DeclId,
    Literal,
    Map,
    Opaque,
    Primitive,
    Ref,
    Template,
    Tuple,
    TupleItem,
    Type,
    Union,
)

__all__ = ["SEPARATOR", "Piece", "notation", "pieces"]

Piece: TypeAlias = str | DeclId
SEPARATOR: Final = " | "
"""The piece between two members of a union."""


def notation(type_: Type, named: Callable[[DeclId], str]) -> str:
    """A type as plain text on one line; `named` spells its references. It is not escaped."""
    return "".join(piece if isinstance(piece, str) else named(piece) for piece in pieces(type_))


def pieces(type_: Type) -> Iterator[Piece]:
    """The pieces of a type on one line: texts, and references to declarations."""
    # Types nest deeply: generators in each other would hand on each piece through all of them.
    waiting: list[Type | Piece] = [type_]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (str, DeclId)):
            yield part
        else:
            waiting += reversed(_opened(part))


def _opened(type_: Type) -> Sequence[Type | Piece]:
    """The pieces of a type, with the types in it as they are."""
    match type_:
        case Primitive("defined"):
            return ("{}",)
        case Primitive(name):
            return (name,)
        case Literal(_, value):
            return (json.dumps(value, ensure_ascii=False),)
        case Template(parts):
            shown = (part if isinstance(part, str) else f"${{{part.name}}}" for part in parts)
            return (f"`{''.join(shown)}`",)
        case Array(element):
            return (*_grouped(element), "[]")
        case Tuple(items):
            places: list[Type | Piece] = []
            for item in items:
                places += (", " if places else "[", *_place(item))
            return (*(places or ["["]), "]")
        case Map(key, value):
            return ("{ [key: ", key, "]: ", value, " }")
        case Union(members):
            listed: list[Type | Piece] = []
            for member in members:
                listed += (SEPARATOR, member) if listed else (member,)
            return listed
        case Ref(id_):
            return (id_,)
        case Opaque():
            return ("unknown",)
        case _:
            assert_never(type_)


def _place(item: TupleItem) -> Sequence[Type | Piece]:
    """One place of a tuple."""
    rest = "..." if item.rest else ""
    if item.name is not None:
        rest += f"{item.name}{'?' if item.optional else ''}: "
    is_grouped = item.rest or (item.optional and item.name is None)
    end = "[]" if item.rest else ""
    if item.optional and item.name is None:
        end += "?"
    return (rest, *(_grouped(item.type) if is_grouped else (item.type,)), end)


def _grouped(type_: Type) -> Sequence[Type | Piece]:
    return ("(", type_, ")") if isinstance(type_, Union) else (type_,)
