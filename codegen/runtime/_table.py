"""The shapes of declarations as text, which is how `_schema.py` has them.

The text is one JSON object, with the shape of each declaration by its name:

    "string"                          a kind of value, by the name of the kind
    "#Name"                           the shape of another declaration
    [{...}, {...}, extra, names]      an object: its required and its optional fields, and
                                      where it has them, undeclared ones and their names
    ["=", literal, ...]               one of some literals
    ["pattern", text, [part, hole], ...]
    ["list", shape]
    ["tuple", [shape, ...], required, rest, [shape, ...]]
    ["map", shape]
    ["or", shape, ...]                a union
    ["by tag", tag, [[literal, shape], ...], absent, other]
    ["by keys", shape, ...]

The shape of a declaration is made when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from json import loads
from typing import Any, Final

from ._shapes import (
    ANYTHING,
    BOOLEAN,
    CONTAINER,
    DEFINED,
    INTEGER,
    NOTHING,
    NULL,
    NUMBER,
    TEXT,
    AnyOf,
    ByKeys,
    Constant,
    Kind,
    ListOf,
    MapOf,
    Named,
    Object,
    Pattern,
    Shape,
    Shapes,
    Tagged,
    Template,
    TupleOf,
)

__all__ = ["KINDS", "ShapeTable", "objects_of"]

KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        *(TEXT, NUMBER, INTEGER, BOOLEAN, NULL),
        *(ANYTHING, NOTHING, CONTAINER, DEFINED),
    )
}


class ShapeTable(Mapping[str, Shape]):
    """The shapes of declarations, each made of its text when it is first asked for.

    `template` makes what a pattern needs of its parts; a text without patterns needs none.
    """

    def __init__(
        self, text: str, template: Callable[..., Template] | None = None
    ) -> None:
        self._texts: dict[str, Any] = loads(text)
        self._template = template
        self._shapes: dict[str, Shape] = {}

    def __getitem__(self, name: str) -> Shape:
        shape = self._shapes.get(name)
        if shape is None:
            # Threads that ask for it at once are all given one shape.
            shape = self._shapes.setdefault(name, self._made(self._texts[name]))
        return shape

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def objects(self) -> Iterator[str]:
        """The names of the declarations that are objects."""
        return (
            name
            for name, text in self._texts.items()
            if text.__class__ is list and text[0].__class__ is dict
        )

    def _made(self, text: Any) -> Shape:
        """The shape that a JSON value stands for."""
        if isinstance(text, str):
            return Named(text[1:]) if text[0] == "#" else KINDS[text]
        head, *rest = text
        if head.__class__ is dict:
            optional, *more = rest
            return Object(self._fields(head), self._fields(optional), *self._all(more))
        if head == "=":
            return Constant(*rest)
        if head == "list":
            return ListOf(self._made(rest[0]))
        if head == "map":
            return MapOf(self._made(rest[0]))
        if head == "tuple":
            items, required, last, after = rest
            return TupleOf(
                *self._all(items),
                required=required,
                rest=self._if_any(last),
                after=self._all(after),
            )
        if head == "by tag":
            tag, branches, absent, other = rest
            ways = ((literal, self._made(way)) for literal, way in branches)
            return Tagged(tag, ways, self._if_any(absent), self._if_any(other))
        if head == "pattern":
            assert self._template is not None
            return Pattern(rest[0], self._template(*map(tuple, rest[1:])))
        members = self._all(rest)
        return AnyOf(*members) if head == "or" else ByKeys(*members)

    def _fields(self, texts: dict[str, Any]) -> dict[str, Shape]:
        return {name: self._made(text) for name, text in texts.items()}

    def _all(self, texts: list[Any]) -> tuple[Shape, ...]:
        return tuple(map(self._made, texts))

    def _if_any(self, text: Any) -> Shape | None:
        return None if text is None else self._made(text)


def objects_of(shapes: Shapes) -> Iterator[str]:
    """The names of the declarations that are objects, without making the shapes of a table."""
    if isinstance(shapes, ShapeTable):
        return shapes.objects()
    return (name for name, shape in shapes.items() if isinstance(shape, Object))
