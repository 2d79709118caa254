"""Where a source narrows what its variables are."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import NamedTuple

__all__ = ["Flow"]


class Flow(NamedTuple):
    """Where a file tests or assigns a variable: behind it, less of its type may be left.

    `first` is the first place for statements, `inside` are the places of expressions that test for
    themselves alone: where each begins, and where it or one before it ends at last. `equal` and
    `equal_inside` are those of them that leave less of a type that is no union.
    """

    first: int | None = None
    equal: int | None = None
    inside: tuple[tuple[int, int], ...] = ()
    equal_inside: tuple[tuple[int, int], ...] = ()

    def reaches(self, at: int, *, narrowed: bool) -> bool:
        """Whether a value that is read at a place may have less of its type, if it is `narrowed`.

        A type that is no union is not narrowed by all tests.
        """
        start, inside = self.first, self.inside
        if not narrowed:
            start, inside = self.equal, self.equal_inside
        if start is not None and start <= at:
            return True
        count = bisect_right(inside, at, key=itemgetter(0))
        return count > 0 and inside[count - 1][1] > at
