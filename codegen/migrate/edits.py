"""Edits of a text by byte offsets, and what is said about a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["ByteSpan", "Edit", "Note", "apply"]

ByteSpan: TypeAlias = tuple[int, int]
"""The start and the end of something in a file, in bytes."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The bytes from `start` to `end`, which are `old`, become `new`."""

    start: int
    end: int
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something for a person at a byte offset: what it is, and what to do."""

    start: int
    end: int
    code: str
    message: str
    advice: str = ""


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with the edits made; nothing else of them changes.

    All edits are about the bytes as given, so names may be exchanged or move up in a chain.
    Raises ValueError where an edit overlaps another or does not find what it is to replace.
    """
    parts: list[bytes] = []
    position = 0
    for edit in sorted(set(edits)):
        if edit.start < position or data[edit.start : edit.end] != edit.old:
            raise ValueError(f"the edit at byte {edit.start} does not fit")
        parts += [data[position : edit.start], edit.new]
        position = edit.end
    return b"".join([*parts, data[position:]])
