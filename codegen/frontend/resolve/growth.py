"""Generic types whose instances need ever larger instances of themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from typing import Final

from ...model import Literal
from ...text.records import dataclass
from .budget import MOST_GROWING, MOST_GROWING_IN_ALL, MOST_GROWTH
from .scopes import Symbol
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

__all__ = ["Growth", "weight"]

_HEAVIEST: Final = 2000
_OFTEN: Final = 3
_TEXT: Final = 16


@dataclass(eq=False)
class Growth:
    """How often the arguments of instances grew on the way from one to the next.

    A recursion that has an end hands on its arguments, or parts of them. What hands on more
    than it got, over and over, has none, and neither TypeScript nor anybody can write it out.
    """

    _within: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0)])
    _known: dict[object, tuple[int, int]] = field(default_factory=dict)
    _grown: Counter[Symbol] = field(default_factory=Counter)
    _all: int = 0

    def may_follow(self, named: Named) -> bool:
        """Whether an instance may be written out where it is met."""
        key = identity(named)
        if key in self._known:
            return True
        parent, often = self._within[-1]
        own = weight(named.arguments)
        grew = often + 1 if parent and own > parent else often
        if grew > MOST_GROWTH:
            return False
        if grew >= _OFTEN:
            if self._grown[named.symbol] >= MOST_GROWING or self._all >= MOST_GROWING_IN_ALL:
                return False
            self._grown[named.symbol] += 1
            self._all += 1
        self._known[key] = (own, grew)
        return True

    def note(self, term: object) -> None:
        """A type without a name is met: what it needs is needed by what it is part of."""
        self._known.setdefault(term, self._within[-1])

    @contextmanager
    def inside(self, term: object) -> Iterator[None]:
        """What is met from here on is part of an instance, or of a type without a name."""
        key = identity(term) if isinstance(term, Named) else term
        self._within.append(self._known.get(key, (0, 0)))
        try:
            yield
        finally:
            self._within.pop()


def weight(terms: Sequence[TypeTerm], most: int = _HEAVIEST) -> int:
    """How many parts types have, counted up to a limit; what is not computed yet is one part.

    With a limit of one's own only those parts count that `identity` looks at.
    """
    waiting = list(terms)
    seen: set[int] = set()
    nodes = 0
    while waiting and nodes < most:
        term = waiting.pop()
        nodes += 1
        match term:
            case Lazy(value=value) if value is not None:
                waiting.append(value)
            case Literal(value=str(text)):
                nodes += len(text) // _TEXT
            case TTemplate(texts=texts):
                nodes += sum(map(len, texts)) // _TEXT
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
    return nodes
