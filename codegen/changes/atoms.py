"""A type taken apart: what a value of it can be, with aliases and enums seen through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from ..model import (
    Alias,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Primitive,
    Ref,
    Type,
    Union,
)

__all__ = ["atoms", "objects"]

_Declarations: TypeAlias = Mapping[DeclId, Declaration]
_TRUE, _FALSE = Literal("boolean", True), Literal("boolean", False)


def atoms(type_: Type, declarations: _Declarations) -> tuple[Type, ...]:
    """The members of a type as a flat union: no alias, enum or union is among them.

    `true | false` is `boolean`, and what another member takes anyway (`never`, all beside
    `unknown`) is left out.
    """
    found = dict.fromkeys(_atoms(type_, declarations, frozenset()))
    if _TRUE in found and _FALSE in found:
        del found[_TRUE], found[_FALSE]
        found[Primitive("boolean")] = None
    found.pop(Primitive("never"), None)
    if Primitive("unknown") in found:
        return (Primitive("unknown"),)
    return tuple(found)


def _atoms(type_: Type, declarations: _Declarations, seen: frozenset[DeclId]) -> Iterator[Type]:
    match type_:
        case Union(members):
            for member in members:
                yield from _atoms(member, declarations, seen)
        case Ref(id_):
            match declarations.get(id_):
                case Alias(_, inner) if id_ not in seen:
                    yield from _atoms(inner, declarations, seen | {id_})
                case Enum(_, entries) if all(each.value is not None for each in entries):
                    yield from (each.value for each in entries if each.value is not None)
                case _:
                    yield type_
        case _:
            yield type_


def objects(type_: Type, declarations: _Declarations) -> tuple[DeclId, ...]:
    """The interfaces among the members of a type."""
    return tuple(
        each.id
        for each in atoms(type_, declarations)
        if isinstance(each, Ref) and isinstance(declarations.get(each.id), Interface)
    )
