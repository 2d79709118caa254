"""What shapes are made of. Many of them hold the same objects, which are looked at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from ..runtime._shapes import Constant, Kind, Named, Pattern, Shape, parts

__all__ = ["all_parts"]


_LEAVES: Final = (Kind, Named, Constant, Pattern)
"""Shapes that are made of no others, which most are."""


def all_parts(some: Iterable[Shape]) -> Collection[Shape]:
    """Shapes and what they are made of, each object once; a name is not followed."""
    stack = list(some)
    seen: dict[int, Shape] = {}
    while stack:
        current = stack.pop()
        key = id(current)
        if key not in seen:
            seen[key] = current
            if not isinstance(current, _LEAVES):
                stack += parts(current)
    return seen.values()
