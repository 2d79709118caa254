"""Ranks of shapes: those with finite values, and the parts of the smallest of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from math import isinf

from ._shapes import (
    AnyOf,
    ByKeys,
    Constant,
    Kind,
    Named,
    Object,
    Pattern,
    Scalar,
    Shape,
    Shapes,
    Tagged,
    TupleOf,
    parts,
)


def ranks_of(declared: Shapes) -> dict[str, int]:
    """A rank for each declaration that has a finite value.

    A declaration's rank is higher than the ranks of all declarations that its smallest value
    needs, so following the lowest ranks always comes to an end.
    """
    ranks: dict[str, int] = {}
    names = list(declared)
    users: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for needed in _named(declared[name]):
            users.setdefault(needed, []).append(place)
    # All are looked at in order, and again, now or in the next turn, when what they name is ranked.
    turn, waiting = list(range(len(names))), {*range(len(names))}
    later: set[int] = set()
    while turn:
        place = heappop(turn)
        waiting.discard(place)
        name = names[place]
        if name not in ranks and rank_of(declared[name], ranks) is not None:
            ranks[name] = len(ranks) + 1
            for user in users.get(name, ()):
                if user <= place:
                    later.add(user)
                elif user not in waiting:
                    waiting.add(user)
                    heappush(turn, user)
        if not turn:
            turn, waiting = sorted(later), later
            later = set()
    return ranks


def _named(shape: Shape) -> Iterator[str]:
    """The declarations that a shape names."""
    stack = [shape]
    while stack:
        current = stack.pop()
        if isinstance(current, Named):
            yield current.name
        else:
            stack += parts(current)


def rank_of(shape: Shape, ranks: Mapping[str, int]) -> int | None:
    """The highest rank that a smallest value of a shape needs, None where there is no value."""
    if isinstance(shape, Named):
        return ranks.get(shape.name)
    if isinstance(shape, Kind):
        return 0 if shape.types else None
    if isinstance(shape, Constant):
        return 0 if any(map(is_finite, shape.values)) else None
    if isinstance(shape, Pattern):
        return None if ("never", True) in shape.parts else 0
    if isinstance(shape, (AnyOf, ByKeys, Tagged)):
        inner = (rank_of(member, ranks) for member in parts(shape))
        return min((rank for rank in inner if rank is not None), default=None)
    if isinstance(shape, TupleOf):
        return _rank_of_all((*shape.items[: shape.required], *shape.after), ranks)
    if isinstance(shape, Object):
        return _rank_of_all(shape.required.values(), ranks)
    return 0


def _rank_of_all(needed: Iterable[Shape], ranks: Mapping[str, int]) -> int | None:
    highest = 0
    for shape in needed:
        rank = rank_of(shape, ranks)
        if rank is None:
            return None
        highest = max(highest, rank)
    return highest


def is_finite(value: Scalar) -> bool:
    """Whether JSON can say a literal."""
    return not (isinstance(value, float) and isinf(value))
