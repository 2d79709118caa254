"""Lowering of types and members."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

from ..syntax import (
    ArrayType,
    ConditionalType,
    FunctionType,
    IndexedType,
    IndexNode,
    InferType,
    IntersectionType,
    KeyofType,
    KeywordType,
    LiteralType,
    MappedType,
    MemberNode,
    Modifier,
    ObjectType,
    PropertyNode,
    QueryType,
    ReferenceType,
    SkippedNode,
    TemplateType,
    TupleElement,
    TupleType,
    TypeNode,
    TypeParameter,
    UnionType,
    UnsupportedType,
    canonical_number,
)
from .cursor import Cursor, Node, named_children, number_value, unescape

__all__ = [
    "ValueType",
    "dotted_name",
    "lower_members",
    "lower_signature",
    "lower_type",
    "lower_type_parameters",
    "type_arguments",
]


def dotted_name(node: Node, cursor: Cursor) -> tuple[str, ...]:
    """The parts of `A.B.C`, however the grammar nests them."""
    if node.child_count == 0:
        return (cursor.name(node),)
    return tuple(part for child in named_children(node) for part in dotted_name(child, cursor))


def _split_import(name: tuple[str, ...], cursor: Cursor) -> tuple[tuple[str, ...], str | None]:
    module = cursor.import_types.get(name[0])
    return (name, None) if module is None else (name[1:], module)


def type_arguments(node: Node | None, cursor: Cursor) -> tuple[TypeNode, ...]:
    """The arguments of a `type_arguments` node."""
    if node is None:
        return ()
    return tuple(lower_type(child, cursor) for child in named_children(node))


def _reference(node: Node, cursor: Cursor) -> TypeNode:
    name, module = _split_import(dotted_name(node, cursor), cursor)
    return ReferenceType(name, (), cursor.at(node), module)


def _generic(node: Node, cursor: Cursor) -> TypeNode:
    target, *rest = named_children(node)
    name, module = _split_import(dotted_name(target, cursor), cursor)
    arguments = type_arguments(rest[0] if rest else None, cursor)
    return ReferenceType(name, arguments, cursor.at(node), module)


def _literal(node: Node, cursor: Cursor) -> TypeNode:
    inner = node.children[0]
    at = cursor.at(node)
    match inner.type:
        case "string":
            return LiteralType("string", cursor.string(inner), at)
        case "true" | "false":
            return LiteralType("boolean", inner.type == "true", at)
        case "number" | "unary_expression":
            text = cursor.text(inner).replace(" ", "")
            negative = text.startswith("-")
            digits = text.lstrip("+-")
            is_big = digits.endswith("n")
            value = number_value(digits.removesuffix("n"))
            if is_big:
                return LiteralType("bigint", int(-value if negative else value), at)
            return LiteralType("number", -value if negative else value, at)
        case _:
            return KeywordType(cursor.text(inner), at)


def _template(node: Node, cursor: Cursor) -> TypeNode:
    parts: list[str | TypeNode] = []
    text = ""
    for child in node.children[1:-1]:
        if child.type == "template_type":
            if text:
                parts.append(unescape(text))
                text = ""
            parts.append(lower_type(named_children(child)[0], cursor))
        else:
            text += cursor.text(child)
    if text:
        parts.append(unescape(text))
    return TemplateType(tuple(parts), cursor.at(node))


def _flat(node: Node, kind: str) -> Iterator[Node]:
    """The members of a left-nested union or intersection, in source order."""
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type == kind:
            stack.extend(reversed(named_children(current)))
        else:
            yield current


def _union(node: Node, cursor: Cursor) -> TypeNode:
    members = tuple(lower_type(child, cursor) for child in _flat(node, "union_type"))
    return members[0] if len(members) == 1 else UnionType(members, cursor.at(node))


def _intersection(node: Node, cursor: Cursor) -> TypeNode:
    members = tuple(lower_type(child, cursor) for child in _flat(node, "intersection_type"))
    return members[0] if len(members) == 1 else IntersectionType(members, cursor.at(node))


def _tuple_element(node: Node, cursor: Cursor) -> TupleElement:
    match node.type:
        case "required_parameter" | "optional_parameter":
            name = node.child_by_field_name("name") or node.child_by_field_name("pattern")
            label = cursor.text(name).lstrip(". ") if name is not None else None
            return _parameter(node, name, label, cursor)
        case "optional_type":
            return TupleElement(_inner(node, cursor), True, False, None)
        case "rest_type":
            return TupleElement(_inner(node, cursor), False, True, None)
        case _:
            return TupleElement(lower_type(node, cursor), False, False, None)


def _parameter(node: Node, name: Node | None, label: str | None, cursor: Cursor) -> TupleElement:
    """A parameter, or a tuple's labeled element, which the grammar takes for one."""
    annotated = _annotated(node.child_by_field_name("type"), cursor)
    rest = name is not None and name.type == "rest_pattern"
    type_ = annotated or KeywordType("any", cursor.at(node))
    return TupleElement(type_, node.type == "optional_parameter", rest, label)


