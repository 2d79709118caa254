"""Shapes as Python spells them: what a generated package holds of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, assert_never

from ..python.tree import (
    Call,
    Dict,
    Entry,
    Expression,
    Keyword,
    Name,
    String,
    list_of,
    number,
    tuple_of,
)
from ..runtime import _shapes as shapes

__all__ = ["spelled"]

_HOME: Final = "._shapes"
_KINDS: Final[Mapping[str, Name]] = {
    shape.name: Name(name, _HOME)
    for name, shape in vars(shapes).items()
    if isinstance(shape, shapes.Kind)
}


def spelled(shape: shapes.Shape) -> Expression:
    """The expression that makes a shape."""
    match shape:
        case shapes.Kind(name):
            return _KINDS[name]
        case shapes.Constant(values):
            return _call("Constant", map(_value, values))
        case shapes.Pattern(text, parts):
            pairs = (tuple_of(String(part), number(hole)) for part, hole in parts)
            template = Call(Name("Template", "._template"), tuple(pairs))
            return _call("Pattern", (String(text), template))
        case shapes.ListOf(element):
            return _call("ListOf", (spelled(element),))
        case shapes.TupleOf():
            return _tuple_of(shape)
        case shapes.MapOf(value):
            return _call("MapOf", (spelled(value),))
        case shapes.Object(required, optional, extra, names):
            more = [spelled(part) for part in (extra, names) if part is not None]
            return _call("Object", (_fields(required), _fields(optional), *more))
        case shapes.Named(name):
            return _call("Named", (String(name),))
        case shapes.AnyOf(members):
            return _call("AnyOf", map(spelled, members))
        case shapes.ByKeys(members):
            return _call("ByKeys", map(spelled, members))
        case shapes.Tagged():
            return _tagged(shape)
        case _:
            assert_never(shape)


def _call(name: str, arguments: Iterable[Expression], keywords: tuple[Keyword, ...] = ()) -> Call:
    return Call(Name(name, _HOME), tuple(arguments), keywords)


def _tuple_of(shape: shapes.TupleOf) -> Call:
    keywords = [Keyword("required", number(shape.required))]
    if shape.rest is not None:
        keywords.append(Keyword("rest", spelled(shape.rest)))
    if shape.after:
        keywords.append(Keyword("after", tuple_of(*map(spelled, shape.after))))
    return _call("TupleOf", map(spelled, shape.items), tuple(keywords))


def _tagged(shape: shapes.Tagged) -> Call:
    pairs = (
        tuple_of(_value(key if isinstance(key, str) else key[1]), spelled(branch))
        for key, branch in shape.branches.items()
    )
    ways_on = (("absent", shape.absent), ("other", shape.other))
    keywords = tuple(Keyword(name, spelled(way)) for name, way in ways_on if way is not None)
    return _call("Tagged", (String(shape.tag), list_of(*pairs)), keywords)


def _fields(fields: Mapping[str, shapes.Shape]) -> Dict:
    return Dict(tuple(Entry(String(name), spelled(shape)) for name, shape in fields.items()))


def _value(value: shapes.Scalar) -> Expression:
    return String(value) if isinstance(value, str) else number(value)
