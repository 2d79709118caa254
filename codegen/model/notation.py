"""Format a type in TypeScript's notation on one line, with any names for declarations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
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
    match type_:
        case Primitive("defined"):
            yield "{}"
        case Primitive(name):
            yield name
        case Literal(_, value):
            yield json.dumps(value, ensure_ascii=False)
        case Template(parts):
            shown = (part if isinstance(part, str) else f"${{{part.name}}}" for part in parts)
            yield f"`{''.join(shown)}`"
        case Array(element):
            yield from _grouped(element)
            yield "[]"
        case Tuple(items):
            yield "["
            for position, item in enumerate(items):
                if position:
                    yield ", "
                yield "..." if item.rest else ""
                if item.name is not None:
                    yield f"{item.name}{'?' if item.optional else ''}: "
                grouped = item.rest or (item.optional and item.name is None)
                yield from _grouped(item.type) if grouped else pieces(item.type)
                yield "[]" if item.rest else ""
                yield "?" if item.optional and item.name is None else ""
            yield "]"
        case Map(key, value):
            yield "{ [key: "
            yield from pieces(key)
            yield "]: "
            yield from pieces(value)
            yield " }"
        case Union(members):
            for position, member in enumerate(members):
                if position:
                    yield SEPARATOR
                yield from pieces(member)
        case Ref(id_):
            yield id_
        case Opaque():
            yield "unknown"
        case _:
            assert_never(type_)


def _grouped(type_: Type) -> Iterator[Piece]:
    if isinstance(type_, Union):
        yield "("
        yield from pieces(type_)
        yield ")"
    else:
        yield from pieces(type_)
