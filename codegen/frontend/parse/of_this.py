"""The types of `this` and of its members, in sources."""

from __future__ import annotations

from typing import Final

from ..syntax import (
    IndexedType,
    KeywordType,
    LiteralType,
    QueryType,
    Range,
    TypeNode,
    UnsupportedType,
)
from .cursor import Cursor, Node
from .members import ValueType, own_field

__all__ = ["class_of_statics", "this_type", "type_of_member"]

_CLASSES: Final = ("class_declaration", "abstract_class_declaration")


def class_of_statics(cursor: Cursor) -> tuple[str, ...]:
    """The name that `this` is in a static member: that of the class, empty if there is none."""
    around = None if cursor.class_body is None else cursor.class_body.parent
    name = None if around is None else around.child_by_field_name("name")
    if (
        cursor.this is not None
        or not cursor.in_static
        or around is None
        or around.type not in _CLASSES
        or name is None
    ):
        return ()
    return (cursor.text(name),)


def this_type(cursor: Cursor, at: Range) -> TypeNode:
    """The type of `this`: what the function says, or in a static member that of the class."""
    if cursor.this is not None:
        return cursor.this
    if cursor.class_body is None:
        return UnsupportedType("this", at)
    if not cursor.in_static:
        return KeywordType("this", at)
    name = class_of_statics(cursor)
    return QueryType(name, at) if name else UnsupportedType("this", at)


def type_of_member(node: Node, cursor: Cursor, value_type: ValueType, *, keeps: bool) -> TypeNode:
    """The type of a member of `this`, or of a nested one."""
    at = cursor.at(node)
    owner, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    optional = node.child_by_field_name("optional_chain") is not None
    if owner is None or name is None or optional:
        return UnsupportedType(cursor.text(node), at)
    body = cursor.class_body if owner.type == "this" and cursor.this is None else None
    if body is not None:
        known = own_field(body, cursor.text(name), cursor, value_type, keeps=keeps)
        if known is not None:
            return known
        if body.parent is not None and body.parent.type == "class":
            return UnsupportedType(cursor.text(node), at)
    inner = (
        this_type(cursor, cursor.at(owner))
        if owner.type == "this"
        else type_of_member(owner, cursor, value_type, keeps=True)
    )
    if isinstance(inner, UnsupportedType):
        return UnsupportedType(cursor.text(node), at)
    key = LiteralType("string", cursor.text(name), at)
    return IndexedType(inner, key, at, "" if keeps else "all")
