"""Lowering of members: of object types, interfaces and classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Final, TypeAlias

from ..syntax import (
    FunctionType,
    IndexNode,
    KeywordType,
    MemberNode,
    PropertyNode,
    SkippedNode,
    TypeNode,
    UnionType,
    UnsupportedType,
    canonical_number,
)
from .cursor import Cursor, Node, named_children, number_value, unescape
from .lowering import annotated, dotted_name, lower_type
from .plain_values import loosened
from .signatures import METHODS, as_called, lower_signature

__all__ = ["ValueType", "lower_members", "own_field"]

_NOT_DATA: Final = {
    "call_signature": "call signature",
    "construct_signature": "construct signature",
    **dict.fromkeys(METHODS, "method"),
}

_HIDDEN: Final = ("private", "protected")
_OF_FIELDS: Final = ("accessibility_modifier", "override_modifier", "readonly")
"""The modifiers that declare a constructor's parameter as a field."""


_ASSIGNED: Final = re.compile(r"this\s*\.\s*(#?[\w$]+)")

ValueType: TypeAlias = Callable[[Node, Cursor, bool], TypeNode]
"""Infers the type of an initializer; with the last argument a literal type is not widened."""


def _no_value(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """Object types and interfaces have no initializers."""
    return UnsupportedType(cursor.text(node), cursor.at(node))


def lower_members(
    body: Node, cursor: Cursor, *, static: bool = False, value_type: ValueType = _no_value
) -> Iterator[MemberNode]:
    """Lower the members of an object type, an interface body or a class body, in source order.

    Of a class either its instance members or, with `static`, its static ones; `value_type` infers
    the types of initializers.
    """
    if body.type == "class_body":
        cursor = replace(cursor, class_body=body, in_static=static, this=None)
    comment: Node | None = None
    previous_end = -1
    signatures = set[str]()
    for child in body.named_children:
        kind = child.type
        if kind == "comment":
            # A comment that ends the line of the member before it belongs to that member.
            trails = (
                previous_end >= 0
                and b"\n" not in cursor.source.data[previous_end : child.start_byte]
            )
            following = cursor.source.data[child.end_byte : child.end_byte + 2].lstrip(b" \r")
            if not (trails and following.startswith(b"\n")):
                comment = child
            continue
        own = _is_static(child)
        # The grammar lacks the modifier here.
        own = own or (kind == "index_signature" and cursor.follows(child, b"static"))
        member = _member(child, kind, comment, cursor, value_type) if own == static else None
        if member is not None and not _is_implementation(child, signatures, cursor):
            yield member
        if isinstance(member, SkippedNode) and member.key == "constructor":
            yield from _parameter_properties(child, cursor, value_type)
        comment = None
        previous_end = child.end_byte


def _is_implementation(member: Node, signatures: set[str], cursor: Cursor) -> bool:
    """Whether a method implements `signatures` before it, which callers see in its place.

    Such a signature is added.
    """
    name = member.child_by_field_name("name")
    if name is None or member.type not in ("method_signature", "method_definition"):
        return False
    text = cursor.text(name)
    if member.type == "method_signature":
        signatures.add(text)
        return False
    is_accessor = any(child.type in ("get", "set") for child in member.children)
    return text in signatures and not is_accessor


def _is_static(member: Node) -> bool:
    """Whether a member of a class has the modifier."""
    return any(modifier.type == "static" for modifier in member.children)


def _member(
    node: Node, kind: str, comment: Node | None, cursor: Cursor, value_type: ValueType
) -> MemberNode | None:
    if kind in ("property_signature", "public_field_definition"):
        return _property(node, comment, cursor, value_type)
    if kind == "index_signature":
        return _index(node, comment, cursor)
    if kind in _NOT_DATA:
        return _method(node, kind, comment, cursor, value_type)
    return None


def _property_name(node: Node, cursor: Cursor) -> str | None:
    """The wire name of a property; None for a computed name that is no literal."""
    match node.type:
        case "string":
            return cursor.string(node)
        case "number":
            return canonical_number(number_value(cursor.text(node)))
        case "computed_property_name":
            inner = named_children(node)
            if len(inner) == 1 and inner[0].type in ("string", "number"):
                return _property_name(inner[0], cursor)
            if len(inner) == 1 and inner[0].type == "template_string":
                return unescape(cursor.text(inner[0])[1:-1])
            return None
        case "private_property_identifier":
            return None
        case _:
            return unescape(cursor.text(node))


def _is_number(name: Node) -> bool:
    """Whether a name is written as a number, `1` or `[1]`."""
    inner = named_children(name) if name.type == "computed_property_name" else [name]
    return len(inner) == 1 and inner[0].type == "number"


def _property(
    node: Node, comment: Node | None, cursor: Cursor, value_type: ValueType
) -> MemberNode | None:
    children = {child.type: child for child in node.children}
    name = node.child_by_field_name("name")
    if _is_hidden(children, cursor) or "private_property_identifier" in children:
        return SkippedNode("hidden member", "", cursor.at(node), type_of=_hidden(node, cursor))
    if name is None:
        return None
    wire_name = _property_name(name, cursor)
    at = cursor.at(name)
    computed = _computed_name(name, cursor) if wire_name is None else ()
    if wire_name is None and not computed:
        return SkippedNode("symbol key", cursor.text(name), at)
    type_ = _field_type(node, _stays(node), cursor, value_type)
    return PropertyNode(
        wire_name or "",
        type_,
        "?" in children,
        _stays(node),
        cursor.doc(comment),
        at,
        numeric=_is_number(name),
        computed=computed,
        loose=_loose(node, type_),
    )


def _loose(field: Node, type_: TypeNode | None) -> TypeNode | None:
    """The type of a constant field where its literal types are widened; None if none is."""
    value = field.child_by_field_name("value")
    is_inferred = field.child_by_field_name("type") is None and value is not None
    if type_ is None or not is_inferred or not _stays(field):
        return None
    is_asserted = value is not None and value.type in ("as_expression", "satisfies_expression")
    loose = type_ if is_asserted else loosened(type_)
    return None if loose is type_ else loose


def _field_type(
    node: Node, readonly: bool, cursor: Cursor, value_type: ValueType
) -> TypeNode | None:
    """The type of a field: its annotation, or else the type of its initializer."""
    annotation = node.child_by_field_name("type")
    value = node.child_by_field_name("value")
    if annotation is None and value is None and _is_assigned(node, cursor):
        return UnsupportedType(cursor.text(node), cursor.at(node))
    if annotation is not None or value is None:
        return annotated(annotation, cursor)
    return value_type(value, cursor, readonly)


def _stays(field: Node) -> bool:
    """Whether a literal type of an initializer is kept. TypeScript: that of no parameter."""
    is_parameter = field.child_by_field_name("pattern") is not None
    return not is_parameter and any(child.type == "readonly" for child in field.children)


def _is_assigned(field: Node, cursor: Cursor) -> bool:
    """Whether the constructor, or a static block, makes the type of a field."""
    name, body = field.child_by_field_name("name"), field.parent
    if name is None or body is None or body.type != "class_body":
        return False
    if body.id not in cursor.assigned:
        makers = [member for member in body.named_children if _is_maker(member, cursor)]
        text = " ".join(cursor.text(maker) for maker in makers)
        cursor.assigned[body.id] = frozenset(_ASSIGNED.findall(text))
    return cursor.text(name) in cursor.assigned[body.id]


def _is_maker(member: Node, cursor: Cursor) -> bool:
    """Whether a member of a class is its constructor, or a static block."""
    name = member.child_by_field_name("name")
    is_constructor = name is not None and cursor.text(name) == "constructor"
    return is_constructor or member.type == "class_static_block"


def _parameter_properties(
    node: Node, cursor: Cursor, value_type: ValueType
) -> Iterator[MemberNode]:
    """The fields that a constructor's parameters declare: those with a modifier."""
    parameters = node.child_by_field_name("parameters")
    for child in named_children(parameters) if parameters is not None else ():
        pattern = child.child_by_field_name("pattern")
        children = {inner.type: inner for inner in child.children}
        readonly = "readonly" in children
        if pattern is None or not _is_field(child):
            continue
        if _is_hidden(children, cursor):
            yield SkippedNode("hidden member", "", cursor.at(child), type_of=_hidden(child, cursor))
            continue
        type_ = _field_type(child, False, cursor, value_type)
        optional = child.type == "optional_parameter"
        name = cursor.text(pattern)
        yield PropertyNode(name, type_, optional, readonly, None, cursor.at(pattern))


def own_field(
    body: Node, name: str, cursor: Cursor, value_type: ValueType, *, keeps: bool
) -> TypeNode | None:
    """The type of a field that a class body declares; None if it declares none of that name.

    A private one is not data, but the types of other fields may refer to it. A literal type of an
    initializer is not widened at a place that `keeps` it.
    """
    key = (body.id, cursor.in_static)
    if key not in cursor.own_fields:
        cursor.own_fields[key] = _own_fields(body, cursor)
    field = cursor.own_fields[key].get(name)
    if field is None:
        return None
    if field.type == "method_definition":
        return _hidden_method(field, cursor)
    if _needs_this(field, cursor):
        return UnsupportedType(name, cursor.at(field))
    type_ = _field_type(field, keeps and _stays(field), cursor, value_type)
    optional = any(child.type == "?" for child in field.children)
    if type_ is None or not optional:
        return type_
    return UnionType((type_, KeywordType("undefined", type_.at)), type_.at)


def _own_fields(body: Node, cursor: Cursor) -> dict[str, Node]:
    """The fields of a class body, those of its constructor's parameters, and hidden methods."""
    fields = [
        child
        for child in body.named_children
        if _is_static(child) == cursor.in_static
        and (child.type == "public_field_definition" or _is_hidden_method(child, cursor))
    ]
    for child in body.named_children if not cursor.in_static else ():
        parameters = child.child_by_field_name("parameters")
        if child.type == "method_definition" and parameters is not None:
            fields += [one for one in named_children(parameters) if _is_field(one)]
    known: dict[str, Node] = {}
    for field in fields:
        label = field.child_by_field_name("name") or field.child_by_field_name("pattern")
        if label is not None:
            known.setdefault(cursor.text(label), field)
    return known


def _is_hidden_method(member: Node, cursor: Cursor) -> bool:
    """Whether a member of a class is a method, or gives a value, for the class alone."""
    children = {child.type: child for child in member.children}
    is_private = "private_property_identifier" in children or _is_hidden(children, cursor)
    return member.type == "method_definition" and is_private and "set" not in children


def _hidden_method(method: Node, cursor: Cursor) -> TypeNode:
    """The type of a hidden method, or of what it gives, as annotations say."""
    signature, at = lower_signature(method, cursor), cursor.at(method)
    if signature.result is None:
        return UnsupportedType(cursor.text(method), at)
    is_read = any(child.type == "get" for child in method.children)
    return signature.result if is_read else as_called(signature)


def _needs_this(field: Node, cursor: Cursor) -> bool:
    """Whether the initializer of a field refers to other fields."""
    value = field.child_by_field_name("value")
    is_told = field.child_by_field_name("type") is not None
    return not is_told and value is not None and "this" in cursor.text(value)


def _is_field(parameter: Node) -> bool:
    """Whether a parameter of a constructor declares a field."""
    return any(child.type in _OF_FIELDS for child in parameter.children)


def _is_hidden(children: Mapping[str, Node], cursor: Cursor) -> bool:
    """Whether a member of a class is private or protected."""
    modifier = children.get("accessibility_modifier")
    return modifier is not None and cursor.text(modifier) in _HIDDEN


def _computed_name(node: Node, cursor: Cursor) -> tuple[str, ...]:
    """The dotted name in `[A.B]`; empty for any other expression in the brackets."""
    inner = named_children(node)
    if len(inner) == 1 and inner[0].type in ("identifier", "member_expression"):
        return dotted_name(inner[0], cursor)
    return ()


def _index(node: Node, comment: Node | None, cursor: Cursor) -> MemberNode | None:
    key = node.child_by_field_name("index_type")
    value = annotated(node.child_by_field_name("type"), cursor)
    if key is None or value is None:
        return None
    readonly = any(child.type == "readonly" for child in node.children)
    return IndexNode(lower_type(key, cursor), value, readonly, cursor.doc(comment), cursor.at(node))


def _getter(
    node: Node, name: Node, comment: Node | None, cursor: Cursor, value_type: ValueType
) -> MemberNode:
    """Lower a getter to a property of the return type."""
    wire_name = _property_name(name, cursor)
    computed = _computed_name(name, cursor) if wire_name is None else ()
    if wire_name is None and not computed:
        return SkippedNode("symbol key", cursor.text(name), cursor.at(name))
    annotation = annotated(node.child_by_field_name("return_type"), cursor)
    body = node.child_by_field_name("body")
    if annotation is None and body is not None:
        function = value_type(node, cursor, False)
        annotation = function.result if isinstance(function, FunctionType) else function
        if isinstance(annotation, UnsupportedType):
            annotation = UnsupportedType(cursor.text(name), cursor.at(name))
    doc, at = cursor.doc(comment), cursor.at(name)
    return PropertyNode(
        wire_name or "",
        annotation,
        False,
        False,
        doc,
        at,
        numeric=_is_number(name),
        computed=computed,
        accessor=node.parent is not None and node.parent.type == "class_body",
    )


def _hidden(node: Node, cursor: Cursor) -> Callable[[], TypeNode] | None:
    """Lowers the type of a private or protected field; None without an annotation."""
    annotation = node.child_by_field_name("type")
    named = [] if annotation is None else named_children(annotation)
    return cache(partial(lower_type, named[0], cursor)) if named else None


def _hidden_accessor(node: Node, cursor: Cursor) -> TypeNode:
    """The type of a private or protected accessor: what it gives, or takes."""
    signature = lower_signature(node, cursor)
    taken = [element.type for element in signature.elements]
    return signature.result or (taken[0] if taken else KeywordType("any", cursor.at(node)))


def _method(
    node: Node, kind: str, comment: Node | None, cursor: Cursor, value_type: ValueType
) -> MemberNode | None:
    name = node.child_by_field_name("name")
    children = {child.type: child for child in node.children}
    is_constructor = name is not None and cursor.text(name) == "constructor"
    if _is_hidden(children, cursor) and not is_constructor:
        is_accessor = not children.keys().isdisjoint(("get", "set"))
        lower = _hidden_accessor if is_accessor else lower_signature
        hidden = cache(partial(lower, node, cursor))
        return SkippedNode("hidden member", "", cursor.at(node), type_of=hidden)
    numeric = name is not None and _is_number(name)
    if kind in METHODS and "get" in children and name is not None:
        return _getter(node, name, comment, cursor, value_type)
    if "set" in children:
        wire_name = _property_name(name, cursor) if name is not None else None
        lowered = None if wire_name is None else cache(partial(lower_signature, node, cursor))
        at = cursor.at(node)
        return SkippedNode(
            "setter", wire_name or "", at, wire_name, numeric=numeric, signature_of=lowered
        )
    return SkippedNode(
        _NOT_DATA[kind],
        cursor.text(name) if name is not None else "",
        cursor.at(node),
        _property_name(name, cursor) if name is not None else None,
        "?" in children,
        numeric,
        cache(partial(_signature, node, cursor, value_type)),
    )


def _signature(node: Node, cursor: Cursor, value_type: ValueType) -> FunctionType:
    """The signature of a method; without an annotation, the result is inferred from the body."""
    if node.child_by_field_name("body") is None:
        return lower_signature(node, cursor)
    signature = value_type(node, cursor, False)
    assert isinstance(signature, FunctionType)
    return signature
