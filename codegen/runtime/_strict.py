"""Strict decoding: the shapes that the spec declares, and how a value departs from them.

A shape is data; `find_problems` walks a value and a shape side by side. Nothing converts:
a number in a string is a string. Fields that the spec does not declare are fine, as they
are to TypeScript.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, Union

from ._problems import Found, Misfit, report
from ._runtime import Json, tag_key
from ._template import Template
from ._wire import DecodeError, Problem, read_value, too_deep, write_json

__all__ = ["Shapes", "check_message", "choose", "find_problems", "read_choice"]


class Kind:
    """Any value of one JSON kind, `test`ed by its Python type."""

    __slots__ = ("name", "types")

    def __init__(self, name: str, *types: type[Any]) -> None:
        self.name = name
        self.types = types


class Constant:
    """One of some literal values; `true`, `1` and `"1"` are three."""

    __slots__ = ("keys", "values")

    def __init__(self, *values: str | int | float | bool) -> None:
        self.values = values
        self.keys = frozenset(map(tag_key, values))


class Pattern:
    """A string that a template literal type allows: fixed texts, and names of kinds."""

    __slots__ = ("template", "text")

    def __init__(self, text: str, *parts: tuple[str, bool]) -> None:
        self.text = text
        self.template = Template(parts)


class ListOf:
    """An array, each element of one shape."""

    __slots__ = ("element",)

    def __init__(self, element: Shape) -> None:
        self.element = element


class TupleOf:
    """An array with a shape for each position, some of them optional, and one for the rest."""

    __slots__ = ("after", "items", "required", "rest")

    def __init__(
        self,
        *items: Shape,
        required: int,
        rest: Shape | None = None,
        after: tuple[Shape, ...] = (),
    ) -> None:
        self.items = items
        self.required = required
        self.rest = rest
        self.after = after


class MapOf:
    """An object with any keys, each value of one shape."""

    __slots__ = ("value",)

    def __init__(self, value: Shape) -> None:
        self.value = value


class Object:
    """An object with the declared fields; `extra` is the shape of the others, if any.

    `names`, if given, is the shape of the names that `extra` counts for.
    """

    __slots__ = ("extra", "names", "optional", "required")

    def __init__(
        self,
        required: Mapping[str, Shape],
        optional: Mapping[str, Shape],
        extra: Shape | None = None,
        names: Shape | None = None,
    ) -> None:
        self.required = required
        self.optional = optional
        self.extra = extra
        self.names = names


class Named:
    """The shape of a declaration."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class AnyOf:
    """A union."""

    __slots__ = ("members",)

    def __init__(self, *members: Shape) -> None:
        self.members = members


class Tagged:
    """The object members of a union, told apart by the literal in one of their fields."""

    __slots__ = ("absent", "branches", "other", "tag", "tags")

    def __init__(
        self,
        tag: str,
        branches: Iterable[tuple[str | int | float | bool, Shape]],
        absent: Shape | None = None,
        other: Shape | None = None,
    ) -> None:
        self.tag = tag
        self.branches = {tag_key(value): shape for value, shape in branches}
        names = [key if isinstance(key, str) else key[1] for key in self.branches]
        self.tags = Constant(*names)
        self.absent = absent
        self.other = other


Shape: TypeAlias = Union[
    Kind, Constant, Pattern, ListOf, TupleOf, MapOf, Object, Named, AnyOf, Tagged
]
Shapes: TypeAlias = Mapping[str, Shape]

TEXT: Final = Kind("string", str)
NUMBER: Final = Kind("number", int, float)
BOOLEAN: Final = Kind("boolean", bool)
NULL: Final = Kind("null", type(None))
ANYTHING: Final = Kind("anything", object)
NOTHING: Final = Kind("nothing")
CONTAINER: Final = Kind("an array or object", dict, list)
DEFINED: Final = Kind("anything but null", str, int, float, bool, dict, list)


def check_message(shapes: Shapes, name: str, message: Any) -> None:
    """Raise one `DecodeError` that lists the problems of a message, if it has any.

    `name` is the declaration that the message should be of.
    """
    value = read_value(message)
    walk = _Walk(shapes)
    try:
        found = walk.find(shapes[name], value)
    except RecursionError:
        raise too_deep(message) from None
    if found is not None:
        count = "1 problem" if found.count == 1 else f"{found.count:,} problems"
        problems = tuple(report(found.first, walk.told))
        raise DecodeError(
            f"does not fit {name}: {count}",
            problems=problems,
            more=found.count - len(problems),
        )


def find_problems(shapes: Shapes, shape: Shape, value: Json) -> list[Problem]:
    """The ways in which a value departs from a shape, the first some dozens of them."""
    walk = _Walk(shapes)
    found = walk.find(shape, value)
    return [] if found is None else report(found.first, walk.told)


