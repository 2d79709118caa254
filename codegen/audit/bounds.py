"""Limits that do not depend on the order: of many keys the smallest are kept.

The smallest keys of a whole are among the smallest of each of its parts, so their counts are exact
however a recording is split and merged again. A key that was dropped never returns.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

__all__ = ["Smallest"]

V = TypeVar("V")


class Smallest(Generic[V]):
    """Values of the `limit` smallest keys; `dropped` is called with the keys left out."""

    def __init__(self, limit: int, dropped: Callable[[Any, V], None] | None = None) -> None:
        self._limit: Final = limit
        self._dropped = dropped
        self._border: Any = None
        self.values: Final[dict[Any, V]] = {}

    def admits(self, key: Any) -> bool:
        """Whether a key may be among the smallest."""
        return self._border is None or key <= self._border

    def put(self, key: Any, value: V) -> None:
        """Set the value of a key that is admitted."""
        self.values[key] = value
        if len(self.values) > 2 * self._limit:
            self.cut()

    def cut(self) -> dict[Any, V]:
        """The values by key, no more than the limit, in the order of the keys."""
        ordered = sorted(self.values)
        for key in ordered[self._limit :]:
            value = self.values.pop(key)
            if self._dropped is not None:
                self._dropped(key, value)
        if len(ordered) > self._limit:
            self._border = ordered[self._limit - 1]
        return {key: self.values[key] for key in ordered[: self._limit]}
