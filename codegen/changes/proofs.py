"""Coinductive proofs about recursive types: a goal holds while it is being proved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from ..model import DeclId
from ..text.records import dataclass

__all__ = ["Proofs"]

_Goal = tuple[DeclId, DeclId]


@dataclass(eq=False)
class Proofs:
    """Proofs of one relation between two declarations, each made once.

    A result that depends on a goal that is still being proved is kept only if it is negative:
    a positive one is final only when that goal has been proved.
    """

    _known: dict[_Goal, bool] = field(default_factory=dict)
    _open: dict[_Goal, int] = field(default_factory=dict)
    _lowest: int = 0

    def prove(self, old: DeclId, new: DeclId, check: Callable[[], bool]) -> bool:
        """Whether the relation holds for two declarations; `check` tests it unless it is known."""
        goal = old, new
        if goal in self._known:
            return self._known[goal]
        if goal in self._open:
            self._lowest = min(self._lowest, self._open[goal])
            return True
        depth = self._open[goal] = len(self._open)
        outer, self._lowest = self._lowest, depth
        try:
            result = check()
        finally:
            del self._open[goal]
        if not result or self._lowest >= depth:
            self._known[goal] = result
        self._lowest = min(outer, self._lowest)
        return result
