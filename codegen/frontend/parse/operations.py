"""The types of operations on values, of the types of their operands."""

from __future__ import annotations

from typing import Final

from ..syntax import (
    KeywordType,
    LiteralType,
    OperationType,
    Range,
    ReferenceType,
    TypeNode,
    UnionType,
    UnsupportedType,
)

__all__ = ["names_of_types", "not_null", "operation"]

_NAMES: Final = ("string", "number", "bigint", "boolean", "symbol", "undefined", "object")


def operation(operator: str, operands: tuple[TypeNode, ...], at: Range) -> TypeNode | None:
    """The type of an operation; None if an operand is not known, and matters."""
    kinds = {_kind(operand) for operand in operands}
    if operator == "+" and "string" in kinds:
        return KeywordType("string", at)
    unknown = next((part for part in operands if isinstance(part, UnsupportedType)), None)
    if unknown is not None:
        return unknown if operator == "return" else None
    if operator in ("+", "-") and kinds == {"number"}:
        return KeywordType("number", at)
    return OperationType(operator, operands, at)


def _kind(node: TypeNode) -> str | None:
    """The kind of a literal, or the primitive type that a node consists of."""
    if isinstance(node, LiteralType):
        return node.kind
    return node.name if isinstance(node, KeywordType) else None


def not_null(node: TypeNode, at: Range) -> TypeNode:
    """A type without null and undefined."""
    return ReferenceType(("NonNullable",), (node,), at)


def names_of_types(at: Range) -> TypeNode:
    """The type of `typeof value`."""
    names = (*_NAMES, "function")
    return UnionType(tuple(LiteralType("string", name, at) for name in names), at)
