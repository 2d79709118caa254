"""Infer the types of values, from the initializers of constants and fields.

A literal type is kept if no assignment can follow: in a `const`, a `readonly` field and below `as
const`. Otherwise it is widened to its primitive type (TypeScript handbook, "Literal Inference").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from ..syntax import (
    ArrayType,
    CallType,
    FunctionType,
    IndexedType,
    IntersectionType,
    KeywordType,
    LiteralType,
    ObjectType,
    OperationType,
    PropertyNode,
    QueryType,
    Range,
    ReferenceType,
    SatisfiedType,
    SkippedNode,
    TupleElement,
    TupleType,
    TypeNode,
    UnionType,
    UnsupportedType,
    Widening,
)
from .bodies import (
    FUNCTIONS,
    Tests,
    may_pass,
    member_of_this,
    returned_values,
    tests,
)
from .class_values import class_value
from .constants import element_of_name, instantiated, template_value
from .cursor import Cursor, Node, named_children
from .lowering import dotted_name, lower_type, type_arguments
from .names import Names, is_fixed, is_small, names_of
from .of_this import class_of_statics, this_type, type_of_member
from .operations import not_null, operation
from .plain_values import (
    chain_of,
    constant_type,
    first_child,
    has_holes,
    instance_of,
    is_union,
    key_of,
    literal_type,
    widened,
)
from .signatures import as_called, lower_signature, parameters_of

__all__ = ["assigned_type", "function_type", "initial_type", "value_type"]

_CHAINS: Final = ("member_expression", "subscript_expression", "call_expression")
_LONGEST_CHAIN: Final = 200
"""The limit of the links of an expression such as `a.b[0].c()`."""
_MOST_FUNCTIONS: Final = 16
"""The limit of functions within each other. What one returns is read again in those around it."""
_VOID: Final = ("method_definition", "function_declaration", "generator_function_declaration")
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
            return value_type(first_child(node), cursor, keeps, frozen)
        case "satisfies_expression":
            return _satisfied(node, cursor, keeps, frozen)
        case "as_expression" if node.children[-1].type == "const":
            return value_type(first_child(node), cursor, True, True)
        case "as_expression":
            return lower_type(named_children(node)[-1], cursor)
        case "array":
            return _array(node, cursor, frozen=frozen)
        case "object":
            return _object(node, cursor, frozen=frozen)
        case "this":
            return this_type(cursor, at)
        case kind if kind in _CHAINS and chain_of(node, cursor).length > _LONGEST_CHAIN:
            return UnsupportedType(cursor.text(node), at)
        case "member_expression" if chain_of(node, cursor).of_this:
            return type_of_member(node, cursor, initial_type, keeps=keeps)
        case "member_expression" if not chain_of(node, cursor).dotted:
            return _property_of(node, cursor, keeps)
        case "subscript_expression":
            return element_of_name(node, cursor, keeps) or _property_of(node, cursor, keeps)
        case "template_string" if keeps and has_holes(node):
            return template_value(node, cursor, frozen, value_type)
        case "instantiation_expression":
            return instantiated(node, cursor) or UnsupportedType(cursor.text(node), at)
        case "await_expression":
            inner = value_type(first_child(node), cursor, keeps)
            unknown = isinstance(inner, UnsupportedType)
            return inner if unknown else ReferenceType(("Awaited",), (inner,), at)
        case "identifier" | "member_expression":
            return constant_type(node, cursor, keeps)
        case "call_expression":
            return _call(node, cursor, keeps)
        case "class" | "class_declaration" | "abstract_class_declaration":
            return class_value(node, cursor, value_type)
        case "new_expression":
            return instance_of(node, cursor, class_of_statics(cursor))
        case "unary_expression" if node.children[0].type == "!":
            return _negated(node, cursor, keeps)
        case "null":
            return KeywordType("null", at)
        case "binary_expression":
            return _binary(node, cursor, keeps)
        case "non_null_expression":
            inner = value_type(first_child(node), cursor, keeps)
            return inner if isinstance(inner, UnsupportedType) else not_null(inner, at)
        case "ternary_expression":
            branches = named_children(node)[1:]
            return UnionType(tuple(value_type(b, cursor, keeps, frozen) for b in branches), at)
        case kind if kind in FUNCTIONS:
            return function_type(node, cursor)
    is_signed = node.type == "unary_expression" and cursor.text(node)[:1] in ("-", "+", "~")
    literal = _signed(node, cursor) if is_signed else literal_type(node, cursor)
    if literal is None:
        return UnsupportedType(cursor.text(node), at)
    return literal if keeps or not isinstance(literal, LiteralType) else widened(literal)


def initial_type(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """Infer the type of an initializer; what it tests before it names it is not known there."""
    type_ = value_type(node, cursor, keeps)
    if node.type in FUNCTIONS or node.type == "class":
        return type_
    tested = tests(node, cursor)
    known: TypeNode = Names(tested=tested).inside(type_) if tested.first else type_
    return known


def assigned_type(node: Node, annotation: TypeNode, cursor: Cursor) -> TypeNode:
    """The type of an initializer beside an annotation, which its literal types are kept for."""
    type_ = initial_type(node, cursor, keeps=True)
    if not isinstance(type_, ObjectType | ArrayType):
        return type_
    exact = value_type(node, cursor, keeps=True, frozen=True)
    return SatisfiedType(type_, exact, annotation, cursor.at(node))


def _satisfied(node: Node, cursor: Cursor, keeps: bool, frozen: bool) -> TypeNode:
    value, *_, target = named_children(node)
    type_ = value_type(value, cursor, keeps, frozen)
    if frozen or not isinstance(type_, ObjectType | ArrayType):
        return type_  # It is the type whatever it is to satisfy.
    exact = value_type(value, cursor, keeps=True, frozen=True)
    return SatisfiedType(type_, exact, lower_type(target, cursor), cursor.at(node))


def _negated(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """The type of `!value`, which may be one of the two."""
    at = cursor.at(node)
    boolean = KeywordType("boolean", at)
    if not keeps:
        return boolean
    return operation("!", (value_type(first_child(node), cursor, True),), at) or boolean


def _signed(node: Node, cursor: Cursor) -> TypeNode:
    """The type of a value with a sign: a literal if the operand is a number, else `number`."""
    at, operand = cursor.at(node), first_child(node)
    inner = literal_type(operand, cursor) if operand.type == "number" else None
    is_bitwise = cursor.text(node).startswith("~")
    if isinstance(inner, LiteralType) and isinstance(inner.value, int | float) and not is_bitwise:
        value = -inner.value if cursor.text(node).startswith("-") else inner.value
        return LiteralType(inner.kind, value, at)
    if isinstance(inner, LiteralType) or cursor.text(node).startswith("+"):
        is_bigint = isinstance(inner, LiteralType) and inner.kind == "bigint"
        return KeywordType("bigint" if is_bigint else "number", at)
    return operation("-", (value_type(operand, cursor, False),), at) or KeywordType("number", at)


def _binary(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """The type of an operation with two operands."""
    at = cursor.at(node)
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    made: TypeNode | None = None
    if operator is not None and left is not None and right is not None:
        kind = operator.type
        if kind in _LOGICAL:
            return KeywordType("boolean", at)
        if kind in _NUMERIC or kind == "+":
            given = value_type(left, cursor, False), value_type(right, cursor, False)
            if kind in _NUMERIC and any(isinstance(part, UnsupportedType) for part in given):
                return KeywordType("number", at)
            made = operation("+" if kind == "+" else "-", given, at)
        elif kind in ("&&", "||", "??"):
            first = value_type(left, cursor, keeps or kind == "&&")
            made = operation(kind, (first, value_type(right, cursor, keeps)), at)
    return made or UnsupportedType(cursor.text(node), at)


def _array(node: Node, cursor: Cursor, *, frozen: bool) -> TypeNode:
    """The array of the union of the elements' types; a tuple below `as const`."""
    at = cursor.at(node)
    elements = named_children(node)
    if frozen:
        parts = [_frozen_element(element, cursor) for element in elements]
        if any(isinstance(part.type, UnsupportedType) for part in parts if part.rest):
            return UnsupportedType(cursor.text(node), at)
        return TupleType(tuple(parts), at, readonly=True)
    types = [_element(element, cursor) for element in elements]
    if not types:
        return ArrayType(KeywordType("never", at), at)
    return ArrayType(types[0] if len(types) == 1 else UnionType(tuple(types), at), at)


