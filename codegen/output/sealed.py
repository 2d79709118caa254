"""Seal a generated file that has no manifest with the SHA-256 of its own text."""

from __future__ import annotations

from typing import Final

from ..text.lines import text_sum, with_line_feeds

__all__ = ["is_edited", "sealed"]

_SEAL: Final = b"# SHA-256 of the other lines: "


def sealed(text: str) -> str:
    """Insert the sha256 of a module's lines as its second line."""
    first, end, rest = text.partition("\n")
    return f"{first}{end}{_SEAL.decode()}{text_sum(text.encode())}\n{rest}"


def is_edited(data: bytes) -> bool:
    """Whether a module was edited after it was sealed; True for one without a seal.

    Other line ends are no edit.
    """
    first, end, rest = with_line_feeds(data).partition(b"\n")
    seal, _, others = rest.partition(b"\n")
    return seal != _SEAL + text_sum(first + end + others).encode()
