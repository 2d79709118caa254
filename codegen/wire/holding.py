"""Predicates on all shapes of a spec that depend on the declarations that a shape names.

`holds_class` and `variants` follow the names of one shape. For all shapes of a spec, each of which
names the one before, that takes quadratic time; here one walk over the spec answers for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from ..runtime import _shapes as shapes
from .parts import LEAVES, all_parts

__all__ = ["arrays_in", "holding"]

_UNIONS = (shapes.AnyOf, shapes.ByKeys, shapes.Tagged)
_ARRAYS = (shapes.ListOf, shapes.TupleOf)

Question = Callable[[shapes.Shape], bool]


def holding(declared: Mapping[str, shapes.Shape]) -> Question:
    """A predicate: whether a value of a shape is or contains an object that is decoded to a class.

    `declared` has the shapes of the declarations.
    """

    @cache  # Many specs have nothing to ask about.
    def known() -> set[str]:
        classes = (name for name, shape in declared.items() if isinstance(shape, shapes.Object))
        return _with_users(declared, classes, _named)

    answers: dict[int, tuple[shapes.Shape, bool]] = {}  # With the shape, so that its id stays.

    def holds(shape: shapes.Shape) -> bool:
        # Parts are asked about as well as what they are in: each is looked into once.
        waiting = [shape]
        while waiting:
            current = waiting[-1]
            if id(current) in answers:
                waiting.pop()
                continue
            inner = () if type(current) in LEAVES else shapes.parts(current)
            left = [part for part in inner if id(part) not in answers]
            if left:
                waiting += left
                continue
            named = isinstance(current, shapes.Named) and current.name in known()
            answers[id(current)] = current, named or any(answers[id(p)][1] for p in inner)
            waiting.pop()
        return answers[id(shape)][1]

    return holds


def arrays_in(declared: Mapping[str, shapes.Shape]) -> Question:
    """A predicate: whether a value of a shape can be an array.

    `declared` has the shapes of the declarations.
    """

    def is_array(shape: shapes.Shape) -> bool:
        return any(isinstance(member, _ARRAYS) for member in _members(shape))

    @cache
    def known() -> set[str]:
        arrays = (name for name, shape in declared.items() if is_array(shape))
        return _with_users(declared, arrays, _named_members)

    return lambda shape: is_array(shape) or not known().isdisjoint(_named_members(shape))


def _with_users(
    declared: Mapping[str, shapes.Shape],
    names: Iterable[str],
    named: Callable[[shapes.Shape], Iterable[str]],
) -> set[str]:
    """The closure of some names: adds the declarations that refer to one of them, transitively."""
    users: dict[str, list[str]] = {}
    for name, shape in declared.items():
        for inner in named(shape):
            users.setdefault(inner, []).append(name)
    known = set(names)
    left = list(known)
    while left:
        for user in users.get(left.pop(), ()):
            if user not in known:
                known.add(user)
                left.append(user)
    return known


def _named(shape: shapes.Shape) -> Iterator[str]:
    """The declarations that a shape names."""
    return (part.name for part in all_parts([shape]) if isinstance(part, shapes.Named))


def _members(shape: shapes.Shape) -> Iterator[shapes.Shape]:
    """The members of a union and of the unions in it; a name is not followed."""
    stack = [shape]
    while stack:
        current = stack.pop()
        if isinstance(current, _UNIONS):
            stack += shapes.parts(current)
        else:
            yield current


def _named_members(shape: shapes.Shape) -> Iterator[str]:
    return (member.name for member in _members(shape) if isinstance(member, shapes.Named))
