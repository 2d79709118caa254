"""Shapes as text: what a generated package holds of them (`runtime/_table.py` reads it)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, assert_never

from ..runtime import _shapes as shapes

__all__ = ["table_lines"]

_WIDTH: Final = 88
_WORD: Final = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^" ])+')
"""A piece of JSON text that no line is broken in: it ends with a space outside of strings."""


def table_lines(declared: Mapping[str, shapes.Shape]) -> Iterator[str]:
    """The lines of the JSON object with the shape of each declaration by its name.

    They are ASCII. A declaration begins on a line of its own, and lines have as much as fits.
    """
    yield "{"
    last = len(declared) - 1
    for index, (name, shape) in enumerate(declared.items()):
        text = f"{json.dumps(name)}: {json.dumps(_written(shape))}"
        yield from _filled(text if index == last else f"{text},")
    yield "}"


def _filled(text: str) -> Iterator[str]:
    """A JSON text in lines, those behind the first indented by a space."""
    line = ""
    for word in _WORD.findall(text):
        if line and len(line) + 1 + len(word) > _WIDTH:
            yield line
            line = f" {word}"
        else:
            line = f"{line} {word}" if line else word
    yield line


def _written(shape: shapes.Shape) -> Any:
    """A shape as a JSON value."""
    match shape:
        case shapes.Kind(name):
            return name
        case shapes.Named(name):
            return f"#{name}"
        case shapes.Object(required, optional, extra, names):
            more = [_written(part) for part in (extra, names) if part is not None]
            return [_fields(required), _fields(optional), *more]
        case shapes.Constant(values):
            return ["=", *values]
        case shapes.Pattern(text, parts):
            return ["pattern", text, *map(list, parts)]
        case shapes.ListOf(element):
            return ["list", _written(element)]
        case shapes.TupleOf(items, required, rest, after):
            return ["tuple", _all(items), required, _if_any(rest), _all(after)]
        case shapes.MapOf(value):
            return ["map", _written(value)]
        case shapes.AnyOf(members):
            return ["or", *_all(members)]
        case shapes.Tagged(tag, branches, absent, other):
            ways = [[_literal(key), _written(branch)] for key, branch in branches.items()]
            return ["by tag", tag, ways, _if_any(absent), _if_any(other)]
        case shapes.ByKeys(members):
            return ["by keys", *_all(members)]
        case _:
            assert_never(shape)


def _fields(fields: Mapping[str, shapes.Shape]) -> dict[str, Any]:
    return {name: _written(shape) for name, shape in fields.items()}


def _all(parts: tuple[shapes.Shape, ...]) -> list[Any]:
    return [_written(part) for part in parts]


def _if_any(shape: shapes.Shape | None) -> Any:
    return None if shape is None else _written(shape)


def _literal(key: Any) -> shapes.Scalar:
    """The literal that a key of branches stands for."""
    value: shapes.Scalar = key if isinstance(key, str) else key[1]
    return value
