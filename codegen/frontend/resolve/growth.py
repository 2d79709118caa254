"""Generic types whose instances need ever larger instances of themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from typing import Final

from ...model import Literal
from ...text.records import dataclass
from ...text.source import Span
from .budget import (
    MOST_ALIKE,
    MOST_GROWING,
    MOST_GROWING_IN_ALL,
    MOST_GROWTH,
    MOST_OF_INSTANCES,
)
from .semantics import (
    Lazy,
    Named,
    ObjectShape,
    TArray,
    TTemplate,
    TTuple,
    TUnion,
    TypeTerm,
    identity,
)
from .symbols import Symbol

__all__ = ["Growth", "weight"]

_HEAVIEST: Final = 2000
_OFTEN: Final = 3
_TEXT: Final = 16


@dataclass(frozen=True)
class _Met:
    """How a type was met: how often types grew on the way to it, and what it was met in.

    `own` is the weight of the arguments of the instance that the type is, or is part of. A
    type without a name has the places of its properties, and how many types around it are of
    the same places.
    """

    own: int = 0
    grew: int = 0
    outer: _Met | None = None
    places: frozenset[Span | None] | None = None
    alike: int = 0


@dataclass(eq=False)
class Growth:
    """How often types grew on the way from one to the next.

    A recursion that has an end hands on its arguments, or parts of them. What hands on more
    than it got, over and over, has none, and neither TypeScript nor anybody can write it out.
    """

    force: Callable[[TypeTerm], TypeTerm]
    times: int = 1
    """How many times as much of instances a spec may have: more where it is said to be large."""
    _within: list[_Met] = field(default_factory=lambda: [_Met()])
    _known: dict[object, _Met] = field(default_factory=dict)
    _grown: Counter[object] = field(default_factory=Counter)
    _all: int = 0
    _written: set[Named] = field(default_factory=set)
    _properties: Counter[Symbol] = field(default_factory=Counter)
    _weights: dict[Named, int] = field(default_factory=dict)
    """Of instances in whose arguments is no type without a name, the parts of the arguments."""

    def may_write(self, named: Named, properties: int) -> bool:
        """Whether an instance with so many properties may be a declaration of its own.

        Not one more where those of its generic type have as many as a spec may have.
        """
        if named not in self._written:
            if self._properties[named.symbol] >= MOST_OF_INSTANCES * self.times:
                return False
            self._written.add(named)
            self._properties[named.symbol] += properties
        return True

    def may_follow(self, named: Named) -> bool:
        """Whether an instance may be written out: its arguments grew seldom on the way to it."""
        key = identity(named)
        if key in self._known:
            return True
        outer = self._within[-1]
        own = weight(named.arguments, force=self.force, known=self._weights, of=named)
        grew = outer.grew + bool(outer.own and (own > outer.own or own >= _HEAVIEST))
        if grew > MOST_GROWTH or not self._count(named.symbol, grew):
            return False
        self._known[key] = _Met(own, grew, outer)
        return True

    def may_nest(self, shape: ObjectShape) -> bool:
        """Whether a type without a name may be written out: few around it are made alike.

        Those are alike whose properties are from the same places. They are made of instances
        that need each other, such as `Partial<T>` of an interface in that interface.
        """
        if shape in self._known:
            return True
        outer = self._within[-1]
        places = frozenset(item.span for item in shape.properties.values())
        around = _around(outer, places)
        alike = 0 if around is None else around.alike + 1
        if alike > MOST_ALIKE or not self._count(places, alike):
            return False
        self._known[shape] = _Met(outer.own, outer.grew, outer, places, alike)
        return True

    def nests(self, shape: ObjectShape) -> bool:
        """Whether a type without a name is inside several that are made alike."""
        met = self._known.get(shape)
        return met is not None and met.alike >= _OFTEN

    def _count(self, what: object, often: int) -> bool:
        """Count a type that grew so often. False where there are too many of them."""
        if often >= _OFTEN:
            if self._grown[what] >= MOST_GROWING or self._all >= MOST_GROWING_IN_ALL:
                return False
            self._grown[what] += 1
            self._all += 1
        return True

    @contextmanager
    def inside(self, term: object) -> Iterator[None]:
        """Within it, types that are met are parts of an instance, or of a type without a name."""
        key = identity(term) if isinstance(term, Named) else term
        self._within.append(self._known.get(key, _Met()))
        try:
            yield
        finally:
            self._within.pop()


def _around(met: _Met | None, places: frozenset[Span | None]) -> _Met | None:
    """The innermost of the types without a name around something that is of these places."""
    while met is not None and met.places != places:
        met = met.outer
    return met


def weight(
    terms: Sequence[TypeTerm],
    most: int = _HEAVIEST,
    force: Callable[[TypeTerm], TypeTerm] | None = None,
    known: dict[Named, int] | None = None,
    of: Named | None = None,
) -> int:
    """How many parts types have, counted up to a limit.

    What is not computed yet is one part, unless there is a function to `force` it. With a
    limit of one's own only those parts count that `identity` looks at. Of instances that are
    `known` the parts are not counted again, and those that they have as the arguments `of`
    another one are known then.
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
            case Named(arguments=arguments) if most == _HEAVIEST:
                waiting += arguments
            case TArray(element):
                waiting.append(element)
            case TTuple(items):
                waiting += [item.type for item in items]
            case TUnion(members):
                waiting += members
            case ObjectShape() if most == _HEAVIEST and id(term) not in seen:
                seen.add(id(term))
                waiting += [item.type for item in term.properties.values()]
                waiting += [part for index in term.indexes for part in index]
    if known is not None and of is not None and not seen:
        known[of] = nodes
    return nodes
