"""Values that satisfy a type: which of their literal types it keeps, and which lists are tuples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...model import Literal, Primitive
from ..syntax import (
    ArrayType,
    LiteralType,
    ObjectType,
    PropertyNode,
    SatisfiedType,
    TupleElement,
    TupleType,
    TypeNode,
    UnionType,
)
from .operators import property_type
from .protocol import Types
from .semantics import (
    BigIntLiteral,
    Env,
    StringMapping,
    TArray,
    TTemplate,
    TTuple,
    TypeTerm,
)

__all__ = ["satisfied"]


def satisfied(types: Types, node: SatisfiedType, env: Env) -> TypeNode:
    """The type of a value with the literal types and the tuples that another type asks for.

    TypeScript: a literal type stays where the type beside it has one of its kind, and a list is a
    tuple where that is one.
    """
    return _chosen(types, node.value, node.exact, [types.term(node.target, env)])


def _chosen(types: Types, value: TypeNode, exact: TypeNode, beside: list[TypeTerm]) -> TypeNode:
    types.spend(1)
    asked = [types.peel(one) for term in beside for one in types.members(term)]
    match value, exact:
        case _, LiteralType() if not isinstance(value, LiteralType):
            return exact if any(_has_literal(one, exact) for one in asked) else value
        case ObjectType(members), ObjectType(others):
            pairs = zip(members, others, strict=True)
            chosen = tuple(
                _property(types, member, other, asked)
                if isinstance(member, PropertyNode) and isinstance(other, PropertyNode)
                else member
                for member, other in pairs
            )
            return ObjectType(chosen, value.at)
        case ArrayType(element), TupleType(elements):
            several = (
                element.members if len(elements) > 1 and isinstance(element, UnionType) else ()
            )
            return _list(types, value, several or (element,), elements, asked)
        case _:
            return value


def _property(
    types: Types, member: PropertyNode, other: PropertyNode, asked: list[TypeTerm]
) -> PropertyNode:
    if member.type is None or other.type is None:
        return member
    key = Literal("string", member.name)
    beside = [inner for one in asked if (inner := property_type(types, one, key)) is not None]
    return replace(member, type=_chosen(types, member.type, other.type, beside))


def _list(
    types: Types,
    value: ArrayType,
    several: tuple[TypeNode, ...],
    elements: tuple[TupleElement, ...],
    asked: list[TypeTerm],
) -> TypeNode:
    if len(several) != len(elements):
        return value
    chosen = tuple(
        _chosen(types, inner, element.type, [*_elements(asked, position)])
        for position, (inner, element) in enumerate(zip(several, elements, strict=True))
    )
    if any(isinstance(one, TTuple) for one in asked):
        pairs = zip(elements, chosen, strict=True)
        return TupleType(tuple(replace(element, type=inner) for element, inner in pairs), value.at)
    return ArrayType(chosen[0] if len(chosen) == 1 else UnionType(chosen, value.at), value.at)


def _elements(asked: list[TypeTerm], position: int) -> Iterator[TypeTerm]:
    """What lists ask for at a position."""
    for one in asked:
        if isinstance(one, TArray):
            yield one.element
        elif isinstance(one, TTuple):
            items = one.items[position : position + 1] or one.items[-1:]
            yield from (item.type for item in items)


def _has_literal(asked: TypeTerm, literal: LiteralType) -> bool:
    """Whether a type is a literal type, or one of patterns, of the kind of a literal."""
    kind = literal.kind
    match asked:
        case Literal(kind=own):
            return own == kind
        case TTemplate() | StringMapping():
            return kind == "string"
        case BigIntLiteral():
            return kind == "bigint"
        case Primitive("boolean"):
            return kind == "boolean"
        case _:
            return False
