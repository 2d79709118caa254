"""Questions about recursive types: what is asked again while it is being answered holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..model import DeclId

__all__ = ["Proofs"]

_Question = tuple[DeclId, DeclId]


@dataclass(eq=False)
class Proofs:
    """Answers to questions about two declarations, each worked out once.

    An answer that rests on an open question is kept only if it is no: a yes holds for sure
    when the question that it rests on has been answered with yes.
    """

    _known: dict[_Question, bool] = field(default_factory=dict)
    _open: dict[_Question, int] = field(default_factory=dict)
    _lowest: int = 0

    def prove(self, old: DeclId, new: DeclId, check: Callable[[], bool]) -> bool:
        """The answer for two declarations; `check` works it out."""
        question = old, new
        if question in self._known:
            return self._known[question]
        if question in self._open:
            self._lowest = min(self._lowest, self._open[question])
            return True
        depth = self._open[question] = len(self._open)
        outer, self._lowest = self._lowest, depth
        try:
            answer = check()
        finally:
            del self._open[question]
        if not answer or self._lowest >= depth:
            self._known[question] = answer
        self._lowest = min(outer, self._lowest)
        return answer
