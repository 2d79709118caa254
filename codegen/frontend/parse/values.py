"""Infer the types of values, from the initializers of constants and fields.

A literal type is kept if no assignment can follow: in a `const`, a `readonly` field and below `as
const`. Otherwise it is widened to its primitive type (TypeScript handbook, "Literal Inference").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from ..syntax import (
    ArrayType,
    CallType,
    FunctionType,
    IndexedType,
    IntersectionType,
    KeywordType,
    LiteralType,
    ObjectType,
    PropertyNode,
    QueryType,
    ReferenceType,
    SatisfiedType,
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
from .members import lower_members, own_field
from .operations import either, names_of_types, not_null, plus
from .signatures import lower_signature

__all__ = ["function_type", "value_type"]

_FUNCTIONS = ("arrow_function", "function_expression", "function", "generator_function")
_WITH_RETURNS = (*_FUNCTIONS, "function_declaration", "class", "class_declaration")
_REFERENCES = ("identifier", "member_expression", "as_expression")
_NUMERIC = frozenset({"-", "*", "/", "%", "**", "|", "&", "^", "<<", ">>", ">>>"})
_LOGICAL = frozenset({"==", "===", "!=", "!==", "<", "<=", ">", ">=", "in", "instanceof"})


def value_type(node: Node, cursor: Cursor, keeps: bool, frozen: bool = False) -> TypeNode:
    """Infer the type of a value; an expression that needs a type checker is an `UnsupportedType`.

    A literal type stays if the place `keeps` it, and all literal types in it if it is `frozen`.
    """
    at = cursor.at(node)
    match node.type:
        case "parenthesized_expression":
            return value_type(_first(node), cursor, keeps, frozen)
        case "satisfies_expression":
            return _satisfied(node, cursor, keeps, frozen)
        case "as_expression" if node.children[-1].type == "const":
            return value_type(_first(node), cursor, True, True)
        case "as_expression":
            return lower_type(named_children(node)[-1], cursor)
        case "array":
            return _array(node, cursor, frozen=frozen)
        case "object":
            return _object(node, cursor, frozen=frozen)
        case "this":
            return KeywordType("this", at)
        case "member_expression" if _is_of_this(node):
            return _member_of_this(node, cursor, keeps)
        case "identifier" | "member_expression":
            return _query(node, cursor, keeps)
        case "call_expression":
            return _call(node, cursor, keeps)
        case "class":
            return _class(node, cursor)
        case "new_expression":
            return _instance(node, cursor)
        case "null":
            return KeywordType("null", at)
        case "binary_expression":
            return _binary(node, cursor, keeps)
        case "non_null_expression":
            inner = value_type(_first(node), cursor, keeps)
            return inner if isinstance(inner, UnsupportedType) else not_null(inner, at)
        case "ternary_expression":
            branches = named_children(node)[1:]
            return UnionType(tuple(value_type(b, cursor, keeps, frozen) for b in branches), at)
        case "statement_block":
            return _returned(node, cursor)
        case kind if kind in _FUNCTIONS:
            return function_type(node, cursor)
    literal = _literal(node, cursor)
    if literal is None:
        return UnsupportedType(cursor.text(node), at)
    return literal if keeps or not isinstance(literal, LiteralType) else _widened(literal)


def _satisfied(node: Node, cursor: Cursor, keeps: bool, frozen: bool) -> TypeNode:
    value, *_, target = named_children(node)
    type_ = value_type(value, cursor, keeps, frozen)
    if frozen or not isinstance(type_, ObjectType | ArrayType):
        return type_  # It is the type whatever it is to satisfy.
    exact = value_type(value, cursor, keeps=True, frozen=True)
    return SatisfiedType(type_, exact, lower_type(target, cursor), cursor.at(node))


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
        case "unary_expression" if text.startswith("typeof"):
            return names_of_types(at)
        case "undefined":
            return KeywordType("undefined", at)
    return None


def _signed(node: Node, cursor: Cursor) -> TypeNode:
    """The type of a value with a sign: a literal if the operand is a number, else `number`."""
    at, operand = cursor.at(node), _first(node)
    inner = _literal(operand, cursor) if operand.type == "number" else None
    if isinstance(inner, LiteralType) and isinstance(inner.value, int | float):
        value = -inner.value if cursor.text(node).startswith("-") else inner.value
        return LiteralType(inner.kind, value, at)
    return KeywordType("number", at)


def _binary(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """The type of an operation with two operands."""
    at = cursor.at(node)
    operator = node.child_by_field_name("operator")
    if operator is not None and operator.type in _NUMERIC:
        return KeywordType("number", at)
    if operator is not None and operator.type in _LOGICAL:
        return KeywordType("boolean", at)
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    made: TypeNode | None = None
    if operator is not None and left is not None and right is not None:
        if operator.type == "+":
            made = plus(value_type(left, cursor, False), value_type(right, cursor, False), at)
        elif operator.type in ("||", "??"):
            given = value_type(left, cursor, keeps), value_type(right, cursor, keeps)
            made = either(operator.type, *given, at)
    return made or UnsupportedType(cursor.text(node), at)


def _array(node: Node, cursor: Cursor, *, frozen: bool) -> TypeNode:
    """The array of the union of the elements' types; a tuple below `as const`."""
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


