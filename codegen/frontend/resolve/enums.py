"""Enums as types: the literal types of their members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from ...model import Literal, Primitive
from ..syntax import EnumBody
from .semantics import (
    EnumLiteral,
    EnumNumber,
    Named,
    ObjectShape,
    ShapeProperty,
    TUnion,
    TypeTerm,
    identity,
)
from .symbols import Symbol
from .unions import union_of

__all__ = [
    "add_names",
    "enum_key",
    "enum_keys",
    "enum_object",
    "enum_values",
    "folded",
    "is_enum",
    "is_numeric",
    "keys_of_units",
    "member_of_enum",
    "spread",
]


def enum_key(key: TypeTerm) -> EnumLiteral | None:
    """The member of an enum that a key is. TypeScript: `keyof Record<Enum, 1>` is the enum."""
    return key if isinstance(key, EnumLiteral) else None


def _enum_literal(symbol: Symbol, name: str, value: str | float | None) -> TypeTerm:
    """The type of an enum member."""
    if value is None:
        return EnumNumber("number", symbol, name)
    return EnumLiteral("string" if isinstance(value, str) else "number", value, symbol)


def enum_object(symbol: Symbol) -> ObjectShape:
    """The object type of an enum as a value: each member's name with its literal type."""
    return _parts(symbol)[0]


def member_of_enum(symbol: Symbol, name: str) -> TypeTerm | None:
    """The literal type of a member of an enum; None if there is no such member."""
    if not symbol.of_kind("enum"):
        return None
    member = enum_object(symbol).properties.get(name)
    return None if member is None else member.type


def enum_keys(symbol: Symbol) -> frozenset[object]:
    """The numbers of an enum's members, as `keys_of_units` gives them."""
    return _parts(symbol)[2]


def _parts(symbol: Symbol) -> tuple[ObjectShape, TypeTerm, frozenset[object]]:
    """An enum's object type, the union of its members and their numbers, made once."""
    if symbol.enum is None:
        shape = _enum_object(symbol)
        # TypeScript: an enum without members is a number.
        values = [item.type for item in shape.properties.values()] or [Primitive("number")]
        numbers = frozenset(map(_number_of, values)) - {None}
        symbol.enum = (shape, union_of(values), numbers)
    return cast("tuple[ObjectShape, TypeTerm, frozenset[object]]", symbol.enum)


def _number_of(term: TypeTerm) -> object:
    """The key of a numeric member, to which plain literals of its number fit; else None."""
    if isinstance(term, EnumLiteral) and term.kind == "number":
        return ("number of a member", term.value)
    return None


def keys_of_units(members: Iterable[TypeTerm]) -> frozenset[object]:
    """The identities of the literals among some types, and the numbers of enums' members."""
    units = [member for member in members if isinstance(member, Literal)]
    numbers = (_number_of(unit) for unit in units if isinstance(unit, EnumLiteral))
    return frozenset((*map(identity, units), *numbers))


def _enum_object(symbol: Symbol) -> ObjectShape:
    shape = ObjectShape()
    for node in symbol.of_kind("enum"):
        assert isinstance(node.body, EnumBody)
        for entry in node.body.entries:
            term = _enum_literal(symbol, entry.name, entry.value)
            shape.properties[entry.name] = ShapeProperty(entry.name, term, False)
    terms = [item.type for item in shape.properties.values()]
    if not terms or any(map(is_numeric, terms)):
        add_names(shape)
    return shape


def is_numeric(term: TypeTerm) -> bool:
    """Whether a type is a number, by which an enum that has it has names as well."""
    if isinstance(term, Literal):
        return term.kind == "number"
    return isinstance(term, Primitive) and term.name == "number"


def add_names(shape: ObjectShape) -> None:
    """Add the index signature of an enum as a value: the names of members by their numbers."""
    shape.enum = True
    shape.indexes.append((Primitive("number"), Primitive("string")))


def enum_values(symbol: Symbol) -> TypeTerm:
    """The union of an enum's members."""
    return _parts(symbol)[1]


def is_enum(term: TypeTerm) -> bool:
    """Whether a term names an enum."""
    return isinstance(term, Named) and term.symbol.is_of_kind("enum")


def spread(terms: Iterable[TypeTerm]) -> Iterator[TypeTerm]:
    """Replace each enum by the types of its members."""
    for term in terms:
        if isinstance(term, Named) and term.symbol.is_of_kind("enum"):
            values = enum_values(term.symbol)
            yield from values.members if isinstance(values, TUnion) else (values,)
        else:
            yield term


def folded(term: TypeTerm, whole: Iterable[TypeTerm]) -> TypeTerm:
    """Replace members of a union that are a complete enum by the enum."""
    for enum in whole:
        if not isinstance(term, TUnion) or not is_enum(enum):
            continue
        values = list(spread([enum]))
        if len(term.members) < len(values):
            continue
        members = {identity(member): member for member in term.members}
        parts = list(map(identity, values))
        if len(parts) > 1 and all(part in members for part in parts):
            kept = [enum if key == parts[0] else members[key] for key in members]
            dropped = set(parts[1:])
            term = union_of(
                one for key, one in zip(members, kept, strict=True) if key not in dropped
            )
    return term
