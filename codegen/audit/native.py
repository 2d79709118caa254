"""Count fitting messages with the native core, if it is installed.

The core compares the text of a message with the shapes in one pass, without building values. It
counts a message only if it certainly fits; all others are left to the Python code. So the result is
the same, and the core's counts are merged like those of another part of a recording.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from ..runtime import _shapes as sh
from ..runtime._native import CORE

__all__ = ["NativeCounts", "native_counts"]

_ATOMS: Final = (str, int, float, bool, type(None))
_MOST_PLACES: Final = 5000


def native_counts(shapes: sh.Shapes, tag: str, events: Mapping[str, str]) -> NativeCounts | None:
    """Make a counter of events by tag, given the names of their shapes; None without the core."""
    if CORE is None or not tag.isascii() or not events:
        return None
    return NativeCounts(shapes, tag, events)


class NativeCounts:
    """Counts the events of recordings, one after the other.

    `counts` takes a line, and returns whether it was counted.
    """

    def __init__(self, shapes: sh.Shapes, tag: str, events: Mapping[str, str]) -> None:
        self._shapes = shapes
        self._open: set[str] = set()
        self._left = _MOST_PLACES
        ways = {key: self._way(sh.Named(name)) for key, name in events.items()}
        self._ways = CORE.Ways(tag, {key: way for key, way in ways.items() if way is not None})
        self.counts: Final[Callable[[bytes], bool]] = self._ways.counts

    def taken(self) -> Iterator[tuple[str, Any]]:
        """The counts since the last call by tag, as states for a census to load."""
        for tag, way in self._ways.branches.items():
            for state in _states(way):
                yield tag, state

    # ------------------------------------------------------------------- what is told

    def _way(self, shape: sh.Shape) -> Any:
        """The core's counter for objects of a shape; None where Python has to count."""
        if isinstance(shape, sh.Named):
            if isinstance(self._shapes[shape.name], sh.Object):
                return CORE.Place(partial(self._fields, shape.name))
            return self._inside(shape.name, self._way)
        if not isinstance(shape, sh.Tagged) or len(shape.path) > 1 or not shape.path[0].isascii():
            return None
        branches = {
            key: way
            for key, branch in shape.branches.items()
            if isinstance(key, str) and (way := self._way(branch)) is not None
        }
        return CORE.Ways(shape.path[0], branches)

    def _inside(self, name: str, make: Callable[[sh.Shape], Any]) -> Any:
        """Call `make` for the shape of a declaration; None for one that contains itself."""
        if name in self._open:
            return None
        self._open.add(name)
        try:
            return make(self._shapes[name])
        finally:
            self._open.discard(name)

    def _fields(self, name: str) -> list[tuple[str, Any, bool]]:
        """The fields of a class at a new place in messages."""
        shape = self._shapes[name]
        assert isinstance(shape, sh.Object)
        self._left -= 1
        if self._left < 0:
            raise LookupError("too many places: Python counts what is in others")
        return [
            *((wire, self._sort(field), True) for wire, field in shape.required.items()),
            *((wire, self._sort(field), False) for wire, field in shape.optional.items()),
        ]

    def _sort(self, shape: sh.Shape) -> Any:
        sort = _Sort()
        self._add(sort, shape)
        element = self._sort(sort.elements[0]) if len(sort.elements) == 1 else None
        way = sort.ways[0] if len(sort.ways) == 1 else None
        return CORE.Sort(sort.kinds, tuple(sort.literals), element, way)

    def _add(self, sort: _Sort, shape: sh.Shape) -> None:
        """Extend a set of values by those of one more shape, as far as the core can count it."""
        if isinstance(shape, sh.Kind):
            plain = _ATOMS if object in shape.types else shape.types
            sort.kinds |= sum(CORE.KIND_BITS[type_] for type_ in plain if type_ in _ATOMS)
        elif isinstance(shape, sh.Constant):
            sort.literals += (json.dumps(value).encode() for value in shape.values)
        elif isinstance(shape, sh.AnyOf):
            for member in shape.members:
                self._add(sort, member)
        elif isinstance(shape, sh.ListOf):
            sort.elements.append(shape.element)
        elif isinstance(shape, sh.Named) and not isinstance(self._shapes[shape.name], sh.Object):
            self._inside(shape.name, lambda target: self._add(sort, target))
        elif isinstance(shape, (sh.Named, sh.Tagged)):
            sort.ways.append(self._way(shape))
        elif isinstance(shape, (sh.MapOf, sh.ByKeys)):
            sort.ways.append(None)


class _Sort:
    """The values of a union, sorted."""

    def __init__(self) -> None:
        self.kinds = 0
        self.literals: list[bytes] = []
        self.elements: list[sh.Shape] = []
        self.ways: list[Any] = []


# ---------------------------------------------------------------------- what was counted


def _states(way: Any) -> Iterator[Any]:
    """The counts of objects, as states of one node, which adds them up."""
    if way is None:
        return
    if not isinstance(way, CORE.Place):
        for branch in way.branches.values():
            yield from _states(branch)
        return
    objects, fields = way.taken()
    if not objects:
        return
    yield [objects, {name: count for name, count, _ in fields if count}, {}, {}, None]
    for name, _, sort in fields:
        for state in _states_of_sort(sort):
            yield [0, {}, {}, {name: state}, None]


def _states_of_sort(sort: Any) -> Iterator[Any]:
    yield from _states(sort.object)
    if sort.element is not None:
        for state in _states_of_sort(sort.element):
            yield [0, {}, {}, {}, state]