def _frozen_element(node: Node, cursor: Cursor) -> TupleElement:
    """An element of a list below `as const`; what is spread in it is a list."""
    rest = node.type == "spread_element"
    inner = first_child(node) if rest else node
    return TupleElement(value_type(inner, cursor, True, True), False, rest, None)


def _element(node: Node, cursor: Cursor) -> TypeNode:
    """The type of an element of a list; that of the elements of what is spread in it."""
    if node.type != "spread_element":
        return value_type(node, cursor, False)
    at, whole = cursor.at(node), value_type(first_child(node), cursor, keeps=False)
    if isinstance(whole, UnsupportedType):
        return whole
    return IndexedType(whole, KeywordType("number", at), at)


def _object(node: Node, cursor: Cursor, *, frozen: bool, keeps: bool = False) -> TypeNode:
    at, keeps = cursor.at(node), keeps or frozen
    parts, members = list[TypeNode](), list[PropertyNode | SkippedNode]()
    for child in named_children(node):
        if child.type == "spread_element":
            parts += [ObjectType(tuple(members), at)] if members else []
            parts.append(value_type(first_child(child), cursor, keeps, frozen))
            members = []
            continue
        member = _member(child, cursor, frozen=frozen, keeps=keeps)
        if member is None:
            return UnsupportedType(cursor.text(node), at)
        members.append(member)
    if not parts:
        return ObjectType(tuple(members), at)
    parts += [ObjectType(tuple(members), at)] if members else []
    return operation("...", tuple(parts), at) or UnsupportedType(cursor.text(node), at)


