"""Quick checks of whether a message fits a declaration and has no undeclared fields.

They are compiled from shapes like those of strict decoding, but check a JSON value instead of an
event. A check may refuse values that fit, but never accepts others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ..runtime import _shapes as shapes, _unions
from ..runtime._apart import has_no_parts
from ..runtime._checks import CONDITION_NAMES, condition, is_anything, shape_check
from ..runtime._compile import Check, Lines, Unions, later
from ..runtime._shapes import MISSING

__all__ = ["QuickChecks"]


class QuickChecks:
    """The checks of the declarations of one spec, each compiled on first use."""

    def __init__(self, declared: shapes.Shapes) -> None:
        self.shapes = declared
        self.unions: Unions | None = _unions
        self._made: dict[str, Check] = {}

    def check(self, shape: shapes.Shape) -> Check:
        """The check for values of a shape."""
        match shape:
            case shapes.Named(name):
                made = self._made.get(name)
                if made is None:
                    made = self._made[name] = self.check(self.shapes[name])
                return made
            case shapes.Object():
                return self._object(shape)
            case shapes.Tagged():
                return self._tagged(shape)
            case shapes.ByKeys(members):
                return self.check(shapes.AnyOf(*members))
            case _:
                return shape_check(self, shape)

    def class_of(self, name: str) -> type[Any]:
        """The Python type of the objects of a declaration."""
        return dict

    def outline(self, name: str) -> Check:
        """Whether an object may be of a declaration, by its keys and what is no container."""
        shape = self.shapes[name]
        assert isinstance(shape, shapes.Object)
        return self._object(shape, outline=True)

    def _object(self, shape: shapes.Object, *, outline: bool = False) -> Check:
        fields = {**shape.required, **shape.optional}
        names = {**CONDITION_NAMES, "fields": frozenset(fields)}
        lines = Lines("message check", "def check(data):", **names)
        lines.add("    if type(data) is not dict:", "        return False")
        if fields and (shape.extra is None or not is_anything(shape.extra)):
            lines.add("    if not fields.issuperset(data):", "        return False")
        lines.add("    get = data.get")
        for wire, field in fields.items():
            is_asked = not outline or has_no_parts(self.shapes, field)
            test = condition(self, lines, field, "value") if is_asked else ""
            if wire in shape.required:
                test = test or "value is not UNSET"
            elif test:
                test = f"(value is UNSET or {test})"
            if test:
                lines.add(f"    value = get({lines.bind(wire)}, UNSET)")
                lines.add(f"    if not {test}:", "        return False")
        lines.add("    return True")
        check: Check = lines.function("check")
        return check

    def _tagged(self, shape: shapes.Tagged) -> Check:
        path, checks = shape.path, self._branches(shape.branches)
        absent, other = self._way_on(shape.absent), self._way_on(shape.other)
        checks[MISSING] = absent
        checks.setdefault(shapes.NULL_TAG, absent if shape.absent is not None else other)
        tag, is_inner = path[0], len(path) > 1

        def check(value: Any) -> bool:
            if type(value) is not dict:
                return False
            tag_value = shapes.tag_at(value, path) if is_inner else value.get(tag, MISSING)
            return checks.get(shapes.tag_key(tag_value), other)(value)

        return check

    def _branches(self, branches: Mapping[Any, shapes.Shape]) -> dict[Any, Check]:
        checks: dict[Any, Check] = {}
        for key, branch in branches.items():
            later(checks, key, partial(self.check, branch))
        return checks

    def _way_on(self, shape: shapes.Shape | None) -> Callable[[Any], bool]:
        return _refuse if shape is None else self.check(shape)


def _refuse(value: Any) -> bool:
    return False
