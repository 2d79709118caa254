"""Infer the type of values in a recording, in the notation of facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Protocol

__all__ = ["ANYTHING", "Observed"]

ANYTHING: Final = "unknown"
_DEEPEST: Final = 3
_ORDER: Final[tuple[str, ...]] = ("string", "number", "boolean", "object", "null")


class Fits(Protocol):
    """Tests whether a value fits a declaration and has no undeclared fields."""

    def __call__(self, declaration: str, value: Any, /) -> bool: ...


class Observed:
    """The kinds of values that occurred at a place.

    `candidates` are names of declarations for the objects there; those that an object does not fit
    are dropped.
    """

    def __init__(self, candidates: Iterable[str] = (), depth: int = 0) -> None:
        self._candidates = tuple(candidates)
        self._depth = depth
        self._kinds: set[str] = set()
        self._elements: Observed | None = None

    def add(self, value: Any, fits: Fits) -> None:
        """Add a value."""
        if isinstance(value, list):
            if self._elements is None:
                self._elements = Observed(self._candidates, self._depth + 1)
            if self._depth < _DEEPEST:
                for item in value:
                    self._elements.add(item, fits)
        elif isinstance(value, dict):
            self._kinds.add("object")
            self._candidates = tuple(name for name in self._candidates if fits(name, value))
        else:
            self._kinds.add(_kind(value))

    def notation(self) -> str:
        """The narrowest type that facts can express and that includes all observed values."""
        members = [kind for kind in _ORDER if kind in self._kinds]
        if self._elements is not None:
            inner = self._elements.notation()
            lists = f"{ANYTHING if ' | ' in inner else inner}[]"
            if lists != "object[]" or "object" not in members:
                members.insert(0, lists)
        if members in ([], ["null"]):
            return ANYTHING  # All values were null.
        if "object" in members and self._candidates and self._elements is None:
            members[members.index("object")] = self._candidates[0]
        return " | ".join(members)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "number"
