"""Strict decoding: the shapes that the spec declares, and how a value departs from them.

A shape is data; `find_problems` walks a value and a shape side by side. Nothing converts:
a number in a string is a string. Fields that the spec does not declare are fine, as they
are to TypeScript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias, Union

from ._runtime import Json, tag_key
from ._wire import (
    DecodeError,
    Problem,
    describe,
    read_value,
    too_deep,
    write_json,
)

__all__ = ["Shapes", "check_message", "choose", "find_problems"]


class Kind:
    """Any value of one JSON kind, `test`ed by its Python type."""

    __slots__ = ("name", "types")

    def __init__(self, name: str, *types: type[Any]) -> None:
        self.name = name
        self.types = types


class Constant:
    """One of some literal values; `true`, `1` and `"1"` are three."""

    __slots__ = ("values",)

    def __init__(self, *values: str | int | float | bool) -> None:
        self.values = values


class Pattern:
    """A string that a template literal type allows: fixed texts, and names of kinds."""

    __slots__ = ("regex", "text")

    def __init__(self, text: str, *parts: tuple[str, bool]) -> None:
        self.text = text
        self.regex = re.compile(
            "".join(
                _HOLES.get(part, ".*") if hole else re.escape(part)
                for part, hole in parts
            ),
            re.DOTALL,
        )


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

    __slots__ = ("absent", "branches", "other", "tag")

    def __init__(
        self,
        tag: str,
        branches: Iterable[tuple[str | int | float | bool, Shape]],
        absent: Shape | None = None,
        other: Shape | None = None,
    ) -> None:
        self.tag = tag
        self.branches = {tag_key(value): shape for value, shape in branches}
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

_HOLES = {
    "number": r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?",
    "integer": r"-?(?:0|[1-9][0-9]*)",
    "boolean": "(?:true|false)",
    "null": "null",
}


def check_message(shapes: Shapes, name: str, message: Any) -> None:
    """Raise one `DecodeError` that lists every problem of a message, if it has any.

    `name` is the declaration that the message should be of.
    """
    value = read_value(message)
    try:
        problems = tuple(find_problems(shapes, shapes[name], value))
    except RecursionError:
        raise too_deep(message) from None
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise DecodeError(f"does not fit {name}: {count}", problems=problems)


class _Walk(NamedTuple):
    """One look at a value: the shapes, and what was found for a union at a path."""

    shapes: Shapes
    unions: dict[tuple[int, str], list[Problem]]


def find_problems(
    shapes: Shapes, shape: Shape, value: Json, path: str = "$"
) -> list[Problem]:
    """Every way in which a value departs from a shape; `path` is where the value is."""
    return _problems(_Walk(shapes, {}), shape, value, path)


def _problems(walk: _Walk, shape: Shape, value: Json, path: str) -> list[Problem]:
    if isinstance(shape, Named):
        return _problems(walk, walk.shapes[shape.name], value, path)
    if isinstance(shape, AnyOf):
        return _union_problems(walk, shape, value, path)
    if isinstance(shape, (Object, MapOf, Tagged)):
        if not isinstance(value, dict):
            return [_misfit(walk, shape, value, path)]
        if isinstance(shape, Object):
            return _object_problems(walk, shape, value, path)
        if isinstance(shape, Tagged):
            return _tagged_problems(walk, shape, value, path)
        return [
            problem
            for key, item in value.items()
            for problem in _problems(walk, shape.value, item, _at(path, key))
        ]
    if isinstance(shape, (ListOf, TupleOf)):
        if not isinstance(value, list):
            return [_misfit(walk, shape, value, path)]
        return _array_problems(walk, shape, value, path)
    return [] if _is_one(shape, value) else [_misfit(walk, shape, value, path)]


def _is_one(shape: Kind | Constant | Pattern, value: Json) -> bool:
    if isinstance(shape, Kind):
        if isinstance(value, bool) and shape.types == (int, float):
            return False
        return isinstance(value, shape.types)
    if isinstance(shape, Pattern):
        return isinstance(value, str) and shape.regex.fullmatch(value) is not None
    key = tag_key(value)
    return key is not None and any(tag_key(literal) == key for literal in shape.values)


def _object_problems(
    walk: _Walk, shape: Object, value: dict[str, Any], path: str
) -> list[Problem]:
    problems: list[Problem] = []
    for name, field in shape.required.items():
        if name in value:
            problems += _problems(walk, field, value[name], _at(path, name))
        else:
            wanted = _expectation(walk, field)
            problems.append(
                Problem(_at(path, name), f"expected {wanted}, but it is missing")
            )
    for name, field in shape.optional.items():
        if name in value:
            problems += _problems(walk, field, value[name], _at(path, name))
    if shape.extra is not None:
        for name, item in value.items():
            if name in shape.required or name in shape.optional:
                continue
            if shape.names is None or not _problems(
                walk, shape.names, name, _at(path, name)
            ):
                problems += _problems(walk, shape.extra, item, _at(path, name))
    return problems


def _tagged_problems(
    walk: _Walk, shape: Tagged, value: dict[str, Any], path: str
) -> list[Problem]:
    tag: Json = value.get(shape.tag)
    branch = shape.branches.get(tag_key(tag)) if tag is not None else shape.absent
    if branch is None:
        branch = shape.other
    if branch is not None:
        return _problems(walk, branch, value, path)
    names = [_quoted(key if isinstance(key, str) else key[1]) for key in shape.branches]
    got = f"got {describe(tag)}" if shape.tag in value else "but it is missing"
    return [Problem(_at(path, shape.tag), f"expected {_alternatives(names)}, {got}")]


def _array_problems(
    walk: _Walk, shape: ListOf | TupleOf, value: list[Any], path: str
) -> list[Problem]:
    problems: list[Problem] = []
    if isinstance(shape, ListOf):
        for index, item in enumerate(value):
            problems += _problems(walk, shape.element, item, f"{path}[{index}]")
        return problems
    tail = len(shape.after)
    if len(value) < shape.required + tail or (
        shape.rest is None and len(value) > len(shape.items) + tail
    ):
        least = shape.required + tail
        most = None if shape.rest is not None else len(shape.items) + tail
        wanted = f"{least}" if least == most else f"{least} to {most}"
        if most is None:
            wanted = f"at least {least}"
        return [Problem(path, f"expected {wanted} elements, got {len(value)}")]
    middle = len(value) - tail
    for index, item in enumerate(value):
        if index >= middle:
            element = shape.after[index - middle]
        elif index < len(shape.items):
            element = shape.items[index]
        else:
            assert shape.rest is not None
            element = shape.rest
        problems += _problems(walk, element, item, f"{path}[{index}]")
    return problems


def _union_problems(walk: _Walk, shape: AnyOf, value: Json, path: str) -> list[Problem]:
    """No problem if any member has none; else those of the one member it can be meant as.

    What is found is kept: a value that several members of several unions lead to is looked
    at once, where it would be as often as there are ways to it.
    """
    found = walk.unions.get((id(shape), path))
    if found is None:
        found = walk.unions[id(shape), path] = _member_problems(
            walk, shape, value, path
        )
    return found


def _member_problems(
    walk: _Walk, shape: AnyOf, value: Json, path: str
) -> list[Problem]:
    candidates: list[list[Problem]] = []
    for member in shape.members:
        problems = _problems(walk, member, value, path)
        if not problems:
            return []
        if _same_kind(walk, member, value):
            candidates.append(problems)
    if len(candidates) > 1:
        candidates.sort(key=len)
        if len(candidates[0]) == len(candidates[1]):
            candidates.clear()
    return candidates[0] if candidates else [_misfit(walk, shape, value, path)]


def _same_kind(walk: _Walk, shape: Shape, value: Json) -> bool:
    """Whether a value is an object or array as the shape is."""
    if isinstance(shape, Named):
        return _same_kind(walk, walk.shapes[shape.name], value)
    if isinstance(shape, (Object, MapOf, Tagged)):
        return isinstance(value, dict)
    if isinstance(shape, AnyOf):
        return any(_same_kind(walk, member, value) for member in shape.members)
    return isinstance(shape, (ListOf, TupleOf)) and isinstance(value, list)


def _at(path: str, name: str) -> str:
    if name.isascii() and name.isidentifier():
        return f"{path}.{name}"
    return f"{path}[{_quoted(name)}]"


def _quoted(value: str | int | float | bool) -> str:
    """A literal as JSON."""
    return write_json(value)


def _alternatives(names: list[str]) -> str:
    """Some literals, the first of them if they are many."""
    shown = " | ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown} | ... ({len(names)} in all)"


def _misfit(walk: _Walk, shape: Shape, value: Any, path: str) -> Problem:
    return Problem(path, f"expected {_expectation(walk, shape)}, got {describe(value)}")


def _expectation(walk: _Walk, shape: Shape) -> str:
    """A shape in a few words."""
    if isinstance(shape, Kind):
        return shape.name
    if isinstance(shape, Constant):
        return _alternatives([_quoted(value) for value in shape.values])
    if isinstance(shape, Pattern):
        return shape.text
    if isinstance(shape, Named):
        named = walk.shapes[shape.name]
        return shape.name if isinstance(named, Object) else _expectation(walk, named)
    if isinstance(shape, AnyOf):
        return " | ".join(dict.fromkeys(_expectation(walk, m) for m in shape.members))
    return "array" if isinstance(shape, (ListOf, TupleOf)) else "object"


def choose(
    shapes: Shapes, members: tuple[Shape, ...], value: dict[str, Any] | list[Any]
) -> int | None:
    """Which of some shapes an object or array is, where no tag tells; None where that is open.

    The required fields decide, then whether the values fit, or else whether they are no
    other's literals, then how many of the fields of the value are declared. Of several that
    a value fits equally well it is the first: what fits a union is one of its members.
    """
    candidates = list(range(len(members)))
    objects = [_as_object(shapes, member) for member in members]
    names = value.keys() if isinstance(value, dict) else ()
    whole = [i for i in candidates if objects[i].required.keys() <= set(names)]
    candidates = whole or candidates
    fitting: list[int] = []
    if len(candidates) > 1:
        walk = _Walk(shapes, {})
        fitting = [i for i in candidates if not _problems(walk, members[i], value, "$")]
        candidates = (
            fitting
            or [i for i in candidates if not _contradicts(shapes, members[i], value)]
            or candidates
        )
    if len(candidates) > 1:
        declared = {i: _declared(objects[i], names) for i in candidates}
        most = max(declared.values())
        candidates = [i for i in candidates if declared[i] == most]
    return candidates[0] if len(candidates) == 1 or fitting else None


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


def _declared(shape: Object, names: Iterable[str]) -> int:
    return sum(name in shape.required or name in shape.optional for name in names)
