"""The known values of variables and attributes at one point of a program."""

from __future__ import annotations

from collections.abc import Iterable

from .values import Value

__all__ = ["Scene"]


class Scene:
    """The known values of variables, attributes and items, by their path."""

    def __init__(self, values: dict[str, Value] | None = None) -> None:
        self.values = dict(values or {})

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
        if value is not None:
            self.values[path] = value

    def refine(self, path: str | None, value: Value | None) -> None:
        """Narrow the value at a path. The values of its attributes and items stay."""
        if path is not None and value is not None:
            self.values[path] = value

    def forget(self, path: str) -> None:
        """Drop the value of a path, and those of its attributes and items."""
        inside = (f"{path}.", f"{path}[")
        for known in [p for p in self.values if p == path or p.startswith(inside)]:
            del self.values[known]

    def forget_all(self, names: Iterable[str]) -> None:
        """Drop the values of several paths."""
        for name in names:
            self.forget(name)
