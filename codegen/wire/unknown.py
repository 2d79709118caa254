"""Which shapes may have an object that fits no member of a union, and becomes an `UnknownEvent`."""

from __future__ import annotations

from functools import cached_property

from ..runtime import _shapes as shapes

__all__ = ["Unknowns"]


class Unknowns:
    """The test for shapes; `declared` has the shapes of the declarations.

    Those that name each other are looked through once for all: they may be thousands in a circle.
    """

    def __init__(self, declared: shapes.Shapes) -> None:
        self._declared = declared
        self._answers: dict[int, tuple[shapes.Shape, bool]] = {}

    def may_be(self, shape: shapes.Shape) -> bool:
        """Whether an object may fit no member of a union."""
        if id(shape) not in self._answers:
            is_open, names = _looked(shape)
            answer = is_open or not self._names.isdisjoint(names)
            self._answers[id(shape)] = (shape, answer)
        return self._answers[id(shape)][1]

    @cached_property
    def _names(self) -> set[str]:
        """The declarations of which that is true, found from those with such a union."""
        users: dict[str, list[str]] = {}
        waiting: list[str] = []
        for name, shape in self._declared.items():
            is_open, inner = _looked(shape)
            if is_open:
                waiting.append(name)
            for used in inner:
                users.setdefault(used, []).append(name)
        names = set(waiting)
        while waiting:
            new = set(users.get(waiting.pop(), ())) - names
            names |= new
            waiting += new
        return names


def _looked(shape: shapes.Shape) -> tuple[bool, set[str]]:
    """Whether a union in a shape has no place for some objects, and the names in its unions."""
    names: set[str] = set()
    stack = [shape]
    while stack:
        match stack.pop():
            case shapes.Named(name):
                names.add(name)
            case shapes.Tagged() as union if union.other is None or union.other_tags:
                return True, names
            case shapes.AnyOf(members) if any(map(shapes.is_loose, members)):
                pass  # An object that fits no other member fits the open one.
            case shapes.Tagged() | shapes.AnyOf() | shapes.ByKeys() as union:
                stack += shapes.parts(union)
            case _:
                pass
    return False, names
