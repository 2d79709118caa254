"""Count which fields occur in the events of one kind, and how often.

Fields are counted by the positions that the spec has: all indexes of an array are one, and so
are all free keys. Undeclared fields are counted, but not what is inside of them. So memory is
bounded by the spec and not by the recording; the number of undeclared names is limited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from ..text.records import dataclass
from .findings import Key, Steps, pattern, shortened

__all__ = ["Census", "FieldCount"]

_MOST_KEYS: Final = 256  # Different sets of keys that a node remembers.
_LONGEST_KEYS: Final = 8192
_MOST_NAMES: Final = 1000  # Undeclared names that a node counts.
_MOST_NODES: Final = 5000
_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How often a field occurs: in `count` of `of` objects."""

    path: str
    count: int
    of: int
    declared: bool


class Census:
    """The fields of the events of one declaration; without `types`, of undeclared events."""

    def __init__(self, declarations: Mapping[DeclId, Declaration], types: tuple[Type, ...]) -> None:
        self._declarations = declarations
        self._nodes = 0
        root = self.node(types, 0)
        assert root is not None
        self._root: Final = root
        self.count: Final = root.count
        """Counts the fields of an event; the second argument is whether the event fits."""

    def fields(self) -> tuple[FieldCount, ...]:
        """The fields that occurred, outer ones first, in the order of the spec."""
        return tuple(self._root.fields(()))

    def is_deep(self, types: tuple[Type, ...]) -> bool:
        """Whether a value of some types may be an object or an array."""
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

    def node(self, types: tuple[Type, ...], depth: int) -> CensusNode | None:
        """A new node for values of any of some types; None beyond the limits."""
        if self._nodes >= _MOST_NODES or depth > _DEEPEST:
            return None
        self._nodes += 1
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
        return CensusNode(self, tuple(interfaces), tuple(values), tuple(elements), depth)


class CensusNode:
    """The fields of the objects at one position in the events of a kind."""

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
        # Free keys may hold objects too, so that all keys have to be visited.
        self._deep = None if values else tuple(filter(self._is_deep, self._declared))
        self._objects = 0
        self._keys: dict[tuple[str, ...], int] = {}
        self._names: dict[str, int] = {}
        self._inside: dict[str, CensusNode | None] = {}
        self._element: CensusNode | None = None

    def count(self, value: Any, fits: bool = False) -> None:
        """Count the fields of an object, or of the objects in an array.

        If the value `fits`, only fields that are declared so hold objects or arrays.
        """
        if type(value) is list:
            for item in value:
                if type(item) is dict or type(item) is list:
                    if self._element is None:
                        if not self._elements:
                            return
                        self._element = self._census.node(self._elements, self._depth + 1)
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
                node = inside[name] if name in inside else self._enter(name)
                if node is not None:
                    node.count(item, fits)

    def _is_deep(self, name: str) -> bool:
        """Whether a declared field may hold an object or an array."""
        return self._census.is_deep(tuple(self._declared[name]))

    def _enter(self, name: str) -> CensusNode | None:
        """The node of a field; all free keys share one."""
        types = self._declared.get(name)
        if types is None:
            if not self._values:
                return None
            name = "*"
            if name in self._inside:
                return self._inside[name]
            types = list(self._values)
        node = self._inside[name] = self._census.node(tuple(types), self._depth + 1)
        return node

    def _fold(self) -> None:
        """Add the counts of sets of keys to those of the single keys."""
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
        """The fields that occurred here and inside; `way` is the path to this node."""
        self._fold()
        declared = [name for name in self._declared if name in self._names]
        others = sorted(name for name in self._names if name not in self._declared)
        for name in (*declared, *others):
            known = name in self._declared
            step = Key(name) if name == "*" and self._values and not known else name
            here = (*way, step)
            known = known or isinstance(step, Key)
            yield FieldCount(_pattern(here), self._names[name], self._objects, known)
            node = self._inside.get(name)
            if node is not None:
                yield from node.fields(here)
        if self._element is not None:
            yield from self._element.fields((*way, 0))


def _pattern(way: tuple[str | int, ...]) -> str:
    steps: Steps = None
    for step in reversed(way):
        steps = (step, steps)
    return pattern(steps)