def _object(node: Node, cursor: Cursor, *, frozen: bool, keeps: bool = False) -> TypeNode:
    members = list(_members(node, cursor, frozen=frozen, keeps=keeps or frozen))
    if None in members:
        return UnsupportedType(cursor.text(node), cursor.at(node))
    return ObjectType(tuple(filter(None, members)), cursor.at(node))


def _members(
    node: Node, cursor: Cursor, *, frozen: bool, keeps: bool
) -> Iterator[PropertyNode | SkippedNode | None]:
    """The members of an object; None if the name or the type of one is unknown."""
    for child in named_children(node):
        at = cursor.at(child)
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        match child.type:
            case "pair" if key is not None and value is not None:
                yield _pair(key, value, cursor, keeps, frozen)
            case "shorthand_property_identifier":
                yield PropertyNode(
                    cursor.text(child), _query(child, cursor, keeps), False, True, None, at
                )
            case "method_definition":
                yield SkippedNode("method", "", at)
            case _:
                yield None


def _pair(key: Node, value: Node, cursor: Cursor, keeps: bool, frozen: bool) -> PropertyNode | None:
    name = _key(key, cursor)
    if name is None:
        return None
    type_ = value_type(value, cursor, keeps, frozen)
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


def _is_of_this(node: Node) -> bool:
    """Whether a member expression is of `this`."""
    current: Node | None = node
    while current is not None and current.type == "member_expression":
        current = current.child_by_field_name("object")
    return current is not None and current.type == "this"


def _class_around(node: Node) -> Node | None:
    """The body of the innermost class around a node."""
    current = node.parent
    while current is not None and current.type != "class_body":
        current = current.parent
    return current


