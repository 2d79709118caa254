"""Lower the values whose text the compiler computes: templates, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from ..syntax import KeywordType, LiteralType, OperationType, QueryType, TemplateType, TypeNode
from .cursor import LONGEST_TEXT, Cursor, Node, named_children, unescape
from .lowering import dotted_name, type_arguments

__all__ = ["element_of_name", "instantiated", "template_value"]

_ValueType: TypeAlias = Callable[[Node, Cursor, bool, bool], TypeNode]
_OPERATIONS: Final = ("parenthesized_expression", "binary_expression", "unary_expression")
_CONSTANTS: Final = (
    *("identifier", "member_expression", "subscript_expression", "template_string"),
    *("string", "number", "unary_expression"),
)
"""The expressions that may be constants, operations left out."""


def template_value(node: Node, cursor: Cursor, frozen: bool, value_type: _ValueType) -> TypeNode:
    """The type of a template with expressions in it, at a place that keeps literal types.

    TypeScript: it is the text if all of them are constants, else `string`, or a template type below
    `as const`. The template type is the last operand then.
    """
    at, parts, pieces = cursor.at(node), list[TypeNode](), list[str | TypeNode]()
    if len(cursor.text(node)) > LONGEST_TEXT:
        return KeywordType("string", at)
    for child in named_children(node):
        if child.type == "template_substitution":
            inside = named_children(child)[0]
            parts.append(_constant(inside, cursor, value_type))
            if frozen:
                pieces.append(value_type(inside, cursor, True, True))
        else:
            text = unescape(cursor.text(child))
            parts.append(LiteralType("string", text, cursor.at(child)))
            pieces.append(text)
    whole = TemplateType(tuple(pieces), at) if frozen else KeywordType("string", at)
    return OperationType("`", (*parts, whole), at)


def _constant(node: Node, cursor: Cursor, value_type: _ValueType) -> TypeNode:
    """The type of an expression that may be a constant; of an operation, all that it is made of."""
    operands, pending, count = list[TypeNode](), [node], 0
    while pending:
        part = pending.pop()
        is_literal = part.type == "unary_expression" and named_children(part)[0].type == "number"
        if part.type in _OPERATIONS and not is_literal:
            count += part.type != "parenthesized_expression"
            pending += reversed(named_children(part))
        elif part.type in _CONSTANTS:
            operands.append(value_type(part, cursor, True, False))
        else:
            return KeywordType("unknown", cursor.at(node))
    return operands[0] if not count else OperationType("constant", (*operands,), cursor.at(node))


def element_of_name(node: Node, cursor: Cursor, keeps: bool) -> TypeNode | None:
    """The type of `Enum["Member"]`, which is that of `Enum.Member`; None of another element."""
    owner, index = (node.child_by_field_name(name) for name in ("object", "index"))
    is_chain = node.child_by_field_name("optional_chain") is not None
    if owner is None or owner.type != "identifier" or index is None or is_chain:
        return None
    if index.type != "string":
        return None
    name = (cursor.text(owner), cursor.string(index))
    return QueryType(name, cursor.at(node), widens="" if keeps else "all")


def instantiated(node: Node, cursor: Cursor) -> TypeNode | None:
    """The type of `name<arguments>`; None where anything else is given type arguments."""
    function, given = named_children(node)[:2]
    if function.type not in ("identifier", "member_expression"):
        return None
    return QueryType(
        dotted_name(function, cursor), cursor.at(node), arguments=type_arguments(given, cursor)
    )
