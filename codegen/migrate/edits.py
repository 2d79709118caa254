"""Edits of a file by byte offsets, and notes about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from ..text.records import dataclass

__all__ = ["ByteSpan", "Edit", "Note", "apply"]

ByteSpan: TypeAlias = tuple[int, int]
"""The start and the end of a range of a file, in bytes."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the bytes from `start` to `end`, which are `old`, by `new`."""

    start: int
    end: int
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """A problem at a byte offset that a person has to solve: what it is, and what to do."""

    start: int
    end: int
    code: str
    message: str
    advice: str = ""


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with the edits made; nothing else of them changes.

    The offsets of all edits refer to `data`, so two names may be exchanged, or renamed in a
    chain. Raises ValueError if edits overlap, or if `old` is not what stands there.
    """
    parts: list[bytes] = []
    position = 0
    for edit in sorted(set(edits)):
        if edit.start < position or data[edit.start : edit.end] != edit.old:
            raise ValueError(f"the edit at byte {edit.start} does not fit")
        parts += [data[position : edit.start], edit.new]
        position = edit.end
    return b"".join([*parts, data[position:]])