def _tuple(node: Node, cursor: Cursor) -> TypeNode:
    return TupleType(
        tuple(_tuple_element(c, cursor) for c in named_children(node)), cursor.at(node)
    )


def _object(node: Node, cursor: Cursor) -> TypeNode:
    for child in node.named_children:
        if child.type == "index_signature" and _mapped_clause(child) is not None:
            return _mapped(child, cursor)
    return ObjectType(tuple(lower_members(node, cursor)), cursor.at(node))


def _mapped_clause(node: Node) -> Node | None:
    for child in node.named_children:
        if child.type == "mapped_type_clause":
            return child
    return None


def _mapped(node: Node, cursor: Cursor) -> TypeNode:
    clause = _mapped_clause(node)
    assert clause is not None
    name = clause.child_by_field_name("name")
    constraint = clause.child_by_field_name("type")
    rename = clause.child_by_field_name("alias")
    annotation = node.child_by_field_name("type")
    readonly: Modifier = ""
    sign = node.child_by_field_name("sign")
    if any(child.type == "readonly" for child in node.children):
        readonly = "-" if sign is not None and sign.type == "-" else "+"
    optional: Modifier = ""
    if annotation is not None:
        if annotation.type == "omitting_type_annotation":
            optional = "-"
        elif annotation.type in ("adding_type_annotation", "opting_type_annotation"):
            optional = "+"
    assert name is not None and constraint is not None
    return MappedType(
        parameter=cursor.name(name),
        constraint=lower_type(constraint, cursor),
        rename=lower_type(rename, cursor) if rename is not None else None,
        type=_annotated(annotation, cursor),
        optional=optional,
        readonly=readonly,
        at=cursor.at(node),
    )


def _conditional(node: Node, cursor: Cursor) -> TypeNode:
    parts = [node.child_by_field_name(f) for f in ("left", "right", "consequence", "alternative")]
    check, extends, then, otherwise = (lower_type(p, cursor) for p in parts if p is not None)
    return ConditionalType(check, extends, then, otherwise, cursor.at(node))


def _infer(node: Node, cursor: Cursor) -> TypeNode:
    name, *rest = named_children(node)
    constraint = lower_type(rest[0], cursor) if rest else None
    return InferType(cursor.name(name), constraint, cursor.at(node))


def _lookup(node: Node, cursor: Cursor) -> TypeNode:
    target, index = named_children(node)
    return IndexedType(lower_type(target, cursor), lower_type(index, cursor), cursor.at(node))


def _query(node: Node, cursor: Cursor) -> TypeNode:
    target = named_children(node)[0]
    if target.type not in ("identifier", "member_expression", "nested_identifier"):
        return _unsupported(node, cursor)
    name, module = _split_import(dotted_name(target, cursor), cursor)
    return QueryType(name, cursor.at(node), module)


def _inner(node: Node, cursor: Cursor) -> TypeNode:
    return lower_type(named_children(node)[0], cursor)


def _keyword(node: Node, cursor: Cursor) -> TypeNode:
    return KeywordType(" ".join(cursor.text(node).split()), cursor.at(node))


def _array(node: Node, cursor: Cursor) -> TypeNode:
    return ArrayType(_inner(node, cursor), cursor.at(node))


def _keyof(node: Node, cursor: Cursor) -> TypeNode:
    return KeyofType(_inner(node, cursor), cursor.at(node))


def lower_signature(node: Node, cursor: Cursor) -> FunctionType:
    """The signature of anything that has parameters: a function, a method, a constructor."""
    parameters = node.child_by_field_name("parameters")
    result = node.child_by_field_name("return_type") or node.child_by_field_name("type")
    return FunctionType(
        at=cursor.at(node),
        parameters=lower_type_parameters(node.child_by_field_name("type_parameters"), cursor),
        elements=tuple(_signature_elements(parameters, cursor)) if parameters is not None else (),
        result=_result(result, cursor) if result is not None else None,
        constructs=node.type in ("constructor_type", "construct_signature"),
    )


def _signature_elements(parameters: Node, cursor: Cursor) -> Iterator[TupleElement]:
    for child in named_children(parameters):
        pattern = child.child_by_field_name("pattern")
        if pattern is not None and pattern.type != "this":
            plain = pattern.type in ("identifier", "rest_pattern")
            label = cursor.text(pattern).lstrip(". ") if plain else None
            yield _parameter(child, pattern, label, cursor)


