"""The parts of shapes that samples need: members of unions, names, and literals."""

from __future__ import annotations

from collections.abc import Iterator

from ..runtime import _shapes as shapes
from .parts import LEAVES

__all__ = ["declared_texts", "members_of", "names_in", "told_by_keys"]


def members_of(shape: shapes.Shape) -> Iterator[shapes.Shape]:
    """The members of a union, nested unions flattened; none of them is a union."""
    if isinstance(shape, (shapes.AnyOf, shapes.ByKeys, shapes.Tagged)):
        for member in shapes.parts(shape):
            yield from members_of(member)
    else:
        yield shape


def told_by_keys(shape: shapes.Shape) -> Iterator[shapes.ByKeys]:
    """The unions by keys in a union, whose members only their fields discriminate."""
    if isinstance(shape, shapes.ByKeys):
        yield shape
    elif isinstance(shape, (shapes.AnyOf, shapes.Tagged)):
        for member in shapes.parts(shape):
            yield from told_by_keys(member)


def names_in(shape: shapes.Shape) -> Iterator[str]:
    """The declarations that a shape names."""
    if isinstance(shape, shapes.Named):
        yield shape.name
    elif type(shape) not in LEAVES:
        for part in shapes.parts(shape):
            yield from names_in(part)


def declared_texts(shape: shapes.Shape) -> list[str]:
    """The strings among the literals of a shape, in order."""
    members = shapes.parts(shape) if isinstance(shape, shapes.AnyOf) else (shape,)
    return [
        value
        for member in members
        if isinstance(member, shapes.Constant)
        for value in member.values
        if isinstance(value, str)
    ]
