"""Enums as types: the literal types of their members."""

from __future__ import annotations

from ..model import Literal, Primitive
from ..syntax import EnumBody
from .scopes import Symbol
from .semantics import ObjectShape, ShapeProperty, TypeTerm
from .unions import union_of

__all__ = ["enum_literal", "enum_object", "enum_values"]


def enum_literal(value: str | int | float | None) -> TypeTerm:
    """The type of an enum member; one whose value is not known is any number."""
    if value is None:
        return Primitive("number")
    return Literal("string" if isinstance(value, str) else "number", value)


def enum_object(symbol: Symbol) -> ObjectShape:
    """The object type of an enum's value: each member's name with its literal type."""
    shape = ObjectShape()
    for node in symbol.of_kind("enum"):
        assert isinstance(node.body, EnumBody)
        for entry in node.body.entries:
            term = enum_literal(entry.value)
            shape.properties[entry.name] = ShapeProperty(entry.name, term, False)
    return shape


def enum_values(symbol: Symbol) -> TypeTerm:
    """The union of an enum's members."""
    return union_of(item.type for item in enum_object(symbol).properties.values())