def _result(node: Node, cursor: Cursor) -> TypeNode | None:
    """What a function returns; a type predicate is a boolean, an assertion is nothing."""
    if node.type.startswith("type_predicate"):
        return KeywordType("boolean", cursor.at(node))
    if node.type.startswith("asserts"):
        return KeywordType("void", cursor.at(node))
    return _annotated(node, cursor) if node.type == "type_annotation" else lower_type(node, cursor)


def _readonly(node: Node, cursor: Cursor) -> TypeNode:
    return _as_readonly(_inner(node, cursor))


def _as_readonly(inner: TypeNode) -> TypeNode:
    """`readonly` belongs to the list behind it; the grammar lets it reach over a whole union."""
    match inner:
        case ArrayType() | TupleType():
            return replace(inner, readonly=True)
        case UnionType(members) | IntersectionType(members):
            return replace(inner, members=(_as_readonly(members[0]), *members[1:]))
        case _:
            return inner


def _unsupported(node: Node, cursor: Cursor) -> TypeNode:
    return UnsupportedType(cursor.text(node), cursor.at(node))


_LOWER: Final[dict[str, Callable[[Node, Cursor], TypeNode]]] = {
    "predefined_type": _keyword,
    "this_type": _keyword,
    "type_identifier": _reference,
    "identifier": _reference,
    "nested_type_identifier": _reference,
    "nested_identifier": _reference,
    "member_expression": _reference,
    "generic_type": _generic,
    "literal_type": _literal,
    "template_literal_type": _template,
    "union_type": _union,
    "intersection_type": _intersection,
    "array_type": _array,
    "tuple_type": _tuple,
    "object_type": _object,
    "parenthesized_type": _inner,
    "readonly_type": _readonly,
    "function_type": lower_signature,
    "constructor_type": lower_signature,
    "lookup_type": _lookup,
    "index_type_query": _keyof,
    "type_query": _query,
    "conditional_type": _conditional,
    "infer_type": _infer,
}


def lower_type(node: Node, cursor: Cursor) -> TypeNode:
    """The type under a node; syntax without a rule becomes an `UnsupportedType`."""
    lower = _LOWER.get(node.type, _unsupported)
    return lower(node, cursor)


def _annotated(annotation: Node | None, cursor: Cursor) -> TypeNode | None:
    """The type of a type annotation."""
    if annotation is None:
        return None
    named = named_children(annotation)
    return lower_type(named[0], cursor) if named else None


def lower_type_parameters(node: Node | None, cursor: Cursor) -> tuple[TypeParameter, ...]:
    """The parameters of a `type_parameters` node, with constraints and defaults."""
    if node is None:
        return ()
    parameters: list[TypeParameter] = []
    for child in named_children(node):
        name = child.child_by_field_name("name")
        constraint = child.child_by_field_name("constraint")
        default = child.child_by_field_name("value")
        parameters.append(
            TypeParameter(
                cursor.name(name) if name is not None else "",
                _inner(constraint, cursor) if constraint is not None else None,
                _inner(default, cursor) if default is not None else None,
            )
        )
    return tuple(parameters)


# -------------------------------------------------------------------------- members

_NOT_DATA: Final = {
    "call_signature": "call signature",
    "construct_signature": "construct signature",
    "method_signature": "method",
    "method_definition": "method",
    "abstract_method_signature": "method",
}

_ACCESSORS: Final = ("method_signature", "method_definition", "abstract_method_signature")
_HIDDEN: Final = ("private", "protected")
_AROUND_NAMES: Final = ("accessibility_modifier", "comment", "type_annotation")


ValueType: TypeAlias = Callable[[Node, Cursor, bool], TypeNode]
"""What gives the type of an initializer; the last argument says that a literal stays one."""


