"""Which bytes of a file something is said of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from .edits import ByteSpan

__all__ = ["Ranges"]


class Ranges:
    """A growing set of ranges of bytes; those that share a byte are kept as one."""

    def __init__(self) -> None:
        # None of them overlaps another one, so that both are sorted.
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, span: ByteSpan) -> None:
        """Add a range."""
        first, last = self._overlapping(span)
        start = min((span[0], *self._starts[first:last]))
        end = max((span[1], *self._ends[first:last]))
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]

    def overlaps(self, span: ByteSpan) -> bool:
        """Whether a range shares a byte with one of them."""
        first, last = self._overlapping(span)
        return first < last

    def _overlapping(self, span: ByteSpan) -> tuple[int, int]:
        """Where the ranges are that share a byte with one."""
        start, end = span
        first = bisect_right(self._ends, start)
        return first, max(first, bisect_left(self._starts, end))
