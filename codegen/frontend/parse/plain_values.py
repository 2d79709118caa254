"""The types of values that no other value decides: literals, names and instances of classes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..syntax import (
    IndexedType,
    KeywordType,
    LiteralType,
    OperationType,
    QueryType,
    ReferenceType,
    TypeNode,
    UnionType,
    UnsupportedType,
    Widening,
    canonical_number,
)
from .cursor import (
    LONGEST_TEXT,
    Chain,
    Cursor,
    Node,
    bigint_value,
    named_children,
    number_value,
    unescape,
)
from .lowering import dotted_name, type_arguments
from .operations import names_of_types

__all__ = [
    "chain_of",
    "constant_type",
    "first_child",
    "has_holes",
    "instance_of",
    "is_union",
    "key_of",
    "literal_type",
    "loosened",
    "widened",
]


def has_holes(node: Node) -> bool:
    """Whether a template has expressions in it."""
    return any(child.type == "template_substitution" for child in node.children)


def literal_type(node: Node, cursor: Cursor) -> TypeNode | None:
    """The type of a literal, or of an operation whose result does not hang on its operand."""
    at, text = cursor.at(node), cursor.text(node)
    if len(text) > LONGEST_TEXT and node.type in ("string", "template_string"):
        return KeywordType("string", at)
    match node.type:
        case "string":
            return LiteralType("string", cursor.string(node), at)
        case "template_string":
            if has_holes(node):
                return KeywordType("string", at)
            return LiteralType("string", unescape(text[1:-1]), at)
        case "number" if text.endswith("n"):
            whole = bigint_value(text[:-1])
            if whole is None:
                return KeywordType("bigint", at)
            return LiteralType("bigint", whole, at)
        case "number":
            return LiteralType("number", number_value(text), at)
        case "true" | "false":
            return LiteralType("boolean", node.type == "true", at)
        case "unary_expression" if text.startswith("typeof"):
            return names_of_types(at)
        case "unary_expression" if text.startswith("void"):
            return KeywordType("undefined", at)
        case "update_expression":
            return KeywordType("number", at)
        case "undefined":
            return KeywordType("undefined", at)
    return None


def widened(literal: LiteralType) -> KeywordType:
    """The primitive type of a literal type."""
    return KeywordType(literal.kind, literal.at)


def loosened(node: TypeNode) -> TypeNode:
    """A type with its literals widened, as they are where an assignment can follow."""
    match node:
        case LiteralType():
            return widened(node)
        case QueryType() | IndexedType():
            return replace(node, widens="all")
        case OperationType(operator="!"):
            return KeywordType("boolean", node.at)
        case OperationType(operator="`"):
            return KeywordType("string", node.at)
        case UnionType(members=members):
            return replace(node, members=tuple(map(loosened, members)))
        case OperationType(operator="&&" | "||" | "??", operands=operands):
            return replace(node, operands=tuple(map(loosened, operands)))
        case _:
            return node


def constant_type(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """The type of another constant."""
    name = dotted_name(node, cursor)
    if name == ("undefined",):
        return KeywordType("undefined", cursor.at(node))
    widens: Widening = "" if keeps else "all"
    return QueryType(name, cursor.at(node), widens=widens, reads=cursor.reads)


def key_of(node: Node, cursor: Cursor) -> str | None:
    """The name of a member of an object; None if it is computed."""
    match node.type:
        case "string":
            return cursor.string(node)
        case "property_identifier":
            return cursor.text(node)
        case "number":
            return canonical_number(number_value(cursor.text(node)))
        case _:
            return None


def instance_of(node: Node, cursor: Cursor, this: tuple[str, ...] = ()) -> TypeNode:
    """The type of `new`: an instance of the named class, which `this` may be the name of."""
    constructor = node.child_by_field_name("constructor")
    named = constructor is not None and constructor.type in ("identifier", "member_expression")
    is_this = constructor is not None and constructor.type == "this"
    name = dotted_name(constructor, cursor) if constructor is not None and named else ()
    name = this if is_this else name
    if not name:
        return UnsupportedType(cursor.text(node), cursor.at(node))
    arguments = type_arguments(node.child_by_field_name("type_arguments"), cursor)
    return ReferenceType(name, arguments, cursor.at(node))


def first_child(node: Node) -> Node:
    """The first part of an expression."""
    return named_children(node)[0]


_LINKS: Final = {
    "member_expression": "object",
    "subscript_expression": "object",
    "call_expression": "function",
}
"""The expressions that go on with another one, and the name of its field in the grammar."""


def chain_of(node: Node, cursor: Cursor) -> Chain:
    """What an expression begins with: properties of `this`, or a name."""
    links: list[Node] = []
    current: Node | None = node
    while current is not None and current.id not in cursor.chains and current.type in _LINKS:
        links.append(current)
        current = current.child_by_field_name(_LINKS[current.type])
    chain = Chain(of_this=False, dotted=False)
    if current is not None:
        kind = current.type
        chain = cursor.chains.get(current.id) or Chain(kind == "this", kind == "identifier")
    for link in reversed(links):
        is_member = link.type == "member_expression"
        optional = is_member and link.child_by_field_name("optional_chain") is not None
        chain = Chain(
            is_member and chain.of_this,
            is_member and chain.dotted and not optional,
            chain.length + 1,
        )
        cursor.chains[link.id] = chain
    return chain


def is_union(node: Node) -> bool:
    """Whether an expression is one of several values: their literal types are kept."""
    while node.type == "parenthesized_expression":
        node = first_child(node)
    operator = node.child_by_field_name("operator")
    is_logical = operator is not None and operator.type in ("&&", "||", "??")
    return node.type == "ternary_expression" or is_logical
