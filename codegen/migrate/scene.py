"""The known values of variables and attributes at one point of a program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .values import Value

__all__ = ["Scene"]


_MOST_SCANS: Final = 4
"""As many paths are looked for among all, in a scene, before it has an index of them."""


class Scene:
    """The known values of variables, attributes and items, by their path.

    Values are only changed by its methods.
    """

    def __init__(self, values: dict[str, Value] | None = None) -> None:
        self.values = dict(values or {})
        # The paths right inside of each path. Most scenes are copies that see few assignments.
        self._inside: dict[str, set[str]] | None = None
        self._scans = 0

    def copy(self) -> Scene:
        """An independent copy."""
        return Scene(self.values)

    def get(self, path: str | None) -> Value | None:
        """The value at a path; None if it is not known."""
        return None if path is None else self.values.get(path)

    def set(self, path: str | None, value: Value | None) -> None:
        """Assign a value to a path. The values of its attributes and items are dropped."""
        if path is None:
            return
        self.forget(path)
        self.refine(path, value)

    def refine(self, path: str | None, value: Value | None) -> None:
        """Narrow the value at a path. The values of its attributes and items stay."""
        if path is not None and value is not None:
            self.values[path] = value
            if self._inside is not None:
                _enter(self._inside, path)

    def forget(self, path: str) -> None:
        """Drop the value of a path, and those of its attributes and items."""
        if self._inside is None and self._scans < _MOST_SCANS:
            self._scans += 1
            inside = (f"{path}.", f"{path}[")
            for known in [p for p in self.values if p == path or p.startswith(inside)]:
                del self.values[known]
            return
        if self._inside is None:
            self._inside = {}
            for known in self.values:
                _enter(self._inside, known)
        left = [path]
        while left:
            known = left.pop()
            self.values.pop(known, None)
            left.extend(self._inside.pop(known, ()))

    def forget_all(self, names: Iterable[str]) -> None:
        """Drop the values of several paths."""
        for name in names:
            self.forget(name)


def _enter(inside: dict[str, set[str]], path: str) -> None:
    """Enter a path under the one that it is right inside of, and that one under its own."""
    while (end := max(path.rfind("."), path.rfind("["))) > 0:
        outer = path[:end]
        paths = inside.setdefault(outer, set())
        if path in paths:
            return
        paths.add(path)
        path = outer
