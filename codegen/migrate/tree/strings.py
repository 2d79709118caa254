"""The parts of string literals as spelled: adjacent literals, and the parts of f-strings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

__all__ = ["GAP", "Piece", "Replaced", "Verbatim", "pieces"]

GAP: Final = re.compile(rb"(?:[\s\f]|\\\r?\n|#[^\r\n]*)*")
"""White space and comments between two tokens in brackets."""
_OPENING: Final = re.compile(rb"([a-zA-Z]*)(\"\"\"|'''|\"|')")
_ENDS: Final = {
    quote: re.compile(rb"(?:[^\\%b%b]|\\(?:\r\n|.)%b)*%b" % inside, re.DOTALL)
    for quote, inside in {
        b'"': (b'"', b"\r\n", b"", b'"'),
        b"'": (b"'", b"\r\n", b"", b"'"),
        b'"""': (b'"', b"", b'|"(?!"")', b'"""'),
        b"'''": (b"'", b"", b"|'(?!'')", b"'''"),
    }.items()
}
"""Patterns for the rest of a literal, by its quotes."""


class Verbatim(NamedTuple):
    """The text of an f-string between its replacement fields."""

    start: int
    end: int


class Replaced(NamedTuple):
    """A replacement field of an f-string, with the span of its expression."""

    start: int
    end: int
    format: Sequence[Part]


Part = Verbatim | Replaced


class Piece(NamedTuple):
    """One literal; `parts` are those of an f-string, else None."""

    start: int
    end: int
    opening: bytes
    parts: Sequence[Part] | None


def pieces(source: bytes, start: int, end: int) -> list[Piece]:
    """The adjacent literals between two bytes."""
    made: list[Piece] = []
    while start < end:
        opening = _OPENING.match(source, start)
        if opening is None:
            break
        parts: list[Part] | None = None
        stop: int
        if set(opening[1].lower()) & set(b"ft"):
            parts, stop = _Formatted(source, opening[2], b"r" in opening[1].lower()).read(
                opening.end()
            )
        else:
            rest = _ENDS[opening[2]].match(source, opening.end())
            stop = rest.end() if rest is not None else end
        made.append(Piece(start, stop, opening[0], parts))
        gap = GAP.match(source, stop)
        start = gap.end() if gap is not None else stop
    return made


class _Formatted:
    """Parses the rest of an f-string, which may have nested strings with the same quotes."""

    def __init__(self, source: bytes, quote: bytes, is_raw: bool) -> None:
        self.source = source
        self.quote = quote
        self.is_raw = is_raw

    def read(self, start: int) -> tuple[list[Part], int]:
        """The parts from a byte on, and the end of the literal."""
        parts, end = self._text(start, in_format=False)
        return parts, end + len(self.quote)

    def _text(self, start: int, *, in_format: bool) -> tuple[list[Part], int]:
        """Parse parts up to the quotes, or up to the brace that ends a format."""
        source = self.source
        parts: list[Part] = []
        position = begun = start
        while position < len(source):
            byte = source[position : position + 1]
            if source.startswith(self.quote, position) or (in_format and byte == b"}"):
                break
            if byte == b"\\" and not self.is_raw and source.startswith(b"N{", position + 1):
                position = source.find(b"}", position) + 1 or len(source)
            elif byte == b"\\":
                follows = source[position + 1 : position + 2]
                position += 1 if follows in (b"{", b"}") else 2
            elif (
                byte in (b"{", b"}")
                and source[position + 1 : position + 2] == byte
                and (not in_format)
            ):
                position += 2
            elif byte == b"{":
                if position > begun:
                    parts.append(Verbatim(begun, position))
                made, position = self._expression(position + 1)
                parts.append(made)
                begun = position
            else:
                position += 1
        if position > begun:
            parts.append(Verbatim(begun, position))
        return parts, position

    def _expression(self, start: int) -> tuple[Replaced, int]:
        """The expression of a replacement field, and the position behind its closing brace."""
        source, position, depth = self.source, start, 0
        while position < len(source):
            byte = source[position : position + 1]
            opening = _OPENING.match(source, position)
            if opening is not None and not source[position - 1 : position].isalnum():
                if source.startswith(self.quote, position) and len(self.quote) == 3:
                    break
                inner = pieces(source, position, position + 1)
                position = inner[0].end if inner else position + 1
                continue
            if byte in (b"(", b"[", b"{"):
                depth += 1
            elif depth and byte in (b")", b"]", b"}"):
                depth -= 1
            elif byte == b"#":
                line = re.compile(rb"[^\r\n]*").match(source, position)
                position = line.end() if line is not None else position + 1
                continue
            elif not depth and (
                byte in (b"}", b":")
                or (byte == b"!" and source[position + 1 : position + 2] != b"=")
            ):
                break
            position += 1
        end = position
        stripped = source[start:end].rstrip()
        if stripped.endswith(b"=") and stripped[-2:-1] not in (b"=", b"!", b"<", b">"):
            end = start + len(stripped) - 1
        while position < len(source) and source[position : position + 1] not in (b":", b"}"):
            position += 1
        format_: list[Part] = []
        if source[position : position + 1] == b":":
            format_, position = self._text(position + 1, in_format=True)
        return Replaced(start, end, format_), position + 1
