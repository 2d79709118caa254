"""Strict decoding: where a value is not what the spec declares.

It converts nothing: a number in a string is a string. Undeclared fields are allowed, as in
TypeScript; a walk notes them if it is asked to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import _shapes as sh
from ._problems import MOST, Found, Key, Misfit, report
from ._runtime import Json
from ._wire import DecodeError, Problem, read_value, too_deep, write_json


def check_message(shapes: sh.Shapes, name: str, message: Any) -> None:
    """Raise a `DecodeError` with the problems that a message has beside a declaration."""
    value, walk = read_value(message), Walk(shapes)
    try:
        misfits = walk.find(shapes[name], value)
    except RecursionError:
        raise too_deep(message) from None
    if misfits is not None:
        count = "1 problem" if misfits.count == 1 else f"{misfits.count:,} problems"
        problems = tuple(report(misfits.first, walk.told))
        text, more = f"does not fit {name}: {count}", misfits.count - len(problems)
        raise DecodeError(text, problems=problems, more=more)


def find_problems(shapes: sh.Shapes, shape: sh.Shape, value: Json) -> list[Problem]:
    """The first `MOST` problems of a value with a shape."""
    walk = Walk(shapes)
    misfits = walk.find(shape, value)
    return [] if misfits is None else report(misfits.first, walk.told)


class Walk:
    """A comparison of one message with shapes.

    What is found for a member of a union is kept, by the identities of value and shape, as
    nested unions ask for it repeatedly: the values must live as long as the walk.

    With `undeclared`, undeclared fields are noted, though they are no misfits. Of each value
    the first `most` findings are kept.
    """

    __slots__ = ("_kept", "_most", "_undeclared", "shapes")

    def __init__(
        self, shapes: sh.Shapes, *, undeclared: bool = False, most: int = MOST
    ) -> None:
        self.shapes = shapes
        self._undeclared = undeclared
        self._most = most
        self._kept: dict[int, dict[int, Found | None]] = {}

    def find(self, shape: sh.Shape, value: Json) -> Found | None:
        """The misfits of a value with a shape; None if there are none."""
        if isinstance(shape, sh.Named):
            shape = sh.resolved(self.shapes, shape)
        if isinstance(shape, (sh.Kind, sh.Constant, sh.Pattern)):
            return None if sh.is_one(shape, value) else self._misfit(shape, value)
        if isinstance(shape, (sh.Object, sh.MapOf, sh.Tagged)):
            if not isinstance(value, dict):
                return self._misfit(shape, value)
            if isinstance(shape, sh.Object):
                return self._object(shape, value)
            if isinstance(shape, sh.Tagged):
                return self._tagged(shape, value)
            items = ((Key(name), item) for name, item in value.items())
            return self._parts(items, shape.value)
        if isinstance(shape, (sh.AnyOf, sh.ByKeys)):
            return self._union(shape, value)
        assert isinstance(shape, (sh.ListOf, sh.TupleOf))
        if not isinstance(value, list):
            return self._misfit(shape, value)
        if isinstance(shape, sh.ListOf):
            return self._parts(enumerate(value), shape.element)
        return self._tuple(shape, value)

    def member(self, shape: sh.Shape, value: Json) -> Found | None:
        """The misfits of a value with a member of a union; they are found once."""
        if not isinstance(value, (dict, list)):
            return self.find(shape, value)
        shape = sh.resolved(self.shapes, shape)
        kept = self._kept.setdefault(id(shape), {})
        key = id(value)
        if key not in kept:
            kept[key] = self.find(shape, value)
        return kept[key]

    def fits(self, shape: sh.Shape, value: Json) -> bool:
        misfits = self.member(shape, value)
        return misfits is None or not misfits.count

    def _parts(
        self, items: Iterable[tuple[str | int, Json]], shape: sh.Shape
    ) -> Found | None:
        misfits: Found | None = None
        for step, item in items:
            inner = self.find(shape, item)
            if inner is not None:
                misfits = misfits or Found(self._most)
                misfits.add_under(step, inner)
        return misfits

    def _object(self, shape: sh.Object, value: dict[str, Any]) -> Found | None:
        misfits = Found(self._most)
        for name, field in shape.required.items():
            if name not in value:
                misfits.add(Misfit((name, None), field, None, "missing"))
            elif inner := self.find(field, value[name]):
                misfits.add_under(name, inner)
        for name, field in shape.optional.items():
            if name not in value or not (inner := self.find(field, value[name])):
                continue
            if value[name] is None:
                misfits.add(Misfit((name, None), inner.first[0].wanted, None, "null"))
            else:
                misfits.add_under(name, inner)
        if shape.extra is not None or self._undeclared:
            self._others(shape, value, misfits)
        return misfits if misfits.first else None

    def _others(self, shape: sh.Object, value: dict[str, Any], misfits: Found) -> None:
        # To TypeScript an empty object type has every property.
        noted = self._undeclared and bool(shape.required or shape.optional)
        for name, item in value.items():
            if name in shape.required or name in shape.optional:
                continue
            if shape.extra is not None and (
                shape.names is None or self.find(shape.names, name) is None
            ):
                inner = self.find(shape.extra, item)
                if inner is not None:
                    misfits.add_under(Key(name), inner)
            elif noted:
                misfits.add_undeclared(name, item)

    def _tagged(self, shape: sh.Tagged, value: dict[str, Any]) -> Found | None:
        tag: Any = sh.tag_at(value, shape.path)
        branch = shape.branch(tag) or shape.other
        if branch is not None:
            return self.find(branch, value)
        return self._no_tag(shape, shape.path, value)

    def _no_tag(
        self, shape: sh.Tagged, path: sh.TagPath, value: dict[str, Any]
    ) -> Found:
        """The misfit of an object without a declared tag, at the first place of its path."""
        key, *rest = path
        part: Json = value.get(key)
        misfits = Found(self._most)
        if rest and isinstance(part, dict):
            misfits.add_under(key, self._no_tag(shape, tuple(rest), part))
            return misfits
        literals = sh.Constant(*map(sh.tag_literal, shape.branches))
        wanted: sh.Shape | str = "object" if rest else literals
        kind = "" if key in value else "missing"
        misfits.add(Misfit((key, None), wanted, part, kind))
        return misfits

    def _tuple(self, shape: sh.TupleOf, value: list[Any]) -> Found | None:
        least = shape.required + len(shape.after)
        most = None if shape.rest else len(shape.items) + len(shape.after)
        if len(value) < least or (most is not None and len(value) > most):
            wanted = f"{least}" if least == most else f"{least} to {most}"
            wanted = wanted if most is not None else f"at least {least}"
            return self._misfit(f"{wanted} elements", value, "length")
        misfits: Found | None = None
        middle = len(value) - len(shape.after)
        for index, item in enumerate(value):
            if index >= middle:
                element: sh.Shape | None = shape.after[index - middle]
            elif index < len(shape.items):
                element = shape.items[index]
            else:
                element = shape.rest
            if element is not None and (inner := self.find(element, item)):
                misfits = misfits or Found(self._most)
                misfits.add_under(index, inner)
        return misfits

    def _union(self, shape: sh.AnyOf | sh.ByKeys, value: Json) -> Found | None:
        """None if the value fits a member, else the misfits with the nearest one.

        That is the member with the fewest undeclared fields, if it fits but for these, or
        the one with the fewest misfits, first of those that have all the required fields and
        no other literal in them. Of these, it is one that declares the most fields of the value.
        """
        known: dict[int, Found] = {}
        for index, member in enumerate(shape.members):
            if self._is_complete(member, value):
                misfits = self.member(member, value)
                if misfits is None:
                    return None
                known[index] = misfits
        fitting = [misfits for misfits in known.values() if not misfits.count]
        if fitting:
            return min(fitting, key=lambda misfits: misfits.undeclared)
        meant: list[tuple[int, Found]] = []
        for index, member in enumerate(shape.members):
            count = self._meant(member, value)
            if count is not None:
                misfits = known.get(index) or self.member(member, value)
                meant += [(count, misfits)] if misfits is not None else ()
        # A field of another literal is one of another member, as a tag is.
        likely = [pair for pair in meant if _fits_by_keys(pair[1])] or meant
        most = max((count for count, _ in likely), default=0)
        nearest = _nearest([misfits for count, misfits in likely if count == most])
        return nearest or self._misfit(shape, value)

    def _is_complete(self, shape: sh.Shape, value: Json) -> bool:
        """Whether a value has the required fields of a shape."""
        shape = sh.resolved(self.shapes, shape)
        if not isinstance(shape, sh.Object):
            return True
        return isinstance(value, dict) and shape.required.keys() <= value.keys()

    def _meant(self, shape: sh.Shape, value: Json) -> int | None:
        """The fields of a value that a shape may declare; None if it is of another kind."""
        shape = sh.resolved(self.shapes, shape)
        if isinstance(shape, (sh.AnyOf, sh.ByKeys)):
            counts = [self._meant(member, value) for member in shape.members]
            return max((count for count in counts if count is not None), default=None)
        if isinstance(shape, (sh.ListOf, sh.TupleOf)):
            return 0 if isinstance(value, list) else None
        objects = (sh.Object, sh.MapOf, sh.Tagged)
        if not isinstance(value, dict) or not isinstance(shape, objects):
            return None
        if not isinstance(shape, sh.Object) or shape.extra is not None:
            return len(value)
        return len(value.keys() & (shape.required.keys() | shape.optional.keys()))

    def _misfit(self, wanted: sh.Shape | str, value: Json, kind: str = "") -> Found:
        misfits = Found(self._most)
        misfits.add(Misfit(None, wanted, value, kind))
        return misfits

    def told(self, shape: sh.Shape) -> str:
        """A shape in a few words."""
        if isinstance(shape, sh.Kind):
            return shape.name
        if isinstance(shape, sh.Constant):
            return _alternatives(shape.values)
        if isinstance(shape, sh.Pattern):
            return shape.text
        if isinstance(shape, sh.Named):
            target = self.shapes[shape.name]
            return shape.name if isinstance(target, sh.Object) else self.told(target)
        if isinstance(shape, (sh.AnyOf, sh.ByKeys)):
            return " | ".join(dict.fromkeys(map(self.told, shape.members)))
        return "array" if isinstance(shape, (sh.ListOf, sh.TupleOf)) else "object"


def _fits_by_keys(misfits: Found) -> bool:
    """Whether no required field is missing, and none has another literal."""
    return not any(
        kind == "missing" or isinstance(wanted, sh.Constant)
        for steps, wanted, _, kind in misfits.first
        if steps is not None and steps[1] is None and isinstance(steps[0], str)
    )


def _nearest(candidates: list[Found]) -> Found | None:
    """The fewest misfits of some; None if two have as few, at different places."""
    least = min((misfits.count for misfits in candidates), default=0)
    nearest = [misfits for misfits in candidates if misfits.count == least]
    if len(nearest) < 2:
        return nearest[0] if nearest else None
    if least > 1:
        return None
    noted = [misfit for misfits in nearest for misfit in misfits.first]
    firsts = [misfit for misfit in noted if misfit.kind != "undeclared"]
    wanted: dict[Any, None] = {}
    for _, shape, _, _ in firsts:
        members = shape.members if isinstance(shape, sh.AnyOf) else (shape,)
        wanted |= dict.fromkeys(members)
    if not firsts or any(isinstance(shape, str) for shape in wanted):
        return None
    steps, _, value, kind = firsts[0]
    if any((misfit.steps, misfit.kind) != (steps, kind) for misfit in firsts):
        return None
    together = Found(nearest[0].most)
    together.add(Misfit(steps, sh.AnyOf(*wanted), value, kind))
    return together


def _alternatives(values: tuple[sh.Scalar, ...]) -> str:
    shown = " | ".join(map(write_json, values[:12]))
    return shown if len(values) <= 12 else f"{shown} | ... ({len(values)} in all)"
