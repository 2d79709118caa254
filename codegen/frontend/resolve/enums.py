"""Enums as types: the literal types of their members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from ...model import Primitive
from ..syntax import EnumBody
from .semantics import EnumLiteral, Named, ObjectShape, ShapeProperty, TUnion, TypeTerm, identity
from .symbols import Symbol
from .unions import union_of

__all__ = ["enum_keys", "enum_literal", "enum_object", "enum_values", "folded", "is_enum", "spread"]


def enum_literal(symbol: Symbol, value: str | int | float | None) -> TypeTerm:
    """The type of an enum member; `number` if its value is unknown."""
    if value is None:
        return Primitive("number")
    return EnumLiteral("string" if isinstance(value, str) else "number", value, symbol)


def enum_object(symbol: Symbol) -> ObjectShape:
    """The object type of an enum as a value: each member's name with its literal type."""
    return _parts(symbol)[0]


def enum_keys(symbol: Symbol) -> frozenset[object]:
    """The identities of an enum's members."""
    return _parts(symbol)[2]


def _parts(symbol: Symbol) -> tuple[ObjectShape, TypeTerm, frozenset[object]]:
    """An enum's object type, the union of its members and their identities, made once."""
    if symbol.enum is None:
        shape = _enum_object(symbol)
        # TypeScript: an enum without members is a number.
        values = [item.type for item in shape.properties.values()] or [Primitive("number")]
        symbol.enum = (shape, union_of(values), frozenset(map(identity, values)))
    return cast("tuple[ObjectShape, TypeTerm, frozenset[object]]", symbol.enum)


def _enum_object(symbol: Symbol) -> ObjectShape:
    shape = ObjectShape()
    for node in symbol.of_kind("enum"):
        assert isinstance(node.body, EnumBody)
        for entry in node.body.entries:
            term = enum_literal(symbol, entry.value)
            shape.properties[entry.name] = ShapeProperty(entry.name, term, False)
    return shape


def enum_values(symbol: Symbol) -> TypeTerm:
    """The union of an enum's members."""
    return _parts(symbol)[1]


def is_enum(term: TypeTerm) -> bool:
    """Whether a term names an enum."""
    return isinstance(term, Named) and bool(term.symbol.of_kind("enum"))


def spread(terms: Iterable[TypeTerm]) -> Iterator[TypeTerm]:
    """Replace each enum by the types of its members."""
    for term in terms:
        if isinstance(term, Named) and is_enum(term):
            values = enum_values(term.symbol)
            yield from values.members if isinstance(values, TUnion) else (values,)
        else:
            yield term


def folded(term: TypeTerm, whole: Iterable[TypeTerm]) -> TypeTerm:
    """Replace members of a union that are a complete enum by the enum."""
    for enum in whole:
        if not isinstance(term, TUnion) or not isinstance(enum, Named) or not is_enum(enum):
            continue
        if len(term.members) < len(enum_keys(enum.symbol)):
            continue
        members = {identity(member): member for member in term.members}
        parts = [identity(part) for part in spread([enum])]
        if len(parts) > 1 and all(part in members for part in parts):
            kept = [enum if key == parts[0] else members[key] for key in members]
            dropped = set(parts[1:])
            term = union_of(
                one for key, one in zip(members, kept, strict=True) if key not in dropped
            )
    return term
