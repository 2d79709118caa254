"""What is known at a point of a program: the values of variables and of their attributes."""

from __future__ import annotations

from collections.abc import Iterable

from .values import Value

__all__ = ["Scene"]


class Scene:
    """The values of variables by their path. What is not in it is not known."""

    def __init__(self, values: dict[str, Value] | None = None) -> None:
        self.values = dict(values or {})

    def copy(self) -> Scene:
        """A scene that changes by itself."""
        return Scene(self.values)

    def get(self, path: str | None) -> Value | None:
        """The value at a path."""
        return None if path is None else self.values.get(path)

    def set(self, path: str | None, value: Value | None) -> None:
        """Give a variable a value: what was known of its attributes is forgotten."""
        if path is None:
            return
        self.forget(path)
        if value is not None:
            self.values[path] = value

    def refine(self, path: str | None, value: Value | None) -> None:
        """Know more of a variable, which stays the same."""
        if path is not None and value is not None:
            self.values[path] = value

    def forget(self, path: str) -> None:
        """Know nothing of a variable any more."""
        inside = (f"{path}.", f"{path}[")
        for known in [p for p in self.values if p == path or p.startswith(inside)]:
            del self.values[known]

    def forget_all(self, names: Iterable[str]) -> None:
        """Know nothing of several variables."""
        for name in names:
            self.forget(name)