def _member(
    child: Node, cursor: Cursor, *, frozen: bool, keeps: bool
) -> PropertyNode | SkippedNode | None:
    """A member of an object; None if its name or its type is unknown."""
    at = cursor.at(child)
    key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
    match child.type:
        case "pair" if key is not None and value is not None:
            return _pair(key, value, cursor, keeps, frozen)
        case "shorthand_property_identifier":
            type_ = constant_type(child, cursor, keeps)
            return PropertyNode(cursor.text(child), type_, False, True, None, at)
        case "method_definition":
            return _method(child, cursor)
    return None


def _method(node: Node, cursor: Cursor) -> PropertyNode | SkippedNode | None:
    """A method of an object; one that is only read is a property."""
    name, at = node.child_by_field_name("name"), cursor.at(node)
    marks = {child.type for child in node.children}
    if "set" in marks:
        return None
    if "get" not in marks:
        return SkippedNode("method", "", at)
    key = key_of(name, cursor) if name is not None else None
    result = function_type(node, cursor).result
    return (
        None if key is None or result is None else PropertyNode(key, result, False, True, None, at)
    )


def _pair(key: Node, value: Node, cursor: Cursor, keeps: bool, frozen: bool) -> PropertyNode | None:
    name = key_of(key, cursor)
    if name is None:
        return None
    type_ = value_type(value, cursor, keeps, frozen)
    numeric = key.type == "number"
    return PropertyNode(name, type_, False, True, None, cursor.at(key), numeric=numeric)


