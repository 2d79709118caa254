"""Walk the parts of shapes. Shapes share many objects, which are visited once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from ..runtime._shapes import Constant, Kind, Named, Pattern, Shape, parts

__all__ = ["LEAVES", "all_parts"]


LEAVES: Final = frozenset({Kind, Named, Constant, Pattern})
"""The types of shapes without parts, as most are."""


def all_parts(some: Iterable[Shape]) -> Collection[Shape]:
    """Shapes and their parts, each object once; names are not resolved."""
    stack = list(some)
    seen: dict[int, Shape] = {}
    while stack:
        current = stack.pop()
        key = id(current)
        if key not in seen:
            seen[key] = current
            if type(current) not in LEAVES:
                stack += parts(current)
    return seen.values()
