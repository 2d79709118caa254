"""The shapes of declarations as text: one JSON object, with a shape by the name of each.

    "string"                          a kind of value, by the name of the kind
    "#Name"                           the shape of another declaration
    "&3"                              the fourth of the parts that stand in several places
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

A tag is the name of a field, or the list of the keys that lead to it. A shape is made when
it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from json import loads
from typing import Any, Final

from . import _shapes as sh

PARTS: Final = ""  # The name that has the parts which stand in several places.
KINDS: Final[Mapping[str, sh.Kind]] = {
    shape.name: shape for shape in vars(sh).values() if isinstance(shape, sh.Kind)
}
_OF_SHAPES: Final[Mapping[str, Callable[..., sh.Shape]]] = {
    "list": sh.ListOf,
    "map": sh.MapOf,
    "or": sh.AnyOf,
    "by keys": sh.ByKeys,
}


class ShapeTable(Mapping[str, sh.Shape]):
    """The shapes of declarations; `template` makes what a pattern, if any, needs of its parts."""

    def __init__(
        self, text: str, template: Callable[..., sh.Template] | None = None
    ) -> None:
        self._texts: dict[str, Any] = loads(text)
        self._parts: list[Any] = self._texts.pop(PARTS, [])
        self._made_parts: dict[str, sh.Shape] = {}
        self._template = template
        self._shapes: dict[str, sh.Shape] = {}

    def __getitem__(self, name: str) -> sh.Shape:
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
        is_list = (item for item in self._texts.items() if item[1].__class__ is list)
        return (name for name, text in is_list if text[0].__class__ is dict)

    def _made(self, text: Any) -> sh.Shape:
        if isinstance(text, str):
            if text[0] == "&":
                return self._part(text)
            return sh.Named(text[1:]) if text[0] == "#" else KINDS[text]
        head, *rest = text
        if head.__class__ is dict:
            optional, *more = rest
            fields = self._fields(head), self._fields(optional)
            return sh.Object(*fields, *self._all(more))
        if head == "=":
            return sh.Constant(*rest)
        if head == "tuple":
            items, required, last, after = rest
            items, last, after = self._all(items), self._if_any(last), self._all(after)
            return sh.TupleOf(*items, required=required, rest=last, after=after)
        if head == "by tag":
            tag, branches, absent, other, *tags = rest
            path = (tag,) if isinstance(tag, str) else tuple(tag)
            ways = ((literal, self._made(way)) for literal, way in branches)
            ends = self._if_any(absent), self._if_any(other)
            return sh.Tagged(path, ways, *ends, self._all(tags))
        if head == "pattern":
            assert self._template is not None
            return sh.Pattern(rest[0], self._template(*map(tuple, rest[1:])))
        return _OF_SHAPES[head](*self._all(rest))

    def _part(self, text: str) -> sh.Shape:
        part = self._made_parts.get(text)
        if part is None:
            made = self._made(self._parts[int(text[1:])])
            part = self._made_parts.setdefault(text, made)
        return part

    def _fields(self, texts: dict[str, Any]) -> dict[str, sh.Shape]:
        return {name: self._made(text) for name, text in texts.items()}

    def _all(self, texts: list[Any]) -> tuple[sh.Shape, ...]:
        return tuple(map(self._made, texts))

    def _if_any(self, text: Any) -> sh.Shape | None:
        return None if text is None else self._made(text)


def objects_of(shapes: sh.Shapes) -> Iterator[str]:
    """The names of the declarations that are objects; a table makes no shapes for it."""
    if isinstance(shapes, ShapeTable):
        return shapes.objects()
    return (name for name, shape in shapes.items() if isinstance(shape, sh.Object))