def _property_of(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """The type of a property of an expression, or of an element; undefined behind `?.`, too."""
    at, owner = cursor.at(node), node.child_by_field_name("object")
    name, index = (node.child_by_field_name(field) for field in ("property", "index"))
    if owner is None or (name is None and index is None):
        return UnsupportedType(cursor.text(node), at)
    inner = value_type(owner, cursor, keeps=True)
    widens: Widening = "" if keeps else "all"
    key: TypeNode
    if name is not None:
        key = LiteralType("string", cursor.text(name), at)
    else:
        assert index is not None
        key = value_type(index, cursor, keeps=True)
    if isinstance(inner, UnsupportedType) or isinstance(key, UnsupportedType):
        return UnsupportedType(cursor.text(node), at)
    if node.child_by_field_name("optional_chain") is None:
        return IndexedType(inner, key, at, widens)
    return OperationType("?.", (inner, key), at)


# ---------------------------------------------------------------- functions and classes


def function_type(
    node: Node, cursor: Cursor, given: Mapping[int, TypeNode] = MappingProxyType({})
) -> FunctionType:
    """The signature of a function; without an annotation, the result is inferred from the body.

    `given` are the types of parameters without one, by their place.
    """
    signature = lower_signature(node, cursor)
    single = node.child_by_field_name("parameter")
    if single is not None:
        at = cursor.at(single)
        type_ = given.get(0) or KeywordType("any", at)
        signature = replace(
            signature, elements=(TupleElement(type_, False, False, cursor.text(single)),)
        )
    else:
        elements = tuple(_with_defaults(signature, node, cursor, given))
        signature = replace(signature, elements=elements)
    body, called = node.child_by_field_name("body"), as_called(signature)
    if body is None or node.child_by_field_name("return_type") is not None:
        return called
    if cursor.functions >= _MOST_FUNCTIONS:
        return replace(called, result=UnsupportedType(cursor.text(body), cursor.at(body)))
    this = signature.this or cursor.this
    reads = cursor.reads and "inside"
    cursor = replace(cursor, functions=cursor.functions + 1, this=this, reads=reads)
    result = _returned(body, cursor, never=node.type not in _VOID)
    marks = {child.type for child in node.children}
    if "*" in marks or node.type.startswith("generator"):
        result = UnsupportedType(cursor.text(body), cursor.at(body))
    elif "async" in marks:
        result = ReferenceType(("Promise",), (result,), cursor.at(node))
    names = names_of(node, body, signature, cursor, value_type)
    return replace(called, result=names.inside(result))


def _with_defaults(
    signature: FunctionType, node: Node, cursor: Cursor, given: Mapping[int, TypeNode]
) -> Iterator[TupleElement]:
    """The parameters of a function; without a type, that of the default value is inferred."""
    written = parameters_of(node.child_by_field_name("parameters"))
    pairs = zip(signature.elements, written, strict=False)
    for place, (element, (parameter, _)) in enumerate(pairs):
        value = parameter.child_by_field_name("value")
        is_bare = parameter.child_by_field_name("type") is None
        if value is not None:
            type_ = value_type(value, cursor, keeps=False) if is_bare else element.type
            yield replace(element, type=type_, optional=True)
        else:
            yield replace(element, type=given[place]) if is_bare and place in given else element


def _returned(body: Node, cursor: Cursor, *, never: bool = False) -> TypeNode:
    """Infer the result of a body: an expression, or the value of the `return` at its end.

    TypeScript: a literal type is widened if it is the only result. A function that does not return
    has `never` if it is a value, else `void`.
    """
    at = cursor.at(body)
    if body.type == "object":
        return KeywordType("void", at)  # What looks like an object is a block with labels.
    if body.type != "statement_block":
        return _of_results((_result_type(body, cursor, False),), at)
    values = list(returned_values(body))
    passes = may_pass(body, cursor)
    if not any(values):
        ends = never and not values and passes is False
        return KeywordType("never" if ends else "void", at)
    given = [value for value in values if value is not None]
    tested = tests(body, cursor)
    if passes is None or any(_is_narrowed(value, tested, cursor) for value in given):
        return UnsupportedType(cursor.text(body), at)
    several = len(values) > 1 or passes
    types = [_result_type(value, cursor, several) for value in given]
    if passes or None in values:
        types.append(KeywordType("undefined", at))
    return _of_results(tuple(types), at)


def _result_type(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """The type of a result. TypeScript: of a single one, a literal type that is no union widens."""
    if keeps or is_union(node):
        return value_type(node, cursor, keeps=True)
    if node.type == "member_expression" and chain_of(node, cursor).of_this:
        kept = value_type(node, cursor, keeps=True)
        if isinstance(kept, UnionType):
            return kept
    type_ = value_type(node, cursor, keeps=False)
    if isinstance(type_, QueryType | IndexedType) and type_.widens:
        return replace(type_, widens="unit")
    return type_


def _of_results(types: tuple[TypeNode, ...], at: Range) -> TypeNode:
    """The type of the results of a function."""
    if len(types) == 1 and not isinstance(types[0], OperationType | UnionType):
        return types[0]
    return operation("return", types, at) or types[0]


def _is_narrowed(node: Node, tested: Tests, cursor: Cursor) -> bool:
    """Whether an expression refers to a member of `this` that is tested before."""
    pending = [node]
    while pending:
        current = pending.pop()
        name = member_of_this(current, cursor)
        if name is not None:
            known = is_fixed(type_of_member(current, cursor, initial_type, keeps=True))
            behind = (tested.equal if known else tested.first).get(name, current.end_byte)
            if behind < current.start_byte:
                return True
        pending += current.children
    return False


def _call(node: Node, cursor: Cursor, keeps: bool) -> TypeNode:
    """The type of a call, of a named function or a method."""
    at = cursor.at(node)
    function, given = (node.child_by_field_name(name) for name in ("function", "arguments"))
    types = type_arguments(node.child_by_field_name("type_arguments"), cursor)
    optional = any(child.type == "optional_chain" for child in node.children)
    if function is None or given is None or optional:
        return UnsupportedType(cursor.text(node), at)
    values = named_children(given)
    if function.type == "identifier" or (
        function.type == "member_expression" and chain_of(function, cursor).dotted
    ):
        name = dotted_name(function, cursor)
        known = None if types else _of_object(name, values, cursor, keeps)
        if known is not None:
            return known
        called: TypeNode = QueryType(name, cursor.at(function), arguments=types)
    elif types:
        return UnsupportedType(cursor.text(node), at)
    elif function.type == "member_expression":
        called = value_type(function, cursor, True)
        if isinstance(called, UnsupportedType) or not isinstance(called, IndexedType):
            return UnsupportedType(cursor.text(node), at)
    else:
        return UnsupportedType(cursor.text(node), at)
    element = _owner_of(called) if any(value.type in FUNCTIONS for value in values) else None
    if element is not None and not is_small(element):
        return UnsupportedType(cursor.text(node), at)
    arguments = tuple(_argument(value, element, cursor) for value in values)
    return CallType(called, arguments, at)


def _owner_of(called: TypeNode) -> TypeNode | None:
    """The type that a method is called of; None where a function is called."""
    match called:
        case IndexedType(object=owner):
            return owner
        case QueryType(name=(_, _, *_) as name):
            return QueryType(name[:-1], called.at)
        case _:
            return None


def _argument(node: Node, owner: TypeNode | None, cursor: Cursor) -> TypeNode:
    """The type of an argument. TypeScript: a callback's parameter is an element of the list."""
    if node.type not in FUNCTIONS or owner is None:
        return value_type(node, cursor, keeps=True)
    at = cursor.at(node)
    number = KeywordType("number", at)
    return function_type(node, cursor, {0: IndexedType(owner, number, at), 1: number})


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
            parts = tuple(value_type(value, cursor, keeps=True) for value in values)
            return IntersectionType(parts, cursor.at(values[0]))
        case _, [value] if name in _COPIED:
            return value_type(value, cursor, keeps)
        case _:
            return None


def _frozen(value: Node, cursor: Cursor) -> TypeNode:
    while value.type in ("parenthesized_expression", "satisfies_expression"):
        value = first_child(value)
    if value.type == "object":
        return _object(value, cursor, frozen=False, keeps=True)
    return value_type(value, cursor, keeps=value.type in _REFERENCES)
