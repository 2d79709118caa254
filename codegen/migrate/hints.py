"""Annotations: the types that a program states, in quotes too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ..model import Array, Map, Primitive, Type
from .assigned import walk
from .packages import of_another_protocol
from .paths import last_name
from .proposals import Strength
from .reader import Reader
from .tree import nodes as cst
from .tree.building import build_expression
from .values import ClassObject, Foreign, Instance, ModuleObject, Value

__all__ = ["HEADS", "annotation"]

_SAME: Final = frozenset(
    {
        "Annotated", "Awaitable", "ClassVar", "Coroutine", "Final", "InitVar", "NotRequired",
        "Optional", "ReadOnly", "Required", "Union", "Maybe",
    }
)  # fmt: skip
_ARRAYS: Final = frozenset(
    {
        "AsyncGenerator", "AsyncIterable", "AsyncIterator", "Collection", "Deque", "FrozenSet",
        "Generator", "Iterable", "Iterator", "List", "MutableSequence", "Sequence", "Set", "Tuple",
        "deque", "frozenset", "list", "set", "tuple",
    }
)  # fmt: skip
_MAPS: Final = frozenset(
    {"DefaultDict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "dict"}
)
HEADS: Final = _SAME | _ARRAYS | _MAPS | {"Callable", "Literal", "Type", "TypeGuard", "TypeIs"}
"""Names of types whose subscripts are types, also outside of annotations."""


def annotation(
    reader: Reader, node: cst.BaseExpression, strength: Strength = Strength.WEAK
) -> Value | None:
    """Read an annotation; returns a value of its type. `strength` is for tags in a `Literal`."""
    match node:
        case cst.SimpleString():
            return _quoted(reader, node, strength)
        case cst.Name() | cst.Attribute():
            return _named(reader, node)
        case cst.Subscript():
            return _parameterised(reader, node, strength)
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
            return _union(
                reader, [annotation(reader, operand, strength) for operand in (left, right)]
            )
        case cst.List(elements=elements):
            for element in elements:
                annotation(reader, element.value, strength)
        case _:
            reader.expr(node)
    return None


def _named(reader: Reader, node: cst.Name | cst.Attribute) -> Value | None:
    match reader.expr(node):
        case ClassObject(type=type_, plain=plain):
            return Instance(type_, plain)
        case ModuleObject(parts) if of_another_protocol(parts):
            return Foreign()
    return None


def _quoted(reader: Reader, node: cst.SimpleString, strength: Strength) -> Value | None:
    """Read an annotation in quotes."""
    reader.seen.add(node)
    quoted = reader.quoted(node)
    if quoted is None or not quoted.verbatim:
        return None
    (start, _), text, _ = quoted
    try:
        inner = build_expression(text, reader.source, start, node.scope)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for name in walk(inner):
        if isinstance(name, cst.Name):
            reader.public_name(reader.span(name), name.value, name.scope)
    return annotation(reader, inner, strength)


def _parameterised(reader: Reader, node: cst.Subscript, strength: Strength) -> Value | None:
    head = last_name(node.value)
    reader.expr(node.value)
    arguments = [
        element.slice.value for element in node.slice if isinstance(element.slice, cst.Index)
    ]
    for element in node.slice:
        if not isinstance(element.slice, cst.Index):
            reader.children(element)
    if head == "Literal":
        for literal in arguments:
            if isinstance(literal, cst.SimpleString):
                reader.tag(literal, strength)
            else:
                reader.expr(literal)
        return None
    if head == "Annotated":
        for extra in arguments[1:]:
            reader.expr(extra)
        arguments = arguments[:1]
    parts = [annotation(reader, argument, strength) for argument in arguments]
    if head in _MAPS:
        return _container(reader, parts[1:], lambda type_: Map(Primitive("string"), type_))
    if head in _ARRAYS:
        return _container(reader, parts, Array)
    if head in ("type", "Type"):
        only = _union(reader, parts)
        return ClassObject("", only.type, only.plain) if isinstance(only, Instance) else None
    return _union(reader, parts) if head in _SAME else None


def _union(reader: Reader, parts: Sequence[Value | None]) -> Value | None:
    """Join the parts of a union; types that are not the package's are ignored."""
    if any(isinstance(part, Foreign) for part in parts):
        return Foreign()
    known = [part for part in parts if isinstance(part, Instance)]
    type_ = reader.schema.union(instance.type for instance in known)
    if type_ is None or len({instance.plain for instance in known}) > 1:
        return None
    return Instance(type_, known[0].plain)


def _container(
    reader: Reader, parts: Sequence[Value | None], kind: Callable[[Type], Type]
) -> Value | None:
    inside = _union(reader, parts)
    if isinstance(inside, Instance):
        return Instance(kind(inside.type), inside.plain)
    return inside
