"""A type taken apart: what a value of it can be, with aliases and enums seen through."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Alias, DeclId, Enum, Interface, Literal, Primitive, Ref, Type, Union
from .version import Version

__all__ = ["atoms", "objects"]

_TRUE, _FALSE = Literal("boolean", True), Literal("boolean", False)


def atoms(type_: Type, version: Version) -> tuple[Type, ...]:
    """The members of a type as a flat union: no alias, enum or union is among them.

    `true | false` is `boolean`, and what another member takes anyway (`never`, all beside
    `unknown`) is left out.
    """
    found = dict.fromkeys(_atoms(type_, version, frozenset()))
    if _TRUE in found and _FALSE in found:
        del found[_TRUE], found[_FALSE]
        found[Primitive("boolean")] = None
    found.pop(Primitive("never"), None)
    if Primitive("unknown") in found:
        return (Primitive("unknown"),)
    return tuple(found)


def _atoms(type_: Type, version: Version, seen: frozenset[DeclId]) -> Iterator[Type]:
    match type_:
        case Union(members):
            for member in members:
                yield from _atoms(member, version, seen)
        case Ref(id_):
            match version.by_id.get(id_):
                case Alias(_, inner) if id_ not in seen:
                    yield from _atoms(inner, version, seen | {id_})
                case Enum(_, entries) if all(each.value is not None for each in entries):
                    yield from (each.value for each in entries if each.value is not None)
                case _:
                    yield type_
        case _:
            yield type_


def objects(type_: Type, version: Version) -> tuple[DeclId, ...]:
    """The interfaces among the members of a type."""
    return tuple(
        each.id
        for each in atoms(type_, version)
        if isinstance(each, Ref) and isinstance(version.by_id.get(each.id), Interface)
    )
