"""Functions that all rules of the lowering share: look up a rule, names, annotations.

The rules are in a table of the cursor, since types have members and members have types.
"""

from __future__ import annotations

from ..syntax import TypeNode, UnsupportedType
from .cursor import Cursor, Node, named_children

__all__ = [
    "annotated",
    "dotted_name",
    "inner",
    "lower_type",
    "split_import",
    "type_arguments",
    "unsupported",
]


def lower_type(node: Node, cursor: Cursor) -> TypeNode:
    """The type under a node; syntax without a rule becomes an `UnsupportedType`."""
    rule = cursor.rules.get(node.type, unsupported)
    return rule(node, cursor)


def unsupported(node: Node, cursor: Cursor) -> TypeNode:
    """The rule for all other syntax."""
    return UnsupportedType(cursor.text(node), cursor.at(node))


def inner(node: Node, cursor: Cursor) -> TypeNode:
    """The type in a node that wraps it, as parentheses do."""
    return lower_type(named_children(node)[0], cursor)


def annotated(annotation: Node | None, cursor: Cursor) -> TypeNode | None:
    """The type of a type annotation."""
    if annotation is None:
        return None
    named = named_children(annotation)
    return lower_type(named[0], cursor) if named else None


def type_arguments(node: Node | None, cursor: Cursor) -> tuple[TypeNode, ...]:
    """The arguments of a `type_arguments` node."""
    if node is None:
        return ()
    return tuple(lower_type(child, cursor) for child in named_children(node))


def dotted_name(node: Node, cursor: Cursor) -> tuple[str, ...]:
    """The parts of `A.B.C`, however the grammar nests them."""
    if node.child_count == 0:
        return (cursor.name(node),)
    return tuple(part for child in named_children(node) for part in dotted_name(child, cursor))


def split_import(name: tuple[str, ...], cursor: Cursor) -> tuple[tuple[str, ...], str | None]:
    """A name, and the module of an import type at its beginning."""
    module = cursor.import_types.get(name[0])
    return (name, None) if module is None else (name[1:], module)
