"""The types of operations on values, made of the types of their operands."""

from __future__ import annotations

from typing import Final

from ..syntax import (
    ConditionalType,
    KeywordType,
    LiteralType,
    Range,
    ReferenceType,
    TupleElement,
    TupleType,
    TypeNode,
    UnionType,
    UnsupportedType,
)

__all__ = ["either", "names_of_types", "not_null", "plus"]

_NAMES: Final = ("string", "number", "bigint", "boolean", "symbol", "undefined", "object")


def plus(left: TypeNode, right: TypeNode, at: Range) -> TypeNode | None:
    """`left + right`: a text if one of them is, else a number; None if one is unknown."""
    kinds = [_kind(left), _kind(right)]
    if "string" in kinds:
        return KeywordType("string", at)
    if isinstance(left, UnsupportedType) or isinstance(right, UnsupportedType):
        return None
    number, text = KeywordType("number", at), KeywordType("string", at)
    if kinds == ["number", "number"]:
        return number
    then = ConditionalType(_whole(right, at), _whole(number, at), number, text, at)
    return ConditionalType(_whole(left, at), _whole(number, at), then, text, at)


def _kind(node: TypeNode) -> str | None:
    """The kind of a literal, or the primitive type that a node consists of."""
    if isinstance(node, LiteralType):
        return node.kind
    return node.name if isinstance(node, KeywordType) else None


def _whole(node: TypeNode, at: Range) -> TypeNode:
    """A type in a tuple, so that a condition does not distribute over it."""
    return TupleType((TupleElement(node, False, False, None),), at)


def either(operator: str, left: TypeNode, right: TypeNode, at: Range) -> TypeNode | None:
    """`left || right` or `left ?? right`; None if one of them is unknown."""
    if isinstance(left, UnsupportedType) or isinstance(right, UnsupportedType):
        return None
    passed: tuple[TypeNode, ...] = (KeywordType("null", at), KeywordType("undefined", at))
    if operator == "||":
        passed = (
            *passed,
            LiteralType("boolean", False, at),
            LiteralType("number", 0, at),
            LiteralType("string", "", at),
        )
    over = UnionType(passed, at)
    kept = ReferenceType(("Exclude",), (left, over), at)
    # TypeScript: what never leads to the right is all of the result.
    never_right = _whole(ReferenceType(("Exclude",), (over, left), at), at)
    return ConditionalType(_whole(over, at), never_right, left, UnionType((kept, right), at), at)


def not_null(node: TypeNode, at: Range) -> TypeNode:
    """A type without null and undefined."""
    return ReferenceType(("NonNullable",), (node,), at)


def names_of_types(at: Range) -> TypeNode:
    """The type of `typeof value`."""
    names = (*_NAMES, "function")
    return UnionType(tuple(LiteralType("string", name, at) for name in names), at)
