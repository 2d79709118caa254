"""Line breaks and spaces that separate nothing for TypeScript, but do for the grammar."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["GAP", "without_line_breaks"]

GAP: Final = rb"(?:\s|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+"
"""Spaces, line breaks and comments."""

_KEY: Final = GAP + rb"[\w$]++" + GAP + rb"in\b"
# Searched by its letters: a search that begins with a look behind tries each byte of a file.
_BROKEN: Final = re.compile(
    rb"export(?<![\w$.]export)(" + GAP + rb")(?=(?:default|type)\b|\{)"
    rb"|\}(" + GAP + rb")(?=from" + GAP + rb"[\"'])"
    rb"|(?:new(?<![\w$.]new)|\?)(" + GAP + rb")(?=[(<])"
    rb"|readonly(?<![\w$.]readonly)(" + GAP + rb")(?=\[" + _KEY + rb")"
    rb"|\[(" + GAP + rb")(?=" + _KEY + rb")"
)
_SPACED: Final = re.compile(rb"\]" + GAP + rb"([+-]?)" + GAP + rb"\?" + GAP + rb":")


def without_line_breaks(data: bytes) -> bytes:
    """Put together what belongs together wherever its lines end; the length stays.

    That is `export` before a clause, a default or a type, the `from` of a clause, what makes a
    method optional or a signature that of a constructor, and the key of a mapped type with its
    `readonly`. What makes a mapped type optional is one mark of the grammar: its spaces go behind
    it. Comments between them are blanked out.
    """

    def joined(match: re.Match[bytes]) -> bytes:
        text = match[0]
        group = match.lastindex
        if group is None or b"\n" not in match[group]:
            return text
        return text[: len(text) - len(match[group])] + b" " * len(match[group])

    def closed(match: re.Match[bytes]) -> bytes:
        mark = match[1] + b"?:"
        return b"]" + mark + b" " * (len(match[0]) - len(mark) - 1)

    return _SPACED.sub(closed, _BROKEN.sub(joined, data))
