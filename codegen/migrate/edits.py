"""Edits of a file by byte offsets, and notes about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from ..text.records import dataclass

__all__ = ["ByteSpan", "Edit", "Note", "Parts", "Shifted", "apply", "masked", "outermost"]

ByteSpan: TypeAlias = tuple[int, int]
"""The start and the end of a range of a file, in bytes."""


class Shifted(NamedTuple):
    """A range of a file whose lines, except for the first, are indented by `by` more spaces."""

    start: int
    end: int
    by: int


Parts: TypeAlias = tuple[str | ByteSpan | Shifted, ...]
"""New text, of literal pieces and of ranges of the file, which get the edits inside them."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes from `start` to `end`, which are `old`, by `new`.

    With `parts` these replace the range, whatever its text is. Other edits may be in the ranges
    that the parts name.
    """

    start: int
    end: int
    old: bytes
    new: bytes
    parts: Parts = ()


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """A problem at a byte offset that a person has to solve, and advice.

    `unseen` is the tag of an event whose payload the file does not show. If another file of the
    program does, the note is dropped.
    """

    start: int
    end: int
    code: str
    message: str
    advice: str = ""
    unseen: str = ""


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Apply the edits to the bytes.

    The offsets of all edits refer to `data`, so two names may be exchanged, or renamed in a chain.
    Raises ValueError if edits overlap, or if the text there is not `old`.
    """
    ordered = sorted(set(edits), key=lambda edit: (edit.start, -edit.end, edit.new, not edit.parts))
    return _applied(data, (0, len(data)), ordered)


def masked(data: bytes, edits: Iterable[Edit], *, after: bool) -> bytes:
    """Replace the ranges of edits with parts by a name.

    The rest of a text can then be compared before the edits and `after` them.
    """
    outer = [Edit(edit.start, edit.end, b"", b"", ("_",)) for edit in outermost(edits)]
    within = [(edit.start, edit.end) for edit in outer]
    others = [
        edit
        for edit in edits
        if not edit.parts and not any(start <= edit.start < end for start, end in within)
    ]
    return apply(data, [*outer, *others] if after else outer)


def outermost(edits: Iterable[Edit]) -> list[Edit]:
    """The edits with parts that are not inside another one."""
    result: list[Edit] = []
    for edit in sorted((e for e in edits if e.parts), key=lambda e: (e.start, -e.end)):
        if not result or edit.start >= result[-1].end:
            result.append(edit)
    return result


def _applied(data: bytes, span: ByteSpan, edits: Sequence[Edit]) -> bytes:
    """A range of the bytes with the edits in it applied."""
    position, end = span
    result: list[bytes] = []
    index = 0
    while index < len(edits):
        edit = edits[index]
        inner = [other for other in edits[index + 1 :] if other.start < edit.end]
        index += 1 + len(inner)
        fits = edit.parts or (not inner and data[edit.start : edit.end] == edit.old)
        if edit.start < position or edit.end > end or not fits:
            raise ValueError(f"the edit at byte {edit.start} does not fit")
        result += [data[position : edit.start], edit.new]
        result += _composed(data, edit, inner)
        position = edit.end
    return b"".join([*result, data[position:end]])


def _composed(data: bytes, edit: Edit, inner: Sequence[Edit]) -> Iterator[bytes]:
    """Compose the new text of an edit's parts. Edits in ranges that the parts omit are dropped."""
    for part in edit.parts:
        if isinstance(part, str):
            yield part.encode()
        else:
            start, end = part[:2]
            within = [other for other in inner if start <= other.start and other.end <= end]
            text = _applied(data, (start, end), within)
            by = part.by if isinstance(part, Shifted) else 0
            yield text.replace(b"\n", b"\n" + b" " * by) if by else text
