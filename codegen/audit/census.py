"""Which fields occur in the events of one kind, and how often.

Places are counted as the spec knows them: an index is `[]`, a free key is `*`, and what is
inside a field that is not declared is not looked at. So there are no more places than the
spec has, however long a recording is, and names that are not declared are limited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..model import (
    Alias,
    Array,
    Declaration,
    DeclId,
    Interface,
    Map,
    Opaque,
    Primitive,
    Ref,
    Tuple,
    Type,
    Union,
)
from .findings import Key, Steps, pattern, shortened

__all__ = ["Census", "FieldCount"]

_MOST_KEYS: Final = 256  # As many different sets of keys are remembered at a place.
_LONGEST_KEYS: Final = 8192
_MOST_NAMES: Final = 1000  # As many undeclared names are counted at a place.
_MOST_PLACES: Final = 5000
_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How often a field occurs: in `count` of the `of` objects that could have it."""

    path: str
    count: int
    of: int
    declared: bool


class Census:
    """The fields of the events of one declaration, or of none (`types` is empty then)."""

    def __init__(self, declarations: Mapping[DeclId, Declaration], types: tuple[Type, ...]) -> None:
        self._declarations = declarations
        self._places = 0
        root = self.place(types, 0)
        assert root is not None
        self._root: Final = root
        self.count: Final = root.count
        """Counts the fields of one event; with True behind it, of one that fits."""

    def fields(self) -> tuple[FieldCount, ...]:
        """The fields that occurred, outer ones first, as the spec orders them."""
        return tuple(self._root.fields(()))

    def is_deep(self, types: tuple[Type, ...]) -> bool:
        """Whether a value of some types can be an object or array that has places."""
        pending = list(types)
        seen: set[DeclId] = set()
        while pending:
            match pending.pop():
                case Ref(id_) if id_ not in seen:
                    seen.add(id_)
                    declaration = self._declarations[id_]
                    if isinstance(declaration, Interface):
                        return True
                    if isinstance(declaration, Alias):
                        pending.append(declaration.type)
                case Union(members):
                    pending += members
                case Map() | Array() | Tuple() | Opaque():
                    return True
                case Primitive("unknown" | "object" | "defined"):
                    return True
        return False

    def place(self, types: tuple[Type, ...], depth: int) -> _Place | None:
        """A new place whose values are of any of some types; None where it is not counted."""
        if self._places >= _MOST_PLACES or depth > _DEEPEST:
            return None
        self._places += 1
        interfaces: dict[Interface, None] = {}
        values: list[Type] = []
        elements: list[Type] = []
        pending = list(types)
        seen: set[DeclId] = set()
        while pending:
            match pending.pop(0):
                case Ref(id_) if id_ not in seen:
                    seen.add(id_)
                    declaration = self._declarations[id_]
                    if isinstance(declaration, Interface):
                        interfaces[declaration] = None
                        if declaration.index is not None:
                            values.append(declaration.index.value)
                    elif isinstance(declaration, Alias):
                        pending.append(declaration.type)
                case Union(members):
                    pending += members
                case Map(_, value):
                    values.append(value)
                case Array(element):
                    elements.append(element)
                case Tuple(items):
                    elements += [item.type for item in items]
        return _Place(self, tuple(interfaces), tuple(values), tuple(elements), depth)


class _Place:
    """One place in the events of a kind."""

    def __init__(
        self,
        census: Census,
        interfaces: tuple[Interface, ...],
        values: tuple[Type, ...],
        elements: tuple[Type, ...],
        depth: int,
    ) -> None:
        self._census = census
        self._depth = depth
        self._declared: dict[str, list[Type]] = {}
        for interface in interfaces:
            for item in interface.properties:
                self._declared.setdefault(item.wire_name, []).append(item.type)
        self._values = values
        self._elements = elements
        # Where any key may have a value, each has to be looked at.
        self._deep = None if values else tuple(filter(self._is_deep, self._declared))
        self._objects = 0
        self._keys: dict[tuple[str, ...], int] = {}
        self._names: dict[str, int] = {}
        self._inside: dict[str, _Place | None] = {}
        self._element: _Place | None = None

    def count(self, value: Any, fits: bool = False) -> None:
        """Count the fields of an object, or of the objects in an array.

        In what `fits`, only fields that are declared so hold objects or arrays.
        """
        if type(value) is list:
            for item in value:
                if type(item) is dict or type(item) is list:
                    if self._element is None:
                        if not self._elements:
                            return
                        self._element = self._census.place(self._elements, self._depth + 1)
                        if self._element is None:
                            return
                    self._element.count(item, fits)
            return
        self._objects += 1
        keys = tuple(value)
        known = self._keys.get(keys)
        if known is not None:
            self._keys[keys] = known + 1
        elif self._values or len(keys) > _MOST_KEYS or sum(map(len, keys)) > _LONGEST_KEYS:
            self._add(keys, 1)
        else:
            if len(self._keys) >= _MOST_KEYS:
                self._fold()
            self._keys[keys] = 1
        inside = self._inside
        deep = self._deep if fits else None
        for name in value if deep is None else deep:
            item = value.get(name)
            if type(item) is dict or type(item) is list:
                place = inside[name] if name in inside else self._enter(name)
                if place is not None:
                    place.count(item, fits)

    def _is_deep(self, name: str) -> bool:
        """Whether a declared field may hold something whose fields are counted."""
        return self._census.is_deep(tuple(self._declared[name]))

    def _enter(self, name: str) -> _Place | None:
        """The place of a field; those of free keys are one."""
        types = self._declared.get(name)
        if types is None:
            if not self._values:
                return None
            name = "*"
            if name in self._inside:
                return self._inside[name]
            types = list(self._values)
        place = self._inside[name] = self._census.place(tuple(types), self._depth + 1)
        return place

    def _fold(self) -> None:
        """Forget which keys occurred together."""
        for keys, count in self._keys.items():
            self._add(keys, count)
        self._keys.clear()

    def _add(self, keys: tuple[str, ...], count: int) -> None:
        names = self._names
        free = 0
        for name in keys:
            if name in names or name in self._declared:
                names[name] = names.get(name, 0) + count
            elif self._values:
                free = count
            else:
                cut = shortened(name)
                if cut in names or len(names) < _MOST_NAMES:
                    names[cut] = names.get(cut, 0) + count
        if free:
            names["*"] = names.get("*", 0) + free

    def fields(self, way: tuple[str | int, ...]) -> Iterator[FieldCount]:
        """What occurred here and inside."""
        self._fold()
        declared = [name for name in self._declared if name in self._names]
        others = sorted(name for name in self._names if name not in self._declared)
        for name in (*declared, *others):
            known = name in self._declared
            step = Key(name) if name == "*" and self._values and not known else name
            here = (*way, step)
            known = known or isinstance(step, Key)
            yield FieldCount(_pattern(here), self._names[name], self._objects, known)
            place = self._inside.get(name)
            if place is not None:
                yield from place.fields(here)
        if self._element is not None:
            yield from self._element.fields((*way, 0))


def _pattern(way: tuple[str | int, ...]) -> str:
    steps: Steps = None
    for step in reversed(way):
        steps = (step, steps)
    return pattern(steps)
