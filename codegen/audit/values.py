"""Find the limits of JSON values in a stream of bytes, without parsing them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

__all__ = ["LONGEST", "end_of_value", "values"]

LONGEST: Final = 64 * 2**20
"""The longest message that is read, in bytes, which bounds the memory."""

_PIECE: Final = 2**18
_TOKENS: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\]]', re.DOTALL)
_OPEN: Final = b"{["
_SCALAR: Final = re.compile(rb'[^\s,{}\[\]"\x1e]+|"[^"\\]*+(?:\\.[^"\\]*+)*+"?')
_SPACE: Final = re.compile(rb"[\s,\x1e]*+")


def end_of_value(text: bytes, start: int) -> int | None:
    """The end of the object or array at an index; None if it is not closed."""
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
    """The bytes of a stream from the beginning of a value on, and its line number."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self.text = b""
        self.start = 0
        self.line = 1

    @property
    def size(self) -> int:
        """The number of bytes."""
        return len(self.text) - self.start

    def more(self) -> bool:
        """Read more: as much as there is already, so that repeated scans stay linear."""
        data = self._read(max(_PIECE, min(self.size, LONGEST)))
        self.text = self.text[self.start :] + data
        self.start = 0
        return bool(data)

    def cut(self, end: int) -> bytes:
        """Remove the bytes before an index of the text."""
        taken = self.text[self.start : end]
        self.start = end
        self.line += taken.count(b"\n")
        return taken


def values(
    read: Callable[[int], bytes], *, in_array: bool, longest: int = LONGEST
) -> Iterator[tuple[int, bytes | None]]:
    """The values in a stream one after the other, each with its line number.

    With `in_array` they are the elements of the array at the beginning of the stream. A value
    longer than `longest` is None, and the rest of the stream is skipped with it; of one that is not
    closed, the bytes are yielded.
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
    """Skip blanks and commas; False at the end of the stream."""
    while True:
        space = _SPACE.match(buffer.text, buffer.start)
        assert space is not None
        buffer.cut(space.end())
        if buffer.size:
            return True
        if not buffer.more():
            return False


def _value(buffer: _Buffer, longest: int) -> bytes | None:
    """The value at the beginning of a buffer; None if it is too long."""
    if buffer.text[buffer.start] not in _OPEN:
        return _scalar(buffer, longest)
    depth = 0
    seen = 0  # The number of bytes of the value that are already scanned.
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
