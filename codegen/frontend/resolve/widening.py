"""Where literal types of initializers are widened: TypeScript keeps those of constants."""

from __future__ import annotations

from ...model import Literal, Primitive
from ..syntax import IndexedType, Widening
from .protocol import Types
from .semantics import BigIntLiteral, EnumLiteral, EnumNumber, Env, TypeTerm, property_name

__all__ = ["widened", "widened_lookup", "widened_property"]


def widened(types: Types, term: TypeTerm) -> TypeTerm:
    """TypeScript: the type of a literal that is no annotation is widened for variables.

    That of an enum's member is the enum then.
    """
    if isinstance(term, EnumLiteral | EnumNumber):
        return types.named(term.symbol, ())
    return Primitive(term.kind) if isinstance(term, Literal) else term


def widened_property(
    types: Types, owner: TypeTerm, name: str, term: TypeTerm, how: Widening
) -> TypeTerm:
    """The type of a property of a value, widened if an initializer made it."""
    shape = types.shape(types.peel(owner)) if how else None
    item = None if shape is None else shape.properties.get(name)
    if item is None or item.loose is None:
        return term
    is_unit = isinstance(types.peel(term), Literal | BigIntLiteral | EnumLiteral | EnumNumber)
    return item.loose if is_unit or how == "all" else term


def widened_lookup(types: Types, node: IndexedType, env: Env, term: TypeTerm) -> TypeTerm:
    """The type of a property that a value is asked for, widened where an initializer made it."""
    key = types.peel(types.term(node.key, env)) if node.widens else None
    if not isinstance(key, Literal) or key.kind != "string":
        return term
    owner = types.term(node.object, env)
    return widened_property(types, owner, property_name(key), term, node.widens)
