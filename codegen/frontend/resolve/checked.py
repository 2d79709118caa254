"""The type parameter that a condition checks, however it is spelled.

TypeScript: a condition distributes over what its check is where it is written, and `T | T`, `T &
unknown`, `Id<T>` of `type Id<X> = X` and `[T][0]` are the type parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ..syntax import (
    AliasBody,
    ArrayType,
    IndexedType,
    IndexNode,
    InterfaceBody,
    IntersectionType,
    KeywordType,
    LiteralType,
    MappedType,
    MemberNode,
    ObjectType,
    PropertyNode,
    ReferenceType,
    TupleType,
    TypeNode,
    UnionType,
)
from .protocol import Types
from .semantics import Env
from .symbols import Scope, Symbol

__all__ = ["checked_parameter"]

_DEEPEST: Final = 16
"""How many types within each other are looked into."""


class _Place(NamedTuple):
    """Where a type is written: its scope, and what the names of type parameters stand for."""

    scope: Scope
    names: Mapping[str, str | None]
    depth: int = 0


def checked_parameter(types: Types, node: TypeNode, env: Env) -> str | None:
    """The name of the type parameter that a type node is, if it is one."""
    match node:
        case ReferenceType(name=(name,)):
            if name in env.parameters:
                return name
            if not node.arguments:
                return None
        case ReferenceType(arguments=()):
            return None
        case ReferenceType() | UnionType() | IntersectionType() | IndexedType():
            pass
        case _:
            return None
    return _is(types, node, _Place(env.scope, {name: name for name in env.parameters}))


def _is(types: Types, node: TypeNode | None, place: _Place) -> str | None:
    """The type parameter that a type is; None if it is another type."""
    types.spend(1)
    if node is None or place.depth > _DEEPEST:
        return None
    place = place._replace(depth=place.depth + 1)
    match node:
        case ReferenceType(name=(name,), arguments=()) if name in place.names:
            return place.names[name]
        case ReferenceType():
            symbol = _symbol(types, node, place)
            body = None if symbol is None else symbol.declarations[0].body
            if symbol is None or not isinstance(body, AliasBody):
                return None
            return _is(types, body.type, _inside(types, node, symbol, body, place))
        case UnionType(members):
            return _sole(types, (one for one in members if not _is_keyword(one, "never")), place)
        case IntersectionType(members):
            return _sole(types, (one for one in members if not _is_keyword(one, "unknown")), place)
        case IndexedType(object=owner, key=key):
            return _looked_up(types, owner, key, place)
    return None


def _is_keyword(node: TypeNode, name: str) -> bool:
    return isinstance(node, KeywordType) and node.name == name


def _sole(types: Types, nodes: Iterable[TypeNode | None], place: _Place) -> str | None:
    """The type parameter that each of some types is."""
    parameters = {_is(types, node, place) for node in nodes}
    return next(iter(parameters)) if len(parameters) == 1 else None


def _symbol(types: Types, node: ReferenceType, place: _Place) -> Symbol | None:
    if node.module is not None:
        return None
    entity = types.program.lookup_path(place.scope, node.name, "type")
    return entity if isinstance(entity, Symbol) and len(entity.declarations) == 1 else None


def _inside(
    types: Types,
    node: ReferenceType,
    symbol: Symbol,
    body: AliasBody | InterfaceBody,
    place: _Place,
) -> _Place:
    """The place in a symbol's declaration, whose type parameters are what the arguments are."""
    names: dict[str, str | None] = {one.name: None for one in body.parameters}
    for parameter, argument in zip(body.parameters, node.arguments, strict=False):
        names[parameter.name] = _is(types, argument, place)
    return _Place(symbol.scope, names, place.depth)


def _looked_up(types: Types, owner: TypeNode, key: TypeNode, place: _Place) -> str | None:
    """The type parameter that is looked up in a type that is written out."""
    match owner:
        case ReferenceType(name=("Record",), arguments=(_, value), module=None) if (
            types.program.lookup_path(place.scope, owner.name, "type") is None
        ):
            return _is(types, value, place)
        case ReferenceType():
            symbol = _symbol(types, owner, place)
            body = None if symbol is None else symbol.declarations[0].body
            if symbol is None or not isinstance(body, AliasBody | InterfaceBody):
                return None
            inside = _inside(types, owner, symbol, body, place)
            if isinstance(body, InterfaceBody):
                return _member(types, body.members, key, inside)
            if place.depth < _DEEPEST:
                return _looked_up(types, body.type, key, inside._replace(depth=place.depth + 1))
        case ObjectType(members):
            return _member(types, members, key, place)
        case MappedType(rename=None, optional="", parameter=parameter, type=value):
            names = {**place.names, parameter: None}
            return _is(types, value, place._replace(names=names))
        case ArrayType(element):
            return _is(types, element, place)
        case TupleType(elements) if not any(one.optional or one.rest for one in elements):
            if isinstance(key, LiteralType) and isinstance(key.value, int | float):
                chosen = elements[int(key.value) : int(key.value) + 1]
                return _sole(types, (one.type for one in chosen), place)
            if _is_keyword(key, "number"):
                return _sole(types, (one.type for one in elements), place)
    return None


def _member(
    types: Types, members: Iterable[MemberNode], key: TypeNode, place: _Place
) -> str | None:
    """The type parameter that the members are that a key may be: all, if it is no literal."""
    name = str(key.value) if isinstance(key, LiteralType) else None
    values: list[TypeNode | None] = []
    indexes: list[TypeNode | None] = []
    for member in members:
        if isinstance(member, IndexNode):
            indexes.append(member.value)
        elif not isinstance(member, PropertyNode):
            return None
        elif name is None or member.name == name:
            values.append(None if member.optional else member.type)
    return _sole(types, values if name is not None and values else [*values, *indexes], place)
