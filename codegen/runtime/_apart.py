"""What tells the members of unions apart: one walk, and checks that look into one member.

To look into it as several would take twice as long for each value around it that is one of
several, too. So what the outlines of values leave open is for the walk of strict decoding.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from . import _shapes as sh
from ._compile import Check, Checks, later
from ._runtime import Json
from ._strict import Walk


class _Running(threading.local):
    """The walk of the value that this thread reads."""

    walk: Walk | None = None


_running: Final = _Running()


def begin_walk(shapes: sh.Shapes) -> tuple[Walk, Walk | None]:
    """The one walk for all of the value that is being read, and what `end_walk` takes.

    What tells members apart asks again for the parts of a value that are read in turn.
    """
    outer = _running.walk
    if outer is not None:
        return outer, outer
    walk = _running.walk = Walk(shapes)
    return walk, None


def end_walk(outer: Walk | None) -> None:
    _running.walk = outer


def has_no_parts(shapes: sh.Shapes, shape: sh.Shape) -> bool:
    """Whether no value of a shape has parts."""
    return all(
        isinstance(variant, (sh.Kind, sh.Constant, sh.Pattern))
        for variant in sh.variants(shapes, shape)
    )


def _is_shallow(shapes: sh.Shapes, shape: sh.Shape) -> bool:
    """Whether a shape has no parts, or only such that have none."""
    if isinstance(shape, (sh.Kind, sh.Constant, sh.Pattern)):
        return True
    return isinstance(shape, (sh.ListOf, sh.TupleOf, sh.MapOf)) and all(
        has_no_parts(shapes, part) for part in sh.parts(shape)
    )


def has_several_ways(shapes: sh.Shapes, shape: sh.AnyOf) -> bool:
    """Whether a value might be looked into as more than one member of a union."""
    return sum(not _is_shallow(shapes, member) for member in shape.members) > 1


def told_apart(
    checks: Checks, shape: sh.AnyOf
) -> tuple[tuple[sh.Shape, ...], Check | None]:
    """The members of a union without further parts, and one check for all others.

    If a value can only be looked into as one member, these are all members, and there is none.
    """
    if not has_several_ways(checks.shapes, shape):
        return shape.members, None
    shallow: list[sh.Shape] = []
    others: list[sh.Shape] = []
    for member in _flat(checks, shape):
        (shallow if _is_shallow(checks.shapes, member) else others).append(member)
    return tuple(shallow), _apart_check(checks, others)


def _flat(checks: Checks, shape: sh.Shape) -> Iterable[sh.Shape]:
    """The members of a union and of those in it, each once; a class as the name of it."""
    flat: dict[sh.Shape, None] = {}
    stack, seen = [shape], set[str]()
    while stack:
        current = stack.pop()
        if isinstance(current, sh.Named):
            current = sh.last_name(checks.shapes, current)
            target = checks.shapes[current.name]
            if isinstance(target, sh.Object):
                flat[current] = None
            elif current.name not in seen:
                seen.add(current.name)
                stack.append(target)
        elif isinstance(current, (sh.AnyOf, sh.ByKeys)):
            stack.extend(reversed(current.members))
        elif isinstance(current, sh.Tagged) and _types(checks, current) != {dict}:
            stack.extend(current.branches.values())
        else:
            flat[current] = None
    return flat


def _apart_check(checks: Checks, members: Iterable[sh.Shape]) -> Check:
    by_type: dict[Any, list[tuple[Check, Check]]] = {}
    for member in members:
        inner: dict[str, Check] = {}
        later(inner, "", partial(checks.check, member))
        whole = partial(_by_name, inner)
        pair = whole, _outline(checks, member)
        for kind in _types(checks, member) or ():
            by_type.setdefault(kind, []).append(pair)

    def check(value: Json) -> bool:
        pairs = by_type.get(type(value), [])
        if len(pairs) > 1:
            pairs = [pair for pair in pairs if pair[1](value)]
        return (len(pairs) == 1 or (bool(pairs) and not value)) and pairs[0][0](value)

    return check


def _by_name(checks: dict[str, Check], value: Json) -> bool:
    return checks[""](value)


def _types(checks: Checks, shape: sh.Shape) -> set[Any] | None:
    """The Python types of the values of a shape as they are read; None for any."""
    types: set[Any] = set()
    for member in sh.variants(checks.shapes, shape):
        if isinstance(member, sh.Kind):
            if object in member.types:
                return None
            types.update(member.types)
        elif isinstance(member, sh.Constant):
            types.update(map(type, member.values))
        elif isinstance(member, sh.Pattern):
            types.add(str)
        elif isinstance(member, sh.Named):
            types.add(checks.class_of(member.name))
        else:
            types.add(list if isinstance(member, (sh.ListOf, sh.TupleOf)) else dict)
    return types | {int, float} if types & {int, float} else types


def _outline(checks: Checks, shape: sh.Shape) -> Check:
    """Whether a value of the right type may be of a shape: its parts are not looked into."""
    if isinstance(shape, sh.Named):
        return checks.outline(shape.name)
    if isinstance(shape, (sh.ListOf, sh.MapOf)):
        is_list = isinstance(shape, sh.ListOf)
        [part] = sh.parts(shape)
        types = _types(checks, part)
        if types is not None:
            return lambda value: types.issuperset(
                map(type, value if is_list else value.values())
            )
    elif isinstance(shape, sh.TupleOf):
        least = shape.required + len(shape.after)
        most = len(shape.items) + len(shape.after)
        return lambda value: (
            least <= len(value) and (shape.rest is not None or len(value) <= most)
        )
    return lambda value: True