def _member_of_this(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """The type of a member of `this`, or of a nested one."""
    at = cursor.at(node)
    owner, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    optional = node.child_by_field_name("optional_chain") is not None
    if owner is None or name is None or optional:
        return UnsupportedType(cursor.text(node), at)
    body = _class_around(node) if owner.type == "this" else None
    if body is not None:
        known = own_field(body, cursor.text(name), cursor, value_type, keeps=keeps)
        if known is not None:
            return known
        if body.parent is not None and body.parent.type == "class":
            return UnsupportedType(cursor.text(node), at)
    inner = (
        KeywordType("this", cursor.at(owner))
        if owner.type == "this"
        else _member_of_this(owner, cursor, keeps)
    )
    if isinstance(inner, UnsupportedType):
        return UnsupportedType(cursor.text(node), at)
    return IndexedType(inner, LiteralType("string", cursor.text(name), at), at)


def _instance(node: Node, cursor: Cursor) -> TypeNode:
    """The type of `new`: an instance of the named class."""
    constructor = node.child_by_field_name("constructor")
    if constructor is None or constructor.type not in ("identifier", "member_expression"):
        return UnsupportedType(cursor.text(node), cursor.at(node))
    arguments = type_arguments(node.child_by_field_name("type_arguments"), cursor)
    return ReferenceType(dotted_name(constructor, cursor), arguments, cursor.at(node))


# ---------------------------------------------------------------- functions and classes

_ANY_ARGUMENTS: Final = "args"


def function_type(node: Node, cursor: Cursor) -> FunctionType:
    """The signature of a function; without an annotation, the result is inferred from the body."""
    signature = lower_signature(node, cursor)
    signature = replace(signature, elements=tuple(_with_defaults(signature, node, cursor)))
    body = node.child_by_field_name("body")
    if body is None or node.child_by_field_name("return_type") is not None:
        return signature
    result = _returned(body, cursor)
    marks = {child.type for child in node.children}
    if "*" in marks or node.type.startswith("generator"):
        result = UnsupportedType(cursor.text(body), cursor.at(body))
    elif "async" in marks:
        result = ReferenceType(("Promise",), (result,), cursor.at(node))
    given = {element.name: element.type for element in signature.elements if element.name}
    if len(given) < len(signature.elements) and _has_query(result):
        # A destructured parameter has no name, and `typeof` of its names would resolve outside.
        result = UnsupportedType(cursor.text(body), cursor.at(body))
    return replace(signature, result=_with_parameters(result, given))


def _with_defaults(signature: FunctionType, node: Node, cursor: Cursor) -> Iterator[TupleElement]:
    """The parameters of a function; without a type, that of the default value is inferred."""
    parameters = node.child_by_field_name("parameters")
    written = {} if parameters is None else {cursor.at(c): c for c in named_children(parameters)}
    for element in signature.elements:
        parameter = written.get(element.type.at)
        value = None if parameter is None else parameter.child_by_field_name("value")
        if value is None:
            yield element
        else:
            yield replace(element, type=value_type(value, cursor, keeps=False), optional=True)


def _returned(body: Node, cursor: Cursor) -> TypeNode:
    """Infer the result of a body: an expression, or the value of the `return` at its end.

    TypeScript: a literal type is widened if it is the only result.
    """
    if body.type != "statement_block":
        return value_type(body, cursor, keeps=body.type == "ternary_expression")
    statements = named_children(body)
    values = [value for statement in statements for value in _values_of(statement)]
    if not any(values):
        return KeywordType("void", cursor.at(body))
    if None in values or statements[-1].type not in ("return_statement", "throw_statement"):
        return UnsupportedType(cursor.text(body), cursor.at(body))
    given = [value for value in values if value is not None]
    several = len(given) > 1 or given[0].type == "ternary_expression"
    types = tuple(value_type(value, cursor, keeps=several) for value in given)
    return types[0] if len(types) == 1 else UnionType(types, cursor.at(body))


def _values_of(node: Node) -> Iterator[Node | None]:
    """The values of the `return`s in a statement, None for one without; functions are skipped."""
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type == "return_statement":
            yield next(iter(named_children(current)), None)
        elif current.type not in _WITH_RETURNS:
            pending += reversed(current.children)


def _has_query(part: Any) -> bool:
    """Whether a syntax node contains a `typeof` query."""
    if isinstance(part, QueryType):
        return True
    return any(map(_has_query, _parts(part)))


def _parts(part: Any) -> list[Any]:
    if isinstance(part, tuple):
        return [*part]
    return [getattr(part, field.name) for field in fields(part)] if is_dataclass(part) else []


def _with_parameters(part: Any, given: Mapping[str, TypeNode]) -> Any:
    """Replace `typeof` of a function's parameters in a type by their types."""
    if isinstance(part, QueryType):
        own = given.get(part.name[0]) if part.name else None
        if own is None:
            return part
        for name in part.name[1:]:
            own = IndexedType(own, LiteralType("string", name, part.at), part.at)
        return own
    if isinstance(part, tuple):
        changed = tuple(_with_parameters(item, given) for item in part)
        return changed if any(a is not b for a, b in zip(part, changed, strict=True)) else part
    if not is_dataclass(part) or isinstance(part, type):
        return part
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    changes = {
        name: new
        for name, value in values.items()
        if (new := _with_parameters(value, given)) is not value
    }
    return replace(part, **changes) if changes else part


def _class(node: Node, cursor: Cursor) -> TypeNode:
    """A class expression: a constructor of its instances, and the class that it extends."""
    at, body = cursor.at(node), node.child_by_field_name("body")
    if body is None or node.child_by_field_name("type_parameters") is not None:
        return UnsupportedType(cursor.text(node), at)
    members = tuple(lower_members(body, cursor, value_type=value_type))
    any_list = ArrayType(KeywordType("any", at), at)
    made = FunctionType(
        at,
        elements=(TupleElement(any_list, False, True, _ANY_ARGUMENTS),),
        result=ObjectType(members, at),
        constructs=True,
    )
    bases = [
        value_type(value, cursor, keeps=True)
        for heritage in named_children(node)
        if heritage.type == "class_heritage"
        for clause in named_children(heritage)
        if (value := clause.child_by_field_name("value")) is not None
    ]
    return IntersectionType((made, *bases), at) if bases else made


def _call(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """The type of a call of a named function whose argument types are self-contained."""
    at = cursor.at(node)
    function, given = (node.child_by_field_name(name) for name in ("function", "arguments"))
    if (
        function is None
        or given is None
        or function.type not in ("identifier", "member_expression")
        or node.child_by_field_name("type_arguments") is not None
    ):
        return UnsupportedType(cursor.text(node), at)
    values = named_children(given)
    known = _of_object(dotted_name(function, cursor), values, cursor, keeps)
    if known is not None:
        return known
    arguments = tuple(value_type(value, cursor, keeps=True) for value in values)
    return CallType(QueryType(dotted_name(function, cursor), cursor.at(function)), arguments, at)


_COPIED: Final = (("Object", "seal"), ("Object", "preventExtensions"))


def _of_object(
    name: tuple[str, ...], values: list[Node], cursor: Cursor, keeps: bool
) -> TypeNode | None:
    """The type of a call of a function of `Object` that returns what it is given.

    TypeScript: `freeze` keeps the literal types of an object's properties, not those further in.
    """
    match name, values:
        case ("Object", "freeze"), [value]:
            return _frozen(value, cursor)
        case ("Object", "assign"), [_, _, *_]:
            parts = tuple(value_type(value, cursor, keeps=False) for value in values)
            return IntersectionType(parts, cursor.at(values[0]))
        case _, [value] if name in _COPIED:
            return value_type(value, cursor, keeps)
        case _:
            return None


def _frozen(value: Node, cursor: Cursor) -> TypeNode:
    while value.type in ("parenthesized_expression", "satisfies_expression"):
        value = _first(value)
    if value.type == "object":
        return _object(value, cursor, frozen=False, keeps=True)
    return value_type(value, cursor, keeps=value.type in _REFERENCES)
