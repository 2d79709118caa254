"""The types of values: what TypeScript infers from the initializer of a constant or a field.

A literal keeps its type where nothing may be assigned later: in a `const`, a `readonly` field
and below `as const`. Everywhere else it is of the type that it is one of (TypeScript handbook,
"Literal Inference").
"""

from __future__ import annotations

from collections.abc import Iterator

from ..syntax import (
    ArrayType,
    KeywordType,
    LiteralType,
    ObjectType,
    PropertyNode,
    QueryType,
    ReferenceType,
    SkippedNode,
    TupleElement,
    TupleType,
    TypeNode,
    UnionType,
    UnsupportedType,
    canonical_number,
)
from .cursor import LONGEST_TEXT, Cursor, Node, bigint_value, named_children, number_value, unescape
from .lowering import dotted_name, lower_type, type_arguments
from .signatures import lower_signature

__all__ = ["value_type"]

_FUNCTIONS = ("arrow_function", "function_expression", "function", "generator_function")
_NUMERIC = frozenset({"-", "*", "/", "%", "**", "|", "&", "^", "<<", ">>", ">>>"})
_LOGICAL = frozenset({"==", "===", "!=", "!==", "<", "<=", ">", ">=", "in", "instanceof"})


def value_type(node: Node, cursor: Cursor, keeps: bool, frozen: bool = False) -> TypeNode:
    """The type of a value; an expression that takes a type checker is an `UnsupportedType`.

    A literal stays one if the place `keeps` it, and all literals in it if it is `frozen`.
    """
    at = cursor.at(node)
    match node.type:
        case "parenthesized_expression":
            return value_type(_first(node), cursor, keeps, frozen)
        case "satisfies_expression":
            return value_type(_first(node), cursor, keeps, frozen)
        case "as_expression" if node.children[-1].type == "const":
            return value_type(_first(node), cursor, True, True)
        case "as_expression":
            return lower_type(named_children(node)[-1], cursor)
        case "array":
            return _array(node, cursor, frozen=frozen)
        case "object":
            return _object(node, cursor, frozen=frozen)
        case "identifier" | "member_expression":
            return _query(node, cursor, keeps)
        case "new_expression":
            return _instance(node, cursor)
        case "null":
            return KeywordType("null", at)
        case "binary_expression":
            return _binary(node, cursor)
        case kind if kind in _FUNCTIONS:
            return lower_signature(node, cursor)
    literal = _literal(node, cursor)
    if literal is None:
        return UnsupportedType(cursor.text(node), at)
    return literal if keeps or not isinstance(literal, LiteralType) else _widened(literal)


def _first(node: Node) -> Node:
    return named_children(node)[0]


def _widened(literal: LiteralType) -> KeywordType:
    return KeywordType(literal.kind, literal.at)


def _literal(node: Node, cursor: Cursor) -> TypeNode | None:
    at, text = cursor.at(node), cursor.text(node)
    if len(text) > LONGEST_TEXT and node.type in ("string", "template_string"):
        return KeywordType("string", at)
    match node.type:
        case "string":
            return LiteralType("string", cursor.string(node), at)
        case "template_string":
            if any(child.type == "template_substitution" for child in node.children):
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
        case "unary_expression" if text.startswith("!"):
            return KeywordType("boolean", at)
        case "unary_expression" if text.startswith(("-", "+")):
            return _signed(node, cursor)
        case "undefined":
            return KeywordType("undefined", at)
    return None


def _signed(node: Node, cursor: Cursor) -> TypeNode:
    """What a sign gives: a literal directly before a number, `number` before all else."""
    at, operand = cursor.at(node), _first(node)
    inner = _literal(operand, cursor) if operand.type == "number" else None
    if isinstance(inner, LiteralType) and isinstance(inner.value, int | float):
        value = -inner.value if cursor.text(node).startswith("-") else inner.value
        return LiteralType(inner.kind, value, at)
    return KeywordType("number", at)


def _binary(node: Node, cursor: Cursor) -> TypeNode:
    """What an operator gives, where its operands do not matter."""
    at = cursor.at(node)
    operator = node.child_by_field_name("operator")
    if operator is not None and operator.type in _NUMERIC:
        return KeywordType("number", at)
    if operator is not None and operator.type in _LOGICAL:
        return KeywordType("boolean", at)
    return UnsupportedType(cursor.text(node), at)


def _array(node: Node, cursor: Cursor, *, frozen: bool) -> TypeNode:
    """An array of all its elements' types; a tuple below `as const`."""
    at = cursor.at(node)
    elements = named_children(node)
    if any(element.type == "spread_element" for element in elements):
        return UnsupportedType(cursor.text(node), at)
    types = [value_type(element, cursor, frozen, frozen) for element in elements]
    if frozen:
        return TupleType(tuple(TupleElement(type_, False, False, None) for type_ in types), at)
    if not types:
        return ArrayType(KeywordType("any", at), at)
    return ArrayType(types[0] if len(types) == 1 else UnionType(tuple(types), at), at)


def _object(node: Node, cursor: Cursor, *, frozen: bool) -> TypeNode:
    members = list(_members(node, cursor, frozen=frozen))
    if None in members:
        return UnsupportedType(cursor.text(node), cursor.at(node))
    return ObjectType(tuple(filter(None, members)), cursor.at(node))


def _members(
    node: Node, cursor: Cursor, *, frozen: bool
) -> Iterator[PropertyNode | SkippedNode | None]:
    """The members of an object; None for one whose name or type cannot be told."""
    for child in named_children(node):
        at = cursor.at(child)
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        match child.type:
            case "pair" if key is not None and value is not None:
                yield _pair(key, value, cursor, frozen)
            case "shorthand_property_identifier":
                yield PropertyNode(
                    cursor.text(child), _query(child, cursor, frozen), False, True, None, at
                )
            case "method_definition":
                yield SkippedNode("method", "", at)
            case _:
                yield None


def _pair(key: Node, value: Node, cursor: Cursor, frozen: bool) -> PropertyNode | None:
    name = _key(key, cursor)
    if name is None:
        return None
    type_ = value_type(value, cursor, frozen, frozen)
    numeric = key.type == "number"
    return PropertyNode(name, type_, False, True, None, cursor.at(key), numeric=numeric)


def _key(node: Node, cursor: Cursor) -> str | None:
    match node.type:
        case "string":
            return cursor.string(node)
        case "property_identifier":
            return cursor.text(node)
        case "number":
            return canonical_number(number_value(cursor.text(node)))
        case _:
            return None


def _query(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """The type of another constant."""
    name = dotted_name(node, cursor)
    if name == ("undefined",):
        return KeywordType("undefined", cursor.at(node))
    return QueryType(name, cursor.at(node), widens=not keeps)


def _instance(node: Node, cursor: Cursor) -> TypeNode:
    """What `new` makes: an instance of the class that is named."""
    constructor = node.child_by_field_name("constructor")
    if constructor is None or constructor.type not in ("identifier", "member_expression"):
        return UnsupportedType(cursor.text(node), cursor.at(node))
    arguments = type_arguments(node.child_by_field_name("type_arguments"), cursor)
    return ReferenceType(dotted_name(constructor, cursor), arguments, cursor.at(node))
