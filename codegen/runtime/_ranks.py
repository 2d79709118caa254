"""Which shapes have finite values, and which parts lead to the smallest of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    open_ = list(declared)
    while True:
        left: list[str] = []
        for name in open_:
            if rank_of(declared[name], ranks) is None:
                left.append(name)
            else:
                ranks[name] = len(ranks) + 1
        if len(left) == len(open_):
            return ranks
        open_ = left


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
