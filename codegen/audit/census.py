"""Count the fields of the events of one kind.

Fields are counted by their position in the spec: all indexes of an array are one position, and so
are all free keys. Undeclared fields are counted, but not their contents. So memory is bounded by
the spec and not by the recording; the number of undeclared names is limited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from ..runtime._shapes import (
    Kind,
    ListOf,
    MapOf,
    Named,
    Object,
    Shape,
    Shapes,
    TupleOf,
    parts,
    variants,
)
from ..text.records import dataclass
from .bounds import Smallest
from .findings import Key, Steps, pattern, shortened

__all__ = ["Census", "DeclaredShapes", "FieldCount"]

_MOST_KEYS: Final = 256  # The limit of different sets of keys in a node.
_LONGEST_KEYS: Final = 8192
_MOST_NAMES: Final = 1000  # The limit of undeclared names in a node.
_MOST_NODES: Final = 5000
_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class FieldCount:
    """The frequency of a field: in `count` of `of` objects."""

    path: str
    count: int
    of: int
    declared: bool


@dataclass(frozen=True, slots=True)
class DeclaredShapes:
    """The declarations at each place: shapes, and the order of fields in the spec.

    `order` has the fields of each interface, by the name of its shape.
    """

    shapes: Shapes
    order: Mapping[str, Sequence[str]]

    def is_deep(self, shapes: Iterable[Shape]) -> bool:
        """Whether a value of some shapes may be an object or an array."""
        return any(map(_is_deep, self._variants(shapes)))

    def fields(self, shapes: Iterable[Shape]) -> dict[str, list[Shape]]:
        """The declared fields of values of some shapes, each with the shapes of its values."""
        fields: dict[str, list[Shape]] = {}
        for name in dict.fromkeys(v.name for v in self._variants(shapes) if isinstance(v, Named)):
            interface = self.shapes[name]
            assert isinstance(interface, Object)
            of_all = {**interface.required, **interface.optional}
            for field in self.order[name]:
                fields.setdefault(field, []).append(of_all[field])
        return fields

    def values(self, shapes: Iterable[Shape]) -> tuple[Shape, ...]:
        """The shapes of the values of free keys."""
        variants = self._variants(shapes)
        maps = (self.shapes[v.name] if isinstance(v, Named) else v for v in variants)
        values = (v.value if isinstance(v, MapOf) else getattr(v, "extra", None) for v in maps)
        return tuple(value for value in values if value is not None)

    def elements(self, shapes: Iterable[Shape]) -> tuple[Shape, ...]:
        """The shapes of the elements of arrays."""
        arrays = (v for v in self._variants(shapes) if isinstance(v, ListOf | TupleOf))
        return tuple(element for array in arrays for element in parts(array))

    def _variants(self, shapes: Iterable[Shape]) -> Iterator[Shape]:
        for shape in shapes:
            yield from variants(self.shapes, shape)


def _is_deep(shape: Shape) -> bool:
    if isinstance(shape, Kind):
        return not {dict, list, object}.isdisjoint(shape.types)
    return isinstance(shape, Named | MapOf | ListOf | TupleOf)


class Census:
    """The fields of the events of one shape; without `shapes`, of undeclared events."""

    def __init__(self, declared: DeclaredShapes, *shapes: Shape) -> None:
        self.declared: Final = declared
        self._nodes: Smallest[CensusNode] = Smallest(_MOST_NODES, _drop_node)
        root = self.node(shapes, (), None)
        assert root is not None
        self._root: Final = root
        self.count: Final = root.count
        """Counts the fields of an event; the second argument is whether the event fits."""

    @property
    def events(self) -> int:
        """The number of events."""
        return self._root.objects

    def fields(self) -> tuple[FieldCount, ...]:
        """The fields that occurred, outer ones first, in the order of the spec."""
        self._nodes.cut()
        return tuple(self._root.fields(()))

    def merge(self, other: Census) -> None:
        """Add the counts of another census of the same declaration."""
        self.load(other.state())

    def state(self) -> Any:
        """The counts as data for `load`."""
        self._nodes.cut()
        return self._root.state()

    def load(self, state: Any) -> None:
        """Add the counts in data of `state`. Raises an error for any other data."""
        self._root.load(state)

    def node(
        self, shapes: Sequence[Shape], way: tuple[str, ...], above: CensusNode | None
    ) -> CensusNode | None:
        """Make a node for values of any of some shapes; None beyond the limits."""
        key = (len(way), way)
        if len(way) > _DEEPEST or not self._nodes.admits(key):
            return None
        node = CensusNode(self, shapes, way, above)
        self._nodes.put(key, node)
        return node if self._nodes.admits(key) else None


def _drop_node(_: object, node: CensusNode) -> None:
    node.leave()


class CensusNode:
    """The counts of fields in the objects at one position in the events of a kind."""

    def __init__(
        self,
        census: Census,
        shapes: Sequence[Shape],
        way: tuple[str, ...],
        above: CensusNode | None,
    ) -> None:
        self._census = census
        self._way = way
        self._above = above
        self._declared = census.declared.fields(shapes)
        self._values = census.declared.values(shapes)
        self._elements = census.declared.elements(shapes)
        # Free keys may have objects too, so all keys have to be visited.
        deep = (name for name, inner in self._declared.items() if census.declared.is_deep(inner))
        self._deep = None if self._values else tuple(deep)
        self._added = 0
        self._keys: dict[tuple[str, ...], int] = {}
        self._names: dict[str, int] = {}
        self._others: Smallest[int] = Smallest(_MOST_NAMES)
        self._inside: dict[str, CensusNode | None] = {}
        self._element: CensusNode | None = None
        self._left = False

    @property
    def objects(self) -> int:
        """The number of objects."""
        return self._added + sum(self._keys.values())

    def count(self, value: Any, fits: bool = False) -> None:
        """Count the fields of an object, or of the objects in an array.

        If the value `fits`, only fields whose declared types are deep can contain objects or
        arrays.
        """
        if type(value) is list:
            self._count_elements(value, fits)
            return
        keys = tuple(value)
        try:
            self._keys[keys] += 1
        except KeyError:
            self._add_keys(keys)
        deep = self._deep
        if not fits or deep is None:
            deep = keys
        elif not deep:
            return
        inside = self._inside
        for name in deep:
            item = value.get(name)
            if type(item) is dict or type(item) is list:
                node = inside[name] if name in inside else self._enter(name)
                if node is not None:
                    node.count(item, fits)

    def _count_elements(self, value: list[Any], fits: bool) -> None:
        for item in value:
            if type(item) is dict or type(item) is list:
                node = self._element or self._enter_element()
                if node is None:
                    return
                node.count(item, fits)

    def _enter_element(self) -> CensusNode | None:
        """The node of the elements of an array."""
        if self._element is None and self._elements and not self._left:
            self._element = self._census.node(self._elements, (*self._way, "[]"), self)
        return self._element

    def leave(self) -> None:
        """Discard the contents of this node: it is beyond the limit."""
        if self._above is not None:
            self._above.forget(self)

    def forget(self, node: CensusNode) -> None:
        """Stop to count in an inner node."""
        if self._element is node:
            self._element = None
            self._left = True
        for name, inside in self._inside.items():
            if inside is node:
                self._inside[name] = None

    def _add_keys(self, keys: tuple[str, ...]) -> None:
        """Count an object with a set of keys that is new."""
        if self._values or len(keys) > _MOST_KEYS or sum(map(len, keys)) > _LONGEST_KEYS:
            self._add(keys, 1)
            return
        if len(self._keys) >= _MOST_KEYS:
            self._fold()
        self._keys[keys] = 1

    def _enter(self, name: str) -> CensusNode | None:
        """The node of a field; all free keys share one."""
        shapes: Sequence[Shape] | None = self._declared.get(name)
        if shapes is None:
            if not self._values:
                return None
            name = "*"
            if name in self._inside:
                return self._inside[name]
            shapes = self._values
        node = self._inside[name] = self._census.node(shapes, (*self._way, name), self)
        return node

    def _fold(self) -> None:
        """Add the counts of sets of keys to those of the single keys."""
        for keys, count in self._keys.items():
            self._add(keys, count)
        self._keys.clear()

    def _add(self, keys: tuple[str, ...], count: int) -> None:
        self._added += count
        names = self._names
        free = 0
        for name in keys:
            if name in self._declared:
                names[name] = names.get(name, 0) + count
            elif self._values:
                free = count
            else:
                self._add_other(shortened(name), count)
        if free:
            names["*"] = names.get("*", 0) + free

    def _add_other(self, name: str, count: int) -> None:
        if self._others.admits(name):
            self._others.put(name, self._others.values.get(name, 0) + count)

    def state(self) -> Any:
        """The counts of this node and those inside, as data for `load`."""
        self._fold()
        inside = {name: node.state() for name, node in self._inside.items() if node is not None}
        element = None if self._element is None else self._element.state()
        return [self._added, self._names, self._others.cut(), inside, element]

    def load(self, state: Any) -> None:
        """Add the counts in data of `state`. Raises an error for any other data."""
        added, names, others, inside, element = state
        self._added += _number(added)
        for name, count in names.items():
            self._names[name] = self._names.get(name, 0) + _number(count)
        for name, count in others.items():
            self._add_other(name, _number(count))
        for name, part in inside.items():
            node = self._inside[name] if name in self._inside else self._enter(name)
            if node is not None:
                node.load(part)
        if element is not None:
            node = self._enter_element()
            if node is not None:
                node.load(element)

    def fields(self, way: tuple[str | int, ...]) -> Iterator[FieldCount]:
        """The fields of this node and those inside; `way` is the path to this node."""
        self._fold()
        declared = [name for name in self._declared if name in self._names]
        counts = {**self._names, **self._others.cut()}
        others = sorted(name for name in counts if name not in self._declared)
        for name in (*declared, *others):
            known = name in self._declared
            step = Key(name) if name == "*" and self._values and not known else name
            here = (*way, step)
            known = known or isinstance(step, Key)
            yield FieldCount(_pattern(here), counts[name], self._added, known)
            node = self._inside.get(name)
            if node is not None:
                yield from node.fields(here)
        if self._element is not None:
            yield from self._element.fields((*way, 0))


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("no count")
    return value


def _pattern(way: tuple[str | int, ...]) -> str:
    steps: Steps = None
    for step in reversed(way):
        steps = (step, steps)
    return pattern(steps)
