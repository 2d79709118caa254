"""Shapes as Python spells them: what a generated package holds of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, assert_never

from ..layout import literal
from ..runtime import _shapes as shapes

__all__ = ["constructors", "spelled"]

_KINDS: Final[Mapping[str, str]] = {
    shapes.TEXT.name: "TEXT",
    shapes.NUMBER.name: "NUMBER",
    shapes.BOOLEAN.name: "BOOLEAN",
    shapes.NULL.name: "NULL",
    shapes.ANYTHING.name: "ANYTHING",
    shapes.NOTHING.name: "NOTHING",
    shapes.CONTAINER.name: "CONTAINER",
    shapes.DEFINED.name: "DEFINED",
}


def constructors(all_shapes: Iterable[shapes.Shape]) -> tuple[str, ...]:
    """The names of the runtime that spelled shapes are made of, sorted."""
    used: set[str] = set()
    stack = list(all_shapes)
    while stack:
        shape = stack.pop()
        used.add(_KINDS[shape.name] if isinstance(shape, shapes.Kind) else type(shape).__name__)
        stack += shapes.parts(shape)
    return tuple(sorted(used))


def spelled(shape: shapes.Shape) -> str:
    """The expression that makes a shape."""
    match shape:
        case shapes.Kind():
            return _KINDS[shape.name]
        case shapes.Constant(values):
            return f"Constant({', '.join(map(_value, values))})"
        case shapes.Pattern(text, parts):
            pairs = (f"({literal(part)}, {hole})" for part, hole in parts)
            return f"Pattern({', '.join((literal(text), *pairs))})"
        case shapes.ListOf(element):
            return f"ListOf({spelled(element)})"
        case shapes.TupleOf():
            return _tuple_of(shape)
        case shapes.MapOf(value):
            return f"MapOf({spelled(value)})"
        case shapes.Object(required, optional, extra, names):
            more = [spelled(part) for part in (extra, names) if part is not None]
            return f"Object({', '.join((_fields(required), _fields(optional), *more))})"
        case shapes.Named(name):
            return f"Named({literal(name)})"
        case shapes.AnyOf(members):
            return f"AnyOf({', '.join(map(spelled, members))})"
        case shapes.ByKeys(members):
            return f"ByKeys({', '.join(map(spelled, members))})"
        case shapes.Tagged():
            return _tagged(shape)
        case _:
            assert_never(shape)


def _tuple_of(shape: shapes.TupleOf) -> str:
    arguments = [*map(spelled, shape.items), f"required={shape.required}"]
    if shape.rest is not None:
        arguments.append(f"rest={spelled(shape.rest)}")
    if shape.after:
        arguments.append(f"after={_tuple([spelled(item) for item in shape.after])}")
    return f"TupleOf({', '.join(arguments)})"


def _tagged(shape: shapes.Tagged) -> str:
    pairs = (
        f"({_value(key if isinstance(key, str) else key[1])}, {spelled(branch)})"
        for key, branch in shape.branches.items()
    )
    arguments = [literal(shape.tag), f"[{', '.join(pairs)}]"]
    if shape.absent is not None:
        arguments.append(f"absent={spelled(shape.absent)}")
    if shape.other is not None:
        arguments.append(f"other={spelled(shape.other)}")
    return f"Tagged({', '.join(arguments)})"


def _fields(fields: Mapping[str, shapes.Shape]) -> str:
    return f"{{{', '.join(f'{literal(name)}: {spelled(s)}' for name, s in fields.items())}}}"


def _value(value: shapes.Scalar) -> str:
    return literal(value) if isinstance(value, str) else repr(value)


def _tuple(items: list[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
