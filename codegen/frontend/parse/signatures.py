"""Lowering of parameters: of functions, methods, constructors, and generic declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..syntax import (
    FunctionType,
    KeywordType,
    Predicate,
    TupleElement,
    TypeNode,
    TypeParameter,
    UnionType,
)
from .cursor import Cursor, Node, named_children
from .lowering import annotated, inner, lower_type

__all__ = [
    "METHODS",
    "as_called",
    "lower_signature",
    "lower_type_parameters",
    "parameter",
    "parameters_of",
]

_MODIFIERS: Final = re.compile(rb"[<,\s]((?:in\s+)?out|in)\s+$")
METHODS: Final = ("method_signature", "method_definition", "abstract_method_signature")
"""The kinds of nodes of methods, accessors and the constructors of classes."""


def lower_signature(node: Node, cursor: Cursor) -> FunctionType:
    """Lower the signature of a function, a method or a constructor."""
    parameters = node.child_by_field_name("parameters")
    result = node.child_by_field_name("return_type") or node.child_by_field_name("type")
    hidden = [child for child in node.children if child.type == "accessibility_modifier"]
    this, names = _this_and_names(parameters, cursor)
    return FunctionType(
        at=cursor.at(node),
        parameters=lower_type_parameters(node.child_by_field_name("type_parameters"), cursor),
        elements=tuple(_signature_elements(parameters, cursor)) if parameters is not None else (),
        result=_result(result, cursor) if result is not None else None,
        constructs=node.type in ("constructor_type", "construct_signature"),
        access=cursor.text(hidden[0]).replace("public", "") if hidden else "",
        is_abstract=node.type == "constructor_type" and _is_abstract(node, cursor),
        is_method=node.type in METHODS,
        this=this,
        predicate=_predicate(result, names, cursor) if result is not None else None,
    )


def _this_and_names(node: Node | None, cursor: Cursor) -> tuple[TypeNode | None, list[str]]:
    """The type of the `this` parameter of a function, and the names of the others."""
    this: TypeNode | None = None
    names: list[str] = []
    for child in named_children(node) if node is not None else ():
        pattern = child.child_by_field_name("pattern")
        if pattern is not None and pattern.type == "this":
            this = annotated(child.child_by_field_name("type"), cursor)
        elif pattern is not None:
            names.append(cursor.text(pattern))
    return this, names


def _predicate(node: Node, names: Sequence[str], cursor: Cursor) -> Predicate | None:
    """What a function says of a parameter by its result: `value is string`."""
    asserts = node.type.startswith("asserts")
    if not asserts and not node.type.startswith("type_predicate"):
        return None
    while len(named_children(node)) == 1:
        node = named_children(node)[0]
    name = node.child_by_field_name("name") or node
    text, type_ = cursor.text(name), node.child_by_field_name("type")
    if text != "this" and text not in names:
        return None
    place = -1 if text == "this" else names.index(text)
    return Predicate(place, asserts, None if type_ is None else lower_type(type_, cursor))


def _is_abstract(node: Node, cursor: Cursor) -> bool:
    """Whether a constructor type is abstract; the word may have been blanked out for the parser."""
    return cursor.raw(node).startswith(b"abstract") or cursor.follows(node, b"abstract")


def parameters_of(parameters: Node | None) -> Iterator[tuple[Node, Node]]:
    """The parameters of a function without `this`, and the pattern of each."""
    for child in named_children(parameters) if parameters is not None else ():
        pattern = child.child_by_field_name("pattern")
        if pattern is not None and pattern.type != "this":
            yield child, pattern


def _signature_elements(parameters: Node, cursor: Cursor) -> Iterator[TupleElement]:
    for child, pattern in parameters_of(parameters):
        plain = pattern.type in ("identifier", "rest_pattern")
        text = cursor.text(pattern).lstrip(". ")
        # A pattern may have a stand-in for a name.
        label = text if plain and not text.startswith(("{", "[")) else None
        yield parameter(child, pattern, label, cursor)


def parameter(node: Node, name: Node | None, label: str | None, cursor: Cursor) -> TupleElement:
    """Lower a parameter, or the labeled element of a tuple, which the grammar parses as one."""
    type_ = annotated(node.child_by_field_name("type"), cursor)
    if type_ is None:
        type_ = KeywordType("any", cursor.at(node))
    rest = name is not None and name.type == "rest_pattern"
    return TupleElement(type_, node.type == "optional_parameter", rest, label)


def as_called(signature: FunctionType) -> FunctionType:
    """A signature as callers see it.

    TypeScript: a parameter before one that has to be given may be undefined, but not left out.
    """
    elements, may_end = list(signature.elements), True
    for place, element in reversed(list(enumerate(elements))):
        may_end = may_end and (element.optional or element.rest)
        if element.optional and not may_end:
            type_, at = element.type, element.type.at
            either = UnionType((type_, KeywordType("undefined", at)), at)
            elements[place] = replace(element, type=either, optional=False)
    return replace(signature, elements=tuple(elements))


def _result(node: Node, cursor: Cursor) -> TypeNode | None:
    """The return type of a function; a type predicate is a boolean, an assertion is void."""
    if node.type.startswith("type_predicate"):
        return KeywordType("boolean", cursor.at(node))
    if node.type.startswith("asserts"):
        return KeywordType("void", cursor.at(node))
    return annotated(node, cursor) if node.type == "type_annotation" else lower_type(node, cursor)


def _variance(parameter: Node, cursor: Cursor) -> str:
    """The declared variance of a type parameter, which was blanked out for the parser."""
    words = _MODIFIERS.search(cursor.before(parameter))
    return "" if words is None else b" ".join(words[1].split()).decode()


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
                inner(constraint, cursor) if constraint is not None else None,
                inner(default, cursor) if default is not None else None,
                any(modifier.type == "const" for modifier in child.children),
                _variance(child, cursor),
            )
        )
    return tuple(parameters)
