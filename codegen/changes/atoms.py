"""Types as flat unions: aliases, enums and unions are expanded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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

__all__ = ["atoms", "interfaces", "objects"]

_Declarations: TypeAlias = Mapping[DeclId, Declaration]
_TRUE, _FALSE = Literal("boolean", True), Literal("boolean", False)


def atoms(type_: Type, declarations: _Declarations) -> tuple[Type, ...]:
    """Return the flat union of a type: no member is an alias, an enum or a union.

    `true | false` becomes `boolean`. `never` is dropped, and so is every member beside `unknown`.
    """
    members = dict.fromkeys(_atoms(type_, declarations, frozenset()))
    if _TRUE in members and _FALSE in members:
        del members[_TRUE], members[_FALSE]
        members[Primitive("boolean")] = None
    members.pop(Primitive("never"), None)
    if Primitive("unknown") in members:
        return (Primitive("unknown"),)
    return tuple(members)


def _atoms(type_: Type, declarations: _Declarations, seen: frozenset[DeclId]) -> Iterator[Type]:
    match type_:
        case Union(members):
            for member in members:
                yield from _atoms(member, declarations, seen)
        case Ref(id_):
            match declarations.get(id_):
                case Alias(_, inner) if id_ not in seen:
                    yield from _atoms(inner, declarations, seen | {id_})
                case Enum(_, entries) if all(entry.value is not None for entry in entries):
                    yield from (entry.value for entry in entries if entry.value is not None)
                case _:
                    yield type_
        case _:
            yield type_


def objects(type_: Type, declarations: _Declarations) -> tuple[DeclId, ...]:
    """Return the interfaces that a type refers to, through aliases and unions."""
    return interfaces(atoms(type_, declarations), declarations)


def interfaces(members: Iterable[Type], declarations: _Declarations) -> tuple[DeclId, ...]:
    """Return the interfaces among the atoms of a type."""
    refs = (member.id for member in members if isinstance(member, Ref))
    return tuple(id_ for id_ in refs if isinstance(declarations.get(id_), Interface))
