"""What is found out of generic types that refer to each other: the least that holds for all."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

__all__ = ["Fixpoint"]

Key = TypeVar("Key", bound=Hashable)
Known = TypeVar("Known")


class Fixpoint(Generic[Key, Known]):
    """Measures things together that need each other, until nothing changes.

    What is not known yet is assumed to be the `least`. A measure asks for those of others by `of`,
    and only grows when theirs do.
    """

    def __init__(
        self,
        known: Mapping[Key, Known],
        least: Callable[[Key], Known],
        measure: Callable[[Key], Known],
    ) -> None:
        self._known = known
        self._least = least
        self._measure = measure
        self._found: dict[Key, Known] = {}
        self._users: dict[Key, dict[Key, None]] = {}
        self._pending: dict[Key, None] = {}
        self._current: Key | None = None

    def measured(
        self, *keys: Key, enough: Callable[[dict[Key, Known]], bool] = lambda _: False
    ) -> dict[Key, Known]:
        """What is known of some things, and of those that they need.

        It is less than the whole once that is `enough`.
        """
        for key in keys:
            self.of(key)
        while self._pending and not enough(self._found):
            current, _ = self._pending.popitem()
            self._current = current
            new = self._measure(current)
            if new != self._found[current]:
                self._found[current] = new
                self._pending |= self._users.get(current, {})
        return self._found

    def of(self, key: Key) -> Known:
        """What is known of something so far, on which the one that is measured depends."""
        known = self._known.get(key)
        if known is not None:
            return known
        if self._current is not None:
            self._users.setdefault(key, {})[self._current] = None
        if key not in self._found:
            self._found[key] = self._least(key)
            self._pending[key] = None
        return self._found[key]
