"""What is known at a point of a program: the values of variables and of their attributes."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from .values import Instance, Value

__all__ = ["Scene", "path_of"]


def path_of(node: cst.CSTNode) -> str | None:
    """A variable, its attribute or its item, as text that is the same wherever it is meant."""
    match node:
        case cst.Name(value=name):
            return str(name)
        case cst.Attribute(value=left, attr=cst.Name(value=name)):
            before = path_of(left)
            return None if before is None else f"{before}.{name}"
        case cst.Subscript(
            value=left,
            slice=[
                cst.SubscriptElement(
                    slice=cst.Index(value=cst.SimpleString(value=key) | cst.Integer(value=key))
                )
            ],
        ):
            before = path_of(left)
            return None if before is None else f"{before}[{key}]"
        case cst.Await(expression=inner):
            return path_of(inner)
        case cst.NamedExpr(target=target):
            return path_of(target)
    return None


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
        for each in [p for p in self.values if p == path or p.startswith(inside)]:
            del self.values[each]

    def forget_all(self, names: Iterable[str]) -> None:
        """Know nothing of several variables."""
        for name in names:
            self.forget(name)

    def joined(self, other: Scene) -> Scene:
        """What is known where two ways meet: only what both know."""
        return Scene(
            {path: value for path, value in self.values.items() if other.get(path) == value}
        )

    def instances(self) -> dict[str, Instance]:
        """The paths of known values."""
        return {p: v for p, v in self.values.items() if isinstance(v, Instance)}
