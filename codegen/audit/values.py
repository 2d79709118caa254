"""Find where JSON values begin and end in a stream of bytes, without parsing them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

__all__ = ["LONGEST", "end_of_value", "values"]

LONGEST: Final = 64 * 2**20
"""The longest message that is read, in bytes, so that memory stays bounded."""

_PIECE: Final = 2**18
_TOKENS: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\]]', re.DOTALL)
_OPEN: Final = b"{["
_SCALAR: Final = re.compile(rb'[^\s,{}\[\]"\x1e]+|"[^"\\]*+(?:\\.[^"\\]*+)*+"?')
_SPACE: Final = re.compile(rb"[\s,\x1e]*+")


def end_of_value(text: bytes, start: int) -> int | None:
    """Where the object or array that begins at an index ends; None if it does not."""
    depth = 0
    for token in _TOKENS.finditer(text, start):
        char = token[0]
        if len(char) > 1:
            continue
        if char in _OPEN:
            depth += 1
        elif char == b'"':
            return None
        else:
            depth -= 1
            if depth <= 0:
                return token.end()
    return None


class _Buffer:
    """Bytes of a stream from the beginning of a value on, and the number of its line."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self.text = b""
        self.start = 0
        self.line = 1

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.text) - self.start

    def more(self) -> bool:
        """Read on: as much again as there is, so that looking again costs no more."""
        data = self._read(max(_PIECE, min(self.size, LONGEST)))
        self.text = self.text[self.start :] + data
        self.start = 0
        return bool(data)

    def cut(self, end: int) -> bytes:
        """Take the first bytes out, those before an index of the text."""
        taken = self.text[self.start : end]
        self.start = end
        self.line += taken.count(b"\n")
        return taken


def values(
    read: Callable[[int], bytes], *, in_array: bool, longest: int = LONGEST
) -> Iterator[tuple[int, bytes | None]]:
    """The values that follow each other in a stream, each with the number of its line.

    With `in_array` they are the elements of the array that the stream begins with. A value
    that is longer than `longest` is None, and the rest of the stream is lost with it; of one
    that does not end there is what there is of it.
    """
    buffer = _Buffer(read)
    opened = False
    while _skip_blanks(buffer):
        if in_array and not opened:
            buffer.cut(buffer.start + 1)
            opened = True
        elif opened and buffer.text.startswith(b"]", buffer.start):
            buffer.cut(buffer.start + 1)
            opened = in_array = False
        else:
            line = buffer.line
            taken = _value(buffer, longest)
            yield line, taken
            if taken is None:
                return


def _skip_blanks(buffer: _Buffer) -> bool:
    """Go to the next value, over blanks and commas; False at the end."""
    while True:
        space = _SPACE.match(buffer.text, buffer.start)
        assert space is not None
        buffer.cut(space.end())
        if buffer.size:
            return True
        if not buffer.more():
            return False


def _value(buffer: _Buffer, longest: int) -> bytes | None:
    """The value that a buffer begins with; None if it is too long."""
    if buffer.text[buffer.start] not in _OPEN:
        return _scalar(buffer, longest)
    depth = 0
    seen = 0  # As many bytes of the value need no second look.
    while True:
        start = buffer.start
        for token in _TOKENS.finditer(buffer.text, start + seen):
            char = token[0]
            if char == b'"':
                seen = token.start() - start
                break
            if len(char) == 1:
                depth += 1 if char in _OPEN else -1
                if depth == 0:
                    return buffer.cut(token.end()) if token.end() - start <= longest else None
        else:
            seen = buffer.size
        if buffer.size > longest:
            return None
        if not buffer.more():
            return buffer.cut(len(buffer.text))


def _scalar(buffer: _Buffer, longest: int) -> bytes | None:
    """A scalar value, or the text where a value was expected."""
    while True:
        scalar = _SCALAR.match(buffer.text, buffer.start)
        end = buffer.start + 1 if scalar is None else scalar.end()
        if end < len(buffer.text):
            return buffer.cut(end)
        if buffer.size > longest:
            return None
        size = end - buffer.start
        if not buffer.more():
            return buffer.cut(buffer.start + size)
