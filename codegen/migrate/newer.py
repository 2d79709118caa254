"""Detect text for a newer version of Python than this one."""

from __future__ import annotations

import re
import sys
from typing import Final

from .text import UnreadableError, syntax
from .tree.strings import pieces

__all__ = ["newer_python"]

_NEWEST_SYNTAX: Final = re.compile(
    rb"(?<![\w.])t[rR]?[\"']|^\s*except\*?\s+[\w.]+\s*,\s*[\w.]+.*:\s*$", re.MULTILINE
)
"""Template strings, and several exceptions without parentheses: Python 3.14."""
_STRING_OR_COMMENT: Final = re.compile(rb"#[^\r\n]*|[a-zA-Z]{0,2}[\"']")
_DEFINED: Final = re.compile(rb"\b(?:def|class|type)\s+\w+\s*\[")
_ALIAS: Final = re.compile(rb"^(\s*)type\s+(?=\w+\s*=)", re.MULTILINE)
_BRACKET: Final = re.compile(rb"[\[\]]")


def newer_python(body: bytes) -> str:
    """The version of Python that a text needs if it is a newer one; "" if it is none."""
    if sys.version_info < (3, 12) and _is_read_without_new(body):
        return "3.12"
    is_newest = sys.version_info < (3, 14) and _NEWEST_SYNTAX.search(body) is not None
    return "3.14" if is_newest else ""


def _is_read_without_new(body: bytes) -> bool:
    try:
        syntax(_without_new(body))
    except (UnreadableError, RecursionError):
        return False
    return True


def _without_new(body: bytes) -> bytes:
    """Remove the syntax of Python 3.12: `type`, type parameters, quotes in f-strings."""
    return _ALIAS.sub(rb"\1", _without_parameters(_without_texts(body)))


def _without_texts(body: bytes) -> bytes:
    """Empty the string literals; f-strings become ""."""
    kept: list[bytes] = []
    position = 0
    while (opening := _STRING_OR_COMMENT.search(body, position)) is not None:
        kept.append(body[position : opening.start()])
        if opening[0].startswith(b"#"):
            position = opening.end()
            continue
        piece, *_ = pieces(body, opening.start(), opening.start() + 1)
        position = piece.end
        prefix = opening[0][:-1].lower()
        is_whole = body.endswith(piece.opening[len(prefix) :], piece.start, piece.end)
        is_newer = b"t" in prefix or not is_whole
        kept.append(opening[0] if is_newer else prefix.replace(b"f", b"") + b"''")
    return b"".join([*kept, body[position:]])


def _without_parameters(body: bytes) -> bytes:
    """Remove the type parameters behind the name of a definition."""
    kept: list[bytes] = []
    position = 0
    while (head := _DEFINED.search(body, position)) is not None:
        kept.append(body[position : head.end() - 1])
        depth, position = 1, head.end()
        for bracket in _BRACKET.finditer(body, position):
            depth += 1 if bracket[0] == b"[" else -1
            if not depth:
                position = bracket.end()
                break
        else:
            return body
    return b"".join([*kept, body[position:]])
