"""A generated file that stands alone, without a manifest, and has the sum of its own text."""

from __future__ import annotations

from typing import Final

from ..text.lines import text_sum, with_line_feeds

__all__ = ["is_edited", "sealed"]

_SEAL: Final = b"# SHA-256 of the other lines: "


def sealed(text: str) -> str:
    """A module with the sum of its lines, which becomes the second of them."""
    first, end, rest = text.partition("\n")
    return f"{first}{end}{_SEAL.decode()}{text_sum(text.encode())}\n{rest}"


def is_edited(data: bytes) -> bool:
    """Whether a module is not as it was sealed; one without a seal, of an early version, is.

    Other line ends are no edit.
    """
    first, end, rest = with_line_feeds(data).partition(b"\n")
    seal, _, others = rest.partition(b"\n")
    return seal != _SEAL + text_sum(first + end + others).encode()
