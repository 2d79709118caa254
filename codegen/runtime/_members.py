"""Tell the member of a union that an object is of, by the name of its class."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias, Union, cast

from . import _shapes as sh

UNKNOWN: Final = "?"
"""The beginning of the name of an unknown object; the place of its tag follows."""
OTHER: Final = "{}"
"""The name of a value whose member has no class."""


Choice: TypeAlias = Callable[
    [sh.Shapes, Sequence[sh.Shape], dict[str, Any]], Union[int, None]
]
"""Gives the index of the shape that an object has; None if that is undecided."""


def member_of(
    shapes: sh.Shapes, shape: sh.Shape, value: Any, choose: Choice | None = None
) -> str:
    """The name of the class that an object is read as, `OTHER`, or one for an unknown event.

    `value` is an object of JSON, or an instance of a class, which has the name of it. What
    is neither is `OTHER`. `choose` is for unions whose members no tag tells; a
    spec without them needs none.
    """
    if not isinstance(value, dict):
        name = type(value).__name__
        return name if name in member_names(shapes, shape) else OTHER
    data = cast(dict[str, Any], value)
    while True:
        if isinstance(shape, sh.Named):
            if isinstance(shapes[shape.name], sh.Object):
                return shape.name
            shape = shapes[shape.name]
        elif isinstance(shape, sh.Tagged):
            branch = _branch(shape, data)
            if branch is None:
                return unknown_name(shape.path)
            shape = branch
        elif isinstance(shape, (sh.ByKeys, sh.AnyOf)):
            assert choose is not None
            index = choose(shapes, shape.members, data)
            if index is None:
                return UNKNOWN
            shape = shape.members[index]
        else:
            return OTHER


def member_names(shapes: sh.Shapes, shape: sh.Shape) -> list[str]:
    """The names of the members that have classes, each once."""
    members = sh.variants(shapes, shape)
    return [member.name for member in members if isinstance(member, sh.Named)]


def unknown_name(path: sh.TagPath) -> str:
    """The name of an unknown event whose tag is at a path."""
    return UNKNOWN + ".".join(path)


def unknown_names(shapes: sh.Shapes, shape: sh.Shape) -> dict[str, sh.TagPath]:
    """The names of unknown events: one for each place that may have an undeclared tag."""
    names: dict[str, sh.TagPath] = {}
    seen: set[str] = set()
    stack = [shape]
    while stack:
        current = stack.pop()
        if isinstance(current, sh.Named):
            if current.name not in seen:
                seen.add(current.name)
                stack.append(shapes[current.name])
        elif isinstance(current, (sh.Tagged, sh.ByKeys, sh.AnyOf)):
            if isinstance(current, sh.Tagged) and (
                current.other is None or current.other_tags
            ):
                names.setdefault(unknown_name(current.path), current.path)
            stack.extend(reversed(sh.parts(current)))
    return names


def _branch(shape: sh.Tagged, value: Mapping[str, Any]) -> sh.Shape | None:
    """The branch that the tag of an object selects."""
    tag = sh.tag_at(value, shape.path)
    branch = shape.branch(tag)
    if branch is None and shape.is_for_others(tag):
        return shape.other
    return branch
