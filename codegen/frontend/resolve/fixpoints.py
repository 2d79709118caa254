"""What is found out of generic types that refer to each other: the least that holds for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from .symbols import Symbol

__all__ = ["Fixpoint"]

Known = TypeVar("Known")


class Fixpoint(Generic[Known]):
    """Measures symbols together that need each other, until nothing changes.

    What is not known yet is assumed to be the `least`. A measure asks for those of other symbols
    by `of`, and only grows when theirs do.
    """

    def __init__(
        self,
        known: Mapping[Symbol, Known],
        least: Callable[[Symbol], Known],
        measure: Callable[[Symbol], Known],
    ) -> None:
        self._known = known
        self._least = least
        self._measure = measure
        self._found: dict[Symbol, Known] = {}
        self._users: dict[Symbol, dict[Symbol, None]] = {}
        self._pending: list[Symbol] = []
        self._current: Symbol | None = None

    def measured(self, symbol: Symbol) -> dict[Symbol, Known]:
        """What is known of a symbol, and of those that it needs."""
        self._add(symbol)
        while self._pending:
            self._current = self._pending.pop()
            new = self._measure(self._current)
            if new != self._found[self._current]:
                self._found[self._current] = new
                self._pending += self._users.get(self._current, ())
        return self._found

    def of(self, symbol: Symbol) -> Known:
        """What is known of a symbol so far, on which the one that is measured depends."""
        known = self._known.get(symbol)
        if known is not None:
            return known
        if self._current is not None:
            self._users.setdefault(symbol, {})[self._current] = None
        if symbol not in self._found:
            self._add(symbol)
        return self._found[symbol]

    def _add(self, symbol: Symbol) -> None:
        self._found[symbol] = self._least(symbol)
        self._pending.append(symbol)
