"""Lowering of types: a rule for each kind of node."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from ..syntax import (
    ArrayType,
    ConditionalType,
    FunctionType,
    IndexedType,
    InferType,
    IntersectionType,
    KeyofType,
    KeywordType,
    LiteralType,
    MappedType,
    Modifier,
    ObjectType,
    QueryType,
    Range,
    ReferenceType,
    TemplateType,
    TupleElement,
    TupleType,
    TypeNode,
    UnionType,
    UnsupportedType,
)
from .cursor import (
    LONGEST_TEXT,
    Cursor,
    Node,
    Rule,
    bigint_value,
    named_children,
    number_value,
    unescape,
)
from .lowering import (
    annotated,
    dotted_name,
    inner,
    lower_type,
    split_import,
    type_arguments,
    unsupported,
)
from .members import lower_members
from .signatures import lower_signature, parameter

__all__ = ["TYPE_RULES"]


def _reference(node: Node, cursor: Cursor) -> TypeNode:
    name, module = split_import(dotted_name(node, cursor), cursor)
    return ReferenceType(name, (), cursor.at(node), module)


_SHOWN: Final = 60


def _generic(node: Node, cursor: Cursor) -> TypeNode:
    target, *rest = named_children(node)
    name, module = split_import(dotted_name(target, cursor), cursor)
    arguments = type_arguments(rest[0] if rest else None, cursor)
    return ReferenceType(name, arguments, cursor.at(node), module)


def _literal(node: Node, cursor: Cursor) -> TypeNode:
    inner = node.children[0]
    at = cursor.at(node)
    match inner.type:
        case "string":
            text = cursor.string(inner)
            if len(text) > LONGEST_TEXT:
                return _too_long(text, at)
            return LiteralType("string", text, at)
        case "true" | "false":
            return LiteralType("boolean", inner.type == "true", at)
        case "number" | "unary_expression":
            text = cursor.text(inner).replace(" ", "")
            negative = text.startswith("-")
            digits = text.lstrip("+-")
            if digits.endswith("n"):
                whole = bigint_value(digits[:-1])
                if whole is None:
                    return KeywordType("bigint", at)
                return LiteralType("bigint", -whole if negative else whole, at)
            value = number_value(digits)
            return LiteralType("number", -value if negative else value, at)
        case _:
            return KeywordType(cursor.text(inner), at)


def _too_long(text: str, at: Range) -> TypeNode:
    why = f"a literal may have {LONGEST_TEXT:,} characters"
    return UnsupportedType(text[:_SHOWN], at, why)


def _template(node: Node, cursor: Cursor) -> TypeNode:
    if node.end_byte - node.start_byte > LONGEST_TEXT:
        return _too_long(cursor.text(node)[1:-1], cursor.at(node))
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


def _in_front(node: Node) -> Node | None:
    """The constructor type that what is written begins with, if it is not in parentheses."""
    while node.type in ("union_type", "intersection_type", "conditional_type"):
        node = named_children(node)[0]
    return node if node.type == "constructor_type" else None


def _in_result(node: Node, made: TypeNode, whole: Callable[[TypeNode], TypeNode]) -> TypeNode:
    """Put what stands behind a constructor type into its result.

    TypeScript: `new () => A | B` makes one of two, as `() => A | B` returns one of them; the
    grammar ends the result of a constructor at the first operator.
    """
    assert isinstance(made, FunctionType)
    result, inside = made.result, node.child_by_field_name("type")
    if result is None:
        return made
    if inside is not None and inside.type == "constructor_type":
        return replace(made, result=_in_result(inside, result, whole))
    return replace(made, result=whole(result))


def _joined(node: Node, cursor: Cursor, kind: type[UnionType] | type[IntersectionType]) -> TypeNode:
    first, *others = list(_flat(node, node.type))
    made, rest = lower_type(first, cursor), [lower_type(other, cursor) for other in others]
    if not rest:
        return made
    at, front = cursor.at(node), _in_front(first)
    if front is not None:
        return _in_result(front, made, lambda result: kind((result, *rest), at))
    return kind((made, *rest), at)


def _union(node: Node, cursor: Cursor) -> TypeNode:
    return _joined(node, cursor, UnionType)


def _intersection(node: Node, cursor: Cursor) -> TypeNode:
    return _joined(node, cursor, IntersectionType)


def _tuple_element(node: Node, cursor: Cursor) -> TupleElement:
    match node.type:
        case "required_parameter" | "optional_parameter":
            name = node.child_by_field_name("name") or node.child_by_field_name("pattern")
            label = cursor.text(name).lstrip(". ") if name is not None else None
            return parameter(node, name, label, cursor)
        case "optional_type":
            return TupleElement(inner(node, cursor), True, False, None)
        case "rest_type":
            return TupleElement(inner(node, cursor), False, True, None)
        case _:
            return TupleElement(lower_type(node, cursor), False, False, None)


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
        type=annotated(annotation, cursor),
        optional=optional,
        readonly=readonly,
        at=cursor.at(node),
    )


def _conditional(node: Node, cursor: Cursor) -> TypeNode:
    parts = [node.child_by_field_name(f) for f in ("left", "right", "consequence", "alternative")]
    check, *rest = (lower_type(p, cursor) for p in parts if p is not None)
    extends, then, otherwise = rest
    at, front = cursor.at(node), _in_front(node)
    if front is not None:
        return _in_result(
            front, check, lambda result: ConditionalType(result, extends, then, otherwise, at)
        )
    return ConditionalType(check, extends, then, otherwise, at)


def _infer(node: Node, cursor: Cursor) -> TypeNode:
    name, *rest = named_children(node)
    constraint = lower_type(rest[0], cursor) if rest else None
    return InferType(cursor.name(name), constraint, cursor.at(node))


def _lookup(node: Node, cursor: Cursor) -> TypeNode:
    target, index = named_children(node)
    return IndexedType(lower_type(target, cursor), lower_type(index, cursor), cursor.at(node))


def _query(node: Node, cursor: Cursor) -> TypeNode:
    target = named_children(node)[0]
    arguments: tuple[TypeNode, ...] = ()
    if target.type == "instantiation_expression":
        target, given = named_children(target)
        arguments = tuple(lower_type(child, cursor) for child in named_children(given))
    if target.type == "this":
        return KeywordType("this", cursor.at(node))
    if target.type not in ("identifier", "member_expression", "nested_identifier"):
        return unsupported(node, cursor)
    dotted = dotted_name(target, cursor)
    if dotted[0] == "this":
        at = cursor.at(node)
        own: TypeNode = KeywordType("this", at)
        for part in dotted[1:]:
            own = IndexedType(own, LiteralType("string", part, at), at)
        return own
    name, module = split_import(dotted, cursor)
    return QueryType(name, cursor.at(node), module, arguments=arguments)


def _keyword(node: Node, cursor: Cursor) -> TypeNode:
    return KeywordType(" ".join(cursor.text(node).split()), cursor.at(node))


def _array(node: Node, cursor: Cursor) -> TypeNode:
    return ArrayType(inner(node, cursor), cursor.at(node))


def _keyof(node: Node, cursor: Cursor) -> TypeNode:
    return KeyofType(inner(node, cursor), cursor.at(node))


def _readonly(node: Node, cursor: Cursor) -> TypeNode:
    return _as_readonly(inner(node, cursor))


def _as_readonly(listed: TypeNode) -> TypeNode:
    """Move `readonly` to the list behind it: the grammar applies it to the whole operand."""
    match listed:
        case ArrayType() | TupleType():
            return replace(listed, readonly=True)
        case UnionType(members) | IntersectionType(members):
            return replace(listed, members=(_as_readonly(members[0]), *members[1:]))
        case ConditionalType(check=check):
            return replace(listed, check=_as_readonly(check))
        case _:
            return listed


TYPE_RULES: Final[Mapping[str, Rule]] = {
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
    "parenthesized_type": inner,
    "readonly_type": _readonly,
    "function_type": lower_signature,
    "constructor_type": lower_signature,
    "lookup_type": _lookup,
    "index_type_query": _keyof,
    "type_query": _query,
    "conditional_type": _conditional,
    "infer_type": _infer,
}
"""The rules by the kind of node; a node of another kind is an `UnsupportedType`."""
