"""Line ends: a checkout on Windows writes CRLF where the file has LF, and the text is the same."""

from __future__ import annotations

import hashlib

__all__ = ["text_sum", "with_line_feeds"]


def with_line_feeds(data: bytes) -> bytes:
    """A text with LF for CRLF."""
    return data.replace(b"\r\n", b"\n")


def text_sum(data: bytes) -> str:
    """The SHA-256 of a text, in hexadecimal, whichever line ends it has."""
    return hashlib.sha256(with_line_feeds(data)).hexdigest()