class _Walk:
    """One look at a value. What is found says where as seen from the value looked at.

    So what a member of a union says of an object or array is kept, by identity, and holds
    wherever that is asked for again: as often as there are ways through unions to it. The
    values must live as long as the walk.
    """

    __slots__ = ("_kept", "shapes")

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self._kept: dict[int, dict[int, Found | None]] = {}

    def find(self, shape: Shape, value: Json) -> Found | None:
        """What is wrong with a value; None if it fits."""
        while isinstance(shape, Named):
            shape = self.shapes[shape.name]
        if isinstance(shape, (Object, MapOf, Tagged)):
            if not isinstance(value, dict):
                return _misfit(shape, value)
            if isinstance(shape, Object):
                return self._object(shape, value)
            if isinstance(shape, Tagged):
                return self._tagged(shape, value)
            return self._parts(value.items(), shape.value)
        if isinstance(shape, AnyOf):
            return self._union(shape, value)
        if isinstance(shape, (ListOf, TupleOf)):
            if not isinstance(value, list):
                return _misfit(shape, value)
            if isinstance(shape, ListOf):
                return self._parts(enumerate(value), shape.element)
            return self._tuple(shape, value)
        return None if _is_one(shape, value) else _misfit(shape, value)

    def member(self, shape: Shape, value: Json) -> Found | None:
        """The same for a member of a union."""
        if not isinstance(value, (dict, list)):
            return self.find(shape, value)
        while isinstance(shape, Named):
            shape = self.shapes[shape.name]
        kept = self._kept.setdefault(id(shape), {})
        key = id(value)
        if key not in kept:
            kept[key] = self.find(shape, value)
        return kept[key]

    def _parts(
        self, items: Iterable[tuple[str | int, Json]], shape: Shape
    ) -> Found | None:
        found: Found | None = None
        for step, item in items:
            inner = self.find(shape, item)
            if inner is not None:
                found = found or Found()
                found.add_under(step, inner)
        return found

    def _object(self, shape: Object, value: dict[str, Any]) -> Found | None:
        found: Found | None = None
        for fields, required in ((shape.required, True), (shape.optional, False)):
            for name, field in fields.items():
                if name in value:
                    inner = self.find(field, value[name])
                    if inner is not None:
                        found = found or Found()
                        found.add_under(name, inner)
                elif required:
                    found = found or Found()
                    found.add(Misfit((name, None), field, None, "but it is missing"))
        if shape.extra is not None:
            for name, item in value.items():
                if name in shape.required or name in shape.optional:
                    continue
                if shape.names is not None and self.find(shape.names, name):
                    continue
                inner = self.find(shape.extra, item)
                if inner is not None:
                    found = found or Found()
                    found.add_under(name, inner)
        return found

    def _tagged(self, shape: Tagged, value: dict[str, Any]) -> Found | None:
        tag: Json = value.get(shape.tag)
        branch = shape.branches.get(tag_key(tag)) if tag is not None else shape.absent
        if branch is None:
            branch = shape.other
        if branch is not None:
            return self.find(branch, value)
        got = "" if shape.tag in value else "but it is missing"
        found = Found()
        found.add(Misfit((shape.tag, None), shape.tags, tag, got))
        return found

    def _tuple(self, shape: TupleOf, value: list[Any]) -> Found | None:
        least = shape.required + len(shape.after)
        most = None if shape.rest else len(shape.items) + len(shape.after)
        if len(value) < least or (most is not None and len(value) > most):
            wanted = f"{least}" if least == most else f"{least} to {most}"
            if most is None:
                wanted = f"at least {least}"
            found = Found()
            found.add(Misfit(None, f"{wanted} elements", value, f"got {len(value)}"))
            return found
        return self._places(shape, value)

    def _places(self, shape: TupleOf, value: list[Any]) -> Found | None:
        found: Found | None = None
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
                found = found or Found()
                found.add_under(index, inner)
        return found

    def _union(self, shape: AnyOf, value: Json) -> Found | None:
        """Nothing if any member finds nothing; else what the one finds that can be meant."""
        candidates: list[Found] = []
        for member in shape.members:
            found = self.member(member, value)
            if found is None:
                return None
            if self._is_meant(member, value):
                candidates.append(found)
        candidates.sort(key=_count)
        if not candidates or (
            len(candidates) > 1 and candidates[0].count == candidates[1].count
        ):
            return _misfit(shape, value)
        return candidates[0]

    def _is_meant(self, shape: Shape, value: Json) -> bool:
        """Whether a value is an object or array as the shape is."""
        if isinstance(shape, Named):
            return self._is_meant(self.shapes[shape.name], value)
        if isinstance(shape, (Object, MapOf, Tagged)):
            return isinstance(value, dict)
        if isinstance(shape, AnyOf):
            return any(self._is_meant(member, value) for member in shape.members)
        return isinstance(shape, (ListOf, TupleOf)) and isinstance(value, list)

    def told(self, shape: Shape) -> str:
        """A shape in a few words."""
        if isinstance(shape, Kind):
            return shape.name
        if isinstance(shape, Constant):
            return _alternatives([_quoted(value) for value in shape.values])
        if isinstance(shape, Pattern):
            return shape.text
        if isinstance(shape, Named):
            named = self.shapes[shape.name]
            return shape.name if isinstance(named, Object) else self.told(named)
        if isinstance(shape, AnyOf):
            return " | ".join(dict.fromkeys(map(self.told, shape.members)))
        return "array" if isinstance(shape, (ListOf, TupleOf)) else "object"


