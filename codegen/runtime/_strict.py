"""Strict decoding: where a value is not what the spec declares.

One walk compares a value with a shape. It converts nothing: a number in a string is a
string. Fields that the spec does not declare are allowed, as in TypeScript; a walk notes them
if it is asked to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ._problems import MOST, Found, Key, Misfit, report
from ._runtime import Json
from ._shapes import (
    AnyOf,
    ByKeys,
    Constant,
    Kind,
    ListOf,
    MapOf,
    Named,
    Object,
    Pattern,
    Scalar,
    Shape,
    Shapes,
    Tagged,
    TagPath,
    TupleOf,
    is_one,
    resolved,
    tag_at,
    tag_key,
    tag_literal,
)
from ._wire import DecodeError, Problem, read_value, too_deep, write_json


def check_message(shapes: Shapes, name: str, message: Any) -> None:
    """Raise one `DecodeError` that lists the problems of a message, if it has any.

    `name` is the declaration that the message should be of.
    """
    value = read_value(message)
    walk = Walk(shapes)
    try:
        misfits = walk.find(shapes[name], value)
    except RecursionError:
        raise too_deep(message) from None
    if misfits is not None:
        count = "1 problem" if misfits.count == 1 else f"{misfits.count:,} problems"
        problems = tuple(report(misfits.first, walk.told))
        raise DecodeError(
            f"does not fit {name}: {count}",
            problems=problems,
            more=misfits.count - len(problems),
        )


def find_problems(shapes: Shapes, shape: Shape, value: Json) -> list[Problem]:
    """The problems of a value with a shape, the first 50 of them."""
    walk = Walk(shapes)
    misfits = walk.find(shape, value)
    return [] if misfits is None else report(misfits.first, walk.told)


class Walk:
    """A comparison of one message with shapes.

    What is found in an object or array for a member of a union is kept, by the identities
    of both, since nested unions ask for it again and again. So the values must live as long
    as the walk.

    With `undeclared`, fields that are not declared are noted too, though they are no
    misfits. Of each value the first `most` findings are kept.
    """

    __slots__ = ("_kept", "_most", "_undeclared", "shapes")

    def __init__(
        self, shapes: Shapes, *, undeclared: bool = False, most: int = MOST
    ) -> None:
        self.shapes = shapes
        self._undeclared = undeclared
        self._most = most
        self._kept: dict[int, dict[int, Found | None]] = {}

    def find(self, shape: Shape, value: Json) -> Found | None:
        """The misfits of a value with a shape; None if there are none."""
        shape = resolved(self.shapes, shape)
        if isinstance(shape, (Object, MapOf, Tagged)):
            if not isinstance(value, dict):
                return self._misfit(shape, value)
            if isinstance(shape, Object):
                return self._object(shape, value)
            if isinstance(shape, Tagged):
                return self._tagged(shape, value)
            items = ((Key(name), item) for name, item in value.items())
            return self._parts(items, shape.value)
        if isinstance(shape, (AnyOf, ByKeys)):
            return self._union(shape, value)
        if isinstance(shape, (ListOf, TupleOf)):
            if not isinstance(value, list):
                return self._misfit(shape, value)
            if isinstance(shape, ListOf):
                return self._parts(enumerate(value), shape.element)
            return self._tuple(shape, value)
        assert isinstance(shape, (Kind, Constant, Pattern))
        return None if is_one(shape, value) else self._misfit(shape, value)

    def member(self, shape: Shape, value: Json) -> Found | None:
        """The misfits of a value with a member of a union; they are found once."""
        if not isinstance(value, (dict, list)):
            return self.find(shape, value)
        shape = resolved(self.shapes, shape)
        kept = self._kept.setdefault(id(shape), {})
        key = id(value)
        if key not in kept:
            kept[key] = self.find(shape, value)
        return kept[key]

    def fits(self, shape: Shape, value: Json) -> bool:
        """Whether a member of a union has no misfit with a value."""
        misfits = self.member(shape, value)
        return misfits is None or not misfits.count

    def _parts(
        self, items: Iterable[tuple[str | int, Json]], shape: Shape
    ) -> Found | None:
        misfits: Found | None = None
        for step, item in items:
            inner = self.find(shape, item)
            if inner is not None:
                misfits = misfits or Found(self._most)
                misfits.add_under(step, inner)
        return misfits

    def _object(self, shape: Object, value: dict[str, Any]) -> Found | None:
        misfits = Found(self._most)
        for name, field in shape.required.items():
            if name not in value:
                misfits.add(Misfit((name, None), field, None, "missing"))
            elif inner := self.find(field, value[name]):
                misfits.add_under(name, inner)
        for name, field in shape.optional.items():
            if name in value and (inner := self.find(field, value[name])):
                if value[name] is None:
                    misfits.add(
                        Misfit((name, None), inner.first[0].wanted, None, "null")
                    )
                else:
                    misfits.add_under(name, inner)
        if shape.extra is not None or self._undeclared:
            self._others(shape, value, misfits)
        return misfits if misfits.first else None

    def _others(self, shape: Object, value: dict[str, Any], misfits: Found) -> None:
        """Look at the fields that are not declared."""
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

    def _tagged(self, shape: Tagged, value: dict[str, Any]) -> Found | None:
        tag: Json = tag_at(value, shape.path)
        branch = shape.branches.get(tag_key(tag)) if tag is not None else shape.absent
        if branch is None:
            branch = shape.other
        if branch is not None:
            return self.find(branch, value)
        return self._no_tag(shape, shape.path, value)

    def _no_tag(self, shape: Tagged, path: TagPath, value: dict[str, Any]) -> Found:
        """The misfit of an object with no declared tag at a path, at the first place of it."""
        key, *rest = path
        part: Json = value.get(key)
        misfits = Found(self._most)
        if rest and isinstance(part, dict):
            misfits.add_under(key, self._no_tag(shape, tuple(rest), part))
            return misfits
        literals = Constant(*map(tag_literal, shape.branches))
        wanted: Shape | str = "object" if rest else literals
        kind = "" if key in value else "missing"
        misfits.add(Misfit((key, None), wanted, part, kind))
        return misfits

    def _tuple(self, shape: TupleOf, value: list[Any]) -> Found | None:
        least = shape.required + len(shape.after)
        most = None if shape.rest else len(shape.items) + len(shape.after)
        if len(value) < least or (most is not None and len(value) > most):
            wanted = f"{least}" if least == most else f"{least} to {most}"
            if most is None:
                wanted = f"at least {least}"
            return self._misfit(f"{wanted} elements", value, "length")
        return self._places(shape, value)

    def _places(self, shape: TupleOf, value: list[Any]) -> Found | None:
        misfits: Found | None = None
        middle = len(value) - len(shape.after)
        for index, item in enumerate(value):
            if index >= middle:
                element: Shape | None = shape.after[index - middle]
            elif index < len(shape.items):
                element = shape.items[index]
            else:
                element = shape.rest
            inner = None if element is None else self.find(element, item)
            if inner is not None:
                misfits = misfits or Found(self._most)
                misfits.add_under(index, inner)
        return misfits

    def _union(self, shape: AnyOf | ByKeys, value: Json) -> Found | None:
        """None if the value fits a member, else the misfits with the member that is nearest.

        Of members that the value fits but for undeclared fields, that is the one with the
        fewest of these; of others, the one with the fewest misfits, where one is that has
        all the required fields and no other literal in them.
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
        meant: list[Found] = []
        for index, member in enumerate(shape.members):
            if self._is_meant(member, value):
                misfits = known.get(index) or self.member(member, value)
                if misfits is not None:
                    meant.append(misfits)
        # A field of another literal is one of another member, as a tag is.
        likely = [misfits for misfits in meant if _fits_by_keys(misfits)]
        return _nearest(likely or meant) or self._misfit(shape, value)

    def _is_complete(self, shape: Shape, value: Json) -> bool:
        """Whether a value has the fields without which it cannot be of a shape."""
        shape = resolved(self.shapes, shape)
        if not isinstance(shape, Object):
            return True
        return isinstance(value, dict) and shape.required.keys() <= value.keys()

    def _is_meant(self, shape: Shape, value: Json) -> bool:
        """Whether a value is an object or an array, and the shape too."""
        shape = resolved(self.shapes, shape)
        if isinstance(shape, (Object, MapOf, Tagged)):
            return isinstance(value, dict)
        if isinstance(shape, (AnyOf, ByKeys)):
            return any(self._is_meant(member, value) for member in shape.members)
        return isinstance(shape, (ListOf, TupleOf)) and isinstance(value, list)

    def _misfit(self, wanted: Shape | str, value: Json, kind: str = "") -> Found:
        misfits = Found(self._most)
        misfits.add(Misfit(None, wanted, value, kind))
        return misfits

    def told(self, shape: Shape) -> str:
        """A shape in a few words."""
        if isinstance(shape, Kind):
            return shape.name
        if isinstance(shape, Constant):
            return _alternatives(shape.values)
        if isinstance(shape, Pattern):
            return shape.text
        if isinstance(shape, Named):
            target = self.shapes[shape.name]
            return shape.name if isinstance(target, Object) else self.told(target)
        if isinstance(shape, (AnyOf, ByKeys)):
            return " | ".join(dict.fromkeys(map(self.told, shape.members)))
        return "array" if isinstance(shape, (ListOf, TupleOf)) else "object"


def _fits_by_keys(misfits: Found) -> bool:
    """Whether an object has the required fields of a member, and no other literal in a field."""
    return not any(
        misfit.kind == "missing" or isinstance(misfit.wanted, Constant)
        for misfit in misfits.first
        if misfit.steps is not None
        and misfit.steps[1] is None
        and isinstance(misfit.steps[0], str)
    )


def _nearest(candidates: list[Found]) -> Found | None:
    """The fewest misfits of some members; None if two have as few, at different places."""
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
        wanted |= dict.fromkeys(shape.members if isinstance(shape, AnyOf) else (shape,))
    if not firsts or any(isinstance(shape, str) for shape in wanted):
        return None
    steps, _, value, kind = firsts[0]
    if any((misfit.steps, misfit.kind) != (steps, kind) for misfit in firsts):
        return None
    together = Found(nearest[0].most)
    together.add(Misfit(steps, AnyOf(*wanted), value, kind))
    return together


def _alternatives(values: tuple[Scalar, ...]) -> str:
    """Some literals as JSON, the first of them if they are many."""
    shown = " | ".join(map(write_json, values[:12]))
    return shown if len(values) <= 12 else f"{shown} | ... ({len(values)} in all)"
