"""Lower class expressions in sources with values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..syntax import ClassType, InterfaceBody, QueryType, TypeNode, UnsupportedType
from .cursor import Cursor, Node, named_children
from .lowering import type_arguments
from .members import ValueType, lower_members

__all__ = ["class_value"]


def class_value(node: Node, cursor: Cursor, value_type: ValueType) -> TypeNode:
    """The type of a class expression, or of a class that a function declares."""
    at, body = cursor.at(node), node.child_by_field_name("body")
    if body is None or node.child_by_field_name("type_parameters") is not None:
        return UnsupportedType(cursor.text(node), at)
    cursor = replace(cursor, reads="")
    bases = tuple(_bases(node, cursor, value_type))
    members = tuple(lower_members(body, cursor, value_type=value_type))
    statics = tuple(lower_members(body, cursor, static=True, value_type=value_type))
    is_abstract = node.type == "abstract_class_declaration"
    return ClassType(InterfaceBody((), bases, members, statics, is_abstract), at)


def _bases(node: Node, cursor: Cursor, value_type: ValueType) -> Iterator[TypeNode]:
    """The types of the values that a class extends: one at most."""
    for heritage in named_children(node):
        for clause in named_children(heritage) if heritage.type == "class_heritage" else ():
            value = clause.child_by_field_name("value")
            if clause.type != "extends_clause" or value is None:
                continue
            base = value_type(value, cursor, True)
            arguments = clause.child_by_field_name("type_arguments")
            if isinstance(base, QueryType):
                base = replace(base, arguments=type_arguments(arguments, cursor))
            yield base