def _misfit(shape: Shape, value: Json) -> Found:
    found = Found()
    found.add(Misfit(None, shape, value))
    return found


def _count(found: Found) -> int:
    return found.count


def _is_one(shape: Kind | Constant | Pattern, value: Json) -> bool:
    if isinstance(shape, Kind):
        if isinstance(value, bool) and shape.types == (int, float):
            return False
        return isinstance(value, shape.types)
    if isinstance(shape, Pattern):
        return isinstance(value, str) and shape.template.allows(value)
    key = tag_key(value)
    return key is not None and key in shape.keys


def _quoted(value: str | int | float | bool) -> str:
    """A literal as JSON."""
    return write_json(value)


def _alternatives(names: list[str]) -> str:
    """Some literals, the first of them if they are many."""
    shown = " | ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown} | ... ({len(names)} in all)"


class _Running(threading.local):
    """The walk that this thread chooses by, as long as it reads one value."""

    walk: _Walk | None = None


_running: Final = _Running()


def read_choice(
    shapes: Shapes,
    members: Sequence[Shape],
    readers: Sequence[Callable[[Any], Any]],
    value: Any,
) -> Any:
    """A value read as the member of a union that it is; as it is, where that is open.

    The parts of it, which are read in turn, profit from what was found to choose.
    """
    outer = _running.walk
    walk = _running.walk = _Walk(shapes) if outer is None else outer
    try:
        index = _choose(walk, members, value)
        return value if index is None else readers[index](value)
    finally:
        _running.walk = outer


def choose(
    shapes: Shapes, members: Sequence[Shape], value: dict[str, Any] | list[Any]
) -> int | None:
    """Which of some shapes a value is, where no tag tells; None where that is open.

    The required fields decide, then whether the values fit, or else whether they are no
    other's literals, then how many of the fields of the value are declared. Arrays have no
    fields, so of them only the values decide.
    """
    return _choose(_Walk(shapes), members, value)


def _choose(
    walk: _Walk, members: Sequence[Shape], value: dict[str, Any] | list[Any]
) -> int | None:
    shapes = walk.shapes
    names = value if isinstance(value, dict) else dict[str, Any]()
    candidates = list(range(len(members)))
    objects = [_as_object(shapes, member) for member in members]
    whole = [
        index for index in candidates if objects[index].required.keys() <= names.keys()
    ]
    candidates = whole or candidates
    if len(candidates) > 1:
        fitting = [i for i in candidates if walk.member(members[i], value) is None]
        candidates = (
            fitting
            or [i for i in candidates if not _contradicts(shapes, members[i], value)]
            or candidates
        )
    if len(candidates) > 1:
        declared = {i: _declared(objects[i], names) for i in candidates}
        most = max(declared.values())
        candidates = [i for i in candidates if declared[i] == most]
    return candidates[0] if len(candidates) == 1 else None


def _contradicts(shapes: Shapes, shape: Shape, value: Json) -> bool:
    """Whether a required literal, at any depth, has another value, as a tag may have."""
    shape = _declared_as(shapes, shape)
    if isinstance(shape, Constant):
        return value is not None and not _is_one(shape, value)
    return (
        isinstance(shape, Object)
        and isinstance(value, dict)
        and any(
            name in value and _contradicts(shapes, field, value[name])
            for name, field in shape.required.items()
        )
    )


def _declared_as(shapes: Shapes, shape: Shape) -> Shape:
    while isinstance(shape, Named):
        shape = shapes[shape.name]
    return shape


def _as_object(shapes: Shapes, shape: Shape) -> Object:
    shape = _declared_as(shapes, shape)
    return shape if isinstance(shape, Object) else _EMPTY


_EMPTY: Final = Object({}, {})


def _declared(shape: Object, value: dict[str, Any]) -> int:
    return sum(name in shape.required or name in shape.optional for name in value)
