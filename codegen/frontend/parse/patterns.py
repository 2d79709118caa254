"""Parameters that are patterns, `({ a, b }?: Options) => void`, for a grammar that lacks them."""

from __future__ import annotations

import re
from typing import Final

from ...text.lines import blank
from ..syntax import Range
from .line_breaks import GAP

__all__ = ["without_patterns"]

_ANNOTATED: Final = re.compile(rb"[}\]]" + GAP + rb"(?:\?" + GAP + rb")?:")
_TOKEN: Final = re.compile(
    rb"""(?P<skipped>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?+|\s++)"""
    rb"""|"(?:\\.|[^"\\\n])*+"?+|'(?:\\.|[^'\\\n])*+'?+|`(?:\\.|[^`\\])*+`?+"""
    rb"""|(?P<open>[{(\[])|(?P<close>[})\]])|(?P<annotation>(?:\?"""
    + GAP
    + rb""")?:)|[^\s{}()\[\]?:,"'`/]++|.""",
    re.DOTALL,
)


def without_patterns(data: bytes) -> bytes:
    """Give each parameter that is a pattern a name, of one letter.

    The grammar takes `({ a }?: Options) => void` for a value where such a parameter is the first,
    and so it does with some that are not optional. Every offset stays.
    """
    if _ANNOTATED.search(data) is None:
        return data
    parts: list[bytes] = []
    end = 0
    for start, stop in _patterns(data):
        parts += (data[end:start], b"_", blank(data[start + 1 : stop]))
        end = stop
    return b"".join((*parts, data[end:]))


def _patterns(data: bytes) -> list[Range]:
    """The ranges of the outermost patterns that have a type, in order."""
    patterns: list[Range] = []
    opened: list[tuple[int, bytes, bytes]] = []
    before, closed = b"", None
    for match in _TOKEN.finditer(data):
        token = match[0]
        if match["skipped"]:
            continue
        if match["annotation"] and closed is not None:
            while patterns and patterns[-1][0] > closed[0]:
                patterns.pop()
            patterns.append(closed)
        closed = None
        if match["open"]:
            opened.append((match.start(), token, before))
        elif match["close"] and opened:
            start, bracket, first = opened.pop()
            inside = opened[-1][1] if opened else b""
            # In a source, `(x ? [a] : b)` is a value.
            if bracket != b"(" and inside == b"(" and first in (b"(", b","):
                closed = (start, match.end())
        before = token
    return patterns
