"""String literals as they are written: where their text stands, and what it is."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

__all__ = ["Written", "written"]


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a string literal. `start` is its offset in the literal, in bytes."""

    text: str
    start: int
    literal: bool
    """Whether it is written as it is: nothing in it is escaped."""


def written(node: cst.SimpleString) -> Written | None:
    """The text of a literal; None for bytes, and for what cannot be evaluated."""
    if "b" in node.prefix:
        return None
    start = len(node.prefix) + len(node.quote)
    inner = node.value[start : -len(node.quote)]
    if "\\" not in inner or "r" in node.prefix:
        return Written(inner, start, True)
    value = node.evaluated_value
    return Written(value, start, False) if isinstance(value, str) else None
