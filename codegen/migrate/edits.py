"""Edits of a file by byte offsets, and notes about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from ..text.records import dataclass

__all__ = ["ByteSpan", "Edit", "Note", "Parts", "Shifted", "apply", "masked", "outermost"]

ByteSpan: TypeAlias = tuple[int, int]
"""The start and the end of a range of a file, in bytes."""


class Shifted(NamedTuple):
    """A range of a file whose lines, but for the first, get `by` further spaces."""

    start: int
    end: int
    by: int


Parts: TypeAlias = tuple[str | ByteSpan | Shifted, ...]
"""A new text: of pieces, and of ranges of the file as they are after the edits inside of them."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes from `start` to `end`, which are `old`, by `new`.

    With `parts` they are replaced by those, whatever stands there. Other edits may be in the
    ranges that the parts name.
    """

    start: int
    end: int
    old: bytes
    new: bytes
    parts: Parts = ()


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """A problem at a byte offset that a person has to solve: what it is, and what to do.

    `unseen` is the tag of an event, if the problem is that the file does not show what is sent
    with it. Another file of the program may.
    """

    start: int
    end: int
    code: str
    message: str
    advice: str = ""
    unseen: str = ""


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with the edits made; nothing else of them changes.

    The offsets of all edits refer to `data`, so two names may be exchanged, or renamed in a
    chain. Raises ValueError if edits overlap, or if the text there is not `old`.
    """
    ordered = sorted(set(edits), key=lambda edit: (edit.start, -edit.end, edit.new, not edit.parts))
    return _applied(data, (0, len(data)), ordered)


def masked(data: bytes, edits: Iterable[Edit], *, after: bool) -> bytes:
    """The bytes with a name in place of what edits with parts replace.

    So the rest of a text can be compared before the edits and `after` them.
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
    """The edits with parts that are in no other one."""
    result: list[Edit] = []
    for edit in sorted((e for e in edits if e.parts), key=lambda e: (e.start, -e.end)):
        if not result or edit.start >= result[-1].end:
            result.append(edit)
    return result


def _applied(data: bytes, span: ByteSpan, edits: Sequence[Edit]) -> bytes:
    """A range of the bytes with the edits in it made."""
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
    """The bytes of an edit's parts. Edits in what the parts leave out are dropped."""
    for part in edit.parts:
        if isinstance(part, str):
            yield part.encode()
        else:
            start, end = part[:2]
            within = [other for other in inner if start <= other.start and other.end <= end]
            text = _applied(data, (start, end), within)
            by = part.by if isinstance(part, Shifted) else 0
            yield text.replace(b"\n", b"\n" + b" " * by) if by else text
