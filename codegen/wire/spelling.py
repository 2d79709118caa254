"""Format shapes as text for generated packages (`runtime/_table.py` reads it)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, assert_never

from ..runtime import _shapes as shapes
from ..runtime._table import PARTS
from .parts import all_parts

__all__ = ["table_lines"]

_WIDTH: Final = 88
_LARGE: Final = 50
"""The least number of parts of a shape that is written once for all places."""
_BREAK: Final = "\n"
_SPELLED: Final = json.JSONEncoder(separators=(f",{_BREAK}", f":{_BREAK}"))
"""Formats JSON with a line feed at each possible line break, as no string has one."""


def table_lines(declared: Mapping[str, shapes.Shape]) -> Iterator[str]:
    """Format the JSON object of all declarations' shapes by name, as lines of ASCII.

    A declaration begins on a new line, and lines are filled.
    """
    table = _Table(declared.values())
    written = {name: table.written(shape) for name, shape in declared.items()}
    entries = {PARTS: table.shared, **written} if table.shared else written
    yield "{"
    last = len(entries) - 1
    for index, (name, value) in enumerate(entries.items()):
        words = f"{_SPELLED.encode(name)}:{_BREAK}{_SPELLED.encode(value)}"
        yield from _filled(words if index == last else f"{words},")
    yield "}"


def _filled(words: str) -> Iterator[str]:
    """Fill lines with a JSON text, those after the first indented by a space.

    `words` has a line feed at each space or possible line end.
    """
    start = indent = 0
    while len(words) - start > _WIDTH - indent:
        end = words.rfind(_BREAK, start, start + _WIDTH - indent + 1)
        if end < 0:
            end = words.find(_BREAK, start)  # A word that is wider than a line.
        if end < 0:
            break
        yield " " * indent + words[start:end].replace(_BREAK, " ")
        start, indent = end + 1, 1
    yield " " * indent + words[start:].replace(_BREAK, " ")


class _Table:
    """Converts shapes to JSON values. Large shared ones are written once.

    `shared` are those; the others refer to them by their positions.
    """

    def __init__(self, declared: Iterable[shapes.Shape]) -> None:
        whole = list(declared)
        uses = Counter(map(id, whole))
        uses.update(id(part) for shape in all_parts(whole) for part in shapes.parts(shape))
        self._several = {key for key, count in uses.items() if count > 1}
        self._texts: dict[int, Any] = {}
        self.shared: list[Any] = []

    def written(self, shape: shapes.Shape) -> Any:
        """Convert a shape to a JSON value."""
        if id(shape) not in self._several:
            return self._value(shape)
        if id(shape) not in self._texts:
            value = self._value(shape)
            if len(shapes.parts(shape)) >= _LARGE:
                self.shared.append(value)
                value = f"&{len(self.shared) - 1}"
            self._texts[id(shape)] = value
        return self._texts[id(shape)]

    def _value(self, shape: shapes.Shape) -> Any:
        match shape:
            case shapes.Kind(name):
                return name
            case shapes.Named(name):
                return f"#{name}"
            case shapes.Object(required, optional, extra, names):
                more = [self.written(part) for part in (extra, names) if part is not None]
                return [self._fields(required), self._fields(optional), *more]
            case shapes.Constant(values):
                return ["=", *values]
            case shapes.Pattern(text, parts):
                return ["pattern", text, *map(list, parts)]
            case shapes.ListOf(element):
                return ["list", self.written(element)]
            case shapes.TupleOf(items, required, rest, after):
                return ["tuple", self._all(items), required, self._if_any(rest), self._all(after)]
            case shapes.MapOf(value):
                return ["map", self.written(value)]
            case shapes.AnyOf(members):
                return ["or", *self._all(members)]
            case shapes.Tagged(path, branches, absent, other, tags):
                tag = path[0] if len(path) == 1 else list(path)
                ways = [
                    [shapes.tag_literal(key), self.written(branch)]
                    for key, branch in branches.items()
                ]
                ends = self._if_any(absent), self._if_any(other)
                return ["by tag", tag, ways, *ends, *self._all(tags)]
            case shapes.ByKeys(members):
                return ["by keys", *self._all(members)]
            case _:
                assert_never(shape)

    def _fields(self, fields: Mapping[str, shapes.Shape]) -> dict[str, Any]:
        return {name: self.written(shape) for name, shape in fields.items()}

    def _all(self, parts: tuple[shapes.Shape, ...]) -> list[Any]:
        return [self.written(part) for part in parts]

    def _if_any(self, shape: shapes.Shape | None) -> Any:
        return None if shape is None else self.written(shape)