def _no_value(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """In object types and interfaces nothing has an initializer."""
    return UnsupportedType(cursor.text(node), cursor.at(node))


def lower_members(
    body: Node, cursor: Cursor, *, static: bool = False, value_type: ValueType = _no_value
) -> Iterator[MemberNode]:
    """The members of an object type, an interface body or a class body, in source order.

    Of a class either those of its instances or, with `static`, its own; `value_type` gives the
    types of its initializers.
    """
    comment: Node | None = None
    previous_end = -1
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
        own = any(modifier.type == "static" for modifier in child.children)
        member = _member(child, kind, comment, cursor, value_type) if own == static else None
        if member is not None:
            yield member
        if isinstance(member, SkippedNode) and member.key == "constructor":
            yield from _parameter_properties(child, cursor, value_type)
        comment = None
        previous_end = child.end_byte


def _member(
    node: Node, kind: str, comment: Node | None, cursor: Cursor, value_type: ValueType
) -> MemberNode | None:
    if kind in ("property_signature", "public_field_definition"):
        return _property(node, comment, cursor, value_type)
    if kind == "index_signature":
        return _index(node, comment, cursor)
    if kind in _NOT_DATA:
        return _method(node, kind, comment, cursor)
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


def _property(
    node: Node, comment: Node | None, cursor: Cursor, value_type: ValueType
) -> MemberNode | None:
    children = {child.type: child for child in node.children}
    names = (c for c in children.values() if c.is_named and c.type not in _AROUND_NAMES)
    name = next(names, None)
    if _is_hidden(children, cursor) or "private_property_identifier" in children:
        return SkippedNode("hidden member", "", cursor.at(node))
    if name is None:
        return None
    wire_name = _property_name(name, cursor)
    at = cursor.at(name)
    computed = _computed_name(name, cursor) if wire_name is None else ()
    if wire_name is None and not computed:
        return SkippedNode("symbol key", cursor.text(name), at)
    readonly = "readonly" in children
    return PropertyNode(
        wire_name or "",
        _field_type(node, readonly, cursor, value_type),
        "?" in children,
        readonly,
        cursor.doc(comment),
        at,
        numeric=name.type == "number",
        computed=computed,
    )


def _field_type(
    node: Node, readonly: bool, cursor: Cursor, value_type: ValueType
) -> TypeNode | None:
    """The type of a field: as annotated, or that of its initializer."""
    annotation = node.child_by_field_name("type")
    value = node.child_by_field_name("value")
    if annotation is not None or value is None:
        return _annotated(annotation, cursor)
    return value_type(value, cursor, readonly)


def _parameter_properties(
    node: Node, cursor: Cursor, value_type: ValueType
) -> Iterator[MemberNode]:
    """The fields that a constructor's parameters declare: those with a modifier."""
    parameters = node.child_by_field_name("parameters")
    for child in named_children(parameters) if parameters is not None else ():
        pattern = child.child_by_field_name("pattern")
        children = {inner.type: inner for inner in child.children}
        readonly = "readonly" in children
        if pattern is None or not (readonly or "accessibility_modifier" in children):
            continue
        if _is_hidden(children, cursor):
            yield SkippedNode("hidden member", "", cursor.at(child))
            continue
        type_ = _field_type(child, readonly, cursor, value_type)
        optional = child.type == "optional_parameter"
        name = cursor.text(pattern)
        yield PropertyNode(name, type_, optional, readonly, None, cursor.at(pattern))


def _is_hidden(children: Mapping[str, Node], cursor: Cursor) -> bool:
    """Whether a member of a class is private or protected."""
    modifier = children.get("accessibility_modifier")
    return modifier is not None and cursor.text(modifier) in _HIDDEN


def _computed_name(node: Node, cursor: Cursor) -> tuple[str, ...]:
    """The constant that `[A.B]` names; empty for anything else between the brackets."""
    inner = named_children(node)
    if len(inner) == 1 and inner[0].type in ("identifier", "member_expression"):
        return dotted_name(inner[0], cursor)
    return ()


def _index(node: Node, comment: Node | None, cursor: Cursor) -> MemberNode | None:
    key = node.child_by_field_name("index_type")
    value = _annotated(node.child_by_field_name("type"), cursor)
    if key is None or value is None:
        return None
    readonly = any(child.type == "readonly" for child in node.children)
    return IndexNode(lower_type(key, cursor), value, readonly, cursor.doc(comment), cursor.at(node))


def _getter(node: Node, name: Node, comment: Node | None, cursor: Cursor) -> MemberNode:
    """A property that is read by a function; what it returns has to be annotated."""
    wire_name = _property_name(name, cursor)
    computed = _computed_name(name, cursor) if wire_name is None else ()
    if wire_name is None and not computed:
        return SkippedNode("symbol key", cursor.text(name), cursor.at(name))
    annotation = _annotated(node.child_by_field_name("return_type"), cursor)
    if annotation is None and node.child_by_field_name("body") is not None:
        annotation = UnsupportedType(cursor.text(name), cursor.at(name))
    doc, at = cursor.doc(comment), cursor.at(name)
    return PropertyNode(wire_name or "", annotation, False, False, doc, at, computed=computed)


def _method(node: Node, kind: str, comment: Node | None, cursor: Cursor) -> MemberNode | None:
    name = node.child_by_field_name("name")
    children = {child.type: child for child in node.children}
    if _is_hidden(children, cursor):
        return SkippedNode("hidden member", "", cursor.at(node))
    if kind in _ACCESSORS and "get" in children and name is not None:
        return _getter(node, name, comment, cursor)
    if "set" in children:
        return None
    return SkippedNode(
        _NOT_DATA[kind],
        cursor.text(name) if name is not None else "",
        cursor.at(node),
        _property_name(name, cursor) if name is not None else None,
        "?" in children,
        partial(lower_signature, node, cursor),
    )
