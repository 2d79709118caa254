"""Lines: texts with CRLF, as in a checkout on Windows, count as equal to those with LF."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Final

__all__ = ["Summed", "blank", "sum_of", "text_sum", "with_line_feeds"]

_BLANK: Final = b" " * ord("\n") + b"\n" + b" " * (255 - ord("\n"))
"""What each byte becomes in a blank text."""


def blank(data: bytes) -> bytes:
    """A text of spaces, as long as another one and with its line breaks."""
    return data.translate(_BLANK)


class Summed(bytes):
    """Bytes with a cached sum, as several records need it."""

    @cached_property
    def sum(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self).hexdigest()


def sum_of(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return data.sum if isinstance(data, Summed) else hashlib.sha256(data).hexdigest()


def with_line_feeds(data: bytes) -> bytes:
    """Replace CRLF by LF."""
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data


def text_sum(data: bytes) -> str:
    """The SHA-256 of a text with LF for CRLF, in hexadecimal."""
    return sum_of(with_line_feeds(data))
