"""Detect generic types whose instances need ever larger instances of themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Final

from ...model import Literal, Primitive
from ...text.records import dataclass
from ...text.source import Span
from .budget import (
    BYTES_OF_AN_INSTANCE,
    DEEP,
    MOST_ALIKE,
    MOST_COUNTED,
    MOST_COUNTING,
    MOST_GROWING,
    MOST_GROWING_IN_ALL,
    MOST_GROWTH,
    MOST_OF_INSTANCES,
)
from .semantics import (
    Lazy,
    Named,
    ObjectShape,
    Special,
    TArray,
    TTemplate,
    TTuple,
    TUnion,
    TypeTerm,
    identity,
)
from .symbols import Symbol

__all__ = ["Growth", "parts_of_identity", "weight"]

_HEAVIEST: Final = 2000
_OFTEN: Final = 3
_TEXT: Final = 16
_PLAIN: Final = (Literal, Primitive, Special)


@dataclass(frozen=True)
class _Met:
    """The path to a type: how often the arguments grew, and the enclosing types.

    `own` is the largest weight of the arguments of an enclosing instance without the tuples that
    count, `counters` is the length of these, and `counted` how often they got longer. An anonymous
    type has the origins of its properties, and the number of enclosing types with the same ones.
    """

    own: int = 0
    grew: int = 0
    counters: int = 0
    counted: int = 0
    outer: _Met | None = None
    places: frozenset[Span | None] | None = None
    alike: int = 0
    depth: int = 0


@dataclass(eq=False)
class Growth:
    """Counts how often the arguments grow from one instance to the next.

    A recursion with an end passes its arguments on, or parts of them. One that passes on more than
    it got, over and over, has none, and neither TypeScript nor this tool can write it out. A tuple
    of equal elements may be a counter, which has an end that comes later.
    """

    force: Callable[[TypeTerm], TypeTerm]
    size: Callable[[], int] = lambda: 0
    """The bytes of the spec so far."""
    times: int = 1
    """The factor for the number of instances: more if the spec is declared to be large."""
    _within: list[_Met] = field(default_factory=lambda: [_Met()])
    _known: dict[object, _Met] = field(default_factory=dict)
    _grown: Counter[object] = field(default_factory=Counter)
    _counting: Counter[Symbol] = field(default_factory=Counter)
    _all: int = 0
    _written: set[Named] = field(default_factory=set)
    _properties: Counter[Symbol] = field(default_factory=Counter)
    _weights: dict[Named, int] = field(default_factory=dict)
    """The weights of instances without an anonymous type in their arguments."""
    _parts: dict[Named, int] = field(default_factory=dict)

    def may_write(self, named: Named, properties: int) -> bool:
        """Whether an instance with this many properties may be a declaration.

        It may not if the instances of its generic type have reached the limit of properties.
        """
        if named not in self._written:
            most = MOST_OF_INSTANCES + self.size() // BYTES_OF_AN_INSTANCE
            if self._properties[named.symbol] >= most * self.times:
                return False
            self._written.add(named)
            self._properties[named.symbol] += properties
        return True

    def parts(self, named: Named) -> int:
        """The parts of the arguments of an instance that may be emitted, up to a limit."""
        return self._parts.get(named, 0)

    def may_follow(self, named: Named) -> bool:
        """Whether an instance may be emitted: its arguments grew seldom on the path to it."""
        key = identity(named)
        if key in self._known:
            return True
        outer = self._within[-1]
        whole = weight(named.arguments, force=self.force, known=self._weights, of=named)
        self._parts[named] = whole
        counters = sum(map(self._counter, named.arguments))
        own = whole - counters
        grew = outer.grew + bool(outer.own and (own > outer.own or whole >= _HEAVIEST))
        counted = outer.counted + bool(outer.own and counters > outer.counters)
        # What is smaller than an enclosing instance does not grow, however much that grew.
        if grew > MOST_GROWTH or not self._count(named.symbol, grew if own >= outer.own else 0):
            return False
        if counted > MOST_COUNTED or self._counting[named.symbol] > MOST_COUNTING:
            return False
        self._counting[named.symbol] += counted >= _OFTEN
        self._known[key] = _Met(
            max(own, outer.own), grew, counters, counted, outer, depth=outer.depth + 1
        )
        return True

    def _counter(self, argument: TypeTerm) -> int:
        """The length of a tuple of equal elements, 0 for any other argument."""
        match self.force(argument):
            case TTuple(items) if items and all(item == items[0] for item in items):
                return len(items) if isinstance(items[0].type, _PLAIN) else 0
            case _:
                return 0

    def may_nest(self, shape: ObjectShape) -> bool:
        """Whether an anonymous type may be emitted: few enclosing types are of the same origin.

        Types of the same origin have properties declared at the same places. Instances that need
        each other make them, such as `Partial<T>` of an interface in that interface.
        """
        if shape in self._known:
            return True
        outer = self._within[-1]
        places = frozenset(item.span for item in shape.properties.values())
        around = _around(outer, places)
        alike = 0 if around is None else around.alike + 1
        if alike > MOST_ALIKE or not self._count(places, alike):
            return False
        counts, depth = (outer.counters, outer.counted), outer.depth + 1
        self._known[shape] = _Met(outer.own, outer.grew, *counts, outer, places, alike, depth)
        return True

    def nests(self, shape: ObjectShape) -> bool:
        """Whether an anonymous type is inside several of the same origin."""
        met = self._known.get(shape)
        return met is not None and met.alike >= _OFTEN

    def is_deep(self, term: object) -> bool:
        """Whether a type is met inside many instances and anonymous types only."""
        key = identity(term) if isinstance(term, Named) else term
        return self._known.get(key, self._within[0]).depth > DEEP

    def _count(self, key: object, often: int) -> bool:
        """Count a type if its arguments grew often; False if there are too many of them."""
        if often >= _OFTEN:
            if self._grown[key] >= MOST_GROWING or self._all >= MOST_GROWING_IN_ALL:
                return False
            self._grown[key] += 1
            self._all += 1
        return True

    def inside(self, term: object) -> _Inside:
        """A context in which types are parts of an instance, or of an anonymous type."""
        key = identity(term) if isinstance(term, Named) else term
        return _Inside(self._within, self._known.get(key, _Met()))


class _Inside:
    """A context in which an entry is the last one of a list."""

    __slots__ = ("_entries", "_own")

    def __init__(self, entries: list[_Met], own: _Met) -> None:
        self._entries = entries
        self._own = own

    def __enter__(self) -> None:
        self._entries.append(self._own)

    def __exit__(self, *_: object) -> None:
        self._entries.pop()


def _around(met: _Met | None, places: frozenset[Span | None]) -> _Met | None:
    """The innermost enclosing anonymous type with these origins."""
    while met is not None and met.places != places:
        met = met.outer
    return met


def parts_of_identity(terms: Sequence[TypeTerm], most: int) -> int:
    """The parts of types that `identity` visits, up to a limit; those of a tuple once."""
    parts = 0
    for term in terms:
        if parts >= most:
            break
        if isinstance(term, TTuple) and term.keys and term.keys[0].parts:
            parts += term.keys[0].parts
            continue
        own = weight([term], most - parts, of_identity=True)
        if isinstance(term, TTuple) and term.keys and own < most - parts:
            term.keys[0].parts = own
        parts += own
    return parts


def weight(
    terms: Sequence[TypeTerm],
    most: int = _HEAVIEST,
    force: Callable[[TypeTerm], TypeTerm] | None = None,
    known: dict[Named, int] | None = None,
    of: Named | None = None,
    *,
    of_identity: bool = False,
) -> int:
    """The number of parts of types, counted up to a limit.

    A lazy type is one part, unless `force` computes it. `of_identity` counts only the parts that
    `identity` visits. The parts of `known` instances are not counted again, and those in the
    arguments `of` another instance are added to them.
    """
    waiting = list(terms)
    seen: set[int] = set()
    nodes = 0
    while waiting and nodes < most:
        term = waiting.pop()
        if force is not None:
            term = force(term)
        nodes += 1
        match term:
            case Lazy(value=value) if value is not None:
                waiting.append(value)
            case Literal(value=str(text)):
                nodes += len(text) // _TEXT
            case TTemplate(texts=texts):
                nodes += sum(map(len, texts)) // _TEXT
            case Named() if known is not None and term in known:
                nodes += known[term]
            case Named(arguments=arguments) if not of_identity:
                waiting += arguments
            case TArray(element):
                waiting.append(element)
            case TTuple(items):
                waiting += [item.type for item in items]
            case TUnion(members):
                waiting += members
            case ObjectShape() if not of_identity and id(term) not in seen:
                seen.add(id(term))
                waiting += [item.type for item in term.properties.values()]
                waiting += [part for index in term.indexes for part in index]
    if known is not None and of is not None and not seen:
        known[of] = nodes
    return nodes
