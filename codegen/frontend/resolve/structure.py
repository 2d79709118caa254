"""Structural keys of types, by which the types of merged declarations are compared."""

from __future__ import annotations

from typing import Final

from .protocol import Types
from .semantics import ObjectShape, TArray, TTuple, TUnion, TypeTerm, identity

__all__ = ["structure_of"]

_DEEPEST: Final = 12
"""The depth that is compared; below it a type is compared by its identity."""


def structure_of(types: Types, term: TypeTerm, depth: int = 0) -> object:
    """A hashable key of a type: types of equal structure have equal keys.

    Lazy parts are computed; a part that has a name is compared by its name and arguments.
    """
    term = types.force(term)
    if depth > _DEEPEST:
        return identity(term)
    inner = depth + 1
    match term:
        case TArray(element):
            return ("array", structure_of(types, element, inner))
        case TTuple(items):
            parts = ((structure_of(types, item.type, inner), item.optional) for item in items)
            return ("tuple", *parts)
        case TUnion(members):
            return ("union", *(structure_of(types, member, inner) for member in members))
        case ObjectShape(properties=properties, indexes=indexes):
            return (
                "object",
                *(
                    (p.name, p.optional, structure_of(types, p.type, inner))
                    for p in properties.values()
                ),
                *((identity(key), structure_of(types, value, inner)) for key, value in indexes),
            )
        case _:
            return identity(term)
