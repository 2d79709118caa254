"""The types of operations on values, in sources: what operators make of types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ...model import NULL, UNKNOWN, Literal, Opaque, Primitive
from ..syntax import OperationType
from .apparent import kind_of
from .assignability import assignable
from .enums import spread
from .evaluated import evaluated, is_fresh
from .operators import MISSING, property_type
from .protocol import Types
from .semantics import (
    ANY,
    BIGINT,
    NEVER,
    UNDEFINED,
    BigIntLiteral,
    Env,
    Lazy,
    LibraryClass,
    ObjectShape,
    Placeholder,
    ShapeProperty,
    TArray,
    TTuple,
    TypeTerm,
)
from .unions import union_of, without

__all__ = ["operated"]

_NO_OBJECT: Final = "what is spread in an object is no single object type"
_STRING: Final = Primitive("string")
_NUMBER: Final = Primitive("number")
_BOOLEAN: Final = Primitive("boolean")
_FALSE: Final = Literal("boolean", False)
_TRUE: Final = Literal("boolean", True)
_EMPTY: Final[dict[str | None, TypeTerm]] = {
    "string": Literal("string", ""),
    "number": Literal("number", 0),
    "bigint": BigIntLiteral(0),
    "boolean": _FALSE,
}
"""The value of each kind that counts as false."""


def operated(types: Types, node: OperationType, env: Env) -> TypeTerm:
    """The type of an operation on values."""
    if node.operator == "`":
        return evaluated(types, node, env)
    terms = [types.term(operand, env) for operand in node.operands]
    match node.operator:
        case "...":
            return _spread(types, terms, env, node)
        case "return":
            return _result(types, node, env, _results(types, terms))
        case "?.":
            return _behind_chain(types, terms, env, node)
    members = [list(spread(types.members(term))) for term in terms]
    bare = [[types.peel(member) for member in side] for side in members]
    # Of an object of the library it is enough that it is one.
    known = () if node.operator in ("+", "-") else (LibraryClass,)
    unknown = [
        member
        for side in bare
        for member in side
        if isinstance(member, Opaque | Placeholder) and not isinstance(member, known)
    ]
    if unknown:
        return unknown[0]
    match node.operator:
        case "+":
            return _sum(bare)
        case "-":
            kinds = {kind_of(member) for side in bare for member in side}
            return BIGINT if kinds == {"bigint"} else _NUMBER
        case "!":
            return _negated(bare[0])
        case operator:
            return _logical(operator, terms, bare[0])


def _sum(sides: Sequence[Sequence[TypeTerm]]) -> TypeTerm:
    """`a + b`: a text if one of them is, any if one of them is, else a number."""
    kinds = [{kind_of(member) for member in side} for side in sides]
    if {"string"} in kinds:
        return _STRING
    if any(ANY in side for side in sides):
        return ANY
    if all(of == {"bigint"} for of in kinds):
        return BIGINT
    return _NUMBER if all(of == {"number"} for of in kinds) else _STRING


def _false_parts(members: Sequence[TypeTerm]) -> Iterator[TypeTerm]:
    """What is left of a type where it counts as false."""
    for member in members:
        empty = _EMPTY.get(kind_of(member))
        if member in (NULL, UNDEFINED, ANY, UNKNOWN):
            yield member
        elif empty is not None:
            is_unit = isinstance(member, Literal | BigIntLiteral)
            if not is_unit or _is_false(member):
                yield member if is_unit else empty


def _is_false(term: TypeTerm) -> bool:
    """Whether a type has no value but one that counts as false."""
    is_empty = isinstance(term, Literal | BigIntLiteral) and not term.value
    return is_empty or term in (NULL, UNDEFINED)


def _negated(members: Sequence[TypeTerm]) -> TypeTerm:
    if members and all(map(_is_false, members)):
        return _TRUE
    return _BOOLEAN if any(_false_parts(members)) else _FALSE


def _logical(operator: str, terms: Sequence[TypeTerm], members: Sequence[TypeTerm]) -> TypeTerm:
    """`a && b`, `a || b` and `a ?? b`. TypeScript: what never leads to the right is the result."""
    left, right = terms
    if ANY in members or UNKNOWN in members:
        return left if operator != "??" or ANY in members else UNKNOWN
    if operator == "&&":
        false = list(_false_parts(members))
        return left if all(map(_is_false, members)) else union_of([*false, right])
    if operator == "??":
        kept = [member for member in members if member not in (NULL, UNDEFINED)]
        return left if len(kept) == len(members) else union_of([*kept, right])
    if not any(_false_parts(members)):
        return left
    return union_of([*(part for member in members for part in _true_parts(member)), right])


def _true_parts(member: TypeTerm) -> Iterator[TypeTerm]:
    """What is left of a member of a union where it counts as true."""
    if member == _BOOLEAN:
        yield _TRUE
    elif not _is_false(member):
        yield member


def _result(types: Types, node: OperationType, env: Env, whole: TypeTerm) -> TypeTerm:
    """The type of results. TypeScript: one literal alone, if it is no annotation, is widened."""
    one = types.peel(whole)
    if type(one) is not Literal:
        return whole
    fresh = any(is_fresh(types, part, env, one.value) for part in node.operands)
    return Primitive(one.kind) if fresh or one.kind == "boolean" else whole


def _results(types: Types, terms: Sequence[TypeTerm]) -> TypeTerm:
    """The union of results. TypeScript: a list or an object that is of another one is left out."""
    members = list(types.members(union_of(terms)))
    types.spend(len(members) ** 2)
    kept = list(members)
    for member in members:
        others = (other for other in kept if other is not member)
        if any(_is_part(types, member, other) for other in others):
            kept.remove(member)
    return union_of(kept) if len(kept) < len(members) else union_of(terms)


def _is_part(types: Types, one: TypeTerm, other: TypeTerm) -> bool:
    """Whether all values of a list, or of an object with the same names, are of another one."""
    left, right = types.peel(one), types.peel(other)
    if isinstance(left, TArray) and left.element == ANY:
        return False
    if isinstance(left, TArray | TTuple) and isinstance(right, TArray | TTuple):
        return assignable(types, left, right) is True
    if isinstance(left, ObjectShape) and isinstance(right, ObjectShape):
        is_alike = left.properties.keys() == right.properties.keys()
        return is_alike and assignable(types, left, right) is True
    return False


def _behind_chain(
    types: Types, terms: Sequence[TypeTerm], env: Env, node: OperationType
) -> TypeTerm:
    """`owner?.key`: undefined as well, where the owner may be null or undefined."""
    owner, key = terms
    members = list(types.members(owner))
    present = [member for member in members if types.peel(member) not in (NULL, UNDEFINED)]
    values: list[TypeTerm] = [UNDEFINED] if len(present) < len(members) else []
    for member in present:
        value = property_type(types, member, types.peel(key))
        if value is None:
            return types.opaque(env, node.at, MISSING)
        values.append(value)
    return union_of(values) if present else NEVER


def _spread(types: Types, terms: Sequence[TypeTerm], env: Env, node: OperationType) -> TypeTerm:
    """The type of an object with the properties of others, of which the last ones count.

    TypeScript: where the last one is optional, the property has the type of those before, too. No
    property is readonly. What a class computes is not spread.
    """
    whole = ObjectShape(span=types.span(env, node.at))
    for term in terms:
        shape = types.shape(term)
        if shape is None or shape.callable or shape.library or shape.indexes:
            return types.opaque(env, node.at, _NO_OBJECT)
        types.spend(len(shape.properties))
        for name, item in shape.properties.items():
            if item.accessor:
                continue
            whole.methods.pop(name, None)
            whole.properties[name] = _over(types, whole.properties.get(name), item)
        for name, method in shape.methods.items():
            whole.properties.pop(name, None)
            whole.methods[name] = method
    return whole


def _over(types: Types, before: ShapeProperty | None, item: ShapeProperty) -> ShapeProperty:
    """A property in the place of another one, which stays where it is absent."""
    item = replace(item, readonly=False)
    if before is None or not item.optional:
        return item

    def either() -> TypeTerm:
        return union_of([before.type, without(types, item.type, UNDEFINED)])

    span = item.span or before.span
    type_ = either() if span is None else Lazy(either, lambda: item.name, span)
    return replace(item, type=type_, optional=before.optional)
